"""Markup: what a page's source or an editor's notation leaves in a text, and how it reads.

The stored text keeps every character, so that offsets hold; what is read and worded is the
text without them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

#: Elements that stand between passages; the others stand inside a sentence.
_BLOCKS = (
    r"(?:p|div|br|hr|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|section|article|header|footer|"
    r"nav|aside|figure|figcaption|blockquote|img|iframe|form|button|input|svg|picture|source|"
    r"video|audio|html|head|body|title|meta|link|main)"
)
_ATTRIBUTES = r"(?:\s[^<>\n]{0,400})?/?"
#: Code, comments and tags between passages.
BLOCK_MARKUP = re.compile(
    r"<!--[^\n]{0,500}?-->|<(script|style|noscript)\b[^<>\n]{0,400}>[^\n]{0,1000}?</\1\s*>|"
    rf"</?{_BLOCKS}{_ATTRIBUTES}>|!\[[^\]\n]{{0,300}}\]\([^()\s]{{1,600}}\)",
    re.IGNORECASE,
)
_TAG = re.compile(rf"</?[a-z][a-z0-9-]{{0,20}}{_ATTRIBUTES}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,20});", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((?:https?://|/|#|mailto:)[^()\s]{0,600}\)")
_EMPHASIS = re.compile(r"(__|~~|`)(?=\S)([^\n]{1,400}?)(?<=\S)\1")
#: Not the stars that hide the rest of a word ("a b***** heavy bag").
_STRONG = re.compile(r"(?<![\w*])(\*{2,3})(?=[^\s*])([^\n]{1,400}?)(?<=[^\s*])\1(?![\w*])")
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,300}?)(?<=[^\s*_])\1(?![\w*])")
_PREFIX = re.compile(r"(?:\s*(?:>+|#{1,6}|[*+\u2022\u25cf\u25aa\u2023\u00b7-])\s+)+")
#: The star of a footnote ("Low* said").
_FOOTNOTE = re.compile(r"(?<=[a-z])\*(?=[\s,.;:]|\Z)")
#: The number of an item. "1. FC" is how some clubs' names begin.
_NUMBER = re.compile(r"\s*\(?\d{1,2}[.)]\s+(?=[A-Z])(?!FC\b|SC\b|FSV\b)")
#: Quotation marks put together from others.
_MARKS = re.compile("``|''")
#: Joiners hold emoji and the letters of some scripts together; between others they hide.
_JOINERS = "\u200c\u200d"
_JOINER = re.compile(r"(?<=[\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\u024f]|\Z)")
#: Characters that only markup has; a text without them is as it reads.
_SUSPECT = re.compile(
    r"[<>&*_`~\[#\u2022\u25cf\u25aa\u2023\u00b7]|''|^\s*(?:[+-]|\(?\d{1,2}[.)])\s"
)


@lru_cache(maxsize=8192)
def without_markup(text: str) -> str:
    """Return the text as it reads: no tags, notation, entities or invisible characters.

    Where there is none of that, the very same text comes back.
    """
    plain = text
    if not text.isascii():
        plain = _JOINER.sub("", text)
        plain = "".join(c for c in plain if c in _JOINERS or unicodedata.category(c) != "Cf")
    if not _SUSPECT.search(plain):
        return plain
    plain = _ENTITY.sub(lambda match: html.unescape(match.group()), plain)
    for tag in (BLOCK_MARKUP, _TAG):
        plain = tag.sub("", plain)
    plain = _MARKS.sub('"', plain)
    plain = _LINK.sub(r"\1", plain)
    for emphasis in (_STRONG, _EMPHASIS, _ITALIC):
        plain = emphasis.sub(r"\2", plain)
    plain = _FOOTNOTE.sub("", plain)
    for prefix in (_PREFIX, _NUMBER):
        match = prefix.match(plain)
        plain = plain[match.end() :] if match else plain
    return plain
