"""Names: runs of capitalised words that stand for persons, places and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.vocabulary import COMMON_WORDS
from service.text.words import STOP_WORDS, WORD, fold, word_set

#: Small words that may stand inside a name, each side of it capitalised.
_PARTICLES = word_set("of the de del della di da dos du la le van von der den bin ibn al el y")
#: Particles that belong to personal names; the others join the names of bodies.
PERSON_PARTICLES = word_set("de del della di da dos du la le van von der den bin ibn al el y")

#: Offices and forms of address, which stand before a name and are no part of it.
ROLE_WORDS = word_set(
    """
    president vice deputy prime minister foreign first lady secretary chancellor chairman
    chairwoman chairperson chair chief executive officer director general governor senator
    representative congressman congresswoman mayor councillor king queen prince princess duke
    duchess earl lord lady sir dame baroness baron count emperor sheikh pope archbishop bishop
    cardinal father sister brother reverend rev rabbi imam professor prof doctor dr mr mrs ms
    miss mx judge justice attorney captain capt colonel col major maj lieutenant lt sergeant
    sgt corporal commander admiral adm inspector superintendent detective constable officer
    ambassador envoy spokesman spokeswoman spokesperson gov sen rep manager coach head former
    acting interim late ex leader commissioner premier treasurer speaker analyst economist
    finance defence defense interior home health education trade energy state mp mps msp mep
    tory labour democrat republican ceo cfo coo founder cofounder ms dame dean bishop
    """
)
CALENDAR_WORDS = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december
    """
)
#: Surnames that stand before the given name (Korean, Chinese and Vietnamese names).
FAMILY_FIRST = word_set(
    """
    kim lee park choi choe chung jung moon xi li wang zhang chen liu yang huang zhao wu zhou xu
    sun ma hu guo lin nguyen tran pham ri pak han jang cho kang yoon lim hwang ahn song ban roh
    deng jiang wen bo mao peng zheng tang feng dong cao zeng
    """
)
#: Last words of places and bodies.
BODY_ENDINGS = word_set(
    """
    party bank tower street road avenue square park house palace castle bridge airport station
    university college school hospital church court council committee commission agency authority
    association federation union league cup club united city town county rovers wanderers athletic
    albion hotspur villa inc corp corporation ltd plc llc group holdings company co partners
    airlines airways motors times post news journal herald telegraph guardian tribune gazette
    journal magazine radio tv television network institute foundation trust fund museum gallery
    theatre theater hall centre center building stadium arena river sea ocean bay island islands
    islands valley hill hills mountain mountains beach coast desert forest act bill treaty summit
    games olympics open masters prix championship championships award awards prize festival day
    war army navy force forces guard police department ministry office senate congress parliament
    assembly government administration state states kingdom republic emirates nations america
    korea africa asia europe zealand york jersey hampshire mexico carolina dakota virginia
    angeles francisco diego orleans delhi kong states east west north south front ii iii iv jr sr
    """
)
#: What stands before the apostrophe of "I'm", "don't", "isn't" …
_CONTRACTED = word_set(
    """i don didn doesn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn can ain it
    that there here what who he she we they you let"""
)
_SENTENCE_BREAK = re.compile(
    r"[.!?\u2026:;\n\u2014\u2013\"\u201c\u201d\u2018(\[\u2022]|(?:^|\s)'|\.\.\."
)
#: Passages without a small letter that are too long for an acronym or a name.
_CAPITALS = re.compile(r"[^a-z\u00df-\u00f6\u00f8-\u00ff]{32,}")
_COMMON_ENDING = re.compile(r"[a-z]{3}(?:ed|ing|ly|tion|ment|ness|ers|ies)\Z")
_INSIDE_GAP = re.compile(r"[ \u00a0]{1,2}|[ \u00a0]?&[ \u00a0]?|-|\. |\u2019|'")


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words.

    Attributes:
        start: Index of its first code point.
        end: Index after its last code point, possessive ending included.
        text: The run as it stands, without a possessive ending.
        tokens: Its words, folded (lower case, no dots, no diacritics).
        opening: Whether it stands where any word would be capitalised.
    """

    start: int
    end: int
    text: str
    tokens: tuple[str, ...]
    opening: bool


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    opening: bool
    named: bool


def find_names(text: str) -> tuple[Name, ...]:
    """Return the names in `text` in order.

    Common words that only open a sentence are left out; days and months are names too. In
    copy all in capitals every common word is left out.
    """
    return tuple(name for run in _runs(text) if (name := _name(text, run)) is not None)


def _tokens(text: str) -> Iterator[_Token]:
    previous_end = 0
    capitals = [match.span() for match in _CAPITALS.finditer(text)]
    passage = 0
    for match in WORD.finditer(text):
        while passage < len(capitals) and capitals[passage][1] <= match.start():
            passage += 1
        shouted = passage < len(capitals) and capitals[passage][0] <= match.start()
        gap = text[previous_end : match.start()]
        opening = previous_end == 0 or _SENTENCE_BREAK.search(gap) is not None
        previous_end = match.end()
        named = _is_capitalised(match.group())
        if named and shouted and not match.group()[0].isdigit():
            named = not _is_common(match.group())
        yield _Token(match.start(), match.end(), match.group(), opening, named)


def _runs(text: str) -> Iterator[list[_Token]]:
    """Yield runs of capitalised tokens, particles between them included."""
    run: list[_Token] = []
    pending: list[_Token] = []
    for token in _tokens(text):
        last = pending[-1] if pending else (run[-1] if run else None)
        joined = last is not None and _joins(text, last, token)
        if run and not joined:
            yield run
            run, pending = [], []
        if token.named or (joined and _is_given_name_part(text, run, token)):
            run += [*pending, token]
            pending = []
        elif run and token.text in _PARTICLES and joined:
            pending.append(token)
        elif run:
            yield run
            run, pending = [], []
    if run:
        yield run


def _is_given_name_part(text: str, run: list[_Token], token: _Token) -> bool:
    """Tell whether a lower-case word ends a hyphenated given name ("Han Sol-bi")."""
    return (
        text[token.start - 1] == "-"
        and len(run) > 1
        and fold(run[-2].text) in FAMILY_FIRST
        and run[-1].end == token.start - 1
    )


def _joins(text: str, left: _Token, right: _Token) -> bool:
    gap = text[left.end : right.start]
    if gap == ". ":
        return len(left.text) == 1 or fold(left.text) in ROLE_WORDS
    if gap in {"' ", "\u2019 "}:
        # "National Farmers' League" is one name, "Brendan Rodgers' Liverpool" two.
        return left.text.endswith("s") and fold(right.text) in BODY_ENDINGS | {"league"}
    if not _INSIDE_GAP.fullmatch(gap):
        return False
    return not left.text.endswith(("'s", "\u2019s"))


def _is_common(word: str) -> bool:
    """Tell whether a word in capitals would be written in small letters elsewhere."""
    low = re.split(r"['\u2019]", fold(word))[0]
    if low in CALENDAR_WORDS:
        return False
    return low in STOP_WORDS or low in COMMON_WORDS or _COMMON_ENDING.search(low) is not None


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() or (word[0].isdigit() and any(c.isupper() for c in word))


def _name(text: str, run: list[_Token]) -> Name | None:
    while run and _is_common_opening(run):
        run = run[1:]
        while run and run[0].text in _PARTICLES:
            run = run[1:]
    if not run or (len(run) == 1 and fold(run[0].text) in {"i", "im", "ive", "ill", "id"}):
        return None
    start, end = run[0].start, run[-1].end
    shown = re.sub(r"['\u2019]s?\Z", "", text[start:end])
    return Name(start, end, shown, tuple(fold(token.text) for token in run), run[0].opening)


def _is_common_opening(run: list[_Token]) -> bool:
    """Tell whether a run's first word is capitalised only by its place.

    Before another capitalised word an adjective or noun may be part of the name ("Old
    Harbour Road"), so there only words of structure are dropped.
    """
    first = run[0]
    low = re.split(r"['\u2019]", fold(first.text))[0]
    if first.text in {"I", "A"} or low in _CONTRACTED:
        return True
    if low in STOP_WORDS:
        return first.opening or low in {"the", "but", "and", "if", "as"}
    return first.opening and len(run) == 1 and low in COMMON_WORDS


#: "Swedish prosecutors", "the German": what people are called by their country, not by name.
_DEMONYM = re.compile(
    r"(?:British|English|Scottish|Irish|Welsh|Spanish|Swedish|Danish|Finnish|Polish|Turkish|Jewish|"
    r"Kurdish|Flemish|French|Dutch|German|Greek|Swiss|Thai|Czech|Slovak|Israeli|Iraqi|Pakistani|"
    r"Afghan|Saudi|Qatari|Emirati|Kuwaiti|Yemeni|Omani|Bangladeshi|Somali|Chinese|Japanese|"
    r"Portuguese|Vietnamese|Taiwanese|Lebanese|Maltese|Burmese|Nepalese|Sudanese|Congolese|"
    r"Russian|Italian|Belgian|Austrian|Hungarian|Romanian|Bulgarian|Serbian|Croatian|Bosnian|"
    r"Albanian|Macedonian|Slovenian|Ukrainian|Belarusian|Lithuanian|Latvian|Estonian|Norwegian|"
    r"Icelandic|American|Canadian|Mexican|Cuban|Brazilian|Argentinian|Chilean|Colombian|Peruvian|"
    r"Venezuelan|Bolivian|Ecuadorean|Ecuadorian|Haitian|Jamaican|Australian|Indian|Iranian|Syrian|"
    r"Jordanian|Palestinian|Egyptian|Libyan|Tunisian|Algerian|Moroccan|Nigerian|Ghanaian|Kenyan|"
    r"Ethiopian|Ugandan|Tanzanian|Rwandan|Zimbabwean|African|European|Asian|Korean|Indonesian|"
    r"Malaysian|Singaporean|Cambodian|Georgian|Armenian|Muslim|Catholic|Protestant|Sunni|Shia)\Z"
)


def is_demonym(name: Name) -> bool:
    """Tell whether a name is only the adjective of a country or a faith."""
    return len(name.tokens) == 1 and _DEMONYM.match(name.text) is not None


def lower_description(phrase: str) -> str:
    """Return the phrase without the capital that it has for opening a sentence only.

    "The captains" becomes "the captains"; what opens with a name stays as it is.
    """
    first = phrase.split(maxsplit=1)[0]
    is_acronym = len(first) > 1 and first.isupper()
    if is_acronym or any(name.start == 0 for name in find_names(phrase)):
        return phrase
    return phrase[0].lower() + phrase[1:]


def possessive_of(name: str) -> str:
    """Return a name as an owner's."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


#: Months that people are called by too, and what stands before them as months.
_CALLED = frozenset({"may", "april", "june", "august", "march"})
_DATED = re.compile(
    r"\b(?:in|since|until|till|by|of|before|after|from|to|late|early|mid|last|this|next|during|and)"
    r"[\s-]\Z|\d\s\Z"
)


def is_calendar(name: Name) -> bool:
    """Tell whether a name is made of days, months and numbers alone."""
    return all(token in CALENDAR_WORDS or token.isdigit() for token in name.tokens)


def is_of_calendar(name: Name, sentence: str) -> bool:
    """Tell whether a name in a sentence is a day or a month, and nobody called so."""
    if not is_calendar(name):
        return False
    dated = _DATED.search(sentence[: name.start]) or sentence[name.end :][:2].strip().isdigit()
    return name.tokens[0] not in _CALLED or bool(dated)


#: What an office is about; without the office itself behind it, it belongs to a body's name.
_REMITS = word_set(
    "finance defence defense interior home health education trade energy state foreign prime"
)


def _is_owner(parts: Sequence[str], index: int) -> bool:
    """Tell whether a word belongs to a body's name, as in "the Governor's Office of Halden"."""
    owns = parts[index].endswith(("'s", "\u2019s", "s'", "s\u2019"))
    return owns and index + 1 < len(parts) and fold(parts[index + 1]) in BODY_ENDINGS


def without_office(name: str) -> str:
    """Return a person's name without the office written before it.

    A description that ends with its office ("the prime minister") stays as it is, and so
    does a body whose name has such a word ("World Health Organization").
    """
    parts = name.split()
    folded = [fold(part) for part in parts]
    offices = [
        i
        for i, word in enumerate(folded)
        if word in ROLE_WORDS and word not in _REMITS and not _is_owner(parts, i)
    ]
    if not offices:
        return name
    rest = parts[offices[-1] + 1 :]
    if not rest or not rest[0][0].isupper() or (len(rest) == 1 and folded[-1] in BODY_ENDINGS):
        return name
    return " ".join(rest)
