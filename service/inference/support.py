"""Support: rule-based checks of a sentence against the passages that it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.collaborators import SupportQuery, SupportReport
from service.text.attribution import find_reporting_pronoun, named_speaker
from service.text.facts import content_overlap, foreign_facts, unsupported_pairing
from service.text.modality import lost_hedges
from service.text.order import order_kept

#: Below this share of words found in the evidence, a sentence says something else.
MIN_OVERLAP = 0.8
#: Below this share of words in the order of the source, who did what to whom may be swapped.
MIN_ORDER = 0.75


class LexicalSupportChecker:
    """Checks names, numbers, dates, modality and word overlap; implements `SupportChecker`.

    What it calls support is the share of a sentence's content words, names and numbers
    that its evidence holds: a likeness of wording, not a judgement of entailment.
    """

    def check(self, sentence: str, evidence: Sequence[str], article: str) -> SupportReport:
        """Report the share of the sentence found in the evidence, and every failed check.

        Args:
            sentence: The claim, headline or summary sentence.
            evidence: The source sentences, the main one first, with their context.
            article: The article without its boilerplate.

        Returns:
            Support of 0 to 1, and a short phrase for each name, number or date that is
            foreign to the article, each hedge that was dropped, and a too small overlap.
        """
        joined = " ".join(evidence)
        overlap = content_overlap(sentence, joined)
        foreign = foreign_facts(sentence, article, allowed=evidence)
        problems = [f"not in the article: {fact}" for fact in foreign]
        problems += [f"dropped: {hedge}" for hedge in lost_hedges(sentence, evidence[0])]
        problems += unsupported_pairing(sentence, evidence)
        if _is_reported(evidence[0]) and not _is_reported(sentence):
            problems.append("dropped: who said it")
        if overlap < MIN_OVERLAP:
            problems.append("too little of it stands in its evidence")
        if order_kept(sentence, evidence[0]) < MIN_ORDER:
            problems.append("told in another order than its evidence")
        return SupportReport(round(overlap, 4), tuple(problems))

    def check_many(self, queries: Sequence[SupportQuery]) -> list[SupportReport]:
        """Report on many sentences, in the same order."""
        return [self.check(query.sentence, query.evidence, query.article) for query in queries]


#: "As she said in May, …" vouches for what follows as well as reporting it.
_VOUCHED = re.compile(r"\AAs [^,\"\u201c\u201d]{3,80},\s+")


def _is_reported(sentence: str) -> bool:
    """Tell whether the sentence leaves what it asserts to someone else."""
    claim = _VOUCHED.sub("", sentence)
    return named_speaker(claim) is not None or find_reporting_pronoun(claim) is not None
