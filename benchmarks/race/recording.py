"""Recording: what the language model really reads and writes while an article is analysed.

The pipeline runs as it is; its four ways to the model are listened to.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from unittest import mock

from benchmarks.race.reference import Forked
from benchmarks.race.work import Asked
from service.domain.analysis import ClaimProposal
from service.domain.article import AnalysisOptions, ArticleSubmission
from service.inference import news_writer
from service.inference.forking import Decoding, Fork, Reading, Written
from service.inference.generation import GenerationEngine
from service.inference.news_claims import NewsClaimRewriter
from service.inference.support_format import Branch
from service.inference.support_network import SupportNetwork
from service.text.normalization import normalize
from service.use_cases.analyse_article import AnalysisPipeline


@dataclass
class Recording:
    """What an analysis asked the model, and how long its stages took.

    Attributes:
        stage: The stage that runs.
        work: In the order of the asking.
        seconds: Wall-clock seconds by stage.
        claims: How many claims came out.
        summary_sentences: How many sentences the summary has.
        forked: The adapter's answers as they were written side by side.
        free: Wordings that the adapter wrote at first, and those drawn in repair.
        kept: Claims by what worded them: `first`, `drawn`, or `rules` (the sentence too).
    """

    stage: str = ""
    work: list[Asked] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    claims: int = 0
    summary_sentences: int = 0
    forked: list[Forked] = field(default_factory=list)
    free: dict[str, set[str]] = field(default_factory=lambda: {"first": set(), "drawn": set()})
    kept: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> float:
        """Return the seconds of the whole analysis."""
        return sum(self.seconds.values())

    def add(self, kind: str, prompt: Sequence[int], answer: Sequence[int] = ()) -> None:
        """Note one question."""
        self.work.append(Asked(self.stage, kind, tuple(prompt), tuple(answer)))

    def of_answers(
        self,
        tokens: tuple[int, ...],
        forks: Sequence[Fork],
        how: Decoding,
        found: Sequence[Written],
    ) -> None:
        """Note answers written from places within an article, in the order of the places."""
        self.forked.append(Forked(tokens, tuple(forks), how, tuple(found)))
        pairs = zip(forks, found, strict=True)
        for fork, answer in sorted(pairs, key=lambda pair: pair[0].length):
            # The ending token is not kept; that of a turn, which opens the question, stands for it.
            ended = len(answer.log_probabilities) - len(answer.tokens)
            prompt = (*tokens[: fork.length], *fork.asked)
            self.add("claims", prompt, (*answer.tokens, *fork.asked[:1] * ended))

    def of_branches(self, pack: Sequence[Branch]) -> None:
        """Note statements that were judged."""
        for branch in pack:
            for leaf in branch.leaves:
                self.add("support", (*branch.evidence, *leaf.tokens))

    def of_prompts(
        self,
        engine: GenerationEngine,
        prefix: Sequence[int],
        suffixes: Sequence[Sequence[int]],
        answers: Sequence[Sequence[int]],
    ) -> None:
        """Note prompts that were answered."""
        for suffix, answer in zip(suffixes, answers, strict=True):
            self.add("prompted", (*prefix, *suffix), (*answer, engine.stop_ids[0]))

    def of_wordings(self, origin: str, groups: Iterable[Iterable[ClaimProposal]]) -> None:
        """Note what the adapter proposed."""
        self.free[origin].update(one.text for group in groups for one in group if one.is_free)


def _heard(function: Callable[..., Any], hear: Callable[..., None]) -> Callable[..., Any]:
    """Return a function that does the same, and has what went in and came out noted."""

    @wraps(function)
    def heard(*given: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the function takes
        found = function(*given, **named)
        hear(given, found)
        return found

    return heard


@contextmanager
def listening(recording: Recording) -> Iterator[None]:
    """Note what the model is asked meanwhile."""

    def on_answers(
        given: tuple[Any, Reading, Sequence[Fork], Decoding], found: list[Written]
    ) -> None:
        _, reading, forks, how = given
        recording.of_answers(reading.tokens, forks, how, found)

    def on_prompts(given: tuple[Any, ...], found: list[list[int]]) -> None:
        recording.of_prompts(given[0], given[1], given[2], found)

    ways: tuple[tuple[Any, str, Callable[..., None]], ...] = (
        (news_writer, "write", on_answers),
        (SupportNetwork, "_judge", lambda given, _: recording.of_branches(given[1])),
        (GenerationEngine, "_decode", on_prompts),
        (NewsClaimRewriter, "repair", lambda _, found: recording.of_wordings("drawn", found)),
    )
    with ExitStack() as stack:
        for owner, name, hear in ways:
            heard = _heard(getattr(owner, name), hear)
            stack.enter_context(mock.patch.object(owner, name, heard))
        yield


def analyse(pipeline: AnalysisPipeline, text: str) -> Recording:
    """Take an article through all stages; tell their seconds and what the model was asked."""
    recording = Recording()
    with listening(recording):
        _run(pipeline, ArticleSubmission(text=normalize(text)), recording)
    return recording


def _run(pipeline: AnalysisPipeline, submission: ArticleSubmission, recording: Recording) -> None:
    def timed(stage: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401  each stage's own
        recording.stage = stage
        started = time.perf_counter()
        found = work()
        recording.seconds[stage] = time.perf_counter() - started
        return found

    options = AnalysisOptions()
    article = timed("prepare", lambda: pipeline.prepare(submission))
    assessed = timed("assess", lambda: pipeline.assess(article))
    rewriting = timed("rewrite", lambda: pipeline.rewrite(article, assessed, options))
    verified = timed("verify", lambda: pipeline.verify(article, assessed, rewriting))
    embedded = timed("embed", lambda: pipeline.embed(verified))
    summary = timed("summarise", lambda: pipeline.summarise(article, assessed, None))
    recording.of_wordings("first", (rewording.proposals for rewording in rewriting.rewordings))
    recording.claims = len(embedded.claims)
    recording.kept = Counter(
        next((origin for origin, texts in recording.free.items() if claim.text in texts), "rules")
        for claim in embedded.claims
    )
    recording.summary_sentences = 0 if summary is None else len(summary.sentences)
