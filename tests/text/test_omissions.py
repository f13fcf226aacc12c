from __future__ import annotations

import pytest

from service.text.omissions import harmful_omissions


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("Rao denied his team victory.", "Rao denied his old team victory."),
        (
            "The rally was held by the Norvik arts and sport.",
            "The rally was held by the Norvik department of arts and sport.",
        ),
        ("Mayor Ana Low sued Norvall.", "Former mayor Ana Low sued Norvall."),
        ("Low was questioned by his wife.", "Low was questioned by his ex-wife."),
        ("Varga faces a murder charge.", "Varga faces an attempted murder charge."),
        ("The attack was reported in Halden.", "The failed attack was reported in Halden."),
        ("The firm welcomed the merger.", "The firm welcomed the planned merger."),
        ("Low is treasurer of the league.", "Low is deputy treasurer of the league."),
        ("Norvik won the cup.", "Norvik won the women's cup."),
        ("Some ships are in Halden.", "Some 200 ships are in Halden."),
        ("Clerk accused of theft is seen.", "A clerk falsely accused of theft is seen."),
        ("Norvik won the cup.", "Norvik won the youth cup."),
        ("The price was 40 euros.", "The average price was 40 euros."),
        ("Norvik scored a goal.", "Norvik scored a third goal."),
        ("The council met the president.", "The council met the then president."),
    ],
)
def test_a_word_that_made_it_another_thing_is_missed(wording: str, sentence: str) -> None:
    assert harmful_omissions(wording, sentence)
    assert harmful_omissions(sentence, sentence) == ()


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("Low met Ana Varga.", "Low met former minister Ana Varga."),
        ("A boy of Halden was found.", "A 10-year-old boy of Halden was found."),
        ("Norvik won the cup in May.", "Norvik won the cup in the second week of May."),
        ("The driver was fined.", "The driver was fined after failed talks."),
        ("The team won the old cup.", "The team, his old one, won the old cup."),
    ],
)
def test_what_is_shortened_by_the_way_may_go(wording: str, sentence: str) -> None:
    assert harmful_omissions(wording, sentence) == ()


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("Low was present.", "Talks failed in Halden, where Varga and Low were also present."),
        ("Varga signed the treaty.", "Rao and Varga signed the treaty."),
        ("The mayor resigned.", "The mayor and two councillors resigned on Monday."),
        ("Two councillors resigned.", "The mayor and two councillors resigned on Monday."),
    ],
)
def test_no_part_of_a_joined_subject_acts_alone(wording: str, sentence: str) -> None:
    assert any("of its subject" in problem for problem in harmful_omissions(wording, sentence))


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("The clerk left.", "Low met the mayor and the clerk left."),
        ("Low and Varga signed.", "Low and Varga signed the treaty in Halden."),
        ("Ana Low left the town.", "Author and lecturer Ana Low left the town."),
        ("Varga left.", "Low praised the plan, and Varga left."),
    ],
)
def test_joined_clauses_and_descriptions_are_no_joined_subject(wording: str, sentence: str) -> None:
    assert harmful_omissions(wording, sentence) == ()


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("Rao said barges is over 90.", "Rao said the number of barges is over 90."),
        ("Rao faces theft.", "Rao faces charges of theft."),
        ("The race is on Sunday.", "The race is on Sunday week."),
    ],
)
def test_what_something_is_a_number_or_a_charge_of_is_not_it(wording: str, sentence: str) -> None:
    assert harmful_omissions(wording, sentence)
    assert harmful_omissions(sentence, sentence) == ()


def test_a_claim_has_a_main_verb() -> None:
    source = "In May there were quarrels in Halden after two barges sank."

    assert harmful_omissions("Quarrels in Halden after two barges sank.", source)
    assert harmful_omissions(source, source) == ()


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        (
            "Eel Island is the latest musical.",
            "Eel Island is the latest musical getting a film of its own in Norvik.",
        ),
        ("Ana Rao is the only mayor.", "Ana Rao is the only mayor to sell a quay in Halden."),
        ("Low was the first mayor.", "Low was the first mayor elected in Norvik."),
        ("Low was the youngest judge.", "Low was the youngest judge appointed in Halden."),
        ("Low is the only woman.", "Low is the only woman on the board of Norvik Bank."),
        ("Low was the last mayor.", "Low was the last mayor born in Norvik."),
        ("It was the largest crane.", "It was the largest crane ever seen in Halden."),
    ],
)
def test_a_rank_keeps_what_limits_it(wording: str, sentence: str) -> None:
    assert harmful_omissions(wording, sentence)
    assert harmful_omissions(sentence, sentence) == ()


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("The first mayor resigned.", "The first mayor resigned in May."),
        ("Low was the first mayor of Norvik.", "Low was the first mayor of Norvik in May."),
        ("Low met the last keeper.", "Low met the last keeper in Norvik."),
    ],
)
def test_what_befell_whoever_has_a_rank_limits_it_not(wording: str, sentence: str) -> None:
    assert harmful_omissions(wording, sentence) == ()
