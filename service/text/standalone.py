"""Standalone: what a sentence needs from its context before it is understood alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from service.text.callings import PERSON_PHRASE
from service.text.dates import find_relative_dates
from service.text.definites import definite_subject, pointing_noun
from service.text.names import ROLE_WORDS, Name, find_names, is_calendar, is_demonym
from service.text.naming import attach_speaker, expand_names
from service.text.quotations import is_balanced, outside_quotations, quoted_ranges
from service.text.words import STOP_WORDS, fold

__all__ = ["attach_speaker", "dependence", "drop_connective", "expand_names"]

_CONNECTIVE = re.compile(
    r"(?:(?:but|and|so|yet|or|also|then|still|however|meanwhile|moreover|furthermore|"
    r"instead|besides|"
    r"nevertheless|nonetheless|in addition|in fact|of course|at the same time|on the other hand|"
    r"as a result|for example|for instance|indeed|thus|hence|therefore|afterwards|later|now|"
    r"for (?:his|her|its|their) part)\b,?\s+)+",
    re.IGNORECASE,
)
#: Openings that a sentence can lose: some only before a comma, since they say something
#: where there is none ("Still employed, he …", "However it was done, …"), and "so" before a
#: subject too. "But for Low, …" says that without Low it would have been so.
_DROPPED = re.compile(
    r"(?:(?:but(?!\s+for\b)|and|also|meanwhile|moreover|furthermore|nevertheless|nonetheless|"
    r"therefore)\b,?\s+|"
    r"so\s+(?=(?:the|an?|his|her|its|their|this|these|he|she|it|they|we|there|\d+|(?-i:[A-Z]\w*))\b"
    r"(?!\s+(?:do|does|did|is|was|are|were)\s+(?-i:[A-Z])))|"
    r"(?:despite (?:all )?(?:this|that)|what['\u2019]s more|you see|however|so|yet|then|still|"
    r"instead|besides|in addition|in fact|of course|"
    r"at the same time|on the other hand|as a result|for example|for instance|indeed|thus|hence|"
    r"afterwards|later|now|for (?:his|her|its|their) part),\s+(?!too\b))+",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b(they|them|their|theirs|themselves)\b", re.IGNORECASE)
_NEUTER = re.compile(r"\b(it|its|itself)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(
    r"\b(I(?!\s+[A-Z])|[Ww]e|[Mm]y|"
    r"[Oo]ur(?!\s+(?:own\s+)?(?:solar system|galaxy|planet|sun|universe|atmosphere|species)\b)|"
    r"[Oo]urs|me|us|[Mm]yself|[Oo]urselves)\b(?!\.)"
)
#: Participles of an impersonal "it was …", behind which the matter itself follows; of others
#: ("it was relocated to", "it is considering that") "it" is a thing that was named before.
_IMPERSONAL = (
    r"(?:decided|agreed|hoped|planned|intended|proposed|suggested|recommended|claimed|alleged|"
    r"announced|reported|revealed|confirmed|estimated|expected|assumed|feared|rumou?red|said|"
    r"stated|noted|argued|thought|believed|understood|known|found|shown|clear|unclear|made clear)"
)
#: What shows, behind "it is", that "it" is a thing: a participle, or a word of its state.
_TELLS_OF_A_THING = (
    r"(?:\w+(?:ed|en)|(?!(?:surpris|interest|disappoint|encourag|worry|amaz|annoy)ing\s)\w+ing|"
    r"due|set|able|likely|sure|built|sold|sent|made|brought|put|left|found|held|home|close|"
    r"similar|next|subject)\s"
)
_EXPLETIVE = re.compile(
    r"\bit(?:'s|\u2019s| is| was| has been| will be| would be| may be| might be| became| "
    r"becomes| remains| remained"
    r"| had been| is not| was not| isn't| wasn't)\s+(?:"
    r"(?:(?:also|now|later|then|not|still|\w+ly) )?"
    rf"{_IMPERSONAL}\s+(?:(?:by|in|at|on)\s(?:\w+\s){{1,4}})?(?:that|whether|if|how|who|why|what|when)\b|"
    r"(?:decided|agreed|hoped|planned|intended|proposed)\s+to\b|"
    r"(?:(?:also|now|later|\w+ly) )?(?:thought|believed|understood|hoped|feared|alleged|claimed|"
    r"estimated)\s+(?!to\b)|"
    rf"(?:(?!{_TELLS_OF_A_THING})\w+\s+){{0,3}}?"
    r"(?:that|to|whether|if|how|who|why|what|when)\b|"
    r"(?:not\s+)?worth \w+ing\b)"
    r"|\bit (?:emerged|turned out|appears|appeared|seems|seemed|follows|transpired|takes|"
    r"took|comes|came)\b"
    r"|\b(?:make|makes|made|making|find|finds|found) it (?:\w+ ){1,2}to\b",
    re.IGNORECASE,
)
_DEMONSTRATIVE = re.compile(
    r"(?:this|that|these|those)\b(?!\s+(?:week|month|year|morning|afternoon|evening|summer|winter|"
    r"spring|autumn|fall|weekend|season|century|decade|who|whose|said)\b)|"
    r"(?:the (?:latter|former|pair|duo|trio|two|three|four|others?|same|move|news)|both|"
    r"such|neither|either|"
    r"one of (?:them|these|those)|some of (?:them|these|those)|others|another|doing so|the "
    r"first|the second)\b"
    r"(?! (?:north|south|east|west|world|minister|lady|time|of the))",
    re.IGNORECASE,
)
_QUANTIFIER_SUBJECT = re.compile(
    r"(?:most|some|many|several|one|two|three|four|five|all|none|each|others|few|another|both|"
    r"neither|half)\s+(?:of\s+(?:them|these|those|whom)\b|(?:is|are|was|were|has|have|had|will|"
    r"would|said|can|could|also|then)\b)",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"(?:(?!The\b|This\b|That\b|These\b|Those\b)[A-Z][a-z]+(?:\s+[\w-]+){0,6},\s+)?"
)
#: "In that inquiry", "of these rules": behind a preposition "this" points at what was named.
_POINTING_PHRASE = re.compile(
    r"\b(?:in|of|at|by|for|from|with|after|before|during|on|to|under|about|behind|over|against)"
    r"\s+(?:th(?:is|at)\s+(?!is\b|was\b|will\b|would\b|has\b|had\b|have\b|can\b|could\b|may\b|"
    r"might\b|should\b|must\b|were\b|are\b|the\b|it\b|they\b|he\b|she\b|we\b|you\b|there\b|"
    r"an?\b|his\b|her\b|its\b|their\b|of\b|and\b|or\b|but\b|to\b|in\b|on\b|at\b|for\b|if\b|when\b|"
    r"most\b|some\b|many\b|no\b|not\b|all\b|more\b|only\b|"
    r"(?:week|month|year|summer|winter|spring|autumn|fall|season|century|decade|morning|"
    r"afternoon|evening|weekend|time|point|stage|day|night|kind|sort|type|way|term|quarter|"
    r"financial|distance|country|world|level|size|age)\b)"
    r"|these\s+(?!days\b|two\b|are\b|were\b|is\b))[a-z]{3,}\b"
)
_PLURAL_NOUN = re.compile(
    r"\b(?:[A-Za-z][a-z]{2,}(?<![siu])s|police|people|men|women|children|couple|family|team|staff|"
    r"government|company|"
    r"club|group|firm|council|committee|crew|party|both|two|three|four|five|six|band|party|"
    r"public|side)\b"
)
_NOUN = re.compile(
    r"\b(?:an?|the|this|that|each|every|its|his|her|their|\d+)\s+[\w-]+", re.IGNORECASE
)
_SUBORDINATE = re.compile(
    r"(?:(?:\w+ ){1,3}(?:before|after)|as|when|while|after|before|although|though|if|since|"
    r"because|despite|in|on|at|during|with|by|until|once|"
    r"unlike|like|following|for|from|throughout|under|having|speaking|asked|"
    r"despite)\b[^,]{0,120},\s*",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:in|at|from|near|on|across|outside|around|inside|to|through|over|via)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)


#: "As First Lady, she …": an office that one person holds, and who that is stands elsewhere.
_OFFICE = re.compile(
    r"First Lady|(?:Vice )?President|Prime Minister|Chancellor|Governor|Senator|Mayor|Secretary"
    r"(?: of State)?|Attorney General|(?:Foreign|Home|Health|Defen[cs]e) Secretary"
)


def dependence(sentence: str, opening: str, *, dates: bool = True) -> tuple[str, ...]:
    """Return why the sentence cannot be understood alone; empty where it can.

    Args:
        sentence: One sentence.
        opening: The article's title and first sentences, or an empty string; a surname
            that two persons there share is then a reason too.
        dates: Whether a relative date ("on Saturday", "last year") is a reason.

    Returns:
        Short reasons such as `pronoun: he`, `pointing noun: the company`,
        `demonstrative: this`, `first person: we`, `relative date: on Saturday`,
        `open quotation`, `quotation without speaker`, `ambiguous surname: Kim`.
    """
    reasons = [*_quotation_reasons(sentence)]
    outside = outside_quotations(sentence)
    names = [name for name in find_names(outside) if not is_calendar(name)]
    for check in _CHECKS:
        reasons += check(outside, names)
    reasons += _ambiguous_surnames(names, opening)
    if dates:
        reasons += [f"relative date: {found.text}" for found in find_relative_dates(outside)]
    return tuple(dict.fromkeys(reasons))


def drop_connective(sentence: str) -> str:
    """Return the sentence without an opening "But", "However," and the like."""
    match = _DROPPED.match(sentence)
    if not match or match.end() >= len(sentence):
        return sentence
    rest = sentence[match.end() :]
    return rest[0].upper() + rest[1:]


#: "Low also said": it tells that something was told before. What else it may tell stays: "who
#: also have heart disease" is of fewer people than "who have" it.
_ALSO = re.compile(
    r"(?<!\bbut)(?<!\bsee)(?<!\bwho)(?<!\bthat)(?<!\bwhich)\s+also(?=\s[a-z])"
    r"(?!\s(?:known|called|named|referred|dubbed|spelled|written|titled|entitled|nicknamed|"
    r"described|because)\b)"
)
_ALSO_COUNTS = re.compile(
    r"\b(?:not|never|no|none|nobody|neither|nor|unless|if|only|without|cannot)\b|n['\u2019]t\b",
    re.IGNORECASE,
)


def drop_also(sentence: str) -> str:
    """Return the sentence without "also" outside what it quotes, where that changes nothing."""
    outside = outside_quotations(sentence)
    if _ALSO_COUNTS.search(outside):
        return sentence
    for match in reversed(list(_ALSO.finditer(outside))):
        sentence = sentence[: match.start()] + sentence[match.end() :]
    return sentence


def _quotation_reasons(sentence: str) -> list[str]:
    if not is_balanced(sentence):
        return ["open quotation"]
    outside = outside_quotations(sentence)
    if quoted_ranges(sentence) and not any(character.isalpha() for character in outside):
        return ["quotation without speaker"]
    return []


def _first_person(outside: str, _names: list[Name]) -> list[str]:
    match = _FIRST_PERSON.search(outside)
    return [f"first person: {match.group(1)}"] if match else []


def _personal_pronoun(outside: str, names: list[Name]) -> list[str]:
    match = _PERSONAL.search(outside)
    if match is None:
        return []
    if _DATED_SUBJECT.match(outside):
        # "In 2008 she won a prize, Norvik's highest": what follows the comma is not she.
        return [f"pronoun: {match.group(1).lower()}"]
    persons = [name for name in names if _may_be_person(outside, name)]
    if any(name.start < match.start() for name in persons):
        return []
    noun = PERSON_PHRASE.search(outside)
    if noun and noun.start() < match.start():
        return []
    clause = _SUBORDINATE.match(outside)
    if (
        clause
        and match.start() < clause.end()
        and any(clause.end() <= name.start <= clause.end() + _NEAR for name in persons)
    ):
        return []
    return [f"pronoun: {match.group(1).lower()}"]


_NEAR = 40
_DATED_SUBJECT = re.compile(
    r"\W*(?:In|On|By|Until|Since) (?:(?:early|late|mid) )?(?:[A-Z]\w+ )?(?:\d{1,2},? )?(?:\d{4} )?"
    r"(?:he|she)\s"
)


def _may_be_person(outside: str, name: Name) -> bool:
    """Tell whether a name may be what "he" or "she" refers to."""
    if _PREPOSITION.search(outside[max(0, name.start - 24) : name.start]):
        return False
    if is_demonym(name):
        return False
    if _OFFICE.fullmatch(name.text) and outside[: name.start].lower().endswith("as "):
        return False
    shown = name.text.replace(".", "")
    return not (len(name.tokens) == 1 and shown.isupper() and len(shown) > 1)


def _plural_pronoun(outside: str, names: list[Name]) -> list[str]:
    match = _PLURAL.search(outside)
    if match is None:
        return []
    before = outside[: match.start()]
    if any(name.start < match.start() for name in names) or _PLURAL_NOUN.search(before):
        return []
    return [f"pronoun: {match.group(1).lower()}"]


def _neuter_pronoun(outside: str, names: list[Name]) -> list[str]:
    for match in _NEUTER.finditer(outside):
        if _EXPLETIVE.match(outside, match.start()) or _is_inside_expletive(outside, match.start()):
            continue
        before = outside[: match.start()]
        if any(name.start < match.start() for name in names) or _NOUN.search(before):
            return []
        if _PLURAL_NOUN.search(before):
            return []
        return [f"pronoun: {match.group(1).lower()}"]
    return []


def _is_inside_expletive(outside: str, position: int) -> bool:
    return any(m.start() <= position < m.end() for m in _EXPLETIVE.finditer(outside))


def _demonstrative(outside: str, _names: list[Name]) -> list[str]:
    opening = outside.lstrip()
    connective = _CONNECTIVE.match(opening)
    match = _DEMONSTRATIVE.match(opening, connective.end() if connective else 0)
    match = match or _POINTING_PHRASE.search(outside)
    return [f"demonstrative: {match.group().lower()}"] if match else []


def _bare_subject(outside: str, names: list[Name]) -> list[str]:
    opening = outside.lstrip()
    connective = _CONNECTIVE.match(opening)
    adverbial = _ADVERBIAL.match(opening, connective.end() if connective else 0)
    start = adverbial.end() if adverbial else 0
    shift = len(outside) - len(opening)
    named = any(name.start < shift + start for name in names)
    found = [] if named else definite_subject(opening, start)
    match = None if found else _QUANTIFIER_SUBJECT.match(opening, start)
    if match and not re.search(r"[A-Z]", match.group()[1:]):
        return [f"quantifier subject: {match.group().lower()}"]
    return found


def _ambiguous_surnames(names: list[Name], opening: str) -> list[str]:
    if not opening:
        return []
    full: dict[str, set[tuple[str, ...]]] = {}
    for name in find_names(opening):
        tokens = tuple(t for t in name.tokens if t not in ROLE_WORDS)
        if len(tokens) > 1 and not STOP_WORDS.intersection(tokens):
            full.setdefault(tokens[-1], set()).add(tokens)
    return [
        f"ambiguous surname: {name.text}"
        for name in names
        if len(name.tokens) == 1 and len(full.get(fold(name.text), ())) > 1
    ]


_CHECKS: tuple[Callable[[str, list[Name]], list[str]], ...] = (
    _first_person,
    _personal_pronoun,
    _plural_pronoun,
    _neuter_pronoun,
    _demonstrative,
    pointing_noun,
    _bare_subject,
)
