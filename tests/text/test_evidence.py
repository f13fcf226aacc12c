from __future__ import annotations

import pytest

from service.text.evidence import MAX_WORDS, article_sentences, select_evidence

FERRY = "The ferry sank on Lake Samre last year with the loss of 87 lives."
CARGO = "An inquiry found that it was carrying twice the cargo it was built for."
OFFER = "The operator offered to meet the families in Dorrin on Friday."
ROUTE = "The ministry closed the northern route and hired two engineers from Norway."
WEATHER = "Swimmers enjoyed warm weather along every beach."
ARTICLE = "\n".join((FERRY, CARGO, OFFER, ROUTE, WEATHER))


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("The operator said that it would meet the families.", OFFER),
        ("Two Norwegian engineers were hired by the ministry.", ROUTE),
        ("The loss of the ferry cost 87 lives.", FERRY),
    ],
)
def test_the_sentence_that_tells_a_fact_is_chosen(statement: str, source: str) -> None:
    assert source in select_evidence(statement, (), ARTICLE)


def test_each_part_of_a_fused_statement_brings_its_own_sentence() -> None:
    fused = "The ministry closed the northern route and the operator offered to meet the families."

    assert {OFFER, ROUTE} <= set(select_evidence(fused, (), ARTICLE))


def test_what_adds_nothing_is_left_out() -> None:
    assert WEATHER not in select_evidence("The operator offered to meet the families.", (), ARTICLE)


def test_sentences_come_in_the_order_of_the_article() -> None:
    fused = "The ministry closed the northern route after the ferry sank on Lake Samre."
    chosen = select_evidence(fused, (), ARTICLE)

    assert [ARTICLE.index(sentence) for sentence in chosen] == sorted(
        ARTICLE.index(sentence) for sentence in chosen
    )


def test_the_given_source_is_chosen_before_a_likelier_one() -> None:
    chosen = select_evidence("The company offered to meet them.", (CARGO,), ARTICLE)

    assert CARGO in chosen


def test_given_evidence_that_the_article_words_otherwise_may_be_chosen() -> None:
    dated = "The operator offered to meet the families in Dorrin on 22 November 2024."

    chosen = select_evidence("The operator offered to meet on 22 November 2024.", (dated,), ARTICLE)

    assert dated in chosen


def test_the_number_of_sentences_is_bounded() -> None:
    everything = " ".join((FERRY, CARGO, OFFER, ROUTE))

    assert len(select_evidence(everything, (), ARTICLE, max_sentences=2)) == 2


def test_the_number_of_words_is_bounded() -> None:
    article = "\n".join(
        f"The {number} bridge over the river was closed for repairs by the county council, "
        "which said that the work on the bridge would take two years and cost a fortune."
        for number in ("first", "second", "third", "fourth", "fifth", "sixth")
    )

    chosen = select_evidence(
        "The first and the second, third and fourth bridge closed.", (), article
    )

    assert 0 < sum(len(sentence.split()) for sentence in chosen) <= MAX_WORDS


def test_text_without_capitals_is_cut_at_its_full_stops() -> None:
    text = " ".join(f"the council closed bridge number {n} for repairs ." for n in range(12))

    assert len(article_sentences(text)) == 12


def test_an_article_without_text_gives_no_evidence() -> None:
    assert select_evidence("The operator met the families.", (), "") == ()
