"""Alteration tables: the words that contrast pairs are made with."""

from __future__ import annotations

from typing import Final

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
NUMBER_WORDS: Final = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
#: Words of time that stand for one another only wrongly.
TIME_WORDS: Final = (
    ("last year", "next year"), ("last week", "next week"), ("last month", "next month"),
    ("earlier this year", "late last year"), ("yesterday", "tomorrow"), ("morning", "evening"),
    ("days", "weeks"), ("weeks", "months"), ("months", "years"), ("hours", "days"),
    ("minutes", "hours"), ("summer", "winter"), ("spring", "autumn"),
)  # fmt: skip
#: Pairs of words that turn a statement into another one, in either direction.
ANTONYMS: Final = (
    ("increased", "decreased"), ("increase", "decrease"), ("rose", "fell"), ("rise", "fall"),
    ("higher", "lower"), ("highest", "lowest"), ("more", "fewer"), ("most", "fewest"),
    ("won", "lost"), ("win", "lose"), ("winner", "loser"), ("victory", "defeat"),
    ("beat", "lost to"), ("first", "last"), ("before", "after"), ("north", "south"),
    ("northern", "southern"), ("east", "west"), ("eastern", "western"), ("accepted", "rejected"),
    ("accept", "reject"), ("approved", "rejected"), ("approve", "block"), ("opened", "closed"),
    ("open", "closed"), ("opening", "closing"), ("arrested", "released"), ("jailed", "freed"),
    ("guilty", "not guilty"), ("convicted", "acquitted"), ("killed", "injured"),
    ("died", "survived"), ("dead", "alive"), ("supported", "opposed"), ("supports", "opposes"),
    ("support", "opposition to"), ("for", "against"), ("agreed", "refused"),
    ("allowed", "banned"), ("allow", "ban"), ("legal", "illegal"), ("began", "ended"),
    ("begin", "end"), ("started", "finished"), ("start", "end"), ("bought", "sold"),
    ("buy", "sell"), ("joined", "left"), ("arrived", "departed"), ("gained", "lost"),
    ("praised", "criticised"), ("praise", "criticism"), ("denied", "admitted"),
    ("denies", "admits"), ("confirmed", "denied"), ("succeeded", "failed"), ("safe", "unsafe"),
    ("likely", "unlikely"), ("possible", "impossible"), ("old", "new"), ("young", "old"),
    ("male", "female"), ("man", "woman"), ("men", "women"), ("boy", "girl"), ("boys", "girls"),
    ("father", "mother"), ("son", "daughter"), ("brother", "sister"), ("husband", "wife"),
    ("he", "she"), ("his", "her"), ("public", "private"), ("largest", "smallest"),
    ("large", "small"), ("biggest", "smallest"), ("best", "worst"), ("better", "worse"),
    ("good", "bad"), ("success", "failure"), ("strong", "weak"), ("early", "late"),
    ("earlier", "later"), ("inside", "outside"), ("above", "below"), ("over", "under"),
    ("up", "down"), ("upper", "lower"), ("with", "without"), ("rich", "poor"),
    ("minority", "majority"), ("major", "minor"), ("ally", "rival"), ("allies", "rivals"),
    ("home", "away"), ("local", "foreign"), ("domestic", "foreign"), ("raised", "cut"),
    ("raise", "cut"), ("expanded", "reduced"), ("expand", "reduce"), ("improved", "worsened"),
    ("full", "partial"), ("permanent", "temporary"), ("defended", "attacked"),
    ("buyer", "seller"), ("employer", "employee"), ("teacher", "pupil"), ("parent", "child"),
    ("victim", "suspect"), ("defendant", "judge"), ("always", "never"), ("often", "rarely"),
    ("deny", "confirm"), ("added", "removed"), ("include", "exclude"), ("includes", "excludes"),
    ("entered", "left"), ("hired", "fired"), ("appointed", "dismissed"), ("found", "lost"),
    ("lifted", "imposed"), ("met", "avoided"), ("called for", "ruled out"),
)  # fmt: skip
#: Words of one field, any of which is wrong in another's place.
FIELDS: Final = (
    ("police", "firefighters", "soldiers", "prosecutors"),
    ("hospital", "school", "prison", "hotel", "church"),
    ("car", "train", "bus", "plane", "boat", "lorry"),
    ("murder", "robbery", "fraud", "assault", "kidnapping", "arson"),
    ("doctor", "lawyer", "teacher", "engineer", "farmer", "journalist"),
    ("football", "cricket", "rugby", "tennis", "golf", "boxing"),
    ("semi-final", "final", "quarter-final"),
    ("president", "prime minister", "foreign minister", "finance minister", "mayor"),
    ("company", "charity", "government", "university", "council"),
    ("fire", "flood", "storm", "earthquake", "explosion"),
    ("book", "film", "album", "play", "television series"),
    ("gold", "silver", "bronze"),
    ("million", "billion", "thousand"),
    ("Europe", "Africa", "Asia", "North America", "South America"),
    ("oil", "gas", "coal", "gold"),
    ("dog", "cat", "horse", "bird"),
    ("leg", "arm", "head", "shoulder", "knee"),
    ("red", "blue", "green", "yellow", "black", "white"),
    ("striker", "goalkeeper", "midfielder", "defender", "captain"),
    ("uncle", "cousin", "grandfather", "neighbour", "friend"),
    ("a draw", "a win", "a defeat"),
    ("all", "some", "none"),
    ("every", "no"),
    ("most", "all", "few"),
    ("several", "all", "two"),
    ("majority", "all", "handful"),
)  # fmt: skip
#: Verbs whose past tense no rule gives.
IRREGULAR_PAST: Final = {
    "meet": "met", "go": "went", "say": "said", "tell": "told", "take": "took", "give": "gave",
    "find": "found", "hold": "held", "leave": "left", "win": "won", "lose": "lost",
    "fall": "fell", "rise": "rose", "grow": "grew", "send": "sent", "spend": "spent",
    "build": "built", "buy": "bought", "bring": "brought", "think": "thought",
    "fight": "fought", "seek": "sought", "sell": "sold", "pay": "paid", "lead": "led",
    "keep": "kept", "break": "broke", "speak": "spoke", "write": "wrote", "drive": "drove",
    "see": "saw", "begin": "began", "run": "ran", "come": "came", "become": "became",
    "stand": "stood", "make": "made", "get": "got", "have": "had", "do": "did", "be": "was",
    "put": "put", "cut": "cut", "set": "set", "hit": "hit", "quit": "quit", "let": "let",
    "shut": "shut", "show": "showed", "know": "knew", "hear": "heard", "feel": "felt",
    "strike": "struck", "shoot": "shot", "withdraw": "withdrew", "draw": "drew", "fly": "flew",
    "wear": "wore", "eat": "ate", "catch": "caught", "teach": "taught", "choose": "chose",
    "steal": "stole", "throw": "threw", "overthrow": "overthrew", "drop": "dropped",
    "stop": "stopped", "plan": "planned", "ban": "banned", "step": "stepped", "join": "joined",
}  # fmt: skip
#: Hedges that govern an infinitive ("offered to meet"), taken off to make the deed done.
INFINITIVE_HEDGES: Final = (
    (
        r"(?:has |have |had )?(?:offered|vowed|pledged|promised|threatened|planned|hoped|wanted|"
        r"intended|asked|tried|attempted|proposed|sought|refused|declined|failed|agreed|decided) to"
    ),
    r"(?:plans|hopes|wants|intends|threatens|promises|tries|aims|offers|refuses|agrees) to",
    r"(?:plan|hope|want|intend|aim) to",
    (
        r"(?:is|are|was|were|has been|have been) (?:expected|set|due|likely|planning|hoping|trying|"
        r"willing|ready|prepared|unable|supposed|considering whether|believed|thought|alleged) to"
    ),
    r"(?:is|are|was|were) (?:going|about) to",
    r"could|may|might|should|would|can",
)
#: Stronger words for weaker ones.
STRONGER: Final = (
    (r"may have", "has"), (r"might have", "has"), (r"could have", "has"), (r"may", "will"),
    (r"might", "will"), (r"could", "will"), (r"should", "must"), (r"would be", "is"),
    (r"offered to", "agreed to"), (r"proposed", "approved"), (r"asked for", "received"),
    (r"called for", "secured"), (r"considering", "planning"), (r"considers", "has decided on"),
    (r"accused of", "convicted of"), (r"charged with", "convicted of"),
    (r"suspected of", "guilty of"), (r"suspected", "confirmed"), (r"alleged", "proven"),
    (r"allegedly ", ""), (r"reportedly ", ""), (r"possibly ", ""), (r"probably ", ""),
    (r"apparently ", ""), (r"suspects", "knows"), (r"believed", "knew"), (r"believes", "knows"),
    (r"suggested", "proved"), (r"suggests", "proves"), (r"hopes to", "will"),
    (r"plans to", "began to"), (r"wants to", "will"), (r"is expected to", "will"),
    (r"are expected to", "will"), (r"was expected to", "had agreed to"),
    (r"tried to", "managed to"), (r"failed to", "managed to"), (r"refused to", "agreed to"),
    (r"likely", "certain"), (r"said it was considering", "said it had agreed on"),
    (r"linked to", "caused by"), (r"associated with", "caused by"), (r"some", "all"),
    (r"many", "all"), (r"most", "all"), (r"part of", "all of"), (r"up to", "more than"),
    (r"nearly", "more than"), (r"almost", "more than"), (r"at least", "at most"),
    (r"more than", "less than"), (r"about to", "unwilling to"),
    (r"one of the", "the only one of the"),
    (r"nominated for", "awarded"), (r"applied for", "granted"), (r"under investigation", "cleared"),
    (r"candidate for", "winner of"), (r"in talks to", "agreed to"), (r"in talks with", "owned by"),
)  # fmt: skip
#: Wordings, each with another that means the same.
SYNONYMS: Final = (
    ("children", "kids"), ("more than", "over"), ("around", "about"), ("purchase", "buy"),
    ("purchased", "bought"), ("wounded", "injured"), ("stated", "said"), ("declared", "said"),
    ("because of", "due to"), ("during", "in the course of"),
    ("attempted to", "tried to"), ("large", "big"), ("huge", "very large"),
    ("approximately", "about"), ("nearly", "almost"), ("however", "but"), ("started", "began"),
    ("start", "begin"), ("finished", "ended"), ("film", "movie"), ("UK", "Britain"),
    ("US", "United States"), ("per cent", "percent"), ("%", " percent"), ("following", "after"),
    ("prior to", "before"), ("will not", "won't"), ("did not", "didn't"), ("was not", "wasn't"),
    ("said that", "said"), ("told reporters", "said"), ("in order to", "to"), ("also ", ""),
    ("physician", "doctor"), ("lawyer", "attorney"), ("near", "close to"),
    ("roughly", "about"), ("is due to", "is set to"),
    ("revealed", "said"), ("announced that", "said"), ("shut", "closed"), ("asked", "requested"),
    ("help", "assist"), ("helped", "assisted"), ("stopped", "halted"), ("several", "a number of"),
    ("a year", "annually"), ("each year", "every year"), ("requires", "needs"),
    ("called on", "urged"), ("must", "has to"), ("allowed", "permitted"),
)  # fmt: skip
