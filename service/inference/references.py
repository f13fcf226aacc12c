"""References: whom an opening pronoun stands for, weighed by the language model."""

from __future__ import annotations

import re

from service.domain.analysis import RewriteRequest
from service.inference.generation import GenerationEngine
from service.text.attribution import may_be_person
from service.text.names import find_names
from service.text.rewording import name_pronoun, persons_in, subject_person
from service.text.words import fold

#: Bodies and places ("the White House", "in South Korea") are no rivals of a "he".
_ARTICLE_BEFORE = re.compile(r"\b(?:the|in|at|to|from|of the)\s+\Z", re.IGNORECASE)

#: What a surname alone does where it is a person's: "Lang said Mills had forged it".
_ACTS = re.compile(r",?\s+(?:said|says|who|was|is|had|has|would|will|could)\b")

#: The subject must make the sentence this much likelier (natural log) than any other
#: person that the context names.
MIN_MARGIN = 1.0


def resolve_pronoun(engine: GenerationEngine, request: RewriteRequest, text: str) -> str | None:
    """Replace an opening personal pronoun by the person that it stands for.

    The candidate is the person who is the subject of the sentence before, where that
    sentence names no other person. Where the rest of the context names some, each is put in
    the pronoun's place and the model, which has read the context, must find the candidate's
    wording clearly the likeliest.
    Nothing is made up: every candidate is a name of the article. (On annotated articles
    the rule alone was right in 36 of 38 cases that it applied to, a lone candidate from
    anywhere in the context in 24 of 30, which is not enough.)

    Returns:
        The reworded sentence, or None where it does not open with such a pronoun or no
        reading is certain enough.
    """
    if not request.preceding:
        return None
    candidate = subject_person(request.preceding[-1], request.article)
    wording = name_pronoun(text, candidate) if candidate else None
    if candidate is None or wording is None:
        return None
    if _names_another(request.preceding[-1], candidate):
        # "Ana Low visited Eva Roth. She …": not even a reader of the article can be sure.
        return None
    context = (*request.opening, *request.preceding)
    others = [name for name in persons_in(context, request.article) if name != candidate]
    rivals = [rival for name in others if (rival := name_pronoun(text, name)) is not None]
    if rivals:
        scores = engine.score(" ".join(context), [f" {one}" for one in (wording, *rivals)])
        if scores[0] < max(scores[1:]) + MIN_MARGIN:
            return None
    return wording


def _names_another(sentence: str, candidate: str) -> bool:
    """Tell whether a sentence names somebody besides the candidate.

    That is a name of two words or more, or a shorter one that does something.
    """
    own = {fold(part) for part in candidate.split()}
    return any(
        (len(name.tokens) > 1 or _ACTS.match(sentence, name.start + len(name.text)))
        and not own & {fold(token) for token in name.tokens}
        and may_be_person(name.text)
        and not _ARTICLE_BEFORE.search(sentence[: name.start])
        for name in find_names(sentence)
    )
