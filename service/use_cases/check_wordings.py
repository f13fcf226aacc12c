"""Check wordings: hold proposed claims against their article, repair once, then replace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.domain.analysis import ClaimProposal, PreparedArticle, RewriteRequest
from service.domain.claim import Method
from service.domain.collaborators import (
    ClaimRewriter,
    ClarityChecker,
    SupportChecker,
    SupportQuery,
    SupportReport,
)
from service.text.antecedents import likely_wordings
from service.text.clarity import unclear_parts
from service.text.completed_readings import completed_readings, fuller_readings, turned_readings
from service.text.grounding import ungrounded_parts
from service.text.injection import torn_order
from service.text.named_readings import named_readings
from service.text.rewording import attribute_quotation, reword
from service.text.seams import unclean_cuts
from service.text.words import content_stems
from service.use_cases.read_context import (
    evidence_for,
    opening,
    other_wordings,
    preceding,
    rewrite_requests,
    speaker_of,
    spoken,
)

#: A repaired wording stands for the one that failed where they share so many of the words.
_MIN_LIKENESS = 0.5
#: Claims of one sentence that share so many words say the same.
_SAME = 0.8


@dataclass(frozen=True, slots=True)
class Checked:
    """One proposal and what checking it gave."""

    proposal: ClaimProposal
    report: SupportReport
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What checking the proposals for one sentence gave."""

    passed: tuple[Checked, ...]
    failed: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """A sentence, what it says in other words, what stands around it, and who speaks it."""

    sentence: str
    same: tuple[str, ...]
    context: tuple[str, ...]
    speaker: str | None
    article: str


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of one article's proposals."""

    article: PreparedArticle
    body: str
    rewriter: ClaimRewriter
    checker: SupportChecker
    clarity: ClarityChecker

    def check(
        self, proposals: Sequence[Sequence[ClaimProposal]], indexes: Sequence[int]
    ) -> list[Outcome]:
        """Hold all proposals for the sentences at `indexes` against the article.

        The networks are asked only about what no rule refuses, which is a third of them.
        """
        problems: list[list[_Problems]] = []
        queries: list[SupportQuery] = []
        asked = rewrite_requests(self.article, indexes)
        for index, request, group in zip(indexes, asked, proposals, strict=True):
            # The same for all wordings of a sentence, and not cheap.
            ground = self._ground(index, request) if any(p.is_free for p in group) else None
            evidence = evidence_for(self.article, index)
            problems.append([_find_problems(proposal, ground) for proposal in group])
            queries += [
                SupportQuery(proposal.text, evidence, self.body)
                for proposal, found in zip(group, problems[-1], strict=True)
                if _is_open(proposal, found)
            ]
        reports = iter(self.checker.check_many(queries))
        checked = [
            [
                _judge(proposal, known, next(reports) if _is_open(proposal, known) else None)
                for proposal, known in zip(group, found, strict=True)
            ]
            for group, found in zip(proposals, problems, strict=True)
        ]
        return [
            Outcome(
                tuple(item for item in group if not item.problems),
                tuple(item for item in group if item.problems),
            )
            for group in self._read_alone(checked)
        ]

    def _read_alone(self, checked: Sequence[Sequence[Checked]]) -> Iterator[list[Checked]]:
        """Yield the groups with what is open in those of them that have no other problem."""
        passed = [item.proposal.text for group in checked for item in group if not item.problems]
        found = iter(self.clarity.open_parts(passed))
        for group in checked:
            yield [item if item.problems else replace(item, problems=next(found)) for item in group]

    def _ground(self, index: int, request: RewriteRequest) -> _Ground:
        """Return what free wordings of a sentence must keep to."""
        sentence = spoken(self.article.sentences[index])
        speaker = speaker_of(self.article.sentences[index])
        before = preceding(self.article, index)
        told = attribute_quotation(sentence, speaker) if speaker else sentence
        by_rule = reword(told, before, self.body, self.article.published_at)
        # Whom they leave open a wording may name if it names whom the rules think likely.
        likely = (
            *likely_wordings(sentence, before, self.body),
            *self.rewriter.likely_wordings(request),
        )
        return _Ground(
            sentence,
            (*other_wordings(self.article, index), by_rule, *likely),
            (*before, *opening(self.article)),
            speaker,
            self.body,
        )

    def repair(self, indexes: Sequence[int], checked: list[Outcome]) -> list[Outcome]:
        """Have what failed worded once more; the best supported likeness takes its place."""
        broken = [i for i, outcome in enumerate(checked) if outcome.failed]
        if not broken:
            return checked
        places = [indexes[i] for i in broken]
        others = self.rewriter.repair(
            rewrite_requests(self.article, places),
            ["; ".join(p for item in checked[i].failed for p in item.problems) for i in broken],
        )
        result = list(checked)
        for i, again in zip(broken, self.check(others, places), strict=True):
            result[i] = _mend(checked[i], again.passed)
        return result

    def fall_back(self, indexes: Sequence[int], checked: list[Outcome]) -> list[Outcome]:
        """Let the source sentence stand where none of its wordings passed.

        One that opens with an unresolved "he" tells a reader nothing, so it is left out (and
        listed as skipped) rather than passed on.
        """
        result = list(checked)
        texts = [" ".join(spoken(self.article.sentences[index]).split()) for index in indexes]
        due = [
            i
            for i, outcome in enumerate(checked)
            if not outcome.passed and outcome.failed and not unclear_parts(texts[i])
        ]
        found = self.clarity.open_parts([texts[i] for i in due])
        for i, parts in zip(due, found, strict=True):
            # What the article says word for word it supports; there is nothing to check.
            report = SupportReport(1.0, ())
            source = Checked(ClaimProposal(texts[i], Method.EXTRACTIVE), report, parts)
            # What is wrong with a sentence nobody understands alone is that, whatever its wordings.
            result[i] = Outcome((), (source,)) if parts else replace(checked[i], passed=(source,))
        return result


@dataclass(frozen=True, slots=True)
class _Problems:
    """What rules find wrong with a proposal: what it adds to its sentence, what it leaves open."""

    ungrounded: tuple[str, ...]
    unclear: tuple[str, ...]


def _find_problems(proposal: ClaimProposal, ground: _Ground | None) -> _Problems:
    text = proposal.text
    ungrounded: tuple[str, ...] = ()
    if proposal.is_free and ground is not None:
        ungrounded = _ungrounded(text, ground)
        if ungrounded and _stands_read(text, ground, may_name=proposal.may_name):
            ungrounded = ()
    return _Problems(ungrounded, unclear_parts(text))


def _ungrounded(text: str, ground: _Ground) -> tuple[str, ...]:
    """Return what a free wording says that its sentence does not."""
    torn = torn_order(text, ground.sentence)
    return (
        *ungrounded_parts(text, ground.sentence, ground.same, ground.context, ground.speaker),
        *unclean_cuts(text, ground.sentence, ground.same),
        *((torn,) if torn else ()),
    )


def _stands_read(text: str, ground: _Ground, *, may_name: bool) -> bool:
    """Tell whether its sentence says it, read with what its article lets a writer add.

    Another order of its parts, and fuller names for what it names, anybody; what "he" means or
    a noun is of only who `may_name` it.
    """
    said = frozenset(content_stems(text))
    readings = (ground.sentence, *ground.same)
    readings += turned_readings(readings)
    if may_name:
        readings += named_readings(text, readings, ground.article)
        readings += completed_readings(text, readings, ground.article)
    readings += fuller_readings(text, readings, ground.article)
    # It was held against the sentence itself before.
    others = dict.fromkeys(reading for reading in readings if reading != ground.sentence)
    near = (reading for reading in others if said <= frozenset(content_stems(reading)))
    return any(not _ungrounded(text, replace(ground, sentence=reading)) for reading in near)


def _is_open(proposal: ClaimProposal, found: _Problems) -> bool:
    """Tell whether only the checker can say if a proposal is right.

    What the article says word for word it supports.
    """
    return proposal.method is not Method.EXTRACTIVE and found == _Problems((), ())


def _judge(proposal: ClaimProposal, found: _Problems, report: SupportReport | None) -> Checked:
    if report is None:
        support = 0.0 if found.ungrounded else 1.0
        report = SupportReport(support, found.ungrounded)
    return Checked(proposal, report, (*report.problems, *found.unclear))


def _mend(outcome: Outcome, candidates: Sequence[Checked]) -> Outcome:
    """Put the best supported candidate in the place of each proposal that failed.

    Where one of them finds no candidate, what rules make of the sentence, whole or in parts,
    stands for all, if there is any: the parts left would tell less than the sentence does.
    """
    passed = list(outcome.passed)
    failed: list[Checked] = []
    ranked = sorted(candidates, key=lambda item: -item.report.support)
    for broken in outcome.failed:
        fit = (
            item
            for item in ranked
            if _likeness(item, broken) >= _MIN_LIKENESS
            and all(_likeness(item, other) < _SAME for other in passed)
        )
        found = next(fit, None)
        if found is None:
            failed.append(broken)
        else:
            passed.append(found)
    by_rule = tuple(item for item in candidates if not item.proposal.is_free)
    if failed and by_rule:
        return Outcome(by_rule, ())
    return Outcome(tuple(passed), tuple(failed))


def _likeness(left: Checked, right: Checked) -> float:
    """Return the share of the shorter wording's content words that the other has."""
    mine, others = (frozenset(content_stems(item.proposal.text)) for item in (left, right))
    return len(mine & others) / max(min(len(mine), len(others)), 1)
