"""Strict JSON: bodies that are read as RFC 8259 says, and nothing looser."""

from __future__ import annotations

import json
from email.message import Message
from http import HTTPStatus
from typing import Any, NoReturn

from fastapi import Request

from service.api.problems import RefusedRequestError
from service.domain.errors import FieldProblem

MEDIA_TYPE = "application/json"
_CHARSETS = frozenset({"", "utf-8", "utf8"})


class StrictRequest(Request):
    """A request whose JSON body is UTF-8 without NaN, Infinity or repeated names.

    FastAPI reads the body through `json()`, so that what is refused here never reaches a
    schema.
    """

    _parsed: Any

    async def json(self) -> Any:  # noqa: ANN401  a JSON body is any value
        """Return the parsed body.

        Raises:
            RefusedRequestError: With status 415 for another media type, 400 for a body
                that is not JSON.
        """
        if not hasattr(self, "_parsed"):
            body = await self.body()
            refuse_media_type(self)
            self._parsed = parse_json(body)
        return self._parsed


def refuse_media_type(request: Request) -> None:
    """Refuse a body that is not declared as JSON in UTF-8.

    Raises:
        RefusedRequestError: With status 415.
    """
    declared = request.headers.getlist("content-type")
    message = Message()
    message["Content-Type"] = declared[0] if declared else "application/octet-stream"
    charset = str(message.get_param("charset") or "").lower()
    if len(declared) == 1 and message.get_content_type() == MEDIA_TYPE and charset in _CHARSETS:
        return
    given = " and ".join(f"'{value[:100]}'" for value in declared) or "no Content-Type"
    raise RefusedRequestError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"Send the body as {MEDIA_TYPE}, in UTF-8; this request has {given}.",
        (FieldProblem(f"This must be {MEDIA_TYPE}.", "#/header/Content-Type"),),
        {"Accept": MEDIA_TYPE},
    )


def parse_json(body: bytes) -> Any:  # noqa: ANN401  a JSON body is any value
    """Return the value of a JSON text.

    Lone surrogates written as escapes are let through, so that the schema can name the
    field that holds them.

    Raises:
        RefusedRequestError: With status 400.
    """
    try:
        return json.loads(
            body.decode("utf-8"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_repeated_names,
        )
    except UnicodeDecodeError as error:
        raise _malformed(f"it is not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _malformed(f"{error.msg} at {where}") from error
    except RecursionError as error:
        raise _malformed("it is nested too deeply") from error
    except ValueError as error:
        # Python refuses to read integers of more than 4,300 digits.
        raise _malformed("it holds a number of too many digits") from error


def _refuse_constant(name: str) -> NoReturn:
    raise _malformed(f"{name} is no JSON value")


def _refuse_repeated_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _malformed("an object has the same name twice")
    return members


def _malformed(why: str) -> RefusedRequestError:
    detail = f"The body is not JSON that can be read: {why}."
    return RefusedRequestError(HTTPStatus.BAD_REQUEST, detail, (FieldProblem(detail, "#"),))
