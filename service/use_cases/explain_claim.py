"""Explain a claim: the passages of its article that tell who and what it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.domain.analysis import Sentence
from service.domain.claim import Claim
from service.domain.selector import Selector
from service.storage.unit_of_work import UnitOfWork
from service.text.introducing import find_introductions
from service.text.preparation import prepare
from service.text.selectors import make_selector
from service.use_cases.read_context import is_prose, reading


@dataclass(frozen=True, slots=True)
class ContextPassage:
    """A sentence of the article that helps to understand a claim.

    Attributes:
        introduces: The words of the claim that the article tells there first, and its speaker;
            empty where it opens the story, or stands right in front, and introduces none of them.
    """

    selector: Selector
    introduces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """A claim with what its article tells before it.

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
    """Return what the article tells before a claim of whom and what that speaks of.

    It is read from the text at hand, so it is there for an editor's claim and after a
    correction as well; for a lost claim, from the last revision that had its passage.

    Raises:
        NotFoundError: Where there is no such claim.
    """
    claim = uow.claims.get(claim_id)
    article = uow.articles.get(claim.article_id)
    number = claim.anchor.revision if claim.anchor.is_lost else article.revision
    text = uow.revisions.get(article.id, number).text
    prepared = prepare(text, article.submission.title, article.submission.reference_day)
    told = [s for s in prepared.sentences if is_prose(s) or _overlaps(s, claim.selector)]
    own = next((i for i, s in enumerate(told) if _overlaps(s, claim.selector)), 0)
    lines = [reading(sentence) for sentence in told]
    found = find_introductions(claim.text, claim.speaker, own, lines)
    passages = tuple(
        ContextPassage(make_selector(text, sentence.start, sentence.end), item.introduces)
        for item in found
        for sentence in (told[item.index],)
    )
    return ClaimContext(claim, number, prepared.title, passages)


def _overlaps(sentence: Sentence, selector: Selector) -> bool:
    return sentence.start < selector.end and selector.start < sentence.end
