"""Reading: an article as a network gets to read it, sentence by sentence."""

from __future__ import annotations

from service.domain.analysis import PreparedArticle
from service.domain.claim import SkipReason
from service.text.markup import without_markup

#: What a network need not read: it would only lead it astray.
_NOT_READ = frozenset({SkipReason.BOILERPLATE, SkipReason.INSTRUCTION})


def reading_lines(article: PreparedArticle) -> tuple[tuple[str, ...], dict[int, int]]:
    """Return the article as a network reads it, and each sentence's place in that.

    Returns:
        The title, where it is no sentence of the text, and all sentences but boilerplate
        and instructions, white space evened out; and the place among these lines of every
        sentence that has one, by its index.
    """
    texts = [" ".join(without_markup(sentence.text).split()) for sentence in article.sentences]
    title = " ".join((article.title or "").split())
    lines = [title] if title and title not in texts else []
    places: dict[int, int] = {}
    for index, sentence in enumerate(article.sentences):
        if sentence.skip not in _NOT_READ:
            places[index] = len(lines)
            lines.append(texts[index])
    return tuple(lines), places
