"""Entity tags: versions as strong `ETag`s, and the conditions that callers set on them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from service.api.problems import RefusedRequestError
from service.domain.errors import FieldProblem, VersionMismatchError, VersionRequiredError

# RFC 9110, section 8.8.3: the opaque part is any visible character but the double quote.
_ENTITY_TAG = re.compile(r'(?P<weak>W/)?"(?P<opaque>[\x21\x23-\x7e\x80-\xff]*)"')
_ARTICLE_TAG = re.compile(r"(?P<revision>[1-9][0-9]{0,8})-[0-9a-f]{32}")
_VERSION = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Condition:
    """The entity tags of an `If-Match` or `If-None-Match` header.

    Attributes:
        any: True for `*`, which every stored thing matches.
        strong: The opaque parts of the strong tags.
        weak: Those of the weak ones.
    """

    any: bool
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


def version_tag(version: int) -> str:
    """Return the strong entity tag of a version: its number in quotes."""
    return f'"{version}"'


def content_tag(content: bytes) -> str:
    """Return the strong entity tag of a representation: a digest of its bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def article_tag(revision: int, content: bytes) -> str:
    """Return the strong entity tag of an article: its revision, and a digest of its bytes."""
    return f'"{revision}-{content_tag(content)[1:-1]}"'


def read_condition(
    headers: Sequence[str], name: Literal["If-Match", "If-None-Match"]
) -> Condition | None:
    """Return the condition that a header sets, or None where the header is absent.

    Raises:
        RefusedRequestError: With status 400 where the header is malformed.
    """
    text = ", ".join(headers).strip()
    if not headers:
        return None
    if text == "*":
        return Condition(any=True)
    tags = _read_tags(text)
    if tags is None:
        detail = f'{name} must be entity tags in double quotes, such as "3", or an asterisk.'
        raise RefusedRequestError(
            HTTPStatus.BAD_REQUEST, detail, (FieldProblem(detail, f"#/header/{name}"),)
        )
    return Condition(
        any=False,
        strong=tuple(opaque for weak, opaque in tags if not weak),
        weak=tuple(opaque for weak, opaque in tags if weak),
    )


def _read_tags(text: str) -> list[tuple[bool, str]] | None:
    """Return whether each tag of a list is weak, and its opaque part; None if malformed."""
    tags = []
    position = 0
    while match := _ENTITY_TAG.match(text, position):
        tags.append((match["weak"] is not None, match["opaque"]))
        rest = text[match.end() :].lstrip(" \t")
        if rest and not rest.startswith(","):
            return None
        # Empty elements of a list are to be ignored (RFC 9110, section 5.6.1).
        position = len(text) - len(rest.lstrip(", \t"))
    return tags if tags and position >= len(text) else None


def require_condition(condition: Condition | None, what: str = "claim") -> Condition:
    """Return the condition of a change, which must have one.

    Raises:
        VersionRequiredError: Where there is none.
    """
    if condition is None:
        detail = (
            "Say which version you change: send its ETag in If-Match, such as If-Match: "
            f'"1", as GET of the {what} returned it.'
        )
        raise VersionRequiredError(detail, (FieldProblem(detail, "#/header/If-Match"),))
    return condition


def choose_version(
    condition: Condition, current_version: int, named: str = "The claim"
) -> int | None:
    """Return the version that a change expects, None for any.

    A weak tag never matches here, since `If-Match` compares strongly (RFC 9110, 13.1.1).

    Raises:
        VersionMismatchError: Where no tag can be that of the current version.
    """
    if condition.any:
        return None
    versions = [int(tag) for tag in condition.strong if _VERSION.fullmatch(tag)]
    if current_version not in versions:
        raise VersionMismatchError(
            f"{named} has version {current_version}, which If-Match does not name; read it "
            "again and decide on what it says now."
        )
    return current_version


def choose_revision(condition: Condition, current_revision: int) -> int | None:
    """Return the revision that a correction expects, None for any.

    Of an article's tag the revision alone counts: what happened to its claims meanwhile does
    not touch the text.

    Raises:
        VersionMismatchError: Where no tag can be one of the current revision.
    """
    if condition.any:
        return None
    matches = (_ARTICLE_TAG.fullmatch(tag) for tag in condition.strong)
    if current_revision not in [int(match["revision"]) for match in matches if match]:
        raise VersionMismatchError(
            f"The article has revision {current_revision}, which If-Match does not name; read it "
            "again and correct what it says now."
        )
    return current_revision


def is_unchanged(condition: Condition | None, entity_tag: str) -> bool:
    """Tell whether the caller has this representation already (`If-None-Match`)."""
    if condition is None:
        return False
    opaque = entity_tag.strip('"')
    return condition.any or opaque in condition.strong or opaque in condition.weak
