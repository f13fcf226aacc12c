"""Normalisation: the one form in which article text is stored and counted."""

from __future__ import annotations

import re
import unicodedata

from service.domain.errors import FieldProblem, InvalidInputError

#: Unicode's line boundaries (UAX 14, classes BK, CR, LF and NL), all stored as `\n`.
_NEWLINES = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
#: Characters that no store and no reader can be trusted with.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
#: Characters that take no place on the page, so that text of them alone is empty.
_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")
#: Longest run of combining marks that is read. Unicode's Stream-Safe Text Format
#: (UAX 15, section 13) stops at 30; ornamental text may have more, and the time to
#: put a run into canonical order grows with its square.
MAX_COMBINING_RUN = 256
_LAST_UNCOMBINING = "\u02ff"


def normalize(text: str) -> str:
    r"""Return the text in NFC with every line boundary written as `\n`.

    Nothing else is changed, so that an editor finds what was submitted.

    Raises:
        InvalidInputError: With pointer `#/text` where the text is empty or blank, or
            holds NUL, another control character, a lone surrogate, or a run of more
            than `MAX_COMBINING_RUN` combining marks.
    """
    unified = _NEWLINES.sub("\n", text)
    forbidden = _FORBIDDEN.search(unified)
    if forbidden:
        raise _invalid(
            f"The text holds the character U+{ord(forbidden.group()):04X}, which is not "
            "text; remove it."
        )
    if _INVISIBLE.fullmatch(unified) or not unified:
        raise _invalid("The text is empty; send the article's words.")
    _refuse_long_combining_runs(unified)
    return unicodedata.normalize("NFC", unified)


def _refuse_long_combining_runs(text: str) -> None:
    run = 0
    for character in text:
        if character > _LAST_UNCOMBINING and unicodedata.combining(character):
            run += 1
            if run > MAX_COMBINING_RUN:
                raise _invalid(
                    f"The text holds more than {MAX_COMBINING_RUN} combining marks on one "
                    "letter; remove them."
                )
        else:
            run = 0


def _invalid(detail: str) -> InvalidInputError:
    return InvalidInputError(detail, (FieldProblem(detail, "#/text"),))
