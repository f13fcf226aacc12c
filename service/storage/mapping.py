"""Mapping: between records and the domain's entities and values."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from service.domain.analysis import ModelRun, SummarySentence
from service.domain.anchor import Anchor
from service.domain.article import (
    AnalysisOptions,
    Article,
    ArticleSubmission,
    Failure,
)
from service.domain.claim import (
    Claim,
    ClaimEvent,
    ClaimState,
    Evidence,
    Stance,
    Verdict,
)
from service.domain.claim_action import ClaimAction
from service.domain.milestones import Milestones
from service.domain.selector import Selector
from service.domain.staleness import LeftOut, StalenessMark
from service.domain.summary import Summary
from service.storage.records import (
    ArticleRecord,
    ClaimEventRecord,
    ClaimRecord,
    ClaimTagRecord,
    SummaryRecord,
    SummarySentenceRecord,
)


def to_article(record: ArticleRecord) -> Article:
    """Return the article that a record holds."""
    return Article(
        id=record.id,
        status=record.status,
        submission=ArticleSubmission(
            text=record.text,
            title=record.title,
            url=record.url,
            publisher=record.publisher,
            author=record.author,
            published_at=record.published_at,
            published_on=record.published_on,
            language=record.language,
            external_id=record.external_id,
            options=AnalysisOptions(**record.options),
        ),
        text_sha256=record.text_sha256,
        revision=record.revision,
        attempt=record.attempt,
        failure=to_failure(record.failure),
        created_at=record.created_at,
        updated_at=record.updated_at,
        kind=record.kind,
        lane=record.lane,
    )


def from_failure(failure: Failure) -> dict[str, Any]:
    """Return a failure as JSON."""
    return {**asdict(failure), "occurred_at": failure.occurred_at.isoformat()}


def to_failure(value: dict[str, Any] | None) -> Failure | None:
    """Return the failure that JSON holds, None where there is none."""
    if value is None:
        return None
    return Failure(**{**value, "occurred_at": datetime.fromisoformat(value["occurred_at"])})


def to_claim(record: ClaimRecord) -> Claim:
    """Return the claim that a record holds."""
    return Claim(
        id=record.id,
        article_id=record.article_id,
        text=record.text,
        selector=Selector(
            record.start_offset, record.end_offset, record.exact, record.prefix, record.suffix
        ),
        kind=record.kind,
        speaker=record.speaker,
        check_worthiness=record.check_worthiness,
        support=record.support,
        method=record.method,
        origin=record.origin,
        state=ClaimState(record.workflow, record.verdict, record.publication),
        assignee=record.assignee,
        tags=tuple(tag.tag for tag in record.tags),
        version=record.version,
        created_at=record.created_at,
        updated_at=record.updated_at,
        original_rating=record.original_rating,
        milestones=Milestones(record.workflow_changed_at, record.decided_at, record.published_at),
        anchor=Anchor(record.anchor_status, record.anchor_revision, record.anchor_source),
        first_revision=record.first_revision,
        revises=record.revises,
    )


def from_claim(claim: Claim, position: int) -> ClaimRecord:
    """Return a new record that holds a claim, without its tags."""
    return ClaimRecord(
        id=claim.id,
        article_id=claim.article_id,
        position=position,
        text=claim.text,
        start_offset=claim.selector.start,
        end_offset=claim.selector.end,
        exact=claim.selector.exact,
        prefix=claim.selector.prefix,
        suffix=claim.selector.suffix,
        kind=claim.kind,
        speaker=claim.speaker,
        check_worthiness=claim.check_worthiness,
        support=claim.support,
        method=claim.method,
        origin=claim.origin,
        original_rating=claim.original_rating,
        workflow=claim.state.workflow,
        verdict=claim.state.verdict,
        publication=claim.state.publication,
        assignee=claim.assignee,
        version=claim.version,
        created_at=claim.created_at,
        updated_at=claim.updated_at,
        workflow_changed_at=claim.milestones.workflow_changed_at or claim.created_at,
        decided_at=claim.milestones.decided_at,
        published_at=claim.milestones.published_at,
        anchor_status=claim.anchor.status,
        anchor_revision=claim.anchor.revision,
        anchor_source=claim.anchor.source,
        first_revision=claim.first_revision,
        revises=claim.revises,
    )


def from_tags(claim: Claim) -> list[ClaimTagRecord]:
    """Return records of a claim's tags in their order."""
    return [
        ClaimTagRecord(claim_id=claim.id, tag=tag, position=position)
        for position, tag in enumerate(claim.tags)
    ]


def pack_vector(vector: Sequence[float]) -> bytes:
    """Return a vector as it is stored: float32 numbers, little-endian."""
    return struct.pack(f"<{len(vector)}f", *vector)


def unpack_vector(stored: bytes) -> tuple[float, ...]:
    """Return a stored vector."""
    return struct.unpack(f"<{len(stored) // 4}f", stored)


def from_event(claim_id: UUID, sequence: int, version: int, event: ClaimEvent) -> ClaimEventRecord:
    """Return a new record that holds an event, under the numbers that it gets."""
    return ClaimEventRecord(
        claim_id=claim_id,
        sequence=sequence,
        version=version,
        action=event.action,
        occurred_at=event.occurred_at,
        actor=event.actor,
        on_behalf_of=event.on_behalf_of,
        before=dict(event.before),
        after=dict(event.after),
        reason=event.reason,
        correction_note=event.correction_note,
        evidence=[{**asdict(item), "stance": item.stance.value} for item in event.evidence],
    )


def to_event(record: ClaimEventRecord) -> ClaimEvent:
    """Return the event that a record holds."""
    return ClaimEvent(
        sequence=record.sequence,
        action=ClaimAction(record.action),
        occurred_at=record.occurred_at,
        actor=record.actor,
        before=record.before,
        after=record.after,
        reason=record.reason,
        evidence=tuple(
            Evidence(**{**item, "stance": Stance(item["stance"])}) for item in record.evidence
        ),
        correction_note=record.correction_note,
        on_behalf_of=record.on_behalf_of,
        version=record.version,
    )


def to_summary(record: SummaryRecord, marks: Sequence[StalenessMark] = ()) -> Summary:
    """Return the summary that a record holds, with its marks."""
    return Summary(
        id=record.id,
        article_id=record.article_id,
        article_revision=record.article_revision,
        headline=record.headline,
        headline_method=record.headline_method,
        sentences=tuple(
            SummarySentence(
                text=sentence.text,
                method=sentence.method,
                support=sentence.support,
                evidence=tuple(Selector(**selector) for selector in sentence.evidence),
            )
            for sentence in record.sentences
        ),
        model=ModelRun(**record.model),
        characters_read=record.characters_read,
        created_at=record.created_at,
        left_out=tuple(to_left_out(item) for item in record.left_out),
        marks=tuple(marks),
    )


def from_left_out(item: LeftOut) -> dict[str, Any]:
    """Return a sentence that a summary left out as JSON."""
    return {**asdict(item), "claim_id": str(item.claim_id), "verdict": item.verdict.value}


def to_left_out(value: dict[str, Any]) -> LeftOut:
    """Return the sentence that JSON tells of."""
    return LeftOut(
        **{**value, "claim_id": UUID(value["claim_id"]), "verdict": Verdict(value["verdict"])}
    )


def from_sentences(
    summary_id: UUID, sentences: tuple[SummarySentence, ...]
) -> list[SummarySentenceRecord]:
    """Return records of a summary's sentences in their order."""
    return [
        SummarySentenceRecord(
            summary_id=summary_id,
            position=position,
            text=sentence.text,
            method=sentence.method,
            support=sentence.support,
            evidence=[asdict(selector) for selector in sentence.evidence],
        )
        for position, sentence in enumerate(sentences)
    ]
