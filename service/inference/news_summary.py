"""News summary: the summarizer that was trained on annotated news.

It writes whole summaries and headlines from the article as it was read for the claims, and
names the sentences that each of its own rests on. An article that is read in several parts
is summarised part by part, and the parts' summaries once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.analysis import ModelRun, PreparedArticle
from service.domain.collaborators import Embedder, SummaryProposal, SummarySlot
from service.inference.central_sentences import rank_sentences, standalone_wordings
from service.inference.news_format import HEADLINE_TASK, summary_task
from service.inference.news_writer import NewsWriter, Question, Writing
from service.inference.summary_evidence import find_evidence
from service.text.reading import reading_lines
from service.text.sentences import split_sentences

MAX_NEW_TOKENS = 160
#: The longest summaries that the adapter was trained on; what is missing is filled up.
LONGEST_DRAFT = 3
#: Drafts drawn beside the likeliest, for where that fails its checks.
DRAWS = 2
TEMPERATURE = 0.6
#: So many sentences more are offered, as they stand, in case that a better one fails.
SPARE_SLOTS = 3


class NewsSummarizer:
    """Writes summaries with the news adapter; implements `Summarizer`."""

    def __init__(self, writer: NewsWriter, embedder: Embedder) -> None:
        self._writer = writer
        self._embedder = embedder

    def summarize(
        self, article: PreparedArticle, scores: Sequence[float], sentence_count: int
    ) -> tuple[SummaryProposal, ModelRun]:
        """Propose headlines, drafts of the summary, and sentences to fill it up with.

        Args:
            article: The prepared article.
            scores: The check-worthiness of every sentence, 0 to 1.
            sentence_count: How many sentences are wanted.
        """
        lines, places = reading_lines(article)
        index_of = {place: index for index, place in places.items()}
        condensed = self._condense(lines)
        tasks = (summary_task(min(sentence_count, LONGEST_DRAFT)), HEADLINE_TASK)
        # One likeliest answer and some drawn ones to each task, all side by side.
        written = self._ask(condensed, tasks, (0.0, *[TEMPERATURE] * DRAWS))
        summaries, headlines = (
            [answers[0], *_by_confidence(answers[1:])]
            for answers in (written[: DRAWS + 1], written[DRAWS + 1 :])
        )
        sources = [place for place in range(len(lines)) if place in index_of]
        drafts = tuple(
            tuple(
                SummarySlot((sentence,), tuple(index_of[sources[i]] for i in evidence))
                for sentence, evidence in zip(sentences, found, strict=True)
            )
            for sentences in dict.fromkeys(_sentences(writing) for writing in summaries)
            if sentences
            for found in [
                find_evidence(self._embedder, sentences, [lines[place] for place in sources])
            ]
        )
        return (
            SummaryProposal(
                tuple(dict.fromkeys(_tidy_headline(h.text) for h in headlines if h.is_whole)),
                self._spare(article, scores, sentence_count),
                tuple(places),
                drafts,
            ),
            self._writer.describe(MAX_NEW_TOKENS),
        )

    def _condense(self, lines: Sequence[str]) -> list[str]:
        """Return what the summary is written from: the lines, or their windows' summaries."""
        windows = self._writer.windows(lines)
        if len(windows) == 1:
            return list(lines)
        parts: list[str] = []
        for window in windows:
            (writing,) = self._ask([lines[line] for line in window.lines], [summary_task(1)])
            parts += _sentences(writing)
        # Parts of parts, for texts of many windows; each round is far shorter.
        return self._condense(parts) if parts else list(lines[: len(windows[0].lines)])

    def _ask(
        self, lines: Sequence[str], tasks: Sequence[str], temperatures: Sequence[float] = (0.0,)
    ) -> list[Writing]:
        """Return an answer to every task at every temperature, task by task."""
        last = len(lines) - 1
        questions = [
            Question(task, last, temperature) for task in tasks for temperature in temperatures
        ]
        return self._writer.write(lines, questions, MAX_NEW_TOKENS)

    def _spare(
        self, article: PreparedArticle, scores: Sequence[float], sentence_count: int
    ) -> tuple[SummarySlot, ...]:
        wordings = standalone_wordings(article)
        count = sentence_count + SPARE_SLOTS
        ranked = rank_sentences(self._embedder, wordings, article.sentences, scores, count)
        return tuple(SummarySlot((wordings[index],), (index,)) for index in ranked)


def _by_confidence(writings: Sequence[Writing]) -> list[Writing]:
    return sorted(writings, key=lambda writing: -writing.confidence)


def _sentences(writing: Writing) -> tuple[str, ...]:
    """Return the sentences of a summary, without one that breaks off."""
    text = " ".join(writing.text.split())
    sentences = [sentence.text for sentence in split_sentences(text, ())]
    return tuple(sentences if writing.is_whole else sentences[:-1])


def _tidy_headline(text: str) -> str:
    line = " ".join(text.strip().split("\n", 1)[0].split())
    return re.sub(r"\A[\"'\u201c\u2018]|[\"'\u201d\u2019.]\Z", "", line)
