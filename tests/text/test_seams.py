"""Tests of seams: which cuts leave a sentence's meaning as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.seams import unclean_cuts


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("Halden has two harbours.", "What's more, Halden has two harbours."),
        ("The mayor closed the mill.", "This came after the mayor closed the mill."),
        ("Low closed the mill.", "Last year mill owner Low closed the mill."),
        (
            "Low accused Varga of theft.",
            "For their part, the party's chair Low accused Varga of theft.",
        ),
        ("Low closed the mill.", "Low closed the mill, which employed 40 people."),
        ("Low closed the mill.", "Low closed the mill on Monday after a strike."),
        ("Low closed the mill.", "Low, a former banker, closed the mill."),
        ("The council closed the mill.", "The council (founded in 1901) closed the mill."),
        ("The hearing will be held in May.", "The full hearing will be held in May."),
        ("Low sold the mill in May.", "Low sold the mill at an auction in May."),
        ("Low will close the mill.", "Low has sold two ships and will close the mill."),
        ("Low are raising prices.", "Low paid drivers less, and they\u2019re raising prices."),
        ("Low was shot in 2017.", "Low had been shot in 2017."),
        ("The part that sees was copied.", "The part which sees was copied."),
        (
            "Low is the mayor of Halden.",
            "The fire was put out by Low, the mayor of Halden, on Monday.",
        ),
        ("Low angered voters.", "Low closed the mill, angering voters."),
        ("Low left on Monday.", "Low left Monday."),
        ("Low said the mill leaks.", "Low last night said the mill leaks."),
        ("Low plans to close the mill.", "Low plans to close the mill later this year."),
        ("Low was born in Halden.", "Low was born in the capital, Halden."),
        ("Her lawyer Eva Roth left.", "Her lawyer, Eva Roth, left."),
        ("Low later left.", "Low initially stayed, but she later left."),
        ("Low still has the mill.", "Low became a judge, but he still has the mill."),
        (
            "Low said it would oppose the deal.",
            "Low said the choice was hard and, while it rained, he said it would oppose the deal.",
        ),
        ("Halden sold Ana Low.", "Halden sold (Ana) Low."),
        ("Low said the harbour leaks.", "Low said [the] harbour leaks."),
        (
            "Low said that the harbour leaks.",
            "Low said in his report the harbour leaks.",
        ),
        ("It will cost 10 million.", "It will cost 10 million, well up from six."),
        ("It will cost 10 million in 2016.", "It will cost 10 million in 2016 up from six."),
        (
            "Secret tapes showed a theft.",
            "The inquiry was prompted by secret tapes which showed a theft.",
        ),
        ("A fire broke out in Halden.", "A fire broke out in the Norvik suburb of Halden."),
        ("Low is the only child of Rao.", "Low is the only child of Rao and was born in Halden."),
        ("Low became mayor.", "Low became a mayor."),
        ("Low bought the boat.", "Low bought a boat."),
        ("The report says Low left.", "The report published on Monday says Low left."),
        ("Low oversaw the courts.", "Low oversaw both the police and the courts."),
        ("Low called it a mess.", "Low called it \u201ca mess\u201d."),
    ],
)
def test_cut_that_takes_a_whole_part_away_is_clean(wording: str, sentence: str) -> None:
    assert unclean_cuts(wording, sentence, ()) == ()


@pytest.mark.parametrize(
    ("wording", "sentence", "fault"),
    [
        (
            "Low never adopted two sons.",
            "Low never married, adopted two sons, and died.",
            "cut: married ,",
        ),
        (
            "Low shot a guard.",
            "Low allegedly robbed a bank and shot a guard.",
            "cut: allegedly robbed a bank and",
        ),
        (
            "Low said it was easy.",
            "Low said the choice was hard for Rao, but he said it was easy.",
            "cut: said the choice was hard for Rao , but he",
        ),
        ("Low paid no tax.", "Low paid no tax last year.", "cut: last year"),
        (
            "Low shot a guard.",
            "Low later allegedly robbed a bank and shot a guard.",
            "cut: later allegedly robbed a bank and",
        ),
        (
            "Rao poisoned Low told the court.",
            "Rao poisoned her husband, Low told the court.",
            "cut: her husband ,",
        ),
        (
            "Low believed that Rao had invented.",
            "Low believed in a theory Rao had invented.",
            "cut: in a theory",
        ),
        ("Low met Roth.", "Mrs Low met Mr Roth.", "cut: Mr"),
        (
            "Rao shot the guard.",
            "Low gave a gun to Rao, who shot the guard.",
            "cut: Low gave a gun to",
        ),
        ("Low never sold it.", "Low never wed and sold it.", "cut: wed and"),
        (
            "The mill leaks badly.",
            "Low is the head of the mill, which leaks badly.",
            "cut: Low is the head of",
        ),
        (
            "The mill has leaks.",
            "Low met the owner of the mill, who has leaks.",
            "cut: Low met the owner of",
        ),
        ("Low was in the Halden.", "Low was in the capital of the Halden.", "cut: capital of the"),
        ("Prices went.", "Prices went up from there.", "cut: up from there"),
        ("Low left on Monday.", "Low left before Monday.", "cut: before"),
        ("Low Rao left.", "Low (Rao) left.", "cut: ("),
        (
            "Low paid less as its revenue grew.",
            "Low paid less as its revenue pressure grew.",
            "cut: pressure",
        ),
        (
            "The Halden, including its branches, had no losses.",
            "The Halden group, including its branches, had no losses.",
            "cut: group",
        ),
        (
            "Norvik said the police deny it.",
            "Norvik said it wants peace, while the police deny it.",
            "cut: it wants peace , while",
        ),
        (
            "Lemon oil is launching on Monday.",
            "The next trend involves lemon oil and it's launching on Monday.",
            "put in: is",
        ),
        (
            "Low and Varga are being watched.",
            "It is a craze in which the lives of Low and Varga are being watched.",
            "cut: It is a craze in which the lives of",
        ),
        (
            "The police besieged a school and pinning 80 inside.",
            "The police besieged a school, pinning 80 inside and firing.",
            "put in: and",
        ),
        (
            "Cancelled shows, pulled the Low Show from screens.",
            "The fallout was dramatic: cancelled shows, pulled Low Show from screens.",
            "cut: The fallout was dramatic :",
        ),
        (
            "The mummy thought to be old.",
            "The mummy, thought to be old, was found in Halden.",
            "cut: ,",
        ),
        (
            "The Blues formerly the Reds.",
            "The army has trained the Blues, or BLs \u2013 formerly the Reds \u2013 to fight.",
            "without a verb",
        ),
        (
            "The woman accused of theft was seen.",
            "The woman falsely accused of theft was seen.",
            "cut: falsely",
        ),
        (
            "Low's inquiry was closed.",
            "The inquiry was closed.",
            "put in: Low 's",
        ),
        (
            "Low was jailed for theft.",
            "The court freed the brother of Low who was jailed for theft.",
            "cut: The court freed the brother of",
        ),
        (
            "Low said the bank sold the mill.",
            "Low said Varga left and the bank sold the mill.",
            "cut: Varga left and",
        ),
        (
            "Low faced an inquiry into theft.",
            "Low faced an inquiry into theft, but it was dropped because time had run out.",
            "cut: , but it was dropped because time had run out",
        ),
        (
            "Low was charged with theft.",
            "Low was charged with theft, but a jury found for her.",
            "cut: , but a jury found for her",
        ),
        (
            "Norvik is the only port to count its ships.",
            "Norvik is the only port to count its ships, and why they came.",
            "cut: , and why they came",
        ),
        (
            "Orla Dun is the mayor of Halden.",
            "Low is known for the films in which she played Orla Dun, the mayor of Halden.",
            "cut: Low is known for the films in which she played",
        ),
        (
            "Low had 42% of the vote.",
            "With provisional results in from half of Norvik, Low had 42% of the vote.",
            "cut: With provisional results in from half of Norvik ,",
        ),
        (
            "The school is housed in Halden.",
            "Since 1990 the school has been housed in Halden.",
            "put in: is",
        ),
        (
            "Low was convicted of theft.",
            "Low was convicted of theft, which was overturned on appeal.",
            "cut: , which was overturned on appeal",
        ),
        (
            "Low planned to sell the mill.",
            "Low planned to sell the mill, but didn't.",
            "cut: , but didn't",
        ),
        (
            "Orla Dun is the mayor of Halden.",
            "Orla Dun, the mayor of Halden, is played by Ana Low.",
            "put in: is",
        ),
        ("Low praised plan to sell the mill.", "Low praised a plan to sell the mill.", "cut: a"),
        ("An sailor fell.", "A sailor fell.", "put in: an sailor"),
    ],
)
def test_cut_through_a_part_is_found(wording: str, sentence: str, fault: str) -> None:
    assert fault in unclean_cuts(wording, sentence, ())


def test_wording_is_clean_by_any_reading_of_its_sentence() -> None:
    assert unclean_cuts("Ana Low left in May.", "She also left in May.", ()) != ()
    assert (
        unclean_cuts("Ana Low left in May.", "She also left in May.", ("Ana Low left in May.",))
        == ()
    )


_WORDS = [
    "Low,",
    "who",
    "led",
    "both",
    "of",
    "the",
    "Norvik",
    "city",
    "'s",
    "port",
    "of",
    "Halden",
    "and",
    ",",
    "was",
    "said",
    "to",
    "be",
    "(",
    "—",
    "by",
    "it",
    "is",
    "that",
    "which",
    "published",
    "on",
    "closing",
    ",",
    "closed",
    ":",
    ";",
    "“much”",
    "with",
    "they\u2019re",
    "had",
    "been",
    "U.S.",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=14), st.data())
def test_any_wording_can_be_held_against_any_sentence(
    words: list[str], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.sampled_from(words), max_size=8)) if words else []
    subset = [word for word in words if data.draw(st.booleans())]
    for wording in (" ".join(kept), " ".join(subset)):
        assert all(unclean_cuts(wording, " ".join(words), ()))
    assert unclean_cuts(" ".join(words), " ".join(words), ()) == ()
