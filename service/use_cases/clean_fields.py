"""Clean fields: short texts that people type, brought into the form that is stored."""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.errors import FieldProblem, InvalidInputError
from service.text.normalization import normalize

#: Greatest lengths in code points. Labels and tags are indexed, and an index entry of
#: PostgreSQL holds no more than some 2,700 bytes.
MAX_LABEL_CHARACTERS = 500
MAX_TAG_CHARACTERS = 64
MAX_ADDRESS_CHARACTERS = 2_048
MAX_CLAIM_CHARACTERS = 2_000


def clean_line(value: object, pointer: str, limit: int = MAX_LABEL_CHARACTERS) -> str:
    """Return the value as NFC text on one line, runs of white space folded.

    Args:
        value: What was sent.
        pointer: The field that it was sent in.
        limit: The most code points that the line may have.

    Raises:
        InvalidInputError: At `pointer` where it is not a string, is blank or too long, or
            holds characters that are not text.
    """
    if not isinstance(value, str):
        raise refused("This must be a string.", pointer)
    line = " ".join(clean_text(value, pointer).split())
    if len(line) > limit:
        raise refused(f"This has {len(line):,} characters; {limit:,} are the most.", pointer)
    return line


def clean_text(value: str, pointer: str) -> str:
    """Return the value in NFC, its lines kept.

    Raises:
        InvalidInputError: At `pointer` where it is blank, or holds characters that are
            not text.
    """
    if not value.strip():
        raise refused("This must not be blank.", pointer)
    try:
        return normalize(value)
    except InvalidInputError as error:
        raise refused(error.detail, pointer) from error


def clean_optional_text(value: str | None, pointer: str) -> str | None:
    """Return the cleaned text, or None where None or nothing but white space is given.

    Raises:
        InvalidInputError: At `pointer` where it holds characters that are not text.
    """
    return None if value is None or not value.strip() else clean_text(value, pointer)


def clean_optional_line(
    value: object, pointer: str, limit: int = MAX_LABEL_CHARACTERS
) -> str | None:
    """Return the cleaned line, or None where None is given.

    Raises:
        InvalidInputError: As `clean_line`.
    """
    return None if value is None else clean_line(value, pointer, limit)


def clean_claim_text(value: object, pointer: str) -> str:
    """Return the wording of a claim on one line.

    Raises:
        InvalidInputError: As `clean_line`.
    """
    return clean_line(value, pointer, MAX_CLAIM_CHARACTERS)


def clean_tags(value: object, pointer: str = "#/tags") -> tuple[str, ...]:
    """Return the tags as cleaned lines in their order, each once.

    Raises:
        InvalidInputError: Where it is not a list of strings, or a tag is blank.
    """
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise refused("Tags must be a list of strings; send [] for none.", pointer)
    cleaned = [
        clean_line(tag, f"{pointer}/{index}", MAX_TAG_CHARACTERS) for index, tag in enumerate(value)
    ]
    return tuple(dict.fromkeys(cleaned))


def refused(detail: str, pointer: str) -> InvalidInputError:
    """Return the error that says what is wrong with one field."""
    return InvalidInputError(detail, (FieldProblem(detail, pointer),))
