"""Headlines: what of an article's own words can stand above it, whole.

A headline that breaks off tells less than its words seem to promise, or something else. So
the article's own stands where it is whole; else a clause of a sentence that is complete
without the rest of it; else all of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.domain.analysis import PreparedArticle
from service.text.attachment import wrong_attachments
from service.text.clarity import unclear_parts
from service.text.form import CREDIT_AHEAD
from service.text.grounding import ungrounded_parts
from service.text.markup import without_markup
from service.text.quotations import is_balanced, outside_quotations
from service.text.shortenings import lost_antecedent, lost_ending
from service.text.speech_verbs import SPEECH_VERB
from service.text.words import words

#: What editors set above an article is theirs, up to this length; longer is a sentence.
MAX_OWN_WORDS = 20
#: The most words of a clause that is taken as a headline, and the fewest.
MAX_CLAUSE_WORDS = 14
_MIN_CLAUSE_WORDS = 5
#: A sentence with more words is none that anybody would set above an article.
_MAX_SENTENCE_WORDS = 40
_BROKEN = re.compile(
    r"(?:\.\.\.|\u2026|[,:;(\u2013\u2014-]|\b(?:an?|the|and|or|but|of|from|with|than|into|to|at|by|as|that|if|because|when|who|which|"
    r"whose|his|its|their|our|my|your|is|are|was|were|has|have|will|would))\W{0,2}\Z",
    re.IGNORECASE,
)
#: What pages put in front of a headline.
_LABEL = re.compile(
    r"\A(?:(?:TITLE|HEADLINE|Title|Headline)\s*:|Page Content|"
    r"(?:Share )?All sharing options for:|"
    # Where the page lies on its site.
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co\.uk)/(?:[\w-]*/+)+)\s*"
)
#: Whose a picture is, behind the words of its caption ("Ana Low at sea (AFP)").
_CREDITED = re.compile(
    r"[(\[](?:AFP|AP|Reuters|PA|Getty(?: Images)?|EPA|Rex(?: Features)?|Shutterstock|File|"
    r"File photo|Photo[^()]{0,40}|Image[^()]{0,40})[)\]]\Z"
)
#: What a page says to its visitors.
_GREETING = re.compile(
    r"\A(?:Welcome (?:to|back)|Thank(?:s| you)|Sign (?:up|in)|Log in|Subscribe|Join (?:us|our)|"
    r"Follow (?:us|our)|Download (?:the|our))\b",
    re.IGNORECASE,
)
_AGENCY = r"(?:CNN|AP|AFP|Reuters|UPI|BBC|CBS|NBC|ABC)(?:\s(?:Student\s)?News)?"
_DASH = r"(?:--?|[\u2013\u2014])"
#: A place and the agency that reports from it. The bracket holds the agency alone, and what
#: is no place in front of it belongs to the sentence; so do capitals that deny what follows.
_DATELINE = re.compile(
    rf"\A(?:(?:[A-Z][\w.'\u2019-]*(?:,?\s[A-Z][\w.'\u2019-]*){{0,4}},?|[a-z]+(?:\s?,?\s[a-z]+){{0,2}})?\s?"
    rf"(?:\(|(?i:-LRB-))\s?(?i:{_AGENCY})\s?(?:\)|(?i:-RRB-))\s*{_DASH}|"
    rf"(?:[A-Z][\w.'\u2019-]*(?:,?\s[A-Z][\w.'\u2019-]*){{0,4}}\s?)?\({_AGENCY}\)(?=[A-Z])|"
    rf"\({_AGENCY}\)|"
    r"(?!(?:.*\s)?(?:NOT|NO|NEVER|FALSE|FAKE|UN[A-Z]+|DENIED|HOAX|ALLEGED|CLAIM|RUMOU?R|OPINION|"
    rf"COMMENT|ADVERTISEMENT|SATIRE|MYTH|FICTION|CHECK)\b)[A-Z][A-Z ,]{{2,40}}\s{_DASH})\s*"
)
#: Where a sentence may stop, and what then begins. Not before "but", "and", "as", a new clause
#: or a noun that sums up what was said ("a charge that …"): each may take it back.
_STOPS = re.compile(
    r"\s?(?:,\s?(?:(?:who|which|whose|where|when|while|with|despite|amid)\b|[a-z]+ing\b)|"
    r"\s(?:after|while|amid|following|ahead of|as part of)\b)",
    re.IGNORECASE,
)
#: Behind these a stop leaves a measure or a verb hanging ("two days after", "named after").
_HANGING = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|moments?|soon|shortly|long|just|only|even|"
    r"immediately|look\w*|nam(?:e|es|ed|ing)|call\w*|took|takes|taken|taking|ever|since|and|or)\Z",
    re.IGNORECASE,
)
#: What must not be left behind: without it the rest is asserted more widely, by another, or
#: although the sentence takes it back.
_BINDING = re.compile(
    r"\b(?:if|unless|until|whether|(?:as|so) long as|provided|alleg\w*|reported\w*|apparent\w*|"
    r"according|claim\w*|den(?:y|ies|ied|ial|ying)|accus\w+|charges?|warn\w*|unconfirmed|not|"
    r"false\w*|fake\w*|hoax\w*|myth|rumou?r\w*|untrue|wrong\w*|baseless|discredited|debunk\w*|"
    r"reject\w*|disput\w*|contradict\w*|retract\w*|withdr\w+|overturn\w*|quash\w*|revers\w+|"
    r"annul\w*|acquit\w*|clear(?:ed|ing)|releas\w+|freed|dropped|cancel\w*|abandon\w*|"
    r"only to|no|never|nobody|nothing|none|neither|hardly|in (?:truth|fact|reality)|actually|"
    r"fiction\w*|satir\w*|assuming|supposing|pending|subject to)\b",
    re.IGNORECASE,
)
#: Of what is yet to come, or only possible, such a clause gives the condition.
_OPEN = re.compile(
    r"\b(?:will|would|can|could|may|might|should|must|"
    r"(?:plans?|planned|hopes?|wants?|aims?|set|due|ready) to)\b"
)
_CONDITION = re.compile(r"\s?,?\s?(?:when|where|after|with)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|without|cannot)\b|n['\u2019]t\b", re.IGNORECASE
)
_INSERTED = re.compile(
    r"\s?,\s(?:who|which|whose|a|an|the|aged?|now|formerly|\d{1,2})\b[^,]*\s?,"
    r"(?=\s(?:is|are|was|were|has|have|had|"
    r"will|would|can|could|may|might|said|says|told|died|won|lost)\b)",
    re.IGNORECASE,
)
#: A verb that is surely one: an "-ed" before a preposition may be a participle.
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|said|says|told|"
    r"won|lost|made|took|gave|came|went|became|began|rose|fell|hit|beat|left|met|led|broke|paid|"
    r"bought|sold|died|held|kept|ran|saw|sent|spent|stood|wrote|[a-z]{2,}ed(?!\s+(?:by|in|at|on|"
    r"for|from|to|with|of|as|over|after)\b)|[a-z]{3,}s(?=\s(?:an?|the|his|her|their|its|that|to|"
    r"up|out|off|over|against|\d)\b))\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\A(?:as|when|while|after|before|although|though|since|because|despite|with|in|on|at|"
    r"during|following|for|once)\b",
    re.IGNORECASE,
)


def own_headline(article: PreparedArticle) -> str | None:
    """Return the article's own headline where it has one that is whole."""
    if not article.title:
        return None
    title = _LABEL.sub("", without_markup(article.title)).strip()
    return title if 0 < len(words(title)) <= MAX_OWN_WORDS and not is_broken(title) else None


def is_credited(heading: str) -> bool:
    """Tell whether a heading ends or begins with whose the picture is that it stands under."""
    return _CREDITED.search(heading) is not None or CREDIT_AHEAD.match(heading) is not None


def is_greeting(heading: str) -> bool:
    """Tell whether a heading speaks to the page's visitors, and not of its story."""
    return _GREETING.match(heading) is not None


def is_broken(headline: str) -> bool:
    """Tell whether a headline breaks off: it ends with an ellipsis, or leads to more."""
    return _BROKEN.search(headline) is not None or not is_balanced(headline)


def headline_of(sentences: Sequence[str]) -> str:
    """Return a whole headline from the first of the sentences that can give one."""
    found = [whole_headline(sentence) for sentence in sentences]
    fit = (text for text in found if _MIN_CLAUSE_WORDS <= len(words(text)) <= _MAX_SENTENCE_WORDS)
    return next(fit, found[0])


def whole_headline(sentence: str) -> str:
    """Return a clause of a sentence that says nothing else without the rest, or all of it."""
    text = _DATELINE.sub("", " ".join(sentence.split())) or sentence
    text = text[0].upper() + text[1:]
    fit = [
        clause
        for clause in _clauses(text)
        if _MIN_CLAUSE_WORDS <= len(words(clause)) <= MAX_CLAUSE_WORDS and _is_whole(clause, text)
    ]
    return _tidy(max(fit, key=len, default=text))


def _tidy(text: str) -> str:
    closed = text.strip().rstrip(",;:-\u2013\u2014 ")
    return closed[:-1].rstrip() if closed.endswith(".") and not closed.endswith("..") else closed


def _clauses(text: str) -> Iterator[str]:
    for whole in dict.fromkeys((text, _INSERTED.sub(_bound_insertion, text))):
        yield whole
        outside = outside_quotations(whole)
        for stop in _STOPS.finditer(outside):
            kept, rest = whole[: stop.start()], outside[stop.start() :]
            hanging = _HANGING.search(kept) or (
                _SUBORDINATE.match(kept) and not _VERB.search(kept.partition(",")[2])
            )
            bound = _BINDING.search(rest) or SPEECH_VERB.search(rest)
            bound = bound or (_OPEN.search(kept) and _CONDITION.match(rest))
            goes_on = re.match(r"\s?,[^,]*,\s+" + _VERB.pattern, rest, re.IGNORECASE)
            if not (hanging or bound or goes_on or _NEGATION.search(kept)):
                yield kept


def _bound_insertion(found: re.Match[str]) -> str:
    """Return an insertion that must stay ("a claim that he denies"), and nothing of others."""
    return found.group() if _BINDING.search(found.group()) else ""


def _is_whole(clause: str, text: str) -> bool:
    if not _VERB.search(outside_quotations(clause)) or is_broken(_tidy(clause)):
        return False
    if clause == text:
        return True
    return not (
        unclear_parts(clause)
        or lost_antecedent(clause, text)
        or lost_ending(clause, text)
        or wrong_attachments(clause, text)
        or ungrounded_parts(clause, text, (text,), ())
    )
