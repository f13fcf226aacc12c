import pytest

from service.text.standalone import (
    attach_speaker,
    dependence,
    drop_connective,
    expand_names,
)

ARTICLE = (
    "Ana Lowe to rebuild quay. Mayor Ana Lowe said on Monday that the quay would be rebuilt. "
    "Lowe denied that the money was lost. Chairman Kim Sae Un, who leads the port, agreed. Kim was "
    "there. Low Bay Bank paid. Jon Marsh and his sister Lena Marsh protested; Marsh was loud. "
    "Mr Rao, a lawyer, left. Piet Rao had come late, Rao said."
)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("He said the quay would open.", "pronoun: he"),
        ("But her lawyer said the quay would open.", "pronoun: her"),
        ("In Tessmark, she met the engineers.", "pronoun: she"),
        ("They paid 40 florins.", "pronoun: they"),
        ("In 2008 she won a prize, Norvik's highest, in Tessmark.", "pronoun: she"),
        ("It was built in 1968.", "pronoun: it"),
        ("This led to a strike.", "demonstrative: this"),
        ("The company sold 400 ferries.", "pointing noun: the company"),
        ("Two of the passengers were hurt.", "pointing noun: the passengers"),
        ("Ana Lowe was in bed after the accident.", "pointing noun: the accident"),
        ("The mother of two was offered 40 florins.", "pointing noun: the mother of two"),
        ("We paid 40 florins for the quay.", "first person: we"),
        ('"I paid 40 florins for the quay.', "open quotation"),
        ('"Asked in May, Ana Lowe said: "The quay is safe.', "open quotation"),
        ('"The quay was never safe."', "quotation without speaker"),
        ("The floodlights were stolen in May.", "definite subject: the floodlights were"),
        ("Some are thought to be in Tessmark.", "quantifier subject: some are"),
        ("Ana Lowe left Tessmark last week.", "relative date: last week"),
    ],
)
def test_what_needs_its_context_is_told(sentence: str, reason: str) -> None:
    assert reason.casefold() in [found.casefold() for found in dependence(sentence, "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Lowe said she would rebuild the quay.",
        "As she wrote in May, Ana Lowe is scheduled to open the quay.",
        "The bridge over the Kell river was closed because its cables were cracked.",
        "Norvall said it had recalled the vaccine.",
        "Experts warned that the wall may fall, which they say is likely.",
        "It is not known who paid for the quay in Tessmark.",
        '"We paid 40 florins," Ana Lowe said.',
        "A woman said her car was hit by a tram in Tessmark.",
        "Ana Lowe crashed her car and was in bed after the accident.",
        "The 24-year-old, named locally as Ivo Lowe, was arrested in Tessmark.",
        "The US wants the two Koreas to talk.",
        "The Harbour Safety Board fined Norvall 40 florins.",
    ],
)
def test_what_explains_itself_stands_alone(sentence: str) -> None:
    assert dependence(sentence, "") == ()


def test_relative_dates_can_be_left_out_of_account() -> None:
    assert dependence("Ana Lowe left Tessmark on Monday.", "", dates=False) == ()


def test_a_surname_shared_by_two_persons_of_the_opening_is_a_reason() -> None:
    opening = "Jon Marsh and Lena Marsh protested."
    assert dependence("Marsh was arrested.", opening) == ("ambiguous surname: Marsh",)
    assert dependence("Jon Marsh was arrested.", opening) == ()


@pytest.mark.parametrize(
    ("sentence", "expanded"),
    [
        ("Lowe had tried to open the quay.", "Ana Lowe had tried to open the quay."),
        ("The port thanked Lowe and Kim.", "The port thanked Ana Lowe and Kim Sae Un."),
        ("Lowe's plan failed, Lowe said.", "Ana Lowe's plan failed, Lowe said."),
        ("Mayor Lowe left.", "Mayor Ana Lowe left."),
        ("Mr Rao left.", "Piet Rao left."),
        ("Marsh said that Lowe and Rao left.", "Marsh said that Ana Lowe and Piet Rao left."),
    ],
)
def test_a_bare_surname_becomes_the_one_full_name(sentence: str, expanded: str) -> None:
    assert expand_names(sentence, ARTICLE) == expanded


@pytest.mark.parametrize(
    "sentence",
    [
        '"Lowe paid for it," said a fisherman.',
        "The Lowe-Kim talks failed.",
        "Lowe Tower was sold.",
        "Low Bay Bank paid.",
        "the Lowe administration paid",
        "Marsh was loud.",
        "Ana Lowe said Lowe Street was shut.",
        "The tide was low.",
    ],
)
def test_a_surname_in_doubt_or_in_another_name_is_left_alone(sentence: str) -> None:
    assert expand_names(sentence, ARTICLE) == sentence


def test_a_reporting_pronoun_becomes_the_speaker_before_it() -> None:
    before = ["The quay is shut.", '"It will open in May," Lowe said.']
    assert (
        attach_speaker('She added that the wall was "sound."', before, ARTICLE)
        == 'Ana Lowe added that the wall was "sound."'
    )
    assert (
        attach_speaker('"It is sound," she said.', before, ARTICLE)
        == '"It is sound," Ana Lowe said.'
    )


@pytest.mark.parametrize(
    ("sentence", "preceding"),
    [
        ("Lowe added that the wall was sound.", ["Kim said it would open."]),
        ("She added that the wall was sound.", ["Ana Lowe told Lena Marsh that it would open."]),
        ("She added that the wall was sound.", ["The quay is shut."]),
        ("She added that the wall was sound.", ["The company said it would open."]),
        ("She left the quay at noon.", ["Lowe said it would open."]),
        ("She added that the wall was sound.", ["Mr Rao said that it would open."]),
        ("It added that the wall was sound.", ["Lowe said it would open."]),
    ],
)
def test_a_pronoun_that_may_mean_another_is_left_alone(sentence: str, preceding: list[str]) -> None:
    assert attach_speaker(sentence, preceding, ARTICLE) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("But the wall held.", "The wall held."),
        ("However, the wall held.", "The wall held."),
        ("And so the wall held.", "The wall held."),
        ("Sound walls hold.", "Sound walls hold."),
        ("Still, the wall held.", "The wall held."),
        ("In addition, the wall held.", "The wall held."),
        ("Still employed by Halden, Low left in May.",) * 2,
        ("In addition to Low, Brenn and Dahl are attached.",) * 2,
        ("Instead of a refund, Low was given a boat.",) * 2,
        ("So far 12 walls have held.",) * 2,
        ("So Norvik lost the cup.", "Norvik lost the cup."),
        ("So, the wall held.", "The wall held."),
        ("Despite all this, the wall held.", "The wall held."),
        ("What's more, the wall held.", "The wall held."),
        ("But for Low, Norvik would have lost the cup.",) * 2,
        ("However you count, Norvik lost 40 jobs.",) * 2,
        ("However it was done, the wall held.",) * 2,
        ("So strong was the wind in Halden that the wall fell.",) * 2,
        ("But so strong was the wind that it fell.", "So strong was the wind that it fell."),
        ("So did Low.",) * 2,
        ("Or Norvik lost the cup.",) * 2,
    ],
)
def test_an_opening_connective_is_dropped(sentence: str, expected: str) -> None:
    assert drop_connective(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "A ferry landlord who was fined after claiming he was asleep has sold the inn.",
        "A pensioner has sued Halden after his boat sank.",
        "A lamplighter who lost her post has sued Halden.",
    ],
)
def test_a_person_told_of_in_the_sentence_may_be_meant_by_its_pronoun(sentence: str) -> None:
    assert dependence(sentence, "", dates=False) == ()


@pytest.mark.parametrize(
    ("sentence", "pointer"),
    [
        ("Ana Rao said there was nothing in that inquiry.", "in that inquiry"),
        ("The council of Halden spoke of these rules.", "of these rules"),
    ],
)
def test_what_points_at_something_named_before_is_unclear(sentence: str, pointer: str) -> None:
    assert f"demonstrative: {pointer}" in dependence(sentence, "", dates=False)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Rao wants the debt repaid by this summer.",
        "Ana Rao said of that she knew nothing.",
        "The council of Halden agreed on that in May.",
        "Few people in this country eat eels.",
    ],
)
def test_times_and_clauses_point_at_nothing(sentence: str) -> None:
    assert not [r for r in dependence(sentence, "", dates=False) if "demonstrative" in r]


@pytest.mark.parametrize(
    "sentence",
    [
        "The sale was agreed in May 2019.",
        "The floodlights were replaced in May 2019.",
        "The inn, which will have 20 rooms, opens in Halden in May.",
        "The mummy, thought to date from 1100, was found in Halden.",
        "The flanker returned to Norvik in 2012 after a year at Halden.",
        "The graph shows a fall in the catch of Norvik.",
        "The sale broke 40 records.",
        "The owners paid 4 million euros.",
        "The inn shut in May.",
        "The strike hurt 40 firms.",
        "The rate dropped to 4 percent in May.",
        "The whale weighed 150 tonnes.",
        "The new rate was agreed in May.",
    ],
)
def test_a_definite_subject_that_only_its_article_explains_is_unclear(sentence: str) -> None:
    assert [r for r in dependence(sentence, "", dates=False) if "definite subject" in r]


@pytest.mark.parametrize(
    "sentence",
    [
        "The government will raise the tax on eels in May.",
        "The largest quay was closed by Norvik in May.",
        "The man held in Halden over the theft is 39.",
        "The sale of the quay was agreed in May 2019.",
        "The book Nets and Knots was printed in Norvik.",
        "The harbour master, Ana Low, resigned in May.",
        "The mother of Ana Low resigned in May.",
        "As Norvik said in May, the quay was closed.",
        "The inn shut in May was sold to Norvik.",
        "The owners paid by Norvik in May left Halden.",
        "The unemployment rate dropped to 4 percent in May.",
        "The inflation rate climbed to 4 percent in May.",
        "The minimum wage was raised to 14 euros in May.",
        "The coronavirus killed 40 people in Norvik.",
        "The blue whale weighs up to 150 tonnes.",
        "The chancellor raised income tax to 40 percent.",
    ],
)
def test_a_definite_noun_that_anybody_knows_or_that_is_told_apart_is_clear(sentence: str) -> None:
    found = dependence(sentence, "", dates=False)
    assert not [r for r in found if "definite" in r or "pointing" in r]
