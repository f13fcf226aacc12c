"""Modality: hedges, negations and attributions that a rewritten sentence dropped.

"Would be willing to meet" must not become "met". Each class of cue in the evidence has a
scope, the words that it qualifies; where the sentence asserts what stands in that scope
without a cue of the same or a compatible class, the cue is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.form import has_finite_verb
from service.text.modality_cues import CUE_CLASSES, NEGATION, REPORTING, phrases
from service.text.numbers import find_numbers
from service.text.words import content_stems, fold, stem, words

#: Cues that bound a number, and hold for the number right behind them.
_BOUND = re.compile(
    r"\b(about|around|roughly|approximately|nearly|almost|more than|over|less than|fewer "
    r"than|under|"
    r"at least|at most|up to|as many as|as much as|as few as|an estimated|some|close to|"
    r"just over|just under|"
    r"no more than|no fewer than)\s+(?:the\s+|a\s+)?\Z",
    re.IGNORECASE,
)
_BOUND_CONTEXT = 28
_ATTRIBUTION = phrases(
    r"said|says|saying|told|tweeted|wrote that|claimed|claims that|claiming|argued|argues|"
    r"insisted|insists|"
    r"warned|warns|believes?|alleged|alleges|testified|predicted|predicts|suggested|suggests that|"
    r"estimates?|according to|added that|stated"
)
_ATTRIBUTED = phrases(REPORTING)
_CLAUSE_END = re.compile(
    r"[;:\u2014\u2013\n]|\.\s|,(?=\s+(?:but|and|while|as|which|who|whose|when|where|though|"
    r"although|"
    r"because|after|before)\b)"
)
_RELATIVE_CLAUSE = re.compile(
    r",\s+(?:which|who|whose|where)\b|[;\n]|[.!?][\"\u201d'\u2019]?(?:\s|(?=[A-Z]))"
)
#: Words that stand between a verb and the infinitive that it governs.
_CHAIN_WORDS = frozenset({"to", "be", "been", "have", "not", "also", "never", "ever", "still"})
_RELATIVE_OPENING = re.compile(r",\s+(?:which|who|whose|that|where|when)\b[^,]*\Z")
_SCOPE_STEMS = 6
_MIN_SHARED = 0.5
_MIN_REPORTED = 0.6
#: A subject with its description between commas ("Ana Low, who farms there, said").
_APPOSITION = re.compile(
    r",\s+(?:who|which|whose|a|an|the|one|both|now|then|aged|\d+)\b[^,\"\u201d]*,\s*\Z"
)
#: The subject of a reporting clause that follows what it reports (`…," the mayor said`),
#: or nothing where the verb comes first (`…," said the mayor`).
_POSTPOSED_SUBJECT = re.compile(
    r"[,!?\u2026][\"\u201d'\u2019]?\s*(?:(?!(?:who|which|was|were|is|are|has|have|had|and|"
    r"but|that|it|as)\b)"
    r"[\w.\u2019'-]+\s*){0,7}\Z"
)


def lost_hedges(sentence: str, evidence: str) -> tuple[str, ...]:
    """Return the cues of doubt, intention, negation or attribution that were lost.

    Args:
        sentence: The rewritten sentence.
        evidence: The source sentence that it was written from.

    Returns:
        Each lost cue as it stands in the evidence ("would", "said"), and `added: not`
        for a negation that only the rewritten sentence has; empty where nothing is lost.
    """
    said = frozenset(content_stems(sentence))
    lost = [
        cue
        for cue_class in CUE_CLASSES
        if not cue_class.kept_by.search(sentence)
        for cue, scope in _scopes(cue_class.cues, evidence)
        if _asserts(said, scope)
    ]
    lost += _lost_attribution(sentence, evidence, said)
    lost += _lost_bounds(sentence, evidence)
    lost += _added_negation(sentence, evidence)
    return tuple(dict.fromkeys(lost))


def _scopes(cues: re.Pattern[str], evidence: str) -> Iterator[tuple[str, str]]:
    """Yield each cue with the words that it qualifies: the rest of its clause."""
    for match in cues.finditer(evidence):
        rest = evidence[match.end() :]
        relative = _RELATIVE_OPENING.search(evidence[: match.start()])
        end = re.search(",", rest) if relative else _CLAUSE_END.search(rest)
        yield match.group().strip(), rest[: end.start()] if end else rest


def _asserts(said: frozenset[str], scope: str) -> bool:
    """Tell whether a sentence with these stems asserts what stands in the scope.

    It does where it has the verb that the cue governs and half of what follows.
    """
    stems = content_stems(scope)[:_SCOPE_STEMS]
    shared = sum(1 for word in stems if word in said)
    return shared >= len(stems) * _MIN_SHARED and any(verb in said for verb in _verbs(scope))


def _verbs(scope: str) -> Iterator[str]:
    """Yield the stems of the verbs chained to a cue ("agree to fully give")."""
    chained = True
    for word in words(scope):
        low = fold(word)
        if low in _CHAIN_WORDS or low.endswith("ly"):
            chained = True
        elif not chained:
            return
        else:
            yield stem(word)
            chained = False


def _lost_attribution(sentence: str, evidence: str, said: frozenset[str]) -> list[str]:
    """Return the reporting verb where the sentence asserts what the evidence reports."""
    match = _ATTRIBUTION.search(evidence)
    if match is None or not said or _ATTRIBUTED.search(sentence):
        return []
    reported = _reported(evidence[: match.start()], evidence[match.end() :])
    shared = len(said.intersection(content_stems(reported))) / len(said)
    return [match.group()] if shared >= _MIN_REPORTED else []


def _reported(before: str, after: str) -> str:
    """Return what is reported, on the side of the reporting verb where it stands."""
    clause = None if _APPOSITION.search(before) else _POSTPOSED_SUBJECT.search(before)
    if clause and has_finite_verb(before[: clause.start()]):
        sentences = _RELATIVE_CLAUSE.split(before[: clause.start()])
        return sentences[-1] if len(sentences) > 1 else before[: clause.start()]
    end = _RELATIVE_CLAUSE.search(after)
    return after[: end.start()] if end else after


def _lost_bounds(sentence: str, evidence: str) -> list[str]:
    """Return "nearly", "at least" … where the sentence gives the bare number."""
    kept = {
        number.value
        for number in find_numbers(sentence)
        if _BOUND.search(sentence[max(0, number.start - _BOUND_CONTEXT) : number.start])
    }
    bare = {number.value for number in find_numbers(sentence) if not number.weak} - kept
    lost: list[str] = []
    for number in find_numbers(evidence):
        bound = _BOUND.search(evidence[max(0, number.start - _BOUND_CONTEXT) : number.start])
        if bound and number.value in bare:
            lost.append(bound.group(1))
    return lost


_PLAIN_NEGATION = phrases(r"not|never|cannot|\w+n't|\w+n\u2019t|no")


def _added_negation(sentence: str, evidence: str) -> list[str]:
    found = _PLAIN_NEGATION.search(sentence)
    if found and not phrases(NEGATION).search(evidence):
        return [f"added: {found.group()}"]
    return []
