from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from service.domain.collaborators import SupportQuery
from service.domain.errors import WeightsError
from service.inference.catalogue import EMBEDDER
from service.inference.support import (
    FEATURES,
    TrainedSupportChecker,
    apply_changes,
    rule_problems,
)
from service.inference.support_model import SupportNetwork, encode_pairs
from service.settings import Settings
from tests.tiny_models import write_embedder, write_support

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


@pytest.fixture(scope="module")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_embedder(folder, layers=3)
    return folder


@pytest.fixture
def checker(models_dir: Path, tmp_path: Path) -> TrainedSupportChecker:
    return TrainedSupportChecker.load(models_dir, write_support(tmp_path / "data"))


def problems(sentence: str, *evidence: str) -> tuple[str, ...]:
    return rule_problems(sentence, evidence, ARTICLE)


def test_support_is_what_the_regression_makes_of_the_features(
    checker: TrainedSupportChecker,
) -> None:
    told = checker.check(ROUTE, [ROUTE], ARTICLE)
    foreign = checker.check("Swimmers enjoyed warm weather along every beach.", [ROUTE], ARTICLE)

    assert told.support == pytest.approx(0.9933, abs=1e-4)
    assert foreign.support == pytest.approx(0.0067, abs=1e-4)


def test_a_probability_below_the_threshold_is_a_problem(checker: TrainedSupportChecker) -> None:
    sentence = "Swimmers enjoyed warm weather along every beach."

    refused = checker.check(sentence, [ROUTE], ARTICLE).problems
    checker.threshold = 0.001
    accepted = checker.check(sentence, [ROUTE], ARTICLE).problems

    assert any(problem.startswith("not supported by the article") for problem in refused)
    assert not any(problem.startswith("not supported by the article") for problem in accepted)


@pytest.mark.parametrize("words", [251, 252, 253, 600])
def test_a_sentence_that_the_network_cannot_read_whole_is_refused(
    checker: TrainedSupportChecker, words: int
) -> None:
    # The tiny tokenizer reads "a" as one token.
    sentence = " ".join(["a"] * words)
    refusal = "too long to be held against the article"

    long, short = checker.check_many(
        [SupportQuery(text, (ROUTE, OFFER), ARTICLE) for text in (sentence, ROUTE)]
    )

    assert (refusal in long.problems) is (words > 252)
    assert refusal not in short.problems


def test_the_words_that_the_network_doubts_are_named(models_dir: Path, tmp_path: Path) -> None:
    doubting = {"token_head.bias": torch.tensor([50.0])}
    checker = TrainedSupportChecker.load(
        models_dir, write_support(tmp_path / "data", doubting, threshold=1.1)
    )

    assert checker.check("Divers met swimmers.", [ROUTE], ARTICLE).problems[-1] == (
        "not supported by the article: Divers, met, swimmers"
    )


def test_many_are_reported_on_as_one_by_one_and_in_order(checker: TrainedSupportChecker) -> None:
    sentences = (*SENTENCES, "The ferry met 300 families in Varna.", "It rained.")
    queries = [SupportQuery(sentence, (ROUTE, OFFER), ARTICLE) for sentence in sentences]

    together = checker.check_many(queries)

    assert together == [checker.check(s, (ROUTE, OFFER), ARTICLE) for s in sentences]
    assert [report.support for report in together] == [
        pytest.approx(p, abs=1e-4) for p in checker.probabilities(queries)
    ]
    assert len({report.support for report in together}) > 1


def test_no_sentences_give_no_reports(checker: TrainedSupportChecker) -> None:
    assert checker.check_many([]) == []


def test_the_network_reads_what_the_article_says_elsewhere(
    models_dir: Path, tmp_path: Path
) -> None:
    """Evidence that was not given is found in the article."""
    checker = TrainedSupportChecker.load(models_dir, write_support(tmp_path / "data"))

    assert checker.check(CAPTAIN, [ROUTE], ARTICLE).support > 0.99
    assert checker.check(CAPTAIN, [ROUTE], ROUTE).support < 0.5


def test_missing_encoder_weights_are_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="models fetch"):
        TrainedSupportChecker.load(tmp_path, write_support(tmp_path / "data"))


def test_two_loads_judge_alike(models_dir: Path, tmp_path: Path) -> None:
    """Whatever is not stored must not be left to chance."""
    weights = [1.0 if name in FEATURES[:2] else 0.0 for name in FEATURES]
    trained = {"sentence_head.weight": torch.ones(1, 32), "marks.weight": torch.ones(14, 32)}
    data = write_support(tmp_path / "data", trained, weights=weights)
    queries = [SupportQuery(sentence, (), ARTICLE) for sentence in SENTENCES]

    first, second = (
        TrainedSupportChecker.load(models_dir, data).probabilities(queries) for _ in range(2)
    )

    assert first == second
    assert len(set(first)) > 1


def test_a_damaged_trained_file_is_refused(models_dir: Path, tmp_path: Path) -> None:
    data = write_support(tmp_path / "data")
    damaged = bytearray((data / "support.safetensors").read_bytes())
    damaged[-1] ^= 1
    (data / "support.safetensors").write_bytes(damaged)

    with pytest.raises(WeightsError, match=r"support\.safetensors"):
        TrainedSupportChecker.load(models_dir, data)


def test_a_regression_on_other_features_is_refused(models_dir: Path, tmp_path: Path) -> None:
    data = write_support(tmp_path / "data", features=["network"])

    with pytest.raises(WeightsError, match="train-support"):
        TrainedSupportChecker.load(models_dir, data)


def test_changes_are_added_to_the_weights_in_steps_or_in_full(models_dir: Path) -> None:
    network = SupportNetwork(AutoModel.from_pretrained(models_dir / EMBEDDER))
    name = "encoder.encoder.layer.2.output.dense.weight"
    before = {key: value.clone() for key, value in network.state_dict().items()}
    steps = torch.zeros(before[name].shape, dtype=torch.int8)
    steps[1, 3] = -100
    scale = torch.full((len(steps),), 0.5)
    bias = torch.tensor([0.25])

    apply_changes(
        network, {f"{name}.steps": steps, f"{name}.scale": scale, "sentence_head.bias": bias}
    )

    after = network.state_dict()
    assert after[name][1, 3] == pytest.approx(float(before[name][1, 3]) - 50.0)
    assert int((after[name] != before[name]).sum()) == 1
    assert torch.equal(after["sentence_head.bias"], before["sentence_head.bias"] + 0.25)


def marks(models_dir: Path, evidence: str, sentence: str) -> dict[str, int]:
    """Return what each word of a sentence, all of them different, is told."""
    tokenizer = AutoTokenizer.from_pretrained(models_dir / EMBEDDER)
    batch = encode_pairs(tokenizer, [evidence], [sentence])
    inside = batch.sentence_mask[0]
    starts = batch.offsets[0][inside][:, 0].tolist()
    words = [sentence[start:].split(maxsplit=1)[0] for start in starts]
    return dict(zip(words, batch.marks[0][inside].tolist(), strict=True))


def test_tokens_are_told_whether_the_evidence_has_them_and_beside_what(models_dir: Path) -> None:
    found = marks(models_dir, "the council said on tuesday", "bridge council said tuesday")

    # New, then beside its right neighbour, beside its left one, and beside neither.
    assert len(set(found.values())) == 4
    assert found["bridge"] == min(found.values())


def test_tokens_are_told_whether_they_stand_where_the_rest_of_the_sentence_does(
    models_dir: Path,
) -> None:
    far = " the ferry was taken out of service" * 6
    evidence = f"the council said on tuesday that the bridge would close{far} for years"

    found = marks(models_dir, evidence, "council bridge close years")

    assert found["council"] == found["bridge"] != found["years"]


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


#: What the article says in other words, and the same altered. Roles exchanged are not among
#: them: the checker seldom sees those, as its card tells.
CONTRASTS = (
    (
        "The operator offered a meeting in Dorrin to the families.",
        "The operator held a meeting in Dorrin with the families.",
    ),
    (
        "The northern route was closed by the ministry.",
        "The northern route was opened by the ministry.",
    ),
    (
        "The captain was not arrested by police.",
        "The captain was arrested by police.",
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
@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_trained_checker_accepts_the_article_s_own_sentences(
    trained: TrainedSupportChecker, sentence: str
) -> None:
    assert trained.check(sentence, [sentence], ARTICLE).problems == ()
