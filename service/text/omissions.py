"""Omissions: what a wording leaves out of its sentence so that the rest says something else.

Shortening is the point of a claim, and most of what it drops is missed by nobody. Some
words are: "his old team" is not his team, an attempted murder is no murder, and of what
two did together one alone may not have done it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from service.text.form import has_finite_verb
from service.text.quotations import outside_quotations
from service.text.vocabulary import COMMON_WORDS
from service.text.words import STOP_WORDS, WORD, fold, stem

#: Words without which what stands behind them is something else, by what they tell of it.
_MODIFIERS = {
    "it is so no longer, or not yet": (
        r"former|ex|previous|outgoing|departing|future|next|incoming|prospective|aspiring|"
        r"would-be|wannabe|expectant|acting|interim|caretaker|temporary|erstwhile|one-?time|"
        r"(?<=the )then|then(?=-)|(?<=his )old|(?<=her )old|(?<=their )old|(?<=its )old|"
        r"(?<=['\u2019]s )old|(?<=the )late(?= [A-Z])|(?<=his )late|(?<=her )late"
    ),
    "it is not so, or perhaps not": (
        r"falsely|wrongly|wrongfully|mistakenly|erroneously|unjustly|fake|false|bogus|counterfeit|forged|mock|sham|pretend|imitation|artificial|alleged|"
        r"suspected|accused|purported|supposed|so-called|apparent|possible|potential|likely|"
        r"unlikely|unconfirmed|unproven|hypothetical|failed|attempted|unsuccessful|aborted|"
        r"botched|foiled|planned|proposed|cancelled|abandoned|postponed|expected|suspended|"
        r"partial|imminent|threatened"
    ),
    "it is another of its kind": (
        r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final|"
        r"penultimate|rival|opposing|deputy|vice|assistant|associate|junior|youth|"
        r"(?:wo)?men['\u2019]s|(?:girls|boys)['\u2019]|(?<=the )other"
    ),
    "it is another measure": (
        r"average|median|mean|typical|minimum|maximum|estimated|annual|monthly|weekly|daily|"
        r"quarterly|net|gross|only|most|few"
    ),
}
#: What is modified by ordinals only for the calendar, or stands for a time anyway.
_TIMES = (
    r"(?:time|week|month|year|night|day|weekend|season|summer|winter|spring|autumn|half|"
    r"minute|hour|second|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b"
)
_MODIFIED = re.compile(
    rf"(?<![\w-])(?<!\d )(?P<modifier>{'|'.join(_MODIFIERS.values())})(?:\s+|-)(?!{_TIMES})"
    r"(?P<behind>[^\W\d_]+(?:[ -][^\W\d_]+){0,2})",
    re.IGNORECASE,
)
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
#: "The number of X", "a risk of X", "members of X": none of them is X.
_HEADED = re.compile(
    r"\b(?P<head>(?<!\ba )numbers?|amount|total|share|percentage|proportion|rate|cost|price|"
    r"value|risk|threat|danger|fear|fears|possibility|prospect|chance|lack|absence|loss|end|start|members?|"
    r"relatives?|friends?|fans?|leaders?|critics|victims?|opponents|supporters?|sale|use|"
    r"departments?|ministr(?:y|ies)|offices?|boards?|committee|institute|university|museum|"
    r"association|federation|faculty|school|minority|majority|half|third|quarter|version|copy|model|replica|charges?|allegations?|"
    r"suspicion|accusations?|attempts?) of (?:(?:the|an?|his|her|its|their)\s+)?"
    r"(?P<behind>[^\W\d_]+(?:[ -][^\W\d_]+){0,2})",
    re.IGNORECASE,
)
_RANK_HEAD = (
    r"\b(?:the|his|her|its|their)\s+(?P<head>(?:first|second|third|fourth|last|latest|only|"
    r"\w{3,}est|most\s+\w+)\s+(?:[a-z-]+\s+){0,2}?[a-z-]+)\s+"
)
#: "The latest musical getting a film": what limits which ones it is the latest of.
_RESTRICTED = re.compile(
    rf"{_RANK_HEAD}(?P<limit>(?:[a-z]{{2,}}ing|ever|to|who|that|since|[a-z]{{3,}}ed|born|held|made|"
    r"built|sent|sold|shot|won|chosen|given|taken|known|seen|sworn)\b[^,.;:]*)"
)
#: "Is the only woman on the board": behind "is" a phrase limits the rank, too.
_RANKED = re.compile(
    r"\b(?:is|are|was|were|be|been|become|becomes|became|remains?|remained)\s+"
    rf"(?:(?:also|now|still|then)\s+)?{_RANK_HEAD}"
    r"(?P<limit>(?:on|of|in|at|from|for|among|under|with|within|outside)\b[^,.;:]*)"
)
_LIMIT_WORDS = 4
_WEEK_AFTER = re.compile(r"(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day) week\b")
#: Behind these no verb is one of the main clause, to the end of a sentence that ends so.
_SUBORDINATE_END = re.compile(
    r"\b(?:after|before|when|while|because|since|although|though|until|unless)\b[^,]*\Z",
    re.IGNORECASE,
)
#: "Some 200 soldiers" are not "some soldiers".
_COUNTED = re.compile(
    r"\b(?P<about>some|about|around|nearly|almost|over|more than|less than|at least|up to) "
    r"(?P<count>\d[\d.,]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|half|hundreds|"
    r"thousands|millions|dozens)\b",
    re.IGNORECASE,
)
_THERE_IS = re.compile(r"\bthere (?:is|are|was|were|has been|have been)\b", re.IGNORECASE)
#: A phrase ends, or another clause begins.
_BREAK = re.compile(
    r"[,;:()\u2014\u2013\"\u201c\u201d]|\b(?:that|who|which|whose|where|when|while|because|but|"
    r"if|as|after|before|although|though|since|until|between|both)\b",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?:the|an?|his|her|its|their|this|that|one|no|another|every|\d)\b|\w+['\u2019]s?\s",
    re.IGNORECASE,
)
_SUBJECTS_JOINED = re.compile(r"\sand\s")
#: Forms that agree with several subjects, and those that agree with one.
_SINGULAR = {"are": "is", "were": "was", "have": "has", "do": "does"}
_MAX_PHRASE_WORDS = 7


def harmful_omissions(wording: str, sentence: str) -> tuple[str, ...]:
    """Return what a wording leaves out and must not, a short phrase each.

    Args:
        wording: A claim made from the sentence.
        sentence: The sentence.
    """
    return (
        *_lost_modifiers(wording, sentence),
        *_lost_heads(wording, sentence),
        *_lost_counts(wording, sentence),
        *_lost_subjects(wording, sentence),
        *_lost_main_verb(wording, sentence),
        *_lost_limits_of_rank(wording, sentence),
    )


def _lost_limits_of_rank(wording: str, sentence: str) -> Iterator[str]:
    """Yield superlatives and ranks whose limit the wording drops.

    "The latest musical getting a film" is not the latest musical.
    """
    said = " ".join(fold(word) for word in _PLAIN_WORD.findall(wording))
    kept = {stem(word) for word in _PLAIN_WORD.findall(wording)}
    for found in chain(_RESTRICTED.finditer(sentence), _RANKED.finditer(sentence)):
        head = " ".join(fold(word) for word in _PLAIN_WORD.findall(found["head"]))
        limit = _content(found["limit"])[:_LIMIT_WORDS]
        verbs = found["limit"].split()[0]
        # Behind a verb of the same clause ("was the first mayor elected") it is a participle.
        clause = _BREAK.split(sentence[: found.start()])[-1]
        is_clause = verbs.endswith("ed") and has_finite_verb(verbs) and not has_finite_verb(clause)
        if head in said and limit and not is_clause and not kept.intersection(map(stem, limit)):
            yield f"without its limit: {found['head']} {verbs}"


def _lost_modifiers(wording: str, sentence: str) -> Iterator[str]:
    """Yield modifiers that the wording drops while it keeps what stands behind them."""
    kept = {fold(word) for word in _PLAIN_WORD.findall(wording)}
    for found in _MODIFIED.finditer(sentence):
        modifier = found["modifier"]
        if re.search(rf"(?<![\w-]){re.escape(modifier)}(?!\w)", wording, re.IGNORECASE):
            continue
        elsewhere = f"{sentence[: found.start()]} {sentence[found.end() :]}"
        others = {fold(word) for word in _PLAIN_WORD.findall(elsewhere)}
        for word in _modified_words(found["behind"]):
            if fold(word) in kept - others:
                yield f"dropped: {modifier} {word}"
                break


def _lost_heads(wording: str, sentence: str) -> Iterator[str]:
    """Yield nouns that the wording drops while it keeps what they are of."""
    said = {stem(word) for word in _PLAIN_WORD.findall(wording)}
    for found in _HEADED.finditer(sentence):
        elsewhere = f"{sentence[: found.start()]} {sentence[found.end() :]}"
        others = {stem(word) for word in _PLAIN_WORD.findall(elsewhere)}
        behind = [stem(word) for word in _modified_words(found["behind"])]
        if stem(found["head"]) not in said and any(word in said - others for word in behind):
            yield f"dropped: {found['head']} of"
    for found in _WEEK_AFTER.finditer(sentence):
        if found["day"] in wording and not _WEEK_AFTER.search(wording):
            yield f"dropped: {found['day']} week"


def _lost_counts(wording: str, sentence: str) -> Iterator[str]:
    """Yield numbers that the wording drops while it keeps what makes them rough."""
    said = fold(wording)
    for found in _COUNTED.finditer(sentence):
        about, count = fold(found["about"]), fold(found["count"])
        kept = re.search(rf"\b{about}\b", said) and not re.search(rf"\b{re.escape(count)}\b", said)
        if kept:
            yield f"dropped: {count}"


def _lost_main_verb(wording: str, sentence: str) -> Iterator[str]:
    """Yield "there were" where without it only a closing clause has verbs."""
    there = _THERE_IS.search(sentence)
    main = _SUBORDINATE_END.sub("", outside_quotations(wording))
    if there and not _THERE_IS.search(wording) and not has_finite_verb(main):
        yield f"dropped: {there.group()}"


def _modified_words(behind: str) -> Iterator[str]:
    """Yield the words of a noun phrase behind a modifier, up to a name or a verb."""
    for place, word in enumerate(_PLAIN_WORD.findall(behind)):
        if fold(word) in STOP_WORDS or (place and (word[0].isupper() or has_finite_verb(word))):
            return
        yield word


def _lost_subjects(wording: str, sentence: str) -> Iterator[str]:
    """Yield what the wording leaves out of a joined subject whose verb it keeps.

    Of "Low and Varga signed it" it must not make that Varga did.
    """
    said = [fold(match.group()) for match in WORD.finditer(wording)]
    stems = {stem(word) for word in said}
    outside = outside_quotations(sentence)
    for joint in _SUBJECTS_JOINED.finditer(outside):
        left = _phrase_before(outside[: joint.start()])
        right, verb = _phrase_and_verb(outside[joint.end() :])
        if not left or not right or verb is None:
            continue
        if verb not in said and _SINGULAR.get(verb) not in said:
            continue
        heads = (left[-1], right[-1])
        kept = [any(stem(word) in stems for word in phrase) for phrase in (left, right)]
        if kept.count(True) == 1:
            yield f"dropped of its subject: {heads[kept.index(False)]}"


def _phrase_before(text: str) -> list[str]:
    """Return the content words of the phrase that ends the text, where no verb precedes it.

    Behind a verb of the same clause the phrase would be that verb's object.
    """
    clause = _BREAK.split(text)[-1].strip()
    found = _content(clause)
    if not found or has_finite_verb(clause):
        return []
    # "Author and lecturer Ana Low" is one person, who needs no article.
    last = found[-1]
    is_name = last[0].isupper() and not (clause.startswith(last) and fold(last) in COMMON_WORDS)
    names_one = not is_name and not last.endswith("s")
    return [] if names_one and not _DETERMINED.match(clause) else found


def _phrase_and_verb(text: str) -> tuple[list[str], str | None]:
    """Return the content words in front of the first verb of the text, and that verb."""
    passed: list[str] = []
    for match in WORD.finditer(text):
        if _BREAK.search(text[: match.end()]) or len(passed) > _MAX_PHRASE_WORDS:
            break
        word = match.group()
        if passed and has_finite_verb(word) and not word[0].isupper():
            return _content(" ".join(passed)), fold(word)
        passed.append(word)
    return [], None


def _content(phrase: str) -> list[str]:
    found = (match.group() for match in WORD.finditer(phrase))
    return [word for word in found if fold(word) not in STOP_WORDS]
