"""ROUGE: values worked out by hand from the definitions of Lin 2004."""

from __future__ import annotations

import pytest

from benchmarks.rouge import plain, rouge, rouge_words


def test_equal_texts_overlap_wholly() -> None:
    text = ["The ferry left the harbour at noon.", "It returned at dusk."]
    found = rouge(text, text)
    assert (found.rouge1, found.rouge2, found.rouge_lsum) == (1.0, 1.0, 1.0)


def test_texts_without_a_common_word_do_not_overlap() -> None:
    found = rouge(["Rain fell."], ["Nobody came there"])
    assert (found.rouge1, found.rouge2, found.rouge_lsum) == (0.0, 0.0, 0.0)


def test_the_example_of_lin_with_its_order_swapped() -> None:
    # Lin 2004, section 3: "police killed the gunman" against two candidates.
    kept = rouge(["police killed the gunman"], ["police kill the gunman"])
    swapped = rouge(["police killed the gunman"], ["the gunman kill police"])
    assert kept.rouge_lsum == 1.0  # "kill" and "killed" have one stem
    assert swapped.rouge1 == 1.0
    assert swapped.rouge2 == pytest.approx(1 / 3)
    assert swapped.rouge_lsum == pytest.approx(1 / 2)


def test_a_repeated_word_counts_as_often_as_the_reference_has_it() -> None:
    # 1 of 2 reference words, 1 of 3 summary words: F1 = 2 / 5.
    assert rouge(["water rose"], ["water water water"]).rouge1 == pytest.approx(2 / 5)


def test_the_union_of_subsequences_is_that_of_lin() -> None:
    # Lin 2004, section 3.2: w1 w2 w3 w4 w5 against "w1 w2 w6 w7 w8" and "w1 w3 w8 w9 w5":
    # the union is w1 w2 w3 w5, so recall 4/5 and precision 4/10.
    found = rouge(["a1 b2 c3 d4 e5"], ["a1 b2 f6 g7 h8", "a1 c3 h8 i9 e5"])
    recall, precision = 4 / 5, 4 / 10
    assert found.rouge_lsum == pytest.approx(2 * recall * precision / (recall + precision))


def test_an_empty_summary_scores_nothing() -> None:
    assert rouge(["Rain fell."], []).rouge1 == 0.0


@pytest.mark.parametrize(
    ("tokenised", "natural"),
    [
        ("Graz 's mayor did n't resign .", "Graz\u2019s mayor didn't resign."),
        ("The firm -LRB- Acme -RRB- pays 1 , 200 euros", "The firm (Acme) pays 1,200 euros"),
        ("They 're `` certain '' .", 'They\'re "certain".'),
    ],
)
def test_tokenised_and_natural_text_have_the_same_words(tokenised: str, natural: str) -> None:
    assert rouge_words(tokenised) == rouge_words(natural)


def test_plain_leaves_natural_text_alone() -> None:
    text = 'It cost 12,000 euros, "or more", the owners\' lawyer said.'
    assert plain(text) == text.replace("12,000", "12000")
