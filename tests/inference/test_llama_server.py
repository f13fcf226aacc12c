"""A generation server of another make: llama.cpp's own, with the same weights, on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
import xllamacpp

from service.domain.analysis import PreparedArticle
from service.domain.article import AnalysisOptions, ArticleSubmission
from service.inference.catalogue import GENERATOR, find_weights
from service.main import build_pipeline
from service.settings import Settings
from service.text.normalization import normalize
from service.use_cases.analyse_article import AnalysisPipeline

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    weights = find_weights(GENERATOR)
    assert weights is not None
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(Settings().resolved_models_dir / weights.files[0].path)
    parameters.n_ctx = 8192
    parameters.n_parallel = 4
    parameters.cpuparams.n_threads = 2
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    yield f"{server.listening_address}/v1"
    del server


@pytest.fixture(scope="module")
def pipeline(address: str) -> AnalysisPipeline:
    return build_pipeline(Settings(generator=f"openai:{address}#{GENERATOR}"))


@pytest.fixture(scope="module")
def article(pipeline: AnalysisPipeline) -> PreparedArticle:
    text = files("service.samples").joinpath("harbour_bridge.txt").read_text(encoding="utf-8")
    whole = normalize(text)
    return pipeline.prepare(ArticleSubmission(text=whole[: whole.index("\n", 900)]))


def test_its_claims_pass_the_same_checks_as_any_other(
    pipeline: AnalysisPipeline, article: PreparedArticle, address: str
) -> None:
    options = AnalysisOptions()
    assessed = pipeline.assess(article)
    rewriting = pipeline.rewrite(article, assessed, options)
    assert rewriting.model is not None
    assert (rewriting.model.name, rewriting.model.revision) == (GENERATOR, f"openai:{address}")

    verified = pipeline.verify(article, assessed, rewriting)

    # How many pass differs with how a machine multiplies: this model was never taught the task.
    assert verified.claims
    assert not any(pipeline.clarity.open_parts([claim.text for claim in verified.claims]))
    assert all(claim.support >= 0.5 for claim in verified.claims)
    assert all(claim.selector.exact in article.text for claim in verified.claims)


def test_its_summary_is_tied_to_the_article(
    pipeline: AnalysisPipeline, article: PreparedArticle
) -> None:
    summary = pipeline.summarise(article, pipeline.assess(article), 2)
    assert summary is not None
    assert len(summary.sentences) == 2
    for sentence in summary.sentences:
        assert sentence.evidence[0].exact in article.text
