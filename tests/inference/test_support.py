from __future__ import annotations

import pytest

from service.domain.collaborators import SupportQuery
from service.inference.support import MIN_OVERLAP, LexicalSupportChecker

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


def problems(sentence: str, *evidence: str) -> tuple[str, ...]:
    return LexicalSupportChecker().check(sentence, evidence, ARTICLE).problems


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_the_article_is_fully_supported_by_itself(sentence: str) -> None:
    report = LexicalSupportChecker().check(sentence, [sentence], ARTICLE)

    assert report.support == 1.0
    assert report.problems == ()


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
    report = LexicalSupportChecker().check(shortened, [evidence], ARTICLE)

    assert report.problems == ()
    assert report.support >= MIN_OVERLAP


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

    report = LexicalSupportChecker().check(
        "The operator offered to meet the families in Quillon.", [OFFER, context], ARTICLE
    )

    assert report.problems == ()


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
    report = LexicalSupportChecker().check(sentence, [evidence], evidence)

    assert any(p.startswith("dropped: ") and hedge in p for p in report.problems), report


def test_a_lost_negation_is_refused() -> None:
    assert problems("Police arrested the captain.", CAPTAIN) != ()


def test_an_added_negation_is_refused() -> None:
    assert "added: not" in " ".join(
        problems("The harbour master did not warn the operator.", WARNING)
    )


def test_a_dropped_attribution_is_refused() -> None:
    found = problems("The deck had been overloaded on 40 earlier trips.", OVERLOAD)

    assert "dropped: who said it" in found


def test_facts_told_in_another_order_are_refused() -> None:
    found = problems("The operator warned the harbour master before the ferry left.", WARNING)

    assert "told in another order than its evidence" in found


def test_a_sentence_about_something_else_has_too_little_support() -> None:
    report = LexicalSupportChecker().check(
        "Swimmers enjoyed warm weather along every beach.", [ROUTE], ARTICLE
    )

    assert "too little of it stands in its evidence" in report.problems
    assert report.support < 0.2


def test_support_counts_the_share_of_words_found() -> None:
    half = LexicalSupportChecker().check("The ministry closed schools early.", [ROUTE], ARTICLE)

    # "ministry" and "closed" are found, "schools" and "early" are not.
    assert half.support == 0.5


def test_support_may_come_from_all_of_the_evidence() -> None:
    sentence = "The ministry closed the route where the ferry sank."
    alone = LexicalSupportChecker().check(sentence, [ROUTE], ARTICLE)

    with_context = LexicalSupportChecker().check(
        sentence, [ROUTE, ARTICLE.split(". ", maxsplit=1)[0]], ARTICLE
    )

    assert alone.support < with_context.support == 1.0


def test_every_failed_check_is_reported_at_once() -> None:
    found = problems("The operator met 300 families in Varna on Friday.", OFFER)

    assert len(found) >= 3


def test_many_are_reported_on_as_one_by_one_and_in_order() -> None:
    checker = LexicalSupportChecker()
    sentences = (OFFER, "The operator met 300 families in Varna on Friday.", ROUTE)

    together = checker.check_many([SupportQuery(s, (OFFER,), ARTICLE) for s in sentences])

    assert together == [checker.check(s, (OFFER,), ARTICLE) for s in sentences]
    assert len({report.support for report in together}) > 1
