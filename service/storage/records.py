"""Records: one typed ORM class a table, with every constraint and index named."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from service.domain.anchor import AnchorStatus
from service.domain.article import ArticleKind, ArticleStatus, Lane
from service.domain.claim import (
    ClaimKind,
    ClaimOrigin,
    Method,
    Publication,
    SkipReason,
    Verdict,
    Workflow,
)
from service.storage.columns import UtcDateTime, at_least, enum_type, one_of, share, where

#: So that every constraint has the same name on every database and can be dropped by it.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SHA256_HEX_LENGTH = 64
# NULL rather than the JSON value null where there is nothing.
_JSON = JSON(none_as_null=True)


class Record(DeclarativeBase):
    """The base of all records."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: UtcDateTime(),
        bytes: LargeBinary(),
        dict[str, Any]: _JSON,
        list[Any]: _JSON,
        ArticleKind: enum_type(ArticleKind),
        AnchorStatus: enum_type(AnchorStatus),
        ArticleStatus: enum_type(ArticleStatus),
        ClaimKind: enum_type(ClaimKind),
        ClaimOrigin: enum_type(ClaimOrigin),
        Lane: enum_type(Lane),
        Method: enum_type(Method),
        Publication: enum_type(Publication),
        SkipReason: enum_type(SkipReason),
        Verdict: enum_type(Verdict),
        Workflow: enum_type(Workflow),
    }


def _article_key() -> Mapped[UUID]:
    return mapped_column(ForeignKey("article.id", ondelete="CASCADE"))


class ArticleRecord(Record):
    """A submitted text with its metadata, and how far its analysis has come.

    `boilerplate` is a list of `[start, end]`, `claims_model` the run that worded the
    claims; both come with the analysis.
    """

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("text_sha256"),
        one_of("kind", ArticleKind),
        one_of("status", ArticleStatus),
        one_of("lane", Lane),
        at_least("revision", 1),
        at_least("attempt", 1),
        CheckConstraint("(failure IS NOT NULL) = (status = 'failed')", name="failure"),
        Index(None, "kind", "created_at", "id"),
        Index(None, "created_at", "id"),
        Index(None, "status", "created_at", "id"),
        Index(None, "status", "lane"),
        Index(None, "external_id"),
        Index(None, "publisher", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[ArticleKind] = mapped_column(server_default=ArticleKind.NEWS.value)
    status: Mapped[ArticleStatus]
    lane: Mapped[Lane] = mapped_column(server_default=Lane.INTERACTIVE.value)
    text: Mapped[str]
    text_sha256: Mapped[str] = mapped_column(String(SHA256_HEX_LENGTH))
    title: Mapped[str | None]
    url: Mapped[str | None]
    publisher: Mapped[str | None]
    author: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_on: Mapped[date | None]
    language: Mapped[str]
    external_id: Mapped[str | None]
    options: Mapped[dict[str, Any]]
    revision: Mapped[int]
    attempt: Mapped[int]
    failure: Mapped[dict[str, Any] | None]
    boilerplate: Mapped[list[Any]]
    claims_model: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SummaryRecord(Record):
    """A summary of an article; `requested_sentences` is the length that was asked for.

    `left_out` is a list of sentences that it was kept from repeating.
    """

    __tablename__ = "summary"
    __table_args__ = (
        one_of("headline_method", Method),
        at_least("article_revision", 1),
        at_least("requested_sentences", 1),
        at_least("characters_read", 0),
        Index(None, "article_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    article_id: Mapped[UUID] = _article_key()
    article_revision: Mapped[int]
    requested_sentences: Mapped[int | None]
    headline: Mapped[str]
    headline_method: Mapped[Method]
    model: Mapped[dict[str, Any]]
    characters_read: Mapped[int | None]
    left_out: Mapped[list[Any]] = mapped_column(server_default="[]")
    created_at: Mapped[datetime]
    sentences: Mapped[list[SummarySentenceRecord]] = relationship(
        lazy="selectin", order_by="SummarySentenceRecord.position", viewonly=True
    )


class SummarySentenceRecord(Record):
    """One sentence of a summary; `evidence` is a list of selectors."""

    __tablename__ = "summary_sentence"
    __table_args__ = (
        at_least("position", 0),
        one_of("method", Method),
        share("support"),
    )

    summary_id: Mapped[UUID] = mapped_column(
        ForeignKey("summary.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    method: Mapped[Method]
    support: Mapped[float]
    evidence: Mapped[list[Any]]


class SkippedSentenceRecord(Record):
    """A sentence of a revision of an article that gave no claim."""

    __tablename__ = "skipped_sentence"
    __table_args__ = (
        at_least("article_revision", 1),
        at_least("position", 0),
        one_of("reason", SkipReason),
        CheckConstraint("0 <= start_offset AND start_offset < end_offset", name="offsets"),
    )

    article_id: Mapped[UUID] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    article_revision: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    reason: Mapped[SkipReason]


class ClaimRecord(Record):
    """A claim with its place in the article and its state.

    `position` orders the claims of one analysis. Its vector and the words that it is found
    by stand in `search_records`. The selector of a lost claim belongs to the text of revision
    `anchor_revision`.
    """

    __tablename__ = "claim"
    __table_args__ = (
        one_of("kind", ClaimKind),
        one_of("method", Method),
        one_of("origin", ClaimOrigin),
        one_of("workflow", Workflow),
        one_of("verdict", Verdict),
        one_of("publication", Publication),
        share("check_worthiness"),
        share("support"),
        at_least("version", 1),
        at_least("position", 0),
        one_of("anchor_status", AnchorStatus),
        at_least("anchor_revision", 1),
        at_least("first_revision", 1),
        CheckConstraint("0 <= start_offset AND start_offset < end_offset", name="offsets"),
        Index(None, "article_id", "start_offset"),
        Index(None, "import_key", unique=True),
        # Of hashes, since PostgreSQL's other indexes take no long texts.
        Index(None, "text", postgresql_using="hash"),
        Index(None, "created_at", "id"),
        Index(None, "updated_at", "id"),
        Index(None, "check_worthiness", "id"),
        Index(None, "workflow", "created_at", "id"),
        Index(None, "verdict", "created_at", "id"),
        Index(None, "publication", "created_at", "id"),
        Index(None, "kind", "created_at", "id"),
        Index(None, "speaker", "created_at", "id"),
        Index(None, "assignee", "created_at", "id"),
        Index(None, "workflow_changed_at", "id"),
        # The desk's queues: what waits longest, what nobody has, what was decided when.
        Index(None, "workflow", "workflow_changed_at", "id"),
        Index(None, "check_worthiness", "id", "assignee", **where("assignee IS NULL")),
        Index(None, "decided_at"),
        Index(None, "anchor_status", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    article_id: Mapped[UUID] = _article_key()
    position: Mapped[int]
    text: Mapped[str]
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    exact: Mapped[str]
    prefix: Mapped[str]
    suffix: Mapped[str]
    kind: Mapped[ClaimKind]
    speaker: Mapped[str | None]
    check_worthiness: Mapped[float | None]
    support: Mapped[float | None]
    method: Mapped[Method]
    origin: Mapped[ClaimOrigin]
    original_rating: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(String(SHA256_HEX_LENGTH))
    workflow: Mapped[Workflow]
    verdict: Mapped[Verdict | None]
    publication: Mapped[Publication]
    assignee: Mapped[str | None]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    workflow_changed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    anchor_status: Mapped[AnchorStatus] = mapped_column(server_default="exact")
    anchor_revision: Mapped[int] = mapped_column(server_default="1")
    anchor_source: Mapped[str | None]
    first_revision: Mapped[int] = mapped_column(server_default="1")
    revises: Mapped[UUID | None]
    tags: Mapped[list[ClaimTagRecord]] = relationship(
        lazy="selectin", order_by="ClaimTagRecord.position", viewonly=True
    )


class ClaimTagRecord(Record):
    """One tag of a claim; `position` keeps the order that the tags were given in."""

    __tablename__ = "claim_tag"
    __table_args__ = (at_least("position", 0), Index(None, "tag"))

    claim_id: Mapped[UUID] = mapped_column(
        ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class ClaimEventRecord(Record):
    """One entry of a claim's history, which outlives the claim; triggers keep it as it is.

    `version` is the claim's after the event.
    """

    __tablename__ = "claim_event"
    __table_args__ = (at_least("sequence", 1), at_least("version", 1))

    claim_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    action: Mapped[str]
    occurred_at: Mapped[datetime]
    actor: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[str | None]
    evidence: Mapped[list[Any]]
    correction_note: Mapped[str | None]
    on_behalf_of: Mapped[str | None]


class IdempotencyKeyRecord(Record):
    """A reserved idempotency key and, once there is one, the response to repeat."""

    __tablename__ = "idempotency_key"
    __table_args__ = (
        at_least("status", 100),
        Index(None, "expires_at"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    operation: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    reserved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None]
