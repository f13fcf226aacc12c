"""Constraints: what the database itself refuses, whoever writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from service.storage.engine import create_engine
from service.storage.metadata import METADATA
from tests.storage.rows import add_everything
from tests.storage.tampering import set_history_triggers

if TYPE_CHECKING:
    from service.storage.unit_of_work import UnitOfWork

#: For each constraint, assignments that break it and no other.
REFUSED: dict[str, tuple[str, ...]] = {
    "ck_article_lane": ("lane = 'express'",),
    "ck_batch_row_number": ("number = 0",),
    "ck_worker_beats": ("beats = 0",),
    "ck_article_attempt": ("attempt = 0",),
    "ck_article_failure": ("status = 'failed'", "failure = '{}'"),
    "ck_article_kind": ("kind = 'rumour'",),
    "ck_article_revision": ("revision = 0",),
    "ck_article_revision_number": ("number = 0",),
    "ck_article_status_attempt": ("attempt = 0",),
    "ck_article_status_revision": ("revision = 0",),
    "ck_article_status_sequence": ("sequence = 0",),
    "ck_article_status_status": ("status = 'done'",),
    "ck_article_status": ("status = 'done'", "status = 'Ready'"),
    "ck_api_key_role": ("role = 'owner'",),
    "ck_claim_anchor_revision": ("anchor_revision = 0",),
    "ck_claim_anchor_status": ("anchor_status = 'gone'",),
    "ck_claim_check_worthiness": ("check_worthiness = -0.01", "check_worthiness = 1.01"),
    "ck_claim_event_seal_position": ("position = 0",),
    "ck_claim_event_sequence": ("sequence = 0",),
    "ck_claim_event_version": ("version = 0",),
    "ck_claim_first_revision": ("first_revision = 0",),
    "ck_claim_kind": ("kind = 'rumour'",),
    "ck_claim_method": ("method = 'copied'",),
    "ck_claim_offsets": ("start_offset = -1", "end_offset = start_offset"),
    "ck_claim_origin": ("origin = 'reader'",),
    "ck_claim_position": ("position = -1",),
    "ck_claim_publication": ("publication = 'hidden'",),
    "ck_claim_support": ("support = -1", "support = 2"),
    "ck_claim_tag_position": ("position = -1",),
    "ck_claim_verdict": ("verdict = 'maybe'",),
    "ck_claim_version": ("version = 0",),
    "ck_claim_workflow": ("workflow = 'lost'",),
    "ck_idempotency_key_status": ("status = 99",),
    "ck_claim_link_pair": ("first_id = second_id",),
    "ck_claim_link_relation": ("relation = 'equal'",),
    "ck_claim_link_score": ("score = -0.1", "score = 1.1"),
    "ck_claim_link_version": ("version = 0",),
    "ck_outgoing_event_sequence": ("sequence = 0",),
    "ck_outgoing_event_type": ("type = 'claim.lost'",),
    "ck_saved_view_version": ("version = 0",),
    "ck_skipped_sentence_article_revision": ("article_revision = 0",),
    "ck_skipped_sentence_offsets": ("start_offset = -1", "end_offset = start_offset"),
    "ck_skipped_sentence_position": ("position = -1",),
    "ck_skipped_sentence_reason": ("reason = 'dull'",),
    "ck_summary_article_revision": ("article_revision = 0",),
    "ck_summary_characters_read": ("characters_read = -1",),
    "ck_summary_headline_method": ("headline_method = 'copied'",),
    "ck_summary_requested_sentences": ("requested_sentences = 0",),
    "ck_summary_sentence_method": ("method = 'copied'",),
    "ck_summary_sentence_position": ("position = -1",),
    "ck_summary_sentence_support": ("support = -0.5", "support = 1.5"),
    "ck_summary_staleness_cleared_at": ("cleared_at = '2001-02-03 04:05:06'",),
    "ck_summary_staleness_verdict": ("verdict = 'maybe'",),
    "ck_webhook_delivery_event_type": ("event_type = 'claim.lost'",),
    "ck_webhook_delivery_status": ("status = 'lost'",),
    "ck_webhook_version": ("version = 0",),
}
CASES = [(name, assignment) for name, given in REFUSED.items() for assignment in given]
TABLES = {
    str(constraint.name): table.name
    for table in METADATA.tables.values()
    for constraint in table.constraints
}


@pytest.fixture
def filled(unit_of_work: Callable[[], UnitOfWork], database_url: str) -> Iterator[Engine]:
    """A database with a row in every table."""
    with unit_of_work() as uow:
        add_everything(uow)
        uow.commit()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        # They would refuse before a check could.
        set_history_triggers(connection, on=False)
    yield engine
    with engine.begin() as connection:
        set_history_triggers(connection, on=True)
    engine.dispose()


def _refusal(engine: Engine, statement: str) -> str:
    with engine.connect() as connection, pytest.raises(IntegrityError) as raised:
        connection.execute(text(statement))
    return str(raised.value.orig)


def test_there_is_a_case_for_every_check() -> None:
    assert set(REFUSED) == {name for name in TABLES if name.startswith("ck_")}


def test_every_check_refuses_what_breaks_it(filled: Engine) -> None:
    refusals = {
        (name, assignment): _refusal(filled, f"UPDATE {TABLES[name]} SET {assignment}")  # noqa: S608  own names
        for name, assignment in CASES
    }
    assert [case for case, refusal in refusals.items() if case[0] not in refusal] == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claim SET check_worthiness = 0, support = 1",
        "UPDATE claim SET check_worthiness = NULL, support = NULL, verdict = NULL",
        "UPDATE article SET status = 'failed', failure = '{}'",
        "UPDATE summary SET requested_sentences = NULL, characters_read = NULL",
    ],
)
def test_what_keeps_to_the_checks_is_taken(filled: Engine, statement: str) -> None:
    with filled.begin() as connection:
        assert connection.execute(text(statement)).rowcount >= 1


def test_a_row_cannot_refer_to_what_is_not_there(filled: Engine) -> None:
    nobody = "'00000000-0000-0000-0000-000000000000'"
    for table, column in (
        ("claim", "article_id"),
        ("article_status", "article_id"),
        ("summary", "article_id"),
        ("skipped_sentence", "article_id"),
        ("claim_tag", "claim_id"),
        ("summary_sentence", "summary_id"),
        ("webhook_delivery", "webhook_id"),
        ("webhook_delivery", "event_id"),
    ):
        # One claim alone has tags, so that its events stay unique.
        some = "WHERE claim_id IN (SELECT claim_id FROM claim_tag)" if column == "claim_id" else ""
        refusal = _refusal(filled, f"UPDATE {table} SET {column} = {nobody} {some}")  # noqa: S608  own names
        assert "foreign key" in refusal.lower(), table
