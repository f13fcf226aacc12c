"""Export: claims as lines of CSV and of JSON, for spreadsheets and for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from service.api.schemas import examples
from service.api.schemas.claims import ClaimRead
from service.domain.claim import Claim

CSV_MEDIA_TYPE = "text/csv; charset=utf-8"
JSON_LINES_MEDIA_TYPE = "application/jsonl"
#: Spreadsheets take a file without it for the encoding of their country. Readers of CSV
#: in programming languages leave it out, or can be told to (`utf-8-sig` in Python).
BYTE_ORDER_MARK = "\ufeff"
#: A cell that begins so is a formula to a spreadsheet, which would carry it out.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: An apostrophe in front makes a cell text, and most spreadsheets do not show it.
_GUARD = "'"
_TAG_SEPARATOR = "; "
#: Characters of output that are handed on at a time.
_CHUNK_CHARACTERS = 65_536

#: The columns of the CSV, each with how it is read from a claim as the API answers it.
COLUMNS: Mapping[str, Callable[[ClaimRead], object]] = {
    "id": lambda claim: claim.id,
    "article_id": lambda claim: claim.article_id,
    "text": lambda claim: claim.text,
    "quote": lambda claim: claim.quote,
    "start": lambda claim: claim.selector.start,
    "end": lambda claim: claim.selector.end,
    "kind": lambda claim: claim.kind.value,
    "speaker": lambda claim: claim.speaker,
    "check_worthiness": lambda claim: claim.check_worthiness,
    "support": lambda claim: claim.support,
    "method": lambda claim: claim.method.value,
    "origin": lambda claim: claim.origin.value,
    "original_rating": lambda claim: claim.original_rating,
    "workflow": lambda claim: claim.workflow.value,
    "verdict": lambda claim: None if claim.verdict is None else claim.verdict.value,
    "publication": lambda claim: claim.publication.value,
    "assignee": lambda claim: claim.assignee,
    "tags": lambda claim: _TAG_SEPARATOR.join(claim.tags),
    "version": lambda claim: claim.version,
    "created_at": lambda claim: claim.created_at.isoformat(),
    "updated_at": lambda claim: claim.updated_at.isoformat(),
}


def write_csv(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield claims as CSV (RFC 4180) with a header, a byte order mark in front, in chunks."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow(COLUMNS)
    for claim in claims:
        read = ClaimRead.from_domain(claim)
        writer.writerow([_guard(column(read)) for column in COLUMNS.values()])
        if buffer.tell() >= _CHUNK_CHARACTERS:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def write_json_lines(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield claims as JSON Lines, each the object that the API answers, in chunks."""
    lines: list[str] = []
    size = 0
    for claim in claims:
        lines.append(ClaimRead.from_domain(claim).model_dump_json() + "\n")
        size += len(lines[-1])
        if size >= _CHUNK_CHARACTERS:
            yield "".join(lines)
            lines, size = [], 0
    yield "".join(lines)


def _guard(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula (CWE-1236)."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return _GUARD + value
    return value


def _render_examples() -> tuple[str, str]:
    claim = ClaimRead.model_validate_json(json.dumps(examples.CLAIM))
    row = io.StringIO()
    writer = csv.writer(row)
    writer.writerow(COLUMNS)
    writer.writerow([_guard(column(claim)) for column in COLUMNS.values()])
    return BYTE_ORDER_MARK + row.getvalue(), claim.model_dump_json() + "\n"


#: What the documentation shows.
EXAMPLE_CSV, EXAMPLE_JSON_LINES = _render_examples()
