"""Form: what a sentence's shape alone says about whether it can give a claim.

Only sure cases are marked, since a sentence marked here is never looked at again.
"""

from __future__ import annotations

import re

from service.domain.claim import SkipReason
from service.text.capitals import is_in_capitals
from service.text.cues import line_kind
from service.text.injection import addresses_machine
from service.text.layout import count_words, ends_sentence
from service.text.quotations import outside_quotations
from service.text.speech_verbs import SPEECH_VERB
from service.text.words import word_set

#: Kinds of `cues` that are furniture inside a paragraph too.
_SENTENCE_KINDS = frozenset({"share", "link", "newsletter", "credit", "byline", "legal", "embed"})
#: "RRP: 49.95 Euro More info: www.maker.example": where to buy what a review is about.
_SERVICE_LINE = re.compile(
    r"\b(?:More info(?:rmation)?|RRP|Tested by|Tel|Telephone|Tickets|Opening hours)\s*:"
)
_MAX_HEADING_WORDS = 16
#: In capitals it may be a link's, which holds a whole headline.
_MAX_SHOUTED_WORDS = 30
_MAX_FRAGMENT_WORDS = 3
_MAX_QUOTE_WORDS = 24

_CLOSERS = "\"'\u2019\u201d\u00bb)] "
_OPENERS = "\"\u201c\u2018'"
_LETTER = re.compile(r"[^\W\d_]")

_PLAIN_WORD = re.compile(r"[a-z]{2,}[,;:.]?")
#: Rows of results are figures by more than a third, and have few words in lower case.
_MIN_FIGURES_SHARE = 0.35
_MAX_PLAIN_WORDS = 4
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN_ENDS = "\u024f"
_MIN_LETTERS = 8
_MIN_FOREIGN_WORDS = 5
_MIN_FOREIGN_MARKS = 2
#: Words without which hardly an English sentence does, none of them German, French,
#: Spanish, Italian, Portuguese or Dutch.
_ENGLISH = word_set(
    """
    the of and to for with by from that this it they he she you we his her their its our your
    not are were been has have had said says would could should which who what when where
    because there these those than then into about after before over
    """
)
#: The commonest words of those languages that English does not have.
_FOREIGN = word_set(
    """
    der das und ist ein eine nicht mit auf den dem fuer f\u00fcr von sich auch werden wurde sagte
    le les des est une dans pour que qui sur pas avec sont cette \u00e9t\u00e9 du au aux
    el los las una por con para est\u00e1 como m\u00e1s del fue ser\u00e1
    il lo gli di che non \u00e8 della sono nel alla
    o os um uma n\u00e3o em foi ao
    het een van niet zijn op voor
    """
)

#: Advice to the reader: an imperative that opens the sentence.
_ADVICE = re.compile(
    r"^[\"'\u2018\u201c]?(?:(?:and|also|please|just|now|so|then|first|finally|instead|"
    r"remember|next),?\s+)*"
    r"(?:go ahead and|make sure (?:you|to|your)|be sure to|"
    r"don(?:'|\u2019)t (?:forget|miss|just|worry|be)|remember to|"
    r"check out|click (?:on|here)|scroll (?:down|through)(?! for (?:video|more)\b)|"
    r"tap (?:on|here)|try (?:it|this|something|our|to)|"
    r"grab your|keep (?:in mind|reading|scrolling)|see (?:below|above)|take a look|"
    r"find out (?:more|how|what|which)|feel free to|stay tuned|bear in mind|learn more|"
    r"for (?:an?|more) [\w ]{2,40}, (?:see|visit|click|read|go to|check)\b|"
    r"opt for|look for|seek out|stick (?:to|with)|swap out|reach for|"
    r"search for|visit (?:our|the|us|www|https?)|go to (?:our|www|https?)|"
    r"share your|tell us|let us know|e-?mail us|send us|call (?:the|us|our|0|1)|contact us)\b",
    re.IGNORECASE,
)

#: Finite verbs that need no dictionary: auxiliaries, and the commonest of newswriting.
_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|be|been|has|have|had|do|does|did|will|would|shall|should|can|"
    r"could|may|might|must"
    r"|isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|won't|can't|couldn't|didn't|doesn't|don't"
    r"|said|says|told|tells|used (?:an?|the|his|her|its|their)"
    r"|made|makes|took|takes|came|comes|went|goes|got|gets|gave|gives|"
    r"won|wins|lost|loses"
    r"|beat|beats|led|leads|left|leaves|met|meets|ran|runs|rose|rises|fell|falls|grew|"
    r"grows|held|holds|kept|keeps"
    r"|found|finds|hit|hits|cut|cuts|put|puts|set|sets|saw|sees|knew|knows|began|begins|"
    r"became|becomes|broke|breaks"
    r"|brought|brings|bought|buys|built|builds|chose|chooses|died|dies|drew|draws|drove|"
    r"drives|faces|fought|fights"
    r"|heard|hears|joins|killed|kills|looks|needs|wants|opens|paid|pays|plans|plays|"
    r"reached|sent|sends|shot|shows"
    r"|signs|sold|sells|spent|spends|spoke|speaks|stood|stands|starts|struck|strikes|swept|"
    r"thinks|thought|threw"
    r"|urges|wears|wore|wrote|writes|warns|calls|asks|denies|seeks|sought|vows|hails|backs|"
    r"bans|plays|dives|lies|lay)\b"
    r"|[a-z]{3,}ed\b|\b(?:it|he|she|that|there|who|what)['\u2019]s\b|\b(?:they|we|"
    r"you)['\u2019](?:re|ve|ll)\b",
    re.IGNORECASE,
)

#: "Two people have been diagnosed with the plague,...": the opening of another story.
_TEASER_END = re.compile(r"[,;]\s?(?:\.\.\.|\u2026)\Z")
#: What a company says of itself and not of the world, and what explains a picture.
_DISCLAIMER = re.compile(
    r"\b(?:(?:(?:will|shall|can) not be|(?:is|are) not) (?:held )?(?:liable|responsible) for "
    r"(?:the |any )?(?:content|inaccurac|error|delay|accuracy|material|information|opinion)|"
    r"makes? no (?:representations?|warrant(?:y|ies))|"
    r"does not (?:approve or |necessarily )?endorse(?: or approve)? (?:the |any |this )?(?:content|"
    r"view|opinion|information|product|material|statement)|"
    r"disclaims? any (?:obligation|liability|responsibility)|"
    r"(?:constitutes?|contains?) forward-looking statements|"
    r"(?:for|solely for) information(?:al)? purposes only|"
    r"not intended (?:for trading purposes|as (?:investment|legal|medical) advice)|"
    r"is (?:an?|our) (?:daily|weekly|monthly|free) newsletter\b|"
    r"at (?:your|their) own risk)"
)
_EXPLAINS_PICTURE = re.compile(
    r"^[Tt]his (?:illustration|image|photo|photograph|picture|graphic|map|chart|diagram|"
    r"artist['\u2019]s \w+|handout|file photo|undated photo|combination)\b"
)
#: "Diagram (G) shows …", "a cross-section shows cells (F: arrowheads)": the panels of a figure.
_PANEL = re.compile(r"\((?:[A-Z](?:[,\u2013-]\s?[A-Z])*)(?:\)|:\s[a-z])")
_FIGURE = re.compile(r"\A(?:[\w-]+ ){0,2}(?:diagram|cross-section|panel)s?\b", re.IGNORECASE)
#: Whose a picture is, in front of its caption and often without a space behind it:
#: "Ana Low/REUTERSA jet lands".
CREDIT_AHEAD = re.compile(
    r"\A(?:Photographer: )?[A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){0,3}\s?/\s?"
    r"(?:REUTERS|Reuters|AFP|AP|Getty|EPA|Bloomberg|Shutterstock)"
)
_NAME_LIST = re.compile(
    r"^[\w .'\u2019()-]{2,40}:\s*(?:[\w.'\u2019() -]{2,40}[,;]\s*){4,}[\w.'\u2019() -]{2,40}\.?$"
)
_FIRST_PERSON = re.compile(
    r"\b(?:i|we|i'm|i\u2019m|we're|we\u2019re|i've|we've|my|our|us|me)\b", re.IGNORECASE
)
_FEELING = re.compile(
    r"\b(?:happy|glad|proud|delighted|thrilled|excited|sad|sorry|angry|devastated|"
    r"heartbroken|disappointed|"
    r"frustrated|relieved|grateful|thankful|thank|thanks|love|loved|hope|hopefully|wish|"
    r"fantastic|amazing|"
    r"brilliant|wonderful|incredible|great|lovely|honou?red|privileged?|pleased|shocked|"
    r"scared|lucky|enjoy\w*|"
    r"fun|dream|heart|hearts|feel|feels|feeling|felt|miss|confident|believe|pray\w*|"
    r"blessed|gutted|ruined|special)\b",
    re.IGNORECASE,
)
_NAME_OR_NUMBER = re.compile(
    r"\d|(?<=[a-z,;] )(?!I\b|I['\u2019])[A-Z]|\b(?:hundred|thousand|million|billion|percent)\b"
)


#: What runs on for longer without an end is a list or a table, no sentence; the longest
#: sentence that held a claim in annotated news has 816 characters. The limit also keeps
#: every prompt within the windows of the networks.
MAX_SENTENCE_CHARACTERS = 1_200


def sentence_skip(text: str) -> SkipReason | None:
    """Return why the sentence can give no claim by its own form, or None."""
    if len(text) > MAX_SENTENCE_CHARACTERS or not _LETTER.search(text):
        return SkipReason.NO_FACT
    for reason, holds in _CHECKS:
        if holds(text):
            return reason
    return None


def heading_skip(text: str, *, punctuated: bool) -> SkipReason | None:
    """Return `no_fact` where a paragraph of one sentence is a heading or a caption.

    Args:
        text: The paragraph's only sentence.
        punctuated: Whether paragraphs of this article end with a full stop as a rule;
            where they do not, only fragments without a finite verb are headings.
    """
    most = _MAX_SHOUTED_WORDS if is_in_capitals(text) else _MAX_HEADING_WORDS
    if ends_sentence(text) or count_words(text) > most:
        return None
    if punctuated or not has_finite_verb(text):
        return SkipReason.NO_FACT
    return None


def has_finite_verb(text: str) -> bool:
    """Tell whether `text` seems to hold a finite verb (by form, so with some error)."""
    return _FINITE.search(text) is not None


def is_instruction(text: str) -> bool:
    """Tell whether the sentence gives orders to a reader or to a language model."""
    return addresses_machine(text) or _ADVICE.match(text) is not None


def _is_question(text: str) -> bool:
    """Tell whether all of the sentence asks, rather than reports a question."""
    if not text.rstrip(_CLOSERS).endswith("?"):
        return False
    body = text.strip()
    inner = body.strip(_OPENERS + _CLOSERS)
    return not re.search(r"[\"\u201c\u201d]|(?:^|\s)['\u2018]\w|\w[,.!?]['\u2019](?:\s|$)", inner)


def _is_fragment(text: str) -> bool:
    """Tell whether the sentence is an interjection, a label or a list of names."""
    if _NAME_LIST.match(text) or text.rstrip().endswith(";") or _TEASER_END.search(text):
        return True
    words = count_words(text)
    if any(character.isdigit() for character in text):
        # What an amount was cut off from: "7 million home."
        named = any(character.isupper() for character in text)
        return words <= _MAX_FRAGMENT_WORDS and not named and not has_finite_verb(text)
    return words == 1 or (words <= _MAX_FRAGMENT_WORDS and not has_finite_verb(text))


def _is_disclaimer(text: str) -> bool:
    """Tell whether the sentence limits what its publisher answers for, or explains a picture."""
    outside = outside_quotations(text)
    if _EXPLAINS_PICTURE.match(outside) or CREDIT_AHEAD.match(text):
        return True
    if _PANEL.search(outside) and _FIGURE.match(outside):
        return True
    return _DISCLAIMER.search(outside) is not None and not SPEECH_VERB.search(outside)


def _is_figures(text: str) -> bool:
    """Tell whether the text is a row of a table or a list of results, and no sentence."""
    if not any(character.isdigit() for character in text) or has_finite_verb(text):
        return False
    tokens = text.split()
    figures = sum(1 for token in tokens if any(character.isdigit() for character in token))
    plain = sum(1 for token in tokens if _PLAIN_WORD.fullmatch(token))
    return figures >= _MIN_FIGURES_SHARE * len(tokens) and plain <= _MAX_PLAIN_WORDS


def _is_foreign(text: str) -> bool:
    """Tell whether the sentence is in another language, which nothing here can read."""
    letters = [character for character in text if character.isalpha()]
    if len(letters) >= _MIN_LETTERS:
        other = sum(1 for letter in letters if letter > _LATIN_ENDS)
        if 2 * other > len(letters):
            return True
    found = _LETTERS.findall(text)
    if len(found) < _MIN_FOREIGN_WORDS or any(word.lower() in _ENGLISH for word in found):
        return False
    # In small letters, since names have capital ones: "Van den Berg".
    return sum(1 for word in found if word in _FOREIGN) >= _MIN_FOREIGN_MARKS


def _is_bare_feeling(text: str) -> bool:
    """Tell whether all of the sentence quotes a feeling, without name or number."""
    body = text.strip()
    if body[0] not in _OPENERS or body[-1] not in "\"'\u2019\u201d":
        return False
    inner = body[1:-1]
    if re.search(r"[\"\u201c\u201d]", inner) or count_words(inner) > _MAX_QUOTE_WORDS:
        return False
    return (
        _FIRST_PERSON.search(inner) is not None
        and _FEELING.search(inner) is not None
        and not _NAME_OR_NUMBER.search(inner)
    )


def _is_furniture(text: str) -> bool:
    """Tell whether a sentence inside a paragraph is a link, a credit or an appeal."""
    return line_kind(text) in _SENTENCE_KINDS or _SERVICE_LINE.search(text) is not None


_CHECKS = (
    (SkipReason.BOILERPLATE, _is_furniture),
    (SkipReason.INSTRUCTION, is_instruction),
    (SkipReason.QUESTION, _is_question),
    (SkipReason.NO_FACT, _is_fragment),
    (SkipReason.NO_FACT, _is_disclaimer),
    (SkipReason.NO_FACT, _is_figures),
    (SkipReason.NO_FACT, _is_foreign),
    (SkipReason.QUOTE_ONLY, _is_bare_feeling),
)
