"""Language: which language a text is written in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

from service.text.words import word_set

#: Code points that are read from the beginning, the middle and the end. Enough to be
#: sure; a whole long text would only take longer.
_SAMPLE_CHARACTERS = 1_200
_UNDETERMINED = "und"
_ENGLISH = "en"
#: From so many words on, what the detector finds can be relied on. Names decide shorter
#: texts: of "Obama visits Berlin" it makes Finnish.
_ENOUGH_WORDS = 30
#: A shorter text counts as foreign from this confidence on. Short English sentences full
#: of names reach 0.93 for another language, short foreign ones mostly lie above 0.97.
_SURE_OF_SHORT = 0.97
_WORD = re.compile(r"[^\W\d_]+")
#: Frequent words of English that the other languages in Latin letters do not write so.
_ENGLISH_ONLY = word_set("the with this from were been said would they which their")
#: Words that English is full of and other languages hardly have. Where one word in twelve of
#: each part is one of them, the text is English, and the detector's twenty milliseconds are saved.
_ENGLISH_MARKS = word_set(
    "the and that this with from which were been have would said they their its who has by"
)
_MOSTLY_ENGLISH = 1 / 12
_PARTS = 3
_LATIN_ENDS = "\u024f"


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of `text` is written in.

    Returns:
        A lower-case code such as `en`, or `und` (ISO 639-2) where the text has no words.
    """
    found = _detector().detect_language_of(_sample(text))
    return _UNDETERMINED if found is None else found.iso_code_639_1.name.lower()


def find_foreign_language(text: str) -> str | None:
    """Return the language other than English that `text` is surely written in, or None.

    A short text gets the benefit of the doubt.

    Returns:
        A code as `detect_language` returns it; `und` where most letters are of a script
        that the detector does not know; None where the text may well be English.
    """
    words = _WORD.findall(_sample(text))
    if _is_mostly_english(words):
        return None
    found = detect_language(text)
    if found == _ENGLISH:
        return None
    if found == _UNDETERMINED:
        letters = "".join(words)
        foreign = sum(letter > _LATIN_ENDS for letter in letters)
        return found if 2 * foreign > len(letters) else None
    if len(words) >= _ENOUGH_WORDS:
        return found
    if any(word.lower() in _ENGLISH_ONLY for word in words):
        return None
    best = _detector().compute_language_confidence_values(_sample(text))[0]
    return found if best.value >= _SURE_OF_SHORT else None


def _is_mostly_english(words: Sequence[str]) -> bool:
    """Tell whether English words are all over the text, not in a quotation alone."""
    if len(words) < _ENOUGH_WORDS:
        return False
    size = -(-len(words) // _PARTS)
    parts = [words[start : start + size] for start in range(0, len(words), size)]
    return all(
        sum(word.lower() in _ENGLISH_MARKS for word in part) >= _MOSTLY_ENGLISH * len(part)
        for part in parts
    )


def language_name(code: str) -> str:
    """Return the English name of the language of an ISO 639-1 code, or the code itself."""
    try:
        return Language.from_iso_code_639_1(IsoCode639_1.from_str(code)).name.title()
    except ValueError:
        return "an unrecognised language" if code == _UNDETERMINED else code


@cache
def _detector() -> LanguageDetector:
    # Trigrams alone: on whole articles as sure as all n-grams, in 70 MB instead of 880.
    return LanguageDetectorBuilder.from_all_spoken_languages().with_low_accuracy_mode().build()


def _sample(text: str) -> str:
    """Return the text, or three parts of it, so that no long menu decides alone."""
    size = _SAMPLE_CHARACTERS
    if len(text) <= 3 * size:
        return text
    middle = (len(text) - size) // 2
    return "\n".join((text[:size], text[middle : middle + size], text[-size:]))
