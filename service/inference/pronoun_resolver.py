"""Pronoun resolver: whom the "he" that a sentence opens with means, or nobody when in doubt.

A logistic regression weighs what the article shows of each person named before
(`service/text/pronoun_candidates.py`); `training/train_pronouns.py` estimates it from
annotated articles, and the card `data/pronouns.md` tells how often it is right.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from service.domain.analysis import RewriteRequest
from service.domain.errors import WeightsError
from service.text.pronoun_candidates import (
    FEATURES,
    PronounCandidate,
    has_other_pronoun,
    pronoun_candidates,
    pronoun_place,
)
from service.text.rewording import put_name

#: How far a person leads whom somebody else names as well.
LIKELY_LEAD: Final = 0.1
_DATA: Final = Path(str(files("service.inference").joinpath("data")))


class PronounResolver:
    """Puts the name of the person meant in the place of a pronoun.

    Attributes:
        min_lead: How far the likeliest person's probability must lie above the next one's, of which
            only a share counts.
    """

    def __init__(self, stored: dict[str, Any]) -> None:
        if tuple(stored["features"]) != FEATURES:
            message = (
                "the pronoun resolver was estimated on other features than the ones computed "
                "now; run `make train-pronouns`"
            )
            raise WeightsError(message)
        self._weights: list[float] = stored["weights"]
        self._intercept = float(stored["intercept"])
        self._rival_weight = float(stored["rival_weight"])
        self.min_lead = float(stored["min_lead"])

    @classmethod
    def load(cls, data_dir: Path = _DATA) -> PronounResolver:
        """Load what was estimated."""
        return cls(json.loads((data_dir / "pronouns.json").read_text("utf-8")))

    def guess(self, request: RewriteRequest, text: str) -> str | None:
        """Return the wording with whom the pronoun likely means, who may lead by little."""
        return self._name(request, text, LIKELY_LEAD)

    def resolve(self, request: RewriteRequest, text: str) -> str | None:
        """Return a wording of the request's sentence with its pronoun made a name.

        Nothing is made up: whoever is named is named by the article, in full, before the
        sentence.

        Args:
            request: The sentence with its article.
            text: What it was reworded to so far.

        Returns:
            None where the sentence has no personal pronoun that opens it, reports in it or
            stands before any name, where it has another pronoun that would seem to mean the
            same person, or where no person is likely enough.
        """
        return self._name(request, text, self.min_lead)

    def _name(self, request: RewriteRequest, text: str, lead: float) -> str | None:
        """Return the wording with the person who leads by so much, or None."""
        place = pronoun_place(text)
        if place is None or has_other_pronoun(text, place):
            return None
        lines = request.lines or request.preceding
        line = request.line if request.lines else len(request.preceding)
        leading = self.leader(pronoun_candidates(text, lines, line, request.article))
        if leading is None or leading[0] < lead:
            return None
        return put_name(text, place, leading[1].name)

    def leader(
        self, candidates: Sequence[PronounCandidate]
    ) -> tuple[float, PronounCandidate] | None:
        """Return the lead and who has it, or None where that one is not to be named."""
        ranked = sorted(
            ((self.probability(one.features), one) for one in candidates),
            key=lambda pair: -pair[0],
        )
        if not ranked or not ranked[0][1].may_be_named:
            return None
        rival = ranked[1][0] if len(ranked) > 1 else 0.0
        return ranked[0][0] - self._rival_weight * rival, ranked[0][1]

    def probability(self, features: Sequence[float]) -> float:
        """Return the probability that a candidate with these features is meant."""
        logit = self._intercept + math.fsum(
            weight * value for weight, value in zip(self._weights, features, strict=True)
        )
        return 0.5 * (1.0 + math.tanh(0.5 * logit))
