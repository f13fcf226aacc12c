"""Views: named questions to the claims, as desks send and read them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from service.api.schemas import view_examples
from service.api.schemas.base import Line, Schema, Timestamp
from service.api.schemas.queries import ClaimCriteria
from service.domain.claim_query import ClaimSort
from service.domain.view import NAME_PATTERN, SavedView

_NAME = "What it is asked for by, in `GET /v1/claims?view=NAME`."
_FILTERS = "Filters of `GET /v1/claims` by the names of its parameters."
_SORT = "The order of the claims, as in `GET /v1/claims`."
_DESCRIPTION = "What it shows, in a line."
_EDITABLE = ("description", "filters", "sort")


class ViewFiltersCreate(ClaimCriteria):
    """Filters of claims; each means what it means as a parameter of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    def given(self) -> dict[str, Any]:
        """Return the filters that narrow anything, as JSON values."""
        return self.model_dump(mode="json", exclude_none=True)


class ViewCreate(Schema):
    """A wish for a new view."""

    name: Annotated[str, StringConstraints(pattern=NAME_PATTERN)] = Field(
        description=f"{_NAME} Small letters, digits, hyphens and underscores.",
        examples=[view_examples.VIEW_NAME],
    )
    description: Line | None = Field(
        default=None,
        description=_DESCRIPTION,
        examples=[view_examples.VIEW_CREATE["description"]],
    )
    filters: ViewFiltersCreate = Field(
        description=_FILTERS, examples=[view_examples.VIEW_CREATE["filters"]]
    )
    sort: Annotated[ClaimSort, Field(strict=False)] = Field(
        default=ClaimSort.CREATED_AT_DESCENDING,
        description=_SORT,
        examples=["workflow_changed_at"],
    )


class ViewUpdate(Schema):
    """Changes of a view: what is absent stays; filters are replaced as a whole."""

    description: Line | None = Field(
        default=None,
        description=f"{_DESCRIPTION} Null clears it.",
        examples=[view_examples.VIEW_CREATE["description"]],
    )
    filters: ViewFiltersCreate | None = Field(
        default=None,
        description=f"{_FILTERS} Null is refused.",
        examples=[view_examples.VIEW_UPDATE["filters"]],
    )
    sort: Annotated[ClaimSort, Field(strict=False)] | None = Field(
        default=None,
        description=f"{_SORT} Null is refused.",
        examples=["workflow_changed_at"],
    )

    @model_validator(mode="before")
    @classmethod
    def _refuse_nothing(cls, value: object) -> object:
        if isinstance(value, dict) and not value:
            raise PydanticCustomError(
                "nothing_to_change",
                "Give at least one of {names}.",
                {"names": ", ".join(_EDITABLE)},
            )
        return value

    def null_fields(self) -> tuple[str, ...]:
        """Return the fields that were given as null and may not be."""
        return tuple(
            name
            for name in ("filters", "sort")
            if name in self.model_fields_set and getattr(self, name) is None
        )

    def changes(self) -> dict[str, object]:
        """Return the new values of the fields that were given, by name."""
        values: dict[str, object] = {
            "description": self.description,
            "filters": None if self.filters is None else self.filters.given(),
            "sort": self.sort,
        }
        return {name: value for name, value in values.items() if name in self.model_fields_set}


class ViewRead(Schema):
    """A view."""

    name: str = Field(description=_NAME, examples=[view_examples.VIEW_NAME])
    description: str | None = Field(
        description=_DESCRIPTION, examples=[view_examples.VIEW_CREATE["description"]]
    )
    filters: dict[str, bool | float | str] = Field(
        description=_FILTERS, examples=[view_examples.VIEW_CREATE["filters"]]
    )
    sort: ClaimSort = Field(description=_SORT, examples=["workflow_changed_at"])
    built_in: bool = Field(
        description="Whether it comes with the service, and cannot be changed.", examples=[False]
    )
    version: int = Field(
        ge=1,
        description="1 when saved, one more for each change; in quotes it is the `ETag`.",
        examples=[1],
    )
    created_by: str | None = Field(
        description="Who saved it; null for one that comes with the service.",
        examples=["desk-tool"],
    )
    created_at: Timestamp | None = Field(
        description="When it was saved, UTC.", examples=[view_examples.VIEW["created_at"]]
    )
    updated_at: Timestamp | None = Field(
        description="When it was last changed, UTC.", examples=[view_examples.VIEW["updated_at"]]
    )

    @classmethod
    def from_domain(cls, view: SavedView) -> ViewRead:
        """Build it from the domain's view."""
        return cls.model_validate(
            {
                "name": view.name,
                "description": view.description,
                "filters": dict(view.filters),
                "sort": view.sort,
                "built_in": view.built_in,
                "version": view.version,
                "created_by": view.created_by,
                "created_at": view.created_at,
                "updated_at": view.updated_at,
            }
        )
