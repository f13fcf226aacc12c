"""Scenes: sentences that tell what a picture shows, as captions do, and no news.

What a picture shows is told in the present, whenever it was: "A man rides a donkey in Halden
on November 19, 2019."
"""

from __future__ import annotations

import re

from service.text.form import has_finite_verb

#: Longer ones have run into the prose behind them, which may say something.
_MOST_WORDS = 30
_NAME = r"[A-Z\u00c0-\u00de][\w'\u2019-]+"
_SUBJECT = rf"(?:{_NAME}|(?:An?|The) (?:[a-z-]+ )?[a-z-]+)(?:,? (?:and )?{_NAME}){{0,5}}"
#: Told in the present of what is on a picture and hardly of anything else.
_POSED = (
    r"flex(?:es)?|poses?|gestures?|waves?|stretch(?:es)? (?:his|her|their)|embraces?|hugs?|"
    r"celebrates? (?:after|with|scoring|as|his|her|their)|shakes? hands|"
    r"looks? (?:on|dejected|up|down)|walks? (?:out|off|down|past|along|through)|"
    r"arrives? (?:at|for)|holds? aloft|faces? off|(?:stands?|sits?) (?:with|next|outside|beside)|"
    r"smiles?|(?:is|are) (?:pictured|seen|shown)(?! (?:as|to|by)\b)"
)
_POSES = re.compile(rf"\A(?:{_SUBJECT}) (?:{_POSED})\b(?! (?:that|the case))")
_DONE = (
    r"rides?|walks?|stands?|sits?|speaks?|attends?|poses?|looks?|holds?|waves?|arrives?|leaves?|"
    r"gestures?|reacts?|celebrates?|watch(?:es)?|carr(?:ies|y)|wears?|runs?|works?|shakes?|"
    r"address(?:es)?|pass(?:es)?|waits?|prepares?|talks?|smiles?|gather|march|protest|lights?|prays?|"
    r"lies?|hugs?|greets?|listens?|tours?|visits?|delivers?|queue|swims?|climbs?|rests?|picks?|"
    r"pulls?|pushes|clears?|inspects?|guards?|patrols?|shouts?|chants?"
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
_PAST = re.compile(r"\b(?:was|were|had|did|said|told|would)\b")


def shows_picture(sentence: str) -> bool:
    """Tell whether a sentence is a caption by what it says, wherever it stands."""
    if len(sentence.split()) > _MOST_WORDS:
        return False
    if _PAST.search(sentence):
        return False
    pictured = _PICTURED.match(sentence)
    if pictured is not None and not has_finite_verb(sentence[pictured.end() :]):
        return True
    return _POSES.match(sentence) is not None or _DATED.match(sentence) is not None
