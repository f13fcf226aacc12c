"""Field problems: what validation found, as sentences with pointers to the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from service.domain.errors import FieldProblem

#: More would only blow the answer up; whoever sent so many faults fixes these first.
MAX_PROBLEMS = 20
_MAX_TOKEN_CHARACTERS = 100
_SAFE_IN_FRAGMENT = "!$&'()*+,;=:@-._"

#: What is said of each kind of fault that Pydantic finds; others keep Pydantic's words.
DETAILS: Mapping[str, str] = {
    "missing": "This is required.",
    "extra_forbidden": "There is no such field here; check the spelling or leave it out.",
    "string_type": "This must be a string.",
    "string_unicode": "This holds half of a surrogate pair, which is not a character; send "
    "well-formed Unicode.",
    "string_too_short": "This must have at least {min_length} character(s), white space at the "
    "ends not counted.",
    "string_too_long": "This must have at most {max_length:,} characters.",
    "int_type": "This must be a whole number, written without quotes.",
    "int_parsing": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
    "int_parsing_size": "This number is too large.",
    "float_type": "This must be a number, written without quotes.",
    "float_parsing": "This must be a number.",
    "finite_number": "This must be a finite number.",
    "greater_than_equal": "This must be {ge} or more.",
    "less_than_equal": "This must be {le} or less.",
    "enum": "This must be one of {expected}.",
    "uuid_type": "This must be an identifier (UUID) as a string.",
    "uuid_parsing": "This must be an identifier (UUID), such as "
    "5f0c9a52-6a0e-4c7e-9d0e-2f4f0c1f7b11.",
    "list_type": "This must be a list.",
    "too_long": "This list can have at most {max_length} entries.",
    "model_type": "This must be a JSON object.",
    "model_attributes_type": "This must be a JSON object.",
    "dict_type": "This must be a JSON object.",
    "timezone_aware": "This must be an RFC 3339 date-time with an offset, or a date.",
    "datetime_type": "This must be an RFC 3339 date-time or a date, as a string.",
}


def make_pointer(location: Sequence[str | int]) -> str:
    """Return the pointer of a FastAPI location, as a URI fragment (RFC 6901, section 6).

    `("body", "evidence", 0)` gives `#/evidence/0`; `("query", "limit")` gives
    `#/query/limit`.
    """
    tokens = [str(part) for part in location]
    if tokens and tokens[0] == "body":
        tokens = tokens[1:]
    return "#" + "".join(f"/{_escape(token)}" for token in tokens)


def read_validation_errors(errors: Sequence[Mapping[str, object]]) -> tuple[FieldProblem, ...]:
    """Return the first faults of a validation as problems, each with a clear sentence."""
    return tuple(_read_error(error) for error in errors[:MAX_PROBLEMS])


def _read_error(error: Mapping[str, object]) -> FieldProblem:
    location = error["loc"]
    context = error.get("ctx")
    template = DETAILS.get(str(error["type"]))
    detail = str(error["msg"])
    if template is not None:
        detail = template.format_map(context if isinstance(context, Mapping) else {})
    if error["type"] == "string_unicode" and location == ("body",):
        detail = "The name of a field is not well-formed Unicode."
    return FieldProblem(detail, make_pointer(location if isinstance(location, tuple) else ()))


def _escape(token: str) -> str:
    short = token[:_MAX_TOKEN_CHARACTERS]
    escaped = short.replace("~", "~0").replace("/", "~1")
    # Names of unknown fields are the caller's; lone surrogates in them cannot be encoded.
    return quote(escaped.encode("utf-8", "replace"), safe=_SAFE_IN_FRAGMENT + "~")
