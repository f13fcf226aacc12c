"""Order: whether a sentence tells things in the order of its evidence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.text.order import order_kept

SOURCE = "The firm Norvall sued the farmer Gwen Tarrant over a lorry in Corrie."


def test_a_shortening_keeps_the_order() -> None:
    assert order_kept("Norvall sued Gwen Tarrant in Corrie.", SOURCE) == 1.0


def test_who_did_what_to_whom_turned_round_breaks_it() -> None:
    assert order_kept("Gwen Tarrant sued the firm Norvall in Corrie.", SOURCE) < 0.75


def test_two_words_have_no_order_to_speak_of() -> None:
    assert order_kept("Corrie, Norvall.", SOURCE) == 1.0


@given(st.lists(st.sampled_from(SOURCE.rstrip(".").split()), max_size=12))
def test_the_share_lies_between_nought_and_one(words: list[str]) -> None:
    assert 0 <= order_kept(" ".join(words), SOURCE) <= 1
