"""Definites: "the sale", "the company", which point back at what another sentence names.

Some stand alone for any reader ("the government", "the largest port in Norvik"), and some are
told apart by what stands behind them ("the man held in Halden"). The others leave a reader
of the sentence alone asking which.
"""

from __future__ import annotations

import re

from service.text.names import Name

#: Nouns that, with "the" and nothing else, point back to something named before.
POINTING_NOUNS = (
    "company|firm|club|team|side|city|town|village|group|organi[sz]ation|charity|agency|"
    "bank|body|party|"
    "retailer|carmaker|manufacturer|airline|airport|newspaper|paper|network|broadcaster|station|"
    "man|woman|boy|girl|couple|pair|victim|victims|suspect|suspects|driver|teenager|toddler|baby|"
    "officer|officers|defendant|gunman|attacker|player|striker|midfielder|defender|"
    "goalkeeper|singer|actor|actress|"
    "author|writer|director|star|rapper|politician|lawmaker|senator|congressman|mp|"
    "minister|billionaire|"
    "businessman|veteran|spokesman|spokeswoman|spokesperson|researcher|researchers|scientists|"
    "study|survey|report|research|poll|attack|incident|crash|fire|blaze|explosion|shooting|"
    "blast|accident|"
    "deal|agreement|decision|vote|meeting|summit|talks|ceremony|event|announcement|"
    "statement|plan|plans|project|scheme|"
    "programme|program|bill|law|measure|ruling|verdict|trial|case|lawsuit|match|game|goal|"
    "race|tournament|contest|"
    "film|movie|album|book|show|song|series|video|building|house|home|school|hospital|"
    "hotel|prison|church|factory|plant|"
    "site|area|region|state|province|district|county|neighbou?rhood|island|country|nation|"
    "ship|vessel|boat|"
    "plane|aircraft|train|bus|car|vehicle|device|product|drug|vaccine|disease|virus|storm|"
    "hurricane|"
    "patients?|cases|outages?|blackouts?|islands|deaths|killings?|murders?|arrests|protests?|"
    "protesters|strikes?|clashes|inquiry|investigation|probe|hearing|operation|mission|flight|"
    "journey|trip|visit|proposals?|changes|order|policy|strategy|offer|bid|takeover|merger|"
    "contract|auction|dispute|controversy|scandal|allegations|accusations|"
    "letter|messages?|tweets?|documents?|files?|cities|villages|workers|"
    "passengers|soldiers|rebels|militants|migrants|refugees|wreckage|debris|app|software|system|"
    "weapons?|gun|knife|bomb|award|prize|commission|committee|competition|"
    "figure|figures|increase|rise|fall|drop|result|results|win|victory|defeat|loss|visitors|hosts"
)
_PREPOSITIONS = (
    r"(?:of|in|that|which|who|where|for|to|at|on|between|against|from|by|with|into|over|about|"
    r"behind|near|outside|inside|under|across|around|during|after|before|as|within|without|"
    r"towards?|among|through|than|whose|whom|like|and|or)"
)
#: Participles, which with a phrase of their own tell one noun from others of its kind.
_PARTICIPLE = (
    r"(?:[a-z]{2,}(?:ed|en)|begun|held|found|hit|sent|made|shot|built|caught|known|born|run|"
    r"put|set|led|left|bought|sold|stuck|taught|brought|lost|won|told|done|seen|sworn|drawn)"
)
#: Pasts of what one does oneself and nothing has done to it.
_SELF_DONE = (
    r"returned|occurred|happened|appeared|emerged|arrived|collapsed|crashed|ended|lasted|"
    r"started|agreed|refused|decided|continued|died|failed|worked|responded|insisted|"
    r"struggled|travelled|traveled"
)
#: Verbs that no noun has done to it, so that "the ship returned from Halden" is a sentence.
_INTRANSITIVE = (
    rf"(?:{_SELF_DONE}|"
    r"remained|landed|lived|talked|applied|aired|premiered|opened|closed|erupted|exploded|"
    r"debuted|asked|resigned|retired|worsened|climbed|dropped|jumped|slipped)"
)
#: With "to" behind it each goes on with its own sentence: "the party managed to hold on".
_WILLING = (
    rf"(?:{_SELF_DONE}|"
    r"managed|wanted|tried|attempted|hoped|needed|vowed|pledged|promised|intended|planned|"
    r"opted|apologi[sz]ed|reacted|appealed|declined|offered|threatened|began|relied|looked|"
    r"moved|switched|turned|voted|campaigned|argued)"
)
#: What behind a noun tells which one it is: a phrase, a clause, a participle with its own
#: phrase, a name, or a noun of which it is a part ("the car thief").
IDENTIFIED = (
    rf"\s+(?:(?:of|in|that|which|who|where|for|to|at|on|between|against|from|by|with|into|over|"
    rf"about|behind|near|outside|inside|under|across|around|involving|containing|carrying|"
    rf"showing|including|surrounding|facing|leading|covering|"
    rf"(?!{_WILLING}\s)"
    rf"{_PARTICIPLE}\s+(?:down\s+|up\s+|out\s+)?"
    rf"(?:in|at|on|by|for|from|to|with|over|into|as|near|during|after|under|between|against|"
    rf"behind|outside)|"
    rf"team|group|room|thief|maker|driver|owner|figures?|network|company|crew|site|star|"
    rf"rates?|lobby|money|store|scene|squad|and emergency)\b"
    rf"|(?-i:[A-Z][a-z]+)\b(?!\s+\d))"
)
#: "The mother of two": how many children someone has tells nobody who it is.
_PARENT = (
    r"(?:grand)?(?:mother|father|mum|mom|dad)[ -]of[ -]"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
)
_POINTING = re.compile(
    rf"\bthe\s+(?:(?:\d+-year-old|former|new|latest|second|first|same|two|three|"
    rf"\w+-\w+)\s+)?(?:(?:{POINTING_NOUNS})(?:['\u2019]s?)?|\d+-year-old|"
    rf"(?:two|three|four|five|six) [a-z]+s|{_PARENT})\b"
    rf"(?!{IDENTIFIED})(?!-)",
    re.IGNORECASE,
)
#: What befalls those whom a sentence names, and is not told by their names: "Ana Low was
#: in bed after the accident".
_EVENT = r"(?:accident|crash|collision|derailment|incident|outages?|blackouts?)"
_POINTING_EVENT = re.compile(
    rf"\bthe\s+{_EVENT}\b(?!['\u2019-])(?!{IDENTIFIED})(?!\s+\w+\s+(?:of|for)\b)", re.IGNORECASE
)
#: Its own sentence told of it before.
_TOLD_EVENT = re.compile(
    rf"\b(?:an?|another|two|three|several|\d+)\s(?:[\w-]+\s){{0,3}}{_EVENT}|"
    r"\b(?:crash\w*|collid\w*|hit|struck|overturn\w*|derail\w*|fell|ploughed|plunged|slid|skidded|"
    r"went down|left the road|lost power|without power)\b",
    re.IGNORECASE,
)
#: Heads and modifiers that leave nobody asking which one is meant.
_KNOWN = (
    r"(?:week|month|year|time|season|weekend|government|president|police|sun|moon|earth|sea|sky|"
    r"world|internet|economy|public|military|army|navy|pope|queen|king|weather|climate|euro|"
    r"dollar|pound|yen|rouble|state|press|media|law|constitution|opposition|treasury|senate|"
    r"cabinet|parliament|church|elderly|poor|rich|unemployed|homeless|disabled|dead|young|old|"
    r"country's|nation's|national|federal|average|number|total|vast|majority|same|most|only|"
    r"best|worst|least|fewest|youngest|newest|deadliest|strongest|earliest|largest|smallest|"
    r"longest|shortest|tallest|biggest|highest|lowest|fastest|slowest|oldest|busiest|richest|"
    r"poorest|last|next|past|prime|chancellor|coronavirus|supreme|high|european|human|stock|whole|more|less)"
)
_FINITE = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did|"
    r"said|says|came|comes|took|takes|began|begins|makes|also|now|then|got|went|"
    r"saw|gave|rose|fell|cost|includes?|shows|tells|means|meant|runs|met|spent|grew|drew|"
    rf"(?:made|left|brought|led|won|lost|found|told|ran|sent|kept|held|hit|sold|bought)"
    rf"(?!\s+(?:down\s+|up\s+|out\s+)?{_PREPOSITIONS}\b)|"
    r"isn't|wasn't|aren't|weren't|hasn't|hadn't|didn't|doesn't|don't|won't|"
    r"never|already|still|only|later|just|quickly|often|initially|eventually|reportedly|"
    r"apparently|finally|recently|usually|currently|previously)"
)
#: Pasts that no regular ending shows. What may be a participle too is one before a
#: preposition, unless no other verb follows ("the inn shut in May").
_IRREGULAR = (
    rf"(?:broke|became|chose|drove|fled|flew|forgot|froze|knew|rang|rode|sang|sank|shook|shrank|"
    rf"spoke|stole|swam|threw|tore|wore|wrote|withdrew|"
    rf"(?:bore|bound|built|burnt|burst|caught|cut|dealt|fed|felt|fought|heard|hurt|laid|lent|let|"
    rf"meant|paid|put|read|sat|set|shot|shut|slept|spread|stood|stuck|struck|swept|taught|"
    rf"thought|understood)(?!\s+(?:down\s+|up\s+|out\s+|off\s+)?{_PREPOSITIONS}\b)|"
    rf"(?:burst|cut|fought|sat|shut|slept|spread|stood)"
    rf"(?-i:(?!.*\b(?:{_FINITE}|[a-z]+ed)\b)))"
)
#: "The 24-year-old, named locally as Ivo Low, …": the sentence tells who it is.
_NAMED_BEHIND = re.compile(r"\s*,?\s?(?:named|identified|known)\b(?:\s[a-z]+){0,3}\sas\s[A-Z]")
#: Measures, taxes and plagues that are the same for every reader of a country, by what they
#: are of: not "the new rate", nor "the company budget".
_INDICATORS = (
    r"(?:(?:unemployment|jobless|employment|inflation|interest|base|mortgage|birth|fertility|mortality|"
    r"crime|murder|suicide|literacy|divorce|exchange|poverty|savings|growth)\s+rates?|"
    r"(?:minimum|living)\s+wage|(?:income|sales|property|inheritance|wealth|council|carbon|fuel|"
    r"corporation|corporate|value[- ]added|sugar)\s+tax|(?:gender\s+)?(?:pay|wealth|income)\s+gap|"
    r"(?:consumer|retail|producer|house)\s+price\s+index|(?:trade|budget)\s+(?:deficit|surplus|gap)|"
    r"(?:oil|gold|gas|wheat|house)\s+price|(?:housing|labou?r|job|jobs|property|bond)\s+market|"
    r"(?:retirement|pension)\s+age|road\s+toll|"
    r"(?:zika|ebola|flu|influenza|polio|measles|bird\s+flu|hiv)\s+(?:virus|vaccine))"
)
#: Kinds of animals and of other things, told of as kinds in the present ("the blue whale weighs").
_KINDS = (
    r"(?:whale|shark|dolphin|seal|bear|wolf|fox|lynx|tiger|lion|leopard|cheetah|elephant|rhino|"
    r"giraffe|gorilla|ape|monkey|horse|deer|moose|eagle|owl|penguin|albatross|swift|crow|salmon|"
    r"cod|eel|herring|trout|turtle|crocodile|snake|frog|spider|bee|wasp|ant|beetle|butterfly|"
    r"mosquito|rat|mouse|bat|squirrel|hedgehog|beaver|otter|heart|brain|liver|lung|atom|electron)"
)
_GENERIC = re.compile(
    rf"the\s+(?:[a-z-]+\s+){{0,2}}{_INDICATORS}\b|"
    rf"the\s+(?:[a-z-]+\s+){{0,2}}{_KINDS}\s+(?:is|has|can|[a-z]+s)\b",
    re.IGNORECASE,
)
_OPENS_OBJECT = r"(?:the|an?|his|her|its|their|that|how|up|\d|more|about|nearly|almost)"
#: "The floodlights were …", "the inn, which …": a subject that says nothing of whose it is.
_DEFINITE_SUBJECT = re.compile(
    rf"(?:the|this|that|these|those)\s+(?!{_KNOWN}\b)"
    rf"(?:(?!{_PREPOSITIONS}\b)[a-z][\w'\u2019-]*"
    rf"(?:\s+(?!{_PREPOSITIONS}\b)[a-z][\w'\u2019-]*){{0,3}}?)"
    rf"(?:\s+(?:{_FINITE}\b|{_IRREGULAR}\b|{_INTRANSITIVE}\b|[a-z]+ed\b(?!\s+{_PREPOSITIONS}\b)|"
    rf"[a-z]+s\s+{_OPENS_OBJECT}\b)"
    rf"|,\s+(?!(?-i:[A-Z]))|\s[-\u2013\u2014]+\s)",
    re.IGNORECASE,
)


def pointing_noun(outside: str, names: list[Name]) -> list[str]:
    """Return the first "the company" that no name stands before, as a reason.

    Of an accident a name tells nothing, so "the accident" points back behind one as well.
    """
    event = _POINTING_EVENT.search(outside)
    if event is not None and not _TOLD_EVENT.search(outside[: event.start()]):
        return [f"pointing noun: {event.group().lower()}"]
    match = _POINTING.search(outside)
    if match is None or any(name.start < match.start() for name in names):
        return []
    if _NAMED_BEHIND.match(outside, match.end()):
        return []
    return [f"pointing noun: {match.group().lower()}"]


def definite_subject(outside: str, start: int) -> list[str]:
    """Return the subject at `start` that points back, as a reason.

    Args:
        outside: The sentence without what it quotes.
        start: Where its subject is expected.
    """
    match = _DEFINITE_SUBJECT.match(outside, start)
    if match is None or re.search(r"[A-Z]", match.group()[1:]):
        return []
    if _GENERIC.match(match.group()):
        return []
    return [f"definite subject: {match.group().lower().strip(' ,')}"]
