"""Find disputes: what of an article a new summary must not repeat, since it was found false.

A sentence is left out where the article has a claim of it that was found false or misleading,
or that is confirmed to say the same as one that was; where it has, word for word, the claim
of another article that was; and where it repeats such a claim in nearly the same words. A
claim that the analysis merely takes for the same (a suggestion) leaves nothing out: an editor
confirms it, and then the summary is stale.

Leaving out is preferred to adding who disputes it: what a summary says is the article's, and
stays true whatever becomes of the verdict. Where nothing else is left, there is no summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from service.domain.analysis import ClaimDraft, PreparedArticle
from service.domain.claim import Claim, SkipReason, Verdict
from service.domain.claim_change import ClaimPlace
from service.domain.claim_link import LinkRelation
from service.domain.selector import Selector, Span
from service.domain.staleness import LeftOut
from service.storage.unit_of_work import UnitOfWork
from service.text.statements import is_headline_of, repeats
from service.use_cases.compare_revisions import Comparison
from service.use_cases.find_statements import is_stated_at
from service.use_cases.read_context import is_prose, reading
from service.use_cases.refresh_staleness import find_causes

_DECIDED = frozenset(LinkRelation) - {LinkRelation.SUGGESTED}


@dataclass(frozen=True, slots=True)
class Dispute:
    """A passage of an article that states what was found false or misleading.

    Attributes:
        text: The claim that it states, as this article's claim is worded.
        quote: The passage.
        claim_id: The claim that has the verdict.
    """

    start: int
    end: int
    text: str
    quote: str
    claim_id: UUID
    verdict: Verdict


def find_disputes(
    uow: UnitOfWork,
    article_id: UUID,
    drafts: Sequence[ClaimDraft] = (),
    comparison: Comparison | None = None,
) -> tuple[Dispute, ...]:
    """Return the passages of an article that a new summary is to leave out.

    Args:
        uow: Where claims are stored; nothing is written.
        article_id: The article.
        drafts: The claims that its analysis is about to store.
        comparison: Of a corrected article, how its standing claims fare in the new text.
    """
    checked = {check.claim_id: check.support for check in comparison.rechecks} if comparison else {}
    standing = [
        replace(claim, support=checked.get(claim.id, claim.support))
        for claim in uow.claims.list_of_article(article_id)
        if not claim.anchor.is_lost
    ]
    stated = [
        (claim.id, claim.text, claim.selector)
        for claim in standing
        if is_stated_at(claim, ClaimPlace(claim.text, claim.selector, claim.anchor.source))
    ]
    own = {claim_id for claim_id, _, _ in stated}
    stated += _said_elsewhere(uow, drafts, [claim for claim in standing if claim.id in own])
    return _disputed(uow, stated)


def without_disputed(
    article: PreparedArticle, disputes: Sequence[Dispute]
) -> tuple[PreparedArticle, tuple[LeftOut, ...]]:
    """Return an article whose disputed sentences no summary is made of, and which they are.

    They are marked as orders to the reader are, so that they are neither chosen nor read as
    context. The title goes as well where it tells of what is disputed.
    """
    if not disputes:
        return article, ()
    left_out = []
    sentences = list(article.sentences)
    for index, sentence in enumerate(sentences):
        span = Span(sentence.start, sentence.end)
        dispute = next(
            (
                dispute
                for dispute in disputes
                if Span(dispute.start, dispute.end).overlaps(span)
                or repeats(reading(sentence), dispute.text)
            ),
            None,
        )
        if dispute is not None and is_prose(sentence):
            sentences[index] = replace(sentence, skip=SkipReason.INSTRUCTION)
            left_out.append(
                LeftOut(sentence.start, sentence.end, dispute.claim_id, dispute.verdict)
            )
    title = article.title
    if title and any(is_headline_of(title, dispute.text, dispute.quote) for dispute in disputes):
        title = None
    return replace(article, sentences=tuple(sentences), title=title), tuple(left_out)


def _said_elsewhere(
    uow: UnitOfWork, drafts: Sequence[ClaimDraft], claims: Sequence[Claim]
) -> Iterator[tuple[UUID, str, Selector]]:
    """Yield the claims that have the very wording of one that nobody has decided on.

    What an editor decides about a claim, or about two, says more than that words are the same.
    """
    undecided = [claim for claim in claims if claim.state.verdict is None]
    wordings = {draft.text for draft in drafts} | {claim.text for claim in undecided}
    known = uow.claims.find_by_wordings(wordings) if wordings else {}
    same: dict[str, list[UUID]] = {}
    for claim_id, text in known.items():
        same.setdefault(text, []).append(claim_id)
    for draft in drafts:
        for claim_id in same.get(draft.text, ()):
            yield claim_id, draft.text, draft.selector
    for claim in undecided:
        others = [other for other in same.get(claim.text, ()) if other != claim.id]
        links = uow.claim_links.list(claim.id, _DECIDED) if others else ()
        decided = {link.pair.other(claim.id) for link in links}
        for other in others:
            if other not in decided:
                yield other, claim.text, claim.selector


def _disputed(uow: UnitOfWork, stated: Iterable[tuple[UUID, str, Selector]]) -> tuple[Dispute, ...]:
    places = list(stated)
    groups = uow.claim_links.groups_of({claim_id for claim_id, _, _ in places})
    claims: dict[UUID, Claim] = uow.claims.get_many(frozenset().union(*groups))
    causes: dict[UUID, tuple[Claim, Verdict]] = {}
    for group in groups:
        members = [claims[member] for member in group if member in claims]
        disputed = find_causes(members)
        # A claim's own verdict says more than that of a sibling.
        causes |= {m.id: (find_causes([m]) or disputed)[0] for m in members if disputed}
    return tuple(
        Dispute(selector.start, selector.end, text, selector.exact, cause.id, verdict)
        for claim_id, text, selector in places
        if claim_id in causes
        for cause, verdict in [causes[claim_id]]
    )
