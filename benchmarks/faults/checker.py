"""The checker: what must hold of a database whatever was done to the processes on it."""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from benchmarks.faults.desk import Desk
from service.storage.metadata import METADATA

_ENDED = ("ready", "failed")
#: Networks are called for one stage each; what they are given holds the article's sentence.
_STAGES = ("score", "rewrite", "summarise", "embed")


@dataclass
class Promises:
    """What callers were told.

    Attributes:
        articles: The text of each accepted article, by its identifier.
        changes: Claim and version of each acknowledged change of status, with the workflow.
    """

    articles: dict[str, str] = field(default_factory=dict)
    changes: list[tuple[str, int, str]] = field(default_factory=list)


def check(desk: Desk, promises: Promises) -> list[str]:
    """Return what does not hold, a sentence each; nothing where all does."""
    return [*check_stored(desk, promises), *_check_stages(desk, promises)]


def check_stored(desk: Desk, promises: Promises) -> list[str]:
    """Do the same without asking when stages ran, which only a clock that goes right tells."""
    return [
        *_check_articles(desk, promises),
        *_check_changes(desk, promises),
        *_check_orphans(desk),
        *_check_history(desk),
    ]


def check_ended(desk: Desk, seconds: float) -> list[str]:
    """Wait so many seconds for all articles to end; return how many have not, as a sentence."""
    try:
        desk.wait_until_all_end(seconds)
    except TimeoutError:
        return [f"{desk.count_unfinished()} articles have not ended"]
    return []


def _check_articles(desk: Desk, promises: Promises) -> list[str]:
    stored = {_id(row[0]): str(row[1]) for row in desk.rows("SELECT id, status FROM article")}
    found = [
        f"article {article} was accepted and is {stored.get(article, 'gone')}"
        for article in promises.articles
        if stored.get(article) not in _ENDED
    ]
    told = Counter(
        _id(row[0])
        for row in desk.rows("SELECT article_id FROM outgoing_event WHERE type = 'article.ready'")
    )
    ready = {article for article, status in stored.items() if status == "ready"}
    found += [
        f"article {article} was told of {told[article]} times"
        for article in ready
        if told[article] != 1
    ]
    for what, table in (("claims", "claim"), ("summaries", "summary")):
        counts = Counter(_id(row[0]) for row in desk.rows(f"SELECT article_id FROM {table}"))  # noqa: S608  own names
        # The articles of the load hold one sentence each.
        found += [f"article {a} has {counts[a]} {what}" for a in ready if counts[a] != 1]
        found += [f"article {a} has {what} and is not ready" for a in counts if a not in ready]
    return found


def _check_changes(desk: Desk, promises: Promises) -> list[str]:
    events = {
        (_id(claim), int(version))
        for claim, version in desk.rows("SELECT claim_id, version FROM claim_event")
    }
    return [
        f"claim {claim} was moved to {workflow} (version {version}), and it is not there"
        for claim, version, workflow in promises.changes
        if (claim, version) not in events
    ]


def _check_orphans(desk: Desk) -> list[str]:
    """Look for rows that point to nothing, whether or not the database guards that."""
    found = []
    for table in METADATA.tables.values():
        for key in table.foreign_keys:
            column, target = key.parent.name, key.column
            query = (
                f"SELECT count(*) FROM {table.name} AS child "  # noqa: S608  own names
                f"WHERE child.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
                f"{target.table.name} AS parent WHERE parent.{target.name} = child.{column})"
            )
            ((count,),) = desk.rows(query)
            if count:
                found.append(f"{count} rows of {table.name} point to no {target.table.name}")
    return found


def _check_stages(desk: Desk, promises: Promises) -> list[str]:
    """Look for calls of a network that began after the end of their stage was stored."""
    finished = {(job, stage): at for job, stage, at in desk.steps()}
    jobs = {text: f"analyse-{article}-1" for article, text in promises.articles.items()}
    found = []
    for call in desk.calls():
        job, stage = jobs.get(call["text"]), call["network"]
        if job is None or stage not in _STAGES:
            continue
        ended = finished.get((job, stage))
        if ended is not None and call["at"] * 1000 > ended:
            late = datetime.fromtimestamp(call["at"]).astimezone().isoformat()
            found.append(f"{job} began {stage} again at {late}, after it was finished")
    return found


def _check_history(desk: Desk) -> list[str]:
    try:
        desk.run("audit", "verify")
    except subprocess.CalledProcessError as error:
        return [f"the history is broken: {error.stdout}"]
    return []


def _id(value: object) -> str:
    """Return an identifier as text, as the API writes it; SQLite stores 32 digits."""
    digits = str(value).replace("-", "")
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
