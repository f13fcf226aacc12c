"""Clarity: what a reader who has not seen the article would stumble over."""

from __future__ import annotations

import re

from service.text.capitals import in_small_letters, is_in_capitals
from service.text.glued import glued_parts
from service.text.names import find_names
from service.text.pointers import open_phrases
from service.text.quotations import outside_quotations, quoted_ranges
from service.text.standalone import dependence

#: A "this" or "that" with no noun behind it points at something said before.
_BARE_POINTER = re.compile(
    r"\b(?:do|does|did|doing|done|achieve|prevent|stop|avoid|mean|explain|support|deny|denie[ds]|"
    r"confirm|confirms|confirmed|"
    r"say|said|of|about|for|to|with|at|from|on|by|in|after|before|despite|like)\s+"
    r"(?:this|these|those)\b(?=\s*(?:[,.;:]|\Z|(?:is|was|are|were|will|would|has|had|have|could|"
    r"may|might|can|to|and|but|in|on|at|by|largely|only|also|all|broke|fell|came|went|took|failed|ended)\b))",
    re.IGNORECASE,
)
#: "Until 1917 this site was used", "the army took over this complex": which one, only the
#: article shows. Times, ways and what is everybody's are the same for any reader.
_THIS_NOUN = re.compile(
    r"(?<![\w-])(?:this|these)\s+(?!(?:is|was|are|were|has|had|will|would|could|may|might|can|does|did|"
    r"week|weekend|month|year|summer|winter|spring|autumn|fall|season|century|decade|morning|"
    r"afternoon|evening|time|day|days|term|quarter|financial|fiscal|past|coming|last|world|"
    r"country|planet|kind|sort|type|way|far|much|many|long|early|late|and|or|but|to|in|on|of|at|"
    r"by|for|from|with|as|that|the|a|an|he|she|it|they|we|you|i|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|christmas|easter)(?:['\u2019]s)?\b)"
    r"[a-z][a-z'-]+\b(?!\s+(?:who|of those|(?:his|her|its|their|the|an?))\b)",
    re.IGNORECASE,
)
#: "Denied this.", "did so", "in that accident": what is meant stands in another sentence.
_POINTING_END = re.compile(
    r"\b(?:this|these|those)(?=\s*(?:[.;]|\Z))|\b(?:do|does|did|doing|done) so\b|"
    r"\b(?:in|of|at|by|for|from|with|after|before|during|\w+ing)\s+(?:that|those|these)\s+"
    r"[a-z]+(?=[.,;]|\Z)|\bthe sum\b(?! of)",
    re.IGNORECASE,
)
#: "Around half are believed", "the following year": of whom and of which stands elsewhere.
_OPEN_COUNT = re.compile(
    r"\A(?:(?:Around|About|Almost|Nearly|Over|More than|At least|Up to)\s+)?(?i:half|a third|"
    r"a quarter|most|many|some|several|both|two|three|four|five|six)\s+(?:is|are|was|were|has|"
    r"have|had|will|would|may|might|could)\b"
)
_NARRATED_TIME = re.compile(
    r"\b[Tt]he (?:following|previous|same) (?:shift|game|match|round|race|session)\b|"
    r"\A(?:[Ll]ater|[Ee]arlier) that (?:day|night|week|month|year|morning|afternoon|evening)\b|"
    r"\b[Tt]he (?:next|following|previous|same) (?:day|night|week|month|year|morning|afternoon|"
    r"evening|weekend|season|summer|winter|decade)\b|"
    r"\b(?:days|weeks|months|years) (?:(?:later|earlier)\b(?!,? than)|before(?=[.,;]|\Z))|"
    r"\A(?:Since|By|Until|Before|After) then\b|\A(?:A|One|Two|Three|Four|Five|Six|Ten|\d+) "
    r"(?:minutes?|hours?) later\b"
)
#: A past by form; "the German armed forces" and "the American backed group" do nothing by it.
_DID = r"(?!armed|owned|backed|based|supported|occupied)[a-z]+ed"
#: "The Argentine is 165th", "two others were arrested": who that is stands elsewhere.
_UNNAMED = re.compile(
    r"\A(?:(?:(?:The )?(?:Briton|Dane|Dutchman|Dutchwoman|Englishman|Englishwoman|Frenchman|"
    r"Frenchwoman|Irishman|Irishwoman|Welshman|Welshwoman|Scotsman|Scot|Spaniard|Pole|Swede|Turk|"
    r"Finn|Serb|Croat|Kiwi|Aussie)|"
    # Without the article these are more often adjectives ("German armed forces").
    r"The (?:Czech|Slovak|Slovene|Swiss|Greek|Thai|Israeli|Pakistani|Iraqi|Italian|German|"
    r"American|Australian|Argentine|Belgian|Brazilian|Canadian|Colombian|Russian))"
    r"(?:, \d+,| \d+)?(?=[, ]+(?:who|which|is|was|has|had|will|would|could|can|also|then|now|"
    r"came|won|beat|lost|took|went|got|made|saw|set|hit|broke|led|said|wins|beats|loses|takes|"
    rf"{_DID})\b)|"
    r"The (?:(?!Taliban|Vatican|Guardian)[A-Z][a-z]+(?:ian|ean|ese|ish|ine|an|wede|ane)|"
    r"(?:\d+|[a-z]+(?:-[a-z]+)?)-year-old|number \d+ seed|fugitive|outage|incident|accident|"
    r"blaze|victim|suspect|plane|vehicle|government|economy|country|nation|city|town|village|"
    r"memo|aircraft|jet|search|case|hearing|operation|project|region|islands?|facility|prison|"
    r"hospital|school|festival|conference|exhibition|tournament|airline|airport|defendants?)\s+"
    r"(?:then|also|now|is|was|are|were|has|had|have|will|would|could|can|came|won|beat|"
    rf"lost|took|went|said|{_DID})\b|"
    r"(?:Two|Three|Four|Five|Six|Several|Many|Some|\d+) others\b)"
)
#: "The sheriff called his death a tragedy": whose, since nobody speaks of his own?
_OTHERS_DEATH = re.compile(
    r"\A[^,;:]*(?:, [^,;:]{1,24},)?\s(?:called|describe[sd]|investigate[sd]?|mourn(?:s|ed)|"
    r"blame[sd]|confirm(?:s|ed)|announce[sd]) (?:his|her) "
    r"(?:death|suicide|murder|killing|funeral|body|burial|assassination)\b"
)
#: "Is charged with three.", "said the two were ready": of what, and which two?
_BARE_NUMBER = re.compile(
    r"\b(?:charged with|convicted of|guilty of|accused of|faces|denies|denied|admitted) "
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)\.?\Z|"
    r"\A(?!.*\band\b.*\b[Tt]he two\b).*\b[Tt]he two (?:is|are|was|were|has|had|have|will|would|"
    r"could|can|did|do|said|met|agreed)\b"
)
#: "Such a system created difficulties": which kind, the sentence before told.
_SUCH = re.compile(r"\b[Ss]uch an?\s+[a-z-]+\b(?!\s+as\b)(?![^.;]*\bthat\b)")
#: "BBC Sport looks at some of the best": the page tells of itself, not of the world.
_OF_ITSELF = re.compile(
    r"\b(?:BBC (?:News|Sport|Scotland|Wales|Newsbeat|Trending|Reality Check|Culture)|"
    r"Sky (?:News|Sports)|Sportsmail|MailOnline|CNN(?: Sport| Travel| Style)?|"
    r"(?:The )?(?:Guardian|Telegraph|Independent|Times|Mirror))"
    r"(?:'s [A-Z]\w+ [A-Z]\w+)?\s+(?:looks? (?:at|back)|takes? a look|examines?|explains?|"
    r"profiles?|picks? out|rounds? up|answers?|explores?|presents?|brings? you|runs? through|"
    r"selects?|previews?)\b"
    r"|\A(?:Here (?:is|are)|Below (?:is|are)|Here,)\s"
)
#: "Felled a 200-year-old oak in the park": who did? A comma may yet bring the subject.
_NO_SUBJECT = re.compile(
    r"\A(?!(?:Fred|Ted|Ned|Jed|Red|Reed|Ahmed|Mohammed|Mohamed|Hamed|Syed|Saeed|Alfred|Wilfred|Jared|"
    r"Manfred|Winifred|Mildred|Speed|Seed|United|Indeed|Hundred|Need)\b)"
    r"(?:[A-Z][a-z]+ed|Won|Lost|Took|Beat|Led|Made|Gave|Held|Kept|Left|Met|Broke|Became|Built|"
    r"Bought|Sold|Spent|Sent|Saw|Drew|Threw|Struck|Paid|Rose|Fell|Grew)\s+"
    r"(?:an?|the|his|her|its|their|one|two|three|\d[\d,.]*|by|to|from|more than|at least)\s"
    r"[^,:;]*\Z"
)
#: "The reading is even higher": than what? And a reason without what it is the reason of.
_OPEN_END = re.compile(
    r"\A[^\d]*\b(?:is|are|was|were|be) even (?:higher|lower|larger|bigger|smaller|worse|better|"
    r"fewer|greater|longer|shorter)\b(?!.*\bthan\b)|"
    r"\A(?:Mostly |Mainly |Partly |Only |Just |Simply )?[Bb]ecause\b(?! of\b)[^,]*\Z|"
    r"\A(?:Mostly|Mainly|Partly|Only|Just|Simply) because\b"
)
#: "Confirmed in a statement…": what breaks off.
_BREAKS_OFF = re.compile(r"(?:\.\.\.|\u2026)\s*\Z")
#: "Has denied both allegations", "the bad news: those 15 dates": which ones?
_WHICH_ONES = re.compile(
    r"\A(?:Each|Every) (?:defendant|suspect|of the )|"
    r"\bboth (?:allegations|claims|accusations|charges|reports|incidents|proposals|plans|documents|"
    r"studies|attacks|deals|offers|decisions|statements|rulings|bills|laws|letters)\b(?! of\b)|"
    r":\s+(?:Those|These)\b|"
    r"\b(?:[Ww]hile|[Aa]lthough|[Tt]hough|[Ii]f|[Aa]s|[Bb]ecause) (?:that|this) "
    r"(?:sounds|seems|looks|is|was|may|might)\b|"
    r"\b[Tt]hose (?:\d+|two|three|four|five|six|ten) [a-z]+s\b(?! who| which| that| in\b)"
)
#: "A: The board decided …": whose answer it is, only the page tells.
_OF_INTERVIEW = re.compile(r"\A(?:Q|A|Question|Answer)\s*:\s")
#: "The telescope has observed five of them": of what, where no plural stands before it?
_OF_THEM = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|many|most|several|few|all|none|"
    r"both|each|half|neither|either) of (?:them|these|those)\b(?! [a-z]+s\b| who\b| that\b)",
    re.IGNORECASE,
)
_PLURAL_BEFORE = re.compile(
    r"\b(?:(?!(?:always|perhaps|besides|towards|across|thus|whereas)\b)[a-z]{3,}[^s\Wiu]s|people|"
    r"men|women|children|police|they|them|\d+ [a-z]+)\b"
)
#: "A similar incident occurred last year": similar to what?
_COMPARED = re.compile(
    r"\A(?:An?|One|Two|Three|Several|Many|Some)?\s*(?i:similar|further|additional|comparable) "
    r"[a-z]+\s+(?:is|was|are|were|has|have|had|will|occurred|happened|took|came|[a-z]+ed)\b"
)
#: "A decision is expected by May": on what, only the sentence before tells.
_OPEN_MATTER = re.compile(
    r"\AA (?:decision|ruling|verdict|hearing|vote|result|date|deal)\s+(?:is|was|could|will|may|"
    r"might|would|has|had)\b"
)
#: An "it" that is no expletive, and "That said," which answers what stood before.
_OPENING_IT = re.compile(
    r"\A(?:It (?:comes|came|follows|followed|means|meant|adds|added)\b|"
    r"It (?:is|was|has been) (?:set|due|scheduled|based|owned|run|part)\b|"
    r"It (?:is|was|has been|will be|would be|became) (?:"
    r"the (?:first|second|third|fourth|fifth|last|latest|only|largest|biggest|most|highest|"
    r"lowest)|one of|an?|his|her|their)\b(?![^,.;]*\b(?:that|who|which|to)\b)|That said\b|"
    r"It (?:is|was) (?:only |just |barely )+(?:enough|an?|the)\b|"
    # "Rebranded to look neutral, it posted": who did, not even the participle tells.
    r"(?!United\b|Speed\b|Hundred\b)[A-Z][a-z]+(?:ed|ing)\b"
    r"(?! (?:said|says|told|has|had|is|was|will|announced|reported|expects|plans)\b)"
    r"[^,A-Z]{0,80}, (?:it|they)\b)"
)
#: Nouns for things said or shown that only the article's reader has before him.
_POINTING_WORDS = re.compile(
    r"\b[Tt]he (?:comments?|remarks?|tweets?|picture|pictures|photo|photos|footage|clip|"
    r"message|interview|impasse|suggestion|idea|answer|latter)\b"
    r"(?!\s+(?:of|that|which|about|to|by|on|in|with|between|over|for|show|shows|showed|"
    r"\w+ed)\b)|"
    # "The former secretary of state" is somebody's office, "the former was" one of two.
    r"\b[Tt]he former(?=\s*(?:[.,;:)]|\Z)|\s+(?:is|was|are|were|has|had|have|will|would|can|"
    r"could|may|might|did|does|said|says)\b)",
)
#: "Low rejects the claim", "played the incident down": matters that no annotated claim leaves
#: without telling which.
_POINTING_MATTER = re.compile(
    r"(?<!of )\b[Tt]he (?:claims?|accusations?|allegations?|move|incident|row|controversy|matter|"
    r"issue|announcement|proposals?|suggestion|warning|request|offer|appeal|crisis|scandal|tragedy|"
    r"ordeal|stunt|letter|memo|documents?|findings|study|disturbance|disruption|deal|agreement|"
    r"scheme|decision|defeat|fixture|procedure|classification level)"
    r"(?=[.;]?\s*\Z|[.,;]\s|\s+(?:was|is|were|are|had|has|have|will|would|could|down|and|but|as|before|"
    r"after|when|because)\b)"
)
#: What tells of the matter in the same sentence: a noun of its kind, or a clause that "and" joins.
_TOLD_BEFORE = re.compile(
    r"\b(?:an?|his|her|its|their|the|two|\d[\d.,]*\w*|[A-Z]\w+['\u2019]s)\s+(?:[\w$.-]+\s+){0,3}?"
    r"(?:offers?|deals?|agreements?|orders?|bids?|plans?|claims?|accusations?|moves?|proposals?|"
    r"requests?|rulings?|release|treaty|contract|study|studies|letters?|memos?|crisis|scandal)\b"
    r"|,\s+and\s+\Z"
)
#: A quotation that opens with one of these is about something said before it.
_QUOTED_POINTER = re.compile(
    r"[\"'\u201c\u2018](?:(?:but|and|so|well|yes|no|look|by the way|instead|however|also|then),?"
    r"\s+)?"
    r"(?:that(?:'s|\u2019s| is| was)?|this|it(?:'s|\u2019s)?|they|he|she|her|his|their|these|those|"
    r"there|then)\b",
    re.IGNORECASE,
)
#: A sentence that is this much quotation says little itself.
_QUOTED_SHARE = 0.5


def unclear_parts(sentence: str) -> tuple[str, ...]:
    """Return what a reader of the sentence alone could not make out; empty where all is clear.

    Beyond what `standalone.dependence` finds (pronouns, "the company", open quotations):
    a bare "this", "the comments" and the like, quotations that begin with "That's", and
    passages of the page that were run into it.
    Relative dates count as clear: they are resolved where the day of publication is known.
    """
    if is_in_capitals(sentence):
        sentence = in_small_letters(sentence)
    found = [*dependence(sentence, "", dates=False), *glued_parts(sentence)]
    outside = outside_quotations(sentence)
    found += [
        f"pointer: {match.group().lower()}"
        for pattern in (
            _BARE_POINTER,
            _THIS_NOUN,
            _POINTING_END,
            _POINTING_WORDS,
            _OPEN_MATTER,
            _COMPARED,
            _OPENING_IT,
            _OPEN_COUNT,
            _UNNAMED,
            _OF_ITSELF,
            _SUCH,
            _OF_INTERVIEW,
            _WHICH_ONES,
            _NARRATED_TIME,
            _OTHERS_DEATH,
            _BARE_NUMBER,
        )
        if (match := pattern.search(outside)) is not None
    ]
    found += [
        f"fragment: {match.group().lower()}"
        for pattern in (_NO_SUBJECT, _BREAKS_OFF, _OPEN_END)
        if (match := pattern.search(outside)) is not None
    ]
    found += open_phrases(outside, find_names(outside))
    matter = _POINTING_MATTER.search(outside)
    if matter is not None and not _TOLD_BEFORE.search(outside[: matter.start()]):
        found.append(f"pointer: {matter.group().lower()}")
    of_them = _OF_THEM.search(outside)
    if of_them is not None and not _PLURAL_BEFORE.search(outside[: of_them.start()]):
        found.append("pronoun: them")
    if _is_mostly_quoted(sentence) and (match := _QUOTED_POINTER.search(sentence)) is not None:
        found.append(f"quoted pointer: {match.group()}")
    return tuple(found)


def _is_mostly_quoted(sentence: str) -> bool:
    quoted = sum(end - start for start, end in quoted_ranges(sentence))
    return quoted >= _QUOTED_SHARE * len(sentence)
