"""Verify claims: which wordings pass as claims, whose they are, and why a sentence has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    ClarityChecker,
    SupportChecker,
)
from service.text.attribution import (
    REPORTING_PRONOUNS,
    find_speaker,
    is_bare_quotation,
)
from service.text.clarity import unclear_parts
from service.text.facts import foreign_facts
from service.text.names import lower_description, without_office
from service.text.naming import full_name
from service.text.personal_names import is_personal_name
from service.text.selectors import make_selector
from service.text.speakers import claim_speaker
from service.text.speech_verbs import SPEECH_VERB
from service.text.words import fold
from service.use_cases.check_wordings import Checked, Checks, Outcome
from service.use_cases.read_context import (
    preceding,
    prose,
    speaker_of,
    spoken,
)


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
    clarity: ClarityChecker,
    classifier: ClaimClassifier,
) -> Verification:
    """Return the claims that pass their checks, and why other sentences gave none.

    Args:
        article: The prepared article.
        scores: The check-worthiness of every sentence, 0 to 1.
        rewriting: The proposed wordings.
        rewriter: Words once more what failed.
        checker: Holds each wording against its evidence.
        clarity: Tells which of them are not understood alone.
        classifier: Tells the kinds of the claims that passed.
    """
    checks = Checks(article, prose(article), rewriter, checker, clarity)
    indexes = rewriting.indexes
    checked = checks.check([r.proposals for r in rewriting.rewordings], indexes)
    checked = checks.repair(indexes, checked)
    checked = checks.fall_back(indexes, checked)
    passed: list[tuple[int, Checked]] = []
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


def _draft(  # noqa: PLR0913, PLR0917  what a claim is made of
    article: PreparedArticle,
    body: str,
    index: int,
    item: Checked,
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
    # "It says" of a study or a body, however near a person's name stands.
    is_thing = found is not None and found.lower() == "it"
    if is_bare_quotation(claim) or (found is not None and found.lower() in REPORTING_PRONOUNS):
        sentence = article.sentences[index]
        told = find_speaker(spoken(sentence), preceding(article, index), claim)
        told = None if told and is_thing and is_personal_name(told) else told
        found = speaker_of(sentence) or told
    # Nobody says what the claim does not report, whomever the rewriter names.
    named = proposal.speaker if SPEECH_VERB.search(claim) else None
    fits = named is not None and not (is_thing and is_personal_name(named))
    if found is None and named is not None and fits and not foreign_facts(named, body):
        found = named
    if found is None:
        return None
    name = without_office(found)
    if " " not in name:
        name = full_name(name, body) or name
    return lower_description(name)


def _empty_reason(sentence: str, outcome: Outcome, *, repeated: bool) -> SkipReason:
    """Tell why a worthy sentence gave no claim."""
    if repeated:
        return SkipReason.DUPLICATE
    if is_bare_quotation(sentence):
        return SkipReason.QUOTE_ONLY
    if unclear_parts(sentence):
        # What was wrong is that it does not stand alone, whatever wordings of it got wrong.
        return SkipReason.VAGUE
    if any(item.report.problems for item in outcome.failed):
        return SkipReason.UNSUPPORTED
    return SkipReason.VAGUE if outcome.failed else SkipReason.NO_FACT


def _key(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())
