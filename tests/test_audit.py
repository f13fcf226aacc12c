"""The audit on the command line: what it says, and the exit status that programs read."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.commands.outcomes import ExitCode
from service.storage.engine import create_engine
from service.storage.migration import upgrade
from service.storage.unit_of_work import UnitOfWorkFactory
from tests.storage.rows import add_ready_article
from tests.storage.tampering import tamper


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with two events, which the commands find in their settings."""
    url = f"sqlite:///{tmp_path / 'claimdesk.sqlite3'}"
    monkeypatch.setenv("CLAIMDESK_DATABASE_URL", url)
    upgrade(url)
    factory = UnitOfWorkFactory(url)
    with factory() as uow:
        add_ready_article(uow)
        uow.commit()
    factory.dispose()
    return url


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", "verify", *arguments], prog_name="claimdesk")


def _head(result: Result) -> str:
    return result.stdout.split("Head: ")[1].strip()


def test_a_whole_history_is_told_with_its_length_and_head(database: str) -> None:
    del database
    result = _run()
    assert result.exit_code == ExitCode.OK
    assert "unbroken: 2 events" in result.stdout
    assert len(_head(result)) == 64
    assert _run("--includes", _head(result)).exit_code == ExitCode.OK


def test_the_first_broken_event_is_named_with_status_1(database: str) -> None:
    engine = create_engine(database)
    with engine.connect() as connection:
        claim = connection.exec_driver_sql(
            "SELECT claim_id FROM claim_event_seal WHERE position = 2"
        ).scalar_one()
    tamper(engine, f"UPDATE claim_event SET actor = 'nobody' WHERE claim_id = '{claim}'")  # noqa: S608  an identifier
    engine.dispose()
    result = _run()
    assert result.exit_code == ExitCode.FAILED == 1
    assert "entry 2 (event 1 of claim" in result.stderr
    assert claim in result.stderr.replace("-", "")
    assert "The 1 events before it" in result.stderr


def test_a_head_that_is_not_there_is_told(database: str) -> None:
    del database
    result = _run("--includes", "a" * 64)
    assert result.exit_code == ExitCode.FAILED
    assert "cut off" in result.stderr
    assert _run("--includes", "not a hash").exit_code == ExitCode.USAGE
