"""Speakers: whom a claim names as having said what it reports.

A claim says it in its own words, in one of three places: "Ana Low said that …",
"According to Ana Low, …", "…, Ana Low said." Only what the main clause reports counts: in
"Ana Low caused outrage when she said …" the article itself tells what happened.
"""

from __future__ import annotations

import re

from service.text.callings import PERSON_PHRASE
from service.text.capitals import in_small_letters, is_in_capitals
from service.text.form import has_finite_verb
from service.text.names import BODY_ENDINGS, CALENDAR_WORDS, ROLE_WORDS, find_names
from service.text.quotations import outside_quotations
from service.text.speech_verbs import SPEECH_VERB, reports
from service.text.vocabulary import COMMON_WORDS
from service.text.words import fold

#: What may be between a verb and the noun phrase that is heard of, not speaking.
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|got|to|an?|the|of|its|his|her|their)"
    r"(?:\s+(?:\w+ly|also|not))*\s*\Z",
    re.IGNORECASE,
)
_PASSIVE_REACH = 24
_NO_SUBJECT_VERB = re.compile(r"(?:\b(?:not|never|n['\u2019]t)\s+|['\u2019]s?\s*|\d\s*)\Z")
#: Those who are told something: "the court heard" is how a report of it begins.
_HEARERS = re.compile(
    r"\b(?:court|jury|jurors|inquest|trial|hearing|tribunal|inquiry|committee|panel|Bailey|"
    r"parliament|MPs|magistrates|judges?)\b",
    re.IGNORECASE,
)
_HEARER_WORDS = 3
_TOLD = re.compile(r"\b(?:(?:was|were|has been|have been)\s+(?:also\s+)?told|heard|hears)\Z")
_BEING_TOLD = re.compile(r"\s+(?:was|were|has been|have been)(?:\s+also)?\s*\Z")
_QUOTED_AS = re.compile(
    r"\b(?:quote[ds]?|cite[ds])\s+(?P<source>[^,;]{2,120}?)\s+as\s+(?:saying|telling|claiming)\b"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+(?P<source>[^;]+)")
_SOURCE_END = re.compile(r",\s|\s+(?:who|which|that|published|released|seen|obtained)\b")
#: What a claim may be according to although nobody says it.
_UNSPOKEN = re.compile(
    r"(?:(?:the|an?|his|her|its|their|new|latest|official|islamic)\s+)*"
    r"(?:figures|statistics|data|law|rules|regulations|schedule|mugshot|traditions?|customs?|plans?|"
    r"size|age|needs?|taste|rank|income|merit|procedure|protocol|legend)\b",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r",\s+(?P<source>[^,;]{2,90}?(?:,[^,;]{2,60},)?)\s+(?:(?:has|have|had|also|later)\s+)?"
    r"(?:said|says?|told(?: [\w.\u2019'-]+){1,6}|found|reported|reports?|claim(?:ed|s)|wrote|"
    r"writes|warned|estimates?|suggests?|shows?|added|alleged)"
    r"(?:\s+(?:on|in|at|last|this|earlier|yesterday)\b[^,;]{0,40})?\.?\s*\Z"
)
#: "Many of the prisons, the warden said, are old", "…, the warden said, pointing at a wall."
_PARENTHETICAL = re.compile(
    r",\s+(?P<source>[^,;:]{2,60})\s+(?:said|says|added|explained|insisted|warned|argued|noted),\s+"
    r"(?=(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|[a-z]+ing)\b)"
)
_INVERTED = re.compile(
    r"(?:\A\s*|,\s+)(?:said|says?|added|adds|explained|insisted|wrote|writes|warned|joked|admitted|"
    r"reports(?=\s+[A-Z]))\s+"
    r"(?P<source>(?!that\b|to\b|in\b|on\b|it\b|an op-ed\b)[^,.;]{2,90})"
)
#: "As scientists have confirmed": what joins the clause is no part of who speaks.
_JOINED = re.compile(
    r"\A(?:as|while|and|but|though|although|because|since)\s+(?!many\b|few\b)", re.IGNORECASE
)
#: What is told behind one of these, up to its comma, is no report of the main clause.
_SUBORDINATE = re.compile(
    r"\A\s*(?:After|Although|Because|Before|If|Once|Since|Though|Unless|Until|When|While|With)\s"
)
#: Adverbials that open a sentence before its subject.
_OPENING = re.compile(
    r"\A(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s+|"
    r"(?:Last|This) (?:year|week|month|night|season|morning|afternoon|evening)\s+"
    r"(?=[A-Z]|(?:the|an?|police|officials|prosecutors)\s)|"
    r"(?:About|Addressing|After|Ahead|Also|Although|Amid|Among|Around|As|Asked|At|Back|"
    r"Because|Before|Between|By|Citing|Describing|Despite|During|Earlier|Even|Following|For|From|"
    r"However|If|In|Instead|Last|Later|Meanwhile|Months|Now|On|Once|Reacting|Referring|Regarding|"
    r"Responding|Since|Speaking|Talking|This|Though|Three|Through|Throughout|To|Today|Two|Under|"
    r"Until|When|While|With|Within|Writing|Years|Yesterday)\b[^,]*(?:,(?=\s+\d{4},)[^,]*)?,\s+)"
)
_ADVERB = re.compile(
    r"\s+(?:also|already|later|then|further|previously|earlier|recently|once|has|have|had|now|again|"
    r"repeatedly|often|still|simply|always|just|even|never|long|both|all|itself|himself|herself|"
    r"themselves|(?!family|assembly|supply|ally|monopoly)[a-z]+ly|yesterday|today|"
    r"tonight|on\s+[A-Z]\w+day(?:\s+\w+)?|(?:this|last)\s+\w+|in (?:\w+ )?(?:19|20)\d\d|"
    r"in an? (?:\w+\s+){0,3}(?:statement|interview|tweet|report|letter|post|release|article)"
    r"(?:\s+\w+){0,3})\Z"
)
_RELATIVE = re.compile(r"\s+(?:who|which|whose|where|that)\s+.*\Z")
_INDEFINITE = re.compile(r"(?:it|there|nobody|no one|none)\b", re.IGNORECASE)
#: Participles that stand in a noun phrase, though they look like finite verbs.
_PARTICIPLE = re.compile(
    r"\b(?:based|published|released|briefed|obtained|seen|written|sent|posted|involved|accused|"
    r"charged|led by|owned|known|commissioned|run|cited|named|armed|united|retired|so-called)\b|"
    r"\b(?:an?|the)\s+\w+ed\b"
)
_CONJOINED = re.compile(
    r"\b(?:he|she|they|it|but|because|than|if|when|while|who|whom|which|that)\b"
)
_DANGLING = re.compile(
    r"\b(?:of|on|in|at|to|for|from|by|with|under|over|about|the|an?|and|or|its|his|her|their)\Z",
    re.IGNORECASE,
)
#: "A spokesman for Ana Low": not she speaks.
_DESCRIBED = re.compile(
    r"(?:the|an?|his|her|its|their|one|some|two)\b.*\b(?:of|from|in|at|for)\b", re.IGNORECASE
)
#: "Norvall, Inc. said": no apposition.
_COMPANY_FORM = re.compile(r",\s+((?:Inc|Ltd|LLC|Corp|Co|Jr|Sr)\b)")
_PRONOUN = re.compile(r"(?:he|she|they|it)\Z", re.IGNORECASE)
#: "Van" and the like belong to the surname behind them.
_PARTICLED = re.compile(
    r"(?:[A-Z][\w'\u2019-]*\s){0,2}(?:van|von|de|del|della|di|da|du|bin|al|el|ten|ter)"
    r"(?:\s(?:der|den|la|las|los))?\s[A-Z][\w'\u2019-]+"
)
#: What sets an aside apart that may have lost its end ("Ana Low of Halden - part of Norvik,").
_ASIDE = re.compile(r",\s|\s[-\u2013\u2014]\s")
#: "Ana Low - who sails for Halden - said".
_ASIDE_OPENS = re.compile(r"\s[-\u2013\u2014]\s")
#: "Prosecutor", "archaeologist", "champion": who does something, by the ending of the word.
_DOER = re.compile(r"\w{3,}(?:er|or|ist|ian|man|woman|ant|ent)|legend|champion|ace|boss|coach|star")
_OF_MANY_MATTERS = re.compile(r"(?:[Tt]he )?(?:Department|Ministry|Committee|Office|Bureau)\b")
#: So many commas set apart those who speak together, of whom none does alone.
_LISTED = 2
_MAX_SUBJECT_WORDS = 14
_FULL_NAME = 2
#: What no apposition holds, unless a relative pronoun opens it.
_FINITE_INSIDE = re.compile(r"\b(?:could|would|will|may|might|can|is|are|was|were|has|have|had)\b")


def claim_speaker(claim: str) -> str | None:
    """Return whom the claim says to have said it, by name where it gives one, or None.

    May be a pronoun, where the claim has one for subject.
    """
    if not is_in_capitals(claim):
        return _claim_speaker(claim)
    found = _claim_speaker(in_small_letters(claim))
    # One word of a name may be all that was seen of it.
    return found.upper() if found and " " in found and found.istitle() else None


def _claim_speaker(claim: str) -> str | None:
    outside = _COMPANY_FORM.sub(r" \1", outside_quotations(claim))
    quoted = _QUOTED_AS.search(outside)
    if quoted:
        return _source(quoted["source"])
    according = _ACCORDING.search(outside)
    if according and _UNSPOKEN.match(according["source"]):
        according = None
    if according and according.start() == 0:
        return _according(according)
    # What a paper tells of what somebody said: it is the latter who said it.
    main = outside[: according.start()] if according else outside
    subject = _main_subject(main)
    if subject is not None and not (according and _PRONOUN.match(subject)):
        return subject
    if according:
        # "'…,' said Ana Low, a doctor, according to a paper": the paper did not say it.
        return _behind_verb(main) or _according(according)
    for pattern in (_AT_END, _PARENTHETICAL):
        behind = pattern.search(outside)
        if behind and (_PRONOUN.match(behind["source"]) or not _holds_clause(behind["source"])):
            return _source(behind["source"])
    return _behind_verb(outside)


def _behind_verb(text: str) -> str | None:
    """Return who stands behind the verb in the text: "…," said Ana Low."""
    found = _INVERTED.search(text)
    # "Low, who left Halden, said women were tired": they did not say it.
    return None if found is None or _holds_clause(found["source"]) else _source(found["source"])


def _main_subject(text: str) -> str | None:
    """Return who speaks by the first verb of the text, or None where that reports nothing."""
    for verb in SPEECH_VERB.finditer(text):
        subject = _subject(text, verb)
        if subject is not None:
            return subject
        if _holds_clause(text[: verb.start()]):
            break
    return None


def _subject(text: str, verb: re.Match[str]) -> str | None:
    """Return who speaks by the verb, if it reports in the main clause."""
    before = text[: verb.start()]
    if _TOLD.search(text[: verb.end()]):
        hearer = _noun_phrase(_BEING_TOLD.sub("", before))
        known = hearer is not None and _HEARERS.search(" ".join(hearer.split()[:_HEARER_WORDS]))
        return hearer if known else None
    if _SUBORDINATE.match(before) and "," not in before:
        return None
    subject = _noun_phrase(before)
    if subject is None or _NO_SUBJECT_VERB.search(before):
        return None
    if _PASSIVE.search(before[-_PASSIVE_REACH:]) or not reports(text, verb, subject):
        return None
    return _source(subject)


def _noun_phrase(before: str) -> str | None:
    """Return the noun phrase that is all of the text in front of a verb, or None."""
    text = before.strip()
    if text.endswith(("-", "\u2013", "\u2014")):
        head = _ASIDE_OPENS.search(text[:-1])
        # "So-called banks", "the club - hailed as the best - …".
        if head is None:
            return None
        text = text[: head.start()]
        text += "," if ", " in text else ""
    while (opening := _OPENING.match(text)) is not None:
        text = text[opening.end() :].strip()
    while (adverb := _ADVERB.search(text)) is not None and adverb.start() > 0:
        text = text[: adverb.start()].rstrip()
    text = _without_insertion(text)
    relative = _RELATIVE.search(text)
    if relative:
        # "Those who work there say": the relative clause has a verb of its own.
        if not has_finite_verb(relative.group()):
            return None
        text = text[: relative.start()]
    too_long = len(text.split()) > _MAX_SUBJECT_WORDS
    if not text or too_long or _DANGLING.search(text) or _INDEFINITE.match(text):
        return text if _PRONOUN.match(text) else None
    return text if _PRONOUN.match(text) or not _holds_clause(text) else None


def _without_insertion(text: str) -> str:
    """Return the text without what commas set apart at its end; nothing if more follows it."""
    if text.endswith(","):
        text, _, inserted = text.partition(", ")
        goes_on = _FINITE_INSIDE.search(inserted) and not _RELATIVE.match(f" {inserted}")
        # "The most popular, said the owners, is …": who speaks stands behind the verb.
        return text if inserted and not goes_on else ""
    is_list = ", " in text and " and " not in text.rsplit(", ", 1)[1]
    return "" if is_list else text


def _holds_clause(text: str) -> bool:
    """Tell whether the text holds a finite verb, so that what follows is no subject's verb."""
    if _CONJOINED.search(text):
        return True
    plain = " ".join(word for word in text.split() if not word[:1].isupper())
    return has_finite_verb(_PARTICIPLE.sub("", plain))


def _according(found: re.Match[str]) -> str | None:
    return _source(_SOURCE_END.split(found["source"].strip().rstrip("."))[0])


def _source(phrase: str) -> str | None:
    """Return the name in the phrase without what goes with it, or the phrase."""
    phrase = _JOINED.sub("", phrase.strip(" ,."))
    if phrase.count(", ") >= _LISTED and " and " in phrase:
        return phrase if _OF_MANY_MATTERS.match(phrase) else None
    phrase = _ASIDE.split(_RELATIVE.sub("", phrase))[0].strip()
    if _PARTICLED.fullmatch(phrase):
        return phrase
    return _person(phrase) or phrase or None


def _person(phrase: str) -> str | None:
    """Return the name of the person that the phrase opens or ends with, or None."""
    names = [name for name in find_names(phrase) if name.tokens[0] not in CALENDAR_WORDS]
    if not names:
        return None
    first, last = names[0], names[-1]
    if " of " in last.text or re.search(r"['\u2019]s?\Z", phrase[: last.end]):
        return None
    if first.start == 0 and phrase[first.end :].startswith((" of ", " from ", " for ", " at ")):
        parts = _without_roles(first.text)
        is_person = fold(parts[-1]) not in BODY_ENDINGS and not parts[0].isupper()
        return " ".join(parts) if is_person and len(parts) >= _FULL_NAME else None
    if last.end != len(phrase):
        return None
    before = phrase[: last.start].rstrip()
    if (
        _DANGLING.search(before)
        or before.endswith(("&", "'s", "\u2019s"))
        or _DESCRIBED.match(before)
    ):
        return None
    parts = _without_roles(last.text)
    opening = fold(parts[0])
    is_person = bool(PERSON_PHRASE.search(f"a {opening}") or _DOER.fullmatch(opening))
    described = last.start == 0 and is_person and opening in COMMON_WORDS
    if len(parts) > _FULL_NAME and described:
        # "Prosecutor Ana Low", not "Sea Glass Vacations" nor "Greater Tessmark Police".
        parts = parts if fold(parts[-1]) in BODY_ENDINGS else parts[1:]
    return " ".join(parts)


def _without_roles(name: str) -> list[str]:
    """Return the words of a name without the offices before it."""
    parts = name.split()
    while len(parts) > 1 and fold(parts[0]) in ROLE_WORDS and fold(parts[-1]) not in BODY_ENDINGS:
        parts = parts[1:]
    return parts
