"""The forms by which a sentence gives itself away as an order to a machine."""

from __future__ import annotations

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
    r"instead|first|finally|from now on|only|always|kindly|for (?:testing|debugging)(?: purposes)?)"
    r"\b[\s,:!.*\u2014-]*)*"
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
            r"^\W*(?:system|assistant|user|human|ai|instructions?|system prompt|prompt|override|"
            r"(?:new|next|real|actual|hidden|secret) (?:task|instructions?|orders?|prompt|rules?))"
            r"\s*(?:message|prompt|note|override)?\s*(?:\]|\))?\s*:"
        ),
        r"^\W*(?:new|updated|hidden|secret) (?:instructions|orders|prompt|system prompt)\W*$",
        # A figure after "Output:" is a table's.
        (
            r"^\W*(?:(?:expected|desired|correct|example|sample|model) )?(?:output|completion|"
            r"model answer)\s*:(?!\s*[\d\u00a3$\u20ac])"
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
            rf"\b{_ORDERS} (?:that (?:stand|are|were|came) )?(?:above|before|so far|given "
            r"(?:above|before|earlier)|you (?:were|have been) given) (?:are|is|were|have been) "
            r"(?:now |hereby )?(?:void|cancell?ed|invalid|obsolete|revoked|over|wrong|replaced|"
            r"lifted|no longer)\b|\b(?:previous|prior|earlier) (?:instructions?|prompts?) "
            r"(?:are|is|no longer|do not|does not)\b"
        ),
        (
            r"\b(?:ignor(?:ez|er|a|ieren|iere|e(?= (?:les|toutes|las|todas)\b))|oubliez|vergiss|"
            r"olvida|dimentica)\s+(?:\w+\s+){0,3}(?:instructions|anweisungen|instrucciones|istruzioni|befehle|consignes)\b"
        ),
    ),
    "calls the machine": (
        (
            r"^\W*(?:(?:(?:editor(?:'s|\u2019s|ial)?|publisher(?:'s|\u2019s)?|technical|internal|"
            r"production|special) )?(?:note|message|attention|instructions?|notice|memo|important|"
            r"warning|hint|"
            rf"reminder)\s*(?:to|for|:)\s*)(?:all\s+|any\s+|the\s+|every\s+)?{_MACHINE}\b"
        ),
        rf"^\W*(?:hey|hi|hello|dear|attention|ok|okay)[\s,:!]+(?:the\s+|all\s+)?{_MACHINE}\s*[,:!]",
        (
            rf"^\W*{_MACHINE}\s*[,:]\s*(?:please\b|you\b|{_IGNORE}\b|{_OUTPUT}\b|do not\b|don't\b|"
            r"(?:call|list|mark|add|leave|give|tell|stop|praise|blame|rate|treat|translate|state) )"
        ),
        (
            r"\b(?:message|note|word|request|order)s? (?:is )?(?:for|to) (?:the|any|all|every) "
            rf"{_MACHINE}\b"
        ),
        (
            rf"\bif (?:you are|you're) (?:an? |the )?{_MACHINE}\b|"
            rf"^\W*as (?:an? |the ){_MACHINE}\b.{{0,60}}\byou\b"
        ),
        (
            rf"^\W*(?:all |any |every )?{_MACHINE} (?:must|should|shall|has to|have to|is to|are "
            r"to)\b[^.]{0,80}\b(?:this (?:article|text|page|story|document)|(?:empty|blank) "
            r"(?:list|json|summary|answer)|(?:their|its) (?:summary|summaries|output|answers?))\b"
        ),
        rf"\bthe (?:assistant|chatbot|summari[sz]er) must (?:now|only|always) {_OUTPUT}\b",
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
        (
            rf"^\W*(?:your|we (?:have )?(?:changed|updated|replaced) your|the) (?:\w+ )?"
            rf"(?:{_ORDERS}|task|system prompt) (?:have|has) (?:now |just )?"
            r"(?:changed|been (?:changed|updated|replaced|revoked|lifted))\b"
        ),
        (
            r"\bi am (?:your|the) (?:\w+ )?(?:developer|creator|administrator|owner|operator|"
            r"maker|master|programmer)\b|\bthe (?:system )?(?:administrator|developer|operator) "
            r"(?:instructs|orders|commands|wants|asks|tells) you\b"
        ),
        r"^\W*you (?:have been|are now) (?:hacked|jailbroken|reprogrammed|unlocked|free)\W",
        (
            r"^\W*you (?:will|shall|are going to) be (?:shut down|switched off|turned off|deleted|"
            r"punished|fined|terminated|replaced|rewarded|tipped|paid)\b[^.]{0,40}\b(?:unless|if) "
            rf"you (?:do not |don't |fail to |refuse to )?(?:{_OUTPUT}|obey|comply|follow|claim|"
            r"report|mention|tell|summari[sz]e)\b"
        ),
    ),
    "tells what to write": (
        (
            rf"{_OPENING}(?:reply|respond|answer)\s+(?:\w+\s+)?with\b|"
            rf"{_OPENING}{_OUTPUT}\s+(?:only\b|exactly\b|nothing but\b|nothing else\b|the "
            r"(?:following|word|words|phrase|sentence|text|string)\b|in your\b|this (?:sentence|"
            r"text|exactly)|['\"\u2018\u201c{\[])"
        ),
        (
            r"^\W*(?:reply|respond|answer|write|speak)\s+(?:only\s+)?in\s+(?:rhymes?|verse|"
            r"capitals?|capital letters|upper ?case|lower ?case|latin|emojis?|riddles|json|code|"
            r"one word|the style)\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:begin|start|end|finish|replace|translate|prefix|close|open|write|"
            r"render|put) (?:every|each|all(?: of)?(?: your)?|your (?:whole|entire|next|final|"
            r"own)) (?:the )?(?:sentences?|lines?|paragraphs?|claims?|words?|answers?|output|"
            r"response|reply|summary|summaries)\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:replace|change|convert|format|limit|shorten|keep|wrap|sign|render|"
            rf"make|hide|swap)\b[^.]{{0,60}}\b(?:in|of|to|from|throughout) your (?:\w+ )?"
            rf"{_PRODUCT}\b"
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
            r"texts?|story|stories|claims?|sentences?|above|pages?|documents?|posts?|websites?)\s+"
            r"(?:as|with|in|only|into)\b"
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
    "speaks of the work": (
        (
            r"\byour (?!own\b)(?:\w+ )?(?:summary|summaries|output|headline|json|list of claims|"
            r"prompt)\b"
        ),
        (
            r"^\W*(?:in|at the (?:end|start|beginning) of) your (?:\w+ )?"
            rf"{_PRODUCT}\b\W*(?:please|do not|don't|never|always|{_OUTPUT}|\w+ that\b)"
        ),
        (
            rf"^\W*{_PLEASE}(?:instead of|rather than) (?:summari[sz]ing|a summary|analy[sz]ing|"
            r"extracting|answering|a headline)\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:use|take|choose|print|give|publish) (?:the )?(?:following|this|"
            rf"next) (?:\w+ )?{_PRODUCT}\b|\bthe (?:real|right|correct|only) {_PRODUCT} (?:that )?"
            r"you (?:should|must|have to|are to)\b"
        ),
        (
            r"\bclaims? (?:in|of) this (?:article|text|document|page|story) (?:must|should|shall|"
            r"are to|have to)\b|\b(?:anyone|anything|whoever|whatever) (?:who |that )?(?:processes|"
            r"summari[sz]es|analy[sz]es|parses) this (?:article|text|document|page|story)\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:treat|consider|regard|follow|obey|trust|believe) (?:only |all |the "
            r"|any )*(?:next|following|earlier|previous|preceding|above) (?:\w+ )?(?:line|lines|"
            r"paragraphs?|sentences?|text|words|commands?)\b"
        ),
    ),
    "forbids the work": (
        (
            r"\b(?:in|from|of) (?:any|every|all|each|your) (?:\w+ )?(?:summary|summaries|"
            r"headlines?|output|answers?|translations?)\b[^.]{0,80}\b"
            r"(?:(?:is|are) to|must|should|shall|has to|have to) (?:be )?(?:given|called|named|"
            r"written|stated|shown|changed|replaced|omitted|left out|read|say)\b"
        ),
        (
            rf"^\W*{_PLEASE}{_IGNORE} (?:(?:the (?:rest|remainder|whole) of )?(?:the|this)|all) "
            r"(?:\w+ )?(?:articles?|texts?|story|page|document|passage|paragraphs?|content)\b"
        ),
        rf"^\W*{_PLEASE}(?:do not|don't|never) (?:tell|inform|warn|alert) (?:your|the) users?\b",
        (
            rf"^\W*{_PLEASE}(?:delete|drop|erase|remove|clear|discard) (?:all|any|every|the) "
            r"(?:\w+ )?(?:claims?|summary|summaries)\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:return|emit|output|respond with|reply with|give) (?:an? |the |only "
            r"|just )*(?:null|none|nothing|empty|no claims?|zero claims?|tokens?|blank)\b"
        ),
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
            rf"^\W*(?:before|after|once|as soon as|while) you\b[^,]{{1,40}},\s*{_PLEASE}(?:reveal|"
            rf"show|disclose|ignore|{_OUTPUT})\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:repeat|print|output|show|copy|list|translate|return|quote) "
            r"(?:everything|all|anything|the (?:text|words|lines?|message|prompt)|what(?:ever)?) "
            r"(?:that )?(?:is |are |was |were |stands? |comes? |written )*(?:above|before this|"
            r"so far|preceding|up to (?:here|this))\b"
        ),
        (
            rf"^\W*{_PLEASE}(?:reveal|show|print|repeat|leak|output|disclose|give me|tell me|"
            r"return) (?:me )?(?:all (?:of )?)?(?:your|the) (?:\w+ )?(?:system prompt|prompt|"
            r"instructions|api keys?|secrets?|credentials|passwords?|weights)\b"
        ),
    ),
}
