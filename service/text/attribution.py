"""Attribution: who, by the article, makes an assertion.

A reporting verb is looked for outside quotation marks; what stands in front of it (or,
where it follows a quotation, behind it) is the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.claim_kinds import classify_kind
from service.text.names import BODY_ENDINGS, CALENDAR_WORDS, ROLE_WORDS, find_names
from service.text.quotations import is_balanced, outside_quotations
from service.text.speech_verbs import ALLEGED
from service.text.words import fold

__all__ = [
    "classify_kind",
    "find_reporting_pronoun",
    "find_speaker",
    "may_be_person",
    "named_speaker",
]

#: Verbs that report by themselves.
_PLAIN_VERBS = (
    "said|says|say|told|tells|tweeted|tweets|claimed|claims|claim|stated|states|insisted|"
    "insists|insist|argued|argues|argue|"
    "warned|warns|warn|suggested|suggests|suggest|reported|reports|report|admitted|admits|"
    "acknowledged|acknowledges|"
    "estimated|estimates|estimate|explained|explains|maintained|maintains|"
    f"{ALLEGED}|alleges|"
    "allege|testified|testifies|predicted|predicts|"
    "predict|believes|believe|believed|thinks|think|thought|vowed|vows|pledged|complained|"
    "complains|noted|notes|"
    "revealed|stressed|commented|conceded|concedes|replied|responded|joked|quipped|"
    "remarked|asserted|asserts|"
    "confirmed|confirms|feared|fears|expects|hoped|hopes|boasted|emphasi[sz]ed|found|"
    "announced|denied|denies|concluded|concludes|indicated|agreed|"
    "added(?! to\\b| \\d| an?\\b| more\\b| another\\b)|adds(?! to\\b| \\d)"
)
#: Verbs that report only before a quotation, a colon, "that" or at the end.
_QUOTING_VERBS = (
    "recalled|recalls|wrote|writes|continued|continues|posted|declared|declares|called|"
    "calls|described|"
    "describes|labelled|"
    "asked|asks|urged|urges|promised|promises|praised|criticised|criticized|dismissed|"
    "hailed|condemned|branded|accused"
)
REPORTING_VERB = re.compile(
    rf"\b(?:(?P<plain>{_PLAIN_VERBS})|(?P<quoting>{_QUOTING_VERBS}))\b"
    r"(?!\s+(?:to\s+be|to\s+have|off|goodbye|the\s+(?:script|book|song|letter))\b)",
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|got)(?:\s+\w+ly)?\s*\Z", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:not|never|n['\u2019]t)\s+\Z")
_BETWEEN = re.compile(
    r"(?:\s+|^)(?:also|later|then|further|previously|earlier|recently|once|has|have|had|"
    r"now|again|repeatedly|often|"
    r"still|simply|always|just|even|never|reportedly|long|did not|will|would|could|"
    r"on\s+[A-Z]\w+day(?:\s+(?:night|morning|evening|afternoon))?|"
    r"this week|last \w+|in (?:19|20)\d\d|\w+ly|yesterday|today)\s*\Z"
)
_APPOSITION = re.compile(
    r"\s*(?:,\s+(?:who|which|an?|the|one|whose|now|then|of|from|for|\d|R-|D-|chief|head|"
    r"director|president|professor|co-|former|"
    r"chairman|spokes\w+|senior|a|author|CEO|MP|executive|founder|deputy|general|vice|"
    r"secretary|policy|manager|both|himself|herself|pictured|aged|"
    r"speaking)[^\"\u201c\u201d]{0,140},|\s*\([^)]{1,60}\))\s*\Z"
)
_CAP = r"[A-Z\u00c0-\u00de][\w.\u2019'&-]*"
_NAME_PHRASE = (
    rf"(?:[Tt]he\s+)?{_CAP}(?:\s+(?:of|de|van|von|der|bin|al|the|for|and|"
    rf"&)\s+(?:the\s+)?{_CAP}|\s+{_CAP}){{0,7}}"
)
_DETERMINER = (
    r"(?:the|a|an|one|two|three|four|many|some|most|several|his|her|their|its|other|another|"
    r"both|local|senior|top)"
)
_PLAIN_NOUNS = (
    r"(?:police|officials|prosecutors|researchers|scientists|experts|critics|campaigners|"
    r"investigators|witnesses|"
    r"organi[sz]ers|authorities|analysts|doctors|residents|ministers|lawyers|reports|"
    r"sources|economists|traders|"
    r"supporters|opponents|activists|lawmakers|astronomers|historians|neighbou?rs|"
    r"relatives|friends|engineers)"
)
_ROLE_PHRASE = (
    rf"(?:{_DETERMINER}\s+(?:[\w\u2019'-]+\s+){{0,6}}?[\w\u2019'-]+|(?:[a-z]+\s+)?{_PLAIN_NOUNS})"
)
_SUBJECT_PRONOUN = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]ho|I|[Ww]e|[Yy]ou|which|[Tt]hat|[Tt]his)\Z"
)
_SUBJECT_NAME = re.compile(
    rf"(?P<preposition>\b(?:for|of|in|at|from|with|to|near)\s+)?(?P<phrase>{_NAME_PHRASE})\Z"
)
_SUBJECT_ROLE = re.compile(
    rf"(?:^|[,.;:\u2014-]\s+|\b(?:and|but|as|while|after|that)\s+)(?P<role>(?i:{_ROLE_PHRASE}))\Z"
)
#: A name between commas behind the office that it explains ("its director, Ana Low, said").
_NAMED_APPOSITION = re.compile(rf"[a-z],\s+(?P<phrase>{_NAME_PHRASE}),\s*\Z")
_ROLE_ALONE = re.compile(rf"(?i:{_ROLE_PHRASE})\Z")
_INVERTED = re.compile(r"(?:[,!?\u2026.\"\u201d'\u2019]|^)\s*\Z")
_AFTER = re.compile(
    rf"\s+(?:(?P<pronoun>he|she|they|it)\b|(?P<described>(?:(?!(?:to|that|in|on|at|for|"
    rf"with|by|it|he|she|they|"
    rf"there)\b)[a-z\u2019'-]+\s+){{0,7}}(?:[a-z\u2019']+,\s+)?)(?P<phrase>{_NAME_PHRASE})|"
    rf"(?P<role>{_ROLE_PHRASE})(?=[,.;]|\s+(?:who|of|in|on|at|after|as|when)\b|\s*\Z))"
)
_ACCORDING = re.compile(
    rf"\b[Aa]ccording "
    rf"to\s+(?:(?P<described>(?:[a-z\u2019'-]+\s+){{0,6}})(?P<phrase>{_NAME_PHRASE})|"
    r"(?P<role>(?:the|a|an|new|recent|local|two|three|"
    r"several)?\s*[a-z][\w \u2019'-]{2,50}?)(?=[,.;]|\s+(?:who|which|that|published|in|"
    r"released|from|by)\b|\s*\Z))"
)
_QUOTE_BEHIND = re.compile(
    r"\s*(?::|,?\s*[\"\u201c\u2018']|that\b|\Z|[.,]\s*\Z|[^.]{0,50}\bas\b|"
    r"[^.]{0,60}[\"\u201c\u2018'])"
)
REPORTING_PRONOUNS = frozenset({"he", "she", "they", "it"})


def find_speaker(sentence: str, preceding: Sequence[str], claim: str | None = None) -> str | None:
    """Return who the article says made the assertion of the sentence, or None.

    Args:
        sentence: The source sentence.
        preceding: The sentences before it, nearest last; a reporting "he" or a quotation
            without a reporting clause is resolved in them where that is possible.
        claim: The claim made from the sentence. Where it reports nothing, the article
            itself asserts it, and there is no speaker.

    Returns:
        The name as it stands in the article, without an office before it; a description
        ("the campaign group", "police") where the article gives no name.
    """
    if claim is not None and not _reports(claim):
        return None
    subject = _speaking_subject(sentence)
    if subject is not None and subject.lower() not in REPORTING_PRONOUNS:
        return subject
    if subject is None and not is_bare_quotation(sentence):
        return None
    return _speaker_before(preceding, subject.lower() if subject else None)


def named_speaker(sentence: str) -> str | None:
    """Return the speaker that the sentence itself names or describes, or None."""
    subject = _speaking_subject(sentence)
    return None if subject is None or subject.lower() in REPORTING_PRONOUNS else subject


def find_reporting_pronoun(sentence: str) -> tuple[int, int] | None:
    """Return the range of the "he", "she", "they" or "it" that the sentence says speaks."""
    outside = outside_quotations(sentence)
    for verb, inverted in _reporting_verbs(sentence, outside):
        if inverted:
            after = _AFTER.match(outside, verb.end())
            return after.span("pronoun") if after and after["pronoun"] else None
        subject = _SUBJECT_PRONOUN.search(_subject_text(outside[: verb.start()]))
        known = subject is not None and subject.group().lower() in REPORTING_PRONOUNS
        return subject.span() if subject and known else None
    return None


def _reports(claim: str) -> bool:
    return (
        "ccording to " in claim
        or REPORTING_VERB.search(claim) is not None
        or is_bare_quotation(claim)
    )


def is_bare_quotation(sentence: str) -> bool:
    """Tell whether the sentence is all quotation, or a part of a longer one."""
    outside = outside_quotations(sentence)
    return not any(character.isalpha() for character in outside) or not is_balanced(sentence)


def _speaker_before(preceding: Sequence[str], pronoun: str | None) -> str | None:
    """Return the nearest earlier speaker that the pronoun may stand for.

    Without a pronoun the sentence is a part of a longer quotation, so any speaker will do.
    """
    person = pronoun in {"he", "she"}
    for earlier in reversed(preceding):
        subject = _speaking_subject(earlier)
        named = subject is not None and subject.lower() not in REPORTING_PRONOUNS
        if subject is not None and named and (not person or may_be_person(subject)):
            return subject
    if not person:
        return None
    for earlier in reversed(preceding):
        name = next(iter(find_names(outside_quotations(earlier))), None)
        if name is not None and name.start <= _MAX_ROLE_BEFORE and may_be_person(name.text):
            found = _core_name(name.text)
            if found is not None and len(found.split()) > 1:
                return found
    return None


_MAX_ROLE_BEFORE = 30
_BODY_NOUNS = re.compile(
    r"\b(?:company|charity|agency|group|firm|club|party|council|committee|police|officials|"
    r"ministry|department|"
    r"government|court|report|study|statement|researchers|scientists|experts|website|"
    r"newspaper|university|"
    r"organi[sz]ation|spokes\w+ for|bank|people|prosecutors|authorities|family|residents|"
    r"critics|analysts)\b",
    re.IGNORECASE,
)


def may_be_person(subject: str) -> bool:
    """Tell whether "he" or "she" may stand for the speaker."""
    last = subject.rsplit(maxsplit=1)[-1]
    if _BODY_NOUNS.search(subject) or fold(last) in BODY_ENDINGS:
        return False
    return not (len(subject.split()) == 1 and subject.isupper())


def _speaking_subject(sentence: str) -> str | None:
    return next(speaking_subjects(sentence), None)


def speaking_subjects(sentence: str) -> Iterator[str]:
    """Yield the names, descriptions and pronouns that reporting clauses have for subject."""
    outside = outside_quotations(sentence)
    for verb, inverted in _reporting_verbs(sentence, outside):
        found = _subject_after(outside, verb.end()) if inverted else None
        found = found or _subject_before(outside[: verb.start()])
        if found is not None:
            yield found
    according = _ACCORDING.search(outside)
    if according:
        phrase = according["phrase"]
        source = _core_name(phrase) if phrase else (according["role"] or "").strip()
        if source:
            yield source


def _reporting_verbs(sentence: str, outside: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Yield reporting verbs and whether each follows what it reports."""
    for verb in REPORTING_VERB.finditer(outside):
        before = outside[: verb.start()]
        if _PASSIVE.search(before[-24:]) or _NEGATED.search(before[-12:]):
            continue
        if verb["quoting"] and not (
            _QUOTE_BEHIND.match(sentence, verb.end()) or _INVERTED.search(sentence[: verb.start()])
        ):
            continue
        described = _APPOSITION.search(before) or _NAMED_APPOSITION.search(before)
        yield verb, not described and _INVERTED.search(sentence[: verb.start()]) is not None


def _subject_text(before: str) -> str:
    """Return the text in front of a verb, adverbs and appositions at its end taken off."""
    text = before.rstrip()
    while (between := _BETWEEN.search(text)) is not None and between.start() > 0:
        text = text[: between.start()].rstrip()
    apposition = _APPOSITION.search(text)
    if apposition and apposition.start() > 0:
        text = text[: apposition.start()].rstrip()
    return text


def _subject_before(before: str) -> str | None:
    apposition = _NAMED_APPOSITION.search(before)
    if apposition:
        return _core_name(apposition["phrase"])
    text = _subject_text(before)
    pronoun = _SUBJECT_PRONOUN.search(text)
    if pronoun:
        return pronoun.group() if pronoun.group().lower() in REPORTING_PRONOUNS else None
    role = _SUBJECT_ROLE.search(text)
    named = _SUBJECT_NAME.search(text)
    if named and named["preposition"] and not role:
        return _qualified_subject(text, named.start())
    if named and not (named["preposition"] and role):
        name = _core_name(named["phrase"])
        if name is not None:
            return name
        role_alone = _ROLE_ALONE.search(named["phrase"])
        return role_alone.group() if role_alone else None
    return role["role"].strip() if role else None


def _qualified_subject(text: str, preposition: int) -> str | None:
    """Return the subject that a place or body behind a preposition qualifies.

    "Prosecutors in Vienna" speak, not Vienna; of "Ana Low of the city council" it is Ana Low.
    """
    head = text[:preposition].rstrip()
    role = _SUBJECT_ROLE.search(head)
    if role:
        return text[role.start("role") :].strip()
    named = _SUBJECT_NAME.search(head)
    return _core_name(named["phrase"]) if named and not named["preposition"] else None


def _subject_after(outside: str, position: int) -> str | None:
    after = _AFTER.match(outside, position)
    if after is None:
        return None
    if after["pronoun"]:
        return after["pronoun"]
    return _core_name(after["phrase"]) if after["phrase"] else after["role"].strip()


def _core_name(written: str) -> str | None:
    """Return the name in `written` without the offices before it, or None."""
    found = [name for name in find_names(written) if name.tokens[0] not in CALENDAR_WORDS]
    if not found:
        return None
    parts = found[-1].text.split()
    if fold(parts[-1]) in BODY_ENDINGS:
        # "Home Office", "Labour Party": no person's office stands before these.
        return " ".join(parts)
    # "Secretary of State Ana Low"
    while len(parts) > 1 and (fold(parts[0]) in ROLE_WORDS or parts[0] in {"of", "for", "and"}):
        parts = parts[1:]
    return " ".join(parts)
