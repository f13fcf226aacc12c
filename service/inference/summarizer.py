"""The summarizer: picks what an article is about and has it worded, place by place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.analysis import ModelRun, PreparedArticle, Sentence
from service.domain.claim import SkipReason
from service.domain.collaborators import Embedder, SummaryProposal, SummarySlot
from service.inference.generation import GenerationEngine, Message, Prompt
from service.text.clarity import unclear_parts
from service.text.rewording import reword

MAX_NEW_TOKENS = 64
#: How much an earlier place in the text, check-worthiness, and likeness to what was picked
#: before count against likeness to the whole. Chosen on 199 annotated news articles: the
#: mean of ROUGE-1, -2 and -L of the picked sentences is 0.351 (leading sentences: 0.352).
_POSITION_WEIGHT = 0.8
_WORTH_WEIGHT = 0.3
_REPETITION_WEIGHT = 0.6
#: Sentences more alike than this (cosine) are not both picked.
_MAX_LIKENESS = 0.7
#: So many sentences more are offered, as they stand, in case that a better one fails its checks.
_SPARE_SLOTS = 3
_MIN_WORDS = 10
_NO_SUMMARY = frozenset(SkipReason) - {SkipReason.DUPLICATE}

_SHORTEN = (
    "Shorten the sentence for a news summary. Keep names, numbers, dates and words such as "
    "would, may and said. Add nothing."
)
#: Worked examples: made-up news, what is asked, what is wanted.
_LONG = (
    "Acme Motors, which employs 2,300 people in Graz, said on Tuesday that it would close its "
    "plant there in March, blaming a sharp fall in orders."
)
_UNSURE = (
    "The storm, the third this month, may have damaged as many as 400 homes around the port of "
    "Varna, officials warned late on Monday night."
)
_SHORTEN_EXAMPLES: tuple[tuple[str, str], ...] = (
    (
        _LONG,
        "Acme Motors said it would close its plant in Graz in March, blaming a fall in orders.",
    ),
    (_UNSURE, "The storm may have damaged as many as 400 homes around Varna, officials warned."),
)
_HEADLINE = (
    "Write a newspaper headline of at most ten words for the text. Keep words such as may, "
    "offers and plans. Add nothing."
)
_HEADLINE_EXAMPLES: tuple[tuple[str, str], ...] = (
    (_LONG, "Acme Motors to close Graz plant in March"),
    (_UNSURE, "Storm may have damaged 400 homes around Varna, officials warn"),
)


class PromptedSummarizer:
    """Shortens an article's central sentences by prompt; implements `Summarizer`.

    Each place of the summary is written from one sentence of the article, so that what it
    rests on is known. The central sentences are those most like the whole text, early
    ones and new ones first (maximal marginal relevance, Carbonell and Goldstein 1998).
    """

    def __init__(self, engine: GenerationEngine, embedder: Embedder) -> None:
        self._engine = engine
        self._embedder = embedder

    def summarize(
        self, article: PreparedArticle, scores: Sequence[float], sentence_count: int
    ) -> tuple[SummaryProposal, ModelRun]:
        """Propose a headline, `sentence_count` summary sentences and some to spare.

        Args:
            article: The prepared article.
            scores: The check-worthiness of every sentence, 0 to 1.
            sentence_count: How many sentences are wanted.
        """
        wordings = _standalone_wordings(article)
        ranked = self._rank(wordings, article.sentences, scores, sentence_count + _SPARE_SLOTS)
        picked, spare = ranked[:sentence_count], ranked[sentence_count:]
        sources = [wordings[i] for i in picked]
        prompts = [_prompt(_SHORTEN, _SHORTEN_EXAMPLES, source) for source in sources]
        if sources:
            prompts.append(_prompt(_HEADLINE, _HEADLINE_EXAMPLES, sources[0]))
        shortened = self._engine.generate(prompts[: len(sources)], MAX_NEW_TOKENS)
        headlines = self._engine.generate(prompts[len(sources) :], MAX_NEW_TOKENS)
        slots = [
            SummarySlot(tuple(dict.fromkeys((_tidy(short), source))), (index,))
            for index, source, short in zip(picked, sources, shortened, strict=True)
        ]
        slots += [SummarySlot((wordings[index],), (index,)) for index in spare]
        identity = self._engine.identity
        parameters = self._engine.parameters(MAX_NEW_TOKENS)
        run = ModelRun(identity.name, identity.revision, parameters, 0.0)
        tidied = tuple(_tidy_headline(h) for h in headlines)
        return SummaryProposal(tidied, tuple(slots), tuple(wordings)), run

    def _rank(
        self,
        wordings: dict[int, str],
        sentences: Sequence[Sentence],
        scores: Sequence[float],
        count: int,
    ) -> list[int]:
        """Return the indexes of the sentences to summarise, the most important first."""
        indexes = list(wordings)
        if not indexes:
            return []
        vectors = self._embedder.embed([sentences[i].text for i in indexes])
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
            best = max(
                rest, key=lambda place: salience[place] - _REPETITION_WEIGHT * likeness[place]
            )
            ranked.append(best)
            likeness = [
                max(known, _dot(vector, vectors[best]))
                for known, vector in zip(likeness, vectors, strict=True)
            ]
        return [indexes[place] for place in ranked]


def _standalone_wordings(article: PreparedArticle) -> dict[int, str]:
    """Return, by index, the sentences fit for a summary, reworded to stand alone."""
    prose = "\n".join(
        [article.title or ""]
        + [s.text for s in article.sentences if s.skip is not SkipReason.BOILERPLATE]
    )
    fit: dict[int, str] = {}
    before: list[str] = []
    for index, sentence in enumerate(article.sentences):
        if sentence.skip in _NO_SUMMARY:
            continue
        wording = reword(sentence.text, before[-3:], prose, article.published_at)
        before.append(sentence.text)
        quoted = wording[0] in "\"'\u201c\u2018"
        long_enough = len(wording.split()) >= _MIN_WORDS
        if long_enough and not quoted and not unclear_parts(wording):
            fit[index] = wording
    return fit


def _prompt(instruction: str, examples: Sequence[tuple[str, str]], text: str) -> Prompt:
    messages = [Message("system", instruction)]
    for question, answer in examples:
        messages += [Message("user", question), Message("assistant", answer)]
    return [*messages, Message("user", text)]


def _tidy(text: str) -> str:
    """Return the first line, closed with a full stop."""
    line = " ".join(text.strip().split("\n", 1)[0].split())
    return line if not line or line[-1] in ".!?\"'\u201d\u2019" else f"{line}."


def _tidy_headline(text: str) -> str:
    line = " ".join(text.strip().split("\n", 1)[0].split())
    return re.sub(r"\A[\"'\u201c\u2018]|[\"'\u201d\u2019.]\Z", "", line)


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))
