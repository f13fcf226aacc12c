"""Generated news: articles and claims made up from tables, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

CLAIMS_AN_ARTICLE: Final = 20
#: How many base wordings there are; each claim is a variant of one.
WORDINGS: Final = 20_000
#: How far a claim's vector strays from its wording's: siblings then have a cosine of 0.8.
_STRAY: Final = 0.5
_VECTORS_A_BLOCK: Final = 10_000
_FIRST_DAY: Final = datetime(2023, 1, 2, 6, 0, tzinfo=UTC)
_ID_BITS: Final = 128

_PLACES = (
    "Varnholt", "Brennick", "Oststrand", "Kelmere", "Dornach", "Lissau", "Hartwell", "Maren",
    "Tolbury", "Espen", "Rookfield", "Saint Orrin", "Wexmoor", "Ansel", "Pellworth", "Grünau",
)  # fmt: skip
_BODIES = (
    "council", "harbour authority", "school board", "health trust", "water company", "police",
    "chamber of commerce", "transport office", "fire service", "court of audit", "museum",
    "housing association", "electricity board", "labour office", "university", "port union",
)  # fmt: skip
_DEEDS = (
    "spent {amount} million euros on", "opened", "closed", "approved plans for",
    "rejected plans for", "sold", "bought", "repaired", "delayed", "cut {amount} jobs at",
    "hired {amount} people for", "inspected", "fined the owner of", "flooded", "insured", "renamed",
)  # fmt: skip
_THINGS = (
    "the northern lock", "a ferry terminal", "two primary schools", "the old brewery",
    "a wind farm", "the county hospital", "the tram line", "a sewage plant", "the town library",
    "the coastal railway", "a data centre", "the fish market", "an airport hangar",
    "the swimming pool", "a recycling yard", "the city archive",
)  # fmt: skip
_WHENS = (
    "in {year}", "in March {year}", "in the autumn of {year}", "within {days} days",
    "after {days} days of talks", "for the first time since {year}", "by the end of {year}",
    "despite {days} objections",
)  # fmt: skip
_FIRST_NAMES = ("Ilse", "Tomas", "Mira", "Anders", "Ruth", "Jonas", "Petra", "Karel", "Noor", "Ida")
_LAST_NAMES = (
    "Brandt", "Moreau", "Lindqvist", "Okafor", "Hale", "Sorensen", "Vogt", "Castel", "Reyes",
    "Ferreira",
)  # fmt: skip
PUBLISHERS: Final = tuple(f"The {place} Courier" for place in _PLACES)
ASSIGNEES: Final = tuple(f"{name.lower()}.{place[0].lower()}" for name in _LAST_NAMES
                         for place in _PLACES[:4])  # fmt: skip
TAGS: Final = tuple(f"topic-{number}" for number in range(200))
#: Where claims stand: workflow, verdict, publication, and in how many of a thousand.
STATES: Final = (
    ("new", None, "unpublished", 620),
    ("triaged", None, "unpublished", 150),
    ("in_progress", None, "unpublished", 60),
    ("in_review", "false", "unpublished", 20),
    ("closed", "true", "published", 50),
    ("closed", "mostly_true", "published", 20),
    ("closed", "misleading", "published", 15),
    ("closed", "false", "published", 25),
    ("closed", "unproven", "unpublished", 10),
    ("dismissed", None, "unpublished", 30),
)
_KINDS = ("quantity", "event", "statement", "status", "causal", "prediction")
_SPOKEN_SHARE, _TAGGED_SHARE, _NAMES = 0.4, 0.2, 5_000


@dataclass(frozen=True, slots=True)
class GeneratedClaim:
    """One claim as far as it is generated; `state` is a row of `STATES`."""

    number: int
    id: UUID
    text: str
    kind: str
    state: tuple[str, str | None, str, int]
    speaker: str | None
    assignee: str | None
    tag: str | None
    check_worthiness: float
    created_at: datetime


def wordings() -> list[str]:
    """Return the base wordings, which all differ."""
    draw = random.Random(11)  # noqa: S311  no secret hangs on it
    found: dict[str, None] = {}
    while len(found) < WORDINGS:
        told = (
            f"The {draw.choice(_PLACES)} {draw.choice(_BODIES)} {draw.choice(_DEEDS)} "
            f"{draw.choice(_THINGS)} {draw.choice(_WHENS)}."
        )
        numbers = {
            "amount": draw.randint(2, 900),
            "year": draw.randint(1950, 2025),
            "days": draw.randint(2, 400),
        }
        found[told.format(**numbers)] = None
    return list(found)


def claims(count: int, texts: Sequence[str]) -> Iterator[GeneratedClaim]:
    """Yield claims in the order in which they were stored.

    Args:
        count: How many.
        texts: The base wordings.
    """
    draw = random.Random(23)  # noqa: S311  as above
    shares = [state[-1] for state in STATES]
    for number in range(count):
        state = draw.choices(STATES, shares)[0]
        worked_on = state[0] in {"in_progress", "in_review", "closed"}
        yield GeneratedClaim(
            number=number,
            id=UUID(int=draw.getrandbits(_ID_BITS), version=4),
            text=f"{texts[wording_of(number)][:-1]}, paper {number} says.",
            kind=draw.choice(_KINDS),
            state=state,
            speaker=speaker(draw.randrange(_NAMES)) if draw.random() < _SPOKEN_SHARE else None,
            assignee=draw.choice(ASSIGNEES) if worked_on else None,
            tag=draw.choice(TAGS) if draw.random() < _TAGGED_SHARE else None,
            check_worthiness=round(draw.random(), 4),
            created_at=_FIRST_DAY + timedelta(seconds=90 * number),
        )


def speaker(number: int) -> str:
    """Return the name of one of the people who are quoted."""
    first, last = divmod(number, len(_LAST_NAMES))
    return f"{_FIRST_NAMES[first % len(_FIRST_NAMES)]} {_LAST_NAMES[last]} {number}"


def wording_of(number: int) -> int:
    """Return which base wording a claim is a variant of."""
    # A prime far from the count of wordings, so that siblings lie in distant articles.
    return number * 7_919 % WORDINGS


def vectors(count: int, of_wordings: Matrix) -> Iterator[Matrix]:
    """Yield the claims' vectors of length one, in blocks.

    Args:
        count: How many claims there are.
        of_wordings: The vectors of the base wordings, (wordings, dimensions), of length one.
    """
    for start in range(0, count, _VECTORS_A_BLOCK):
        numbers = range(start, min(start + _VECTORS_A_BLOCK, count))
        base = of_wordings[[wording_of(number) for number in numbers]]
        yield strayed(base, seed=start)


def strayed(base: Matrix, seed: int) -> Matrix:
    """Return vectors near others, as of a sentence that says the same in other words."""
    noise = np.random.default_rng([31, seed]).standard_normal(base.shape, dtype=np.float32)
    noise *= _STRAY / np.linalg.norm(noise, axis=1, keepdims=True)
    moved = base + noise
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)
