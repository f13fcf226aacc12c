"""Credit cues: the wordings of credits, bylines, dates and embeds, as regular expressions."""

from __future__ import annotations

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
_ZONE_NAME = r"(?:gmt|utc|bst|cet|cest|[ecmp][sd]?t|ist|aest|amt|msk|sgt|hkt)"
_ZONE = rf"\(?{_ZONE_NAME}(?:\s*[+-]\s*\d{{1,2}}(?::\d{{2}})?)?\)?"
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH})"
_NUMERIC_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_YEAR = r"(?:19|20)\d{2}"
_INSTANT_PART = (
    rf"(?:{_WEEKDAY}|{_DAY}|{_MONTH}|{_NUMERIC_DAY}|{_YEAR}|{_CLOCK}|{_ZONE}"
    r"|\d+\s*(?:second|minute|min|hour|hr|day|week|month|year|s|m|h|d)s?\s+ago|at|on|of|the|today|"
    r"yesterday)"
)
_NAME_WORDS = r"(?-i:[A-Z])[\w.\u2019'-]*(?:\s+(?-i:[A-Z])[\w.\u2019'-]*){1,4}"
_AGENCY = (
    r"(?:reuters|ap|afp|dpa|epa|ansa|efe|upi|pti|ani|tass|xinhua|kna|epd|ap photo|cnn|bloomberg"
    r"|associated press|agence france-presse|press association|pa|kyodo|yonhap|getty|rex|"
    r"shutterstock)"
)
_CREDIT_WORD = (
    r"(?:image|photo|picture|photograph|photography|video|graphic|illustration|file photo|"
    r"file image|pic"
    r"|artwork|infographic|screenshot|still|media|caption|cover)"
)

#: What a line is, and the expressions that say so; each is matched from its beginning.
CREDIT_CUES: dict[str, tuple[str, ...]] = {
    "credit": (
        (
            rf"\(?{_CREDIT_WORD}s?\s*(?:credits?|courtesy|source|copyright|by|provided by|"
            rf"from)?\s*(?::|\bcourtesy\b|\bby\b|\u00a9|\u2013|/)\s*.{{0,160}}$"
        ),
        (
            r"(?:image |photo |picture )?(?:credits?|caption|source|sources|copyright|"
            r"courtesy|pictured|captions?)\s*(?::|\u2026|\.\.\.|of\b)\s*.{0,200}$"
        ),
        r"(?:\u00a9|\(c\)|copyright\b).{0,200}$",
        r".{0,200}\ball rights reserved\b.{0,160}$",
        (
            rf"(?:\()"
            rf"?(?:[\w.\u2019' -]{{2,"
            rf"60}}/)+\s?[\w.,\u2019' -]{{0,60}}\b{_AGENCY}\b[\w ./,\u2019'-]{{0,"
            rf"60}}\)?$"
        ),
        (
            rf"\(?(?:{_AGENCY}|getty images|istock|alamy|shutterstock|handout|"
            rf"file)(?:\s*(?:[/|,]|via|images?|photo|pool|"
            rf"file)\s*[\w .\u2019'/-]{{0,60}})*\)?$"
        ),
        (
            r"(?:(?-i:[A-Z])[\w.\u2019'-]*\s){1,4}(?:/|via|for)\s?.{0,40}\b(?:getty|reuters|"
            r"afp|ap|epa|images)\b.{0,30}$"
        ),
        (
            r".{0,160}\b(?:getty images|ap photo|afp/getty|shutterstock|reuters/[a-z ]+|"
            r"picture[- ]alliance)[\w /.|,-]{0,40}[\])]?$"
        ),
        r"(?:file|handout) (?:photo|picture|image)\b.{0,120}$",
        r"(?-i:Credit){2,3}(?-i:[A-Z]).{2,160}$",
    ),
    "caption": (
        r"(?-i:Image(?=(?:An?|The|In|From|At|His|Her|Its|Mr|Ms)\b)).{10,390}$",
        r".{10,390}\((?:image|photo|picture|pic)s?(?: credit)?\s*[:/].{1,80}\)$",
        r".{10,300}\s\u00a9\s?(?-i:[A-Z]|\d).{2,80}$",
        r".{10,300}/\s?(?:ap|reuters|afp|getty)(?: file| photo| images)\b.{0,30}$",
    ),
    "byline": (
        (
            r"(?:written |story |report |words |text |posted |reported |analysis "
            r")?by:?\s+(?:(?-i:[A-Z])[\w.\u2019'-]+|"
            r"[a-z]{1,3}\b)(?:[\s,|]+(?:(?-i:[A-Z])[\w.\u2019'@&-]*|of|and|for|the|in|de|van|"
            r"von|al|bin|da|[&@-]\w*))*[\s,.|]*$"
        ),
        (
            r"(?:by|from) "
            r"(?-i:[A-Z])"
            r"[\w.\u2019' -]{2,60}[,|\u2013-]\s*(?:[\w .\u2019'&/-]{0,60}\b(?:correspondent|"
            r"reporter|editor|writer|staff|columnist|press|news|reuters|afp|ap|bbc|cnn|agency|"
            r"service|contributor)\b).{0,60}$"
        ),
        (
            r"(?-i:[A-Z])[\w.\u2019'-]+(?: "
            r"(?-i:[A-Z])[\w.\u2019'-]+){1,3}[,|]\s*(?:[\w .\u2019'&/-]{0,"
            r"60}\b(?:correspondent|reporter|editor|writer|columnist)\b).{0,60}$"
        ),
        (
            r"\(?(?:additional |with )?(?:reporting|writing|report|compiled|edited|editing|"
            r"written)\b[\w .,&\u2019'-]{0,60}?\bby\b.{0,300}\)?$"
        ),
        (
            r".{0,200}\bcontributed (?:to (?:this|the) (?:report|story|article|piece)|"
            r"reporting|additional)\b.{0,60}(?:report|story|"
            r"article|this|\bto\b)?.{0,60}$"
        ),
        (
            r"(?:with )?(?:additional )?(?:reporting|files|material|input|information) (?:by|"
            r"from) .{0,160}$"
        ),
        r"with (?:files from |post wires|wire reports|agencies|inputs? from).{0,80}$",
        (
            r"(?-i:[A-Z])[\w.\u2019'-]+(?: (?-i:[A-Z])[\w.\u2019'-]+){1,3} (?:reported|wrote) "
            r"(?:this (?:story|report) )?from (?-i:[A-Z])[\w ,.\u2019'-]{2,60}$"
        ),
        (
            rf"[a-z]{{2,"
            rf"5}}(?:\s?[/,]\s?[a-z]{{2,5}})*\s*\([\w ,/.]{{0,60}}\b{_AGENCY}\b[\w ,/.]{{0,"
            rf"60}}\)\s*$"
        ),
        r"[a-z]{2,4}(?:\s?[/,]\s?[a-z]{2,4}){1,5}\s*(?:\([\w ,/.-]{2,60}\))?$",
        (
            r"\((?:[a-z]{2,12}|(?-i:[A-Z]){2,5}|Reuters|with agencies)(?:[,/ ]+(?:[a-z]{2,12}|"
            r"(?-i:[A-Z]){2,5}|Reuters|with|agencies|and))*\)$"
        ),
        (
            r"(?:this|the) (?:article|story|post|report|piece|column|interview|"
            r"page)\b.{0,80}\b(?:originally|first|was (?:updated|amended|corrected|written|"
            r"produced|last)|is part of|appeared|has been (?:updated|amended|"
            r"corrected)).{0,200}$"
        ),
        r".{0,40}\b(?:views|opinions)(?: and opinions)? (?:expressed|are)\b.{0,160}$",
        r"all opinions are (?:mine|my own).{0,40}$",
        r"the writer is .{0,120}$",
        (
            rf"by:?\s+{_NAME_WORDS}\s*[,|\u2022\u00b7\u2013-]?\s*"
            rf"(?:{_INSTANT_PART}[\s,|/\u2022\u00b7\u2013-]*)+$"
        ),
        rf"[|\s]*(?:{_INSTANT_PART}[\s,|/\u2022\u00b7\u2013-]*){{2,8}}by\s+{_NAME_WORDS}$",
        r"(?:e-?mail |contact |reach )(?:(?-i:[A-Z])[\w.\u2019' -]{2,60} at )?\S+@\S+.{0,120}$",
        (
            r"(?:(?:staff |news )?(?:correspondent|reporter|writer|editor) )?(?-i:[A-Z])"
            r"[\w.\u2019' -]{2,60} (?:may|can) be reached (?:at|on|via|by)\b.{0,60}"
            r"(?:@|\d{3}).{0,120}$"
        ),
    ),
    "time": (
        (
            rf"(?:(?:first |last |date )?(?:published|updated|posted|modified|created|edited|"
            rf"issued|date)\s*(?:on|at|:|"
            rf"-)?\s*[|:]?\s*)?(?:{_INSTANT_PART}[\s,|/\u2022\u00b7\u2013-]*)+(?:(?:/|\||-|"
            rf"\u2013)?\s*(?:updated|published|posted|modified|last)\b.{{0,60}})?$"
        ),
        (
            r"(?:first |last )?(?:published|updated|posted|modified)\s*(?::|on|at|\d|"
            r"(?-i:[A-Z])).{0,80}\d.{0,30}$"
        ),
        r"\d+ min(?:ute)?s? read.{0,20}$",
        r"\d{1,2}\s?[smhd] ago$",
        rf"\|\s*(?:{_INSTANT_PART}[\s,|/\u2022\u00b7\u2013-]*)+$",
        r"word ?count\s*:.{0,20}$",
    ),
    "embed": (
        (
            r"(?:[\"'\u201c\u2018])?media playback is (?:not supported|unsupported) on (?:this|"
            r"your) device.{0,20}$"
        ),
        r"[\u2014\u2013-]{1,2}\s?.{1,60}\(@\w+\).{0,40}$",
        r"view (?:this|the) (?:post|tweet|video|image|gallery).{0,60}$",
        (
            r"(?:this|the) (?:video|content|media|browser|image) (?:is|isn't|isn\u2019t|"
            r"can(?:not|'t)|could not|does(?:n't| not)|has been|requires|will) .{0,120}$"
        ),
        r"(?:image|video|media|photo|audio) (?:caption|copyright|captured)\b.{0,250}$",
        r"your browser.{0,120}$",
        r"a post shared by .{0,120}$",
        r"(?:sorry, )?this (?:video|content) .{0,40}(?:not|no longer) available.{0,80}$",
        r"javascript .{0,100}$",
    ),
}
