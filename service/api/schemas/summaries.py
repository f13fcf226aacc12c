"""Summaries: ordered sentences, each tied to the passages that it rests on."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Schema, Score, Timestamp
from service.api.schemas.selectors import SelectorRead
from service.api.schemas.staleness import LeftOutRead, StaleReasonRead
from service.domain.analysis import ModelRun, SummarySentence
from service.domain.claim import Method
from service.domain.summary import Summary


class SummaryCreate(Schema):
    """The wish for a summary of another length."""

    sentences: int = Field(
        ge=1, le=6, description="Length of the summary in sentences.", examples=[4]
    )


class ModelRunRead(Schema):
    """Which neural network wrote something, and how."""

    name: str = Field(description="The name of the weights.", examples=[examples.MODEL_NAME])
    revision: str = Field(
        description="The SHA-256 of the weights file.", examples=[examples.MODEL_REVISION]
    )
    parameters: dict[str, str | int | float | bool | None] = Field(
        description="Generation parameters by name.",
        examples=[examples.MODEL_RUN["parameters"]],
    )
    seconds: float = Field(
        ge=0, description="Wall-clock time of the stage in seconds.", examples=[6.4]
    )

    @classmethod
    def from_domain(cls, run: ModelRun) -> ModelRunRead:
        """Build it from the domain's model run."""
        return cls(
            name=run.name, revision=run.revision, parameters=run.parameters, seconds=run.seconds
        )


class SummarySentenceRead(Schema):
    """One sentence of a summary."""

    text: str = Field(description="The sentence.", examples=[examples.SUMMARY_SENTENCE["text"]])
    method: Method = Field(
        description="`abstractive` if it was worded anew, `extractive` if it is the article's "
        "own sentence.",
        examples=["abstractive"],
    )
    support: Score = Field(
        description="The checker's probability that the article supports the sentence, 0 to 1; "
        "1 for the article's own words.",
        examples=[0.93],
    )
    evidence: list[SelectorRead] = Field(
        description="The passages of the article that the sentence rests on.",
        examples=[examples.SUMMARY_SENTENCE["evidence"]],
    )

    @classmethod
    def from_domain(cls, sentence: SummarySentence) -> SummarySentenceRead:
        """Build it from the domain's summary sentence."""
        return cls(
            text=sentence.text,
            method=sentence.method,
            support=sentence.support,
            evidence=[SelectorRead.from_domain(selector) for selector in sentence.evidence],
        )


class SummaryRead(Schema):
    """A summary."""

    id: UUID = Field(description="The summary's identifier.", examples=[examples.SUMMARY_ID])
    article_id: UUID = Field(
        description="The article's identifier.", examples=[examples.ARTICLE_ID]
    )
    article_revision: int = Field(
        ge=1,
        description="The revision of the article that it was written from, which its evidence "
        "belongs to.",
        examples=[1],
    )
    headline: str = Field(
        description="A headline: of at most twelve words where it was written, else the "
        "article's own or one of its sentences. It is never cut short.",
        examples=[examples.ARTICLE_TITLE],
    )
    text: str = Field(
        description="The sentences as one paragraph.", examples=[examples.SUMMARY["text"]]
    )
    sentences: list[SummarySentenceRead] = Field(
        description="The sentences in reading order.", examples=[[examples.SUMMARY_SENTENCE]]
    )
    model: ModelRunRead = Field(
        description="Which neural network wrote it, and how.", examples=[examples.MODEL_RUN]
    )
    is_stale: bool = Field(
        description="Whether it states something that was found `false` or `misleading` since, "
        "and should not be used as it is. A new one, asked for at `/summaries`, leaves that out.",
        examples=[False],
    )
    stale_reasons: list[StaleReasonRead] = Field(
        description="Why it is stale; empty where it is not.", examples=[[examples.STALE_REASON]]
    )
    left_out: list[LeftOutRead] = Field(
        description="The sentences of the article that it was kept from repeating, since they "
        "state what had been found `false` or `misleading` when it was written.",
        examples=[[examples.LEFT_OUT]],
    )
    created_at: Timestamp = Field(
        description="When it was stored, UTC.", examples=[examples.UPDATED_AT]
    )

    @classmethod
    def from_domain(cls, summary: Summary) -> SummaryRead:
        """Build it from the domain's summary."""
        return cls(
            id=summary.id,
            article_id=summary.article_id,
            article_revision=summary.article_revision,
            headline=summary.headline,
            text=summary.text,
            sentences=[SummarySentenceRead.from_domain(item) for item in summary.sentences],
            model=ModelRunRead.from_domain(summary.model),
            is_stale=summary.is_stale,
            stale_reasons=[StaleReasonRead.from_domain(mark) for mark in summary.open_marks],
            left_out=[LeftOutRead.from_domain(item) for item in summary.left_out],
            created_at=summary.created_at,
        )


class SummaryAccepted(Schema):
    """A summary that is still to be written."""

    id: UUID = Field(
        description="The identifier that the summary will have.", examples=[examples.SUMMARY_ID]
    )
    article_id: UUID = Field(
        description="The article's identifier.", examples=[examples.ARTICLE_ID]
    )
    sentences: int = Field(ge=1, le=6, description="The length asked for.", examples=[4])
