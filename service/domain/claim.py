"""Claims: their kinds, the three axes of their state, and the rules that move them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.domain.anchor import FIRST_ANCHOR, Anchor
from service.domain.claim_action import ClaimAction
from service.domain.difference import DifferencePart, compare_wordings
from service.domain.errors import FieldProblem, InvalidInputError, TransitionError
from service.domain.milestones import NO_MILESTONES, Milestones
from service.domain.selector import Selector

#: Who is named as the actor of what the analysis itself does.
SERVICE_ACTOR = "claimdesk"


class ClaimKind(StrEnum):
    """What sort of assertion a claim makes."""

    QUANTITY = "quantity"
    EVENT = "event"
    STATEMENT = "statement"
    STATUS = "status"
    CAUSAL = "causal"
    PREDICTION = "prediction"


class ClaimOrigin(StrEnum):
    """Who put the claim into the store."""

    MODEL = "model"
    EDITOR = "editor"
    IMPORTED = "imported"


class Method(StrEnum):
    """How the wording of a claim or summary sentence came about."""

    ABSTRACTIVE = "abstractive"
    EXTRACTIVE = "extractive"


class SkipReason(StrEnum):
    """Why a sentence gave no claim."""

    NO_FACT = "no_fact"
    OPINION = "opinion"
    QUESTION = "question"
    VAGUE = "vague"
    QUOTE_ONLY = "quote_only"
    PREDICTION = "prediction"
    DUPLICATE = "duplicate"
    BOILERPLATE = "boilerplate"
    INSTRUCTION = "instruction"
    UNSUPPORTED = "unsupported"
    BELOW_THRESHOLD = "below_threshold"


class Workflow(StrEnum):
    """Where a claim stands on the desk."""

    NEW = "new"
    TRIAGED = "triaged"
    IN_PROGRESS = "in_progress"
    IN_REVIEW = "in_review"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Verdict(StrEnum):
    """What verification found."""

    TRUE = "true"
    MOSTLY_TRUE = "mostly_true"
    MISLEADING = "misleading"
    FALSE = "false"
    UNPROVEN = "unproven"


class Publication(StrEnum):
    """Whether the verdict is public."""

    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    PAUSED = "paused"


class Stance(StrEnum):
    """Which way a piece of evidence points."""

    SUPPORTS = "supports"
    REFUTES = "refutes"


WORKFLOW_TRANSITIONS: dict[Workflow, tuple[Workflow, ...]] = {
    Workflow.NEW: (Workflow.TRIAGED, Workflow.DISMISSED),
    Workflow.TRIAGED: (Workflow.IN_PROGRESS, Workflow.DISMISSED),
    Workflow.IN_PROGRESS: (Workflow.IN_REVIEW, Workflow.DISMISSED),
    Workflow.IN_REVIEW: (Workflow.IN_PROGRESS, Workflow.CLOSED, Workflow.DISMISSED),
    Workflow.CLOSED: (Workflow.IN_PROGRESS,),
    Workflow.DISMISSED: (Workflow.IN_PROGRESS,),
}

#: Where work on a claim is over, unless it is reopened.
FINISHED = (Workflow.CLOSED, Workflow.DISMISSED)

PUBLICATION_TRANSITIONS: dict[Publication, tuple[Publication, ...]] = {
    Publication.UNPUBLISHED: (Publication.PUBLISHED,),
    Publication.PUBLISHED: (Publication.PAUSED,),
    Publication.PAUSED: (Publication.PUBLISHED, Publication.UNPUBLISHED),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source that a verdict rests on.

    Attributes:
        url: Where the source can be read; http or https.
        title: What the source calls itself.
        stance: Whether it supports or refutes the claim.
        quote: The passage that matters, where one does.
    """

    url: str
    title: str
    stance: Stance
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimState:
    """The three axes of a claim at one instant."""

    workflow: Workflow = Workflow.NEW
    verdict: Verdict | None = None
    publication: Publication = Publication.UNPUBLISHED


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A wish to move a claim along its axes.

    Attributes:
        workflow: The wanted value; None leaves the axis alone. Likewise `verdict`
            and `publication`. A verdict once given is changed, never taken back
            (`unproven` says that nothing could be shown).
        reason: Why, in the words of whoever decided.
        evidence: What a verdict rests on.
        correction_note: What readers are told when a public verdict changes.
        on_behalf_of: The desk user for whom a program acts.
    """

    workflow: Workflow | None = None
    verdict: Verdict | None = None
    publication: Publication | None = None
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()
    correction_note: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimEvent:
    """One entry of a claim's append-only history.

    Attributes:
        sequence: 1 for the first event of the claim, then without gaps.
        action: What was done.
        before: The changed fields as they were, JSON values by field name.
        after: The same fields as they became.
        version: The claim's after the event; given when the event is stored.
    """

    sequence: int
    action: ClaimAction
    occurred_at: datetime
    actor: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()
    correction_note: str | None = None
    on_behalf_of: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A stored claim.

    Attributes:
        check_worthiness: 0 to 1; None for an editor's claim that was not scored.
        support: 0 to 1; None for an editor's claim that was not held against the text.
        version: 1 when created, one more for each change; the `ETag` of the claim.
        original_rating: Of an imported claim: how its publisher rated it.
        anchor: How it holds on to the article through corrections.
        first_revision: The revision of the article that it was found in.
        revises: The claim of the same sentence as it was worded before a correction,
            which was left as it is since somebody had worked on it; else None.
    """

    id: UUID
    article_id: UUID
    text: str
    selector: Selector
    kind: ClaimKind
    speaker: str | None
    check_worthiness: float | None
    support: float | None
    method: Method
    origin: ClaimOrigin
    state: ClaimState
    assignee: str | None
    tags: tuple[str, ...]
    version: int
    created_at: datetime
    updated_at: datetime
    original_rating: str | None = None
    # Told by the history, and no part of what makes two claims the same.
    milestones: Milestones = field(default=NO_MILESTONES, compare=False)
    anchor: Anchor = FIRST_ANCHOR
    first_revision: int = 1
    revises: UUID | None = None

    @property
    def quote(self) -> str:
        """Return the passage of the article that the claim is anchored at."""
        return self.selector.exact

    @property
    def difference(self) -> tuple[DifferencePart, ...]:
        """Return what a correction did to the words that it was made from, else nothing."""
        source = self.anchor.source
        return () if source is None else compare_wordings(source, self.selector.exact)


@dataclass(frozen=True, slots=True)
class ImportedClaim:
    """A claim that was checked elsewhere, as it is stored.

    Attributes:
        key: What the same fact-check is known by when it comes again.
        event: The first event of its history.
    """

    claim: Claim
    key: str
    event: ClaimEvent


@dataclass(frozen=True, slots=True)
class _Move:
    """A state before, the state wanted, and the wish that asks for it."""

    before: ClaimState
    after: ClaimState
    change: StatusChange

    @property
    def verdict_set(self) -> bool:
        return self.change.verdict is not None

    @property
    def verdict_changed(self) -> bool:
        return self.before.verdict is not None and self.after.verdict != self.before.verdict


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table of what a change of state must bring with it.

    Attributes:
        name: What the rule is called in tests and errors.
        pointer: The field that must be given or is at fault.
        detail: The sentence that the caller reads.
        broken: Tells whether a move breaks the rule.
        conflict: True where the state forbids the move (a conflict), False where
            the request lacks something (bad input).
    """

    name: str
    pointer: str
    detail: str
    broken: Callable[[_Move], bool]
    conflict: bool = False


def _is_blank(text: str | None) -> bool:
    return text is None or not text.strip()


_OPEN_FOR_VERDICT = (Workflow.IN_PROGRESS, Workflow.IN_REVIEW, Workflow.CLOSED)

#: What every move is held against, in this order; the first conflict wins, and all
#: missing fields are reported together.
RULES: tuple[Rule, ...] = (
    Rule(
        "verdict_needs_reason",
        "#/reason",
        "A verdict needs a reason.",
        lambda move: move.verdict_set and _is_blank(move.change.reason),
    ),
    Rule(
        "verdict_needs_evidence",
        "#/evidence",
        "A verdict other than 'unproven' needs at least one piece of evidence.",
        lambda move: (
            move.verdict_set
            and move.change.verdict is not Verdict.UNPROVEN
            and not move.change.evidence
        ),
    ),
    Rule(
        "evidence_needs_verdict",
        "#/evidence",
        "Evidence goes with a verdict; give the verdict that it is evidence for.",
        lambda move: bool(move.change.evidence) and not move.verdict_set,
    ),
    Rule(
        "dismissed_needs_reason",
        "#/reason",
        "Dismissing a claim needs a reason.",
        lambda move: move.change.workflow is Workflow.DISMISSED and _is_blank(move.change.reason),
    ),
    Rule(
        "public_verdict_change_needs_correction_note",
        "#/correction_note",
        "Changing a verdict that has been published needs a correction note.",
        lambda move: (
            move.verdict_changed
            and move.before.publication is not Publication.UNPUBLISHED
            and _is_blank(move.change.correction_note)
        ),
    ),
    Rule(
        "verdict_needs_started_work",
        "#/verdict",
        "A verdict can be given once work has started.",
        lambda move: move.verdict_set and move.after.workflow not in _OPEN_FOR_VERDICT,
        conflict=True,
    ),
    Rule(
        "closed_needs_verdict",
        "#/verdict",
        "A claim can be closed only with a verdict.",
        lambda move: move.after.workflow is Workflow.CLOSED and move.after.verdict is None,
        conflict=True,
    ),
    Rule(
        "published_needs_closed",
        "#/publication",
        "Only a closed claim can be published.",
        lambda move: (
            move.after.publication is Publication.PUBLISHED
            and move.after.workflow is not Workflow.CLOSED
        ),
        conflict=True,
    ),
)


def allowed_moves(state: ClaimState) -> dict[str, tuple[str, ...]]:
    """List, axis by axis, the values that a claim in this state may take next.

    A value is listed when some complete request can reach it: `closed` only with a
    verdict there or settable in the same request, `published` only where the claim is
    closed or can be closed in the same request.
    """
    workflows = WORKFLOW_TRANSITIONS[state.workflow]
    verdicts = (
        tuple(Verdict)
        if state.workflow in _OPEN_FOR_VERDICT or set(workflows) & set(_OPEN_FOR_VERDICT)
        else ()
    )
    publications = tuple(
        value
        for value in PUBLICATION_TRANSITIONS[state.publication]
        if value is not Publication.PUBLISHED
        or state.workflow is Workflow.CLOSED
        or Workflow.CLOSED in workflows
    )
    return {
        "workflow": tuple(str(value) for value in workflows),
        "verdict": tuple(str(value) for value in verdicts),
        "publication": tuple(str(value) for value in publications),
    }


def _check_steps(state: ClaimState, change: StatusChange) -> None:
    """Hold each wanted value against the transition table of its axis.

    Raises:
        TransitionError: If the table has no such step.
    """
    steps: tuple[tuple[str, StrEnum, StrEnum | None, tuple[StrEnum, ...]], ...] = (
        ("workflow", state.workflow, change.workflow, WORKFLOW_TRANSITIONS[state.workflow]),
        (
            "publication",
            state.publication,
            change.publication,
            PUBLICATION_TRANSITIONS[state.publication],
        ),
    )
    for axis, current, wanted, allowed in steps:
        if wanted is None or wanted in allowed:
            continue
        reachable = allowed_moves(state)[axis]
        names = ", ".join(f"'{value}'" for value in reachable) or "no other value"
        detail = f"{axis} cannot go from '{current}' to '{wanted}'; it can go to {names}."
        raise TransitionError(detail, allowed_moves(state), (FieldProblem(detail, f"#/{axis}"),))


def change_state(state: ClaimState, change: StatusChange) -> ClaimState:
    """Return the state that a change leads to, or refuse it.

    A published claim that is reopened is paused, though the request does not say so.

    Raises:
        InvalidInputError: If the request changes nothing, or lacks a reason,
            evidence or correction note that the change needs.
        TransitionError: If the tables forbid the step.
    """
    if change.workflow is None and change.verdict is None and change.publication is None:
        detail = "Give at least one of workflow, verdict and publication."
        raise InvalidInputError(detail, (FieldProblem(detail, "#"),))
    _check_steps(state, change)
    after = replace(
        state,
        workflow=change.workflow or state.workflow,
        verdict=change.verdict or state.verdict,
        publication=change.publication or state.publication,
    )
    reopened = state.workflow is Workflow.CLOSED and after.workflow is not Workflow.CLOSED
    if reopened and state.publication is Publication.PUBLISHED and change.publication is None:
        after = replace(after, publication=Publication.PAUSED)
    move = _Move(state, after, change)
    broken = [rule for rule in RULES if rule.broken(move)]
    for rule in broken:
        if rule.conflict:
            problem = FieldProblem(rule.detail, rule.pointer)
            raise TransitionError(rule.detail, allowed_moves(state), (problem,))
    if broken:
        problems = tuple(FieldProblem(rule.detail, rule.pointer) for rule in broken)
        raise InvalidInputError(" ".join(rule.detail for rule in broken), problems)
    return after
