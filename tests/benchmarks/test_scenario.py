"""The scenario: a newsroom's day goes as it should, and one that does not is a failure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.postgres import PostgresServer
from benchmarks.scenario import __main__ as command
from benchmarks.scenario.checklist import CheckFailedError, Checklist
from benchmarks.scenario.day import CHAPTERS, play
from benchmarks.scenario.material import COURIER, SUM, WIRE


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.param == "sqlite":
        yield None
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create_database()
    yield url
    server.drop_database(url)


@pytest.mark.weights
def test_a_newsrooms_day_goes_as_it_should(tmp_path: Path, database: str | None) -> None:
    told: list[str] = []
    passed = play(tmp_path, database, told.append)
    assert len(passed) > len(CHAPTERS)
    assert [line for line in told if line.startswith("  ")] == [f"  ✓ {what}" for what in passed]


def test_what_does_not_hold_ends_the_day_with_what_was_seen() -> None:
    told: list[str] = []
    checklist = Checklist(told.append)
    checklist.check("grass is green", True)
    with pytest.raises(CheckFailedError, match=r"snow is black\n.*white"):
        checklist.check("snow is black", False, {"snow": "white"})
    assert told == ["  ✓ grass is green", "  FAILED  snow is black"]
    assert checklist.passed == ["grass is green"]


@pytest.mark.parametrize("failure", [CheckFailedError("no"), TimeoutError("no")])
def test_a_day_that_fails_ends_with_status_1_and_keeps_its_logs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failure: Exception
) -> None:
    folders: list[Path] = []

    def fail(folder: Path, *_: object) -> None:
        folders.append(folder)
        raise failure

    monkeypatch.setattr(command, "play", fail)
    assert command.main(["--database", "sqlite"]) == 1
    assert f"logs are in {folders[0]}" in capsys.readouterr().out
    folders[0].rmdir()


def test_a_day_that_goes_well_ends_with_status_0_and_what_was_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "play", lambda *_: ["one", "two"])
    assert command.main(["--database", "sqlite"]) == 0
    assert capsys.readouterr().out.endswith(
        "What was checked:\n  ✓ one\n  ✓ two\n\n2 checks on sqlite: all passed.\n"
    )


def test_both_articles_state_the_sum_in_words_of_their_own() -> None:
    assert SUM in COURIER["text"]
    assert SUM in WIRE["text"]
    assert COURIER["text"].splitlines()[0] != WIRE["text"].splitlines()[0]
