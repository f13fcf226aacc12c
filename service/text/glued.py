"""Glued passages: what a page put into a sentence that is no part of it.

Pages lose the line breaks between a picture's caption, a heading and the prose, and captions
point into their picture. The words are the article's, but nobody would say that sentence.
"""

from __future__ import annotations

import re

from service.text.callings import PERSON_PHRASE
from service.text.form import has_finite_verb
from service.text.introductions import ALL_NOUNS
from service.text.names import CALENDAR_WORDS
from service.text.quotations import outside_quotations
from service.text.words import fold, word_set

#: Words that a sentence opens with. Behind a small letter, with no mark in between, each
#: shows that two sentences were run together; before "The" or "A" a name may follow.
_OPENERS = (
    r"(?:The|A|An)(?=\s+[a-z])|He|She|It|They|We|Since|His|Her|Their|Its|This|That|These|Those|But|"
    r"When|After|Before|While|Although|However|Meanwhile|There|According|Despite|Following|"
    r"Scroll|Watch|Video|Pictured|Police|Officers|Officials|Read|(?:Many|Most|Several)(?=\s+[a-z])|"
    r"Elsewhere|Substitute|Scientists|Researchers|Experts|Footage|Photos|Pictures|Residents|"
    r"Neighbours|Firefighters|Fans|Players|(?:Striker|Midfielder|Defender|Winger|Goalkeeper)"
    r"(?=\s+[A-Z])"
)
#: Words before which a title with such an opening may stand ("the film It", "by The Band").
_LEADS_TO_TITLE = (
    r"(?:of|in|by|at|on|to|for|from|with|and|or|as|via|than|called|named|titled|entitled|"
    r"told|film|movie|novel|book|song|single|album|show|series|drama|comedy|musical|play|"
    r"magazine|newspaper|paper|band|group|hit|hits|sitcom|soap|programme|program|sequel|"
    r"remake|joined|the|a|an|de|la|el|that|said|says|video)"
)
_CALENDAR = "|".join(sorted(word.capitalize() for word in CALENDAR_WORDS - {"may", "march"}))
_JAMMED = re.compile(
    rf"(?<![\w'\u2019-])(?!{_LEADS_TO_TITLE}\s)(?P<before>[a-z][a-z]+|@\w+|{_CALENDAR}|"
    rf"(?<=\bin )(?:19|20)\d\d)"
    rf"\s+(?P<after>{_OPENERS})\b"
    r"(?!['\u2019]s\b)"
)
#: "White powder Ms Watson is seen", "the glass table The High Court has": a caption and a clause.
_NAMED_CLAUSE = re.compile(
    rf"(?<![\w'\u2019-])(?!{_LEADS_TO_TITLE}\s|(?:who|whom|which|as|when|while|where|if|because|since|"
    r"after|before|until|so|though|how|what|why|but|against|over|about|whether|claim\w*|know\w*|"
    r"believ\w*|think\w*|admit\w*|den\w*|thing|time|day|year|way|moment|man|woman|person)\s)"
    r"(?P<before>[a-z]{3,}) (?P<after>"
    r"(?:(?:Mr|Mrs|Ms|Miss) [A-Z][\w'\u2019-]+ (?:is|was) (?:seen|pictured|shown)|"
    r"The (?:[A-Z][\w'\u2019-]+ ){1,3}(?:has|have|had|is|was|were|said) [a-z]+))\b"
)
_MIN_JAMMED_WORDS = 5
#: "Harley Levanic Some of the guards were": so no title goes on, whatever stands before it.
_OPENS_ANYWHERE = (
    r"(?:(?:(?:Some|Many|Most|Several|Both) of (?:the|his|her|its|their)|One of the most)|"
    r"In an? (?:[a-z]+ )?(?:interview|statement|letter|email|e-mail|post|speech|report)|"
    r"That(?:['\u2019]s| is) (?:according|because)|(?:Meanwhile|However),)(?=\s[A-Za-z])"
)
_JAMMED_ANYWHERE = re.compile(
    r"(?<![\w'\u2019-])(?P<before>[^\W\d_][\w'\u2019-]{0,40}\)?)\s"
    rf"(?P<after>{_OPENS_ANYWHERE}|In an? interview with [A-Z])"
)
#: Openers that no name or title begins with, and what a clause behind them may belong to: cut
#: off from "denied that", it would be told as a fact.
_SURELY_OPENS = re.compile(
    rf"(?:He|She|They|His|Their|(?:The|A|An)(?=\s+[a-z])|{_OPENS_ANYWHERE}|"
    r"In an? interview with(?= [A-Z]))\s"
)
_BINDS = re.compile(
    r"\b(?:that|whether|if|unless|not|never|no|none|den(?:y|ies|ied)|alleg\w*|claim\w*|false\w*|"
    r"hoax\w*|rumou?r\w*)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
#: "During training camp Low works out at a park": what a picture shows is told in the present.
_SHOWN = re.compile(
    rf"(?<![\w'\u2019-])(?!{_LEADS_TO_TITLE}\s|(?:who|whom|which|as|when|while|where|if|because|since|"
    r"after|before|until|so|though|how|what|why|but|against|over|about)\s)"
    r"(?P<before>[a-z]{3,}) (?P<after>[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+){0,3} "
    r"(?:poses|celebrates|shares a|works out|shows off|looks (?:on|to|dejected|at)|arrives|"
    r"attempts to|brings down|waves|walks (?:on|off|out|to)|"
    r"takes a break|sees (?:a|his) shot|is pictured|are pictured))\b"
)
#: What may stand before a name without any mark: "the retailer Low", "voters believe Low …".
_NAMED_BY = ALL_NOUNS | word_set("believe believes think thinks claim claims show shows")
#: "South China Propped up: A neighbour stops her": a caption's label within a line.
_INNER_LABEL = re.compile(
    r"(?<=[^\W_])\s(?P<label>[A-Z][a-z'\u2019]+(?: [a-z'\u2019]+){1,3}|[A-Z][a-z]+(?:-[a-z]+)+):"
    r"\s(?=[A-Z])"
)
#: "They are fake FACEBOOK FAKERY: Her followers": the same in capitals, and what asks to scroll.
_SHOUTED_LABEL = re.compile(
    r"(?<=[\w'\u2019.])\s(?P<label>['\u2018]?[A-Z][A-Z'\u2019 ]{4,}[A-Z]['\u2019]?):\s(?=[A-Z])|"
    r"\b(?P<scroll>SCROLL DOWN FOR VIDEO)\b"
)
#: "Kick-off: Saturday, 3pm Referee: Ana Low": the rows of a box run into one line.
_ROW_LABEL = re.compile(r"(?:\A|(?<=\s))[A-Z][\w'\u2019-]*(?: [\w()'\u2019-]+){0,4}:\s(?=\S)")
_MIN_ROWS = 2
#: What points into a picture ("Ana Low (left)").
_PICTURED = re.compile(
    r"\s*\(\s?(?:(?:pictured|seen|shown|far|top|bottom|main|inset|above|below|file)\b[^()]{0,40}|"
    r"(?:police )?mugshot\b[^()]{0,40}|(?:left|right), [^()]{0,30}, (?:left|right)|"
    r"left|right|cent(?:re|er)|middle|background|foreground|circled|(?:in )?file (?:photo|"
    r"picture|image)|stock (?:photo|image|picture)|(?:left|right|l|r|l-r)(?: (?:to|and|with) "
    r"(?:left|right|r|l))?)\s?\)"
    r"|,\s*pictured(?:\s+(?:left|right|above|below|here|together|cent(?:re|er)|in \d{4}))?,",
    re.IGNORECASE,
)
#: "Ana Low, left, and Ben Hill"; not "Ana Low, the deputy, left, saying she was tired".
_CAPITALISED = r"[A-Z\u00c0-\u00de][\w.'\u2019-]+"
_BESIDE = re.compile(
    rf"(?P<apposed>,\s)?\b(?P<name>(?:{_CAPITALISED}\s){{1,3}}{_CAPITALISED}),\s"
    r"(?:(?:far|second|third|second from|third from)\s)?(?:left|right|cent(?:re|er)),"
    r"(?=\s(?:and\s(?!(?:never|then|did|was|is|has|had|so|went|came|said|will|would)\b)|"
    r"(?:is|are|was|were|poses|walks|shakes|speaks|speaking|waves|talks|looks|celebrates|with|allegedly|"
    r"opened|attends|arrives|hugs|kisses|sits|stands)\b))"
)
#: "Ana Low poses by the pier (right) Ben Hill is a diver": behind the mark another one begins.
_MARKED_END = re.compile(rf"(?:{_PICTURED.pattern})\s+(?=[A-Z\u00c0-\u00de])", re.IGNORECASE)
_LEADS_ON = re.compile(rf"{_BINDS.pattern}|\b(?:who|whom|which|said|says|say)\b", re.IGNORECASE)
#: "(above file photo of visitors at the zoo)": what stands before it is a caption or runs into one.
_FILE_CAPTION = re.compile(
    r"\((?:[a-z]+ )?(?:file|stock|library|archive|undated|handout) (?:photo|picture|image)s?\b"
    r"[^()]*\)",
    re.IGNORECASE,
)
#: "Tragic: The driver …": a caption's catchword.
_LABEL = re.compile(
    r"(?P<label>[A-Z][\w'\u2019-]*(?:\s[\w'\u2019-]+){0,3})"
    r"(?::\s+(?=[A-Z][A-Za-z]|A\s)|\s:\s+(?=\w))"
)
#: Words of catchwords that only set the mood, name the scene or point at something to look at.
#: A label with any other word stays: it may deny, doubt, date or attribute what follows.
_CATCHWORDS = word_set(
    """
    aftermath amazing angry anniversary article bad beautiful big bitter bizarre brave bright
    brutal celebration charming cheeky close cold crash cute damage danger daring dark day
    deadly delighted derelict destroyed devastated devastation discovery drama dramatic ecstatic
    emotional employed empty fashion fierce fire flames fun funny gift glamorous good grief
    grieving grim gruesome happy haul heartbreaking help heroic historic holiday home horrific
    horror iconic incredible injured innovative investigation killed lavish leading lethal loss
    lost loved lucky luxury majestic missing moment moving murdered night old perfect
    picturesque posted pride profile proud quiet rare reading related remanded remembered rescue
    rescued romantic sad safe scary scene search see severe shock shocked shocking sleepy
    smiling snow spectacular starting still storm struggling stunning stylish successful support
    sweet tearful terrible terrifying the thrilled ties time tiny tragedy tragic triumph
    triumphant unique vibrant victim victims video vile wanted watch welcome wild wreckage wrecked
    young youthful
    """
)
_CAPTION_ENDING = re.compile(
    r"\(?(?:file photo|file picture|stock image|stock photo|library image|pictured)\)?\.?\s*\Z",
    re.IGNORECASE,
)


def glued_parts(sentence: str) -> tuple[str, ...]:
    """Return where a sentence runs into another or points into a picture, a phrase each."""
    jammed = (
        f"run together: {match['before']} {match['after']}"
        for match in _jams(outside_quotations(sentence))
    )
    shown = (
        f"run together: {match['before']} {match['after']}"
        for match in _SHOWN.finditer(outside_quotations(sentence))
        if not PERSON_PHRASE.search(f"a {match['before']}") and match["before"] not in _NAMED_BY
    )
    named = (
        f"run together: {match['before']} {match['after']}"
        for match in _NAMED_CLAUSE.finditer(outside_quotations(sentence))
    )
    labels = (
        f"caption: {match['label']}"
        for match in _INNER_LABEL.finditer(outside_quotations(sentence))
    )
    shouted = (
        f"caption: {match['label'] or match['scroll']}"
        for match in _SHOUTED_LABEL.finditer(sentence)
    )
    rows = _ROW_LABEL.findall(outside_quotations(sentence))
    boxed = [f"caption: {rows[0].strip()}"] if len(rows) >= _MIN_ROWS else []
    pointing = (
        f"caption: {match.group().strip(' ,')}"
        for pattern in (_PICTURED, _BESIDE, _FILE_CAPTION)
        for match in pattern.finditer(sentence)
    )
    return (*jammed, *shown, *named, *labels, *shouted, *boxed, *dict.fromkeys(pointing))


def jammed_starts(sentence: str) -> tuple[int, ...]:
    """Return where in a sentence another one begins that has lost the mark in front of it.

    Only where both sides are long enough to be told apart from a title in the sentence.
    """
    starts: list[int] = []
    for match in _jams(outside_quotations(sentence)):
        before = sentence[starts[-1] if starts else 0 : match.start("after")]
        after = sentence[match.start("after") :]
        is_long = len(before.split()) >= _MIN_JAMMED_WORDS <= len(after.split())
        if is_long and _SURELY_OPENS.match(after) and not _BINDS.search(before):
            starts.append(match.start("after"))
    marked = (match.end() for match in _MARKED_END.finditer(sentence))
    starts += (end for end in marked if _parts_two(sentence[:end], sentence[end:]))
    return tuple(sorted(starts))


def _jams(outside: str) -> list[re.Match[str]]:
    """Return where a sentence begins within another, in order."""
    found = (*_JAMMED.finditer(outside), *_JAMMED_ANYWHERE.finditer(outside))
    return sorted(found, key=lambda match: match.start("after"))


def _parts_two(before: str, after: str) -> bool:
    """Tell whether both sides of a mark into a picture are sentences.

    They are one where the first leads on to what the mark stands before ("denied that the mayor
    (right) Ana Low had …").
    """
    if not after[:1].isupper() or _LEADS_ON.search(before):
        return False
    return all(
        len(side.split()) >= _MIN_JAMMED_WORDS and has_finite_verb(side) for side in (before, after)
    )


def drop_caption_marks(sentence: str) -> str:
    """Return the sentence without what only points into a picture or catches the eye."""
    text = _BESIDE.sub(_unpointed, _PICTURED.sub("", sentence))
    text = _CAPTION_ENDING.sub("", text).rstrip()
    label = _LABEL.match(text)
    if label is None:
        return text
    rest = text[label.end() :]
    # "Suspended: Ana Low has been suspended" says it twice.
    told = fold(label["label"]) in {fold(word) for word in rest.split()}
    if not told and not _is_catchword(label["label"]):
        return text
    return rest[:1].upper() + rest[1:]


def _unpointed(beside: re.Match[str]) -> str:
    """Return a name without "left" behind it; one between commas keeps them."""
    return f", {beside['name']}," if beside["apposed"] else beside["name"]


def _is_catchword(label: str) -> bool:
    """Tell whether the words before a colon say nothing that what follows would miss."""
    return all(fold(word) in _CATCHWORDS for word in label.split())
