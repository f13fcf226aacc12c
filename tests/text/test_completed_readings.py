"""Completed readings: a sentence with what its article lets everybody add to it."""

from __future__ import annotations

import pytest

from service.text.completed_readings import completed_readings, fuller_readings, turned_readings

ARTICLE = (
    "Ana Low goes on trial in May. Low, who ran Norvik Rail Holdings (NRH), denies it. "
    "A power outage at Halden Airport held up Mr Rao. Halden Airport was dark. Ivo Rao waited."
)


@pytest.mark.parametrize(
    ("sentence", "wording", "reading"),
    [
        (
            "No date was set for the trial.",
            "No date was set for the trial of Ana Low.",
            "No date was set for the trial of Ana Low.",
        ),
        (
            "Queues were long, although few flew.",
            "Queues at Halden Airport were long.",
            "Queues at Halden Airport were long, although few flew.",
        ),
        (
            "The outage lasted two hours.",
            "The power outage lasted two hours.",
            "The power outage lasted two hours.",
        ),
        (
            "The outage lasted two hours.",
            "A power outage at Halden Airport lasted two hours.",
            "The power outage at Halden Airport lasted two hours.",
        ),
        (
            "NRH owns four lines.",
            "Norvik Rail Holdings owns four lines.",
            "Norvik Rail Holdings owns four lines.",
        ),
        ("Rao missed it.", "Ivo Rao missed it.", "Ivo Rao missed it."),
    ],
)
def test_what_the_article_adds_to_a_noun_is_read_with_it(
    sentence: str, wording: str, reading: str
) -> None:
    completed = completed_readings(wording, (sentence,), ARTICLE)
    assert reading in fuller_readings(wording, completed, ARTICLE)


@pytest.mark.parametrize(
    ("sentence", "wording"),
    [
        # Not in the article, or named there only once.
        ("No date was set for the trial.", "No date was set for the trial of Eva Roth."),
        # In Low's custody would be with Low.
        ("A man is in custody.", "A man is in custody of Ana Low."),
        # Behind a verb it would tell where it happened.
        ("Officers waited.", "Officers waited at Halden Airport."),
        # Whom something is against, or from whom it came, is no completion.
        ("The charge stands.", "The charge against Ana Low stands."),
        # Owners tell of something else.
        ("The trial opens.", "The trial of Ana Low's son opens."),
        # The article knows no such outage.
        ("The outage lasted two hours.", "The gas outage lasted two hours."),
        ("A long outage hit it.", "A long power outage hit it."),
        ("Mr Roth missed it.", "Ivo Roth missed it."),
        ("Mr Rao missed it.", "Ivo Rao missed it."),
        # Who killed, or was killed, and whose men they are, no name tells.
        ("The killing was in May.", "The killing of Ana Low was in May."),
        ("Lawyers denied it.", "Lawyers for Ana Low denied it."),
        ("An outage hit Halden.", "A power outage hit Halden."),
        ('Low named "a star of NRH".', 'Low named "a star of Norvik Rail Holdings".'),
    ],
)
def test_nothing_is_added_that_the_article_does_not_join(sentence: str, wording: str) -> None:
    completed = completed_readings(wording, (sentence,), ARTICLE)
    assert fuller_readings(wording, completed, ARTICLE) == (sentence,)


@pytest.mark.parametrize(
    ("sentence", "turned"),
    [
        ("Last week, Low left.", "Low left last week."),
        ("On Monday it bought Norvik Rail.", "It bought Norvik Rail on Monday."),
        (
            '"He never spoke of politics," one friend said.',
            "One friend said that he never spoke of politics.",
        ),
        (
            "Norvik owes the bank two millions, the mayor told Radio Halden.",
            "The mayor told Radio Halden that Norvik owes the bank two millions.",
        ),
    ],
)
def test_dates_and_reports_are_told_in_the_other_order(sentence: str, turned: str) -> None:
    assert turned in turned_readings((sentence,))


@pytest.mark.parametrize(
    "sentence",
    [
        '"I never spoke of politics," one friend said.',
        '"You never spoke of politics," one friend said.',
        '"Did he ever speak of politics?" one friend said.',
        "Low left.",
        # Who knows whether he left last week.
        "Last week, Low said Rao had left.",
        "On Friday, police charged a man with killing a nurse and robbing a bank.",
        "On Friday, Rao resigned and Low was arrested.",
        '"Bring the money to the firm," Low told reporters.',
        "The bridge fell on Friday, as police wrongly said.",
        "The dam had cracks, contrary to what Low said.",
        "In 2012, Low met Rao, who was mayor.",
    ],
)
def test_what_only_the_speaker_can_say_so_stays(sentence: str) -> None:
    assert turned_readings((sentence,)) == ()
