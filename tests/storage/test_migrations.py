"""Migrations: from nothing to what the records describe, and back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, Inspector, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from service.domain.claim import ClaimState, Publication, Verdict, Workflow
from service.domain.milestones import Milestones
from service.storage.engine import create_engine
from service.storage.metadata import METADATA, is_described
from service.storage.migration import current_revision, downgrade, is_current, upgrade
from service.storage.unit_of_work import UnitOfWorkFactory
from tests.storage.rows import (
    ALL_TABLES,
    NOW,
    add_claim,
    add_everything,
    add_fact_check,
    later,
    make_status_event,
)

#: Where Alembic itself notes the revision.
NOTE = {"alembic_version"}
#: Every revision, oldest first, and the tables whose rows are lost by going down from it;
#: from the first, all.
TABLES_MADE: dict[str, set[str]] = {
    "0001": ALL_TABLES,
    "0002": set(),
    "0003": {"outgoing_event", "webhook_delivery"},
    "0004": set(),
    "0005": set(),
    "0006": {"api_key"},
    "0007": set(),
    "0008": {"saved_view"},
    "0009": {"webhook", "webhook_delivery"},
    "0010": set(),
    "0011": {"claim_vector"},
    "0012": {"claim_link"},
    "0013": {"worker"},
    "0014": {"batch", "batch_row"},
    "0015": {"summary_staleness"},
    "0016": set(),
    "0017": set(),
    "0018": set(),
    "0019": set(),
    "0020": set(),
}
REVISIONS = tuple(TABLES_MADE)
COMPARED = {"compare_type": True, "include_object": is_described}
#: An index of the same columns as another one, in another order, on PostgreSQL alone.
_BESIDE_IT = {"ix_claim_check_worthiness_descending"}
#: How an instant in UTC is written on each database.
_UTC = {"sqlite": "", "postgresql": "+00:00"}


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    yield engine
    engine.dispose()


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    with _engine(url) as engine, engine.connect() as connection:
        yield connection


def _tables(url: str) -> set[str]:
    with _connected(url) as connection:
        names = inspect(connection).get_table_names()
        # What FTS5 keeps its index in.
        return {name for name in names if not name.startswith("claim_full_text")}


def _fill(url: str) -> None:
    unit_of_work = UnitOfWorkFactory(url)
    with unit_of_work() as uow:
        add_everything(uow)
        add_fact_check(uow)
        uow.commit()
    unit_of_work.dispose()


def _filled_tables(url: str) -> set[str]:
    with _connected(url) as connection:
        return {
            name
            for name in ALL_TABLES
            if connection.scalar(text(f"SELECT count(*) FROM {name}"))  # noqa: S608  own names
        }


def test_an_empty_database_is_brought_to_what_the_records_describe(
    empty_database_url: str,
) -> None:
    upgrade(empty_database_url)
    assert _tables(empty_database_url) == ALL_TABLES | NOTE
    with _connected(empty_database_url) as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, METADATA) == []


def test_a_column_that_no_migration_makes_would_be_noticed(database_url: str) -> None:
    with _engine(database_url) as engine, engine.connect() as connection:
        connection.execute(text("ALTER TABLE claim DROP COLUMN prefix"))
        context = MigrationContext.configure(connection, opts=COMPARED)
        found = compare_metadata(context, METADATA)
        connection.rollback()
    assert [(change[0], change[3].name) for change in found] == [("add_column", "prefix")]


def test_only_an_upgraded_database_is_current(empty_database_url: str) -> None:
    assert not is_current(empty_database_url)
    assert current_revision(empty_database_url) is None
    upgrade(empty_database_url)
    assert is_current(empty_database_url)
    downgrade(empty_database_url, "-1")
    assert not is_current(empty_database_url)


def test_every_constraint_and_index_bears_the_name_of_the_convention(database_url: str) -> None:
    with _connected(database_url) as connection:
        inspector = inspect(connection)
        for table in ALL_TABLES:
            assert _names(inspector, table) == _conventional_names(inspector, table)
            checks = {check["name"] for check in inspector.get_check_constraints(table)}
            assert checks == _checks_of_records(table)
            assert all(str(name).startswith(f"ck_{table}_") for name in checks)


def test_postgresql_alone_has_an_index_of_scores_from_the_greatest_down(
    empty_database_url: str,
) -> None:
    def found() -> set[str | None]:
        with _connected(empty_database_url) as connection:
            return {index["name"] for index in inspect(connection).get_indexes("claim")}

    upgrade(empty_database_url)
    on_postgresql = empty_database_url.startswith("postgresql")
    assert found() & _BESIDE_IT == (_BESIDE_IT if on_postgresql else set())
    downgrade(empty_database_url, "0019")
    assert not found() & _BESIDE_IT


def _names(inspector: Inspector, table: str) -> set[str | None]:
    primary, others = inspector.get_pk_constraint(table), inspector.get_foreign_keys(table)
    unique, indexes = inspector.get_unique_constraints(table), inspector.get_indexes(table)
    names = {found["name"] for found in (primary, *others, *unique, *indexes)} - _BESIDE_IT
    # SQLite numbers rows for good only where the key is declared within its column, nameless.
    return {name or f"pk_{table}" for name in names}


def _conventional_names(inspector: Inspector, table: str) -> set[str]:
    unique = {
        f"uq_{table}_{'_'.join(found['column_names'])}"
        for found in inspector.get_unique_constraints(table)
    }
    foreign = {
        f"fk_{table}_{'_'.join(found['constrained_columns'])}_{found['referred_table']}"
        for found in inspector.get_foreign_keys(table)
    }
    indexes = {
        f"ix_{table}_{'_'.join(str(name) for name in found['column_names'])}"
        for found in inspector.get_indexes(table)
        # PostgreSQL lists the index behind a unique constraint once more.
        if "duplicates_constraint" not in found
        if found["name"] not in _BESIDE_IT
    }
    return {f"pk_{table}"} | unique | foreign | indexes


def _checks_of_records(table: str) -> set[object]:
    constraints = METADATA.tables[table].constraints
    return {found.name for found in constraints if str(found.name).startswith("ck_")}


@pytest.mark.parametrize("steps", range(1, len(REVISIONS) + 1))
def test_a_full_database_goes_steps_down_and_up_again(empty_database_url: str, steps: int) -> None:
    upgrade(empty_database_url)
    _fill(empty_database_url)
    assert _filled_tables(empty_database_url) == ALL_TABLES
    downgrade(empty_database_url, f"-{steps}")
    upgrade(empty_database_url)
    emptied = set().union(*(TABLES_MADE[revision] for revision in REVISIONS[-steps:]))
    assert _filled_tables(empty_database_url) == ALL_TABLES - emptied
    if steps == len(REVISIONS):
        _fill(empty_database_url)
        assert _filled_tables(empty_database_url) == ALL_TABLES
    statement = text(
        "INSERT INTO claim_tag (claim_id, tag, position) "
        "VALUES ('00000000000000000000000000000000', 'port', 0)"
    )
    refused = pytest.raises(IntegrityError, match=r"(?i)foreign key")
    with _connected(empty_database_url) as connection, refused:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("instant", "day"), [("2024-05-06 23:59:59.5", "2024-05-06"), (None, "None")]
)
def test_stored_articles_get_their_day_in_utc_and_summaries_no_made_up_figure(
    empty_database_url: str, instant: str | None, day: str
) -> None:
    upgrade(empty_database_url)
    _fill(empty_database_url)
    with _engine(empty_database_url) as engine, engine.begin() as connection:
        written = None if instant is None else instant + _UTC[engine.dialect.name]
        connection.execute(
            text("UPDATE article SET published_on = NULL, published_at = :at"), {"at": written}
        )
    downgrade(empty_database_url, "0001")
    upgrade(empty_database_url)
    with _connected(empty_database_url) as connection:
        days = connection.scalars(text("SELECT published_on FROM article")).all()
        assert {str(found) for found in days} == {day}
        assert set(connection.scalars(text("SELECT characters_read FROM summary"))) == {None}


def test_imported_claims_outlive_the_way_down_as_claims_of_an_editor(
    empty_database_url: str,
) -> None:
    upgrade(empty_database_url)
    _fill(empty_database_url)
    downgrade(empty_database_url, "0006")
    count = text("SELECT count(*) FROM claim WHERE origin = 'editor'")
    import_one = text("UPDATE claim SET origin = 'imported' WHERE origin = 'editor'")
    with _engine(empty_database_url) as engine:
        with engine.connect() as connection:
            assert connection.scalar(count) == 3
        with engine.connect() as connection, pytest.raises(IntegrityError, match="origin"):
            connection.execute(import_one)
    upgrade(empty_database_url)
    with _engine(empty_database_url) as engine, engine.begin() as connection:
        connection.execute(import_one)
        assert connection.scalar(count) == 0


def test_stored_claims_get_the_instants_that_their_history_tells(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    unit_of_work = UnitOfWorkFactory(empty_database_url)
    states = [
        ClaimState(Workflow.TRIAGED),
        ClaimState(Workflow.IN_PROGRESS, Verdict.TRUE),
        ClaimState(Workflow.IN_PROGRESS, Verdict.FALSE),
        ClaimState(Workflow.CLOSED, Verdict.FALSE, Publication.PUBLISHED),
    ]
    with unit_of_work() as uow:
        article = add_everything(uow)
        claim = add_claim(uow, article.id)
        for minute, state in enumerate(states, start=1):
            before = claim
            claim = replace(claim, state=state, updated_at=later(minute))
            event = make_status_event(before, claim)
            claim = uow.claims.update(claim, before.version, event)
        kept = {found.id: found.milestones for found in uow.claims.list_of_article(article.id)}
        uow.commit()
    assert kept[claim.id] == Milestones(later(4), later(2), later(4))
    assert Milestones(NOW) in kept.values()
    downgrade(empty_database_url, "0007")
    upgrade(empty_database_url)
    with unit_of_work() as uow:
        found = {found.id: found.milestones for found in uow.claims.list_of_article(article.id)}
        assert found == kept
    unit_of_work.dispose()


def test_going_down_to_the_base_leaves_nothing_of_ours(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    _fill(empty_database_url)
    downgrade(empty_database_url, "base")
    assert _tables(empty_database_url) == NOTE
    assert current_revision(empty_database_url) is None


def test_a_migration_that_fails_half_way_leaves_nothing(empty_database_url: str) -> None:
    # The last table to be made is there already.
    with _engine(empty_database_url) as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE idempotency_key (key TEXT)"))
    with pytest.raises(DBAPIError, match="already exists"):
        upgrade(empty_database_url)
    assert _tables(empty_database_url) == {"idempotency_key"}
    assert not is_current(empty_database_url)


def test_rows_that_refer_to_nothing_stop_a_migration_of_sqlite(tmp_path: Path) -> None:
    # PostgreSQL enforces foreign keys during migrations too.
    database_url = f"sqlite:///{tmp_path / 'broken.db'}"
    upgrade(database_url)
    engine = create_engine(database_url, foreign_keys=False)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO claim_tag (claim_id, tag, position) VALUES ('gone', 'port', 0)")
        )
    engine.dispose()
    with pytest.raises(RuntimeError, match="1 rows that refer to nothing"):
        upgrade(database_url)


_MIGRATE = """
import sys
from service.storage.migration import upgrade
print("ready", flush=True)
sys.stdin.readline()
upgrade(sys.argv[1])
"""


def test_processes_that_migrate_at_once_all_succeed(empty_database_url: str) -> None:
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(  # noqa: S603  this interpreter
                    [sys.executable, "-c", _MIGRATE, empty_database_url],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            for _ in range(2)
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in processes:
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors
    assert is_current(empty_database_url)
