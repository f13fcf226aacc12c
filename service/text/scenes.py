"""Scenes: sentences that tell what a picture shows, as captions do, and no news.

What a picture shows is told in the present, whenever it was: "A man rides a donkey in Halden
on November 19, 2019."
"""

from __future__ import annotations

import re

#: Longer ones have run into the prose behind them, which may say something.
_MOST_WORDS = 30
_NAME = r"[A-Z\u00c0-\u00de][\w'\u2019-]+"
_SUBJECT = rf"(?:{_NAME}|(?:An?|The) (?:[a-z-]+ )?[a-z-]+)(?:,? (?:and )?{_NAME}){{0,5}}"
#: Told in the present of what is on a picture and hardly of anything else.
_POSED = (
    r"flex(?:es)? (?:his|her|their)|poses? (?:for|with|in|at|after|beside)|gestures?|"
    r"waves (?:to|at)|"
    r"stretch(?:es)? (?:his|her|their)|hugs|"
    r"celebrates? (?:after|with|scoring|as|his|her|their)|shakes hands with|"
    r"looks? (?:on|dejected)|walks? (?:off|down|past|along|through)|arrives at|"
    r"holds? aloft|faces? off during|sits? (?:with|next|outside|beside)|smiles?|"
    r"(?:is|are) pictured"
)
_POSES = re.compile(rf"\A(?:{_SUBJECT}) (?:{_POSED})\b(?! (?:that|the case))")
_DONE = (
    r"rides|walks|sits|poses|waves|gestures|watches|wears|waits|smiles|gather|march|queue|swims|"
    r"climbs|rests|shouts|chants|speaks|looks|carries|prays"
)
_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|Sept(?:ember|\.)|"
    r"Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
#: In the present, and yet of one past day.
_DATED = re.compile(
    rf"\A[A-Z][^.;:\"]*?\s(?:{_DONE})\s[^.;:\"]*(?:\bon|,) (?:[A-Z]\w+day, )?{_MONTH} \d{{1,2}}, "
    r"(?:19|20)\d\d\.?\Z"
)
#: "Norvik guards pictured with Ana Low": of such a participle no verb is made.
_PICTURED = re.compile(
    r"\A(?:[^\s,.;:]+ ){1,6}?(?<!was )(?<!were )(?<!is )(?<!are )(?<!been )(?<!be )"
    r"(?:pictured|photographed)(?: here)? (?:with|at|in|on|outside|during|above|below|left|right|"
    r"here|leaving|arriving|together|alongside|inside|near|after|before|as)\b"
)
#: What no caption has: pasts, and what is yet to come.
_TOLD = re.compile(r"\b(?:was|were|had|has|have|been|did|said|told|would|will|joined|packed)\b")
#: A verb behind it, of any regular form: "Guards pictured in Halden say …".
_GOES_ON = re.compile(
    r"\b(?:is|are|say|belong|remain|face|live|work|"
    r"[a-z]{3,}s(?= (?:to|the|an?|that|in|at|on)\b))\b|"
    r"\b[a-z]+ed\b(?! (?:by|in|at|with|to|from)\b)"
)


def shows_picture(sentence: str) -> bool:
    """Tell whether a sentence is a caption by what it says, wherever it stands."""
    if len(sentence.split()) > _MOST_WORDS:
        return False
    if _TOLD.search(sentence):
        return False
    pictured = _PICTURED.match(sentence)
    if pictured is not None and not _GOES_ON.search(sentence[pictured.end() :]):
        return True
    return _POSES.match(sentence) is not None or _DATED.match(sentence) is not None
