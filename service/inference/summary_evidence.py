"""Evidence: which sentences of an article a written sentence rests on."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.collaborators import Embedder
from service.text.words import content_stems

#: The most article sentences that one summary sentence is tied to.
MAX_EVIDENCE = 3
#: What the share of a sentence's words found counts beside its likeness in meaning.
_OVERLAP_WEIGHT = 1.0
#: A further article sentence must bring at least this share of the words still missing
#: from those before it.
_MIN_GAIN = 0.12


def find_evidence(
    embedder: Embedder, written: Sequence[str], sources: Sequence[str]
) -> list[tuple[int, ...]]:
    """Return the places of the sources that each written sentence rests on.

    The first is the most alike in meaning and words; each further one brings words that
    those before it lack.

    Args:
        embedder: Measures likeness.
        written: Sentences that were written from the sources.
        sources: The article's sentences; at least one.

    Returns:
        For each written sentence one to `MAX_EVIDENCE` places, most important first.
    """
    if not written:
        return []
    vectors = embedder.embed([*written, *sources])
    of_sources = vectors[len(written) :]
    stems = [frozenset(content_stems(source)) for source in sources]
    found: list[tuple[int, ...]] = []
    for sentence, vector in zip(written, vectors, strict=False):
        wanted = frozenset(content_stems(sentence))
        likeness = [sum(a * b for a, b in zip(vector, other, strict=True)) for other in of_sources]
        found.append(_pick(wanted, likeness, stems))
    return found


def _pick(
    wanted: frozenset[str], likeness: Sequence[float], stems: Sequence[frozenset[str]]
) -> tuple[int, ...]:
    picked: list[int] = []
    missing = wanted
    total = max(len(wanted), 1)
    while len(picked) < min(MAX_EVIDENCE, len(stems)):
        rest = [place for place in range(len(stems)) if place not in picked]
        gains = {place: len(missing & stems[place]) / total for place in rest}
        if picked:
            rest = [place for place in rest if gains[place] >= _MIN_GAIN]
            if not rest:
                break
        weight = _OVERLAP_WEIGHT
        best = max(rest, key=lambda place: likeness[place] + weight * gains[place])
        picked.append(best)
        missing -= stems[best]
    return tuple(picked)
