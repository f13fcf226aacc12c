"""Quoted speech: which sentences stand in quotations that go beyond them, and who speaks.

A quotation of several sentences has its marks at its ends and its speaker in one place.
Read alone, a sentence from the middle of it looks like the newspaper's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from service.domain.analysis import QuotedSpeech, Sentence
from service.domain.claim import SkipReason
from service.text.attribution import REPORTING_PRONOUNS, find_reporting_pronoun, named_speaker
from service.text.markup import without_markup
from service.text.naming import attach_speaker
from service.text.quotations import outside_quotations, quoted_ranges
from service.text.speakers import claim_speaker

_DOUBLE_OPENING = re.compile(r"\u201c|(?<![\w.,!?\u2026)\]\u201d])\"(?=\S)|\A\"")
_DOUBLE_CLOSING = re.compile(r"\u201d|\"|''(?=\s)")
#: A mark that opens, met within a quotation between the same marks: an end is missing.
_LOOKS_OPENING = re.compile(r"(?:\A|(?<=\s))\"(?=\w)")
_SINGLE_OPENING = re.compile(r"(?:\A|(?<=: )|(?<=, ))['\u2018](?=[A-Z]|I\b)")
#: Behind a mark of punctuation a single mark closes; behind a letter it may be a plural's.
_SINGLE_CLOSING = re.compile(
    r"(?<=[.,!?\u2026])['\u2019](?=\s|\Z)|(?<=[^\W\d_s])['\u2019](?=[\s.,;:!?)]|\Z)"
)
#: The mark of the other kind that closes what opened with a single one.
_OTHER_CLOSING = re.compile(r"(?<=[.!?])[\"\u201d]\Z")
_SINGLE = frozenset("'\u2018")
_CLOSER = {'"': '"', "\u201c": "\u201d", "'": "'", "\u2018": "\u2019"}
_ANY_SINGLE_CLOSING = re.compile(r"(?<=[\w.,!?\u2026])['\u2019](?!\w)")
#: A quotation between single marks that has no end within so many sentences is none.
_MAX_SINGLE_SENTENCES = 8
_PRONOUNS = REPORTING_PRONOUNS | {"i", "we", "you", "who", "which", "this", "that"}
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me)\b")
_HEDGED = re.compile(r"\b(?:allegedly|reportedly|supposedly|apparently|purportedly)\b")
#: Sentences before the one at hand in which a reporting "he" is looked for.
_BEFORE = 3


@dataclass(slots=True)
class _Quotation:
    """A quotation, by the sentences that it is in.

    Attributes:
        mark: What it opens with.
        first: The sentence that it opens in.
        opens_sentence: Whether it opens that sentence.
        members: All sentences that it reaches, in order.
        is_closed: Whether it has its closing mark.
    """

    mark: str
    first: int
    opens_sentence: bool
    members: list[int] = field(default_factory=list)
    is_closed: bool = False


def mark_quoted_speech(sentences: Sequence[Sentence], article: str) -> tuple[Sentence, ...]:
    """Return the sentences, those in quotations marked with what they lack to read as such.

    Args:
        sentences: All sentences of an article in order.
        article: Its text, in which full names are looked up.
    """
    # Marks that are put together from others show in what a sentence reads as.
    read = [replace(s, text=without_markup(s.text).strip() or s.text) for s in sentences]
    pairs = zip(sentences, _mark(read, article), strict=True)
    return tuple(replace(sentence, quoted=marked.quoted) for sentence, marked in pairs)


def _mark(sentences: Sequence[Sentence], article: str) -> list[Sentence]:
    prose = [i for i, s in enumerate(sentences) if s.skip is not SkipReason.BOILERPLATE]
    marked = list(sentences)
    speakers: dict[int, str | None] = {}
    for quotation in _find_quotations(sentences, prose):
        last = quotation.members[-1]
        for index in quotation.members:
            opening = "" if _opens_marked(sentences[index], quotation, index) else quotation.mark
            closing = "" if index == last and quotation.is_closed else _CLOSER[quotation.mark]
            marked[index] = replace(marked[index], quoted=QuotedSpeech(opening, closing))
        speaker = _speaker_of(quotation, marked, prose, speakers, article)
        for index in quotation.members:
            speakers[index] = speaker
            quoted = marked[index].quoted or QuotedSpeech()
            marked[index] = replace(marked[index], quoted=replace(quoted, speaker=speaker))
    return marked


def complete_marks(sentence: Sentence, text: str) -> str:
    """Return the text of a sentence with the quotation marks that stand outside it."""
    if sentence.quoted is None:
        return text
    return f"{sentence.quoted.opening}{text.strip()}{sentence.quoted.closing}"


def _opens_marked(sentence: Sentence, quotation: _Quotation, index: int) -> bool:
    """Tell whether the quotation's part of the sentence has an opening mark of its own."""
    own = sentence.text.lstrip()[:1] == quotation.mark
    return own or index == quotation.first


def _find_quotations(sentences: Sequence[Sentence], prose: Sequence[int]) -> list[_Quotation]:
    """Return the quotations that are all of a sentence or go beyond one, in order."""
    found: list[_Quotation] = []
    current: _Quotation | None = None
    paragraph = -1
    for index in prose:
        sentence = sentences[index]
        text = sentence.text.strip()
        begins = sentence.paragraph != paragraph
        paragraph = sentence.paragraph
        position = 0
        if current is not None and _goes_on(current, text, begins=begins):
            current.members.append(index)
            # A paragraph in which a quotation goes on opens with the mark again.
            position = 1 if begins else 0
        elif current is not None:
            found.append(current)
            current = None
        current, closed = _read_sentence(index, text, position, current)
        found += closed
    if current is not None:
        found.append(current)
    kept = (_without_lost_end(quotation, sentences) for quotation in found)
    return [quotation for quotation in kept if _counts(quotation, sentences)]


def _goes_on(quotation: _Quotation, text: str, *, begins: bool) -> bool:
    """Tell whether an open quotation reaches into the next sentence."""
    if begins:
        return text[:1] == quotation.mark
    if quotation.mark == '"':
        return not _is_opened_again(text)
    if quotation.mark not in _SINGLE:
        return _comes_first(_CLOSER[quotation.mark], quotation.mark, text)
    # One that opens before this one closes shows that the mark of this one is missing.
    opening = _SINGLE_OPENING.search(text)
    closing = _next_closing(text, 0, quotation.mark)
    lost = opening is not None and (closing is None or opening.start() < closing)
    return not lost and len(quotation.members) < _MAX_SINGLE_SENTENCES


def _comes_first(mark: str, other: str, text: str) -> bool:
    """Tell whether the mark stands in the text before the other, if that is there at all."""
    place = text.find(other)
    return place < 0 or 0 <= text.find(mark) < place


def _is_opened_again(text: str) -> bool:
    """Tell whether the first straight mark of the text opens rather than closes."""
    opening = _LOOKS_OPENING.search(text)
    return opening is not None and opening.start() == text.index('"')


def _read_sentence(
    index: int, text: str, position: int, current: _Quotation | None
) -> tuple[_Quotation | None, list[_Quotation]]:
    """Return the quotation that is open behind the sentence, and those that it closes."""
    closed: list[_Quotation] = []
    while True:
        if current is None:
            opening = _next_opening(text, position)
            if opening is None:
                return None, closed
            current = _Quotation(text[opening], index, opening == 0, [index])
            position = opening + 1
        closing = _next_closing(text, position, current.mark)
        if closing is None:
            return current, closed
        current.is_closed = True
        closed.append(current)
        current = None
        position = closing + 1


def _without_lost_end(quotation: _Quotation, sentences: Sequence[Sentence]) -> _Quotation:
    """Leave of a quotation that has no end what surely is of it: "I" and "we" are."""
    if quotation.is_closed:
        return quotation
    first, *others = quotation.members
    own = [index for index in others if _FIRST_PERSON.search(sentences[index].text)]
    return replace(quotation, members=[first, *own])


def _next_opening(text: str, position: int) -> int | None:
    found = [
        match.start()
        for pattern in (_DOUBLE_OPENING, _SINGLE_OPENING)
        if (match := pattern.search(text, position)) is not None
    ]
    return min(found, default=None)


def _next_closing(text: str, position: int, mark: str) -> int | None:
    if mark in _SINGLE and not _DOUBLE_OPENING.search(text) and _OTHER_CLOSING.search(text):
        return len(text) - 1
    patterns = (_SINGLE_CLOSING, _ANY_SINGLE_CLOSING) if mark in _SINGLE else (_DOUBLE_CLOSING,)
    for pattern in patterns:
        match = pattern.search(text, position)
        if match is not None:
            return match.start()
    return None


def _counts(quotation: _Quotation, sentences: Sequence[Sentence]) -> bool:
    """Tell whether the quotation matters: it goes beyond a sentence, or is all of one."""
    if len(quotation.members) > 1:
        return True
    text = sentences[quotation.first].text
    if not quotation.is_closed:
        return quotation.opens_sentence or quotation.mark not in _SINGLE
    return quotation.opens_sentence and not any(c.isalpha() for c in outside_quotations(text))


def _speaker_of(
    quotation: _Quotation,
    sentences: Sequence[Sentence],
    prose: Sequence[int],
    known: dict[int, str | None],
    article: str,
) -> str | None:
    """Return who speaks: told where the quotation ends, where it opens, or right before it."""
    for index in dict.fromkeys((quotation.members[-1], quotation.first)):
        told = _told_in(index, sentences, prose, article)
        if told is not None:
            return told
    place = prose.index(quotation.first)
    if place == 0 or not quotation.opens_sentence:
        return None
    before = prose[place - 1]
    text = sentences[before].text.strip()
    same = sentences[before].paragraph == sentences[quotation.first].paragraph
    if same and not quotation.is_closed and not _speaks_of_itself(quotation, sentences):
        # Pages move the mark that closes a quotation to the sentence behind it.
        return None
    if known.get(before) is not None:
        return known[before]
    quotes = bool(quoted_ranges(text))
    goes_on = quotes or same or text[-1] == ":"
    return _told_in(before, sentences, prose, article) if goes_on else None


def _speaks_of_itself(quotation: _Quotation, sentences: Sequence[Sentence]) -> bool:
    return _FIRST_PERSON.search(sentences[quotation.first].text) is not None


def _told_in(
    index: int, sentences: Sequence[Sentence], prose: Sequence[int], article: str
) -> str | None:
    """Return whom the sentence names as speaking, its "he said" resolved where that is safe."""
    text = complete_marks(sentences[index], " ".join(sentences[index].text.split()))
    outside = outside_quotations(text)
    if not any(character.isalpha() for character in outside) or _HEDGED.search(outside):
        # What somebody allegedly told, nobody can be said to have said.
        return None
    place = prose.index(index)
    if find_reporting_pronoun(text) is not None:
        before = [sentences[i].text for i in prose[max(0, place - _BEFORE) : place]]
        text = attach_speaker(text, before, article) or ""
    speaker = claim_speaker(text) or named_speaker(text)
    return None if speaker is None or speaker.lower() in _PRONOUNS else speaker
