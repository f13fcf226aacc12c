"""The summarizer: has what opens an article worded anew, place by place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.analysis import ModelRun, PreparedArticle
from service.domain.collaborators import SummaryProposal, SummarySlot
from service.inference.leading_sentences import LeadingSentence, leading_sentences
from service.inference.prompts import Message, Prompt
from service.inference.text_generator import TextGenerator
from service.text.headlines import own_headline

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
    """Shortens an article's leading sentences by prompt; implements `Summarizer`.

    Each place of the summary is written from one sentence of the article, so that what it
    rests on is known.
    """

    def __init__(self, engine: TextGenerator) -> None:
        self._engine = engine

    def summarize(
        self, article: PreparedArticle, scores: Sequence[float], sentence_count: int
    ) -> tuple[SummaryProposal, ModelRun]:
        """Propose a headline, `sentence_count` summary sentences and some to spare.

        No headline is written where the article's own stands.

        Args:
            article: The prepared article.
            scores: The check-worthiness of every sentence, which tells nothing here.
            sentence_count: How many sentences are wanted.
        """
        del scores
        ranked = pick_leading(article, sentence_count + SPARE_SLOTS)
        picked, spare = ranked[:sentence_count], ranked[sentence_count:]
        sources = [sentence.wording for sentence in picked]
        prompts = [_prompt(_SHORTEN, _SHORTEN_EXAMPLES, source) for source in sources]
        if sources and own_headline(article) is None:
            prompts.append(_prompt(_HEADLINE, _HEADLINE_EXAMPLES, sources[0]))
        shortened = self._engine.generate(prompts[: len(sources)], MAX_NEW_TOKENS)
        headlines = self._engine.generate(prompts[len(sources) :], MAX_NEW_TOKENS)
        slots = [
            slot_of(sentence, _tidy(short))
            for sentence, short in zip(picked, shortened, strict=True)
        ]
        slots += [slot_of(sentence) for sentence in spare]
        identity = self._engine.identity
        parameters = self._engine.parameters(MAX_NEW_TOKENS)
        run = ModelRun(identity.name, identity.revision, parameters, 0.0)
        tidied = tuple(_tidy_headline(h) for h in headlines)
        return SummaryProposal(tidied, tuple(slots)), run


def pick_leading(article: PreparedArticle, count: int) -> list[LeadingSentence]:
    """Return the first sentences fit for a summary, each after the one that it follows."""
    picked: list[LeadingSentence] = []
    for sentence in leading_sentences(article):
        if len(picked) == count:
            break
        if sentence.follows is None or (picked and picked[-1].index == sentence.follows):
            picked.append(sentence)
    return picked


def slot_of(sentence: LeadingSentence, *wordings: str) -> SummarySlot:
    """Return the place of a sentence in a summary, with other wordings of it, best first."""
    candidates = tuple(dict.fromkeys((*wordings, sentence.wording)))
    return SummarySlot(candidates, (sentence.index,), sentence.follows)


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
