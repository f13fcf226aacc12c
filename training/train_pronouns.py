"""Train the pronoun resolver: whom the "he" that a sentence opens with means.

Usage: python -m training.train_pronouns DATA

A logistic regression over what an article shows of each person named before the sentence
(`service/text/pronoun_candidates.py`). It is fitted on the annotated articles of all folds
but the first. How often it is right is told for each fold by a regression fitted on the
others, and for the first fold by the one that is shipped. The lead that a person needs was
chosen by reading who was named wrongly. Writes `service/inference/data/pronouns.json`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.data import FOLDS, Data, fold_number
from service.inference.pronoun_resolver import PronounResolver
from service.text.pronoun_candidates import FEATURES
from training.pronoun_data import PronounCase, find_cases

SHIPPED = Path("service/inference/data/pronouns.json")
#: A rival counts so much against the likeliest person.
RIVAL_WEIGHT = 0.7
#: How far a person must lead to be named, and other leads to tell of.
MIN_LEAD = 0.55
LEADS = (0.25, 0.35, 0.45, MIN_LEAD, 0.65, 0.75)
#: Inverse strength of the L2 penalty on standardised features.
PENALTY = 0.1

Floats = npt.NDArray[np.float64]


def fit(cases: Sequence[PronounCase]) -> dict[str, Any]:
    """Return the regression in the form that is stored."""
    rows = np.array([one.features for case in cases for one in case.candidates])
    meant = np.array([meant for case in cases for meant in case.meant])
    mean, scale = rows.mean(0), rows.std(0) + 1e-6
    model = LogisticRegression(C=PENALTY, max_iter=2000).fit((rows - mean) / scale, meant)
    weights: Floats = model.coef_[0] / scale
    return {
        "features": list(FEATURES),
        "weights": [round(float(weight), 5) for weight in weights],
        "intercept": round(float(model.intercept_[0] - weights @ mean), 5),
        "rival_weight": RIVAL_WEIGHT,
        "min_lead": MIN_LEAD,
    }


def judge(stored: dict[str, Any], cases: Sequence[PronounCase]) -> list[tuple[float, bool]]:
    """Return, for each case that has a person to name, the lead and whether it is the right one."""
    resolver = PronounResolver(stored)
    judged: list[tuple[float, bool]] = []
    for case in cases:
        leading = resolver.leader(case.candidates)
        if leading is not None:
            judged.append((leading[0], case.meant[case.candidates.index(leading[1])]))
    return judged


def tell(title: str, judged: Sequence[tuple[float, bool]], cases: int, lead: float) -> None:
    """Print how many of the cases are named from a lead on, and how many of these rightly."""
    named = [right for found, right in judged if found >= lead]
    print(f"{title}: {len(named)} of {cases} named, {sum(named)} rightly, lead {lead}")


def main(arguments: Sequence[str]) -> None:
    """Fit, report and write."""
    articles = Data(Path(arguments[0]), fold="all").gold()
    cases = [case for article in articles for case in find_cases(article)]
    kept = [case for case in cases if fold_number(case.sha) == 0]
    trained = [case for case in cases if fold_number(case.sha) != 0]
    judged: list[tuple[float, bool]] = []
    for fold in range(1, FOLDS):
        others = [case for case in trained if fold_number(case.sha) != fold]
        judged += judge(fit(others), [c for c in trained if fold_number(c.sha) == fold])
    stored = fit(trained)
    for lead in LEADS:
        tell("each fold by the others", judged, len(trained), lead)
        tell("first fold", judge(stored, kept), len(kept), lead)
    SHIPPED.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
