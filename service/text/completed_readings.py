"""Completed readings: a sentence with what its article lets everybody add to it.

"The trial opens in May" is "The trial of Ana Low opens in May" where the article is about her,
and "'It leaks,' Low said" is "Low said that it leaks". A writer that knows the article says so;
whether it says anything else of the sentence is then told by holding what it wrote against the
sentence so read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from service.text.dependents import PREPOSITIONS
from service.text.form import has_finite_verb
from service.text.names import BODY_ENDINGS, CALENDAR_WORDS, ROLE_WORDS, Name, find_names
from service.text.quotations import outside_quotations, quoted_ranges
from service.text.speech_verbs import SPEECH_VERB
from service.text.vocabulary import COMMON_WORDS
from service.text.words import STOP_WORDS, content_stems, fold, stem, word_set, words

#: "Of Ana Low", as a phrase that completes a noun.
_COMPLEMENT = re.compile(r"\s(?:of|at|for|in)(?:\sthe)?\s(?=[A-Z])")
#: An article is about what it names so often.
_NAMED_OFTEN = 2
_FULL_NAME = 2
_MAX_READINGS = 50
#: Of these "of Ana Low" would tell who did it, who suffered it, or whose they are.
_DEEDS = word_set(
    """
    murder murders killing killings death deaths arrest arrests attack attacks assault abuse rape
    crash crashes fire explosion blast shooting bombing strike raid robbery theft kidnapping
    victim victims killer killers attacker suspect suspects brother sister father mother son
    daughter wife husband friend owner owners head chief leader leaders president minister mayor
    army police government spokesman spokeswoman spokesperson lawyer lawyers worker workers staff
    member members manager managers people man men woman women boy girl player players team side
    supporter supporters critics officials judge doctor doctors teacher driver custody home house
    plot plots allegation allegations accusation accusations charge charges claim claims complaint
    complaints parents troops soldiers students embassy court fans
    """
)
#: "Last week, Low resigned."
_OPENING_DATE = re.compile(
    r"(?P<date>(?:Last|This) (?:week|month|year)|Yesterday|(?:On|In) (?:(?:early|late|mid) )?"
    r"(?:[A-Z][a-z]+ )?(?:\d{1,2}(?:, \d{4})?|\d{4}|[A-Z][a-z]+day|[A-Z][a-z]+)),? "
    r"(?P<rest>[^\s].*?)(?P<end>\.?)\Z"
)
#: What a date behind it would seem to belong to, in place of the sentence.
_INNER_CLAUSE = re.compile(
    r"[\"\u201c\u201d;:]|\b(?:that|which|who|whom|whose|when|while|where|after|before|since|"
    r"because|as|if|to|and|but|of an?|\w{2,}ing|"
    r"in (?:the )?(?:early |late )?\d{4}|(?:19|20)\d\d)\b|" + SPEECH_VERB.pattern
)
_REPORT = r"(?P<report>(?:[\w.\u2019'-]+\s){1,6}(?:said|says|told(?:\s[\w.\u2019'-]+){1,5}))\.?\Z"
#: "'It leaks,' Low said."
_QUOTED = re.compile(rf"[\"\u201c](?P<what>[^\"\u201c\u201d]{{12,}}?),?[\"\u201d]\s{_REPORT}")
_REPORTED = re.compile(rf"(?P<what>[A-Z][^\"\u201c\u201d;]{{12,}}?),\s{_REPORT}")
#: Who does something: "investigators", "the operator".
_AGENT = re.compile(
    r"(?!(?:quarters|letters?|numbers?|orders?|borders?|towers?|papers?|centers?)\b)\w+(?:[eo]rs?|ists?)"
)
#: Whoever speaks opens with one of these, or with a capital.
_SPEAKERS = word_set("the a an one his her its their police officials")
_SUBJECTS = word_set("he she it they the a an there his her its their")
_NO_REPORT = re.compile(
    r"\b(?:what|which|that|than|as|who|neither|nor|never|not|but|and|after|before|is|was)\b|,"
)
#: A quotation with these tells of its speaker or listener in its own way.
_FIRST_PERSON = re.compile(
    r"\b(?:I|we|me|us|my|our|you|your|mine|ours|here|this|that|these|those)\b|[?!]", re.IGNORECASE
)


def turned_readings(readings: Sequence[str]) -> tuple[str, ...]:
    """Return the readings that can be told in another order, told so.

    An opening date goes to the end, and who said something before it.
    """
    return tuple(dict.fromkeys(turned for text in readings for turned in _turn(text)))


def _turn(text: str) -> Iterator[str]:
    dated = _OPENING_DATE.match(text)
    if dated is not None and not _INNER_CLAUSE.search(dated["rest"]):
        date = dated["date"][0].lower() + dated["date"][1:]
        rest = dated["rest"][0].upper() + dated["rest"][1:]
        yield f"{rest} {date}{dated['end']}"
    said = _QUOTED.match(text) or _REPORTED.match(text)
    if said is not None and _may_turn(said["what"], said["report"]):
        report = said["report"][0].upper() + said["report"][1:]
        what = said["what"].rstrip(".")
        what = what if _opens_with_name(what) else what[0].lower() + what[1:]
        yield f"{report.rstrip('.')} that {what}."


def _may_turn(what: str, report: str) -> bool:
    """Tell whether a report names who speaks, and what is said has its subject in front."""
    speaker, subject = report.split(maxsplit=1)[0], words(what)[:1]
    speaks = speaker[0].isupper() or speaker in _SPEAKERS
    tells = bool(subject) and (
        fold(subject[0]) in _SUBJECTS
        or (_opens_with_name(what) and fold(subject[0]) not in COMMON_WORDS)
    )
    return speaks and tells and not _FIRST_PERSON.search(what) and not _NO_REPORT.search(report)


def _opens_with_name(text: str) -> bool:
    return any(name.start == 0 for name in find_names(text)[:1])


def fuller_readings(wording: str, readings: Sequence[str], article: str) -> tuple[str, ...]:
    """Return the readings with what the wording calls more fully, as the article does elsewhere.

    "The power outage" for "the outage", the full name for a surname or an abbreviation.

    Args:
        wording: What somebody wrote of the sentence.
        readings: The sentence, and what says the same.
        article: The whole article.
    """
    found = list(readings)
    for modifier, noun in _compounds(wording, article):
        found += _modify(modifier, noun, found)
    for short, name in _written_out(wording, article):
        plain = [reading for reading in found if not quoted_ranges(reading)]
        found += [re.sub(rf"\b{short}\b", name, reading) for reading in plain]
    for given, surname in _given_names(wording, article):
        found += _name_fully(given, surname, found)
    return tuple(dict.fromkeys(found))


def completed_readings(wording: str, readings: Sequence[str], article: str) -> tuple[str, ...]:
    """Return the readings with a phrase of the wording that says what a noun of theirs is of.

    Only a writer that knows whom and what an article is about gets these right.

    Args:
        wording: What somebody wrote of the sentence.
        readings: The sentence, and what says the same.
        article: The whole article, which must be about what the phrase names.
    """
    found = list(readings)
    for before, phrase, behind in _phrases(wording, article):
        found += _complete(before, phrase, behind, found)[:_MAX_READINGS]
    return tuple(dict.fromkeys(found))


def _phrases(wording: str, article: str) -> Iterator[tuple[str, str, str]]:
    """Yield what stands before, in and behind each phrase that may complete a noun."""
    outside = outside_quotations(wording)
    names = {name.start: name for name in find_names(outside)}
    end = 0
    for match in _COMPLEMENT.finditer(outside):
        if match.start() < end:
            continue
        end = _phrase_end(outside, match, names, article)
        if end:
            yield wording[: match.start()], wording[match.start() : end], wording[end:]


def _phrase_end(
    outside: str, match: re.Match[str] | None, names: Mapping[int, Name], article: str
) -> int:
    """Return where a phrase ends with all phrases that follow it at once, or 0."""
    end = 0
    while match is not None:
        name = names.get(match.end())
        if name is None or not _is_known(name, article):
            break
        # "Of Ana Low's son" is of somebody else.
        if outside[name.start : name.end] != name.text:
            break
        end = name.end
        noun = re.match(r"\s[a-z]+\b", outside[end:])
        if noun and name.text + noun.group() in article and not has_finite_verb(noun.group()):
            end += 0 if fold(noun.group().strip()) in STOP_WORDS else noun.end()
        match = _COMPLEMENT.match(outside, end)
    return end


def _is_known(name: Name, article: str) -> bool:
    """Tell whether an article is about what a name names."""
    often = article.count(name.text.split()[-1]) >= _NAMED_OFTEN and name.text in article
    is_plain = ROLE_WORDS.isdisjoint(name.tokens) and name.tokens[0] not in CALENDAR_WORDS
    return often and is_plain


def _complete(before: str, phrase: str, behind: str, readings: Sequence[str]) -> list[str]:
    """Return the readings with the phrase behind the noun that it stands behind."""
    leading, follows = words(before), words(behind)[:1]
    head, opens = leading[-1:], len(leading) == 1
    if not head or not (head[0].islower() or opens) or fold(head[0]) in STOP_WORDS:
        return []
    # Behind a verb the phrase would tell where or for whom it happened.
    if has_finite_verb(head[0]) and not head[0].endswith("s"):
        return []
    if fold(head[0]) in _DEEDS | ROLE_WORDS or _AGENT.fullmatch(head[0]):
        return []
    # "In custody of Low" would be another's doing.
    if fold("".join(leading[-2:-1])) in PREPOSITIONS:
        return []
    added = frozenset(content_stems(phrase))
    return [
        reading[: match.end()] + phrase + reading[match.end() :]
        for reading in readings
        if not added <= frozenset(content_stems(reading))
        for match in re.finditer(rf"(?i)\b{re.escape(head[0])}\b", outside_quotations(reading))
        if _goes_on(reading[match.end() :], follows)
    ]


def _goes_on(rest: str, follows: Sequence[str]) -> bool:
    """Tell whether a reading goes on as its wording does, which may end before it."""
    return words(rest)[:1] == list(follows) or (not follows and rest.startswith(","))


@lru_cache(maxsize=4)
def _neighbours(article: str) -> frozenset[tuple[str, str]]:
    # The same for all wordings of an article.
    return frozenset(pairwise(fold(word) for word in words(article)))


def _compounds(wording: str, article: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of plain words of the wording that stand side by side in the article."""
    near = _neighbours(article)
    for modifier, noun in pairwise(words(wording)):
        plain = modifier.islower() and noun.islower()
        light = STOP_WORDS.intersection((fold(modifier), fold(noun)))
        verbal = has_finite_verb(modifier) or has_finite_verb(noun) or modifier.endswith("ly")
        if plain and not light and not verbal and (fold(modifier), fold(noun)) in near:
            yield modifier, noun


def _modify(modifier: str, noun: str, readings: Sequence[str]) -> list[str]:
    """Return the readings with the modifier before the noun, where it has none yet."""
    return [
        f"{reading[: match.start()]}{modifier} {reading[match.start() :]}"
        for reading in readings
        if stem(modifier) not in content_stems(reading)
        for match in re.finditer(rf"\b{re.escape(noun)}\b", outside_quotations(reading))
        if reading[: match.start()].casefold().endswith("the ")
    ]


def _written_out(wording: str, article: str) -> Iterator[tuple[str, str]]:
    """Yield the abbreviations that the article explains ("Norvik Rail (NR)"), and the names."""
    for name in find_names(wording):
        short = re.search(rf"{re.escape(name.text)}\.?\s\((?:[A-Z]+:\s?)?([A-Z]{{2,6}})\b", article)
        if short:
            dot = wording[name.end : name.end + 1]
            yield short[1], name.text + ("." if dot == "." and wording[name.end + 1 :] else "")


def _given_names(wording: str, article: str) -> Iterator[tuple[str, str]]:
    """Yield given names and surnames of the wording that the article joins, and no other way."""
    for name in find_names(wording):
        parts = name.text.split()
        if len(parts) != _FULL_NAME or not ROLE_WORDS.isdisjoint(name.tokens):
            continue
        given, surname = parts
        before = re.findall(rf"\b([A-Z][\w\u2019'-]+) {re.escape(surname)}\b", article)
        others = {word for word in before if fold(word) not in ROLE_WORDS | STOP_WORDS}
        is_one = bool(others) and all(o.startswith(given) or given.startswith(o) for o in others)
        if (
            is_one
            and fold(given) not in COMMON_WORDS
            and not BODY_ENDINGS.intersection(name.tokens)
        ):
            yield given, surname


def _name_fully(given: str, surname: str, readings: Sequence[str]) -> list[str]:
    bare = re.compile(rf"(?<!Mr )(?<!Mrs )(?<!Ms )(?<!Miss )\b{re.escape(surname)}\b")
    return [
        f"{reading[: match.start()]}{given} {surname}{reading[match.end() :]}"
        for reading in readings
        if given not in reading
        for match in list(bare.finditer(outside_quotations(reading)))[:1]
    ]
