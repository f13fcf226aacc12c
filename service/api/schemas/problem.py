"""Problem: the JSON of every error, as in RFC 9457."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from service.api.schemas.base import Schema


class FieldProblemRead(Schema):
    """One thing that is wrong with one field."""

    detail: str = Field(
        description="What is wrong and what would be right.",
        examples=["The text is empty; send the article."],
    )
    pointer: str = Field(
        description="The field: an RFC 6901 JSON Pointer into the body as a URI fragment "
        "(`#/evidence/0/url`), or `#/query/NAME`, `#/header/NAME`, `#/path/NAME`.",
        examples=["#/text"],
    )


class Problem(Schema):
    """An error, as `application/problem+json`; members that do not apply are absent."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    type: str = Field(
        description="Which problem it is: a stable URI, or `about:blank` where the status says "
        "all.",
        examples=["urn:claimdesk:problem:invalid-input"],
    )
    title: str = Field(
        description="The problem in a few words; the same for every occurrence.",
        examples=["Invalid input"],
    )
    status: int = Field(
        ge=400, le=599, description="The HTTP status code of the answer.", examples=[422]
    )
    detail: str = Field(
        description="What is wrong this time, for whoever must act on it.",
        examples=["The text is empty; send the article."],
    )
    instance: str = Field(description="The path of the request.", examples=["/v1/articles"])
    errors: list[FieldProblemRead] | None = Field(
        default=None,
        description="The fields at fault, at most twenty of them.",
        examples=[[{"detail": "The text is empty; send the article.", "pointer": "#/text"}]],
    )
    allowed: dict[str, list[str]] | None = Field(
        default=None,
        description="After a forbidden change of status: for each axis, the values that the "
        "claim may take next.",
        examples=[
            {
                "workflow": ["triaged", "dismissed"],
                "verdict": [],
                "publication": [],
            }
        ],
    )
    violated_policies: list[str] | None = Field(
        default=None,
        alias="violated-policies",
        description="After too many requests: the names of the limits that were exceeded, as in "
        "`RateLimit-Policy`.",
        examples=[["editor"]],
    )
