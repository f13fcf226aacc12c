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
from service.text.clarity import lost_antecedent, lost_ending, unclear_parts
from service.text.grounding import ungrounded_parts
from service.text.markup import without_markup
from service.text.quotations import is_balanced, outside_quotations
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
    r"(?:\.\.\.|\u2026|[,:;(\u2013\u2014-]|\b(?:an?|the|and|or|but|of|from|with|than|into|who|which|"
    r"whose|his|its|their|our|my|your|is|are|was|were|has|have|will|would))\W{0,2}\Z",
    re.IGNORECASE,
)
#: What pages put in front of a headline.
_LABEL = re.compile(r"\A(?:(?:TITLE|HEADLINE|Title|Headline)\s*:|Page Content)\s*")
#: A place, and the agency that reports from it.
_DATELINE = re.compile(
    r"\A(?:[^.()]{0,40}(?:\(|-LRB-)\s?(?:cnn|ap|afp|reuters|upi|bbc|cbs|nbc|abc)[^()]{0,20}?"
    r"(?:\)|-RRB-)\s*(?:--?|[\u2013\u2014])?|(?-i:[A-Z][A-Z ,]{2,40})\s(?:--?|[\u2013\u2014]))\s*",
    re.IGNORECASE,
)
#: Where a sentence may stop, and what then begins.
_STOPS = re.compile(
    r"\s?(?:,\s?(?:(?:who|which|whose|where|when|while|as|with|but|and|so|despite|amid|a|an|the)\b|"
    r"[a-z]+ing\b)|;|\s(?:--|[\u2013\u2014])\s|"
    r"\s(?:after|while|amid|following|ahead of|as part of)\b)",
    re.IGNORECASE,
)
#: Behind these a stop leaves a measure or a verb hanging ("two days after", "named after").
_HANGING = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|moments?|soon|shortly|long|just|only|even|"
    r"immediately|look\w*|nam(?:e|es|ed|ing)|call\w*|took|takes|taken|taking|ever|since|and|or)\Z",
    re.IGNORECASE,
)
#: What must not be left behind: without it the rest is asserted more widely, or by another.
_BINDING = re.compile(
    r"\b(?:if|unless|until|whether|alleged\w*|reported\w*|apparent\w*|according|claim\w*|"
    r"denie[sd]|accus\w+|warn\w*|unconfirmed|not)\b",
    re.IGNORECASE,
)
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
    length = len(words(title))
    return title if 0 < length <= MAX_OWN_WORDS and not is_broken(title) else None


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
    for whole in dict.fromkeys((text, _INSERTED.sub("", text))):
        yield whole
        outside = outside_quotations(whole)
        for stop in _STOPS.finditer(outside):
            kept, rest = whole[: stop.start()], outside[stop.start() :]
            hanging = _HANGING.search(kept) or (
                _SUBORDINATE.match(kept) and not _VERB.search(kept.partition(",")[2])
            )
            bound = _BINDING.search(rest) or SPEECH_VERB.search(rest)
            goes_on = re.match(r"\s?,[^,]*,\s+" + _VERB.pattern, rest, re.IGNORECASE)
            if not (hanging or bound or goes_on or _NEGATION.search(kept)):
                yield kept


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
