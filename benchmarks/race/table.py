"""Table: the figures of the race, each beside what it is to reach, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.race.measures import AT_A_TIME, Figures, Spread
from benchmarks.race.work import STAGES, measure
from benchmarks.report import describe_run

RESULTS: Final = Path(__file__).parents[1] / "BENCH.md"
_MOST_TIMES, _LEAST_TIMES, _MOST_SECONDS, _MOST_GIBIBYTES = 0.8, 2.0, 8.0, 3.0

_INTRO = """\
# The speed of analysis, beside llama.cpp

Written by `make bench`; `benchmarks/race/run.py` tells what is measured and how. Seconds are
the median of the rounds, with the least and the largest.
"""


def verdicts(figures: Figures) -> list[tuple[str, str, bool]]:
    """Return each goal, what was measured, and whether it is reached."""
    own = Spread.of([recording.total for recording in figures.own])
    rival = Spread.of([lap.total for lap in figures.rival])
    pairs = zip(figures.own, figures.rival, strict=True)
    times = Spread.of([mine.total / theirs.total for mine, theirs in pairs])
    rows = [
        (
            f"one article of {figures.words} words: at most {_MOST_TIMES} of llama.cpp's seconds",
            f"{times} times: {own} s beside {rival} s",
            times.median <= _MOST_TIMES,
        )
    ]
    if figures.waiting:
        alone, mine, theirs = (
            60 * figures.waiting / seconds
            for seconds in (figures.waiting_alone, figures.waiting_own, figures.waiting_rival)
        )
        rows.append(
            (
                f"{figures.waiting} waiting: {_LEAST_TIMES:.0f} times llama.cpp's number a minute",
                (
                    f"{alone / theirs:.2f} times: {alone:.1f} beside {theirs:.1f} a minute, one at "
                    f"a time, as a worker takes them unless it is told otherwise; "
                    f"{mine / theirs:.2f} times ({mine:.1f}) {AT_A_TIME} at a time"
                ),
                alone / theirs >= _LEAST_TIMES,
            )
        )
    if figures.ready_seconds:
        ready = Spread.of(figures.ready_seconds)
        rows.append(
            (
                f"start to ready from cached weights under {_MOST_SECONDS:.0f} s",
                f"{ready} s",
                ready.median < _MOST_SECONDS,
            )
        )
    if figures.worker_gibibytes:
        rows.append(
            (
                f"peak memory of a worker under {_MOST_GIBIBYTES:.0f} GiB",
                f"{figures.worker_gibibytes:.2f} GiB over {figures.long_words} words",
                figures.worker_gibibytes < _MOST_GIBIBYTES,
            )
        )
    return rows


def render(figures: Figures, rounds: int, threads: int) -> str:
    """Return everything as Markdown."""
    about = describe_run({})
    where = (
        about["date"],
        f"commit {about['commit']}",
        about["machine"],
        f"{threads} threads each",
        about["versions"],
        f"llama-cpp-python {figures.version}",
        f"load {about['load']}",
        f"{rounds} rounds, in turn",
    )
    lines = [_INTRO, "; ".join(where), "", "| goal | measured | |", "|---|---|---|"]
    lines += [
        f"| {goal} | {told} | {'pass' if reached else 'FALLS SHORT'} |"
        for goal, told, reached in verdicts(figures)
    ]
    lines += ["", "## By stage", "", *_stages(figures), "", *_notes(figures)]
    return "\n".join(lines) + "\n"


def _stages(figures: Figures) -> Iterator[str]:
    yield "| stage | asked | tokens read | tokens written | Claimdesk s | llama.cpp s | times |"
    yield "|---|---|---|---|---|---|---|"
    work = figures.recorded.work
    for stage in figures.recorded.seconds:
        own = Spread.of([recording.seconds[stage] for recording in figures.own])
        if stage not in STAGES:
            yield f"| {stage} | | | | {own} | | |"
            continue
        amount = measure([asked for asked in work if asked.stage == stage])
        rival = Spread.of([lap.of_stage(stage) for lap in figures.rival])
        times = f"{own.median / rival.median:.2f}" if rival.median else ""
        yield (
            f"| {stage} | {amount.asked} | {amount.read} | {amount.written} | {own} | {rival} "
            f"| {times} |"
        )
    kinds = sorted({asked.kind for asked in work})
    yield ""
    yield "| llama.cpp, by what is asked | asked | tokens read | a second | written | a second |"
    yield "|---|---|---|---|---|---|"
    for kind in kinds:
        amount = measure(work, [kind])
        speeds = [
            tokens / seconds if (seconds := _seconds(figures, kind, what)) and tokens else 0.0
            for tokens, what in ((amount.read, "read"), (amount.written, "write"))
        ]
        yield (
            f"| {kind} | {amount.asked} | {amount.read} | {speeds[0]:.0f} | {amount.written} "
            f"| {speeds[1]:.0f} |"
        )


def _seconds(figures: Figures, kind: str, what: str) -> float:
    found = [
        sum(s for (_, of, way), s in lap.seconds.items() if (of, way) == (kind, what))
        for lap in figures.rival
    ]
    return Spread.of(found).median


def _notes(figures: Figures) -> Iterator[str]:
    recorded = figures.recorded
    kept = recorded.kept
    yield (
        f"The article gave {recorded.claims} claims and {recorded.summary_sentences} summary "
        f"sentences. Of the claims, {kept['first']} are worded as the adapter wrote them at first "
        f"({len(recorded.free['first'])} such wordings), {kept['drawn']} as it wrote them again "
        f"({len(recorded.free['drawn'])} wordings), and {kept['rules']} by rules or as the article "
        "has them. Claimdesk's seconds are those of the whole pipeline, with the sentence "
        "reader, the embedder and all rules; llama.cpp's are those of the generator's tokens "
        "alone, in the same order, with its prefix cache, one answer after the other. It reads "
        "statements to be judged through all 24 layers; the support checker needs 16 of them."
    )
    agreed = Spread.of([lap.agreed for lap in figures.rival]).median
    yield ""
    yield (
        f"Without the adapter, and in 4 bits, llama.cpp itself would have chosen {agreed:.0%} of "
        f"the tokens that it was made to write. Its weights were ready after "
        f"{figures.rival_ready:.1f} s."
    )
    for dtype, likeness in figures.likeness.items():
        yield ""
        yield (
            f"Beside transformers alone in {dtype}, one answer at a time: {likeness.same} of "
            f"{likeness.answers} answers are the same to the last token; "
            f"{likeness.alike / max(likeness.tokens, 1):.1%} of {likeness.tokens} tokens stand "
            "before a first difference."
        )
