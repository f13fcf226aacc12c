"""A process that is killed in the middle of an analysis, and what the next one makes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from benchmarks.postgres import PostgresServer
from service.settings import Settings
from service.storage.engine import create_engine

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "service" / "samples" / "harbour_bridge.txt"
PARAGRAPHS = 2
STEPS = ["load", "prepare", "score", "rewrite", "verify", "summarise", "embed", "store"]
WAIT_SECONDS = 240
#: One row of what must be there once, told by its natural key.
UNIQUE_ROWS = {
    "claims": "SELECT text FROM claim",
    "summary sentences": "SELECT text FROM summary_sentence",
    "sentences with their outcome": (
        "SELECT start_offset FROM skipped_sentence UNION ALL "
        "SELECT DISTINCT start_offset FROM claim"
    ),
}


@dataclass(frozen=True)
class Step:
    """What the job store keeps of a finished step."""

    number: int
    name: str
    output: str
    completed_at: int


@dataclass(frozen=True)
class Installation:
    """A data folder, with the databases of the service in it or elsewhere."""

    settings: Settings

    @contextmanager
    def serve(self) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
        """Run the service as a process of its own, and kill it however the test ends."""
        environment = {name: value for name, value in os.environ.items() if "CLAIMDESK" not in name}
        environment["CLAIMDESK_DATA_DIR"] = str(self.settings.data_dir)
        if self.settings.database_url is not None:
            environment["CLAIMDESK_DATABASE_URL"] = self.settings.database_url
        log = (self.settings.data_dir / "log.txt").open("a", encoding="utf-8")
        with (
            log,
            subprocess.Popen(  # noqa: S603  the command that installation brings
                [Path(sys.executable).with_name("claimdesk"), "serve", "--migrate", "--port", "0"],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            ) as process,
        ):
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                address = next(word for word in line.split() if word.startswith("http"))
                with httpx.Client(base_url=address, timeout=WAIT_SECONDS) as client:
                    yield process, client
            finally:
                process.kill()

    def steps(self, article_id: str, attempt: int = 1) -> list[Step]:
        """Return the finished steps of an article's analysis, in their order."""
        engine = create_engine(self.settings.jobs_database_url)
        schema = "" if engine.dialect.name == "sqlite" else "dbos."
        statement = text(
            "SELECT function_id, function_name, output, completed_at_epoch_ms "  # noqa: S608  own names
            f"FROM {schema}operation_outputs WHERE workflow_uuid = :job ORDER BY function_id"
        )
        with closing(engine.connect()) as connection:
            rows = connection.execute(statement, {"job": f"analyse-{article_id}-{attempt}"}).all()
        engine.dispose()
        return [Step(*row) for row in rows]

    def rows(self, query: str) -> list[object]:
        engine = create_engine(self.settings.resolved_database_url)
        with closing(engine.connect()) as connection:
            found = list(connection.scalars(text(query)))
        engine.dispose()
        return found


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    if request.param == "sqlite":
        yield Installation(Settings(data_dir=tmp_path, database_url=None))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create_database()
    yield Installation(Settings(data_dir=tmp_path, database_url=url))
    server.drop_database(url)


def _until(reached: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not reached():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)


def _kill_after(step: str, process: subprocess.Popen[str], read: Callable[[], list[Step]]) -> None:
    """Kill the process as soon as a step is finished, while the next one runs."""
    _until(lambda: step in [found.name for found in read()], step)
    # Far enough into the next step that there is something to lose.
    time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    assert process.wait(WAIT_SECONDS) == -signal.SIGKILL


@pytest.mark.weights
def test_an_analysis_that_is_killed_twice_goes_on_where_it_was_and_leaves_nothing_double(
    installation: Installation,
) -> None:
    paragraphs = SAMPLE.read_text(encoding="utf-8").split("\n\n")[:PARAGRAPHS]
    with installation.serve() as (process, client):
        wish = {"text": "\n\n".join(paragraphs), "options": {"sentences": 1}}
        answer = client.post("/v1/articles", json=wish)
        assert answer.status_code == httpx.codes.ACCEPTED
        article = answer.json()["id"]
        # While the weights are being loaded, which takes seconds.
        _kill_after("load", process, lambda: installation.steps(article))
    at_first = installation.steps(article)
    assert installation.rows("SELECT status FROM article") == ["processing"]
    assert installation.rows("SELECT text FROM claim") == []

    with installation.serve() as (process, _):
        # While the summary is being written, which takes seconds too.
        _kill_after("verify", process, lambda: installation.steps(article))
    at_second = installation.steps(article)
    assert [step.name for step in at_second] == STEPS[: STEPS.index("summarise")]
    assert at_second[: len(at_first)] == at_first

    with installation.serve() as (_, client):
        _until(
            lambda: client.get(f"/v1/articles/{article}").json()["status"] == "ready",
            "the article to be ready",
        )
    finished = installation.steps(article)
    assert [step.name for step in finished] == STEPS
    assert finished[: len(at_second)] == at_second

    for what, query in UNIQUE_ROWS.items():
        rows = installation.rows(query)
        assert rows, what
        assert len(rows) == len(set(rows)), what
    assert len(installation.rows("SELECT id FROM summary")) == 1
    assert set(installation.rows("SELECT sequence FROM claim_event")) == {1}
    assert installation.rows("SELECT claim_id FROM claim_event ORDER BY claim_id") == (
        installation.rows("SELECT id FROM claim ORDER BY id")
    )
    assert installation.rows("SELECT attempt FROM article") == [1]


@pytest.mark.weights
def test_a_correction_during_an_analysis_survives_a_kill_and_takes_its_place(
    installation: Installation,
) -> None:
    paragraphs = SAMPLE.read_text(encoding="utf-8").split("\n\n")[:PARAGRAPHS]
    text = "\n\n".join(paragraphs)
    corrected = text.replace("two of its four main cables", "three of its four main cables")
    assert corrected != text
    with installation.serve() as (process, client):
        wish = {"text": text, "options": {"sentences": 1}}
        article = client.post("/v1/articles", json=wish).json()["id"]
        _until(lambda: len(installation.steps(article)) > 0, "the analysis to begin")
        answer = client.put(
            f"/v1/articles/{article}/text", json={"text": corrected}, headers={"If-Match": "*"}
        )
        assert answer.status_code == httpx.codes.ACCEPTED
        process.send_signal(signal.SIGKILL)
        assert process.wait(WAIT_SECONDS) == -signal.SIGKILL
    assert installation.rows("SELECT text FROM claim") == []

    with installation.serve() as (_, client):
        _until(
            lambda: client.get(f"/v1/articles/{article}").json()["status"] == "ready",
            "the corrected article to be ready",
        )
        read = client.get(f"/v1/articles/{article}").json()
    assert (read["revision"], read["text"]) == (2, corrected)
    assert "store" not in [step.name for step in installation.steps(article)]
    # Nothing was found in the former text, so there is nothing to compare with.
    assert [step.name for step in installation.steps(article, 2)] == STEPS
    assert any("three of its four main cables" in claim["quote"] for claim in read["claims"])
    assert read["lost_claims"] == []
    for what, query in UNIQUE_ROWS.items():
        rows = installation.rows(query)
        assert rows, what
        assert len(rows) == len(set(rows)), what
    assert installation.rows("SELECT article_revision FROM summary") == [2]
    analysed = "SELECT number FROM article_revision WHERE analysed_at IS NOT NULL"
    assert installation.rows(analysed) == [2]
    assert installation.rows("SELECT attempt FROM article") == [2]
