"""Claims against the annotated ones, for the pipeline and for two baselines.

The pipeline runs as the API runs it (prepare, score, rewrite, verify, embed). *Sentences
verbatim* returns every sentence of prose as it stands; *worthy sentences verbatim* those
above the check-worthiness threshold. Predicted claims in a file are scored the same way.

- `precision`: share of the returned claims that are paired with an annotated claim of
  their article, one to one, at a MiniLM cosine of at least 0.80, so that the number of
  pairs is the largest possible. `recall`: share of the annotated claims that are paired.
  `f1`: both together, 2 pairs / (returned + annotated).
- `precision worth 2+`, `recall worth 2+`: the same where only annotated claims of worth 2
  and 3 are there to be paired with.
- `sentence precision 1+`, `sentence recall 1+`: a sentence is chosen where a returned
  claim is anchored in it, and right where an annotated claim of any worth was made from
  it; `2+` asks for one of worth 2 or 3.
- `standalone`: share of the claims that can be understood alone by their form
  (`benchmarks/standalone.py`).
- `foreign`: share of the claims with a name or number that the article does not give
  (`service.text.facts.foreign_facts`).
- `duplicates`: pairs of claims of one article with a cosine of at least 0.92, a claim.
- `kind accuracy`, `speaker accuracy`: share of the pairs with the same kind, the same
  speaker (folded words; a surname stands for the full name; none equals none).
  `speaker accuracy, named`: of the pairs whose annotated claim has a speaker.
- `extractive`: share of the claims that are the source sentence itself.
- `claims an article`: how many are returned.
- `skip reason accuracy`: share of the sentences without a claim on both sides that have
  the same reason on both.

Predicted claims: JSON Lines, an object an article, `{"article_sha": …, "claims": [{"text":
…, "start": …, "end": …, "kind": …, "speaker": …, "method": …}], "skipped": [{"start": …,
"end": …, "reason": …}]}`. All but `text` may be missing; `sentence` (the index of the
annotated article's sentence) may stand for `start` and `end`; a claim may be a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bench import Bench
from benchmarks.bootstrap import Counts, ratio_figures
from benchmarks.data import GoldArticle, GoldClaim, read_rows
from benchmarks.matching import Floats, duplicate_pairs, match_pairs
from benchmarks.pipeline import Analysed, prose_sentences
from benchmarks.report import Section
from benchmarks.standalone import standalone_problem
from service.text.facts import foreign_facts

#: The least worth of a claim that the desk should see.
WORTH = 2
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Prediction:
    """A claim that somebody returned; None stands for what they do not tell.

    Attributes:
        sentences: The annotated article's sentences that it is anchored in.
    """

    text: str
    sentences: frozenset[int] | None = None
    kind: str | None = None
    speaker: str | None = None
    tells_speaker: bool = False
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Predictions:
    """What was returned for one article; `skipped` maps sentences to reasons."""

    claims: tuple[Prediction, ...]
    skipped: Mapping[int, str] = field(default_factory=dict)


def run(bench: Bench) -> list[Section]:
    """Analyse the annotated articles of the fold and score what comes back."""
    articles = bench.data.gold()
    systems: dict[str, list[Predictions]] = {
        "pipeline": [],
        "baseline: sentences verbatim": [],
        "baseline: worthy sentences verbatim": [],
    }
    pipeline, verbatim, worthy = systems.values()
    for article in bench.progress(articles, "claims"):
        found = bench.analyser.analyse(article.text)
        bench.keep("claims", record(article.sha, found))
        pipeline.append(from_record(record(article.sha, found), article))
        prose = prose_sentences(found.article)
        least = bench.analyser.min_check_worthiness
        verbatim.append(_verbatim(article, found, prose))
        worthy.append(_verbatim(article, found, [i for i in prose if found.scores[i] >= least]))
    return [
        score_system(bench, f"claims: {name}", articles, predictions)
        for name, predictions in systems.items()
    ]


def run_predictions(bench: Bench, path: Path, label: str) -> list[Section]:
    """Score the predicted claims in a file; articles that it leaves out gave none."""
    rows = {row["article_sha"]: row for row in read_rows(path)}
    articles = [article for article in bench.data.gold() if article.sha in rows]
    if not articles:
        message = f"{path} holds no article of the {bench.data.fold} fold"
        raise ValueError(message)
    predictions = [from_record(rows[article.sha], article) for article in articles]
    return [score_system(bench, f"claims: {label}", articles, predictions)]


def score_system(
    bench: Bench,
    title: str,
    articles: Sequence[GoldArticle],
    predictions: Sequence[Predictions],
) -> Section:
    """Return the figures of one system over all articles."""
    counts = [
        score_article(
            article,
            found,
            bench.analyser.embed([claim.text for claim in found.claims]),
            bench.analyser.embed([claim.text for claim in article.claims]),
        )
        for article, found in zip(articles, predictions, strict=True)
    ]
    figures = ratio_figures(counts)
    measured = {name: figure for name, figure in figures.items() if figure.items}
    return Section(title, len(articles), measured)


def score_article(article: GoldArticle, found: Predictions, ours: Floats, theirs: Floats) -> Counts:
    """Return what one article adds to each figure.

    Args:
        article: The annotated article.
        found: What was returned for it.
        ours: One unit vector a returned claim.
        theirs: One unit vector an annotated claim.
    """
    likeness = ours @ theirs.T if len(ours) and len(theirs) else ours[:, :0]
    pairs = match_pairs(likeness)
    worthy = [i for i, claim in enumerate(article.claims) if claim.worth >= WORTH]
    worthy_pairs = match_pairs(likeness[:, worthy]) if likeness.size else []
    returned, annotated = len(found.claims), len(article.claims)
    texts = [claim.text for claim in found.claims]
    extractive = [c.method == "extractive" for c in found.claims if c.method]
    counts: dict[str, tuple[float, float]] = {
        "precision": (len(pairs), returned),
        "recall": (len(pairs), annotated),
        "f1": (2 * len(pairs), returned + annotated),
        "precision worth 2+": (len(worthy_pairs), returned),
        "recall worth 2+": (len(worthy_pairs), len(worthy)),
        **_selection(article, found),
        "standalone": (sum(standalone_problem(t) is None for t in texts), returned),
        "foreign": (sum(bool(foreign_facts(t, article.text)) for t in texts), returned),
        "duplicates": (duplicate_pairs(ours), returned),
        **_agreement([(found.claims[i], article.claims[j]) for i, j in pairs]),
        "extractive": (sum(extractive), len(extractive)),
        "claims an article": (returned, 1),
    }
    both = [i for i in found.skipped if i in article.skipped]
    same = sum(found.skipped[i] == article.skipped[i] for i in both)
    counts["skip reason accuracy"] = (same, len(both))
    return counts


def _selection(article: GoldArticle, found: Predictions) -> Counts:
    """Count the sentences that are rightly chosen."""
    if any(claim.sentences is None for claim in found.claims):
        return {}
    chosen = {i for claim in found.claims for i in claim.sentences or ()}
    counts: dict[str, tuple[float, float]] = {}
    for worth in (1, WORTH):
        right = {claim.sentence for claim in article.claims if claim.worth >= worth}
        counts[f"sentence precision {worth}+"] = (len(chosen & right), len(chosen))
        counts[f"sentence recall {worth}+"] = (len(chosen & right), len(right))
    return counts


def _agreement(pairs: Sequence[tuple[Prediction, GoldClaim]]) -> Counts:
    """Count the pairs with the same kind and the same speaker."""
    kinds = [ours.kind == theirs.kind for ours, theirs in pairs if ours.kind]
    told = [(ours, theirs) for ours, theirs in pairs if ours.tells_speaker]
    same = [same_speaker(ours.speaker, theirs.speaker) for ours, theirs in told]
    named = [right for right, (_, theirs) in zip(same, told, strict=True) if theirs.speaker]
    return {
        "kind accuracy": (sum(kinds), len(kinds)),
        "speaker accuracy": (sum(same), len(same)),
        "speaker accuracy, named": (sum(named), len(named)),
    }


def same_speaker(ours: str | None, theirs: str | None) -> bool:
    """Tell whether two names can be the same speaker's."""
    if not ours or not theirs:
        return not ours and not theirs
    left, right = (set(_WORD.findall(name.casefold())) - {"the"} for name in (ours, theirs))
    return left <= right or right <= left


def record(sha: str, found: Analysed) -> dict[str, Any]:
    """Return an analysis in the form of predicted claims."""
    return {
        "article_sha": sha,
        "claims": [
            {
                "text": claim.text,
                "start": claim.selector.start,
                "end": claim.selector.end,
                "kind": str(claim.kind),
                "speaker": claim.speaker,
                "method": str(claim.method),
                "support": claim.support,
                "check_worthiness": claim.check_worthiness,
            }
            for claim in found.analysis.claims
        ],
        "skipped": [
            {"start": skip.start, "end": skip.end, "reason": str(skip.reason)}
            for skip in found.analysis.skipped
        ],
        "seconds": {stage: round(taken, 3) for stage, taken in found.seconds.items()},
    }


def from_record(row: Mapping[str, Any], article: GoldArticle) -> Predictions:
    """Read predicted claims and tie them to the annotated article's sentences."""
    skipped = {
        index: skip["reason"]
        for skip in row.get("skipped", ())
        for index in overlapping(article, skip["start"], skip["end"])
    }
    claims = tuple(_read_claim(claim, article) for claim in row["claims"])
    taken = {index for claim in claims for index in claim.sentences or ()}
    return Predictions(claims, {i: reason for i, reason in skipped.items() if i not in taken})


def _read_claim(claim: str | Mapping[str, Any], article: GoldArticle) -> Prediction:
    if isinstance(claim, str):
        return Prediction(claim)
    sentences: frozenset[int] | None = None
    if "start" in claim and "end" in claim:
        sentences = frozenset(overlapping(article, claim["start"], claim["end"]))
    elif "sentence" in claim:
        sentences = frozenset({claim["sentence"]})
    return Prediction(
        text=claim["text"],
        sentences=sentences,
        kind=claim.get("kind"),
        speaker=claim.get("speaker"),
        tells_speaker="speaker" in claim,
        method=claim.get("method"),
    )


def overlapping(article: GoldArticle, start: int, end: int) -> Iterator[int]:
    """Yield the annotated sentences that share at least half of the shorter one's text.

    The service joins and parts some sentences otherwise than the annotation did.
    """
    for index, (left, right) in enumerate(article.sentences):
        shared = min(end, right) - max(start, left)
        if shared > 0 and 2 * shared >= min(end - start, right - left):
            yield index


def _verbatim(article: GoldArticle, found: Analysed, indexes: Sequence[int]) -> Predictions:
    """Return the sentences as they stand, as claims."""
    return Predictions(
        tuple(
            Prediction(
                " ".join(sentence.text.split()),
                frozenset(overlapping(article, sentence.start, sentence.end)),
                method="extractive",
            )
            for sentence in (found.article.sentences[i] for i in indexes)
        )
    )
