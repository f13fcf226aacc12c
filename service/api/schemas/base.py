"""Base: the strictness that all schemas share, and the value types that they are made of."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

MAX_URL_CHARACTERS = 2_000
MAX_NAME_CHARACTERS = 300
MAX_SENTENCE_CHARACTERS = 2_000
MAX_NOTE_CHARACTERS = 10_000
MAX_TAG_CHARACTERS = 50
MAX_TAGS = 20
EARLIEST_YEAR = 1900

_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}(?P<time>[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?(?P<offset>[Zz]|[+-]\d{2}:\d{2}))?",
    re.ASCII,
)
_URL_SHAPE = re.compile(r"https?://[^\s\"<>\\^`{|}]+", re.IGNORECASE)
_HTTP_URL = TypeAdapter(HttpUrl)


class Schema(BaseModel):
    """The base of all schemas: no unknown field, no silent conversion, no mutation."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _refuse_unstorable(value: str) -> str:
    found = _UNSTORABLE.search(value)
    if found:
        raise PydanticCustomError(
            "unstorable_character",
            "The character U+{code} at index {index} is not text; leave it out.",
            {"code": f"{ord(found.group()):04X}", "index": found.start()},
        )
    return value


def _read_instant(value: object) -> object:
    """Turn an RFC 3339 date-time, or a date as its midnight in UTC, into an instant.

    The offset is kept, since it tells on which day it was where the instant was noted.
    """
    if not isinstance(value, str):
        return value
    match = _INSTANT.fullmatch(value)
    if match is None:
        raise PydanticCustomError(
            "rfc3339",
            "This must be an RFC 3339 date-time with an offset, such as "
            "2019-06-29T08:15:00Z, or a date, such as 2019-06-29 (read as midnight UTC). "
            "In a query, write the plus sign of an offset as %2B.",
        )
    try:
        instant = datetime.fromisoformat(value.upper())
    except ValueError as error:
        raise PydanticCustomError("rfc3339", "There is no such date or time.") from error
    if instant.year < EARLIEST_YEAR:
        raise PydanticCustomError(
            "too_early", "The year must be {year} or later.", {"year": EARLIEST_YEAR}
        )
    if match["time"] is None:
        return instant.replace(tzinfo=UTC)
    try:
        instant.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError("rfc3339", "There is no such date or time.") from error
    return instant


def _read_url(value: str) -> str:
    """Check an http or https address; keep it as written unless it is not ASCII."""
    try:
        parsed = _HTTP_URL.validate_python(value)
    except ValidationError:
        parsed = None
    if parsed is None or _URL_SHAPE.fullmatch(value) is None:
        raise PydanticCustomError(
            "http_url", "This must be an http or https address, such as https://example.org/news/1."
        )
    return value if value.isascii() else str(parsed)


#: A name or title: 1 to 300 characters after white space at both ends is cut.
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME_CHARACTERS),
    AfterValidator(_refuse_unstorable),
]
#: A claim's wording: 1 to 2,000 characters.
Sentence = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SENTENCE_CHARACTERS),
    AfterValidator(_refuse_unstorable),
]
#: A longer remark: 1 to 10,000 characters after white space at both ends is cut.
Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NOTE_CHARACTERS),
    AfterValidator(_refuse_unstorable),
]
#: Text whose white space is left alone; bounds come with the field.
PlainText = Annotated[str, AfterValidator(_refuse_unstorable)]
Tag = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TAG_CHARACTERS),
    AfterValidator(_refuse_unstorable),
]
TagList = Annotated[list[Tag], Field(max_length=MAX_TAGS)]
Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=MAX_URL_CHARACTERS),
    AfterValidator(_refuse_unstorable),
    AfterValidator(_read_url),
    WithJsonSchema(
        {
            "type": "string",
            "format": "uri",
            "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://",
            "maxLength": MAX_URL_CHARACTERS,
        }
    ),
]
#: An instant that callers send: an RFC 3339 date-time, or a date read as midnight UTC.
Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_read_instant),
    WithJsonSchema(
        {
            "type": "string",
            "anyOf": [{"format": "date-time"}, {"format": "date"}],
            "pattern": r"^(19|[2-9]\d)\d\d-",
            "maxLength": 35,
        }
    ),
]
#: An instant that the service gives out, always UTC.
Timestamp = AwareDatetime
#: A share or probability.
Score = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
#: For every body that changes something that keeps a history.
OnBehalfOf = Annotated[
    Line | None,
    Field(
        description="The desk user for whom a program acts; kept in the history.",
        examples=["j.moreau"],
    ),
]
#: An identifier in a body. JSON has no UUID type, which strict types would ask for.
Identifier = Annotated[UUID, Field(strict=False)]
