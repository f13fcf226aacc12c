"""Draws the contrast pairs that the support adapter is trained on, and makes examples of pairs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.inference.support_format import choose_evidence
from training.contrast_pairs import Amounts, Pair, PairMaker, Story
from training.support_data import SupportData

SEED: Final = 7
_SAMPLING_SEED: Final = 5
_DRAWING_SEED: Final = 3
#: How many pairs are made of one statement: annotated, divided by people, or as it stands.
_AMOUNTS: Final = {
    "gold": Amounts(rewordings=1.0, alterations=5.0, without_source=0.3, joined=0.4),
    "divided": Amounts(rewordings=0.6, alterations=2.5, without_source=0.0, joined=0.2),
    "plain": Amounts(rewordings=1.0, alterations=2.0, without_source=0.3, joined=0.0),
}
_CHARACTERS_A_TOKEN: Final = 4.3
_TOKENS_AROUND: Final = 6
_EVIDENCE_TOKENS: Final = {"gold": 90, "divided": 45, "plain": 90}


@dataclass(frozen=True, slots=True)
class Drawing:
    """How much of each kind of story one pass of training reads.

    Attributes:
        tokens: About how many tokens of pairs.
        plain_stories: How many plain articles pairs are made of.
    """

    tokens: Mapping[str, int]
    plain_stories: int


#: Each pass of training reads pairs that are drawn anew.
DRAWINGS: Final = (
    Drawing({"gold": 310_000, "divided": 55_000, "plain": 40_000}, plain_stories=200),
    Drawing({"gold": 290_000, "divided": 42_000, "plain": 60_000}, plain_stories=300),
)
#: Sentences as they stand teach little: so many of them are left out.
_VERBATIM_LEFT_OUT: Final = 0.4
#: Altered statements for each supported one, and at least.
_ALTERED_SHARE: Final = 1.6
_FEWEST_ALTERED: Final = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A statement beside its evidence.

    Attributes:
        evidence: The main sentence last.
        spans: Where the statement is at fault; None where that is not known.
        weight: How much it counts in training.
    """

    evidence: tuple[str, ...]
    statement: str
    supported: bool
    spans: tuple[tuple[int, int], ...] | None = ()
    weight: float = 1.0


def draw_pairs(data: SupportData, number: int) -> list[Pair]:
    """Return the pairs of a drawing, by its number; those of one statement together."""
    drawing = DRAWINGS[number]
    stories: dict[str, list[Story]] = defaultdict(list)
    for story in data.stories:
        divided = story.sha.startswith("divided")
        stories["divided" if divided else "gold" if story.gold else "plain"].append(story)
    maker = PairMaker([*stories["gold"], *stories["divided"], *stories["plain"]], SEED + number)
    sampler = random.Random(_SAMPLING_SEED + number)  # noqa: S311  no secret hangs on it
    stories["plain"] = sampler.sample(
        stories["plain"], min(drawing.plain_stories, len(stories["plain"]))
    )
    made: dict[str, list[Pair]] = {}
    for kind, amounts in _AMOUNTS.items():
        maker.stories = stories[kind]
        made[kind] = list(maker.make(amounts))
    rng = random.Random(_DRAWING_SEED + number)  # noqa: S311  as above
    chosen: list[Pair] = []
    for kind, pairs in made.items():
        groups = _grouped(pairs)
        rng.shuffle(groups)
        chosen += _take(kind, groups, drawing.tokens[kind], rng)
    return chosen


def _grouped(pairs: Iterable[Pair]) -> list[list[Pair]]:
    groups: dict[tuple[Any, ...], list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.article_sha, pair.given, pair.withheld, bool(pair.withheld)].append(pair)
    return list(groups.values())


def _take(
    kind: str, groups: Iterable[list[Pair]], most_tokens: int, rng: random.Random
) -> list[Pair]:
    """Return the pairs of the first groups, as many as come to so many tokens."""
    chosen: list[Pair] = []
    tokens = 0.0
    for group in groups:
        altered = [pair for pair in group if not pair.supported]
        kept = [
            pair
            for pair in group
            if pair.supported
            and not (pair.kind == "verbatim" and rng.random() < _VERBATIM_LEFT_OUT)
        ]
        rng.shuffle(altered)
        kept += altered[: max(_FEWEST_ALTERED, int(_ALTERED_SHARE * len(kept) + 0.5))]
        tokens += _EVIDENCE_TOKENS[kind] + sum(
            len(pair.sentence) / _CHARACTERS_A_TOKEN + _TOKENS_AROUND for pair in kept
        )
        if tokens > most_tokens:
            break
        chosen += kept
    return chosen


def examples_of(
    pairs: Sequence[Pair], stories: Iterable[Story], *, to_train: bool = False
) -> list[Example]:
    """Return pairs as examples.

    Args:
        pairs: The pairs.
        stories: Their articles.
        to_train: Whether both labels are to count alike.
    """
    sentences = {story.sha: story.sentences for story in stories}
    supported = sum(pair.supported for pair in pairs)
    weights = {True: 1.0, False: 1.0}
    if to_train:
        weights = {
            True: len(pairs) / (2 * supported),
            False: len(pairs) / (2 * (len(pairs) - supported)),
        }
    examples = []
    for pair in pairs:
        told = (t for i, t in enumerate(sentences[pair.article_sha]) if i not in pair.withheld)
        examples.append(
            Example(
                choose_evidence(pair.sentence, pair.given, "\n".join(told)),
                pair.sentence,
                pair.supported,
                pair.spans,
                weights[pair.supported],
            )
        )
    return examples
