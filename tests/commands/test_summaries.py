"""`claimdesk migrate` and `claimdesk summaries recheck`: verdicts of an earlier version."""

from __future__ import annotations

from itertools import count

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.commands.outcomes import ExitCode
from service.storage.migration import downgrade
from service.storage.unit_of_work import UnitOfWorkFactory
from tests.use_cases.conftest import FALSE, WORK, Desk


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, prog_name="claimdesk")
    assert result.exit_code == ExitCode.OK, result.output
    return result.stdout


def test_an_upgrade_marks_what_earlier_verdicts_found_false(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMDESK_DATABASE_URL", database_url)
    unit_of_work = UnitOfWorkFactory(database_url)
    with unit_of_work() as uow:
        desk = Desk(uow, count())
        article = desk.ready()
        desk.move(desk.claim_of(article).id, *WORK, FALSE)
    unit_of_work.dispose()
    downgrade(database_url, "0014")
    upgraded = run("migrate")
    assert "1 claims found false or misleading: 1 are stale (0 before)" in upgraded
    with unit_of_work() as uow:
        (summary,) = uow.summaries.list(article.id)
    unit_of_work.dispose()
    assert summary.is_stale
    assert "1 are stale (1 before)" in run("summaries", "recheck")
    # The second upgrade has nothing to make up for.
    assert "stale" not in run("migrate")
