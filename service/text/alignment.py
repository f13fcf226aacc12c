"""Alignment: which sentence of a corrected text stands for which one of the former text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from service.domain.analysis import Sentence

#: How like each other sentences must be to be versions of one another: between the same
#: unchanged sentences, and anywhere. Of 4,671 sentences of published articles 6 % have a
#: likeness of 0.45, and 3 % one of 0.6, to the one of all others in their article that is
#: most like them, and those few mostly do repeat it.
MIN_LIKENESS_IN_PLACE = 0.45
MIN_LIKENESS = 0.6
#: A word or a number with its inner marks.
WORD = re.compile(r"\w+(?:[.,:'\u2019\-]\w+)*")


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of sentences of two versions of a text, by their indexes.

    Attributes:
        unchanged: From former to present sentence, where the words are the same.
        reworded: From former to present sentence, where they are alike; no sentence
            is in both.
    """

    former: tuple[Sentence, ...]
    present: tuple[Sentence, ...]
    unchanged: dict[int, int]
    reworded: dict[int, int]

    def counterpart(self, index: int) -> int | None:
        """Return the present sentence that stands for a former one, or None."""
        found = self.unchanged.get(index)
        return self.reworded.get(index) if found is None else found


def align_sentences(former: Sequence[Sentence], present: Sequence[Sentence]) -> Alignment:
    """Pair the sentences of two versions of a text, each one at most once.

    Sentences of the same words are paired in their order first, then those that stand
    elsewhere now, nearest neighbours first; of the rest those that are most alike.
    """
    former, present = tuple(former), tuple(present)
    old, new = [s.text for s in former], [s.text for s in present]
    unchanged: dict[int, int] = {}
    # Between which runs of unchanged sentences each of the others stands.
    old_gap, new_gap = [0] * len(old), [0] * len(new)
    gap = 0
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            gap += 1
            unchanged.update(
                zip(
                    range(code.src_start, code.src_end),
                    range(code.dest_start, code.dest_end),
                    strict=True,
                )
            )
        old_gap[code.src_start : code.src_end] = [gap] * (code.src_end - code.src_start)
        new_gap[code.dest_start : code.dest_end] = [gap] * (code.dest_end - code.dest_start)
    _pair_moved(old, new, unchanged)
    taken = set(unchanged.values())
    left_old = [i for i in range(len(old)) if i not in unchanged]
    left_new = [i for i in range(len(new)) if i not in taken]
    near = np.equal.outer([old_gap[i] for i in left_old], [new_gap[i] for i in left_new])
    pairs = _most_alike([old[i] for i in left_old], [new[i] for i in left_new], near)
    reworded = {left_old[i]: left_new[j] for i, j in pairs}
    return Alignment(former, present, unchanged, reworded)


def likeness(left: str, right: str) -> float:
    """Return the share, 0 to 1, of the words of two wordings that both have in this order."""
    return Indel.normalized_similarity(words_of(left), words_of(right))


def words_of(text: str) -> list[str]:
    """Return the words of a text, case folded, without the marks between them."""
    return WORD.findall(text.casefold())


def _pair_moved(old: Sequence[str], new: Sequence[str], unchanged: dict[int, int]) -> None:
    """Pair sentences of the same words that stand in another order now.

    Of several alike those go together that share their neighbours, then those in order.
    """
    places: dict[str, list[int]] = defaultdict(list)
    taken = set(unchanged.values())
    for j, text in enumerate(new):
        if j not in taken:
            places[text].append(j)
    candidates = [
        (-_shared_neighbours(old, new, i, j), abs(i - j), i, j)
        for i, text in enumerate(old)
        if i not in unchanged
        for j in places[text]
    ]
    for _, _, i, j in sorted(candidates):
        if i not in unchanged and j not in taken:
            unchanged[i] = j
            taken.add(j)


def _shared_neighbours(old: Sequence[str], new: Sequence[str], i: int, j: int) -> int:
    return sum(
        0 <= i + step < len(old) and 0 <= j + step < len(new) and old[i + step] == new[j + step]
        for step in (-1, 1)
    )


def _most_alike(
    old: Sequence[str], new: Sequence[str], near: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> list[tuple[int, int]]:
    """Return pairs of indexes, the most alike first, each index at most once."""
    if not old or not new:
        return []
    alike = process.cdist(
        [words_of(text) for text in old],
        [words_of(text) for text in new],
        scorer=Indel.normalized_similarity,
        score_cutoff=MIN_LIKENESS_IN_PLACE,
        dtype=np.float32,
    )
    rows, columns = np.nonzero((alike >= MIN_LIKENESS) | (near & (alike > 0)))
    # In place, less likeness is asked for; and of two that are equally alike it decides.
    scores = alike[rows, columns] + (MIN_LIKENESS - MIN_LIKENESS_IN_PLACE) * near[rows, columns]
    pairs: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for place in np.lexsort((columns, rows, -scores)):
        i, j = int(rows[place]), int(columns[place])
        if i not in used[0] and j not in used[1]:
            pairs.append((i, j))
            used[0].add(i)
            used[1].add(j)
    return pairs
