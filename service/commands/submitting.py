"""Submitting: the command that sends a file of articles to a running service."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.commands.outcomes import ExitCode, Stop, command
from service.commands.terminal import make_console, print_error

if TYPE_CHECKING:
    from service.commands.remote import RemoteService

_STANDARD_INPUT = "-"
#: A batch of these is stored in well under a second.
_BATCH_ROWS = 200
#: JSON may take more bytes than the line had, and the service reads 12,000,000.
_BATCH_BYTES = 4_000_000
#: The service reads no larger article, whatever its length: bodies end at 12,000,000.
_ARTICLE_BYTES = 11_000_000
_POLL_SECONDS = 2
_PRINTED_ROWS = 20
API_KEY_VARIABLE = "CLAIMDESK_API_KEY"


@dataclass
class Submission:
    """What has become of the lines so far.

    Attributes:
        refused: Line number and what is wrong with it.
        open: Batches that are not done yet, with the line of each row.
    """

    lines: int = 0
    known: int = 0
    ready: int = 0
    failed: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)
    open: dict[str, list[int]] = field(default_factory=dict)

    def refuse(self, line: int, errors: list[dict[str, str]]) -> None:
        """Note a line that is no article."""
        self.refused.append({"line": line, "errors": errors})

    def settle(self, batch: dict[str, Any]) -> None:
        """Note that a batch is done."""
        lines = self.open.pop(batch["id"])
        self.ready += batch["counts"]["ready"]
        self.failed += batch["counts"]["failed"]
        for row in batch["failures"]:
            if row["status"] == "failed":
                line = lines[row["row"] - 1]
                failure = {"article_id": row["article_id"], **row["failure"]}
                self.failures.append({"line": line, "failure": failure})


@command
def submit(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="JSON Lines, UTF-8: on each line what POST /v1/articles takes; - reads stdin.",
        ),
    ],
    url: Annotated[
        str, typer.Option(help="Where the service listens.", envvar="CLAIMDESK_URL")
    ] = "http://127.0.0.1:8000",
    wait: Annotated[
        bool, typer.Option(help="Wait until all articles are analysed, or leave at once.")
    ] = True,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the report as a JSON object, all of it.")
    ] = False,
) -> None:
    """Send articles to a running service, in batches that wait behind what is more urgent.

    The API key, where the service needs one, is read from CLAIMDESK_API_KEY. A text that the
    service has already is not analysed again, so that a file can be sent again.
    """
    from service.commands.remote import RemoteService  # noqa: PLC0415  heavy

    submission = Submission()
    key = os.environ.get(API_KEY_VARIABLE)
    with RemoteService.at(url, key, print_error) as service, _progress() as progress:
        _send(service, file, submission, progress)
        if wait:
            _wait(service, submission, progress)
    _report(submission, as_json=as_json, waited=wait)
    bad = len(submission.refused) + submission.failed
    if bad:
        message = f"{bad:,} of {submission.lines:,} articles were refused or failed"
        raise Stop(ExitCode.PARTLY_DONE, message)


def _send(service: RemoteService, file: str, submission: Submission, progress: Progress) -> None:
    sending = progress.add_task("Sent", total=None)
    for lines, rows in _read_batches(file, submission):
        # A new key for each batch, under which it is stored once however often it is sent.
        batch = service.post("/v1/batches", {"articles": rows}, str(uuid4()))
        _note_sent(submission, batch, lines)
        progress.update(sending, completed=submission.lines)
    progress.update(sending, completed=submission.lines, total=submission.lines)


def _wait(service: RemoteService, submission: Submission, progress: Progress) -> None:
    total = sum(len(lines) for lines in submission.open.values())
    analysing = progress.add_task("Analysed", total=total)
    while submission.open:
        left = 0
        for batch_id in list(submission.open):
            batch = service.get(f"/v1/batches/{batch_id}")
            left += batch["counts"]["queued"] + batch["counts"]["processing"]
            if batch["done"]:
                submission.settle(batch)
        progress.update(analysing, completed=total - left)
        if submission.open:
            time.sleep(_POLL_SECONDS)


def _note_sent(submission: Submission, batch: dict[str, Any], lines: list[int]) -> None:
    submission.batches.append(batch["id"])
    submission.open[batch["id"]] = lines
    submission.known += batch["known"]
    for row in batch["failures"]:
        if row["status"] == "refused":
            submission.refuse(lines[row["row"] - 1], row["errors"])
    if batch["done"]:
        submission.settle(batch)


def _read_batches(
    file: str, submission: Submission
) -> Iterator[tuple[list[int], list[dict[str, Any]]]]:
    """Yield articles with their lines, never more of the file than one batch in memory."""
    lines: list[int] = []
    rows: list[dict[str, Any]] = []
    size = 0
    with _open(file) as source:
        for number, line in enumerate(source, 1):
            if not line.strip():
                continue
            submission.lines += 1
            row = _read_line(line)
            if isinstance(row, str):
                submission.refuse(number, [{"detail": row, "pointer": "#"}])
                continue
            if rows and (len(rows) == _BATCH_ROWS or size + len(line) > _BATCH_BYTES):
                yield lines, rows
                lines, rows, size = [], [], 0
            lines.append(number)
            rows.append(row)
            size += len(line)
    if rows:
        yield lines, rows
    if not submission.lines:
        raise Stop(ExitCode.INPUT_REFUSED, f"{file} holds no article")


def _read_line(line: bytes) -> dict[str, Any] | str:
    """Return the object on a line, or what is wrong with it."""
    try:
        value = json.loads(line.decode("utf-8-sig"))
        # Python reads what JSON has not (NaN) and what no text has (halves of characters).
        sent = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        return f"This line is not JSON: {error}."
    if len(sent) > _ARTICLE_BYTES:
        return f"This line is larger than {_ARTICLE_BYTES:,} bytes, which is more than is read."
    return value if isinstance(value, dict) else "This line is not a JSON object."


@contextmanager
def _open(file: str) -> Iterator[IO[bytes]]:
    """Open a file for reading.

    Raises:
        Stop: If it cannot be read.
    """
    if file == _STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as lines:
            yield lines
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror})"
        raise Stop(ExitCode.INPUT_REFUSED, message) from error


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show on standard error how far the work has come."""
    console = make_console(sys.stderr)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield progress


def _report(submission: Submission, *, as_json: bool, waited: bool) -> None:
    if as_json:
        content = {
            "lines": submission.lines,
            "known": submission.known,
            "ready": submission.ready,
            "failed": submission.failures,
            "refused": submission.refused,
            "batches": submission.batches,
        }
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        return
    console = make_console()
    done = f"{submission.ready:,} ready, {submission.failed:,} failed, " if waited else ""
    console.print(
        f"{submission.lines:,} lines: {done}{submission.known:,} known before, "
        f"{len(submission.refused):,} refused."
    )
    if not waited:
        console.print(f"Batches: {', '.join(submission.batches)}")
    told = [
        f"line {row['line']}: {error['pointer']}: {error['detail']}"
        for row in submission.refused
        for error in row["errors"]
    ]
    told += [
        f"line {row['line']}: {row['failure']['title']}: {row['failure']['detail']}"
        for row in submission.failures
    ]
    for line in told[:_PRINTED_ROWS]:
        console.print(line, markup=False)
    if len(told) > _PRINTED_ROWS:
        console.print(f"… and {len(told) - _PRINTED_ROWS:,} more; --json lists all.")
