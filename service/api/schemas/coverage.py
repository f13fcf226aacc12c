"""Coverage: how much of an article was read."""

from __future__ import annotations

from dataclasses import asdict

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.base import Schema
from service.domain.coverage import Coverage

_EXAMPLE = examples.COVERAGE


class CoverageRead(Schema):
    """How much of an article its analysis read; characters are Unicode code points."""

    characters: int = Field(
        ge=0, description="Length of the whole text.", examples=[_EXAMPLE["characters"]]
    )
    boilerplate_characters: int = Field(
        ge=0,
        description="Characters in passages that are not the article, such as menus and credits; "
        "they are in `skipped` as `boilerplate`.",
        examples=[_EXAMPLE["boilerplate_characters"]],
    )
    article_characters: int = Field(
        ge=0,
        description="Characters in the article's own sentences.",
        examples=[_EXAMPLE["article_characters"]],
    )
    unread_characters: int = Field(
        ge=0,
        description="Characters other than white space in neither. It is 0: nothing is cut.",
        examples=[_EXAMPLE["unread_characters"]],
    )
    sentences: int = Field(
        ge=0,
        description="Sentences of the article: `claimed_sentences` and `skipped_sentences`.",
        examples=[_EXAMPLE["sentences"]],
    )
    claimed_sentences: int = Field(
        ge=0,
        description="Sentences that gave one claim or more.",
        examples=[_EXAMPLE["claimed_sentences"]],
    )
    skipped_sentences: int = Field(
        ge=0,
        description="Sentences that gave none; each is in `skipped` with its reason.",
        examples=[_EXAMPLE["skipped_sentences"]],
    )
    summary_characters_read: int | None = Field(
        ge=0,
        description="Characters of the sentences that the newest summary was chosen and written "
        "from, of `article_characters`; headings, fragments, questions and sentences that only "
        "their neighbours explain are not among them. Null without a summary, or where it "
        "was written before this was counted.",
        examples=[_EXAMPLE["summary_characters_read"]],
    )

    @classmethod
    def from_domain(cls, coverage: Coverage) -> CoverageRead:
        """Build it from the domain's coverage."""
        return cls(**asdict(coverage))
