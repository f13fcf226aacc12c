from __future__ import annotations

import pytest

from service.text.grounding import ungrounded_parts

SENTENCE = (
    "Acme Motors, which employs 2,300 people in Graz, said on Tuesday that it would not close "
    "its plant there before March, and Lodan Steel welcomed the decision."
)
PRONOUN = "He told the council that the bridge would reopen in May."
CONTEXT = ("Joel Abara, who runs the port of Halden, spoke in Norvik on Monday.",)


def found(wording: str, sentence: str = SENTENCE) -> tuple[str, ...]:
    return ungrounded_parts(wording, sentence, (), CONTEXT)


@pytest.mark.parametrize(
    "wording",
    [
        SENTENCE,
        "Acme Motors employs 2,300 people in Graz.",
        "Acme Motors said it would not close its plant before March.",
        "Lodan Steel welcomed the decision.",
    ],
)
def test_what_its_sentence_says_in_its_order_is_grounded(wording: str) -> None:
    assert found(wording) == ()


@pytest.mark.parametrize(
    "wording",
    [
        "Acme Motors employs 2,300 people in Norvik.",
        "Lodan Steel welcomed the decision of Joel Abara.",
        "Acme Motors employs 2,400 people in Graz.",
        "Acme Motors abandoned its plant.",
        "Lodan Steel said Acme Motors would not close its plant.",
        "Acme Motors said it would not close its plant and would not leave.",
        "Acme Motors said Acme Motors would not close its plant.",
    ],
)
def test_what_it_brings_in_or_turns_round_is_not(wording: str) -> None:
    assert found(wording)


def test_a_pronoun_may_be_given_the_name_that_rules_give_it() -> None:
    wording = "Joel Abara told the council that the bridge would reopen in May."

    assert found(wording, PRONOUN)
    assert ungrounded_parts(wording, PRONOUN, (wording,), CONTEXT) == ()


def test_nobody_is_made_another_by_a_pronoun() -> None:
    source = "A burglar who woke Ana Low in her bed was freed by a judge who gave him a fine."

    assert found(source, source) == ()
    assert found(source.replace("gave him", "gave her"), source)
    assert found("A burglar woke Ana Low in her bed and a judge gave her a fine.", source)


@pytest.mark.parametrize(
    "wording",
    [
        "Ana Low told the council that the bridge would reopen in May.",
        "Joel Abara told the council of Norvik that the bridge would reopen in May.",
        "He told the council that the bridge of Halden would reopen in May.",
    ],
)
def test_no_other_name_may_come_in(wording: str) -> None:
    assert found(wording, PRONOUN)


def test_what_nobody_said_cannot_be_put_into_a_mouth() -> None:
    plain = "The bridge of Halden has layers of rust and two cracks."

    assert found("Joel Abara said the bridge of Halden has layers of rust.", plain)


def test_a_verb_keeps_its_subject() -> None:
    source = "Ana Low beat Eva Varga, and Norvik have won twice since the coach left in May."

    assert found("Ana Low have won twice since the coach left in May.", source)
    assert found("Ana Low has won twice since the coach left in May.", source)
    assert found("Norvik have won twice since the coach left in May.", source) == ()


@pytest.mark.parametrize(
    ("wording", "is_grounded"),
    [
        ("The bridge has two cracks.", False),
        ("According to the port's report, the bridge has two cracks.", True),
        ("The port of Halden owns the bridge.", True),
    ],
)
def test_what_was_reported_is_not_told_as_a_fact(wording: str, is_grounded: bool) -> None:
    source = (
        "The port of Halden owns the bridge and according to the port's report the bridge has "
        "two cracks."
    )

    assert (found(wording, source) == ()) is is_grounded


def test_what_almost_came_about_did_not() -> None:
    source = "The crane almost fell into the harbour, and the storm damaged nearly every boat."

    assert found("The crane fell into the harbour.", source) == ("without its limit: almost",)
    assert found("The storm damaged every boat.", source) == ("without its limit: nearly",)
    assert found("The crane almost fell into the harbour.", source) == ()
    assert found("The storm damaged nearly every boat.", source) == ()


def test_nothing_is_given_an_owner_and_no_name_stands_in_twice() -> None:
    source = "The Lodan Crane and the Acme Boom, which comes with a winch, cost 4 million kroner."

    assert found("The Lodan Crane's winch cost 4 million kroner.", source)
    assert found("The Lodan Crane and the Lodan Boom cost 4 million kroner.", source)


@pytest.mark.parametrize(
    ("wording", "is_grounded"),
    [
        ("Ana Low was a fan of Norvik.", False),
        ("Ana Low was a fan of pages dedicated to Norvik.", True),
        ("Ana Low was a fan of pages.", True),
        ("Ana Low lived in Dorrin.", True),
    ],
)
def test_an_object_is_not_left_out_for_what_depends_on_it(
    wording: str, *, is_grounded: bool
) -> None:
    source = (
        "Ana Low was a fan of pages dedicated to Norvik and its port, and lived in the Halden "
        "suburb of Dorrin."
    )

    assert (found(wording, source) == ()) is is_grounded


def test_a_preposition_right_before_another_is_read() -> None:
    assert found("Ana Low has led it as May.", "Ana Low has led it as of May.")


@pytest.mark.parametrize(
    ("source", "wording"),
    [
        ("Norvik enlisted Ana Low's Blue Line for it.", "Norvik enlisted Ana Low for it."),
        (
            "The former Dorrin Party leader Ana Low left in May.",
            "The former Dorrin Party Ana Low left in May.",
        ),
        (
            "That is the cheapest it has been since May.",
            "The cheapest in the U.S. has been since.",
        ),
    ],
)
def test_an_owner_a_party_and_a_country_are_not_put_for_something_else(
    source: str, wording: str
) -> None:
    assert found(wording, source)


def test_what_joins_two_parts_is_not_left_out_between_them() -> None:
    source = "Ana Low will be back on board, along with Joel Abara."

    assert found("Ana Low will be back on board, Joel Abara.", source)
    assert found("Ana Low will be back on board.", source) == ()


@pytest.mark.parametrize(
    ("source", "wording"),
    [
        ("If Eva Varga wins, Ana Low will resign.", "Ana Low will resign."),
        ("Prosecutors will try to prove Ana Low is guilty.", "Ana Low is guilty."),
        ("The port would not close the bridge in May.", "The port would close the bridge in May."),
        ("Ana Low refused to close the bridge.", "Ana Low close the bridge."),
        ("The plant has had no permits since May.", "The plant has had permits since May."),
        ("The port sold the crane without a licence.", "The port sold the crane a licence."),
    ],
)
def test_what_is_no_fact_in_its_sentence_is_none_alone(source: str, wording: str) -> None:
    assert found(wording, source)
    assert found(source, source) == ()


def test_a_second_verb_keeps_the_subject_of_the_first() -> None:
    source = "Ana Low met Eva Varga in May and signed a treaty."

    assert found("Eva Varga signed a treaty.", source)
    assert found("Ana Low signed a treaty.", source) == ()


def test_what_goes_with_a_verb_does_not_go_with_another() -> None:
    source = "Ana Low was sent off in May and starts a ban against Norvik."

    assert found("Ana Low was sent off against Norvik.", source) == ("of another: against",)
    assert found("Ana Low starts a ban against Norvik.", source) == ()
    apart = "Ana Low, who was hurt in May, plays for Norvik."
    assert found("Ana Low plays for Norvik.", apart) == ()
    participle = "Lodan failed to win votes, doing well only in the south-east."
    assert found("Lodan failed to win votes in the south-east.", participle) == (
        "of another: in",
        "without its limit: only",
    )
    assert found("Lodan failed to win votes.", participle) == ()


@pytest.mark.parametrize("wording", ["On the plant Lodan Steel welcomed the decision.", "…"])
def test_what_is_no_sentence_of_its_own_is_not_grounded(wording: str) -> None:
    assert found(wording)


def test_whoever_is_quoted_says_it_and_not_whom_the_quotation_is_about() -> None:
    source = '"Joel Abara has spent 40 years in the port," Ana Low said.'
    told = '"Joel Abara has spent 40 years in the port."'

    assert found("Ana Low said Joel Abara has spent 40 years in the port.", told)
    assert found("Joel Abara has spent 40 years in the port, Ana Low said.", source) == ()


def test_the_same_in_other_words_counts_as_the_sentence() -> None:
    assert (
        ungrounded_parts(
            "The bridge closed on March 4, 2024.",
            "The bridge closed on Monday.",
            ("March 4, 2024",),
            (),
        )
        == ()
    )


def test_what_was_said_by_the_way_is_not_made_the_matter() -> None:
    aside = "Talks broke down at a summit in Halden in May, where Ana Low was also present."

    assert found("At a summit in Halden, Ana Low was also present.", aside)
    opened = "In May talks broke down, and at a summit in Halden Ana Low was present."
    assert found("At a summit in Halden Ana Low was present.", opened) == ()


def test_no_wording_leaves_out_what_makes_it_another_thing() -> None:
    assert found("Rao denied his team victory.", "Rao denied his old team victory.")


def test_words_in_capitals_that_are_put_in_small_letters_by_halves_are_no_words() -> None:
    sentence = "THE ORRIN BRIDGE COST 21 MILLION FLORINS."
    assert found("The Orrin Bridge cost 21 million florins.", sentence) == ()
    assert found("The Orrin Bridge cost 21 million flORINS.", sentence) == ("not a word: flORINS",)
    named = "Rona McDONALD sold the OpenAI shares."
    assert found(named, named) == ()


def test_a_name_for_a_pronoun_stands_behind_no_preposition_of_its_own() -> None:
    sentence = "He was named by police, who hold a man in custody."
    same = ("Joel Abara was named by police, who hold a man in custody.",)
    assert ungrounded_parts("Joel Abara was named by police.", sentence, same, CONTEXT) == ()
    wrong = "Police hold a man in custody of Joel Abara."
    assert ungrounded_parts(wrong, sentence, same, CONTEXT) == (
        "not in its sentence: of Joel Abara",
    )
    given = "In Norvik police thanked him."
    put = ("In Norvik police thanked Joel Abara.",)
    assert ungrounded_parts("In Norvik police thanked Joel Abara.", given, put, CONTEXT) == ()
