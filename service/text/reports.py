"""Reports: whether a wording keeps to who, by its sentence, said what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.attribution import find_speaker
from service.text.quotations import outside_quotations
from service.text.speakers import claim_speaker
from service.text.speech_verbs import SPEECH_VERB
from service.text.words import content_stems, fold, words

_REPORT = re.compile(rf"\b[Aa]ccording to\b|\breveal(?:s|ed)\b|{SPEECH_VERB.pattern}")
#: A report that follows all that it reports: "…, the mayor said on Monday."
_REPORT_BEHIND = re.compile(
    r",[\"'\u201d\u2019]?\s+(?:according to\s[^;]+|[^,;]{2,90}?(?:,[^,;]{2,60},)?\s+"
    r"(?:(?:has|have|had|also|later|now)\s+)?(?:said|says?|told(?: [\w.\u2019'-]+){1,6}|"
    r"reported|reports?|claim(?:ed|s)|wrote|writes|warned|estimates?|suggests?|added|alleged|"
    r"believes?)(?:\s+(?:on|in|at|last|this|earlier|yesterday)\b[^,;]{0,40})?\.?\s*)\Z"
)


def wrong_reports(wording: str, sentence: str, context: Sequence[str]) -> tuple[str, ...]:
    """Return what a wording puts into another's mouth, or takes out of its speaker's.

    Args:
        wording: A claim made from the sentence.
        sentence: The sentence.
        context: The sentences before it and the article's first ones, which may tell who
            speaks.
    """
    return (*_new_reports(wording, sentence, context), *_lost_reports(wording, sentence))


def _new_reports(wording: str, sentence: str, context: Sequence[str]) -> Iterator[str]:
    speaker = claim_speaker(wording)
    if speaker is None or SPEECH_VERB.search(outside_quotations(sentence)):
        return
    found = find_speaker(sentence, context, wording)
    if found is None or not {fold(w) for w in words(found)} & {fold(w) for w in words(speaker)}:
        yield f"said by another: {speaker}"


def _lost_reports(wording: str, sentence: str) -> Iterator[str]:
    """Yield a report that the wording leaves out although it tells what was reported.

    What stands before the report ("Low, who leads the inquiry, said …") is told without it,
    unless the report closes the sentence and is of all that stands before it.
    """
    if _REPORT.search(wording):
        return
    outside = outside_quotations(sentence)
    said = content_stems(wording)
    report = _REPORT.search(outside)
    if report is not None:
        reported = frozenset(content_stems(sentence[report.end() :]))
        before = frozenset(content_stems(sentence[: report.start()]))
        if any(stem in reported and stem not in before for stem in said):
            yield f"without who said it: {report.group()}"
    behind = _REPORT_BEHIND.search(outside)
    if behind is not None:
        reported = frozenset(content_stems(sentence[: behind.start()]))
        if any(stem in reported for stem in said):
            yield f"without who said it: {behind.group().strip(' ,.')}"
