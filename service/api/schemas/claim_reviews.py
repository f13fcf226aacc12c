"""Claim reviews: schema.org's ClaimReview as JSON-LD, and the feed of them.

The members are those that schema.org defines and that Google's fact-check documentation
asks for; members that do not apply are absent.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.appearances import (
    ABSENT,
    AppearanceRead,
    JsonLd,
    OrganizationRead,
    SpeakerRead,
    describe_appearance,
)
from service.api.schemas.base import Timestamp
from service.domain.claim_review import (
    BEST_RATING,
    RATINGS,
    WORST_RATING,
    ClaimReview,
)

CONTEXT: Final = "https://schema.org"
_CONTEXT = Literal["https://schema.org"]


class ReviewedClaimRead(JsonLd):
    """The claim under review and where it was made."""

    type: Literal["Claim"] = Field(alias="@type", description="Always `Claim`.", examples=["Claim"])
    text: str = Field(description="The claim.", examples=[examples.CLAIM["text"]])
    author: SpeakerRead | None = Field(
        default=None,
        description=f"Who made it. {ABSENT}",
        examples=[{"@type": "Person", "name": "Ilse Brandt"}],
    )
    date_published: date | None = Field(
        default=None,
        alias="datePublished",
        description=f"The day on which it was first made, as far as is known. {ABSENT}",
        examples=[examples.PUBLISHED_ON],
    )
    first_appearance: AppearanceRead | None = Field(
        default=None,
        alias="firstAppearance",
        description=f"The earliest known article that makes it. {ABSENT}",
        examples=[examples.APPEARANCE],
    )
    appearance: list[AppearanceRead] | None = Field(
        default=None,
        min_length=1,
        description=f"All known articles that make it, the earliest first. {ABSENT}",
        examples=[[examples.APPEARANCE]],
    )


class RatingRead(JsonLd):
    """The verdict: 5 `True`, 4 `Mostly true`, 3 `Unproven`, 2 `Misleading`, 1 `False`."""

    type: Literal["Rating"] = Field(
        alias="@type", description="Always `Rating`.", examples=["Rating"]
    )
    rating_value: int = Field(
        alias="ratingValue",
        ge=WORST_RATING,
        le=BEST_RATING,
        description="The verdict as a number; the truer the greater.",
        examples=[5],
    )
    best_rating: int = Field(
        alias="bestRating", description="The greatest number of the scale.", examples=[BEST_RATING]
    )
    worst_rating: int = Field(
        alias="worstRating", description="The least number of the scale.", examples=[WORST_RATING]
    )
    alternate_name: str = Field(
        alias="alternateName", description="The verdict in words.", examples=["True"]
    )


class _Review(JsonLd):
    type: Literal["ClaimReview"] = Field(
        alias="@type", description="Always `ClaimReview`.", examples=["ClaimReview"]
    )
    url: str = Field(
        description="Where the review can be read (`CLAIMDESK_PUBLISHER_REVIEW_URL`).",
        examples=[examples.CLAIM_REVIEW["url"]],
    )
    identifier: str = Field(
        description="The claim's identifier in this service.", examples=[examples.CLAIM_ID]
    )
    date_published: Timestamp = Field(
        alias="datePublished",
        description="When the verdict was published, UTC.",
        examples=[examples.CLOSED_AT],
    )
    date_modified: Timestamp = Field(
        alias="dateModified",
        description="When verdict or publication last changed, UTC.",
        examples=[examples.CLOSED_AT],
    )
    author: OrganizationRead = Field(
        description="Who reviewed the claim: the publisher of the settings.",
        examples=[examples.CLAIM_REVIEW["author"]],
    )
    claim_reviewed: str = Field(
        alias="claimReviewed",
        description="The claim in a sentence that stands alone.",
        examples=[examples.CLAIM["text"]],
    )
    item_reviewed: ReviewedClaimRead = Field(
        alias="itemReviewed",
        description="The claim, who made it, and where.",
        examples=[examples.CLAIM_REVIEW["itemReviewed"]],
    )
    review_rating: RatingRead = Field(
        alias="reviewRating",
        description="The verdict.",
        examples=[examples.CLAIM_REVIEW["reviewRating"]],
    )
    correction: list[str] | None = Field(
        default=None,
        description="What readers were told of changes of the published verdict, the oldest "
        "first. Absent where there was none.",
        examples=[["An earlier version of this review rated the claim 'Unproven'."]],
    )


class ClaimReviewItem(_Review):
    """A ClaimReview inside a feed, whose context it shares."""

    @classmethod
    def from_domain(cls, review: ClaimReview) -> ClaimReviewItem:
        """Build it from the domain's review."""
        return cls.model_validate(_describe(review))


class ClaimReviewRead(_Review):
    """A ClaimReview as schema.org defines it: the published verdict on a claim."""

    context: _CONTEXT = Field(
        alias="@context", description="The vocabulary, schema.org.", examples=[CONTEXT]
    )

    @classmethod
    def from_domain(cls, review: ClaimReview) -> ClaimReviewRead:
        """Build it from the domain's review."""
        return cls.model_validate({"context": CONTEXT, **_describe(review)})


class DataFeedItemRead(JsonLd):
    """One entry of the feed."""

    type: Literal["DataFeedItem"] = Field(
        alias="@type", description="Always `DataFeedItem`.", examples=["DataFeedItem"]
    )
    date_created: Timestamp = Field(
        alias="dateCreated",
        description="When the verdict was published, UTC.",
        examples=[examples.CLOSED_AT],
    )
    date_modified: Timestamp = Field(
        alias="dateModified",
        description="When verdict or publication last changed, UTC.",
        examples=[examples.CLOSED_AT],
    )
    item: list[ClaimReviewItem] = Field(
        min_length=1,
        max_length=1,
        description="The review.",
        examples=[[examples.CLAIM_REVIEW_ITEM]],
    )


class ClaimReviewFeed(JsonLd):
    """A page of the feed, as schema.org's DataFeed; `Link` leads to the next page."""

    context: _CONTEXT = Field(
        alias="@context", description="The vocabulary, schema.org.", examples=[CONTEXT]
    )
    type: Literal["DataFeed"] = Field(
        alias="@type", description="Always `DataFeed`.", examples=["DataFeed"]
    )
    name: str = Field(
        description="What the feed is called.", examples=["Fact checks of Example News Agency"]
    )
    elements: list[DataFeedItemRead] = Field(
        alias="dataFeedElement",
        description="The reviews, the longest unchanged first.",
        examples=[examples.CLAIM_REVIEW_FEED["dataFeedElement"]],
    )

    @classmethod
    def of(cls, publisher_name: str, reviews: tuple[ClaimReview, ...]) -> ClaimReviewFeed:
        """Build it from the reviews of one page."""
        return cls(
            context=CONTEXT,
            type="DataFeed",
            name=f"Fact checks of {publisher_name}",
            elements=[
                DataFeedItemRead(
                    type="DataFeedItem",
                    date_created=review.published_at,
                    date_modified=review.modified_at,
                    item=[ClaimReviewItem.from_domain(review)],
                )
                for review in reviews
            ],
        )


def _describe(review: ClaimReview) -> dict[str, object]:
    rating = RATINGS[review.verdict]
    appearances = [describe_appearance(appearance) for appearance in review.appearances]
    kind: Literal["Person", "Organization"] = (
        "Person" if review.speaker_is_person else "Organization"
    )
    return {
        "type": "ClaimReview",
        "url": review.url,
        "identifier": str(review.claim_id),
        "date_published": review.published_at,
        "date_modified": review.modified_at,
        "author": OrganizationRead(
            type="Organization",
            name=review.publisher.name,
            url=review.publisher.url,
            logo=review.publisher.logo_url,
        ),
        "claim_reviewed": review.text,
        "item_reviewed": ReviewedClaimRead(
            type="Claim",
            text=review.text,
            author=None if review.speaker is None else SpeakerRead(type=kind, name=review.speaker),
            date_published=appearances[0].date_published if appearances else None,
            first_appearance=appearances[0] if appearances else None,
            appearance=appearances or None,
        ),
        "review_rating": RatingRead(
            type="Rating",
            rating_value=rating.value,
            best_rating=BEST_RATING,
            worst_rating=WORST_RATING,
            alternate_name=rating.name,
        ),
        "correction": list(review.corrections) or None,
    }
