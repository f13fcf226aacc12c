"""The summarizer: picks what an article is about and has it worded, place by place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.analysis import ModelRun, PreparedArticle
from service.domain.collaborators import Embedder, SummaryProposal, SummarySlot
from service.inference.central_sentences import rank_sentences, standalone_wordings
from service.inference.generation import GenerationEngine
from service.inference.prompts import Message, Prompt

MAX_NEW_TOKENS = 64
#: So many sentences more are offered, as they stand, in case that a better one fails its checks.
SPARE_SLOTS = 3

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
        wordings = standalone_wordings(article)
        ranked = rank_sentences(
            self._embedder, wordings, article.sentences, scores, sentence_count + SPARE_SLOTS
        )
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
