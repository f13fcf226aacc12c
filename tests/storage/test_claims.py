"""The repository of claims and their history."""

from __future__ import annotations

import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from threading import Barrier
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, event, select, text

from benchmarks.postgres import PostgresServer
from service.domain.claim import Claim, ClaimState, Publication, Verdict, Workflow
from service.domain.claim_action import ClaimAction
from service.domain.claim_history import read_milestones
from service.domain.claim_link import LinkRelation
from service.domain.claim_query import ClaimFilters, ClaimSort
from service.domain.errors import NotFoundError, VersionMismatchError
from service.domain.matching import Embedding
from service.domain.milestones import Milestones
from service.storage.engine import create_engine
from service.storage.search import _STOP_WORDS
from service.storage.search_records import ClaimVectorRecord
from tests.storage.rows import (
    NOW,
    add_article,
    add_claim,
    add_ready_article,
    later,
    make_claim,
    make_event,
    make_link,
    make_status_event,
)

if TYPE_CHECKING:
    from service.storage.unit_of_work import UnitOfWork

    UnitsOfWork = Callable[[], UnitOfWork]

EDITORS = 6
VECTOR = (0.1, -0.25, 1.0)


def _embedding(uow: UnitOfWork, claim_id: UUID) -> bytes | None:
    return uow._session.scalar(
        select(ClaimVectorRecord.vector).where(ClaimVectorRecord.claim_id == claim_id)
    )


def _value(claim: Claim, sort: ClaimSort) -> object:
    field = sort.value.removeprefix("-")
    return getattr(claim.milestones if hasattr(claim.milestones, field) else claim, field)


def _pages(uow: UnitOfWork, sort: ClaimSort, limit: int) -> list[Claim]:
    found: list[Claim] = []
    after: tuple[object, UUID] | None = None
    # The bound ends what would go round for ever.
    while len(found) < 100 and (page := uow.claims.list(ClaimFilters(), sort, after, limit)):
        found += page
        after = (_value(page[-1], sort), page[-1].id)
    return found


def test_milestones_move_with_the_state_and_with_nothing_else(unit_of_work: UnitsOfWork) -> None:
    moves = (
        (ClaimState(Workflow.IN_PROGRESS), Milestones(later(1))),
        (ClaimState(Workflow.IN_PROGRESS, Verdict.TRUE), Milestones(later(1), later(2))),
        (ClaimState(Workflow.CLOSED, Verdict.FALSE), Milestones(later(3), later(2))),
        (
            ClaimState(Workflow.CLOSED, Verdict.FALSE, Publication.PUBLISHED),
            Milestones(later(3), later(2), later(4)),
        ),
        (
            ClaimState(Workflow.IN_PROGRESS, Verdict.FALSE, Publication.PAUSED),
            Milestones(later(5), later(2), later(4)),
        ),
        (
            ClaimState(Workflow.CLOSED, Verdict.FALSE, Publication.PUBLISHED),
            Milestones(later(6), later(2), later(6)),
        ),
    )
    with unit_of_work() as uow:
        claim = add_claim(uow, add_article(uow).id)
        assert uow.claims.get(claim.id).milestones == Milestones(NOW)
        for minute, (state, milestones) in enumerate(moves, start=1):
            moved = replace(claim, state=state, updated_at=later(minute))
            event = make_status_event(claim, moved)
            claim = uow.claims.update(moved, claim.version, event)
            assert claim.milestones == milestones
        edited = replace(claim, assignee="mira", updated_at=later(9))
        event = make_event(ClaimAction.EDITED)
        assert uow.claims.update(edited, claim.version, event).milestones == moves[-1][1]
        assert read_milestones(uow.claims.events(claim.id)) == moves[-1][1]


def test_every_field_comes_back_as_it_was_stored(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        stored = add_claim(
            uow,
            add_article(uow).id,
            speaker="Åse Ødegård",
            check_worthiness=0.1 + 0.2,
            support=1.0,
            state=ClaimState(Workflow.CLOSED, Verdict.MISLEADING, Publication.PAUSED),
            assignee="mira",
            tags=("zebra", "apple", "Äpfel"),
            version=7,
            updated_at=later(3),
        )
        uow.commit()
    with unit_of_work() as uow:
        assert uow.claims.get(stored.id) == stored
        assert uow.claims.find_by_text(stored.article_id, stored.text) == stored
        assert uow.claims.find_by_text(uuid4(), stored.text) is None
        assert uow.claims.any_public(stored.article_id) == [stored]


def test_an_update_counts_the_version_up_and_keeps_everything_else(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        claim = add_claim(uow, add_article(uow).id, tags=("port",))
        other = add_claim(uow, claim.article_id, text="Another claim.", tags=("port",))
        wanted = replace(
            claim,
            text="The crane was late.",
            speaker="Ann",
            assignee="mira",
            state=ClaimState(Workflow.IN_PROGRESS, Verdict.FALSE),
            tags=("crane", "port"),
            updated_at=later(1),
        )
        changed = uow.claims.update(wanted, 1, make_event(ClaimAction.EDITED, later(1)))
        uow.commit()
    assert changed == replace(wanted, version=2)
    with unit_of_work() as uow:
        assert uow.claims.get(claim.id) == changed
        assert uow.claims.get(other.id) == other


@pytest.mark.parametrize("stale", [0, 1, 3])
def test_a_stale_version_changes_nothing(unit_of_work: UnitsOfWork, stale: int) -> None:
    with unit_of_work() as uow:
        claim = add_claim(uow, add_article(uow).id, tags=("port",))
        current = uow.claims.update(
            replace(claim, assignee="mira"), 1, make_event(ClaimAction.EDITED)
        )
        uow.commit()
        wish = replace(claim, text="Something else.", tags=(), assignee="jonas")
        with pytest.raises(VersionMismatchError, match=f"version 2, not {stale}"):
            uow.claims.update(wish, stale, make_event(ClaimAction.EDITED))
        uow.commit()
        assert uow.claims.get(claim.id) == current
        assert len(uow.claims.events(claim.id)) == 2


def test_of_updates_at_once_exactly_one_wins(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        claim = add_claim(uow, add_article(uow).id)
        uow.commit()
    start = Barrier(EDITORS)

    def edit(editor: int) -> bool:
        wish = replace(claim, assignee=f"editor {editor}", tags=(f"tag {editor}",))
        with unit_of_work() as uow:
            assert uow.claims.get(claim.id).version == 1
            start.wait()
            try:
                uow.claims.update(wish, 1, make_event(ClaimAction.EDITED))
            except VersionMismatchError:
                return False
            uow.commit()
            return True

    with ThreadPoolExecutor(EDITORS) as threads:
        won = list(threads.map(edit, range(EDITORS)))
    assert won.count(True) == 1
    with unit_of_work() as uow:
        stored = uow.claims.get(claim.id)
        assert [event.sequence for event in uow.claims.events(claim.id)] == [1, 2]
    winner = won.index(True)
    assert (stored.version, stored.assignee) == (2, f"editor {winner}")
    assert stored.tags == (f"tag {winner}",)


def test_an_unknown_claim_cannot_be_read_or_updated(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        unknown = make_claim(add_article(uow).id)
        with pytest.raises(NotFoundError):
            uow.claims.get(unknown.id)
        with pytest.raises(NotFoundError):
            uow.claims.update(unknown, 1, make_event(ClaimAction.EDITED))


def test_tags_keep_the_order_they_are_given_in(unit_of_work: UnitsOfWork) -> None:
    orders = [("b", "c", "a"), ("a", "b", "c"), ("c",), (), ("z", "c")]
    with unit_of_work() as uow:
        claim = add_claim(uow, add_article(uow).id, tags=("c", "a", "b"))
        for version, tags in enumerate(orders, start=1):
            uow.claims.update(replace(claim, tags=tags), version, make_event(ClaimAction.EDITED))
            uow.commit()
            with unit_of_work() as other:
                assert other.claims.get(claim.id).tags == tags


def test_an_embedding_is_kept_as_little_endian_float32(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        claim = make_claim(add_article(uow).id)
        uow.claims.add(claim)
        uow.claim_vectors.store(claim.id, Embedding("model", VECTOR))
        uow.commit()
    with unit_of_work() as uow:
        stored = _embedding(uow, claim.id)
    # 0.1, -0.25 and 1.0 in IEEE 754 single precision, the lowest byte first.
    assert stored == bytes.fromhex("cdcccc3d000080be0000803f")
    assert struct.unpack("<3f", stored) == pytest.approx(VECTOR)


def test_the_embedding_goes_with_the_wording_and_stays_through_other_changes(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        claim = make_claim(add_article(uow).id)
        uow.claims.add(claim)
        uow.claim_vectors.store(claim.id, Embedding("model", VECTOR))
        elsewhere = replace(
            claim, speaker="Ann", tags=("port",), state=ClaimState(Workflow.TRIAGED)
        )
        uow.claims.update(elsewhere, 1, make_event(ClaimAction.EDITED))
        assert _embedding(uow, claim.id) is not None
        uow.claims.update(
            replace(elsewhere, text="Other words."), 2, make_event(ClaimAction.EDITED)
        )
        assert _embedding(uow, claim.id) is None


def test_a_claim_that_was_never_embedded_has_no_embedding(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        claim = add_claim(uow, add_article(uow).id)
        assert _embedding(uow, claim.id) is None


def test_events_are_numbered_without_gaps_for_each_claim(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        article = add_article(uow)
        first, second = (add_claim(uow, article.id, text=text) for text in ("One.", "Two."))
        for version in (1, 2, 3):
            uow.claims.update(first, version, make_event(ClaimAction.EDITED, later(version)))
            uow.commit()
            uow.claims.update(second, 1, make_event(ClaimAction.EDITED, later(version)))
            # Whatever is rolled back takes its number with it.
            uow.rollback()
        uow.claims.update(second, 1, make_event(ClaimAction.EDITED, later(4)))
        uow.commit()
    with unit_of_work() as uow:
        numbers = [
            [event.sequence for event in uow.claims.events(claim.id)] for claim in (first, second)
        ]
        assert [event.sequence for event in uow.claims.events(first.id, 1, 2)] == [2, 3]
    assert numbers == [[1, 2, 3, 4], [1, 2]]


def test_an_event_comes_back_as_it_was_stored(unit_of_work: UnitsOfWork) -> None:
    event = make_event(ClaimAction.CREATED, later(1))
    with unit_of_work() as uow:
        claim = make_claim(add_article(uow).id)
        uow.claims.add(claim)
        uow.claims.append_event(claim.id, event)
        uow.commit()
    with unit_of_work() as uow:
        assert uow.claims.events(claim.id) == [replace(event, sequence=1, version=1)]


@pytest.mark.parametrize("sort", list(ClaimSort))
@pytest.mark.parametrize("limit", [1, 3, 4])
def test_ties_are_paged_without_loss_or_repetition_and_claims_without_a_score_come_last(
    unit_of_work: UnitsOfWork, sort: ClaimSort, limit: int
) -> None:
    scores = (0.5, None, 0.0, 0.5, 1.0, None, 0.5, 0.0)
    with unit_of_work() as uow:
        article = add_article(uow)
        stored = {
            add_claim(
                uow,
                article.id,
                text=f"Claim {number}.",
                check_worthiness=score,
                created_at=later(number // 4),
                updated_at=later(10 - number // 3),
            ).id
            for number, score in enumerate(scores)
        }
        found = _pages(uow, sort, limit)
    assert len(found) == len(scores)
    assert {claim.id for claim in found} == stored
    values = [_value(claim, sort) for claim in found]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=sort.value.startswith("-"))
    assert values == known + [None] * (len(values) - len(known))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ÖLPREIS", ["Der Ölpreis stieg um 5%."]),
        ("ölpreis 5%", ["Der Ölpreis stieg um 5%."]),
        ("5_", []),
        ("a_b", [r"The file a_b is in C:\data."]),
        (r"c:\DATA.", [r"The file a_b is in C:\data."]),
        (r"\_", []),
    ],
)
def test_searched_words_are_taken_literally_and_whatever_their_case(
    unit_of_work: UnitsOfWork, words: str, expected: list[str]
) -> None:
    texts = ("Der Ölpreis stieg um 5%.", r"The file a_b is in C:\data.", "The file axb is 55.")
    with unit_of_work() as uow:
        article = add_article(uow)
        for text in texts:
            add_claim(uow, article.id, text=text)
        found = uow.claims.list(ClaimFilters(q=words), ClaimSort.CREATED_AT, None, 10)
    assert [claim.text for claim in found] == expected


def test_words_are_searched_in_the_quotation_too(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        claim = add_claim(uow, add_article(uow).id, text="The lifting gear was late.")
        # "gear" stands in the text alone, "board" in the quotation alone.
        found = uow.claims.list(ClaimFilters(q="BOARD gear"), ClaimSort.CREATED_AT, None, 10)
    assert found == [claim]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("openings", True),
        ("bri", True),
        ("ridge", False),
        ("brandt bridge", True),
        ("bridge north-bound", True),
        ("north-west", False),
        ("covid-19", True),
        ("3.5 bridge", True),
        ("9/11", True),
        ("will", True),
        ("Will bridge", True),
        ("should bridge", False),
        ("2024", True),
    ],
)
def test_words_are_found_inflected_by_their_first_letters_and_just_so_with_other_signs(
    unit_of_work: UnitsOfWork, words: str, *, is_found: bool
) -> None:
    with unit_of_work() as uow:
        text = "Will Lang had the opening to north-bound bridges (3.5 m, Covid-19, 9/11) in 2024."
        claim = add_claim(uow, add_article(uow).id, text=text, speaker="Ilse Brandt")
        found = uow.claims.list(ClaimFilters(q=words), ClaimSort.CREATED_AT, None, 10)
    assert found == ([claim] if is_found else [])


def test_words_that_postgresql_leaves_out_of_its_index_are_known(postgres: PostgresServer) -> None:
    asked = text(
        "SELECT numnode(to_tsquery('english', word || ':*')) "
        "FROM unnest(CAST(:words AS text[])) AS word"
    )
    engine = create_engine(postgres.url)
    with engine.connect() as connection:
        assert set(connection.scalars(asked, {"words": sorted(_STOP_WORDS)})) == {0}
    engine.dispose()


def test_an_editors_claim_follows_those_of_the_analysis_on_the_same_sentence(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        article = add_ready_article(uow)
        added = add_claim(uow, article.id)
        listed = uow.claims.list_of_article(article.id)
    assert [claim.id for claim in listed][-1] == added.id
    assert len({claim.selector.start for claim in listed}) == 2


def _note_queries(connection: Connection) -> list[tuple[str, Any]]:
    """Return a list into which each query goes with its parameters, as the driver gets them."""
    asked: list[tuple[str, Any]] = []
    event.listen(
        connection,
        "before_cursor_execute",
        lambda _c, _cursor, statement, parameters, *_: asked.append((statement, parameters)),
    )
    return asked


def test_claims_of_a_wording_are_found_by_an_index_however_long_it_is(
    unit_of_work: UnitsOfWork,
) -> None:
    long = "The port of Halden handled " + ", ".join(str(uuid4()) for _ in range(500))
    with unit_of_work() as uow:
        article = add_ready_article(uow)
        texts = (long, "The bridge is closed.", "The bridge is open.")
        claims = {text: add_claim(uow, article.id, text=text) for text in texts}
        uow.commit()
        connection = uow._session.connection()
        asked = _note_queries(connection)
        found = uow.claims.find_by_wordings({long, "The bridge is closed.", "Nobody said so."})
        assert found == {claims[text].id: text for text in texts[:2]}
        ((statement, parameters),) = asked
        explain = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":
            # So small a table would be read as a whole.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            explain = "EXPLAIN"
        plan = connection.exec_driver_sql(f"{explain} {statement}", parameters)
        assert "ix_claim_text" in str(plan.all())


def test_a_group_is_found_along_its_links_without_a_look_at_all_others(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        article = add_ready_article(uow)
        claims = [add_claim(uow, article.id, text=f"Claim {n}.").id for n in range(5)]
        for one, other in pairwise(claims[:4]):
            uow.claim_links.add(make_link(one, other, relation=LinkRelation.SAME_CLAIM))
        uow.claim_links.add(make_link(*claims[3:], relation=LinkRelation.RELATED))
        uow.commit()
        connection = uow._session.connection()
        asked = _note_queries(connection)
        for member in claims[:4]:
            assert uow.claim_links.group_of(member) == frozenset(claims[:4])
        if connection.dialect.name == "sqlite":
            for statement, parameters in asked[:]:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                assert "SCAN claim_link" not in str(plan.all())
