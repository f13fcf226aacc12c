"""Reports: whether a wording keeps to who, by its sentence, said what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.attribution import find_speaker, is_bare_quotation
from service.text.form import has_finite_verb
from service.text.names import find_names
from service.text.quotations import outside_quotations, quoted_ranges
from service.text.speakers import claim_speaker
from service.text.speech_verbs import SPEECH_VERB
from service.text.words import content_stems, fold, stem, words

#: A quotation of so many words of its own says something.
_QUOTED_STEMS = 3
_SHOWN_CHARACTERS = 40
_REPORT = re.compile(rf"\b[Aa]ccording to\b|\breveal(?:s|ed)\b|{SPEECH_VERB.pattern}")
#: A report that follows all that it reports: "…, the mayor said on Monday."
_REPORT_BEHIND = re.compile(
    r",[\"'\u201d\u2019]?\s++(?:according to\s[^;]+|(?:[^,;]{2,90}?(?:,[^,;]{2,60},)?\s+"
    r"(?:(?:has|have|had|also|later|now)\s+)?(?:said|says?|told(?: [\w.\u2019'-]+){1,6}|"
    r"reported|reports?|claim(?:ed|s)|wrote|writes|warned|estimates?|suggests?|add(?:ed|s)|alleged|"
    r"believes?)|"
    # Verbs that have other uses as well: ", and his body was later found" reports nothing.
    r"(?!(?:and|but|or|so|yet|which|who|of|before|after|when|while|because|hours|days|weeks|months|"
    r"more|less|fewer|as|then|with|where)\b)[^,;]{2,60}?(?<!\bwas)(?<!\bwere)(?<!\bbeen)(?<!\bbe)"
    r"(?<!\bis)(?<!\bare)(?<!\bthan)\s+(?:(?:has|have|had|also|later|now)\s+)?"
    r"(?:suggested|f(?:ound|inds?)|show(?:s|ed)?|conclude[sd]?|reveal(?:s|ed)|heard|ruled|confirmed|"
    r"announced|insist(?:s|ed)|argue[sd]|explained|noted|stated|predict(?:s|ed)|fear(?:s|ed)))"
    r"(?:\s+(?:on|in|at|last|this|earlier|yesterday)\b[^,;]{0,40})?\.?\s*)\Z"
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they)\b")


def wrong_reports(
    wording: str, sentence: str, context: Sequence[str], speaker: str | None = None
) -> tuple[str, ...]:
    """Return what a wording puts into another's mouth, or takes out of its speaker's.

    Args:
        wording: A claim made from the sentence.
        sentence: The sentence.
        context: The sentences before it and the article's first ones, which may tell who
            speaks.
        speaker: Who speaks, where all of the sentence is quotation and the article tells.
    """
    if is_bare_quotation(sentence):
        return tuple(_other_voice(wording, speaker))
    return (
        *_new_reports(wording, sentence, context),
        *_lost_reports(wording, sentence),
        *_lost_quotations(wording, sentence),
    )


def _lost_quotations(wording: str, sentence: str) -> Iterator[str]:
    """Yield a quotation whose words the wording tells as its own.

    Of "'The lock leaks,' Low, who built it, explained" it must not make that the lock leaks.
    """
    if _REPORT.search(wording) or quoted_ranges(wording):
        return
    said = frozenset(content_stems(wording))
    outside = frozenset(content_stems(outside_quotations(sentence)))
    for start, end in quoted_ranges(sentence):
        quoted = frozenset(content_stems(sentence[start:end])) - outside
        if len(said & quoted) >= _QUOTED_STEMS and has_finite_verb(sentence[start:end]):
            yield f"without who said it: {sentence[start:end][:_SHOWN_CHARACTERS]}"


def _other_voice(wording: str, speaker: str | None) -> Iterator[str]:
    """Yield what a wording of a quotation does not give to the one who speaks."""
    told = claim_speaker(wording)
    if told is None:
        yield "without who said it: a quotation"
    elif speaker is None or not _shares_word(told, speaker):
        yield f"said by another: {told}"


def _shares_word(left: str, right: str) -> bool:
    return bool({fold(w) for w in words(left)} & {fold(w) for w in words(right)})


def _new_reports(wording: str, sentence: str, context: Sequence[str]) -> Iterator[str]:
    speaker = claim_speaker(wording)
    if speaker is None or SPEECH_VERB.search(outside_quotations(sentence)):
        return
    found = find_speaker(sentence, context, wording)
    if found is None or not _shares_word(found, speaker):
        yield f"said by another: {speaker}"


def _lost_reports(wording: str, sentence: str) -> Iterator[str]:
    """Yield a report that the wording leaves out although it tells what was reported.

    What stands before the report ("Low, who leads the inquiry, said …") is told without it,
    unless the report closes the sentence and is of all that stands before it.
    """
    outside = outside_quotations(sentence)
    said = content_stems(wording)
    behind = _REPORT_BEHIND.search(outside)
    report = None if _REPORT.search(wording) else _REPORT.search(outside)
    if report is not None:
        reported = frozenset(content_stems(sentence[report.end() :]))
        before = frozenset(content_stems(sentence[: report.start()]))
        if any(one in reported and one not in before for one in said):
            yield f"without who said it: {report.group()}"
    if behind is not None and not _keeps(wording, sentence, behind):
        # Who reports, and what is told of them by the way, is told without the report.
        teller = frozenset(content_stems(behind.group()))
        named = {stem(token) for name in find_names(wording) for token in name.tokens}
        reported = frozenset(content_stems(sentence[: behind.start()])) - teller - named
        if reported.intersection(said):
            yield f"without who said it: {behind.group().strip(' ,.')}"


def _keeps(wording: str, sentence: str, behind: re.Match[str]) -> bool:
    """Tell whether a wording has the report that closes its sentence, in any form.

    It may name in front who is "he" or "the mayor" behind. Not "Low denied it" of "Low denied it,
    police said".
    """
    if _REPORT_BEHIND.search(outside_quotations(wording)):
        return True
    told = claim_speaker(wording)
    if told is None:
        return False
    is_pronoun = _PRONOUN.search(behind.group()) is not None
    own = _shares_word(told, sentence[: behind.start()])
    return _shares_word(told, behind.group()) or is_pronoun or not own
