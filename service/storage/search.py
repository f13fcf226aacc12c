"""Search conditions that mean the same on both databases."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, func, literal, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_ESCAPE = "\\"
#: What both full-text indexes cut words at.
_BETWEEN_TOKENS = re.compile(r"[\W_]+")


def holds_words(words: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that each word occurs in one of the columns, whatever its case."""
    return and_(*(or_(*(_contains(column, word) for column in columns)) for word in words.split()))


def is_found_by_words(
    words: str,
    claim_id: InstrumentedAttribute[Any],
    *columns: InstrumentedAttribute[Any],
) -> ColumnElement[bool]:
    """Return the condition that a claim has all words, by the full-text index.

    A word counts in any inflection, and as the beginning of a longer one; what has other signs
    than letters and digits in it must occur just so in one of the columns.

    Args:
        words: What somebody looks for.
        claim_id: The claim's identifier.
        columns: The texts that hold what the index was made of.
    """
    conditions: list[ColumnElement[bool]] = []
    tokens = [[part for part in _BETWEEN_TOKENS.split(word) if part] for word in words.split()]
    found = [parts for parts in tokens if parts]
    if found:
        fts5 = " AND ".join(f'"{" ".join(parts)}" *' for parts in found)
        tsquery = " & ".join(f"{part}:*" for parts in found for part in parts)
        conditions.append(_Indexed(claim_id, literal(fts5), literal(tsquery)))
    literally = [word for word, parts in zip(words.split(), tokens, strict=True) if [word] != parts]
    conditions += [or_(*(_contains(column, word) for column in columns)) for word in literally]
    return and_(*conditions)


class _Indexed(FunctionElement[bool]):
    """A claim is among those that a query finds, told in the language of either database."""

    type = Boolean()
    inherit_cache = True


@compiles(_Indexed, "sqlite")
def _indexed_on_sqlite(element: _Indexed, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401  whatever the compiler hands on
    claim_id, fts5, _ = element.clauses
    return (
        f"{compiler.process(claim_id, **options)} IN (SELECT claim_document.claim_id "  # noqa: S608  parts that the compiler made
        "FROM claim_full_text JOIN claim_document ON claim_document.key = claim_full_text.rowid "
        f"WHERE claim_full_text MATCH {compiler.process(fts5, **options)})"
    )


@compiles(_Indexed, "postgresql")
def _indexed_on_postgresql(element: _Indexed, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401  as above
    claim_id, _, tsquery = element.clauses
    return (
        f"{compiler.process(claim_id, **options)} IN (SELECT claim_document.claim_id "  # noqa: S608  parts that the compiler made
        "FROM claim_document WHERE claim_document.document @@ "
        f"to_tsquery('english', {compiler.process(tsquery, **options)}))"
    )


def _contains(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    escaped = text.lower()
    for special in (_ESCAPE, "%", "_"):
        escaped = escaped.replace(special, _ESCAPE + special)
    return func.lower(column).like(f"%{escaped}%", escape=_ESCAPE)
