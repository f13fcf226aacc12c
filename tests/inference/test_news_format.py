from __future__ import annotations

import pytest

from service.domain.claim import SkipReason
from service.inference.news_format import (
    MAX_CLAIMS,
    ClaimsAnswer,
    WrittenClaim,
    read_answer,
    write_claim,
    write_no_claim,
)


def test_what_training_writes_is_what_the_service_reads() -> None:
    lines = [
        write_claim(3, "quantity", None, "Acme Motors: 2,300  people work in Graz."),
        write_claim(2, "statement", "Ana Low", "Ana Low said the plant would close."),
    ]

    answer = read_answer("\n".join(lines))

    assert answer == ClaimsAnswer(
        (
            WrittenClaim("Acme Motors: 2,300 people work in Graz.", None),
            WrittenClaim("Ana Low said the plant would close.", "Ana Low"),
        ),
        None,
    )


@pytest.mark.parametrize("reason", [SkipReason.OPINION, SkipReason.NO_FACT])
def test_a_sentence_without_a_claim_says_why(reason: SkipReason) -> None:
    assert read_answer(write_no_claim(reason)) == ClaimsAnswer((), reason)


@pytest.mark.parametrize(
    "line",
    ["", "none", "none whatever", "4 event: Four.", "2 rumour: A.", "event: No worth.", "2 event:"],
)
def test_lines_of_another_form_are_passed_over(line: str) -> None:
    assert read_answer(line) == ClaimsAnswer((), None)
    assert len(read_answer(f"{line}\n2 event: The bridge closed.\n{line}").claims) == 1


def test_a_claim_outweighs_the_word_that_there_is_none() -> None:
    assert read_answer("none opinion\n2 event: The bridge closed.").skip is None


def test_an_answer_that_goes_on_and_on_is_cut() -> None:
    lines = [write_claim(1, "event", None, f"Bridge {n} closed.") for n in range(9)]

    assert len(read_answer("\n".join(lines)).claims) == MAX_CLAIMS
