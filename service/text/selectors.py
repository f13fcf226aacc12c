"""Selectors: anchoring a passage in an article's text, by position and by quotation."""

from __future__ import annotations

import re
import unicodedata

from service.domain.errors import FieldProblem, InvalidInputError
from service.domain.selector import Selector

CONTEXT_CHARACTERS = 32

#: Typographic characters that editors retype as plain ones, each for exactly one, so
#: that an offset in the folded text is an offset in the text.
_FOLDED = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
    }
)


def make_selector(text: str, start: int, end: int) -> Selector:
    """Return the selector of `text[start:end]` with 32 code points of context.

    Raises:
        ValueError: Where `0 <= start < end <= len(text)` does not hold.
    """
    if not 0 <= start < end <= len(text):
        message = f"a selector needs 0 <= start < end <= {len(text)}, got {start} and {end}"
        raise ValueError(message)
    return Selector(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT_CHARACTERS) : start],
        suffix=text[end : end + CONTEXT_CHARACTERS],
    )


def find_selector(text: str, quote: str) -> Selector:
    """Return the selector of the only place in `text` that reads as `quote`.

    The quotation as it stands is looked for first; where it stands nowhere, differences
    in white space, quotation marks and dashes are forgiven.

    Raises:
        InvalidInputError: With pointer `#/quote` where the quotation is empty, is not in
            the text, or is there more than once.
    """
    wanted = unicodedata.normalize("NFC", quote).strip()
    if not wanted:
        raise _invalid("The quotation is empty; quote the words of the article.")
    matches = _occurrences(text, wanted) or _folded_occurrences(text, wanted)
    if not matches:
        raise _invalid("The quotation does not occur in the article's text.")
    if len(matches) > 1:
        raise _invalid(
            "The quotation occurs more than once in the article's text; quote more words, "
            "or send the offsets."
        )
    return make_selector(text, *matches[0])


def _occurrences(text: str, wanted: str) -> list[tuple[int, int]]:
    first = text.find(wanted)
    if first < 0:
        return []
    second = text.find(wanted, first + 1)
    starts = [first] if second < 0 else [first, second]
    return [(start, start + len(wanted)) for start in starts]


def _folded_occurrences(text: str, wanted: str) -> list[tuple[int, int]]:
    words = wanted.translate(_FOLDED).split()
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(text.translate(_FOLDED)):
        found.append(match.span())
        if len(found) > 1:
            break
    return found


def _invalid(detail: str) -> InvalidInputError:
    return InvalidInputError(detail, (FieldProblem(detail, "#/quote"),))
