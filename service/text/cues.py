"""Cues: the wordings by which lines that are not article prose give themselves away.

Tables of regular expressions, by what the line is. They are matched against single
lines of at most `MAX_CUE_CHARACTERS`, so that their running time is bounded.
"""

from __future__ import annotations

import re

from service.text.credit_cues import CREDIT_CUES
from service.text.page_cues import PAGE_CUES

MAX_CUE_CHARACTERS = 400

#: Headings after which a page lists other articles or its readers' comments.
_SECTION_END = (
    r"(?:most (?:popular|read|viewed|shared|commented|watched)|(?:you )?(?:may|might) "
    r"(?:also )?(?:like|be interested).{0,30}|related (?:articles?|stories|content|news|"
    r"topics?|posts?|coverage|links)|recommended(?: (?:for you|stories|by.*))?|more (?:on|"
    r"from|stories|news|in|top stories|like)\b.{0,40}"
    r"|trending(?: now)?|latest (?:news|stories|videos|headlines)|the latest|top stories|"
    r"read next|up next|next up.{0,40}|next article|around the web|from the web|"
    r"editor'?s'? picks?|popular(?: now| stories| articles)?|promoted (?:stories|content)|"
    r"sponsored.{0,20}|comments?:?|\d+ comments?"
    r"|(?:view|show|read|leave|post|add|load|join)(?: all| a| the| your)? (?:\d+ "
    r")?(?:comments?|conversation|discussion|reply).{0,40}|recent (?:posts|stories|"
    r"comments)|upcoming events|about the author|what to read next|see also|share this "
    r"(?:story|article).{0,30}|follow us.{0,60}|sign up .{0,80}|leave a reply.{0,30}|post "
    r"navigation|site index|footer.{0,20}|back to top|related|other news\b.{0,30}|trending "
    r"news|most read stories|rating: -?\d+ votes|need more \w+\?|a word to our .{0,20}readers)"
    r"\s*:?$"
)

#: Passages that are cut out wherever in a line they stand.
_INLINE_CUES = (
    # An agency's name alone, run into the sentence below its picture.
    (
        r"(?:Image (?:copyright|source|credit)s?:? )?(?:AFP/|PA/|Reuters/)?(?:Getty Images|"
        r"Shutterstock|iStock(?:photo)?|Alamy|AP Photo|PA Media|PA Wire|Press Association Images)"
        r"(?: Image caption)?(?=\s+(?:The|A|An|He|She|It|They|In|On|At|But|This|These|There|Mr|Mrs|"
        r"Ms|Police|When|After|While|His|Her)\s)"
    ),
    r"Scroll down for (?:video|videos|more)\b\.?",
    (
        r"[\"'\u201c\u2018]?Media playback is (?:not supported|unsupported) on (?:this|your) "
        r"device(?:\b|(?-i:(?=[A-Z])))\.?"
    ),
    r"(?:Story|Article) continues below(?: advertisement)?\b\.?",
    r"Continue reading the main story\b\.?",
    r"CLICK HERE (?:TO|FOR)\b[^.\n]{0,80}\.?",
    (
        r"\((?:(?:File |Handout )?(?:[Pp]hoto|[Pp]icture|[Ii]mage|Pic|PHOTO|PICTURE|IMAGE)s?"
        r"(?: (?:by|credit|courtesy of))?\s*[:\u2013-]\s*|(?:Photo|Picture|Image)s? by )"
        r"[^()\n]{2,80}\)"
    ),
    r"\((?:file|stock|library|handout) (?:photo|picture|image|pic)s?\)",
    r"pic\.twitter\.com/\w+",
    r"(?<![\w/])https?://t\.co/\w+",
)

#: Passages that open a paragraph before its prose: place and agency of wire copy.
_DATELINE = (
    r"(?:[A-Z][\w.\u2019'-]*(?:[ ,/]+[A-Z][\w.\u2019'-]*)"
    r"{0,5},?\s*(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}\s*)?)?"
    r"\((?:Reuters|AP|CNN|AFP|dpa|DPA|UPI|Xinhua|Bloomberg|CNN Business|CNN Politics|Kyodo|"
    r"ANI|PTI|IANS|EFE|TASS|Yonhap|The Associated Press|CBS News|Fox "
    r"News)\)\s*(?:[\u2014\u2013-]{1,2}|--)?\s*"
    r"|"
    r"[A-Z][A-Z.\u2019'/-]{2,"
    r"}(?:[ ,/]+[A-Z][A-Z.\u2019'/-]+){0,4}(?:,\s*[A-Z][a-z]{1,9}\.?(?:\s[A-Z][a-z]+)"
    r"?)?(?:,?\s+[A-Z][a-z]{2,8}\.?\s\d{1,2})?\s*(?:[\u2014\u2013]|--| - )\s*"
)

#: The clock in front of a post of a live blog.
_STAMP = (
    r"(?:[\u2022*-]\s*)?(?:(?:[Pp]osted|[Uu]pdated)(?: at)? )?"
    r"(?:\[?(?:[01]?\d|2[0-3]):[0-5]\d\]?(?:\s?[AaPp]\.?[Mm]\.?)?|"
    r"(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?\s?[AaPp]\.?[Mm]\.?)"
    r"(?:\s(?:GMT|UTC|BST|CES?T|E[SD]?T|P[SD]?T|IST|AEST)\b)?\s?[:\u2013\u2014|-]?\s+"
    r"(?=[A-Z\"\u201c\u2018])"
)

#: Passages that close a paragraph after its prose; everything from them on is cut.
_TRAILING_CUES = (
    r"\((?:Additional r|R)eporting\b[^()]{0,300}(?:\)|$)",
    r"\((?:Writing|Editing|Compiled) by\b[^()]{0,300}(?:\)|$)",
    (
        r"(?:CNN|AP|BBC|Reuters|NBC News|Fox News)(?:'s|\u2019s)? "
        r"(?:[A-Z][\w.\u2019'-]+[ ,]+(?:and )?){2,12}contributed to this (?:report|story|"
        r"article)\.?\s*$"
    ),
    (
        r"(?:Sign up|Subscribe|Click here|Read more|READ MORE|ALSO READ|SEE ALSO|Follow (?:us|"
        r"@\w+))\b[^.\n]{0,200}[.!]?\s*$"
    ),
    r"You can (?:also )?(?:sign up|subscribe)\b[^\n]{0,200}$",
)


def _compile(parts: tuple[str, ...], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts), flags)


#: How notices open that are longer than a line of any other kind.
_NOTICE = re.compile(
    r"(?:this|our) (?:web)?site uses (?:\w+ )?cookies|we use (?:\w+ )?cookies|by (?:using|"
    r"continuing to use) "
    r"(?:this|our) (?:web)?site|by (?:signing up|subscribing|registering|submitting)\b",
    re.IGNORECASE,
)
#: A line of these kinds says nothing of what somebody said; prose that opens alike does.
_NEVER_REPORTING = frozenset({"newsletter", "link", "legal", "byline"})
_REPORTS = re.compile(r"\b(?:said|says|told|according to)\b.{0,80}[.\"\u201d]\Z")
_LINE_PATTERNS = {kind: _compile(parts) for kind, parts in (PAGE_CUES | CREDIT_CUES).items()}
_SECTION_END_PATTERN = _compile((_SECTION_END,))
INLINE_PATTERN = _compile(_INLINE_CUES, 0)
TRAILING_PATTERN = _compile(_TRAILING_CUES, 0)
DATELINE_PATTERN = re.compile(_DATELINE)
STAMP_PATTERN = re.compile(_STAMP)


def line_kind(line: str) -> str | None:
    """Return what kind of non-prose the line is by its wording alone, or None."""
    if len(line) > MAX_CUE_CHARACTERS:
        return "legal" if _NOTICE.match(line) else None
    for kind, pattern in _LINE_PATTERNS.items():
        if pattern.match(line):
            return None if kind in _NEVER_REPORTING and _REPORTS.search(line) else kind
    return None


def ends_section(line: str) -> bool:
    """Tell whether the line is a heading of links or comments that follow an article."""
    return len(line) <= MAX_CUE_CHARACTERS and _SECTION_END_PATTERN.match(line) is not None
