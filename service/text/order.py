"""Order: whether a sentence tells things in the order of its evidence."""

from __future__ import annotations

from bisect import bisect_left

from service.text.words import content_stems


def order_kept(sentence: str, evidence: str) -> float:
    """Return how much of the sentence follows the evidence's order of words, 0 to 1.

    Of the content words that stand once in both, the share that forms the longest
    sequence in the same order: swapping who did what to whom breaks it, shortening does
    not. 1.0 where fewer than three words can be compared.
    """
    places: dict[str, list[int]] = {}
    for position, stem in enumerate(content_stems(evidence)):
        places.setdefault(stem, []).append(position)
    stems = content_stems(sentence)
    found = [places[s][0] for s in stems if len(places.get(s, ())) == 1 and stems.count(s) == 1]
    if len(found) < 3:  # noqa: PLR2004  two words have no order to speak of
        return 1.0
    tails: list[int] = []
    for position in found:
        index = bisect_left(tails, position)
        tails[index : index + 1] = [position]
    return len(tails) / len(found)
