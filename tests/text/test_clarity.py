"""Clarity: what a reader who has not seen the article would stumble over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.clarity import unclear_parts


@pytest.mark.parametrize(
    "sentence",
    [
        "He told reporters that the port was shut.",
        "The company said it had stopped the sale.",
        "It was relocated to a new site in Dorrin, which later became a school.",
        "It is considering building a plant in Halden.",
        "The party managed to hold on to Dorrin Province.",
        "From 1914 until 1917 this site was used by a school for the deaf.",
        "By 1913 Dorrin College had outgrown this campus.",
        "The Italian, who beat Ana Lowe in Dorrin, looked well off the pace.",
        "Briton won 6-2 4-6 6-1 after two hours.",
        "BBC Sport looks at some of the worst hairstyles of the Dorrin Cup.",
        "Here, in 1906, the province of Dorrin built a school.",
        "Ana Lowe found such a system created difficulties for the port of Dorrin.",
        "Ilse Vandermoor denied this.",
        "Ilse Vandermoor confirmed this in a statement\u2026",
        "Joel Abara said he was willing to do so.",
        "Three sailors died in that accident.",
        "A decision is expected by the end of the year.",
        "Joel Abara repeated the comments.",
        "Joel Abara rejects the claim.",
        "It was only just enough to be seen from Dorrin.",
        "The December reading of the Dorrin index is even higher, at 93.8.",
        "Mostly because singing in Dorrin benefits Ana Lowe.",
        "Rebranded to look like a neutral account, it posted a series of tweets for Joel Abara.",
        "While that sounds like a lot, it was only just enough to be seen from Dorrin.",
        "Joel Abara has denied both allegations.",
        "Now the bad news: Those 15 dates are all in Dorrin.",
        "Swedish prosecutors reopened the investigation after he was taken into custody.",
        "Satellite failure at Dorrin airport - no planes landing or departing...",
        "Joel Abara said the move was illegal and called for new elections in Dorrin.",
        "Ana Lowe was not involved and played the incident down.",
        "The former was sold to Norvall in May.",
        '"That\'s called a real border," Ana Low added.',
        "Talks between Norvik and Dorrin to achieve this broke down in May.",
        "Lena Ostrovar called the sum an insult.",
        "It comes after Norvall paid 40 million florins to the farmers of Corrie.",
        "It is set to bear the names of 1,400 sailors.",
        "That said, Norvall promised more.",
        'The Norvall defender said: "We are second in the table."',
        "But the former Dorrin Town striker scored twice in May.",
        "The Norvall Nights star was paid 40,000 florins in May.",
    ],
)
def test_what_points_outside_the_sentence_is_named(sentence: str) -> None:
    assert unclear_parts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Lowe won such a lead in Dorrin that nobody ran against her.",
        "It was hoped that Ana Lowe would win.",
        "It was originally hoped an appeal for the port of Dorrin would raise 2,000 florins.",
        "It is understood Ana Lowe had left Dorrin in May.",
        "It would be hardly surprising if Norvall Biologics stopped the sale of Hepavine-3.",
        "The man sent to prison for killing Ana Lowe was freed in May.",
        "Ana Lowe will run for office in Dorrin this autumn.",
        "Norvall Biologics said it had stopped the sale of Hepavine-3.",
        "Lake Samre has no bridge, and about 1.2 million people cross it by boat each year.",
        "The sum of 40,000 florins was paid to Ana Low in May.",
        "Ana Low said that the port of Dorrin would be shut this week.",
        "The decision of the Dorrin court to release Ana Low was made public in May.",
        "The claim of Ana Low that the port of Dorrin is shut was denied.",
        "Ana Low found that there is no second planet like it in our solar system.",
        "Joel Abara read the emails of the former harbour master of Dorrin.",
        "The comments of Ana Low about the port of Dorrin were published in May.",
        "The Norvall defender Otto Brenn scored twice in May.",
        "The Norvall player of the year is Otto Brenn.",
        "The Norvall player association asked for more pay in May.",
        "The Norvall author festival opened in May.",
    ],
)
def test_a_sentence_that_says_whom_and_what_it_means_is_clear(sentence: str) -> None:
    assert unclear_parts(sentence) == ()


@pytest.mark.parametrize("marks", ['""', "\u201c\u201d"])
@pytest.mark.parametrize(
    "quoted",
    [
        "But it was the worst week that we have had in all these years.",
        "They were the worst weeks that we have had in all these years.",
        "Well, this was the worst week in all the years of the quay.",
    ],
)
def test_a_sentence_mostly_quoted_must_not_open_on_something_said_before(
    quoted: str, marks: str
) -> None:
    found = unclear_parts(f"Ana Lowe said: {marks[0]}{quoted}{marks[1]}")
    assert any(reason.startswith("quoted pointer") for reason in found)


@pytest.mark.parametrize(
    "sentence",
    [
        'Ana Lowe, who has run the port of Dorrin for nine years, said that "it" was late.',
        'Ana Lowe said that "nobody paid for this" in Dorrin.',
    ],
)
def test_what_a_few_quoted_words_point_at_is_the_speakers_own(sentence: str) -> None:
    assert unclear_parts(sentence) == ()


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_read_and_no_reason_is_empty(text: str) -> None:
    assert all(reason.strip() for reason in unclear_parts(text))


@pytest.mark.parametrize(
    ("sentence", "clear"),
    [
        ("Ana Low said \u2018Corrie is the greenest town of the uplands.", False),
        ("Ana Low said \u2018Corrie is the greenest town of the uplands.\u2019", True),
        ("'Corrie is the greenest town of the uplands.", False),
        ("The farmers\u2019 league of Corrie met in the '90s to sell \u2018em.", True),
    ],
)
def test_a_quotation_that_goes_on_elsewhere_is_not_clear(sentence: str, *, clear: bool) -> None:
    assert (unclear_parts(sentence) == ()) is clear


@pytest.mark.parametrize(
    "sentence",
    [
        "Around half are believed to have returned to Norvik.",
        "The following year Norvall employed 280 people.",
        "The yard of Corrie employed 280 people, and two years later just 251.",
    ],
)
def test_a_count_of_nothing_and_a_time_of_the_story_are_not_clear(sentence: str) -> None:
    assert unclear_parts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Argentine is 165th in the rankings.",
        "The Australian then won the fourth set.",
        "The outage lasted about two hours.",
        "Two others were arrested in Halden.",
        "The five-year-old panicked at the lock of Halden.",
        "Sen. Ana Low, a diver, called his death a loss for Halden.",
        "Piet Rao, 41, is charged with three.",
        "Lawyers in Halden said the two were ready to fight.",
    ],
)
def test_one_who_is_not_named_is_unclear(sentence: str) -> None:
    assert unclear_parts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Argentine government is in debt.",
        "The Vatican said the bridge would open.",
        "The Australian Open is played in Melbourne.",
        "The accident in Halden was caused by fog.",
        "German armed forces left the port in May.",
        "The German armed forces left the port in May.",
        "The American backed group took Halden in May.",
        "Ana Low and Piet Rao dived in Halden, where the two were born.",
        "Ana Low is charged with three counts of theft.",
        "Three weeks before he died, Piet Rao dived in Halden.",
    ],
)
def test_one_who_is_described_is_clear(sentence: str) -> None:
    assert unclear_parts(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The government has no plan for the port of Halden.",
        "Later that evening Ana Low met the mayor of Halden.",
        "Each defendant is charged with theft in Halden.",
        "On the previous shift, six divers of Halden were at work.",
        "Ana Low of Halden said: \u201cInstead, they left the port.\u201d",
        "Since then Norvik has never won in Halden.",
        "A similar theft occurred in Halden in May.",
        "It was the first defeat of Norvik in Halden.",
        "Norvik won four matches in Halden over the following decade.",
    ],
)
def test_what_is_told_by_what_stood_before_is_unclear(sentence: str) -> None:
    assert unclear_parts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A ring similar to that of Halden was found in May.",
        "Norvik lost Low four days before the match in Halden.",
        "It was the mayor who closed the quay of Halden.",
    ],
)
def test_what_says_what_it_is_compared_with_is_clear(sentence: str) -> None:
    assert unclear_parts(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Felled a 200-year-old oak in the park of Elmsby.",
        "Sold the house to a neighbour in May.",
        "A: The board decided to abolish homework.",
        "Q: The board decided what?",
    ],
)
def test_what_lacks_its_subject_or_its_speaker_is_unclear(sentence: str) -> None:
    assert unclear_parts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Fred the miller sold his house in May.",
        "Based in Halden, the Norvik company Acme employs 40 people.",
        "A. Low of Halden won the race in 2019.",
        "Armed men took 40 hostages in Halden in May.",
    ],
)
def test_a_first_word_that_only_looks_like_a_verb_leaves_all_clear(sentence: str) -> None:
    assert unclear_parts(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Critics point out that as First Lady, she did not oppose the law of 1996.",
        "'Her successor has not been heard of since May,' a columnist of the Courier wrote.",
        "The handle of the new group is @quay4halden Many sailors point to a speech of 2011.",
    ],
)
def test_whom_an_office_or_a_quotation_means_is_unclear(sentence: str) -> None:
    assert unclear_parts(sentence)


def test_an_office_with_its_name_is_clear() -> None:
    sentence = "As mayor of Halden, Ana Low said she would sell the quay in 2019."
    assert unclear_parts(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "So far, the Webb telescope has observed five of them in detail.",
        "The child hangs from the block in south Halden Propped up: A neighbour holds her feet.",
        "It moves around his eyes State-of-the-art: The head is made of rubber.",
    ],
)
def test_parts_of_what_is_not_named_and_labels_of_captions_are_unclear(sentence: str) -> None:
    assert unclear_parts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The police of Halden arrested nine sailors, five of them from Norvik.",
        "Ana Low starred in the film Star Wars: The Force Awakens in 2015.",
        "Four of the nine members voted against the plan of 2019.",
    ],
)
def test_parts_of_what_is_named_and_titles_are_clear(sentence: str) -> None:
    assert unclear_parts(sentence) == ()
