"""Pages: one part of a list, and what to send for the next part."""

from __future__ import annotations

from pydantic import Field

from service.api.schemas import examples, key_examples, view_examples
from service.api.schemas.articles import ArticleOverview
from service.api.schemas.base import Schema
from service.api.schemas.claims import ClaimRead
from service.api.schemas.keys import KeyRead
from service.api.schemas.status import ClaimEventRead
from service.api.schemas.summaries import SummaryRead
from service.api.schemas.views import ViewRead


class CursorPage(Schema):
    """What every page of a list has."""

    next_cursor: str | None = Field(
        description="What to send as `cursor` for the next page; null on the last one.",
        examples=[examples.CURSOR],
    )


class ArticlePage(CursorPage):
    """A page of articles."""

    items: list[ArticleOverview] = Field(
        description="The articles, newest first.", examples=[[examples.ARTICLE_OVERVIEW]]
    )


class ClaimPage(CursorPage):
    """A page of claims."""

    items: list[ClaimRead] = Field(
        description="The claims, in the order asked for.", examples=[[examples.CLAIM]]
    )


class SummaryPage(CursorPage):
    """A page of summaries."""

    items: list[SummaryRead] = Field(
        description="The summaries, newest first.", examples=[[examples.SUMMARY]]
    )


class ClaimEventPage(CursorPage):
    """A page of a claim's history."""

    items: list[ClaimEventRead] = Field(
        description="The events, the first one first.", examples=[[examples.CLAIM_EVENT]]
    )


class KeyPage(CursorPage):
    """A page of API keys."""

    items: list[KeyRead] = Field(
        description="The keys, newest first.", examples=[[key_examples.KEY]]
    )


class ViewPage(CursorPage):
    """A page of views."""

    items: list[ViewRead] = Field(
        description="The views that come with the service, then the saved ones by name.",
        examples=[[view_examples.VIEW]],
    )
