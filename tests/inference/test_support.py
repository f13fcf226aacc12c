from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch

from service.domain.collaborators import SupportQuery
from service.domain.errors import WeightsError
from service.inference.adapter import attach_adapter
from service.inference.generation import GenerationEngine
from service.inference.prompts import Message
from service.inference.support import TrainedSupportChecker, rule_problems
from service.settings import Settings
from tests.inference.tiny_adapter import write_adapter
from tests.inference.tiny_support import constant_head, write_support
from tests.tiny_models import TINY_REVISION, load_tiny_engine

ARTICLE = (
    "A ferry that sank on Lake Samre last year with the loss of 87 lives was carrying nearly "
    "twice the cargo it was built for, an inquiry has found. "
    "The operator offered to meet the families in Dorrin on Friday. "
    "Maria Holt, who led the inquiry, said the deck had been overloaded on 40 earlier trips. "
    "The ministry closed the northern route and hired two engineers from Norway. "
    "Police did not arrest the captain. "
    "The harbour master warned the operator before the ferry left the port."
)
OFFER = "The operator offered to meet the families in Dorrin on Friday."
OVERLOAD = "Maria Holt, who led the inquiry, said the deck had been overloaded on 40 earlier trips."
ROUTE = "The ministry closed the northern route and hired two engineers from Norway."
CAPTAIN = "Police did not arrest the captain."
WARNING = "The harbour master warned the operator before the ferry left the port."

SENTENCES = (OFFER, OVERLOAD, ROUTE, CAPTAIN, WARNING)


@pytest.fixture
def engine(tiny_models_dir: Path) -> GenerationEngine:
    return load_tiny_engine(tiny_models_dir)


@pytest.fixture
def checker(engine: GenerationEngine, tmp_path: Path) -> TrainedSupportChecker:
    return load(engine, write_support(tmp_path / "data", engine))


def load(engine: GenerationEngine, data: Path) -> TrainedSupportChecker:
    return TrainedSupportChecker.load(data.parent / "no models", engine, data)


def problems(sentence: str, *evidence: str) -> tuple[str, ...]:
    return rule_problems(sentence, evidence, ARTICLE)


def test_support_is_what_the_regression_makes_of_the_network_s_log_odds(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    data = write_support(
        tmp_path / "data",
        engine,
        verdict=constant_head(engine, 1.0),
        fault=constant_head(engine, -2.0),
        weights=[3.0, 0.5],
        intercept=0.25,
    )

    support = load(engine, data).check(ROUTE, [ROUTE], ARTICLE).support

    assert support == pytest.approx(1 / (1 + math.exp(-(3.0 - 1.0 + 0.25))), abs=1e-4)


def test_a_probability_below_the_threshold_is_a_problem(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    unsure = constant_head(engine, 0.0)
    data = write_support(tmp_path / "data", engine, verdict=unsure, threshold=0.51)
    checker = load(engine, data)

    refused = checker.check(ROUTE, [ROUTE], ARTICLE).problems
    checker.threshold = 0.49
    accepted = checker.check(ROUTE, [ROUTE], ARTICLE).problems

    assert [problem.split(":")[0] for problem in refused] == ["not supported by the article"]
    assert accepted == ()


def test_a_sentence_that_the_network_cannot_read_whole_is_refused(
    checker: TrainedSupportChecker,
) -> None:
    refusal = "too long to be held against the article"
    sentence = "The ministry closed the northern route. " * 40

    long, short = checker.check_many(
        [SupportQuery(text, (ROUTE, OFFER), ARTICLE) for text in (sentence, ROUTE)]
    )

    assert refusal in long.problems
    assert refusal not in short.problems


def test_the_words_that_the_network_doubts_are_named(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    doubting = constant_head(engine, 50.0)
    data = write_support(tmp_path / "data", engine, fault=doubting, threshold=1.1)

    found = load(engine, data).check("Divers met swimmers.", [ROUTE], ARTICLE).problems

    assert found[-1] == "not supported by the article: Divers, met, swimmers"


def test_many_are_reported_on_as_one_by_one_and_in_order(checker: TrainedSupportChecker) -> None:
    """No statement sees another, whatever evidence they share."""
    sentences = (*SENTENCES, "The ferry met 300 families in Varna.", "It rained.")
    queries = [
        SupportQuery(sentence, given, ARTICLE)
        for sentence in sentences
        for given in ((ROUTE, OFFER), (CAPTAIN,), ())
    ]

    together = checker.probabilities(queries)

    assert together == pytest.approx([checker.probabilities([q])[0] for q in queries], abs=1e-4)
    assert len({round(support, 4) for support in together}) > len(sentences)


def test_what_a_rule_refuses_is_not_asked_of_the_network(checker: TrainedSupportChecker) -> None:
    foreign = SupportQuery("Zorka Lind bought 45 ferries.", (ROUTE,), ARTICLE)
    told = SupportQuery(ROUTE, (ROUTE,), ARTICLE)

    first, refused, last = checker.check_many([told, foreign, told])

    assert refused.support == 0
    assert refused.problems
    assert (
        first.support == last.support == pytest.approx(checker.probabilities([told])[0], abs=1e-4)
    )


def test_more_than_one_pack_is_read(checker: TrainedSupportChecker) -> None:
    queries = [SupportQuery(f"The ferry left {n} times.", (OFFER,), ARTICLE) for n in range(60)]

    together = checker.probabilities(queries)

    assert together == pytest.approx(checker.probabilities(queries[::-1])[::-1], abs=1e-4)


def test_no_sentences_give_no_reports(checker: TrainedSupportChecker) -> None:
    assert checker.check_many([]) == []


def test_the_network_reads_what_the_article_says_elsewhere(
    checker: TrainedSupportChecker,
) -> None:
    """Evidence that was not given is found in the article."""
    told = checker.probabilities([SupportQuery(CAPTAIN, (), ARTICLE)])
    untold = checker.probabilities([SupportQuery(CAPTAIN, (), ROUTE)])

    assert told != pytest.approx(untold, abs=1e-3)


def test_the_generator_writes_as_before(engine: GenerationEngine, tmp_path: Path) -> None:
    prompt = [Message("user", "The council said on Tuesday that the bridge would close.")]
    before = engine.generate([prompt], 12)

    checker = load(engine, write_support(tmp_path / "data", engine))
    checker.check(ROUTE, [ROUTE], ARTICLE)

    assert engine.generate([prompt], 12) == before


def test_it_judges_alike_beside_the_news_adapter(engine: GenerationEngine, tmp_path: Path) -> None:
    data = write_support(tmp_path / "data", engine)
    query = [SupportQuery(ROUTE, (OFFER,), ARTICLE)]
    alone = load(engine, data).probabilities(query)
    writer = write_adapter(engine, tmp_path / "news.safetensors")

    attach_adapter(engine.model, writer, TINY_REVISION)

    assert load(engine, data).probabilities(query) == pytest.approx(alone, abs=1e-6)


def test_an_engine_with_other_weights_is_left_alone(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    data = write_support(tmp_path / "data", engine, revision="1" * 64)

    with pytest.raises(WeightsError, match="models fetch"):
        load(engine, data)


def test_a_damaged_trained_file_is_refused(engine: GenerationEngine, tmp_path: Path) -> None:
    data = write_support(tmp_path / "data", engine)
    damaged = bytearray((data / "support.safetensors").read_bytes())
    damaged[-1] ^= 1
    (data / "support.safetensors").write_bytes(damaged)

    with pytest.raises(WeightsError, match=r"support\.safetensors"):
        load(engine, data)


def test_heads_of_another_size_are_refused(engine: GenerationEngine, tmp_path: Path) -> None:
    data = write_support(tmp_path / "data", engine, verdict=torch.zeros(7), fault=torch.zeros(7))

    with pytest.raises(WeightsError, match="heads"):
        load(engine, data)


def test_a_regression_on_other_features_is_refused(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    data = write_support(tmp_path / "data", engine, features=["network"])

    with pytest.raises(WeightsError, match="train-support"):
        load(engine, data)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_rules_have_nothing_against_a_sentence_of_the_article(sentence: str) -> None:
    assert problems(sentence, sentence) == ()


@pytest.mark.parametrize(
    ("shortened", "evidence"),
    [
        ("The operator offered to meet the families.", OFFER),
        ("Maria Holt said the deck had been overloaded on 40 earlier trips.", OVERLOAD),
        ("Holt said the deck had been overloaded on forty earlier trips.", OVERLOAD),
        ("The ministry closed the northern route.", ROUTE),
        ("The ministry hired two Norwegian engineers.", ROUTE),
        ("The harbour master warned the operator.", WARNING),
    ],
)
def test_a_faithful_shortening_passes(shortened: str, evidence: str) -> None:
    assert problems(shortened, evidence) == ()


@pytest.mark.parametrize(
    ("sentence", "evidence", "fact"),
    [
        ("The operator offered to meet the families in Varna on Friday.", OFFER, "Varna"),
        ("The operator offered to meet the families in Dorrin on Monday.", OFFER, "Monday"),
        ("Maria Klein said the deck had been overloaded on 40 trips.", OVERLOAD, "Maria Klein"),
        ("Maria Holt said the deck had been overloaded on 60 trips.", OVERLOAD, "60"),
        ("The ministry hired twelve engineers from Norway.", ROUTE, "twelve"),
        ("The ministry hired two engineers from Norway in 2019.", ROUTE, "2019"),
    ],
)
def test_a_foreign_name_number_or_date_is_named(sentence: str, evidence: str, fact: str) -> None:
    found = [problem for problem in problems(sentence, evidence) if "not in the article" in problem]

    assert found
    assert any(fact in problem for problem in found)


def test_a_name_that_only_the_context_gives_is_not_foreign() -> None:
    context = "The families met the mayor of Quillon."

    assert problems("The operator offered to meet the families in Quillon.", OFFER, context) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The operator met the families in Dorrin on Friday.",
        "The operator meets the families in Dorrin on Friday.",
    ],
)
def test_an_offer_told_as_a_deed_is_refused(sentence: str) -> None:
    assert "dropped: offered to" in problems(sentence, OFFER)


@pytest.mark.parametrize(
    ("sentence", "evidence", "hedge"),
    [
        ("The bridge closed for two years.", "The bridge may have closed for two years.", "may"),
        (
            "The storm damaged 400 homes.",
            "The storm damaged nearly 400 homes.",
            "nearly",
        ),
        (
            "The ministry recalled the doses.",
            "The ministry is considering whether to recall the doses.",
            "considering",
        ),
    ],
)
def test_a_lost_hedge_is_named(sentence: str, evidence: str, hedge: str) -> None:
    found = rule_problems(sentence, [evidence], evidence)

    assert any(problem.startswith("dropped: ") and hedge in problem for problem in found)


def test_a_lost_negation_is_refused() -> None:
    assert problems("Police arrested the captain.", CAPTAIN) != ()


def test_an_added_negation_is_refused() -> None:
    assert "added: not" in " ".join(
        problems("The harbour master did not warn the operator.", WARNING)
    )


def test_a_dropped_attribution_is_refused() -> None:
    found = problems("The deck had been overloaded on 40 earlier trips.", OVERLOAD)

    assert "dropped: said" in found


def test_a_plain_fact_beside_a_reported_one_needs_no_attribution() -> None:
    assert problems("Maria Holt led the inquiry.", OVERLOAD) == ()


def test_every_failed_check_is_reported_at_once() -> None:
    found = problems("The operator met 300 families in Varna on Friday.", OFFER)

    assert len(found) >= 3


#: What the article says in other words, and the same altered. "Was arrested" for "was not
#: arrested" is not among them: the network held it likelier, as its card tells.
CONTRASTS = (
    (
        "The operator was warned by the harbour master before the ferry left.",
        "The harbour master was warned by the operator before the ferry left.",
    ),
    (
        "The operator offered to meet the families.",
        "The operator agreed to meet the families.",
    ),
    (
        "The operator offered a meeting in Dorrin to the families.",
        "The operator held a meeting in Dorrin with the families.",
    ),
    (
        "The northern route was closed by the ministry.",
        "The northern route was opened by the ministry.",
    ),
    (
        "Maria Holt led the inquiry.",
        "The harbour master led the inquiry.",
    ),
    (
        "Maria Holt said the deck had been overloaded on 40 trips.",
        "The harbour master said the deck had been overloaded on 40 trips.",
    ),
    (
        "The sinking of the ferry on Lake Samre cost 87 lives.",
        "The sinking of the ferry on Lake Samre cost 87 lives in Norway.",
    ),
    (
        "The ministry hired two engineers from Norway.",
        "The ministry hired two captains from Norway.",
    ),
    (
        "According to an inquiry, the ferry was carrying nearly twice the cargo it was built for.",
        "According to police, the ferry was carrying nearly twice the cargo it was built for.",
    ),
)


@pytest.fixture(scope="module")
def trained() -> TrainedSupportChecker:
    return TrainedSupportChecker.load(Settings().resolved_models_dir)


@pytest.mark.weights
@pytest.mark.parametrize(("supported", "altered"), CONTRASTS)
def test_what_the_article_says_is_likelier_than_the_same_altered(
    trained: TrainedSupportChecker, supported: str, altered: str
) -> None:
    right, wrong = trained.probabilities(
        [SupportQuery(sentence, (), ARTICLE) for sentence in (supported, altered)]
    )

    assert right > wrong


@pytest.mark.weights
def test_a_lost_negation_is_refused_by_rules_where_the_network_misses_it(
    trained: TrainedSupportChecker,
) -> None:
    report = trained.check("The captain was arrested by police.", [CAPTAIN], ARTICLE)

    assert any(problem.startswith("dropped: ") for problem in report.problems)


@pytest.mark.weights
@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_trained_checker_accepts_the_article_s_own_sentences(
    trained: TrainedSupportChecker, sentence: str
) -> None:
    assert trained.check(sentence, [sentence], ARTICLE).problems == ()


@pytest.mark.weights
@pytest.mark.parametrize(
    ("paraphrase", "source"),
    [
        ("The ferry's operator offered the families a meeting in Dorrin.", OFFER),
        ("The harbour master warned the ferry's operator before it left the port.", WARNING),
        ("Maria Holt led the inquiry.", OVERLOAD),
        ("Two engineers from Norway were hired by the ministry.", ROUTE),
        ("The captain was not arrested by police.", CAPTAIN),
    ],
)
def test_the_trained_checker_accepts_a_right_paraphrase(
    trained: TrainedSupportChecker, paraphrase: str, source: str
) -> None:
    (support,) = trained.probabilities([SupportQuery(paraphrase, (source,), ARTICLE)])

    assert support >= trained.threshold
