"""Annotations: the claims of an article in the W3C Web Annotation Data Model (2017)."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from service.api.schemas import examples
from service.api.schemas.appearances import JsonLd
from service.api.schemas.base import Timestamp
from service.domain.claim import Claim

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_CONTEXT = Literal["http://www.w3.org/ns/anno.jsonld"]


class TextPositionSelector(JsonLd):
    """A place by its offsets, in code points of the article's text (section 4.2.5)."""

    type: Literal["TextPositionSelector"] = Field(
        description="Always `TextPositionSelector`.", examples=["TextPositionSelector"]
    )
    start: int = Field(ge=0, description="Index of the first code point.", examples=[358])
    end: int = Field(ge=1, description="Index after the last code point.", examples=[428])


class TextQuoteSelector(JsonLd):
    """A place by its words and what stands around them (section 4.2.4)."""

    type: Literal["TextQuoteSelector"] = Field(
        description="Always `TextQuoteSelector`.", examples=["TextQuoteSelector"]
    )
    exact: str = Field(description="The selected text.", examples=[examples.QUOTE])
    prefix: str = Field(
        description="Up to 32 code points before it.", examples=[examples.SELECTOR["prefix"]]
    )
    suffix: str = Field(
        description="Up to 32 code points after it.", examples=[examples.SELECTOR["suffix"]]
    )


class AnnotationTarget(JsonLd):
    """The passage of the article that makes the claim."""

    type: Literal["SpecificResource"] = Field(
        description="Always `SpecificResource`.", examples=["SpecificResource"]
    )
    source: str = Field(
        description="The article in this service; the selectors point into its `text`.",
        examples=[examples.ANNOTATION["target"]["source"]],
    )
    scope: str | None = Field(
        default=None,
        description="The page on which the article was published. Absent where unknown.",
        examples=[examples.ARTICLE_CREATE["url"]],
    )
    selector: list[
        Annotated[TextQuoteSelector | TextPositionSelector, Field(discriminator="type")]
    ] = Field(
        min_length=2,
        max_length=2,
        description="The passage, by quotation and by position.",
        examples=[examples.ANNOTATION["target"]["selector"]],
    )


class AnnotationBody(JsonLd):
    """What is said about the passage."""

    type: Literal["TextualBody"] = Field(
        description="Always `TextualBody`.", examples=["TextualBody"]
    )
    purpose: Literal["describing", "assessing", "tagging"] = Field(
        description="`describing`: the claim as a sentence of its own; `assessing`: the published "
        "verdict; `tagging`: one of its tags.",
        examples=["describing"],
    )
    value: str = Field(description="The text.", examples=[examples.CLAIM["text"]])
    format: Literal["text/plain"] = Field(
        description="Always `text/plain`.", examples=["text/plain"]
    )
    language: str | None = Field(
        default=None,
        description="The language of a text in prose. Absent for verdicts and tags.",
        examples=["en"],
    )


class Annotation(JsonLd):
    """One claim, attached to the passage that makes it."""

    id: str = Field(
        description="The annotation's IRI; without the fragment it is the claim's address.",
        examples=[examples.ANNOTATION["id"]],
    )
    type: Literal["Annotation"] = Field(description="Always `Annotation`.", examples=["Annotation"])
    motivation: Literal["describing"] = Field(
        description="Always `describing`.", examples=["describing"]
    )
    created: Timestamp = Field(
        description="When the claim was stored, UTC.", examples=[examples.UPDATED_AT]
    )
    modified: Timestamp = Field(
        description="When it was last changed, UTC.", examples=[examples.UPDATED_AT]
    )
    body: list[AnnotationBody] = Field(
        min_length=1,
        description="The claim, its published verdict and its tags.",
        examples=[examples.ANNOTATION["body"]],
    )
    target: AnnotationTarget = Field(
        description="The passage.", examples=[examples.ANNOTATION["target"]]
    )


class _Page(JsonLd):
    id: str = Field(description="The page's IRI.", examples=[examples.ANNOTATION_PAGE["id"]])
    type: Literal["AnnotationPage"] = Field(
        description="Always `AnnotationPage`.", examples=["AnnotationPage"]
    )
    next: str | None = Field(
        default=None,
        description="The IRI of the next page. Absent on the last one.",
        examples=[f"{examples.ANNOTATION_PAGE['id']}?cursor={examples.CLAIM_ID}"],
    )
    items: list[Annotation] = Field(
        description="The annotations in the order of the text.", examples=[[examples.ANNOTATION]]
    )


class FirstAnnotationPage(_Page):
    """The first page, inside its collection."""


class AnnotationPage(_Page):
    """A later page of a collection (section 5.2), asked for by `cursor`."""

    context: _CONTEXT = Field(
        alias="@context", description="The Web Annotation context.", examples=[CONTEXT]
    )
    part_of: str = Field(
        alias="partOf",
        description="The IRI of the collection.",
        examples=[examples.ANNOTATION_PAGE["id"]],
    )


class AnnotationCollection(JsonLd):
    """The claims of an article as annotations of its text (section 5.1)."""

    context: _CONTEXT = Field(
        alias="@context", description="The Web Annotation context.", examples=[CONTEXT]
    )
    id: str = Field(
        description="The collection's IRI.", examples=[examples.ANNOTATION_COLLECTION["id"]]
    )
    type: Literal["AnnotationCollection"] = Field(
        description="Always `AnnotationCollection`.", examples=["AnnotationCollection"]
    )
    label: str = Field(
        description="What it is called.", examples=[examples.ANNOTATION_COLLECTION["label"]]
    )
    total: int = Field(ge=0, description="How many annotations there are.", examples=[1])
    first: FirstAnnotationPage | None = Field(
        default=None,
        description="The first page. Absent where there is no annotation.",
        examples=[examples.ANNOTATION_PAGE],
    )


def describe_claim(
    claim: Claim, *, claim_url: str, article_url: str, published_url: str | None
) -> Annotation:
    """Return the annotation that a claim is.

    The verdict goes along only while it is published: the desk's work is no annotation for
    readers.
    """
    selector = claim.selector
    body = [_body("describing", claim.text, language="en")]
    if claim.state.verdict is not None and claim.state.publication == "published":
        body.append(_body("assessing", claim.state.verdict.value))
    body += [_body("tagging", tag) for tag in claim.tags]
    return Annotation(
        id=f"{claim_url}#annotation",
        type="Annotation",
        motivation="describing",
        created=claim.created_at,
        modified=claim.updated_at,
        body=body,
        target=AnnotationTarget(
            type="SpecificResource",
            source=article_url,
            scope=published_url,
            selector=[
                TextQuoteSelector(
                    type="TextQuoteSelector",
                    exact=selector.exact,
                    prefix=selector.prefix,
                    suffix=selector.suffix,
                ),
                TextPositionSelector(
                    type="TextPositionSelector", start=selector.start, end=selector.end
                ),
            ],
        ),
    )


def _body(
    purpose: Literal["describing", "assessing", "tagging"],
    value: str,
    *,
    language: str | None = None,
) -> AnnotationBody:
    return AnnotationBody(
        type="TextualBody", purpose=purpose, value=value, format="text/plain", language=language
    )


def collection_label(title: str | None, article_id: UUID) -> str:
    """Return what the annotations of an article are called."""
    return f"Claims of “{title}”" if title else f"Claims of article {article_id}"
