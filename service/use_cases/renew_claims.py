"""Renew claims: join what the analysis of a corrected text found with the claims that stand.

| claim at a sentence that was worded anew | what becomes of it |
|---|---|
| nobody has worked on it, a new wording is like it | takes the new wording, under its identifier |
| nobody has, none is, but it still passes its checks | stays, with its passage shown as reworded |
| nobody has, and it no longer passes | lost |
| somebody has worked on it | stays as it is worded; its support is measured anew |

New wordings that are left over become claims, linked to the one that somebody has worked on,
if there is one; a new wording that is the same as that one's is no new claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.domain.analysis import Analysis, ClaimDraft
from service.domain.anchor import Anchor, AnchorStatus
from service.domain.claim import SERVICE_ACTOR, Claim, ClaimOrigin
from service.domain.claim_change import place_at, reanchored
from service.domain.matching import Embedding
from service.domain.selector import Span
from service.storage.unit_of_work import UnitOfWork
from service.text.alignment import likeness
from service.text.words import fold
from service.use_cases.compare_revisions import Comparison, Recheck

#: A new wording takes the place of one that is so much like it.
MIN_WORDING_LIKENESS = 0.5


@dataclass(frozen=True, slots=True)
class Renewal:
    """What becomes of the claims of a corrected article.

    Attributes:
        fresh: The new wordings that become claims.
        reworded: Claims that take a new wording, with that.
        rechecked: Claims that stay as they are worded, with what checking them gave.
        dropped: Claims that are lost, since the corrected sentence does not say them.
    """

    fresh: tuple[ClaimDraft, ...]
    reworded: tuple[tuple[Claim, ClaimDraft], ...]
    rechecked: tuple[tuple[Claim, Recheck], ...]
    dropped: tuple[Claim, ...]


def plan_renewal(
    standing: Sequence[Claim],
    taken_up: Iterable[UUID],
    drafts: Sequence[ClaimDraft],
    rechecks: Sequence[Recheck],
) -> Renewal:
    """Decide what becomes of the claims that stand and of the new wordings.

    Args:
        standing: The service's claims that are anchored in the corrected text.
        taken_up: Those that somebody has worked on.
        drafts: What the analysis found in the sentences that were due.
        rechecks: How the standing claims fared; one may be missing, or be of a wording
            that was edited since.
    """
    found = {check.claim_id: check for check in rechecks}
    worked_on = set(taken_up)
    in_question = [claim for claim in standing if _is_in_question(claim, found, drafts)]
    kept = [claim for claim in in_question if claim.id in worked_on]
    idle = [claim for claim in in_question if claim.id not in worked_on]
    known = {(_place(claim), fold(claim.text)) for claim in kept}
    open_drafts = [draft for draft in drafts if not _is_known(draft, known, kept)]
    pairs = _pair(idle, open_drafts)
    fresh = tuple(
        replace(draft, revises=_revised(draft, kept))
        for place, draft in enumerate(open_drafts)
        if place not in pairs.values()
    )
    left = [claim for place, claim in enumerate(idle) if place not in pairs]
    passing = [claim for claim in left if claim.id in found and found[claim.id].passed]
    return Renewal(
        fresh,
        tuple((idle[i], open_drafts[j]) for i, j in sorted(pairs.items())),
        tuple(
            (claim, found[claim.id])
            for claim in (*kept, *passing)
            if claim.id in found and found[claim.id].text == claim.text
        ),
        tuple(claim for claim in left if claim not in passing),
    )


def renew_claims(
    uow: UnitOfWork,
    article_id: UUID,
    analysis: Analysis,
    comparison: Comparison,
    now: datetime,
) -> Analysis:
    """Bring the claims that stand to what the analysis found; return what is new in it.

    The article must be held by the transaction already.
    """
    revision = uow.articles.get(article_id).revision
    standing = [
        claim
        for claim in uow.anchors.hold_claims(article_id)
        if claim.origin is ClaimOrigin.MODEL
        and not claim.anchor.is_lost
        # Of a job that had stored before it was killed nothing is to be renewed.
        and claim.first_revision < revision
    ]
    taken_up = uow.anchors.taken_up(article_id)
    plan = plan_renewal(standing, taken_up, analysis.claims, comparison.rechecks)

    def change(claim: Claim, changed: Claim, reason: str, draft: ClaimDraft | None = None) -> None:
        if changed == claim:
            return
        event = reanchored(
            claim,
            changed,
            former_revision=revision - 1,
            revision=revision,
            actor=SERVICE_ACTOR,
            now=now,
            reason=reason,
        )
        embedding = None
        if draft is not None and draft.embedding:
            embedding = Embedding(draft.embedding_model, draft.embedding)
        uow.anchors.update(changed, event, embedding)

    for claim, draft in plan.reworded:
        change(claim, _reworded(claim, draft, revision), "Worded anew after a correction.", draft)
    for claim, check in plan.rechecked:
        change(claim, replace(claim, support=check.support), "Checked again after a correction.")
    _drop(uow, article_id, plan.dropped, revision, change)
    return replace(analysis, claims=plan.fresh)


def _drop(
    uow: UnitOfWork,
    article_id: UUID,
    claims: Sequence[Claim],
    revision: int,
    change: Callable[[Claim, Claim, str], None],
) -> None:
    """Make claims lost that the corrected sentences do not state, at their former place."""
    events = uow.anchors.events(article_id) if claims else {}
    for claim in claims:
        former = place_at(claim, events.get(claim.id, ()), revision - 1)
        selector = claim.selector if former is None else former.selector
        anchor = Anchor(AnchorStatus.LOST, revision - 1)
        lost = replace(claim, selector=selector, anchor=anchor)
        change(claim, lost, "The corrected sentence does not state it.")


def _reworded(claim: Claim, draft: ClaimDraft, revision: int) -> Claim:
    """Return a claim with a new wording; it is made from the words that stand there now."""
    return replace(
        claim,
        text=draft.text,
        selector=draft.selector,
        kind=draft.kind,
        speaker=draft.speaker,
        check_worthiness=draft.check_worthiness,
        support=draft.support,
        method=draft.method,
        anchor=Anchor(AnchorStatus.EXACT, revision),
    )


def _is_in_question(
    claim: Claim, found: Mapping[UUID, Recheck], drafts: Sequence[ClaimDraft]
) -> bool:
    """Tell whether a claim's sentence was reworded or worded anew, or fits it no longer."""
    check = found.get(claim.id)
    failed = check is not None and not check.passed
    anew = any(_is_at(draft, claim) for draft in drafts)
    return claim.anchor.source is not None or failed or anew


def _place(claim: Claim) -> Span:
    return Span(claim.selector.start, claim.selector.end)


def _is_known(draft: ClaimDraft, known: set[tuple[Span, str]], kept: Sequence[Claim]) -> bool:
    wording = fold(draft.text)
    return any((_place(claim), wording) in known for claim in kept if _is_at(draft, claim))


def _is_at(draft: ClaimDraft, claim: Claim) -> bool:
    return Span(draft.selector.start, draft.selector.end).overlaps(_place(claim))


def _pair(claims: Sequence[Claim], drafts: Sequence[ClaimDraft]) -> dict[int, int]:
    """Pair claims with new wordings of their sentence, the most alike first."""
    ranked = sorted(
        (-likeness(claim.text, draft.text), i, j)
        for i, claim in enumerate(claims)
        for j, draft in enumerate(drafts)
        if _is_at(draft, claim)
    )
    pairs: dict[int, int] = {}
    for alike, i, j in ranked:
        if -alike >= MIN_WORDING_LIKENESS and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _revised(draft: ClaimDraft, kept: Sequence[Claim]) -> UUID | None:
    """Return the claim that a new wording is the successor of, or None."""
    there = [claim for claim in kept if _is_at(draft, claim)]
    if not there:
        return None
    return max(there, key=lambda claim: likeness(claim.text, draft.text)).id
