"""Material: what an alteration of a sentence may draw on."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Material:
    """What alterations draw on.

    Attributes:
        article_names: Names of the article by type (`person`, `place`, `body`).
        foreign_names: Names of other articles by type.
        name_types: The type of each known name.
        others: Other statements of the same article.
        rng: The source of chance.
    """

    article_names: dict[str, list[str]]
    foreign_names: dict[str, list[str]]
    name_types: dict[str, str]
    others: Sequence[str]
    rng: random.Random


#: Returns the altered sentence, or None where the alteration does not apply.
Alteration = Callable[[str, Material], str | None]
