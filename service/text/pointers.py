"""Pointers: phrases that point at what only other sentences of the article tell.

"Another player", "the prize", "the arrested man", "at the time": none is a pronoun, and each leaves
a reader of the sentence alone asking which. Annotators of news write next to none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.definites import IDENTIFIED
from service.text.names import CALENDAR_WORDS, Name

_PERSON = (
    r"(?:suspects?|man|men|woman|women|boys?|girls?|drivers?|victims?|gunm[ae]n|attackers?|"
    r"assailants?|teenagers?|toddler|pair|couple|accused|defendants?|killers?|hostages?)"
)
#: What tells which one is meant, behind the noun.
_IDENTIFIED = (
    rf"(?:{IDENTIFIED}|['\u2019-]|"
    r"\s+(?:whom|whose|accused|suspected|charged|named|believed|arrested|killed|injured|shot|"
    r"involved|wanted|convicted|winners?|nominees?|recipients?|ceremony|stuck|hit\sby)\b|"
    r",\s(?:[A-Z]|\d|aged|named|identified|including|such as|in which|who|whose|which)|"
    r"\s+overturn)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day['\u2019]s"
_HAPPENING = (
    r"(?:arrests?|attacks?|accident|crash|killings?|shooting|vote|decision|meeting|hearing|verdict|"
    r"ruling|raids?|explosion|blast|protests?|announcement|statement)"
)
_HONOUR = r"(?:award|prize|trophy|shortlist)"
_OPEN_PHRASE = re.compile(
    r"\A(?:Another|Other|(?:Two|Three|Four|Five|Several|Many|Some) other)\s(?!than\b)[a-z]\w+"
    r"(?!.{0,40}\b(?:including|such as)\b)|"
    r"(?<![Tt]here )\b(?:is|was|are|were) another\b(?!\s(?:matter|way|sign|example|of)\b)|"
    r"\AThere (?:was|were|is|are) also\b|"
    rf"\b(?:[Tt]his|[Ll]ast|[Nn]ext) (?:year|month|week|season)['\u2019]s {_HONOUR}\b"
    rf"(?!{_IDENTIFIED})|"
    rf"\A{_DAY} {_HAPPENING}\b(?!{_IDENTIFIED})"
)
#: Which time a year in the sentence tells, or what follows.
_AT_THE_TIME = re.compile(r"\bat the time\b(?!\s(?:of|when|that|he|she|they|it|the|[A-Z]\w+)\b)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: "Ana Low said the suspect was found": her name does not tell who that is.
_TOLD_OF = re.compile(
    r"\b(?:said|says|added|claimed|explained|told (?:reporters|police|the BBC|the court))\s+"
    rf"(?:that\s+)?the\s+(?:\w+-year-old\s+)?{_PERSON}\b(?!{_IDENTIFIED})"
)
_BY_STATE = re.compile(
    r"\b[Tt]he (?:arrested|dead|injured|wounded|detained|wanted|jailed|missing|unnamed) "
    rf"{_PERSON}\b(?!,\s[A-Z]|\s(?:who|whom|whose|that|in|from|of|at|named)\b)"
)
_BARE_HONOUR = re.compile(rf"\b[Tt]he {_HONOUR}\b(?!{_IDENTIFIED})(?!\s[a-z]+\s(?:of|for)\b)")
#: By its capitals the sentence names the award.
_NAMED_HONOUR = re.compile(
    r"\b(?:Award|Prize|Trophy|Cup|Medal|Booker|Oscar|Emmy|Nobel|Grammy|Pulitzer)s?\b"
)

#: "The Barcelona defender said": whoever has been named is called by something else for a change.
_VARIED = re.compile(
    r"\A(?:But |And |Meanwhile, )?The (?:former |ex-)?(?:[A-Z][\w'\u2019-]+\s){1,3}"
    r"(?:defender|midfielder|striker|winger|goalkeeper|centre-back|full-back|fly-half|batsman|"
    r"bowler|player|star|ace|actor|actress|singer|rapper|comedian|presenter|author)\s"
    r"(?:said|says|told|wrote|has|had|is|was|will|would|can|could|did|made|took|won|lost|went|"
    r"\w+ed)\b(?! named\b)"
)


def open_phrases(outside: str, names: Sequence[Name]) -> Iterator[str]:
    """Yield what a sentence points at without telling it, as reasons.

    Args:
        outside: The sentence without what it quotes.
        names: The names in it.
    """
    found = [_OPEN_PHRASE.search(outside), _TOLD_OF.search(outside), _VARIED.match(outside)]
    by_state = _BY_STATE.search(outside)
    if by_state is not None and not any(
        name.start < by_state.start()
        and not name.text.isupper()
        and name.tokens[0] not in CALENDAR_WORDS
        for name in names
    ):
        found.append(by_state)
    if not _YEAR.search(outside):
        found.append(_AT_THE_TIME.search(outside))
    if not _NAMED_HONOUR.search(outside):
        found.append(_BARE_HONOUR.search(outside))
    yield from (f"pointer: {match.group().lower()}" for match in found if match is not None)
