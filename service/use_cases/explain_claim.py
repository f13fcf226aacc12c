"""Explain a claim: the passages of its article that tell who and what it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from service.domain.analysis import PreparedArticle, Sentence
from service.domain.claim import Claim
from service.domain.selector import Selector
from service.storage.unit_of_work import UnitOfWork
from service.text.preparation import prepare
from service.text.selectors import make_selector
from service.text.tellings import find_tellings
from service.use_cases.read_context import is_prose, reading


@dataclass(frozen=True, slots=True)
class ContextPassage:
    """A sentence of the article that helps to understand a claim.

    Attributes:
        introduces: The words of the claim, and its speaker, that it introduces; empty where it
            opens the story, or stands right in front, and introduces none of them.
    """

    selector: Selector
    introduces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """A claim with what else its article tells of whom and what it speaks of.

    Attributes:
        revision: The revision of the article that the selectors belong to.
        title: The article's title, or the headline found in its text, or None.
        passages: In the order of the text; none of them the claim's own.
    """

    claim: Claim
    revision: int
    title: str | None
    passages: tuple[ContextPassage, ...]


def explain_claim(uow: UnitOfWork, claim_id: UUID) -> ClaimContext:
    """Return what else its article tells of whom and what a claim speaks of.

    It is read from the text at hand, so it is there for an editor's claim and after a
    correction as well; for a lost claim, from the last revision that had its passage.

    Raises:
        NotFoundError: Where there is no such claim.
    """
    claim = uow.claims.get(claim_id)
    article = uow.articles.get(claim.article_id)
    submission, number, text = article.submission, article.revision, article.submission.text
    if claim.anchor.is_lost:
        number = claim.anchor.revision
        text = uow.revisions.get(article.id, number).text
    prepared = _prepared(text, submission.title, submission.reference_day)
    return ClaimContext(claim, number, prepared.title, _passages(claim, prepared))


@lru_cache(maxsize=16)
def _prepared(text: str, title: str | None, published_on: date | None) -> PreparedArticle:
    """Cut an article into sentences, once for all of its claims that are asked about."""
    return prepare(text, title, published_on)


def _passages(claim: Claim, article: PreparedArticle) -> tuple[ContextPassage, ...]:
    place = claim.selector
    told = [s for s in article.sentences if is_prose(s) or _overlaps(s, place)]
    own = next((index for index, s in enumerate(told) if _overlaps(s, place)), None)
    # A correction may come between the reading of a claim and that of its article.
    if own is None or article.text[place.start : place.end] != place.exact:
        return ()
    lines = [reading(sentence) for sentence in told]
    found = find_tellings(claim.text, claim.speaker, own, lines)
    chosen = [(told[item.index], item.introduces) for item in found]
    return tuple(
        ContextPassage(make_selector(article.text, sentence.start, sentence.end), introduces)
        for sentence, introduces in chosen
        if not _overlaps(sentence, place)
    )


def _overlaps(sentence: Sentence, selector: Selector) -> bool:
    return sentence.start < selector.end and selector.start < sentence.end
