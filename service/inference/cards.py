"""Cards: what every set of weights and every trained file is, and where that is told.

A card is a page of Markdown, `data/NAME.md`. Weights of the catalogue have one, and so has
each row of `SHIPPED`, which names every trained file that comes with the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from service.inference.catalogue import CATALOGUE

#: The sections that a card has, each a heading of the second level.
SECTIONS = ("Purpose", "Data", "Size", "Figures", "Limits", "Licence")
_DATA = files("service.inference") / "data"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A trained model that comes with the project.

    Attributes:
        name: What it is called, and the name of its card.
        purpose: What it is for, in a few words.
        files: Its files, by their paths below `data/`.
        licence: Its SPDX identifier.
    """

    name: str
    purpose: str
    files: tuple[str, ...]
    licence: str

    @property
    def size_bytes(self) -> int:
        """Return the length of all files together."""
        return sum(len((_DATA / path).read_bytes()) for path in self.files)


SHIPPED: tuple[Shipped, ...] = (
    Shipped(
        "sentence_reader",
        "tells what a sentence is worth checking, why it may hold no claim, and kinds of claims",
        ("sentence_reader.safetensors",),
        "Apache-2.0",
    ),
    Shipped(
        "orders",
        "recognises sentences that give orders to a machine that reads the article",
        ("orders.json",),
        "Apache-2.0",
    ),
    Shipped(
        "news_adapter",
        "proposes the claims of a sentence, which are held against it",
        ("news_adapter.safetensors",),
        "Apache-2.0",
    ),
    Shipped(
        "news_adapter_1_5b",
        "proposes the claims of a sentence where the larger generator is chosen",
        ("news_adapter_1_5b.safetensors",),
        "Apache-2.0",
    ),
    Shipped(
        "pronouns",
        "tells whom the pronoun that a sentence opens with stands for",
        ("pronouns.json",),
        "Apache-2.0",
    ),
    Shipped(
        "claim_matching",
        "estimates whether a stored claim says the same as another",
        ("claim_matching.json",),
        "Apache-2.0",
    ),
    Shipped(
        "support",
        "estimates whether an article supports a sentence",
        ("support.json", "support.safetensors", "support_metrics.json"),
        "Apache-2.0",
    ),
    Shipped(
        "clarity",
        "tells which claims leave open what they speak of",
        ("clarity.json", "clarity.safetensors", "clarity_metrics.json"),
        "Apache-2.0",
    ),
)


def card_names() -> tuple[str, ...]:
    """Return the names of all that has a card, what is shipped first."""
    return (*(item.name for item in SHIPPED), *(weights.name for weights in CATALOGUE))


def read_card(name: str) -> str | None:
    """Return the card of that name in Markdown, or None where nothing is called so."""
    if name not in card_names():
        return None
    return (_DATA / f"{name}.md").read_text(encoding="utf-8")
