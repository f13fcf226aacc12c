"""Attachment: whether a wording gives each verb the subject that its sentence gives it.

"Low won the prize for a film about Halden, which runs two hours": it is the film that runs.
A wording that leaves the film out makes that Low does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.form import has_finite_verb
from service.text.names import find_names
from service.text.quotations import outside_quotations
from service.text.words import STOP_WORDS, WORD, fold, stem, words

_RELATIVE = re.compile(
    r"(?P<before>[^.;:\u2014\u2013]*?),?\s+(?P<relative>who|which|that)\s+"
    r"(?:(?:also|then|now|later|already|still|\w+ly)\s+)?(?P<verb>[\w'\u2019]+)"
)
#: "Rao, who led the inquiry, resigned in May".
_INSERTED = re.compile(r",\s+(?P<relative>who|which)\s+(?P<inner>[^,]+),\s+(?P<rest>[^,;]+)")
_PREPOSITION = re.compile(r"(?:in|at|on|for|to|with|by|against|of|from|after|before|during)\b")
#: The antecedent is one of so many words in front of its relative pronoun.
_REACH = 4
#: Behind these an "-ing" has the subject of its whole sentence, not the word before it.
_GERUND = re.compile(
    r"\b(?:after|before|by|for|of|from|without|while|when|since|on|in|despite|about|at|"
    r"against|instead of|besides|upon)\s+(?P<verb>\w{2,}ing)\b",
    re.IGNORECASE,
)
_PROGRESSIVE = re.compile(r"\b(?:is|are|was|were|be|been)\s+(?P<verb>\w{2,}ing)\b")
#: "Was hit on Monday by a train": who did it stands behind "by", at once or after an adverbial.
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|gets|got)\s+(?:(?:\w+ly|not|also|later|then)\s+){0,2}"
    r"(?:(?P<verb>[a-z]{3,})|(?P<apart>[a-z]{2,}ed|[a-z]{2,}en|hit|sent|made|shot|built|caught|led|"
    r"held|found|left|bought|sold|told|won|lost|brought|taught|put|set|hurt|beat|bit|fed|run|met)"
    r"(?!\s+[a-z]{2,}ed\b)(?:,?\s+(?!(?:is|are|was|were|be|been|has|have|had|and|but|who|which|that|whether|by)\b)"
    r"[\w'\u2019-]+){1,5}),?\s+by\s+(?!\d|\w+ing\b)"
    r"(?:(?:the|an?|his|her|its|their)\s+)?(?P<agent>[\w.'\u2019-]+(?:\s+[\w.'\u2019-]+){0,3})",
    re.IGNORECASE,
)
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "gets", "got"})
#: Prepositions that tell who gave and who got; none of them stands for another.
_PARTIES = r"(?:for|from|to|against|by)"
_PARTY = re.compile(
    rf"\b(?P<preposition>{_PARTIES})\s+(?:(?:the|an?|his|her|its|their)\s+)?(?P<party>[^\W\d_]{{3,}})",
    re.IGNORECASE,
)
#: "Galaxies are young stars": what is said to be what.
_EQUATION = re.compile(
    r"(?P<before>[^\W\d_]+)\s+(?:is|are|was|were)\s+(?:(?P<determiner>an?|the|one of the)\s+)?"
    r"(?P<after>[^\W\d_]+)"
)
#: Behind these another thing is spoken of than before them.
_PARTS = r",?\s+(?:where|when|while|as|because|after|before|with|without|and|but|so)\s+"
#: What says that one is the other, or has become so, and what stands between the two where
#: one only explains the other ("Low, the mayor", "men held in May").
_BEING = re.compile(
    r"\b(?:is|are|was|were|be|been|being|am|becomes?|became|remain(?:s|ed)?|has|have|had|will|would|"
    r"can|could|may|might|must|should)\b|['\u2019]s\b",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r"[\s,()\u2013\u2014\"\u201c\u201d-]*(?:(?:who|which|that|an?|the|one of the|now|then|also|"
    r"already|still|not|\w+ly)\b[\s\"\u201c]*)*",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"\s+(?:is|are|was|were)\s+(?:an?|the|part|one|also)\b")


def wrong_attachments(wording: str, sentence: str) -> tuple[str, ...]:
    """Return the verbs to which a wording gives another subject, a short phrase each.

    Args:
        wording: A claim made from the sentence.
        sentence: The sentence.
    """
    return (
        *_invented_identities(wording, sentence),
        *_lost_antecedents(wording, sentence),
        *_owners_as_subjects(wording, sentence),
        *_gerund_subjects(wording, sentence),
        *_overrun_insertions(wording, sentence),
        *_turned_passives(wording, sentence),
        *_other_parties(wording, sentence),
    )


def _invented_identities(wording: str, sentence: str) -> Iterator[str]:
    """Yield where a wording says that things are the same which its sentence tells apart."""
    for match in _EQUATION.finditer(outside_quotations(wording)):
        before, after = re.escape(match["before"]), re.escape(match["after"])
        if re.search(rf"\b{before}\s+(?:is|are|was|were)\b", sentence, re.IGNORECASE):
            continue
        apart = rf"\b{before}{_PARTS}(?:(?:an?|the)\s+)?{after}\b"
        if re.search(apart, sentence, re.IGNORECASE):
            yield f"invented identity: {match.group()}"
        elif match["determiner"]:
            told = re.search(rf"\b{before}\b(?P<between>.*?)\b{after}\b", sentence, re.IGNORECASE)
            between = told["between"] if told else ""
            if not _BEING.search(between) and not _APPOSED.fullmatch(between):
                yield f"invented identity: {match.group()}"


def _lost_antecedents(wording: str, sentence: str) -> Iterator[str]:
    """Yield verbs of relative clauses that the wording keeps without what they tell of."""
    said = [fold(word) for word in words(wording)]
    stems = {stem(word) for word in said}
    given = [fold(word) for word in words(sentence)]
    for found in _RELATIVE.finditer(outside_quotations(sentence)):
        verb = fold(found["verb"])
        is_verb = has_finite_verb(verb) or verb.endswith("s")
        if not is_verb or verb not in said or found["relative"] in said or given.count(verb) > 1:
            continue
        near = [match.group() for match in WORD.finditer(found["before"])][-_REACH:]
        antecedents = [word for word in near if fold(word) not in STOP_WORDS]
        if antecedents and not any(stem(word) in stems for word in antecedents):
            yield f"of another: {antecedents[-1]} {found['relative']} {verb}"


def _owners_as_subjects(wording: str, sentence: str) -> Iterator[str]:
    """Yield names that the wording says to be what, by the sentence, they only have."""
    for name in find_names(wording):
        if not _IDENTITY.match(wording, name.end):
            continue
        last = re.escape(name.text.split()[-1])
        behind = [sentence[m.end() :] for m in re.finditer(rf"\b{last}\b", sentence)]
        if behind and all(re.match(r"['\u2019]s?\s+[a-z]", text) for text in behind):
            yield f"of another: {name.text} is"


def _gerund_subjects(wording: str, sentence: str) -> Iterator[str]:
    gerunds = {fold(found["verb"]) for found in _GERUND.finditer(sentence)}
    running = {fold(found["verb"]) for found in _PROGRESSIVE.finditer(sentence)}
    for found in _PROGRESSIVE.finditer(wording):
        verb = fold(found["verb"])
        if verb in gerunds - running:
            yield f"of another: {verb}"


def _overrun_insertions(wording: str, sentence: str) -> Iterator[str]:
    """Yield what the wording makes go on from an inserted clause into what follows that.

    "Rao, who led the inquiry, resigned in May" does not say that she led it in May.
    """
    said = [fold(word) for word in words(wording)]
    stems = {stem(word) for word in said}
    for found in _INSERTED.finditer(outside_quotations(sentence)):
        verbs = [fold(w) for w in words(found["inner"]) if has_finite_verb(w)][:1]
        main = [fold(w) for w in words(found["rest"]) if has_finite_verb(w)]
        if found["relative"] in said:
            continue
        goes_on = main or _PREPOSITION.match(found["rest"])
        if not goes_on or not verbs or verbs[0] not in said or any(v in said for v in main):
            continue
        elsewhere = sentence[: found.start("rest")] + sentence[found.end("rest") :]
        others = {stem(word) for word in words(elsewhere)}
        own = [w for w in words(found["rest"]) if fold(w) not in STOP_WORDS]
        taken = [word for word in own if stem(word) in stems - others]
        if taken:
            yield f"of another clause: {taken[0]}"


def _turned_passives(wording: str, sentence: str) -> Iterator[str]:
    """Yield verbs that the wording lets their object do: "riders hit train"."""
    given = [fold(word) for word in words(sentence)]
    passive: dict[str, set[str]] = {}
    for found in _PASSIVE.finditer(sentence):
        verb = fold(found["verb"] or found["apart"])
        passive.setdefault(verb, set()).update(_agents(found["agent"]))
    said = ["", *(fold(word) for word in words(wording)), ""]
    for place, (before, verb, behind) in enumerate(zip(said, said[1:], said[2:], strict=False)):
        has_object = behind and behind != "by" and not _PREPOSITION.match(behind)
        # What stands there a second time may have been done by another.
        if verb not in passive or given.count(verb) > 1:
            continue
        is_passive = before.endswith("ly") or _BE.intersection(said[max(0, place - 2) : place + 1])
        if has_object and not is_passive and not passive[verb].intersection(said[: place + 1]):
            yield f"turned round: {verb}"


def _agents(phrase: str) -> Iterator[str]:
    """Yield the words that name who did it, up to the end of their phrase."""
    for word in words(phrase):
        if fold(word) in STOP_WORDS:
            return
        yield fold(word)


def _other_parties(wording: str, sentence: str) -> Iterator[str]:
    """Yield where an award from somebody became one for them, and the like."""
    given: dict[str, set[str]] = {}
    for found in _PARTY.finditer(sentence):
        given.setdefault(fold(found["party"]), set()).add(fold(found["preposition"]))
    counts = [fold(word) for word in words(sentence)]
    for found in _PARTY.finditer(wording):
        party, said = fold(found["party"]), fold(found["preposition"])
        known = given.get(party, set())
        # What stands there a second time may have another.
        if party in STOP_WORDS or said in known or counts.count(party) != 1:
            continue
        if known:
            yield f"of another: {said} {found['party']}"
