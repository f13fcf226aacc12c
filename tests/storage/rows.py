"""What the tests of storage put into the database: one of everything that can be stored."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from service.domain.analysis import (
    Analysis,
    ClaimDraft,
    ModelRun,
    SkippedSentence,
    SummaryDraft,
    SummarySentence,
)
from service.domain.api_key import ApiKey, Role
from service.domain.article import Article, ArticleSubmission, Failure, ImportedArticle
from service.domain.batch import SubmittedRow
from service.domain.claim import (
    Claim,
    ClaimEvent,
    ClaimKind,
    ClaimOrigin,
    ClaimState,
    Evidence,
    ImportedClaim,
    Method,
    SkipReason,
    Stance,
    Verdict,
)
from service.domain.claim_action import ClaimAction
from service.domain.claim_link import ClaimLink, ClaimPair, LinkRelation
from service.domain.claim_query import ClaimSort
from service.domain.idempotency import StoredResponse
from service.domain.matching import Embedding
from service.domain.outgoing_event import OutgoingEvent, OutgoingEventType
from service.domain.selector import Span
from service.domain.staleness import StalenessMark
from service.domain.view import SavedView
from service.domain.webhook import Webhook
from service.storage.unit_of_work import UnitOfWork
from service.text.selectors import find_selector

NOW = datetime(2024, 5, 6, 9, 0, 0, 123456, tzinfo=UTC)
SENTENCES = (
    "The port of Halden handled 4,000 containers in March.",
    "The harbour board said that the new crane was late.",
)
QUESTION = "Who pays?"
TEXT = "\n".join((*SENTENCES, QUESTION))
RUN = ModelRun("weights", "0" * 64, {"temperature": 0, "greedy": True, "stop": None}, 1.5)
FAILURE = Failure("Generation failed", "The weights are damaged.", "rewrite", NOW)
ALL_TABLES = {
    "api_key",
    "article",
    "article_revision",
    "article_status",
    "batch",
    "batch_row",
    "claim",
    "claim_document",
    "claim_event",
    "claim_event_seal",
    "claim_link",
    "claim_tag",
    "claim_vector",
    "idempotency_key",
    "outgoing_event",
    "saved_view",
    "skipped_sentence",
    "summary",
    "summary_sentence",
    "summary_staleness",
    "webhook",
    "webhook_delivery",
    "worker",
}


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def add_article(
    uow: UnitOfWork, text: str = TEXT, created_at: datetime = NOW, **fields: object
) -> Article:
    submission = ArticleSubmission(text=text, **fields)  # type: ignore[arg-type]  # any field
    return uow.articles.add(submission, hashlib.sha256(text.encode()).hexdigest(), created_at)


def add_ready_article(uow: UnitOfWork, text: str = TEXT) -> Article:
    """Store an article whose analysis gave a summary, two claims and a skipped sentence."""
    article = add_article(uow, text)
    uow.articles.mark_processing(article.id, NOW)
    uow.articles.store_analysis(article.id, make_analysis(text), NOW)
    return uow.articles.get(article.id)


def add_claim(uow: UnitOfWork, article_id: UUID, **fields: object) -> Claim:
    claim = replace(make_claim(article_id), **fields)  # type: ignore[arg-type]  # any field
    uow.claims.add(claim)
    uow.claims.append_event(claim.id, make_event(ClaimAction.CREATED))
    return claim


def add_everything(uow: UnitOfWork) -> Article:
    """Put at least one row into every table."""
    article = add_ready_article(uow)
    claim = add_claim(uow, article.id, tags=("port", "crane"))
    uow.claim_vectors.store(claim.id, Embedding("model", (0.6, 0.8)))
    other = add_claim(uow, article.id, text="The crane came late.")
    uow.claim_links.add(make_link(claim.id, other.id))
    uow.idempotency_keys.reserve("key", "create_article", "print", NOW, 300, 86400)
    response = StoredResponse(202, {"Location": "/v1/articles/1"}, b"\x00\xff")
    uow.idempotency_keys.complete("key", "create_article", response, NOW)
    uow.keys.add(make_key(), "$argon2id$")
    uow.views.add(make_view())
    (summary,) = uow.summaries.list(article.id)
    uow.staleness.add([make_mark(summary.id, claim.id)])
    event = make_outgoing_event(article.id)
    uow.outgoing_events.append(event)
    webhook = make_webhook()
    uow.webhooks.add(webhook)
    uow.webhooks.add_delivery(webhook.id, event.id, event.type, NOW)
    uow.workers.beat("desk-1", NOW)
    uow.batches.add("cms", [SubmittedRow(1, article.id, is_new=True)], NOW)
    return article


def add_fact_check(uow: UnitOfWork, text: str = "Ships fly over Halden.") -> Claim:
    """Store a claim that was checked elsewhere."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = ImportedArticle(uuid4(), ArticleSubmission(text=text), digest)
    claim = replace(
        make_claim(article.id),
        text=text,
        selector=find_selector(text, text),
        origin=ClaimOrigin.IMPORTED,
        original_rating="Pants on Fire",
    )
    event = replace(make_event(ClaimAction.IMPORTED), sequence=1)
    uow.imports.add([article], [ImportedClaim(claim, digest, event)], NOW)
    return claim


def make_link(one: UUID, other: UUID, **fields: object) -> ClaimLink:
    link = ClaimLink(
        pair=ClaimPair.of(one, other),
        relation=LinkRelation.SUGGESTED,
        score=0.75,
        note=None,
        actor="claimdesk",
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(link, **fields)  # type: ignore[arg-type]  # any field


def make_mark(summary_id: UUID, claim_id: UUID, **fields: object) -> StalenessMark:
    mark = StalenessMark(
        summary_id=summary_id,
        claim_id=claim_id,
        verdict=Verdict.FALSE,
        reason="The crane was on time.",
        sentences=(1,),
        in_headline=False,
        marked_at=NOW,
    )
    return replace(mark, **fields)  # type: ignore[arg-type]  # any field


def make_outgoing_event(article_id: UUID, **fields: object) -> OutgoingEvent:
    event = OutgoingEvent(
        type=OutgoingEventType.ARTICLE_READY,
        occurred_at=NOW,
        actor="claimdesk",
        data={"article_id": str(article_id), "title": "Hafen £ 4"},
        article_id=article_id,
    )
    return replace(event, **fields)  # type: ignore[arg-type]  # any field


def make_key(**fields: object) -> ApiKey:
    key = ApiKey(
        id=uuid4(),
        name="cms",
        role=Role.SUBMITTER,
        prefix="cd_0123456789",
        created_at=NOW,
        created_by="mira",
        expires_at=later(60),
    )
    return replace(key, **fields)  # type: ignore[arg-type]  # any field


def make_webhook(**fields: object) -> Webhook:
    webhook = Webhook(
        id=uuid4(),
        url="https://example.org/hook",
        description=None,
        events=tuple(OutgoingEventType),
        filter={},
        enabled=True,
        disabled_reason=None,
        secret="whsec_" + "A" * 43 + "=",
        previous_secret=None,
        previous_secret_expires_at=None,
        last_sequence=0,
        version=1,
        created_by="mira",
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(webhook, **fields)  # type: ignore[arg-type]  # any field


def make_view(**fields: object) -> SavedView:
    view = SavedView(
        name="late",
        description="What is late.",
        filters={"workflow": "in_review", "min_hours_in_workflow": 24},
        sort=ClaimSort.WORKFLOW_CHANGED_AT,
        created_by="mira",
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(view, **fields)  # type: ignore[arg-type]  # any field


def make_claim(article_id: UUID) -> Claim:
    return Claim(
        id=uuid4(),
        article_id=article_id,
        text="The new crane of Halden was late.",
        selector=find_selector(TEXT, SENTENCES[1]),
        kind=ClaimKind.EVENT,
        speaker=None,
        check_worthiness=None,
        support=None,
        method=Method.ABSTRACTIVE,
        origin=ClaimOrigin.EDITOR,
        state=ClaimState(),
        assignee=None,
        tags=(),
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


def make_event(action: ClaimAction, occurred_at: datetime = NOW) -> ClaimEvent:
    evidence = (Evidence("https://example.org/report", "Report", Stance.REFUTES, "page 4"),)
    return ClaimEvent(
        sequence=0,
        action=action,
        occurred_at=occurred_at,
        actor="mira",
        before={"tags": []},
        after={"tags": ["port"]},
        reason="As reported.",
        evidence=evidence,
        correction_note="The crane was on time.",
        on_behalf_of="jonas",
    )


def make_status_event(before: Claim, after: Claim) -> ClaimEvent:
    """Return the event of a change of a claim's state, as the use case writes it."""
    values = [
        {
            "workflow": c.state.workflow,
            "verdict": c.state.verdict,
            "publication": c.state.publication,
        }
        for c in (before, after)
    ]
    changed = [axis for axis in values[0] if values[0][axis] != values[1][axis]]
    old, new = ({axis: side[axis] for axis in changed} for side in values)
    return ClaimEvent(
        sequence=0,
        action=ClaimAction.STATUS_CHANGED,
        occurred_at=after.updated_at,
        actor="mira",
        before=old,
        after=new,
    )


def make_analysis(text: str = TEXT) -> Analysis:
    first, second = SENTENCES
    drafts = tuple(
        ClaimDraft(
            text=sentence,
            selector=find_selector(text, sentence),
            kind=ClaimKind.QUANTITY,
            speaker="the harbour board",
            check_worthiness=0.5,
            support=1.0,
            method=Method.EXTRACTIVE,
            embedding=(0.6, 0.8),
        )
        for sentence in SENTENCES
    )
    gap = text.index(QUESTION)
    skipped = (SkippedSentence(gap, gap + len(QUESTION), SkipReason.QUESTION),)
    return Analysis(make_summary(first, second), drafts, skipped, RUN, (Span(0, 3), Span(5, 9)))


def make_summary(*sentences: str) -> SummaryDraft:
    return SummaryDraft(
        "Port news",
        Method.ABSTRACTIVE,
        tuple(
            SummarySentence(sentence, Method.EXTRACTIVE, 0.75, (find_selector(TEXT, SENTENCES[0]),))
            for sentence in sentences
        ),
        RUN,
    )
