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
_PLAIN = re.compile(r"[^\W_]+")
#: What PostgreSQL's index leaves out: the whole list of its configuration `english`.
_STOP_WORDS = frozenset(
    _PLAIN.findall(
        "i me my myself we our ours ourselves you your yours yourself yourselves he him his "
        "himself she her hers herself it its itself they them their theirs themselves what which "
        "who whom this that these those am is are was were be been being have has had having do "
        "does did doing a an the and but if or because as until while of at by for with about "
        "against between into through during before after above below to from up down in out on "
        "off over under again further then once here there when where why how all any both each "
        "few more most other some such no nor not only own same so than too very s t can will "
        "just don should now"
    )
)


def holds_words(words: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that each word occurs in one of the columns, whatever its case."""
    return and_(*(or_(*(_contains(column, word) for column in columns)) for word in words.split()))


def is_found_by_words(
    words: str,
    claim_id: InstrumentedAttribute[Any],
    *columns: InstrumentedAttribute[Any],
) -> ColumnElement[bool]:
    """Return the condition that a claim has all words, by the full-text index.

    A word counts in any inflection, and by the first letters of its stem. What has other signs
    than letters and digits in it, such as 3.5 or covid-19, must occur just so in one of the
    columns, since the two indexes cut such words differently.

    Args:
        words: What somebody looks for.
        claim_id: The claim's identifier.
        columns: The texts that hold what the index was made of.
    """
    indexed = [word for word in words.split() if _PLAIN.fullmatch(word) and not _is_stop(word)]
    literally = [word for word in words.split() if word not in indexed]
    conditions = [or_(*(_contains(column, word) for column in columns)) for word in literally]
    if indexed:
        fts5 = " AND ".join(f'"{word}" *' for word in indexed)
        tsquery = " & ".join(f"{word}:*" for word in indexed)
        conditions.append(_Indexed(claim_id, literal(fts5), literal(tsquery)))
    return and_(*conditions)


def _is_stop(word: str) -> bool:
    return word.lower() in _STOP_WORDS


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
