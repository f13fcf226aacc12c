"""Choose a headline: the article's own, one that was written and passes, or its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from service.domain.analysis import PreparedArticle
from service.domain.claim import Method
from service.domain.collaborators import SupportChecker
from service.text.calendar_days import WEEKDAYS
from service.text.capitals import is_in_capitals
from service.text.clarity import unclear_parts
from service.text.form import has_finite_verb
from service.text.glued import drop_caption_marks
from service.text.grounding import ungrounded_parts
from service.text.headlines import headline_of, is_broken, own_headline
from service.text.names import ROLE_WORDS
from service.text.order import order_kept
from service.text.standalone import drop_connective
from service.text.words import fold, words
from service.use_cases.read_context import is_prose, reading

MAX_HEADLINE_WORDS = 12
#: A headline is made of one of so many sentences that stand alone, the first if it can be.
_SENTENCES = 3
_WEEKDAYS = frozenset(WEEKDAYS)
_MODALS = frozenset({"may", "might", "could", "can", "should", "must"})
_ADVERBS = frozenset({"also", "now", "still", "soon", "then", "well", "yet", "finally"})
_SAYS_MANY = re.compile(
    r"\b(?:says|warns|claims) (?:[a-z]+ )?(?:officials|experts|doctors|scientists|researchers|"
    r"lawyers|prosecutors|ministers|campaigners|critics|residents|witnesses|police)\Z"
)


def choose_headline(
    article: PreparedArticle, body: str, proposals: Sequence[str], checker: SupportChecker
) -> tuple[str, Method]:
    """Return the article's own headline, else the first that passes, else its own words.

    A headline leaves out so much that word order alone tells who did what, so a proposed one
    must tell everything in the order of the opening sentence, and nothing beyond it. One
    without a verb says of nothing that it is so, and cannot be held against anything. What is
    made of the article's own words is whole, so that it may be longer.

    Args:
        article: The prepared article, which has prose.
        body: Its text without boilerplate.
        proposals: Written headlines, best first.
        checker: Holds each of them against the article.
    """
    own = own_headline(article)
    if own is not None:
        return own, Method.EXTRACTIVE
    evidence = [s.text for s in article.sentences if is_prose(s)]
    for proposal in proposals:
        if not proposal or len(proposal.split()) > MAX_HEADLINE_WORDS or is_broken(proposal):
            continue
        # A question says nothing, and is what a network makes of words that it cannot join.
        if "?" in proposal or unclear_parts(proposal):
            continue
        if _cuts_name(proposal, evidence[0]) or _is_miswritten(proposal, evidence[0]):
            continue
        ordered = order_kept(proposal, evidence[0]) == 1 and has_finite_verb(proposal)
        if not ordered or ungrounded_parts(proposal, evidence[0], (evidence[0],), ()):
            continue
        if not checker.check(proposal, evidence, body).problems:
            return proposal, Method.ABSTRACTIVE
    read = [_plain(reading(sentence)) for sentence in article.sentences if is_prose(sentence)]
    clear = (text for i, text in enumerate(read) if _is_clear(text, opens=i == 0))
    return headline_of(list(islice(clear, _SENTENCES)) or read[:1]), Method.EXTRACTIVE


def _cuts_name(proposal: str, sentence: str) -> bool:
    """Tell whether a headline has a part of a name in small letters ("won novel of the Year")."""
    inner = {word for word in words(sentence)[1:] if word[:1].isupper()}
    plain = {word for word in words(sentence) if word[:1].islower()}
    named = {fold(word) for word in inner} - {fold(word) for word in plain} - ROLE_WORDS
    small = (fold(word) for word in words(proposal) if word[:1].islower())
    return not is_in_capitals(sentence) and any(word in named for word in small)


def _is_miswritten(proposal: str, sentence: str) -> bool:
    """Tell whether a headline has a possibility of its own, or a verb for one of its many.

    Of "They may have taken the stage, but others are to take it" it must not make "may take".
    """
    given = set(pairwise(w for word in words(sentence) if (w := fold(word)) not in _ADVERBS))
    # "May" with a capital is a month or a name.
    plain = [word for word in words(proposal) if fold(word) not in _ADVERBS]
    modal = any(
        first in _MODALS and (first, fold(second)) not in given for first, second in pairwise(plain)
    )
    told = {fold(word) for word in words(sentence)}
    own = {fold(word) for word in words(proposal)}
    # "The final begins Monday" is still to come, where it began on that day.
    moved = not _WEEKDAYS.isdisjoint(own) and not own <= told
    return modal or moved or _SAYS_MANY.search(proposal) is not None


def _plain(sentence: str) -> str:
    """Return a sentence without what points into a picture, or back at the one before."""
    return drop_connective(drop_caption_marks(sentence))


def _is_clear(sentence: str, *, opens: bool) -> bool:
    """Tell whether a headline of the sentence can be understood.

    Of "the prime minister" every reader of an opening makes as much as its writer meant; but
    one that begins with "the company" has lost what stood before it.
    """
    parts = unclear_parts(sentence)
    kinds = ("definite subject", "pointing noun")
    lost = any(
        part.startswith("pointing noun") and fold(sentence).startswith(part.partition(": ")[2])
        for part in parts
    )
    return not lost and all(opens and part.startswith(kinds) for part in parts)
