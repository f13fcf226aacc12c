"""The checker of faults finds what it is there to find."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from benchmarks.faults.checker import Promises, check
from benchmarks.faults.desk import Desk, running_desk
from service.storage.engine import create_engine

TEXT = "The port of Halden handled 4,500 containers in March 2024."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Promises]]:
    promises = Promises()
    with running_desk(tmp_path_factory.mktemp("desk"), stage_seconds=0.01) as desk:
        service = desk.api(worker=True)
        service.start()
        with httpx.Client(base_url=service.url, timeout=180) as client:
            wish = {"Prefer": "wait=120"}
            article = client.post("/v1/articles", json={"text": TEXT}, headers=wish).json()
            promises.articles[article["id"]] = TEXT
            claim = article["claims"][0]
            path = f"/v1/claims/{claim['id']}/status"
            moved = client.post(path, json={"workflow": "triaged"}, headers={"If-Match": '"1"'})
            promises.changes.append((claim["id"], moved.json()["version"], "triaged"))
        service.end(15)  # type: ignore[arg-type]  # SIGTERM
        yield desk, promises


@pytest.fixture
def desk(made: tuple[Desk, Promises], tmp_path: Path) -> Desk:
    """A copy that may be broken."""
    shutil.copytree(made[0].folder, tmp_path / "copy")
    return Desk(tmp_path / "copy")


def _break(desk: Desk, *statements: str) -> None:
    engine = create_engine(desk.own_settings.resolved_database_url, foreign_keys=False)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_nothing_is_found_where_all_is_well(desk: Desk, made: tuple[Desk, Promises]) -> None:
    assert check(desk, made[1]) == []


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["DELETE FROM article"], "gone"),
        (["UPDATE article SET status = 'processing'"], "processing"),
        (["DELETE FROM outgoing_event WHERE type = 'article.ready'"], "told of 0 times"),
        (["DELETE FROM summary"], "0 summaries"),
        (["DELETE FROM article_revision", "DELETE FROM article"], "point to no article"),
        (
            ["DROP TRIGGER claim_event_refuse_update", "UPDATE claim_event SET actor = 'somebody'"],
            "the history is broken",
        ),
    ],
)
def test_what_is_broken_is_found(
    desk: Desk, made: tuple[Desk, Promises], statements: list[str], found: str
) -> None:
    _break(desk, *statements)
    assert any(found in problem for problem in check(desk, made[1]))


def test_a_change_that_was_acknowledged_and_is_not_there_is_found(
    desk: Desk, made: tuple[Desk, Promises]
) -> None:
    claim, version, _ = made[1].changes[0]
    promises = Promises(made[1].articles, [(claim, version + 1, "in_progress")])
    assert any("it is not there" in problem for problem in check(desk, promises))


def test_a_stage_that_began_again_after_its_end_is_found(
    desk: Desk, made: tuple[Desk, Promises]
) -> None:
    calls = desk.calls_folder / "1.jsonl"
    calls.write_text(f'{{"network": "rewrite", "text": "{TEXT}", "at": 99999999999}}\n')
    assert any("began rewrite again" in problem for problem in check(desk, made[1]))
