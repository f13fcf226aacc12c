"""Candidates by words and by meaning: kept up by the database itself, narrowed by filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from service.domain.claim import ClaimState, Workflow
from service.domain.claim_query import ClaimFilters
from service.domain.matching import CandidateQuery, Embedding
from service.storage import claim_search
from service.storage.unit_of_work import UnitOfWork
from tests.storage.rows import add_article, add_claim, make_event

UnitsOfWork = Callable[[], UnitOfWork]
EVERYTHING = ClaimFilters()


def query(*words: str, vector: tuple[float, ...] | None = None, **fields: object) -> CandidateQuery:
    asked = CandidateQuery(
        words,
        None if vector is None else Embedding("model", vector),
        EVERYTHING,
        frozenset(),
        10,
    )
    return replace(asked, **fields)  # type: ignore[arg-type]  # any field


def found(uow: UnitOfWork, asked: CandidateQuery) -> set[UUID]:
    return {candidate.claim.id for candidate in uow.claim_search.find_candidates(asked)}


def test_words_find_text_quote_speaker_and_title_in_any_form(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        article = add_article(uow, title="Ferries tied up at Lindholm")
        claim = add_claim(uow, article.id, text="Cranes were delivered.", speaker="Åse Ødegård")
        for word in ("crane", "delivering", "board", "Åse", "lindholm"):
            assert found(uow, query(word)) == {claim.id}, word
        assert found(uow, query("locomotive")) == set()


def test_the_index_follows_edits_and_deletions(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        article = add_article(uow)
        claim = add_claim(uow, article.id, text="Cranes were delivered.")
        uow.claims.update(replace(claim, text="Tugs were sold."), 1, make_event("edited"))
        assert found(uow, query("delivered")) == set()
        assert found(uow, query("tug")) == {claim.id}
        uow.articles.delete(article.id)
        assert found(uow, query("tug")) == set()
        # SQLite keeps the words of an external table only as well as it is told.
        if uow._session.get_bind().dialect.name == "sqlite":
            statement = "INSERT INTO claim_full_text (claim_full_text) VALUES ('integrity-check')"
            uow._session.execute(text(statement))


@pytest.mark.parametrize("word", ['"', "NEAR(", "a & b | !c", "text:crane", "*", "-", "'", "\\"])
def test_operators_of_the_query_languages_are_mere_text(
    unit_of_work: UnitsOfWork, word: str
) -> None:
    with unit_of_work() as uow:
        add_claim(uow, add_article(uow).id)
        uow.claim_search.find_candidates(query(word, "AND", "OR", "NOT"))


def test_meaning_finds_what_no_word_does(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        claims = [add_claim(uow, add_article(uow, t).id, text=t) for t in ("One.", "Two.")]
        for claim, vector in zip(claims, ((1.0, 0.0), (0.6, 0.8)), strict=True):
            uow.claim_vectors.store(claim.id, Embedding("model", vector))
        uow.commit()
        candidates = uow.claim_search.find_candidates(query(vector=(1.0, 0.0)))
        cosines = {c.claim.text: c.cosine for c in candidates}
        assert cosines == pytest.approx({"One.": 1.0, "Two.": 0.6})
        assert found(uow, query(vector=(1.0, 0.0), excluded=frozenset({claims[0].id}))) == {
            claims[1].id
        }


@pytest.mark.parametrize("exact_limit", [20_000, 0])
def test_filters_hold_for_words_and_for_meaning(
    unit_of_work: UnitsOfWork, monkeypatch: pytest.MonkeyPatch, exact_limit: int
) -> None:
    monkeypatch.setattr(claim_search, "_EXACT_LIMIT", exact_limit)
    with unit_of_work() as uow:
        article = add_article(uow)
        new, done = (add_claim(uow, article.id, text=f"Crane {n}.") for n in "12")
        for claim in (new, done):
            uow.claim_vectors.store(claim.id, Embedding("model", (1.0, 0.0)))
        closed = replace(done, state=ClaimState(Workflow.TRIAGED))
        uow.claims.update(closed, 1, make_event("status_changed"))
        uow.commit()
        triaged = ClaimFilters(workflow=Workflow.TRIAGED)
        assert found(uow, query("crane", filters=triaged)) == {done.id}
        assert found(uow, query(vector=(1.0, 0.0), filters=triaged)) == {done.id}


def test_vectors_of_another_embedder_are_not_compared(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        claim = add_claim(uow, add_article(uow).id)
        uow.claim_vectors.store(claim.id, Embedding("older", (1.0, 0.0, 0.0)))
        uow.commit()
        assert found(uow, query(vector=(1.0, 0.0))) == set()
        assert uow.claim_vectors.list_unembedded("model", 5) == [(claim.id, claim.text)]
        assert uow.claim_vectors.count_unembedded("model") == 1
        assert uow.claim_vectors.count_unembedded("older") == 0
