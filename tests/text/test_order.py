"""Order: whether a sentence tells things in the order of its evidence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.order import order_kept

NOUNS = ("crane", "quay", "harbour", "ferry", "docker", "island", "tram", "vaccine", "florin")
SOURCE = "The firm Norvall sued the farmer Gwen Tarrant over a lorry in Corrie."


def test_a_shortening_keeps_the_order() -> None:
    assert order_kept("Norvall sued Gwen Tarrant in Corrie.", SOURCE) == 1.0


def test_who_did_what_to_whom_turned_round_breaks_it() -> None:
    assert order_kept("Gwen Tarrant sued the firm Norvall in Corrie.", SOURCE) < 0.75


def test_two_words_have_no_order_to_speak_of() -> None:
    assert order_kept("Corrie, Norvall.", SOURCE) == 1.0


@settings(deadline=None)
@given(st.lists(st.sampled_from(SOURCE.rstrip(".").split()), max_size=12))
def test_the_share_lies_between_nought_and_one(words: list[str]) -> None:
    assert 0 <= order_kept(" ".join(words), SOURCE) <= 1


@settings(deadline=None)
@given(st.lists(st.sampled_from(NOUNS), unique=True), st.data())
def test_leaving_words_out_never_breaks_the_order(nouns: list[str], data: st.DataObject) -> None:
    kept = [noun for noun in nouns if data.draw(st.booleans())]
    assert order_kept(" ".join(kept), " ".join(nouns)) == 1.0


@settings(deadline=None)
@given(st.lists(st.sampled_from(NOUNS), unique=True, min_size=3))
def test_of_words_told_backwards_only_one_is_in_order(nouns: list[str]) -> None:
    assert order_kept(" ".join(reversed(nouns)), " ".join(nouns)) == 1 / len(nouns)


@settings(deadline=None)
@given(st.permutations(NOUNS))
def test_only_the_order_of_the_evidence_counts_in_full(nouns: list[str]) -> None:
    assert (order_kept(" ".join(nouns), " ".join(NOUNS)) == 1.0) == (tuple(nouns) == NOUNS)


def test_words_that_stand_twice_are_left_out_of_account() -> None:
    evidence = "Tarrant met Abara in Corrie and Abara met Tarrant in Dorrin."
    assert order_kept("Abara met Tarrant in Dorrin, Corrie.", evidence) == 1.0
