"""Read context: which sentences of an article go along with the one at hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from service.domain.analysis import PreparedArticle, RewriteRequest, Sentence
from service.domain.claim import SkipReason
from service.text.attribution import is_bare_quotation
from service.text.dates import resolved_wordings
from service.text.markup import without_markup
from service.text.naming import expand_names
from service.text.quoted_speech import complete_marks
from service.text.reading import reading_lines

#: Sentences that the rewriter and the checker read before the one at hand.
PRECEDING_SENTENCES = 3
#: Prose sentences that count as the article's opening.
OPENING_SENTENCES = 2
_NOT_BODY = frozenset({SkipReason.BOILERPLATE, SkipReason.INSTRUCTION})
_NOT_PROSE = frozenset({SkipReason.BOILERPLATE, SkipReason.NO_FACT, SkipReason.INSTRUCTION})


def prose(article: PreparedArticle) -> str:
    """Return the article's text, with its title in front.

    Boilerplate is left out, and so are orders to whoever reads the text: what they name is
    no fact of the article, and they must stand in no prompt.
    """
    parts = [article.title] if article.title else []
    parts += [reading(s) for s in article.sentences if s.skip not in _NOT_BODY]
    return "\n".join(parts)


def opening(article: PreparedArticle) -> tuple[str, ...]:
    """Return the title and the first prose sentences."""
    found = (reading(s) for s in article.sentences if is_prose(s))
    first = tuple(islice(found, OPENING_SENTENCES))
    return (article.title, *first) if article.title else first


def preceding(article: PreparedArticle, index: int) -> tuple[str, ...]:
    """Return up to three prose sentences before the one at `index`, nearest last."""
    backwards = (article.sentences[i] for i in range(index - 1, -1, -1))
    nearest = islice((reading(s) for s in backwards if is_prose(s)), PRECEDING_SENTENCES)
    return tuple(nearest)[::-1]


def reading(sentence: Sentence) -> str:
    """Return the sentence as it reads, without what is left of markup."""
    return without_markup(sentence.text)


def spoken(sentence: Sentence) -> str:
    """Return the sentence as it reads, with the quotation marks that stand outside it."""
    return complete_marks(sentence, reading(sentence))


def speaker_of(sentence: Sentence) -> str | None:
    """Return who speaks a sentence that is all quotation; None for any other."""
    is_quotation = sentence.quoted is not None and is_bare_quotation(spoken(sentence))
    return sentence.quoted.speaker if sentence.quoted and is_quotation else None


def evidence_for(article: PreparedArticle, index: int) -> tuple[str, ...]:
    """Return what a claim from a sentence is held against, that sentence first.

    What the sentence says comes along once more with the calendar dates that its relative
    dates stand for, and with the full names that the article gives for its surnames.
    """
    sentence = reading(article.sentences[index])
    return (
        sentence,
        *other_wordings(article, index),
        *preceding(article, index),
        *opening(article),
    )


def other_wordings(article: PreparedArticle, index: int) -> tuple[str, ...]:
    """Return the sentence with its dates resolved and with its surnames made full names."""
    sentence = reading(article.sentences[index])
    named = expand_names(sentence, prose(article))
    resolved = resolved_wordings(sentence, article.published_at)
    return tuple(resolved) if named == sentence else (*resolved, named)


def rewrite_requests(
    article: PreparedArticle, indexes: Sequence[int]
) -> tuple[RewriteRequest, ...]:
    """Return the sentences at `indexes`, each with the context that rewriting it needs."""
    lines, places = reading_lines(article)
    body = prose(article)
    return tuple(
        RewriteRequest(
            sentence=spoken(article.sentences[index]),
            preceding=preceding(article, index),
            opening=opening(article),
            article=body,
            published_at=article.published_at,
            lines=lines,
            line=places[index],
            speaker=speaker_of(article.sentences[index]),
        )
        for index in indexes
    )


def is_prose(sentence: Sentence) -> bool:
    """Tell whether a sentence belongs to the running text of the article."""
    return sentence.skip not in _NOT_PROSE
