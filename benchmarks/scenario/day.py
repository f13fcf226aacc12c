"""The day: its chapters in their order, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.scenario import afternoon, morning
from benchmarks.scenario.checklist import Checklist
from benchmarks.scenario.newsroom import open_newsroom
from benchmarks.scenario.story import Story

#: When each chapter is played; the first line of its docstring is its heading.
CHAPTERS: Mapping[str, Callable[[Story], None]] = {
    "07:00": morning.subscribe,
    "07:30": morning.submit_while_the_power_fails,
    "08:30": morning.hear_it_again,
    "09:00": morning.verify,
    "09:45": morning.publish_while_the_power_fails,
    "10:00": morning.show_the_review,
    "11:30": afternoon.correct_an_article,
    "15:00": afternoon.turn_the_verdict,
    "15:05": afternoon.see_what_it_touches,
    "15:30": afternoon.write_a_summary_anew,
    "17:00": afternoon.look_back,
    "18:00": afternoon.close_the_day,
}


def play(folder: Path, database_url: str | None, tell: Callable[[str], None]) -> list[str]:
    """Play the day against a service of its own; return what was checked.

    Args:
        folder: Where logs and embedded databases go.
        database_url: An empty PostgreSQL database; None for SQLite in the folder.
        tell: Shows a person a line.

    Raises:
        CheckFailedError: Where the service does other than it should.
        TimeoutError: Where it does not do it in time.
    """
    checklist = Checklist(tell)
    with open_newsroom(folder, database_url) as room:
        story = Story(room, checklist)
        for hour, chapter in CHAPTERS.items():
            heading = (chapter.__doc__ or chapter.__name__).splitlines()[0].rstrip(".")
            tell(f"\n{hour}  {heading}")
            chapter(story)
    return checklist.passed
