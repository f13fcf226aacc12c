"""`claimdesk import` and `claimdesk export`: files in, files out, and what went wrong by row."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.commands.outcomes import ExitCode
from service.domain.claim_query import ClaimFilters
from service.inference.catalogue import embedder_revision
from service.main import MatcherLoader
from service.settings import Settings
from service.storage.unit_of_work import UnitOfWorkFactory
from service.use_cases.find_matches import search_claims
from tests.matching_double import MatcherDouble

REVIEW = {
    "@type": "ClaimReview",
    "url": "https://checks.example/ships",
    "claimReviewed": "Ships fly.",
    "reviewRating": {"alternateName": "False"},
}
ROWS = [
    {"text": "Quays swim in spring.", "url": "https://checks.example/1", "rating": "True"},
    {"url": "https://checks.example/2"},
    REVIEW,
]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CLAIMDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLAIMDESK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CLAIMDESK_MODELS_DIR", str(tmp_path / "models"))
    assert run("migrate").exit_code == ExitCode.OK


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, prog_name="claimdesk")


def write(path: Path, *rows: object) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def load(file: str) -> dict[str, Any]:
    result = run("import", file, "--json")
    assert result.exit_code in {ExitCode.OK, ExitCode.PARTLY_DONE}, result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def exported(*arguments: str) -> list[dict[str, Any]]:
    result = run("export", *arguments)
    assert result.exit_code == ExitCode.OK, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_lines_are_imported_and_bad_rows_told_by_line(tmp_path: Path) -> None:
    file = write(tmp_path / "checks.jsonl", *ROWS)
    result = run("import", file)
    assert result.exit_code == ExitCode.PARTLY_DONE
    assert "2 imported, 0 known before, 1 refused." in result.stdout
    assert "row 2: #/text: There is no claim without a text." in result.stdout
    assert "1 of 3 rows were refused" in " ".join(result.stderr.split())
    assert {claim["verdict"] for claim in exported()} == {"true", "false"}
    assert load(file)["known"] == 2
    assert len(exported()) == 2


@pytest.mark.parametrize(
    "document",
    [
        REVIEW,
        [REVIEW],
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_feed_of_claim_reviews_is_imported(
    tmp_path: Path, document: object, indent: int | None
) -> None:
    file = tmp_path / "feed.json"
    file.write_text(json.dumps(document, indent=indent), encoding="utf-8-sig")
    report = load(str(file))
    assert (report["imported"], report["refused_count"]) == (1, 0)
    assert [claim["text"] for claim in exported()] == ["Ships fly."]


def test_a_line_that_is_not_json_is_one_refused_row(tmp_path: Path) -> None:
    file = tmp_path / "checks.jsonl"
    lines = [json.dumps(ROWS[0]), "", "{broken", json.dumps(REVIEW), "[" * 100_000]
    file.write_text("\n".join(lines), encoding="utf-8")
    report = load(str(file))
    assert report["imported"] == 2
    assert [row["row"] for row in report["refused"]] == [3, 5]


def test_an_import_of_many_batches_counts_every_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.use_cases.import_fact_checks.BATCH_ROWS", 4)
    rows = [{"text": f"Quay {number} swims."} for number in range(11)]
    file = write(tmp_path / "checks.jsonl", *rows, rows[0])
    report = load(file)
    assert (report["imported"], report["known"], report["without_verdict"]) == (11, 1, 11)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"", "neither JSON nor JSON Lines"),
        (b"[]", "holds no fact-check"),
        (b"\xff\xfe", "not UTF-8"),
        (b"not json", "neither JSON nor JSON Lines"),
    ],
)
def test_a_file_of_no_use_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "checks"
    if content is not None:
        file.write_bytes(content)
    result = run("import", str(file))
    assert result.exit_code == ExitCode.INPUT_REFUSED
    assert message in " ".join(result.stderr.split())


def test_unknown_ratings_are_told(tmp_path: Path) -> None:
    file = write(tmp_path / "checks.jsonl", {"text": "Ships fly.", "rating": "Full Flop"})
    result = run("import", file)
    assert result.exit_code == ExitCode.OK
    assert "1 of those imported have no verdict." in result.stdout
    assert "rated “Full Flop”, which is not in the table of ratings" in result.stdout


def test_claims_are_exported_by_filter_into_a_file(tmp_path: Path) -> None:
    run("import", write(tmp_path / "checks.jsonl", *ROWS))
    (claim,) = exported("--where", "verdict=false", "--where", "sort=created_at")
    assert (claim["text"], claim["original_rating"]) == ("Ships fly.", "False")
    target = tmp_path / "claims.csv"
    result = run("export", "--format", "csv", "--output", str(target))
    assert (result.exit_code, result.stdout) == (ExitCode.OK, "")
    with target.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["text"] for row in rows} == {"Ships fly.", "Quays swim in spring."}
    again = run("export", "--output", str(tmp_path / "none" / "claims.jsonl"))
    assert again.exit_code == ExitCode.FAILED
    assert "cannot be written" in again.stderr


@pytest.mark.parametrize("where", ["verdict", "verdict=wrong", "limit=3", "colour=red", "q= "])
def test_a_filter_that_is_none_is_refused(where: str) -> None:
    result = run("export", "--where", where)
    assert result.exit_code in {ExitCode.USAGE, ExitCode.INPUT_REFUSED}
    assert result.stdout == ""


def unembedded() -> int:
    unit_of_work = UnitOfWorkFactory(Settings().resolved_database_url)
    try:
        with unit_of_work() as uow:
            return uow.claim_vectors.count_unembedded(embedder_revision())
    finally:
        unit_of_work.dispose()


def test_what_is_imported_is_embedded_at_once_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    double = MatcherDouble(model=embedder_revision())
    monkeypatch.setattr("service.main.MatcherLoader.__call__", lambda _: double)
    file = write(tmp_path / "checks.jsonl", *ROWS)
    assert run("import", file).exit_code == ExitCode.PARTLY_DONE
    assert set(double.embedded) == {"Quays swim in spring.", "Ships fly."}
    assert unembedded() == 0
    assert run("import", file).exit_code == ExitCode.PARTLY_DONE
    assert len(double.embedded) == 2


def test_an_import_is_whole_without_weights_and_says_when_it_is_embedded(tmp_path: Path) -> None:
    result = run("import", write(tmp_path / "checks.jsonl", ROWS[0]), "--json")
    assert result.exit_code == ExitCode.OK
    assert json.loads(result.stdout)["imported"] == 1
    assert "weights of all-MiniLM-L6-v2 are missing" in " ".join(result.stderr.split())
    assert "claimdesk embed" in result.stderr
    assert unembedded() == 1


@pytest.mark.weights
def test_a_fact_check_is_found_in_other_words_right_after_its_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The real weights, in place of the empty folder that `_home` has set.
    monkeypatch.delenv("CLAIMDESK_MODELS_DIR")
    checked = {"text": "The mayor of Halden doubled rents.", "rating": "False"}
    others = [{"text": f"Halden has {count} harbours."} for count in range(2, 9)]
    assert run("import", write(tmp_path / "checks.jsonl", *others, checked)).exit_code == 0
    settings = Settings()
    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url)
    with unit_of_work() as uow:
        found = search_claims(
            uow,
            MatcherLoader(settings)(),
            "Housing became twice as expensive under the head of the city council.",
            filters=ClaimFilters(),
            min_score=0,
            limit=1,
        )
    unit_of_work.dispose()
    assert [match.claim.text for match in found.items] == [checked["text"]]
