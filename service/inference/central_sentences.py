"""Central sentences: which sentences of an article tell what it is about, told to stand alone."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.analysis import PreparedArticle, Sentence
from service.domain.claim import SkipReason
from service.domain.collaborators import Embedder
from service.text.clarity import unclear_parts
from service.text.form import has_finite_verb
from service.text.rewording import reword

#: How much an earlier place in the text, check-worthiness, and likeness to what was picked
#: before count against likeness to the whole. Chosen on 199 annotated news articles: the
#: mean of ROUGE-1, -2 and -L of the picked sentences is 0.351 (leading sentences: 0.352).
_POSITION_WEIGHT = 0.8
_WORTH_WEIGHT = 0.3
_REPETITION_WEIGHT = 0.6
#: Sentences more alike than this (cosine) are not both picked.
_MAX_LIKENESS = 0.7
_MIN_WORDS = 10
_NO_SUMMARY = frozenset(SkipReason) - {SkipReason.DUPLICATE}
#: What no name may be taken from.
_NO_SOURCE = frozenset({SkipReason.BOILERPLATE, SkipReason.INSTRUCTION})


def rank_sentences(
    embedder: Embedder,
    wordings: dict[int, str],
    sentences: Sequence[Sentence],
    scores: Sequence[float],
    count: int,
) -> list[int]:
    """Return the indexes of the central sentences, the most important first.

    They are those most like the whole text, early ones and new ones first (maximal
    marginal relevance, Carbonell and Goldstein 1998).

    Args:
        embedder: Measures likeness.
        wordings: What `standalone_wordings` found.
        sentences: All of the article's.
        scores: Their check-worthiness, 0 to 1.
        count: How many are wanted.
    """
    indexes = list(wordings)
    if not indexes:
        return []
    vectors = embedder.embed([sentences[i].text for i in indexes])
    centre = [sum(column) / len(vectors) for column in zip(*vectors, strict=True)]
    salience = [
        _dot(vector, centre)
        + _WORTH_WEIGHT * scores[indexes[place]]
        - _POSITION_WEIGHT * place / len(indexes)
        for place, vector in enumerate(vectors)
    ]
    # The first sentence of a news story says what happened (the inverted pyramid).
    ranked = [0]
    likeness = [_dot(vector, vectors[0]) for vector in vectors]
    while len(ranked) < count:
        rest = [
            place
            for place in range(len(indexes))
            if place not in ranked and likeness[place] < _MAX_LIKENESS
        ]
        if not rest:
            break
        best = max(rest, key=lambda place: salience[place] - _REPETITION_WEIGHT * likeness[place])
        ranked.append(best)
        likeness = [
            max(known, _dot(vector, vectors[best]))
            for known, vector in zip(likeness, vectors, strict=True)
        ]
    return [indexes[place] for place in ranked]


def standalone_wordings(article: PreparedArticle) -> dict[int, str]:
    """Return, by index, the sentences fit for a summary, reworded to stand alone."""
    prose = "\n".join(
        [article.title or ""] + [s.text for s in article.sentences if s.skip not in _NO_SOURCE]
    )
    fit: dict[int, str] = {}
    before: list[str] = []
    for index, sentence in enumerate(article.sentences):
        if sentence.skip in _NO_SUMMARY:
            continue
        wording = reword(sentence.text, before[-3:], prose, article.published_at)
        before.append(sentence.text)
        quoted = wording[0] in "\"'\u201c\u2018"
        # A row of a table may be as long: figures, and no verb.
        has_figures = any(character.isdigit() for character in wording)
        is_row = has_figures and not has_finite_verb(wording)
        is_sentence = len(wording.split()) >= _MIN_WORDS and not is_row
        if is_sentence and not quoted and not unclear_parts(wording):
            fit[index] = wording
    return fit


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))
