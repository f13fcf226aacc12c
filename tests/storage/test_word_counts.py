"""Word counts: rare words are ranked by, common ones are left out and remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event, text

from service.storage.unit_of_work import UnitOfWork
from service.storage.word_counts import WordCounts, choose_words
from tests.storage.rows import add_article, add_claim
from tests.storage.test_claim_search import found, query

UnitsOfWork = Callable[[], UnitOfWork]


@pytest.mark.parametrize(
    ("counts", "chosen"),
    [
        ({"ferry": 3, "crane": 1, "the": 90}, ["crane", "ferry"]),
        ({"ferry": 6, "crane": 5, "pier": 5}, ["crane", "pier"]),
        ({"the": 90, "of": 80}, ["of"]),
        ({"the": 90, "zeppelin": 0}, ["the"]),
        ({"zeppelin": 0}, []),
        ({}, []),
    ],
)
def test_the_rarest_words_that_occur_are_chosen_and_one_in_any_case(
    counts: dict[str, int], chosen: list[str]
) -> None:
    assert choose_words(counts, most=10) == chosen


def test_claims_are_found_by_rare_words_and_by_a_common_one_where_there_is_no_other(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        uow.claim_search._word_counts = WordCounts(most=2)
        article = add_article(uow)
        harbour = [
            add_claim(uow, article.id, text=f"The harbour {verb}.").id
            for verb in ("opened", "closed", "grew")
        ]
        uow.commit()
        _know_the_words(uow)
        assert found(uow, query("harbour", "grew")) == {harbour[2]}
        assert found(uow, query("harbour", "zeppelin")) == {harbour[1], harbour[2]}


def test_words_are_counted_in_any_form_and_common_ones_not_again_for_a_while(
    unit_of_work: UnitsOfWork,
) -> None:
    now = 0.0
    counts = WordCounts(most=2, least_remembered=3, monotonic=lambda: now)
    with unit_of_work() as uow:
        session = uow._session
        article = add_article(uow)
        for verb in ("opened", "closed", "grew"):
            add_claim(uow, article.id, text=f"Cranes {verb}.")
        uow.commit()
        _know_the_words(uow)
        asked = ("crane", "opening", "zeppelin")
        assert counts.count(session, asked) == {"crane": 3, "opening": 1, "zeppelin": 0}
        sent: list[str] = []
        event.listen(
            session.get_bind(), "before_cursor_execute", lambda *told: sent.append(told[2])
        )
        assert counts.count(session, ("crane",)) == {"crane": 3}
        assert sent == []
        now = 601.0
        assert counts.count(session, ("crane",)) == {"crane": 3}
        assert sent != []


def _know_the_words(uow: UnitOfWork) -> None:
    """Have PostgreSQL's statistics made now, not whenever, and of what earlier tests stored."""
    if uow._session.get_bind().dialect.name == "postgresql":
        uow._session.execute(text("ANALYZE claim_document"))
