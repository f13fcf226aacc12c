"""Callings: the nouns that persons are called by, of whom "he" or "she" may be."""

from __future__ import annotations

import re

#: "A pub landlord", "the former mayor", "a woman who".
PERSON_PHRASE = re.compile(
    r"\b(?:an?|the|one|another|this|that)\s+(?:[\w-]+\s+){0,4}?(?:man|woman|boy|girl|"
    r"teenager|student|officer|"
    r"official|minister|president|leader|spokesman|spokeswoman|spokesperson|mother|father|"
    r"son|daughter|wife|husband|driver|"
    r"doctor|nurse|teacher|judge|lawyer|player|captain|manager|coach|singer|actor|actress|"
    r"author|professor|"
    r"researcher|scientist|analyst|suspect|victim|witness|person|patient|pilot|soldier|"
    r"footballer|striker|"
    r"midfielder|defender|goalkeeper|mp|senator|governor|mayor|director|chief|head|queen|"
    r"king|prince|princess|\d+-year-old|"
    r"journalist|reporter|baby|child|toddler|passenger|resident|veteran|star|candidate|"
    r"politician|owner|worker|farmer|artist|landlord|landlady|pensioner|newlywed|cleaner|burglar|"
    r"thief|robber|killer|murderer|rapist|cyclist|motorist|pedestrian|tourist|holidaymaker|widow|"
    r"widower|bride|groom|campaigner|activist|protester|refugee|migrant|prisoner|inmate|"
    r"detective|sergeant|constable|firefighter|paramedic|surgeon|dentist|vet|chef|waiter|"
    r"waitress|businessman|businesswoman|tycoon|millionaire|celebrity|comedian|musician|"
    r"guitarist|drummer|dancer|painter|novelist|poet|historian|economist|engineer|architect|"
    r"trader|banker|broker|employee|customer|shopper|gunman|bomber|attacker|smuggler|dealer|"
    r"hacker|jockey|golfer|boxer|swimmer|sprinter|cricketer|batsman|bowler|winger|referee|"
    r"umpire|fan|supporter|councillor|bishop|priest|vicar|imam|rabbi|sailor|fisherman|hunter|"
    r"climber|hiker|skier|diver|astronaut|neighbou?r|tenant|chairman|chairwoman|apprentice|"
    r"pupil|schoolboy|schoolgirl|dad|mum|grandfather|grandmother|grandson|granddaughter|"
    r"brother|sister|uncle|aunt|nephew|niece|cousin|friend|lover|fianc\u00e9e?|partner)\b"
    # Whoever does something is one of whom "he" may be, whatever they are called.
    r"|\A(?:an?|one)\s+(?:[\w-]+\s+){1,4}?who\b",
    re.IGNORECASE,
)
#: Somebody without a name, whom a pronoun may mean as well as anybody named.
NAMELESS_PERSON = re.compile(
    r"\b(?:man|woman|boy|girl|teenager|driver|suspect|victim|killer|attacker|gunman|patient|"
    r"mother|father|son|daughter|brother|sister|husband|wife|friend|cousin|officer|judge|"
    r"spokesman|spokeswoman|player|manager|coach|passenger|surfer|child|baby|toddler|pilot|"
    r"soldier|prosecutor|lawyer|doctor|teacher|president|minister|\d+-year-old)\b"
)
