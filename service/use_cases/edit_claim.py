"""Edit a claim: its wording, its speaker, who works on it, how it is tagged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from service.domain.anchor import Anchor, AnchorStatus
from service.domain.claim import Claim, ClaimEvent, Method
from service.domain.claim_action import ClaimAction
from service.domain.claim_change import instant_of_change
from service.domain.claim_history import describe_fields
from service.domain.errors import FieldProblem, InvalidInputError, StateConflictError
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.check_version import check_version
from service.use_cases.clean_fields import clean_claim_text, clean_optional_line, clean_tags
from service.use_cases.create_claim import refuse_known_text
from service.use_cases.find_matches import Wording
from service.use_cases.refresh_staleness import refresh_staleness
from service.use_cases.suggest_matches import match_claim

_CLEANERS: Mapping[str, Callable[[object, str], object]] = {
    "text": clean_claim_text,
    "speaker": clean_optional_line,
    "assignee": clean_optional_line,
    "tags": clean_tags,
}


def edit_claim(  # noqa: PLR0913 - what an edit is made of
    uow: UnitOfWork,
    claim_id: UUID,
    expected_version: int | None,
    changes: Mapping[str, object],
    *,
    actor: str,
    on_behalf_of: str | None = None,
    now: datetime,
    worded: Wording | None = None,
) -> Claim:
    """Change fields of a claim and write one `edited` event with what changed.

    What leaves every field as it is writes nothing and keeps the version.

    Args:
        uow: Where claims are stored.
        claim_id: The claim.
        expected_version: The version that the caller has read; None for any.
        changes: New values by name: `text`, `speaker`, `assignee`, `tags`.
        actor: Who edits, for the history.
        on_behalf_of: The desk user for whom a program edits.
        now: The instant of the edit, UTC.
        worded: The new text with its vector, by which it is matched with stored claims.

    Raises:
        NotFoundError: Where there is no such claim.
        InvalidInputError: Where a field is unknown, of the wrong type or blank.
        VersionMismatchError: Where the claim has another version.
        StateConflictError: Where the text of a claim with a verdict would change, or another
            claim of the article has the text already.
    """
    cleaned = _clean(changes)
    claim = uow.claims.get(claim_id)
    check_version(claim, expected_version)
    now = instant_of_change(claim, now)
    before = {name: getattr(claim, name) for name in cleaned}
    changed = {name: value for name, value in cleaned.items() if value != before[name]}
    if not changed:
        return claim
    if "text" in changed:
        _refuse_decided(claim)
        refuse_known_text(uow, claim.article_id, str(changed["text"]))
    edited = replace(claim, **changed, updated_at=now)
    if "text" in changed:
        edited = _reworded(edited)
        for name in ("support", "method"):
            if getattr(edited, name) != getattr(claim, name):
                before[name], changed[name] = getattr(claim, name), getattr(edited, name)
    if edited.anchor != claim.anchor:
        before["anchor"] = describe_fields(claim)["anchor"]
        changed["anchor"] = describe_fields(edited)["anchor"]
    if "text" in changed:
        uow.claim_links.lock()
    event = ClaimEvent(
        sequence=claim.version + 1,
        action=ClaimAction.EDITED,
        occurred_at=now,
        actor=actor,
        on_behalf_of=clean_optional_line(on_behalf_of, "#/on_behalf_of"),
        before={name: _as_json(before[name]) for name in changed},
        after={name: _as_json(value) for name, value in changed.items()},
    )
    stored = uow.claims.update(edited, claim.version, event)
    if worded is not None and "text" in changed:
        match_claim(uow, worded, stored, now)
    if "text" in changed:
        # A sibling may have a verdict, and a passage that was reworded may say this now.
        refresh_staleness(uow, [claim_id], actor=actor, now=now)
    return stored


def _clean(changes: Mapping[str, object]) -> dict[str, Any]:
    unknown = [name for name in changes if name not in _CLEANERS]
    if unknown:
        problems = tuple(
            FieldProblem(
                f"'{name}' cannot be edited; only {', '.join(_CLEANERS)} can.", f"#/{name}"
            )
            for name in unknown
        )
        raise InvalidInputError(" ".join(problem.detail for problem in problems), problems)
    return {name: _CLEANERS[name](value, f"#/{name}") for name, value in changes.items()}


def _reworded(claim: Claim) -> Claim:
    """Return the claim without what was measured on its former wording.

    Where a correction reworded its passage, the new wording is of the passage as it is now.
    """
    verbatim = claim.text == claim.quote
    method = Method.EXTRACTIVE if verbatim else Method.ABSTRACTIVE
    anchor = claim.anchor
    if anchor.status is AnchorStatus.FUZZY:
        anchor = Anchor(AnchorStatus.EXACT, anchor.revision)
    return replace(claim, support=None, method=method, anchor=anchor)


def _refuse_decided(claim: Claim) -> None:
    if claim.state.verdict is not None:
        raise StateConflictError(
            "The text of a claim that has a verdict cannot be changed, since the verdict was "
            "given on this wording; add another claim for another wording."
        )


def _as_json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
