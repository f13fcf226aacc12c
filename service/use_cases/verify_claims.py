"""Verify claims: hold proposed wordings against the article, repair once, then replace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.analysis import (
    ClaimDraft,
    ClaimProposal,
    ModelRun,
    PreparedArticle,
    Rewording,
)
from service.domain.claim import ClaimKind, Method, SkipReason
from service.domain.collaborators import (
    ClaimClassifier,
    ClaimRewriter,
    SupportChecker,
    SupportQuery,
    SupportReport,
)
from service.text.antecedents import likely_wordings
from service.text.attribution import (
    REPORTING_PRONOUNS,
    find_speaker,
    is_bare_quotation,
)
from service.text.clarity import unclear_parts
from service.text.facts import foreign_facts
from service.text.grounding import ungrounded_parts
from service.text.names import lower_description
from service.text.naming import full_name, without_office
from service.text.rewording import attribute_quotation, reword
from service.text.selectors import make_selector
from service.text.speakers import claim_speaker
from service.text.speech_verbs import SPEECH_VERB
from service.text.words import content_stems, fold
from service.use_cases.read_context import (
    evidence_for,
    opening,
    other_wordings,
    preceding,
    prose,
    rewrite_requests,
    speaker_of,
    spoken,
)

#: A repaired wording stands for the one that failed where they share so many of the words.
_MIN_LIKENESS = 0.5
#: Claims of one sentence that share so many words say the same.
_SAME = 0.8


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Stage 3: what the rewriter proposed.

    Attributes:
        indexes: The worthy sentences, as indexes into the prepared article's.
        rewordings: For each of them, in the same order.
        model: The run that proposed them.
    """

    indexes: tuple[int, ...]
    rewordings: tuple[Rewording, ...]
    model: ModelRun


@dataclass(frozen=True, slots=True)
class Verification:
    """Stages 4 and 6: the claims that passed, and why other sentences gave none.

    Attributes:
        claims: In the order of the text.
        sentence_indexes: For each claim, the sentence that it was made from.
        reasons: (sentence index, reason) of the sentences without a claim.
    """

    claims: tuple[ClaimDraft, ...]
    sentence_indexes: tuple[int, ...]
    reasons: tuple[tuple[int, SkipReason], ...]


def verify_claims(  # noqa: PLR0913, PLR0917  an article, its claims, and all that judge them
    article: PreparedArticle,
    scores: Sequence[float],
    rewriting: Rewriting,
    rewriter: ClaimRewriter,
    checker: SupportChecker,
    classifier: ClaimClassifier,
) -> Verification:
    """Return the claims that pass their checks, and why other sentences gave none.

    Args:
        article: The prepared article.
        scores: The check-worthiness of every sentence, 0 to 1.
        rewriting: The proposed wordings.
        rewriter: Words once more what failed.
        checker: Holds each wording against its evidence.
        classifier: Tells the kinds of the claims that passed.
    """
    checks = _Checks(article, prose(article), rewriter, checker)
    indexes = rewriting.indexes
    checked = checks.check([r.proposals for r in rewriting.rewordings], indexes)
    checked = checks.repair(indexes, checked)
    checked = checks.fall_back(indexes, checked)
    passed: list[tuple[int, _Checked]] = []
    reasons: list[tuple[int, SkipReason]] = []
    known: set[str] = set()
    for index, rewording, outcome in zip(indexes, rewriting.rewordings, checked, strict=True):
        fresh = [item for item in outcome.passed if _key(item.proposal.text) not in known]
        known.update(_key(item.proposal.text) for item in fresh)
        passed += [(index, item) for item in fresh]
        if not fresh:
            sentence = spoken(article.sentences[index])
            reason = _empty_reason(sentence, outcome, repeated=bool(outcome.passed))
            # Why the rewriter saw no claim counts only where no wording of it failed.
            skip = None if outcome.failed else rewording.skip
            reasons.append((index, skip or reason))
    kinds = classifier.classify([item.proposal.text for _, item in passed])
    claims = tuple(
        _draft(article, checks.body, index, item, kind, scores[index])
        for (index, item), kind in zip(passed, kinds, strict=True)
    )
    return Verification(claims, tuple(index for index, _ in passed), tuple(reasons))


@dataclass(frozen=True, slots=True)
class _Checked:
    """One proposal and what checking it gave."""

    proposal: ClaimProposal
    report: SupportReport
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What checking the proposals for one sentence gave."""

    passed: tuple[_Checked, ...]
    failed: tuple[_Checked, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """A sentence, what it says in other words, what stands around it, and who speaks it."""

    sentence: str
    same: tuple[str, ...]
    context: tuple[str, ...]
    speaker: str | None


@dataclass(frozen=True, slots=True)
class _Checks:
    """The checks of one article's proposals."""

    article: PreparedArticle
    body: str
    rewriter: ClaimRewriter
    checker: SupportChecker

    def check(
        self, proposals: Sequence[Sequence[ClaimProposal]], indexes: Sequence[int]
    ) -> list[_Outcome]:
        """Hold all proposals for the sentences at `indexes` against the article.

        The network is asked only about what no rule refuses, which is a third of them.
        """
        problems: list[list[_Problems]] = []
        queries: list[SupportQuery] = []
        for index, group in zip(indexes, proposals, strict=True):
            # The same for all wordings of a sentence, and not cheap.
            ground = self._ground(index) if any(p.is_free for p in group) else None
            evidence = evidence_for(self.article, index)
            problems.append([_find_problems(proposal, ground) for proposal in group])
            queries += [
                SupportQuery(proposal.text, evidence, self.body)
                for proposal, found in zip(group, problems[-1], strict=True)
                if _is_open(proposal, found)
            ]
        reports = iter(self.checker.check_many(queries))
        outcomes: list[_Outcome] = []
        for group, found in zip(proposals, problems, strict=True):
            checked = [
                _judge(proposal, known, next(reports) if _is_open(proposal, known) else None)
                for proposal, known in zip(group, found, strict=True)
            ]
            outcomes.append(
                _Outcome(
                    tuple(item for item in checked if not item.problems),
                    tuple(item for item in checked if item.problems),
                )
            )
        return outcomes

    def _ground(self, index: int) -> _Ground:
        """Return what free wordings of a sentence must keep to."""
        sentence = spoken(self.article.sentences[index])
        speaker = speaker_of(self.article.sentences[index])
        before = preceding(self.article, index)
        # Who "he" is only rules may say, which keep quiet when in doubt.
        told = attribute_quotation(sentence, speaker) if speaker else sentence
        by_rule = reword(told, before, self.body, self.article.published_at)
        # Whom they leave open a wording may name if it names whom the rules think likely.
        likely = likely_wordings(sentence, before, self.body)
        return _Ground(
            sentence,
            (*other_wordings(self.article, index), by_rule, *likely),
            (*before, *opening(self.article)),
            speaker,
        )

    def repair(self, indexes: Sequence[int], checked: list[_Outcome]) -> list[_Outcome]:
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

    def fall_back(self, indexes: Sequence[int], checked: list[_Outcome]) -> list[_Outcome]:
        """Let the source sentence stand where none of its wordings passed.

        One that opens with an unresolved "he" tells a reader nothing, so it is left out (and
        listed as skipped) rather than passed on.
        """
        result = list(checked)
        for i, (index, outcome) in enumerate(zip(indexes, checked, strict=True)):
            text = " ".join(spoken(self.article.sentences[index]).split())
            if outcome.passed or not outcome.failed or unclear_parts(text):
                continue
            # What the article says word for word it supports; there is nothing to check.
            report = SupportReport(1.0, ())
            source = _Checked(ClaimProposal(text, Method.EXTRACTIVE), report, ())
            result[i] = replace(outcome, passed=(source,))
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
        ungrounded = ungrounded_parts(
            text, ground.sentence, ground.same, ground.context, ground.speaker
        )
    return _Problems(ungrounded, unclear_parts(text))


def _is_open(proposal: ClaimProposal, found: _Problems) -> bool:
    """Tell whether only the checker can say if a proposal is right.

    What the article says word for word it supports.
    """
    return proposal.method is not Method.EXTRACTIVE and found == _Problems((), ())


def _judge(proposal: ClaimProposal, found: _Problems, report: SupportReport | None) -> _Checked:
    if report is None:
        support = 0.0 if found.ungrounded else 1.0
        report = SupportReport(support, found.ungrounded)
    return _Checked(proposal, report, (*report.problems, *found.unclear))


def _mend(outcome: _Outcome, candidates: Sequence[_Checked]) -> _Outcome:
    """Put the best supported candidate in the place of each proposal that failed.

    Where one of them finds no candidate, what rules make of the sentence, whole or in parts,
    stands for all, if there is any: the parts left would tell less than the sentence does.
    """
    passed = list(outcome.passed)
    failed: list[_Checked] = []
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
        return _Outcome(by_rule, ())
    return _Outcome(tuple(passed), tuple(failed))


def _likeness(left: _Checked, right: _Checked) -> float:
    """Return the share of the shorter wording's content words that the other has."""
    mine, others = (frozenset(content_stems(item.proposal.text)) for item in (left, right))
    return len(mine & others) / max(min(len(mine), len(others)), 1)


def _draft(  # noqa: PLR0913, PLR0917  what a claim is made of
    article: PreparedArticle,
    body: str,
    index: int,
    item: _Checked,
    kind: ClaimKind,
    score: float,
) -> ClaimDraft:
    sentence = article.sentences[index]
    proposal = item.proposal
    return ClaimDraft(
        text=proposal.text,
        selector=make_selector(article.text, sentence.start, sentence.end),
        kind=kind,
        speaker=_speaker(article, body, index, proposal),
        check_worthiness=round(score, 4),
        # What the article says word for word it supports.
        support=1.0 if proposal.method is Method.EXTRACTIVE else round(item.report.support, 4),
        method=proposal.method,
    )


def _speaker(
    article: PreparedArticle, body: str, index: int, proposal: ClaimProposal
) -> str | None:
    """Return who the article says made the claim, by the full name that it gives."""
    claim = proposal.text
    found = claim_speaker(claim)
    if is_bare_quotation(claim) or (found is not None and found.lower() in REPORTING_PRONOUNS):
        sentence = article.sentences[index]
        found = speaker_of(sentence) or find_speaker(
            spoken(sentence), preceding(article, index), claim
        )
    # Nobody says what the claim does not report, whomever the rewriter names.
    named = proposal.speaker if SPEECH_VERB.search(claim) else None
    if found is None and named is not None and not foreign_facts(named, body):
        found = named
    if found is None:
        return None
    name = without_office(found)
    if " " not in name:
        name = full_name(name, body) or name
    return lower_description(name)


def _empty_reason(sentence: str, outcome: _Outcome, *, repeated: bool) -> SkipReason:
    """Tell why a worthy sentence gave no claim."""
    if repeated:
        return SkipReason.DUPLICATE
    if is_bare_quotation(sentence):
        return SkipReason.QUOTE_ONLY
    if any(item.report.problems for item in outcome.failed):
        return SkipReason.UNSUPPORTED
    unclear = outcome.failed or unclear_parts(sentence)
    return SkipReason.VAGUE if unclear else SkipReason.NO_FACT


def _key(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())
