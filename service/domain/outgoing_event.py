"""Outgoing events: what other programs are told of, and the small data that tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from service.domain.article import AnalysedArticle, Article
from service.domain.claim import Claim
from service.domain.matching import ClaimMatch
from service.domain.staleness import StalenessMark
from service.domain.summary import Summary

#: What is sent stays below this (Standard Webhooks, "Payload size").
MAX_PAYLOAD_BYTES = 20_000
#: So that whatever was typed into the fields that events repeat, hardly any is too long.
MAX_TEXT_CHARACTERS = 2_000
_MAX_LABEL_CHARACTERS = 500


class OutgoingEventType(StrEnum):
    """What happened, as subscribers name it."""

    ARTICLE_READY = "article.ready"
    ARTICLE_FAILED = "article.failed"
    CLAIM_CREATED = "claim.created"
    CLAIM_STATUS_CHANGED = "claim.status_changed"
    CLAIM_MATCHED = "claim.matched"
    SUMMARY_STALE = "summary.stale"


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """Something that subscribers are told, once and in order.

    Attributes:
        actor: Who brought it about.
        data: Identifiers, short texts and axes as JSON values, well under 20 kB together.
        article_id: The article that it is about.
        claim_id: The claim that it is about, where it is about one.
        id: The same each time that it is sent, so that receivers can tell repetitions.
        sequence: Its place among all events, in the order in which they were committed;
            0 until then.
    """

    type: OutgoingEventType
    occurred_at: datetime
    actor: str
    data: Mapping[str, object]
    article_id: UUID
    claim_id: UUID | None = None
    id: UUID = field(default_factory=uuid4)
    sequence: int = 0


def article_ready(analysed: AnalysedArticle, actor: str, occurred_at: datetime) -> OutgoingEvent:
    """Return the event that an article's analysis has ended well."""
    summary = analysed.summary
    data = {
        **_describe_article(analysed.article),
        "claim_count": len(analysed.claims),
        "summary_id": None if summary is None else str(summary.id),
        "headline": None if summary is None else shorten(summary.headline),
    }
    return OutgoingEvent(
        OutgoingEventType.ARTICLE_READY, occurred_at, actor, data, analysed.article.id
    )


def article_failed(article: Article, actor: str, occurred_at: datetime) -> OutgoingEvent:
    """Return the event that an article's analysis has failed."""
    failure = article.failure
    data = {
        **_describe_article(article),
        "attempt": article.attempt,
        "failure": None
        if failure is None
        else {
            "title": shorten(failure.title),
            "detail": shorten(failure.detail),
            "stage": failure.stage,
        },
    }
    return OutgoingEvent(OutgoingEventType.ARTICLE_FAILED, occurred_at, actor, data, article.id)


def claim_created(claim: Claim, actor: str) -> OutgoingEvent:
    """Return the event that a claim was stored."""
    return OutgoingEvent(
        OutgoingEventType.CLAIM_CREATED,
        claim.created_at,
        actor,
        describe_claim(claim),
        claim.article_id,
        claim.id,
    )


def claim_status_changed(
    before: Claim, after: Claim, actor: str, on_behalf_of: str | None = None
) -> OutgoingEvent:
    """Return the event that a claim was moved along its axes."""
    data = {
        **describe_claim(after),
        "before": describe_axes(before),
        "on_behalf_of": on_behalf_of,
    }
    return OutgoingEvent(
        OutgoingEventType.CLAIM_STATUS_CHANGED,
        after.updated_at,
        actor,
        data,
        after.article_id,
        after.id,
    )


def claim_matched(
    claim: Claim, matches: Sequence[ClaimMatch], actor: str, occurred_at: datetime
) -> OutgoingEvent:
    """Return the event that a claim is likely to repeat stored ones."""
    data = {
        **describe_claim(claim),
        "matches": [
            {
                "claim_id": str(match.claim.id),
                "article_id": str(match.claim.article_id),
                "text": shorten(match.claim.text),
                "score": match.score,
                **describe_axes(match.claim),
            }
            for match in matches
        ],
    }
    return OutgoingEvent(
        OutgoingEventType.CLAIM_MATCHED, occurred_at, actor, data, claim.article_id, claim.id
    )


@dataclass(frozen=True, slots=True)
class StaleSummary:
    """A summary that has become stale, and where it stands.

    Attributes:
        is_newest: Whether it is the one that reading the article shows.
    """

    article: Article
    summary: Summary
    is_newest: bool


def summary_stale(
    stale: StaleSummary, mark: StalenessMark, cause: Claim, actor: str
) -> OutgoingEvent:
    """Return the event that a summary states what was found false or misleading."""
    summary = stale.summary
    data = {
        **_describe_article(stale.article),
        "summary_id": str(summary.id),
        "summary_revision": summary.article_revision,
        "is_newest": stale.is_newest,
        "headline": shorten(summary.headline),
        "in_headline": mark.in_headline,
        "sentences": [
            {"index": index, "text": shorten(summary.sentences[index].text)}
            for index in mark.sentences
        ],
        "claim_id": str(mark.claim_id),
        "claim_text": shorten(cause.text),
        "verdict": mark.verdict.value,
        "reason": shorten(mark.reason),
    }
    return OutgoingEvent(
        OutgoingEventType.SUMMARY_STALE,
        mark.marked_at,
        actor,
        data,
        summary.article_id,
        mark.claim_id,
    )


def describe_claim(claim: Claim) -> dict[str, object]:
    """Return what events tell of a claim."""
    return {
        "claim_id": str(claim.id),
        "article_id": str(claim.article_id),
        "version": claim.version,
        "text": shorten(claim.text, MAX_TEXT_CHARACTERS),
        "kind": claim.kind.value,
        "speaker": shorten(claim.speaker),
        "check_worthiness": claim.check_worthiness,
        "origin": claim.origin.value,
        **describe_axes(claim),
    }


def describe_axes(claim: Claim) -> dict[str, object]:
    """Return where a claim stands on its three axes."""
    verdict = claim.state.verdict
    return {
        "workflow": claim.state.workflow.value,
        "verdict": None if verdict is None else verdict.value,
        "publication": claim.state.publication.value,
    }


def describe_event(event: OutgoingEvent) -> str:
    """Return the JSON that tells of an event: below 20 kB in UTF-8, whatever it is about.

    Where the data would be longer, its texts are left out and `is_shortened` says so.
    """
    content = {
        "id": str(event.id),
        "type": event.type.value,
        "timestamp": event.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "actor": shorten(event.actor),
        "data": dict(event.data),
    }
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    if len(written.encode()) < MAX_PAYLOAD_BYTES:
        return written
    content["data"] = {
        "article_id": str(event.article_id),
        "claim_id": None if event.claim_id is None else str(event.claim_id),
        "is_shortened": True,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def shorten(text: str | None, limit: int = _MAX_LABEL_CHARACTERS) -> str | None:
    """Return a text of at most `limit` code points, its end left out with an ellipsis."""
    if text is None or len(text) <= limit:
        return text
    return text[: limit - 1] + "…"


def _describe_article(article: Article) -> dict[str, object]:
    submission = article.submission
    return {
        "article_id": str(article.id),
        "status": article.status.value,
        "revision": article.revision,
        "title": shorten(submission.title),
        "url": submission.url,
        "publisher": shorten(submission.publisher),
        "external_id": shorten(submission.external_id),
    }
