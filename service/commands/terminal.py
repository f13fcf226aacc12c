"""The terminal: how articles, claims and messages are printed for a person."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

#: What a program reads that is not a terminal's width of its own.
_PIPE_WIDTH = 100
_STRONG_SUPPORT = 0.75


class _PipeConsole(Console):
    """A console that lets its caller see that the reader went away."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704  rich calls this while it handles the BrokenPipeError


def make_console(file: TextIO | None = None) -> Console:
    """Return a console that prints text as it is: no markup, no emoji codes, no guesses."""
    target = file or sys.stdout
    return _PipeConsole(
        file=target,
        markup=False,
        emoji=False,
        highlight=False,
        width=None if target.isatty() else _PIPE_WIDTH,
    )


def print_error(message: str) -> None:
    """Print a message to standard error."""
    console = make_console(sys.stderr)
    console.print(Text.assemble(("claimdesk: ", "bold red"), message), soft_wrap=True)


@contextmanager
def working(message: str) -> Iterator[None]:
    """Show on standard error what is being done, moving where that is a terminal."""
    console = make_console(sys.stderr)
    if not console.is_terminal:
        console.print(f"{message} …")
        yield
        return
    with console.status(message):
        yield


@contextmanager
def counting(message: str, total: int) -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how far a count has come, where that is a terminal.

    Yields:
        What is told how many are done and how many are left.
    """
    console = make_console(sys.stderr)
    columns = (TextColumn(message), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(message, total=total)
        yield lambda done, left: progress.update(task, completed=done, total=done + left)


def _line(console: Console, text: Text | str, indent: int = 0) -> None:
    console.print(Padding(text, (0, 0, 0, indent), expand=False))


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, "bold underline"))


def _support(value: float | None) -> Text:
    if value is None:
        return Text("support not measured", "dim")
    return Text(f"support {value:.0%}", "green" if value >= _STRONG_SUPPORT else "yellow")


def _method(method: str) -> str:
    return "worded anew" if method == "abstractive" else "the article's own words"


def _marks(*parts: Text | str | None) -> Text:
    return Text(" · ", "dim").join(
        part if isinstance(part, Text) else Text(part, "dim") for part in parts if part
    )


def print_article(console: Console, article: Mapping[str, Any]) -> None:
    """Print an analysed article, given as the JSON object of the API."""
    print_summary(console, article)
    print_claims(console, article["claims"])
    _print_skipped(console, article["skipped"])
    _print_coverage(console, article["coverage"])


def print_summary(console: Console, article: Mapping[str, Any]) -> None:
    """Print the headline and the summary of an article, each sentence with its source."""
    summary = article["summary"]
    if summary is None:
        console.print("The text holds no sentence to summarise.")
        return
    console.print()
    console.print(Text(summary["headline"], "bold"))
    _heading(console, "Summary")
    for sentence in summary["sentences"]:
        console.print(Text(sentence["text"]))
        _line(console, _marks(_method(sentence["method"]), _support(sentence["support"])), 4)
        if sentence["method"] == "abstractive":
            for evidence in sentence["evidence"]:
                _line(console, _source(evidence), 4)


def print_claims(console: Console, claims: list[Mapping[str, Any]]) -> None:
    """Print claims with their marks and, where they were reworded, their source."""
    _heading(console, f"Claims ({len(claims)})")
    for number, claim in enumerate(claims, 1):
        label = f"{number:3} "
        _line(console, Text.assemble((label, "cyan"), claim["text"]))
        worthiness = claim["check_worthiness"]
        marks = _marks(
            claim["kind"],
            f"said by {claim['speaker']}" if claim["speaker"] else None,
            None if worthiness is None else f"worth checking {worthiness:.0%}",
            _method(claim["method"]),
            _support(claim["support"]),
        )
        _line(console, marks, 4)
        if claim["method"] == "abstractive":
            _line(console, _source(claim["selector"]), 4)
    if claims:
        console.print()
        console.print(
            Text(
                "Support is a trained checker's estimate of how likely the article supports a "
                "sentence, and 1 for the article's own words. It is no verdict: whether a claim "
                "is true is for the desk to find.",
                "dim",
            )
        )


def _source(selector: Mapping[str, Any]) -> Text:
    quote = " ".join(str(selector["exact"]).split())
    return Text(f"from {selector['start']}–{selector['end']}: “{quote}”", "dim italic")  # noqa: RUF001  an en dash between numbers


def _print_skipped(console: Console, skipped: list[Mapping[str, Any]]) -> None:
    if not skipped:
        return
    counts = Counter(str(item["reason"]).replace("_", " ") for item in skipped)
    listing = ", ".join(f"{count} {reason}" for reason, count in counts.most_common())
    console.print()
    console.print(Text(f"Sentences that gave no claim: {listing}.", "dim"))


def _print_coverage(console: Console, coverage: Mapping[str, Any] | None) -> None:
    if coverage is None:
        return
    parts = [
        f"{coverage['characters']:,} characters",
        f"{coverage['boilerplate_characters']:,} of them boilerplate",
        f"{coverage['sentences']} sentences",
        f"{coverage['claimed_sentences']} of them with claims",
    ]
    read = coverage["summary_characters_read"]
    if read is not None:
        parts.append(f"the summary was written from {read:,} characters")
    if coverage["unread_characters"]:
        parts.append(f"{coverage['unread_characters']:,} characters were not read")
    console.print(Text(f"Read: {'; '.join(parts)}.", "dim"))


def print_history(console: Console, events: list[Mapping[str, Any]]) -> None:
    """Print the events of a claim, given as the JSON objects of the API."""
    for event in events:
        # The claim's text stands above its history.
        fields = [name for name, value in event["after"].items() if value and name != "text"]
        changes = ", ".join(_change(event, field) for field in fields)
        line = Text.assemble(
            (f"{event['sequence']:3} ", "cyan"),
            f"{event['occurred_at'][:19]}Z  {event['actor']}  {event['action'].replace('_', ' ')}",
            f": {changes}" if changes else "",
        )
        _line(console, line)
        if event.get("reason"):
            _line(console, Text(f"reason: {event['reason']}", "dim"), 4)


def _change(event: Mapping[str, Any], field: str) -> str:
    before, after = (event["before"] or {}).get(field), event["after"][field]
    return f"{field} {after}" if before is None else f"{field} {before} → {after}"
