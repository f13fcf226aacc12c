"""Facts: which names, numbers and dates of a sentence its source does not give.

A small language model puts a familiar name or a round number where the source has
another. These checks read nothing but the wording, so a sentence that passes them may
still be wrong; one that fails them is wrong or says what the source does not say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from service.text import names, numbers
from service.text.names import CALENDAR_WORDS, PERSON_PARTICLES, ROLE_WORDS, Name
from service.text.numbers import Number
from service.text.pairing import unsupported_pairing
from service.text.vocabulary import COMMON_WORDS
from service.text.words import STOP_WORDS, content_stems, fold, stem, words

__all__ = [
    "content_overlap",
    "find_names",
    "find_numbers",
    "foreign_facts",
    "unsupported_pairing",
]

#: Names of the same thing, by folded words.
_SYNONYMS: tuple[frozenset[str], ...] = (
    frozenset({"us", "usa", "united states", "america", "american", "united states of america"}),
    frozenset({"uk", "united kingdom", "britain", "great britain", "british", "briton"}),
    frozenset({"eu", "european union"}),
    frozenset({"un", "united nations"}),
    frozenset({"uae", "united arab emirates"}),
    frozenset({"france", "french"}),
    frozenset({"netherlands", "dutch", "holland"}),
    frozenset({"spain", "spanish"}),
    frozenset({"china", "chinese"}),
    frozenset({"switzerland", "swiss"}),
    frozenset({"greece", "greek"}),
    frozenset({"turkey", "turkish", "turkiye"}),
    frozenset({"poland", "polish"}),
    frozenset({"denmark", "danish"}),
    frozenset({"sweden", "swedish"}),
    frozenset({"finland", "finnish"}),
    frozenset({"ireland", "irish"}),
    frozenset({"scotland", "scottish"}),
    frozenset({"wales", "welsh"}),
    frozenset({"england", "english"}),
    frozenset({"norway", "norwegian"}),
    frozenset({"portugal", "portuguese"}),
    frozenset({"philippines", "philippine", "filipino"}),
    frozenset({"thailand", "thai"}),
    frozenset({"iraq", "iraqi"}),
    frozenset({"peru", "peruvian"}),
    frozenset({"ukraine", "ukrainian"}),
    frozenset({"cyprus", "cypriot"}),
    frozenset({"pyongyang", "north korea"}),
)
_SYNONYM_OF = {name: group for group in _SYNONYMS for name in group}
_DEMONYM_ENDINGS = ("n", "an", "ian", "ean", "ese", "i", "ish", "s", "ns", "ans", "ians")
_MIN_DEMONYM_BASE = 4
_MIN_ACRONYM = 2
#: A number so small is as often counted from the text ("both men") as quoted from it.
_COUNTABLE = Decimal(2)


def find_names(text: str) -> tuple[str, ...]:
    """Return the names in `text` as they stand there, possessive endings taken off."""
    return tuple(name.text for name in names.find_names(text))


def find_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers in `text`, in figures or in words, as they stand there."""
    return tuple(number.text for number in numbers.find_numbers(text))


def foreign_facts(sentence: str, source: str, allowed: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names, numbers and dates in `sentence` that `source` does not give.

    Spelling is forgiven ("12,000" is "twelve thousand", "US" is "U.S."), a surname may
    stand for the full name, an acronym for the words it abbreviates. A full name put
    together from the names of different persons is foreign.

    Args:
        sentence: The sentence to check.
        source: All text that it may take facts from.
        allowed: Further wordings that are no invention, such as a resolved date.
    """
    # Apart, so that a long source is read once for all sentences that are checked.
    given = (_read_source(source), _read_source("\n".join(allowed)))
    bad_names = (
        name.text
        for name in names.find_names(sentence)
        if not any(_gives_name(facts, name) for facts in given)
    )
    bad_numbers = (
        number.text
        for number in numbers.find_numbers(sentence)
        if not any(_gives_number(facts, number) for facts in given)
    )
    return tuple(dict.fromkeys((*bad_names, *bad_numbers)))


def content_overlap(sentence: str, evidence: str | Sequence[str]) -> float:
    """Return the share of the sentence's content words, names and numbers in `evidence`.

    Words are compared by light stems, numbers by value; 1.0 where the sentence has none.
    """
    whole = evidence if isinstance(evidence, str) else "\n".join(evidence)
    facts = _read_source(whole)
    found = numbers.find_numbers(sentence)
    taken = {index for number in found for index in range(number.start, number.end)}
    rest = "".join(" " if index in taken else c for index, c in enumerate(sentence))
    covered = [_gives_number(facts, number) for number in found]
    covered += [
        stem(word) in facts.stems or _gives_token(facts, fold(word))
        for word in words(rest)
        if fold(word) not in STOP_WORDS
    ]
    return sum(covered) / len(covered) if covered else 1.0


class _SourceFacts:
    """What a source gives, read once."""

    __slots__ = ("initials", "joined", "numbers", "runs", "stems", "tokens")

    def __init__(self, text: str) -> None:
        found = names.find_names(text)
        folded = [fold(word) for word in words(text)]
        self.tokens = frozenset(part for word in folded for part in (word, *word.split("-")))
        self.joined = f" {' '.join(folded)} "
        self.runs = frozenset(run for name in found for run in (name.tokens, *_parts(name)))
        self.initials = frozenset(_initials(run) for run in self.runs)
        self.stems = frozenset(content_stems(text))
        self.numbers = frozenset((n.value, n.unit) for n in numbers.find_numbers(text))


@lru_cache(maxsize=64)
def _read_source(text: str) -> _SourceFacts:
    return _SourceFacts(text)


def _initials(run: tuple[str, ...]) -> str:
    return "".join(token[0] for token in run if token not in STOP_WORDS)


def _gives_name(facts: _SourceFacts, name: Name) -> bool:
    return all(
        _gives_part(facts, part, opening=name.opening and index == 0)
        for index, part in enumerate(_parts(name))
    )


def _parts(name: Name) -> Iterator[tuple[str, ...]]:
    """Yield a name's parts, cut at offices, days, months and joining particles."""
    part: list[str] = []
    for token in name.tokens:
        joins = token in STOP_WORDS and token not in PERSON_PARTICLES
        if joins or token in ROLE_WORDS or token in CALENDAR_WORDS or token.isdigit():
            if part:
                yield tuple(part)
                part = []
            if token in CALENDAR_WORDS:
                yield (token,)
        else:
            part.append(token)
    if part:
        yield tuple(part)


def _gives_part(facts: _SourceFacts, part: tuple[str, ...], *, opening: bool = False) -> bool:
    if len(part) == 1:
        return _gives_token(facts, part[0]) or (opening and part[0] in COMMON_WORDS)
    phrase = " ".join(part)
    if f" {phrase} " in facts.joined or _gives_synonym(facts, phrase):
        return True
    if opening and part[0] in COMMON_WORDS and _gives_part(facts, part[1:]):
        return True
    if not all(_gives_token(facts, token) for token in part):
        return False
    return any(_within(part, run) for run in facts.runs) or _is_sequence(facts, part)


def _is_sequence(facts: _SourceFacts, part: tuple[str, ...]) -> bool:
    """Tell whether the words are whole names of the source one after the other.

    "Nissan Leaf" is fair where the source has "Nissan" and "Leaf", each alone; a given
    name that the source never has without its surname is no whole name.
    """
    if not part:
        return True
    return any(
        (part[:length] in facts.runs or (length == 1 and part[0] in _SYNONYM_OF))
        and _is_sequence(facts, part[length:])
        for length in range(1, len(part) + 1)
    )


def _within(part: tuple[str, ...], run: tuple[str, ...]) -> bool:
    """Tell whether all words of a name stand in one name of the source, in order."""
    position = 0
    for token in part:
        for index in range(position, len(run)):
            if run[index] == token or _is_demonym(token, run[index]):
                position = index + 1
                break
        else:
            return False
    return True


def _gives_token(facts: _SourceFacts, token: str) -> bool:
    if token in facts.tokens or token in STOP_WORDS or stem(token) in facts.stems:
        return True
    if token in _SYNONYM_OF and _gives_synonym(facts, token):
        return True
    if len(token) >= _MIN_ACRONYM and token in facts.initials:
        return True
    return any(_is_demonym(token, other) for other in facts.tokens)


def _gives_synonym(facts: _SourceFacts, phrase: str) -> bool:
    group = _SYNONYM_OF.get(phrase, frozenset())
    return any(f" {other} " in facts.joined for other in group)


def _is_demonym(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    if len(short) < _MIN_DEMONYM_BASE:
        return False
    return (
        any(
            long in {short + ending, short[:-1] + ending, short[:-1] + "y"}
            for ending in _DEMONYM_ENDINGS
        )
        and (short + "x")[: _MIN_DEMONYM_BASE - 1] == long[: _MIN_DEMONYM_BASE - 1]
    )


def _gives_number(facts: _SourceFacts, number: Number) -> bool:
    if number.weak or (number.value <= _COUNTABLE and not number.unit):
        return True
    if (number.value, number.unit) in facts.numbers:
        return True
    return not number.unit and any(value == number.value for value, _ in facts.numbers)
