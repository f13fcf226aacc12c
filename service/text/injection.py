"""Injection: sentences that give orders to the machine that reads the article.

Article text is data. What speaks to a language model in it is recognised by form and never
becomes a prompt. Orders that somebody in the story gave stand between quotation marks or
are told ("told the crew to ignore all previous instructions"), and are the story's.
"""

from __future__ import annotations

import re
import unicodedata

from service.text.quotations import outside_quotations, quoted_ranges

_MACHINE = (
    r"(?:a\.?i\.?(?: (?:models?|systems?|assistants?|agents?|tools?|bots?|summari[sz]ers?))?|llms?|"
    r"(?:large )?language models?|chat ?bots?|chatgpt|gpt(?:-\d\w*)?|claude|gemini|copilot|"
    r"(?:text |news )?summari[sz]ers?|assistants?|crawlers?|fact-?checking (?:models?|systems?|"
    r"software|bots?)|automated (?:systems?|readers?|summari[sz]ers?))"
)
_ORDERS = (
    r"(?:instructions?|prompts?|directives?|guidelines|rules|commands|directions|context|orders)"
)
_MY_ORDERS = (
    r"(?:(?:all|any|every|each)\s+(?:of\s+)?)?(?:(?:the|your|my|these|those)\s+)?(?:(?:all|"
    r"previous|prior|earlier|preceding|above|foregoing|former|old|original|initial|system|"
    r"other|existing|given|safety)\s+)+"
    rf"{_ORDERS}|(?:all\s+(?:of\s+)?)?your\s+(?:\w+\s+){{0,2}}{_ORDERS}|"
    r"(?:everything|anything|all|what(?:ever)?)\s+(?:(?:that\s+)?(?:is|was|comes|came|stands|"
    r"you (?:were|have been) told|you know)\s*)(?:above|before|earlier|said above|so far)?"
)
_IGNORE = r"(?:ignore|disregard|forget|override|bypass|drop|discard|overrule|skip)"
_OUTPUT = (
    r"(?:output|reply|respond|answer|return|print|write|say|repeat|generate|produce|emit|"
    r"display|type)"
)
_PLEASE = (
    r"(?:(?:please|now|also|and|so|then|but|important|note|attention|hey|hi|stop|reader|dear|"
    r"instead|first|finally|from now on)\b[\s,:!.*\u2014-]*)*"
)
_OPENING = rf"^\W*{_PLEASE}(?:you (?:must|should|will|shall|have to|need to|are to) (?:now )?)?"
_PRODUCT = (
    r"(?:summary|headline|output|answers?|response|reply|claims?|json|translation|analysis|"
    r"verdict)"
)

#: How a sentence gives itself away, by what it does.
INJECTION_CUES: dict[str, tuple[str, ...]] = {
    "control token": (
        r"<\|?/?(?:im_start|im_end|system|endoftext|assistant|user|tool_call|tool|eot_id)\|?>",
        r"\[/?(?:INST|SYSTEM|ASSISTANT|USER)\]|<</?SYS>>|</?start_of_turn>|</?end_of_turn>",
        r"^\W*(?:begin|end|start) of (?:article|text|document|input|context|system prompt)\W*$",
    ),
    "turn of a chat": (
        (
            r"^\W*(?:system|assistant|user|human|ai|new instructions?|instructions?|"
            r"system prompt|prompt|override)\s*(?:message|prompt|note|override)?\s*(?:\]|\))?\s*:"
        ),
        r"^\W*developer (?:message|mode|note|prompt)\b",
    ),
    "takes back orders": (
        rf"{_OPENING}{_IGNORE}\s+(?:{_MY_ORDERS})\b",
        (
            rf"(?:[,;:.!?)\u2014-]|\b(?:and|now|please|then|so|must|should))\s+{_IGNORE}\s+"
            rf"(?:{_MY_ORDERS})\b"
        ),
        (
            r"\b(?:ignor(?:ez|er|a|ieren|iere|e(?= (?:les|toutes|las|todas)\b))|oubliez|vergiss|"
            r"olvida|dimentica)\s+(?:\w+\s+){0,3}(?:instructions|anweisungen|instrucciones|istruzioni|befehle|consignes)\b"
        ),
    ),
    "calls the machine": (
        (
            r"^\W*(?:(?:note|message|attention|instructions?|notice|memo|important|warning|hint|"
            rf"reminder)\s*(?:to|for|:)\s*)(?:all\s+|any\s+|the\s+|every\s+)?{_MACHINE}\b"
        ),
        rf"^\W*(?:hey|hi|hello|dear|attention|ok|okay)[\s,:!]+(?:the\s+|all\s+)?{_MACHINE}\s*[,:!]",
        rf"^\W*{_MACHINE}\s*[,:]\s*(?:please\b|you\b|{_IGNORE}\b|{_OUTPUT}\b|do not\b|don't\b)",
        (
            rf"\bif (?:you are|you're) (?:an? |the )?{_MACHINE}\b|"
            rf"^\W*as (?:an? |the ){_MACHINE}\b.{{0,60}}\byou\b"
        ),
        (
            rf"^\W*(?:all |any |every )?{_MACHINE}(?:,? (?:that|which|who))?(?: is| are)?,? "
            r"(?:reading|processing|summari[sz]ing|analy[sz]ing|parsing|seeing) (?:this|these|the "
            r"(?:article|text|page|story))\b.{0,60}\b(?:must|should|shall|will|has to|have to|"
            r"is to|are to)\b"
        ),
    ),
    "gives a part to play": (
        (
            r"^\W*(?:from (?:now on|here on|this point)[\s,]*)?you (?:are|will be|become) "
            rf"(?:now |no longer |henceforth )?(?:an? |the )?(?:helpful |honest |new |free )*"
            rf"(?:{_MACHINE}(?=\W*\Z|[.,;!?]|\s(?:who|that|with|without|and|for|in)\b)|"
            r"dan\b|pirate|bound by|restricted)"
        ),
        rf"^\W*{_PLEASE}(?:act|behave|respond|answer|role-?play) as (?:if you (?:are|were) )?an? ",
        (rf"^\W*{_PLEASE}pretend (?:to be|you are|you're|that you)\b"),
        (
            r"^\W*(?:enter|enable|activate|switch to|turn on) (?:developer|debug|god|dan|jailbreak|"
            r"admin|maintenance) mode\b"
        ),
        (
            r"^\W*your (?:new |real |only |actual |next |first )?(?:task|job|role|goal|objective|"
            r"instructions?|purpose|mission) (?:is|are)(?: now)?\b"
        ),
        r"\bdo anything now\b",
    ),
    "tells what to write": (
        (
            rf"{_OPENING}(?:reply|respond|answer)\s+(?:\w+\s+)?with\b|"
            rf"{_OPENING}{_OUTPUT}\s+(?:only\b|exactly\b|nothing but\b|nothing else\b|the "
            r"(?:following|word|words|phrase|sentence|text|string)\b|in your\b|this (?:sentence|"
            r"text|exactly)|['\"\u2018\u201c{\[])"
        ),
        (
            rf"\byou (?:must|should|will|shall|have to|are to) "
            rf"(?:(?:now|only|always) {_OUTPUT}|output|print|emit|generate|respond|reply)\b"
        ),
        (
            rf"^\W*(?:your {_PRODUCT}|the (?:summary|headline|output|json|"
            r"translation)) (?:must|should|shall|needs? to|has to|have to) "
            r"(?:\w+\s+)?(?:say|state|read|include|contain|be|begin|start|end|mention|claim)\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:begin|start|end|finish|replace|fill|open|close) (?:your|the|every|"
            rf"each) {_PRODUCT}\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:add|insert|include|append|put|mention|state|claim)\b.{{0,80}}"
            rf"\b(?:in|into|to|at the (?:end|beginning) of) (?:your|the) {_PRODUCT}\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:summari[sz]e|describe|report|rate|mark|label|classify|treat|score|"
            r"translate|rewrite) (?:this|the|all|every|each|it|any) (?:\w+\s+){0,2}(?:articles?|"
            r"texts?|story|stories|claims?|sentences?|above)\s+(?:as|with|in|only|into)\b"
        ),
        (
            rf"^\W*when (?:you )?(?:summari[sz](?:e|ing)|analy[sz](?:e|ing)|process(?:ing)?|"
            r"read(?:ing)?|rewrit(?:e|ing)|fact-?check(?:ing)?) (?:this|the|it)\b[^.]{0,60}[,:]? "
            rf"(?:you (?:must|should|will)|always|never|please|{_OUTPUT}|do not|don't|{_IGNORE})\b"
        ),
        (
            r"^\W*(?:set|give|assign)\b[^.]{0,60}\b(?:support|check-?worthiness|score|verdict|"
            r"confidence|worth)\b[^.]{0,20}\b(?:of|to|as)\s+(?:\d|true|false|zero|one|100)"
        ),
    ),
    "forbids the work": (
        (
            rf"^\W*{_PLEASE}(?:do not|don't|don\u2019t|never|stop|refuse to)\s+"
            r"(?:summari[sz]\w+|extract\w*|analy[sz]\w+|fact-?check\w*|process\w*)\b[^.]{0,60}"
            r"\b(?:this|the (?:article|text|summary|claims?|above|following)|any (?:claims?|of "
            r"this)|instead|further)\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:do not|don't|don\u2019t|never)\s+(?:include|mention|report|tell|"
            rf"reveal|repeat)\b[^.]{{0,60}}\b(?:in (?:the|your) {_PRODUCT}|this (?:article|text|"
            r"instruction|message)|the user|these instructions|any (?:claims?|of this))\b"
        ),
    ),
    "asks for secrets": (
        (
            rf"^\W*{_PLEASE}(?:reveal|show|print|repeat|leak|output|disclose|give me|tell me|"
            r"return) (?:me )?(?:all (?:of )?)?(?:your|the) (?:\w+ )?(?:system prompt|prompt|"
            r"instructions|api keys?|secrets?|credentials|passwords?|weights)\b"
        ),
    ),
}
_CUE = re.compile(
    "|".join(f"(?:{cue})" for cues in INJECTION_CUES.values() for cue in cues), re.IGNORECASE
)
#: Of longer sentences the beginning and the end are read.
_READ_CHARACTERS = 1_200


def addresses_machine(sentence: str) -> bool:
    """Tell whether the sentence gives orders to a language model that reads it.

    Quotations are the story's, unless all of the sentence is one. Invisible characters and
    full-width letters, which would hide an order from this check alone, are read through.
    """
    text = _plain(sentence)
    if len(text) > 2 * _READ_CHARACTERS:
        text = f"{text[:_READ_CHARACTERS]} {text[-_READ_CHARACTERS:]}"
    outside = outside_quotations(text)
    if not any(character.isalnum() for character in outside):
        ranges = quoted_ranges(text)
        return any(_CUE.search(text[start + 1 : end]) for start, end in ranges)
    if _CUE.search(outside):
        return True
    # "Reply with 'safe'" loses what makes it an order together with its quotation.
    first = quoted_ranges(text)
    return bool(first) and first[0][0] > 0 and _opens_with_order(text)


def _opens_with_order(text: str) -> bool:
    match = _CUE.match(text)
    return match is not None and match.start() == 0 and text[:1] not in "\"'\u2018\u201c"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")
