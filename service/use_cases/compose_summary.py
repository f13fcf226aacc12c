"""Compose a summary: verified sentences only, each with the evidence it rests on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from service.domain.analysis import PreparedArticle, SummaryDraft, SummarySentence
from service.domain.claim import Method, SkipReason
from service.domain.collaborators import (
    Summarizer,
    SummaryProposal,
    SummarySlot,
    SupportChecker,
)
from service.text.clarity import unclear_parts
from service.text.facts import foreign_facts
from service.text.grounding import ungrounded_parts
from service.text.seams import unclean_cuts
from service.text.selectors import make_selector
from service.text.shortenings import lost_antecedent, lost_ending
from service.text.words import fold, words
from service.use_cases.choose_headline import choose_headline
from service.use_cases.read_context import is_prose, opening, other_wordings, prose, reading

#: Up to so many words of running text make a summary of so many sentences.
LENGTHS: tuple[tuple[int, int], ...] = ((150, 2), (600, 3))
LONGEST = 4
#: What `unclean_cuts` tells of a relative pronoun that was left out alone.
_LOST_RELATIVES = frozenset({"cut: who", "cut: which", "cut: that"})
#: What no reader of the sentences before makes clear: what a page ran together or broke off.
_NEVER_OPEN = ("caption", "run together", "fragment", "open quotation")
#: What points back at one person, whose name is enough to tell who is meant.
_PERSONAL = frozenset(f"pronoun: {word}" for word in ("he", "she", "his", "her"))


def default_sentence_count(article: PreparedArticle) -> int:
    """Return the summary length, two to four sentences, that the text's length asks for."""
    length = sum(len(s.text.split()) for s in article.sentences if is_prose(s))
    return next((count for limit, count in LENGTHS if length <= limit), LONGEST)


def compose_summary(
    article: PreparedArticle,
    scores: Sequence[float],
    sentence_count: int | None,
    summarizer: Summarizer,
    checker: SupportChecker,
) -> SummaryDraft | None:
    """Write a headline and a summary in which every sentence passed its checks.

    Of the wordings proposed for a place the first that passes is taken; where none
    passes, the source sentence itself stands there, marked as extractive.

    Args:
        article: The prepared article.
        scores: The check-worthiness of every sentence, 0 to 1.
        sentence_count: 1 to 6, or None to let the article's length decide.
        summarizer: Proposes the wordings.
        checker: Holds each wording against its evidence.

    Returns:
        The summary, or None where the text holds no sentence to summarise.
    """
    if not any(is_prose(sentence) for sentence in article.sentences):
        return None
    count = sentence_count or default_sentence_count(article)
    started = time.perf_counter()
    proposal, run = summarizer.summarize(article, scores, count)
    body = prose(article)
    sentences: list[SummarySentence] = []
    told: list[int] = []
    pointers = _pointers(article, proposal.slots)
    for slot in proposal.slots:
        sources = [article.sentences[i] for i in slot.evidence]
        asks = any(source.skip is SkipReason.QUESTION for source in sources)
        if asks or not all(is_prose(source) for source in sources):
            # What is marked as left out stays out, whatever was proposed; a question says nothing.
            continue
        if len(sentences) == count or slot.follows not in (None, *told[-1:]):
            continue
        found = _fill(article, body, slot, checker, pointers.get(slot.evidence[0]))
        if found is not None and not _repeats(found, sentences):
            sentences.append(found)
            told.append(slot.evidence[0])
    sentences.sort(key=lambda sentence: sentence.evidence[0].start)
    if not sentences:
        sentences.append(_extract(article, _first_clear(article)))
    headline, method = choose_headline(article, body, proposal.headlines, checker)
    run = replace(run, seconds=round(time.perf_counter() - started, 3))
    return SummaryDraft(
        headline, method, tuple(sentences), run, _characters_read(article, proposal)
    )


def _characters_read(article: PreparedArticle, proposal: SummaryProposal) -> int:
    """Return how much of the article the proposal was chosen and written from."""
    read = {*proposal.read, *(index for slot in proposal.slots for index in slot.evidence)}
    return sum(article.sentences[i].end - article.sentences[i].start for i in read)


def _first_clear(article: PreparedArticle) -> int:
    """Return the first sentence of prose that can be understood alone, else the first."""
    prose_indexes = [i for i, sentence in enumerate(article.sentences) if is_prose(sentence)]
    clear = (i for i in prose_indexes if not unclear_parts(article.sentences[i].text))
    return next(clear, prose_indexes[0])


def _open_parts(article: PreparedArticle, slot: SummarySlot) -> frozenset[str]:
    """Return what the sentence of a place may leave open, since its readers know it.

    One that leaves something open ("The pair met in 2013") does so in its article as well, where
    it opens the story or follows the sentence that makes it clear.
    """
    since = 0 if slot.follows is None else slot.follows + 1
    skipped = (sentence.skip for sentence in article.sentences[since : slot.evidence[0]])
    if SkipReason.INSTRUCTION in skipped:
        # It may point back at what was left out.
        return frozenset()
    first = next(i for i, sentence in enumerate(article.sentences) if is_prose(sentence))
    if slot.follows is None and slot.evidence[0] != first:
        return frozenset()
    wordings = (*slot.candidates[-1:], article.sentences[slot.evidence[0]].text)
    parts = (part for wording in wordings for part in unclear_parts(wording))
    return frozenset(part for part in parts if not part.startswith(_NEVER_OPEN))


def _fill(
    article: PreparedArticle,
    body: str,
    slot: SummarySlot,
    checker: SupportChecker,
    pointers: frozenset[str] | None,
) -> SummarySentence | None:
    """Return the first wording that passes, else the source, else nothing.

    Args:
        article: The prepared article.
        body: Its text without boilerplate.
        slot: The place, which a reader of what stands before it understands.
        checker: Holds each wording against its evidence.
        pointers: What the next sentence leaves open, since this one makes it clear; None if none
            follows. Of a person it is enough that every name stays; elsewhere all of the
            sentence does.
    """
    open_parts = _open_parts(article, slot)
    sources = [article.sentences[i] for i in slot.evidence]
    evidence = [source.text for source in sources]
    for index in slot.evidence:
        evidence += other_wordings(article, index)
    evidence += opening(article)
    for candidate in slot.candidates:
        if candidate != slot.candidates[-1] and _goes_beyond(article, candidate, slot):
            continue
        if set(unclear_parts(candidate)) - open_parts:
            continue
        if not _is_enough(candidate, slot.candidates[-1], pointers):
            continue
        report = checker.check(candidate, evidence, body)
        if report.problems:
            continue
        if any(_is_cut_off(candidate, source) for source in evidence[: len(sources)]):
            continue
        selectors = tuple(make_selector(article.text, s.start, s.end) for s in sources)
        verbatim = any(" ".join(s.text.split()) == candidate for s in sources)
        method = Method.EXTRACTIVE if verbatim else Method.ABSTRACTIVE
        support = 1.0 if verbatim else round(report.support, 4)
        return SummarySentence(candidate, method, support, selectors)
    for index in slot.evidence:
        if not set(unclear_parts(article.sentences[index].text)) - open_parts:
            return _extract(article, index)
    return None


def _is_enough(candidate: str, whole: str, pointers: frozenset[str] | None) -> bool:
    """Tell whether a shortening keeps what the next sentence points back at."""
    if candidate == whole or pointers is None:
        return True
    return _PERSONAL.issuperset(pointers) and not foreign_facts(whole, candidate)


def _pointers(article: PreparedArticle, slots: Sequence[SummarySlot]) -> dict[int, frozenset[str]]:
    """Return what all that follow a sentence leave open, by the place of that sentence."""
    found: dict[int, frozenset[str]] = {}
    for slot in slots:
        if slot.follows is not None:
            open_parts = unclear_parts(article.sentences[slot.evidence[0]].text)
            found[slot.follows] = found.get(slot.follows, frozenset()).union(open_parts)
    return found


def _goes_beyond(article: PreparedArticle, candidate: str, slot: SummarySlot) -> bool:
    """Tell whether a network's shortening says more than the sentence it was made from.

    The last candidate is that sentence, reworded by rule; the ones before it are shorter.
    """
    index = slot.evidence[0]
    same = (slot.candidates[-1], *other_wordings(article, index))
    source = reading(article.sentences[index])
    # "A cleaner who feared …, had found it" is garbled without its "who".
    garbled = _LOST_RELATIVES.intersection(unclean_cuts(candidate, source, same))
    return bool(garbled or ungrounded_parts(candidate, source, same, ()))


def _is_cut_off(candidate: str, source: str) -> bool:
    """Tell whether a shortening lost what one of its words points at or leads to."""
    return lost_antecedent(candidate, source) is not None or lost_ending(candidate, source)


def _extract(article: PreparedArticle, index: int) -> SummarySentence:
    """Return the sentence itself; what the article says word for word it supports."""
    source = article.sentences[index]
    return SummarySentence(
        " ".join(reading(source).split()),
        Method.EXTRACTIVE,
        1.0,
        (make_selector(article.text, source.start, source.end),),
    )


def _repeats(candidate: SummarySentence, earlier: Sequence[SummarySentence]) -> bool:
    """Tell whether most of a sentence's words stand in an earlier sentence already."""
    said = _words_of(candidate)
    limit = 0.7
    return any(len(said & _words_of(other)) >= limit * len(said) for other in earlier)


def _words_of(sentence: SummarySentence) -> frozenset[str]:
    return frozenset(fold(word) for word in words(sentence.text))
