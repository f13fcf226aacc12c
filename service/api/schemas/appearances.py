"""Appearances: articles, bodies and people as schema.org describes them, in JSON-LD."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from service.api.schemas import examples
from service.api.schemas.base import Schema
from service.domain.claim_review import Appearance

ABSENT = "Absent where unknown."


class JsonLd(Schema):
    """The base of what is answered in JSON-LD: names in Python, JSON-LD's in the answer."""

    model_config = ConfigDict(populate_by_name=True)


class OrganizationRead(JsonLd):
    """A body that publishes or claims something."""

    type: Literal["Organization"] = Field(
        alias="@type", description="Always `Organization`.", examples=["Organization"]
    )
    name: str = Field(description="Its name.", examples=["Example News Agency"])
    url: str | None = Field(
        default=None, description="Its home page.", examples=["https://news.example"]
    )
    logo: str | None = Field(
        default=None,
        description="Its logo. Absent where none is set.",
        examples=["https://news.example/logo.png"],
    )


class SpeakerRead(JsonLd):
    """Whoever made the claim, as far as the wording of the name tells."""

    type: Literal["Person", "Organization"] = Field(
        alias="@type", description="`Person`, or `Organization` for a body.", examples=["Person"]
    )
    name: str = Field(description="The name.", examples=["Ilse Brandt"])


class AuthorRead(JsonLd):
    """Whoever wrote an article."""

    type: Literal["Person"] = Field(
        alias="@type", description="Always `Person`.", examples=["Person"]
    )
    name: str = Field(description="The name.", examples=["Mara Lindqvist"])


class AppearanceRead(JsonLd):
    """An article in which the claim is made."""

    type: Literal["NewsArticle"] = Field(
        alias="@type", description="Always `NewsArticle`.", examples=["NewsArticle"]
    )
    identifier: str = Field(
        description="The article's identifier in this service.", examples=[examples.ARTICLE_ID]
    )
    url: str | None = Field(
        default=None,
        description=f"Where it can be read. {ABSENT}",
        examples=["https://news.example/varnholt-lock"],
    )
    headline: str | None = Field(
        default=None, description=f"Its headline. {ABSENT}", examples=[examples.ARTICLE_TITLE]
    )
    publisher: OrganizationRead | None = Field(
        default=None,
        description=f"Who published it. {ABSENT}",
        examples=[{"@type": "Organization", "name": "Example News Agency"}],
    )
    author: AuthorRead | None = Field(
        default=None,
        description=f"Who wrote it. {ABSENT}",
        examples=[{"@type": "Person", "name": "Mara Lindqvist"}],
    )
    date_published: date | None = Field(
        default=None,
        alias="datePublished",
        description=f"The day of publication by the publisher's clock. {ABSENT}",
        examples=[examples.PUBLISHED_ON],
    )


def describe_appearance(appearance: Appearance) -> AppearanceRead:
    """Return an appearance as schema.org describes an article."""
    return AppearanceRead(
        type="NewsArticle",
        identifier=str(appearance.article_id),
        url=appearance.url,
        headline=appearance.headline,
        publisher=None
        if appearance.publisher is None
        else OrganizationRead(type="Organization", name=appearance.publisher),
        author=None
        if appearance.author is None
        else AuthorRead(type="Person", name=appearance.author),
        date_published=appearance.published_on,
    )
