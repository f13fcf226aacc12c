"""Verify claims: hold proposed wordings against the article, repair once, then replace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.analysis import ClaimDraft, ClaimProposal, ModelRun, PreparedArticle
from service.domain.claim import Method, SkipReason
from service.domain.collaborators import ClaimRewriter, SupportChecker, SupportReport
from service.text.attribution import (
    REPORTING_PRONOUNS,
    classify_kind,
    find_speaker,
    is_bare_quotation,
)
from service.text.clarity import unclear_parts
from service.text.names import lower_description
from service.text.naming import full_name, without_office
from service.text.selectors import make_selector
from service.text.speakers import claim_speaker
from service.use_cases.read_context import evidence_for, preceding, prose, reading, rewrite_request


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Stage 3: what the rewriter proposed.

    Attributes:
        indexes: The worthy sentences, as indexes into the prepared article's.
        proposals: For each of them, in the same order.
        model: The run that proposed them.
    """

    indexes: tuple[int, ...]
    proposals: tuple[tuple[ClaimProposal, ...], ...]
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


def verify_claims(
    article: PreparedArticle,
    scores: Sequence[float],
    rewriting: Rewriting,
    rewriter: ClaimRewriter,
    checker: SupportChecker,
) -> Verification:
    """Return the claims that pass their checks, and why other sentences gave none.

    Args:
        article: The prepared article.
        scores: The check-worthiness of every sentence, 0 to 1.
        rewriting: The proposed wordings.
        rewriter: Words once more what failed.
        checker: Holds each wording against its evidence.
    """
    checks = _Checks(article, prose(article), rewriter, checker)
    checked = [
        checks.check_all(index, proposals)
        for index, proposals in zip(rewriting.indexes, rewriting.proposals, strict=True)
    ]
    checked = checks.repair(rewriting.indexes, checked)
    claims: list[ClaimDraft] = []
    claim_indexes: list[int] = []
    reasons: list[tuple[int, SkipReason]] = []
    known: set[str] = set()
    for index, outcome in zip(rewriting.indexes, checked, strict=True):
        passed = list(outcome.passed)
        if outcome.problems:
            passed = checks.fall_back(index, passed)
        fresh = [item for item in passed if _key(item[0].text) not in known]
        known.update(_key(proposal.text) for proposal, _ in fresh)
        for proposal, report in fresh:
            claims.append(_draft(article, index, proposal, report, scores[index]))
            claim_indexes.append(index)
        if not fresh:
            sentence = reading(article.sentences[index])
            reasons.append((index, _empty_reason(sentence, outcome, repeated=bool(passed))))
    return Verification(tuple(claims), tuple(claim_indexes), tuple(reasons))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What checking the proposals for one sentence gave."""

    passed: tuple[tuple[ClaimProposal, SupportReport], ...]
    problems: tuple[str, ...]
    unsupported: bool


@dataclass(frozen=True, slots=True)
class _Checks:
    """The checks of one article's proposals."""

    article: PreparedArticle
    body: str
    rewriter: ClaimRewriter
    checker: SupportChecker

    def check_all(self, index: int, proposals: Sequence[ClaimProposal]) -> _Outcome:
        """Hold every proposal for a sentence against the article."""
        evidence = evidence_for(self.article, index)
        passed: list[tuple[ClaimProposal, SupportReport]] = []
        problems: list[str] = []
        unsupported = False
        for proposal in proposals:
            report = self.checker.check(proposal.text, evidence, self.body)
            found = (*report.problems, *unclear_parts(proposal.text))
            unsupported = unsupported or bool(report.problems)
            if found:
                problems.extend(found)
            else:
                passed.append((proposal, report))
        return _Outcome(tuple(passed), tuple(problems), unsupported)

    def repair(self, indexes: Sequence[int], checked: list[_Outcome]) -> list[_Outcome]:
        """Have failed proposals worded once more; keep what passes then."""
        broken = [i for i, outcome in enumerate(checked) if outcome.problems]
        if not broken:
            return checked
        repaired = self.rewriter.repair(
            [rewrite_request(self.article, indexes[i]) for i in broken],
            ["; ".join(checked[i].problems) for i in broken],
        )
        result = list(checked)
        for i, proposals in zip(broken, repaired, strict=True):
            again = self.check_all(indexes[i], proposals)
            if again.passed and not again.problems:
                result[i] = again
        return result

    def fall_back(
        self, index: int, passed: list[tuple[ClaimProposal, SupportReport]]
    ) -> list[tuple[ClaimProposal, SupportReport]]:
        """Return the source sentence as the claim where it can be understood alone.

        A sentence that opens with an unresolved "he" tells a reader nothing, so it is
        left out (and listed as skipped) rather than passed on.
        """
        text = reading(self.article.sentences[index])
        if unclear_parts(text):
            return passed
        proposal = ClaimProposal(" ".join(text.split()), Method.EXTRACTIVE)
        report = self.checker.check(text, evidence_for(self.article, index), self.body)
        return [(proposal, replace(report, problems=()))]


def _draft(
    article: PreparedArticle,
    index: int,
    proposal: ClaimProposal,
    report: SupportReport,
    score: float,
) -> ClaimDraft:
    sentence = article.sentences[index]
    return ClaimDraft(
        text=proposal.text,
        selector=make_selector(article.text, sentence.start, sentence.end),
        kind=classify_kind(proposal.text),
        speaker=_speaker(article, index, proposal.text),
        check_worthiness=round(score, 4),
        support=round(report.support, 4),
        method=proposal.method,
    )


def _speaker(article: PreparedArticle, index: int, claim: str) -> str | None:
    """Return who the article says made the claim, by the full name that it gives."""
    found = claim_speaker(claim)
    if is_bare_quotation(claim) or (found is not None and found.lower() in REPORTING_PRONOUNS):
        found = find_speaker(article.sentences[index].text, preceding(article, index), claim)
    if found is None:
        return None
    name = without_office(found)
    if " " not in name:
        name = full_name(name, prose(article)) or name
    return lower_description(name)


def _empty_reason(sentence: str, outcome: _Outcome, *, repeated: bool) -> SkipReason:
    """Tell why a worthy sentence gave no claim."""
    if repeated:
        return SkipReason.DUPLICATE
    if outcome.unsupported:
        return SkipReason.UNSUPPORTED
    unclear = outcome.problems or unclear_parts(sentence)
    return SkipReason.VAGUE if unclear else SkipReason.NO_FACT


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
