"""Create a claim: what an editor found in an article that the pipeline did not."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from service.domain.anchor import Anchor
from service.domain.claim import (
    Claim,
    ClaimKind,
    ClaimOrigin,
    ClaimState,
    Method,
)
from service.domain.claim_history import creation_of
from service.domain.errors import StateConflictError
from service.domain.outgoing_event import claim_created
from service.domain.selector import Selector
from service.storage.unit_of_work import UnitOfWork
from service.text.attribution import classify_kind
from service.text.selectors import find_selector, make_selector
from service.use_cases.clean_fields import (
    clean_claim_text,
    clean_optional_line,
    clean_tags,
    refused,
)
from service.use_cases.find_matches import Wording
from service.use_cases.suggest_matches import match_claim


def create_claim(  # noqa: PLR0913 - the fields of a claim, all by name
    uow: UnitOfWork,
    *,
    article_id: UUID,
    text: str,
    quote: str | None = None,
    start: int | None = None,
    end: int | None = None,
    kind: ClaimKind | None = None,
    speaker: str | None = None,
    assignee: str | None = None,
    tags: Iterable[str] = (),
    actor: str,
    on_behalf_of: str | None = None,
    now: datetime,
    worded: Wording | None = None,
) -> Claim:
    """Store an editor's claim, anchored in the article by quotation, by offsets, or both.

    Args:
        uow: Where claims are stored.
        article_id: The article that makes the claim.
        text: The standalone wording; white space is folded.
        quote: The article's words, which must occur there once.
        start: Index of the passage's first code point, from 0.
        end: Index after its last.
        kind: None to let the wording decide.
        speaker: Who the article says made the claim.
        assignee: Who is to check it.
        tags: Each kept once.
        actor: Who creates it, for the history.
        on_behalf_of: The desk user for whom a program creates it.
        now: The instant of creation, UTC.
        worded: The text with its vector, by which it is matched with stored claims.

    Raises:
        NotFoundError: Where there is no such article.
        InvalidInputError: Where the passage is not given, not found, or given twice
            differently, or a field is blank.
        StateConflictError: Where the article has a claim of the same text, or is corrected
            at the same moment.
    """
    article = uow.articles.get(article_id)
    wording = clean_claim_text(text, "#/text")
    selector = _anchor(article.submission.text, quote, start, end)
    refuse_known_text(uow, article_id, wording)
    claim = Claim(
        id=uuid.uuid4(),
        article_id=article_id,
        text=wording,
        selector=selector,
        kind=kind or classify_kind(wording),
        speaker=clean_optional_line(speaker, "#/speaker"),
        check_worthiness=None,
        support=None,
        method=_method(wording, selector),
        origin=ClaimOrigin.EDITOR,
        state=ClaimState(),
        assignee=clean_optional_line(assignee, "#/assignee"),
        tags=clean_tags(tags),
        version=1,
        created_at=now,
        updated_at=now,
        anchor=Anchor(revision=article.revision),
        first_revision=article.revision,
    )
    on_behalf_of = clean_optional_line(on_behalf_of, "#/on_behalf_of")
    uow.claims.add(claim)
    uow.articles.hold_revision(article_id, article.revision)
    uow.claims.append_event(claim.id, creation_of(claim, actor, on_behalf_of))
    uow.outgoing_events.append(claim_created(claim, actor))
    if worded is not None:
        match_claim(uow, worded, claim, now)
    return claim


def refuse_known_text(uow: UnitOfWork, article_id: UUID, text: str) -> None:
    """Refuse a wording that a claim of the article has already.

    Raises:
        StateConflictError: Where there is such a claim; names it.
    """
    known = uow.claims.find_by_text(article_id, text)
    if known is not None:
        raise StateConflictError(
            f"The article has a claim of this text already: {known.id}. Work on that one."
        )


def _anchor(text: str, quote: str | None, start: int | None, end: int | None) -> Selector:
    if start is None and end is None:
        if quote is None:
            raise refused(
                "Give the passage that makes the claim: its 'quote', or 'start' and 'end'.",
                "#/quote",
            )
        return find_selector(text, quote)
    selector = _at_offsets(text, start, end)
    if quote is not None and _folded(quote) != _folded(selector.exact):
        raise refused(
            "The quotation is not what stands at 'start' and 'end'; leave one of them out.",
            "#/quote",
        )
    return selector


def _at_offsets(text: str, start: int | None, end: int | None) -> Selector:
    if start is None or end is None:
        missing = "start" if start is None else "end"
        raise refused("Offsets come in pairs; give 'start' and 'end'.", f"#/{missing}")
    if not 0 <= start < len(text):
        raise refused(f"'start' must lie from 0 to {len(text) - 1}.", "#/start")
    if not start < end <= len(text):
        raise refused(f"'end' must lie from {start + 1} to {len(text)}.", "#/end")
    selector = make_selector(text, start, end)
    if not selector.exact.strip():
        raise refused("Only white space stands at 'start' and 'end'.", "#/start")
    return selector


def _method(wording: str, selector: Selector) -> Method:
    return Method.EXTRACTIVE if wording == _folded(selector.exact) else Method.ABSTRACTIVE


def _folded(text: str) -> str:
    return " ".join(text.split())
