"""Speech verbs: the wordings by which a clause reports what its subject says or thinks.

Tables only; `speakers` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

#: A verb; "three alleged partners" says nothing.
ALLEGED = (
    r"alleged(?=[,.\"\u201d]|\s+(?:that|in|on|he|she|they|it|the|his|her|their|an?)\b|\s+[A-Z]|"
    r"\s*\Z)"
)

#: Verbs whose subject speaks or thinks, whatever follows.
_SAYING = (
    r"said|says?|told|tells?|tweeted|claimed(?!\s+(?:his|her|their)\b)(?!\s+(?:an?|the)\s+(?:[\w-]+\s+)"
    r"{0,2}(?:break|victory|win|title|medal|goal|wicket|points?|lead|place|draw|prize)\b)|stated|"
    r"insist(?:ed|s)?|"
    r"argue[ds]?|warn(?:ed|s)?|suggest(?:ed|s)?|admit(?:ted|s)?(?!\s+\w+ing\b)|"
    r"acknowledge[ds]?|estimated|explain(?:ed|s)?|maintain(?:ed|s)?|alleges?|"
    rf"{ALLEGED}|"
    r"testif(?:ied|ies)|predict(?:ed|s)?|believe[ds]?|thinks?|thought|vow(?:ed|s)|"
    r"complain(?:ed|s)?|noted|stress(?:ed|es)|commented|replie[ds]|respond(?:ed|s)|joke[ds]|"
    r"quipped|remarked|assert(?:ed|s)|feared|boast(?:ed|s)|emphasi[sz]e[ds]?|conclude[ds]?|"
    r"concede[ds](?=\s+(?:that|as|it|he|she|they|the\s+\w+\s+(?:is|was|had|has))\b)|"
    r"recall(?:ed|s)(?=\s+(?:that|how|being|having|the|when)\b)|describe[ds]?|"
    r"(?:wrote|writes)(?!\s+(?:an?|the|his|her|its|their|two|three|several)\b)|den(?:ied|ies|y)|"
    r"accuse[ds]?|praise[ds]?|critici[sz]e[ds]|condemn(?:ed|s)|branded|labelled|hail(?:ed|s)|"
    r"welcome[ds]|urge[ds]?|promise[ds]|pledge[ds]?|answered|likened|thanked|expects?|felt|feels|"
    r"advise[ds]|cautioned|lamented|declare[ds]|observed|dispute[ds]|blame[ds]|express(?:ed|es)|"
    r"speculate[ds]?|hoped|repeated|echoed|blasted|slammed|lauded|mocked|ruled out|spoke of|"
    r"call(?:ed|s)? (?:for|on)|point(?:ed|s)? out|declined to comment|refused to comment|accepts|"
    r"recommends?|considers|credit(?:ed|s)|reiterate[ds]|reckon(?:ed|s)?|suspect(?:ed|s)?|"
    r"remember(?:ed|s)?|voiced|defended|demand(?:ed|s)|disagree[ds]?|signalled|paid tribute|"
    r"raised (?:concerns|questions|doubts|fears)|hint(?:ed|s)|appealed (?:to|for)|"
    r"contend(?:ed|s)?|(?:re)?assure[ds]|referred to|compared(?!\s+(?:to|with)\b)|attribute[ds]|"
    r"reveal(?:ed|s)|disclosed|retorted|(?:went|goes|go) on to say|protested(?=\s+that\b)|"
    r"ruled(?=\s+that\b)|question(?:ed|s)(?=\s+(?:if|whether|why|how)\b)|"
    r"(?:is|are|was|were) (?:concerned|worried|convinced|confident|adamant)(?=\s+that\b)"
)
#: Verbs and nouns that report only where an account follows, as `ACCOUNTS` tells.
_BEFORE_ACCOUNT = (
    r"announce[ds]|confirm(?:ed|s)|found|finds?|show(?:ed|s)?|report(?:ed|s)?|added|adds|agreed|"
    r"indicate[ds]?|identified|heard|hears|dismiss(?:ed|es)|asked|asks|record(?:ed|s)|cited|"
    r"call(?:ed|s)|tweets|claims?|states|notes?|estimates?|comments|fears?"
)
SPEECH_VERB: Final = re.compile(
    rf"\b(?:(?P<saying>{_SAYING})|(?P<account>{_BEFORE_ACCOUNT}))\b(?!['\u2019-])"
)

_FINITE_AHEAD = (
    r"(?:[\w.\u2019',&%$\u00a3-]+\s+){1,9}?(?:is|are|was|were|has|have|had|will|would|could|can|"
    r"may|might|should|cost|did|does|do)\b"
)
_THAT = r"\s+(?:on \w+ )?(?:that|how|whether)\b"
_CLAUSE = (
    rf"\s*(?:,|:|(?:\w+\s+)?(?:that|how|whether|why)\b|(?:on|in) \w+ that\b|hearing\b|"
    rf"(?!in\b|by\b|to\b|an?\b|no\b){_FINITE_AHEAD})"
)
_NAMING = (
    r"\s+(?!\d|up\b|in\b|on\b|off\b|out\b|back\b|to\b|(?:the )?police\b|an ambulance\b|him\b|her\b|"
    r"\w+ (?:witnesses|officers|voters|reporters)\b)"
)
_REJECTING = r"\s+(?:(?!claims\b|[A-Z]\S*['\u2019]s claims)|.*\bas\b)"
_REPORTS = rf"\s+(?:that\b|(?=[A-Z\d]|the |it |no ){_FINITE_AHEAD})"
#: What must follow the verbs of `_BEFORE_ACCOUNT`; those not named here need a clause.
_ACCOUNTS: Final = {
    "found finds find asked asks heard hears agreed": _THAT,
    # What stands before it may be all quotation.
    "added adds": rf"{_THAT}|\s*\.?\s*\Z",
    "record recorded records show shows showed report tweets note notes states comments": _THAT,
    "calls called": _NAMING,
    "dismissed dismisses": _REJECTING,
    "identified": r"\s.*\bas\b",
    "cited": r"\s.*\bas a reason\b",
    "reports": _REPORTS,
}
_ACCOUNT_BY_VERB = {
    verb: re.compile(pattern) for verbs, pattern in _ACCOUNTS.items() for verb in verbs.split()
}
_ANY_CLAUSE = re.compile(_CLAUSE)

#: A participle ("the men accused of …", "footage believed to show …") is no verb.
_PARTICIPLE_BEHIND = re.compile(r"\s+(?:to (?:be|have|date|show|hold|contain)|by)\b")
_MAY_BE_PARTICIPLE = ("ed", "thought", "found", "told")
#: Things that show something, as a person may, without speaking.
_SHOWN = re.compile(
    r"\b(?:scans?|trials?|archives?|videos?|footage|accounts?|analysis|evidence|results?|figures|"
    r"data|tests?|photos?|photographs?|images?|pictures?|consultation|examination|records)\Z",
    re.IGNORECASE,
)
#: What rules somebody out without a word.
_HINDRANCE = re.compile(
    r"\b(?:injur(?:y|ies)|illness|surgery|suspensions?|bans?|weather|fog|costs?|commitments?)\Z",
    re.IGNORECASE,
)
#: "The cell forms strings of proteins called F-actins, which …": so long, without a name and with
#: a plural at its end, what stands before "called" opens with another clause.
_MAX_NAMELESS_CALLER_WORDS = 5
_BARE_CALLING = re.compile(r"\s[A-Z][\w-]*(?:[,.]|\s(?:that|which|and)\b|\Z)")


def _is_no_caller(subject: str, behind: str) -> bool:
    parts = subject.split()
    named = any(part[:1].isupper() for part in parts[1:])
    is_long = len(parts) > _MAX_NAMELESS_CALLER_WORDS and parts[-1].endswith("s")
    return is_long and not named and _BARE_CALLING.match(behind) is not None


def _is_hindrance(subject: str, behind: str) -> bool:
    del behind
    return _HINDRANCE.search(subject) is not None


#: Verbs that report nothing behind some subjects, and which by the subject and what follows.
_DOUBTFUL: Final[dict[str, Callable[[str, str], bool]]] = {
    "ruled out": _is_hindrance,
    "called": _is_no_caller,
}
_SHOWING = re.compile(r"show|suggest|reveal|indicat|found|find")


def reports(text: str, verb: re.Match[str], subject: str) -> bool:
    """Tell whether a match of `SPEECH_VERB` reports what the subject says.

    Args:
        text: The text that the verb was found in.
        verb: The match.
        subject: The noun phrase in front of it.
    """
    word = verb.group()
    if word.endswith(_MAY_BE_PARTICIPLE) and _PARTICIPLE_BEHIND.match(text, verb.end()):
        return False
    if word == "accused" and text.startswith(" of", verb.end()):
        return False
    if _SHOWING.match(word) and _SHOWN.search(subject):
        return False
    if word in _DOUBTFUL and _DOUBTFUL[word](subject, text[verb.end() :]):
        return False
    if verb["saying"]:
        return True
    return _ACCOUNT_BY_VERB.get(word, _ANY_CLAUSE).match(text, verb.end()) is not None
