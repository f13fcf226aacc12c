"""Relative dates become the days that they mean, or stay as they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.calendar_days import MONTHS, WEEKDAYS
from service.text.dates import find_relative_dates, resolve_relative_dates, resolved_wordings
from service.text.facts import foreign_facts

THURSDAY = date(2024, 3, 14)
SUNDAY = date(2024, 3, 17)
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
NAMES = st.sampled_from([name.capitalize() for name in WEEKDAYS])


def told(sentence: str, today: date = THURSDAY) -> str:
    return resolve_relative_dates(sentence, today) or sentence


@pytest.mark.parametrize(
    ("sentence", "resolved"),
    [
        ("The quay was shut on Thursday.", "The quay was shut on March 14, 2024."),
        ("The quay was shut on Monday.", "The quay was shut on March 11, 2024."),
        ("On Friday the quay was shut.", "On March 8, 2024 the quay was shut."),
        ("On Friday, the quay was shut.", "On March 8, 2024, the quay was shut."),
        ("Rao resigned Monday.", "Rao resigned on March 11, 2024."),
        ("Rao resigned late Monday.", "Rao resigned late on March 11, 2024."),
        ("Monday was the coldest day.", "March 11, 2024 was the coldest day."),
        ("It has been shut since Monday.", "It has been shut since March 11, 2024."),
        ("It shut on Monday night.", "It shut on the night of March 11, 2024."),
        ("It shut this past Friday.", "It shut on March 8, 2024."),
        ("Rao was re-elected on Sunday.", "Rao was re-elected on March 10, 2024."),
        ("On Monday 30 people were hurt.", "On March 11, 2024 30 people were hurt."),
        ("THE QUAY WAS SHUT ON MONDAY.", "THE QUAY WAS SHUT ON MARCH 11, 2024."),
    ],
)
def test_a_weekday_that_is_told_of_is_the_last_one(sentence: str, resolved: str) -> None:
    assert told(sentence) == resolved


@pytest.mark.parametrize(
    ("sentence", "resolved"),
    [
        ("It will open on Monday.", "It will open on March 18, 2024."),
        ("It will be opened on Monday.", "It will be opened on March 18, 2024."),
        ("The council will meet on Thursday.", "The council will meet on March 14, 2024."),
        ("The port is set to vote on Tuesday.", "The port is set to vote on March 19, 2024."),
        ("It is to be held on Sunday.", "It is to be held on March 17, 2024."),
        ("Rao is meeting Low on Friday.", "Rao is meeting Low on March 15, 2024."),
        ("Rao may resign on Friday.", "Rao may resign on March 15, 2024."),
        ("It will stay shut until Friday.", "It will stay shut until March 15, 2024."),
        ("It opens this coming Friday.", "It opens on March 15, 2024."),
        (
            "On Monday, the wall will be torn down.",
            "On March 18, 2024, the wall will be torn down.",
        ),
    ],
)
def test_a_weekday_that_is_still_to_come_is_the_next_one(sentence: str, resolved: str) -> None:
    assert told(sentence) == resolved


@pytest.mark.parametrize(
    ("sentence", "today"),
    [
        ("The quay was shut yesterday.", date.min),
        ("The quay was shut on Sunday.", date.min),
        ("Tomorrow it opens.", date.max),
        ("It will open next week.", date.max),
    ],
)
def test_a_day_that_no_calendar_has_is_left_as_it_stands(sentence: str, today: date) -> None:
    assert told(sentence, today) == sentence
    assert not resolved_wordings(sentence, today)


def test_each_weekday_follows_the_verb_of_its_own_clause() -> None:
    assert told("Rao will meet Low on Friday, officials said on Monday.") == (
        "Rao will meet Low on March 15, 2024, officials said on March 11, 2024."
    )
    assert told("Officials said on Monday that Rao will meet Low on Friday.") == (
        "Officials said on March 11, 2024 that Rao will meet Low on March 15, 2024."
    )


@pytest.mark.parametrize(
    ("sentence", "resolved"),
    [
        ("The quay was shut yesterday.", "The quay was shut on March 13, 2024."),
        ("Tomorrow it opens.", "On March 15, 2024 it opens."),
        ("It has been shut since yesterday.", "It has been shut since March 13, 2024."),
        ("It was shut earlier today.", "It was shut earlier on March 14, 2024."),
        ("It burned the day before yesterday.", "It burned on March 12, 2024."),
        ("It burned last night.", "It burned on the night of March 13, 2024."),
        ("It burned this morning.", "It burned on the morning of March 14, 2024."),
        ("Rao spent yesterday in court.", "Rao spent March 13, 2024 in court."),
        ("It burned two days ago.", "It burned on March 12, 2024."),
        ("It was shut last week.", "It was shut in the week of March 4, 2024."),
        ("It will open next week.", "It will open in the week of March 18, 2024."),
        ("It was shut earlier this week.", "It was shut earlier in the week of March 11, 2024."),
        ("It burned over the weekend.", "It burned over the weekend of March 9, 2024."),
        ("Rao will race this weekend.", "Rao will race on the weekend of March 16, 2024."),
        ("It opened last month.", "It opened in February 2024."),
        ("It will open late next month.", "It will open late in April 2024."),
        ("The quay was shut last year.", "The quay was shut in 2023."),
        ("It was shut earlier this year.", "It was shut earlier in 2024."),
        ("It has been shut since late last year.", "It has been shut since late 2023."),
        ("Rao has a plan for next year.", "Rao has a plan for 2025."),
        ("Last year was the wettest.", "2023 was the wettest."),
        ("It opened in July last year.", "It opened in July 2023."),
        ("It opened on 4 July last year.", "It opened on 4 July 2023."),
        ("It opened on July 4 last year.", "It opened on July 4, 2023."),
        ("It will open in May next year.", "It will open in May 2025."),
        ("It closed in the spring of last year.", "It closed in the spring of 2023."),
        ("Last year, it was shut.", "In 2023, it was shut."),
        ("It opened three years ago.", "It opened in 2021."),
        ("It opened last May.", "It opened in May 2023."),
        ("It opened in January.", "It opened in January 2024."),
        ("It opened in August.", "It opened in August 2023."),
        ("It will open in January.", "It will open in January 2025."),
        ("It opened on March 3.", "It opened on March 3, 2024."),
        ("It opened on 20 March.", "It opened on 20 March 2023."),
        ("It will open on 20 March.", "It will open on 20 March 2024."),
        ("It closed this spring.", "It closed in the spring of 2024."),
    ],
)
def test_days_weeks_months_and_years_are_counted_from_the_day_of_publication(
    sentence: str, resolved: str
) -> None:
    assert told(sentence) == resolved


@pytest.mark.parametrize(
    "sentence",
    [
        "The quay is shut.",
        "The quay was shut on Monday, 3 June.",
        "The quay was shut on Monday, June 3.",
        "The quay was shut on Monday (June 3).",
        "The quay was shut on June 3, 2019.",
        "The quay was shut on 3 June 2019.",
        "The quay was shut in June 2019.",
        "The quay was shut in June, 2019.",
        # Another's choice of words.
        '"It was shut on Monday," Low said.',
        "\u2018It was shut yesterday,\u2019 Low said.",
        "It was shut last week.\u2019",
        # Two days could be meant.
        "It was shut last Monday.",
        "It will open next Monday.",
        "It was shut last February.",
        "It opened in March.",
        "It was shut until Friday.",
        "Low said the quay would open on Monday.",
        "The port was scheduled to vote on Tuesday.",
        "The vote planned for Tuesday was lost.",
        "Low believed Rao votes on Tuesday.",
        "Rao arrived for talks on Monday.",
        "Rao was arrested ahead of a rally on Sunday.",
        "Corrie host Halden on Saturday.",
        "The race, which starts on Saturday, was cancelled.",
        "The quay could not open on Monday.",
        "Low has a match on Saturday.",
        "It opened last summer.",
        # No day at all.
        "Monday's vote was lost.",
        "Last year's vote was lost.",
        "The Monday vote was lost.",
        "Every Monday it was shut.",
        "It was shut on Mondays.",
        "Rao died on Black Friday.",
        "The Sunday Times was sold.",
        "The Mail on Sunday was sold.",
        "Today the mine employs 200 people.",
        "Rao stayed in the past year.",
        # Counted from elsewhere, or rounded.
        "It was shut the next year.",
        "It was shut in the last year.",
        "It opened about three years ago.",
        "It opened 25 years ago.",
        "It opened two months ago.",
        "Rao was better than this time last year.",
        # More days than one.
        "It was shut on Monday last week.",
        "It was shut on Monday and Tuesday.",
        "It was shut from Monday to Friday.",
        "It was shut between Monday and Friday.",
        "It was shut on March 3 and 4.",
        "It was taken over last year.",
        "In May 2012 it was sold, and in July it burned.",
    ],
)
def test_what_is_not_sure_is_left_alone(sentence: str) -> None:
    assert resolve_relative_dates(sentence, THURSDAY) is None


def test_without_a_day_of_publication_nothing_is_resolved() -> None:
    assert resolve_relative_dates("It was shut on Monday.", None) is None
    assert resolved_wordings("It was shut on Monday.", None) == ()


@pytest.mark.parametrize(
    ("sentence", "today", "resolved"),
    [
        ("It shut last month.", date(2024, 1, 5), "It shut in December 2023."),
        ("It shut on Sunday.", date(2024, 1, 3), "It shut on December 31, 2023."),
        ("It will open on Monday.", date(2024, 12, 31), "It will open on January 6, 2025."),
        ("It will open next month.", date(2024, 12, 31), "It will open in January 2025."),
        ("It shut yesterday.", date(2024, 3, 1), "It shut on February 29, 2024."),
        ("It shut in December.", date(2024, 1, 5), "It shut in December 2023."),
        ("It shut last week.", date(2024, 1, 3), "It shut in the week of December 25, 2023."),
    ],
)
def test_months_and_years_end(sentence: str, today: date, resolved: str) -> None:
    assert told(sentence, today) == resolved


def test_where_weeks_may_begin_on_either_day_a_week_stays_as_it_is() -> None:
    assert resolve_relative_dates("It was shut last week.", SUNDAY) is None
    assert resolve_relative_dates("Rao raced last weekend.", SUNDAY) is None


def test_the_next_year_of_a_story_is_not_counted_from_the_day_of_publication() -> None:
    for opening in ("The next year, the", "Next year, the"):
        sentence = f"{opening} rebels of Corrie released two films."
        assert resolve_relative_dates(sentence, date(2019, 11, 19)) is None


def test_a_month_of_a_story_told_of_another_year_stays_as_it_is() -> None:
    sentence = "In July the rebels took Corrie."
    assert resolve_relative_dates(sentence, THURSDAY) == "In July 2023 the rebels took Corrie."
    assert resolve_relative_dates(sentence, THURSDAY, ("The war began in 2014.",)) is None


def test_relative_dates_are_found_where_they_stand() -> None:
    text = "On Monday, and again two days ago, it shut."
    found = find_relative_dates(text)
    assert [item.text for item in found] == ["On Monday", "two days ago"]
    assert all(text[item.start : item.end] == item.text for item in found)


def test_the_wordings_are_what_a_rewrite_may_use() -> None:
    assert resolved_wordings("It was shut on Monday.", THURSDAY) == ("on March 11, 2024",)
    assert resolved_wordings("Low said it would open on Monday.", THURSDAY) == (
        "on March 11, 2024",
        "on March 18, 2024",
    )


def _day_in(text: str) -> date:
    month, day, year = text.rstrip(".").rsplit(" ", 3)[-3:]
    return date(int(year), MONTHS.index(month) + 1, int(day.rstrip(",")))


@given(NAMES, DAYS)
def test_a_weekday_lies_within_a_week_on_the_side_that_its_verb_says(
    name: str, today: date
) -> None:
    behind = _day_in(told(f"The quay of Low Bay was shut on {name}.", today))
    ahead = _day_in(told(f"The quay of Low Bay will open on {name}.", today))
    assert behind.strftime("%A") == ahead.strftime("%A") == name
    assert timedelta(0) <= today - behind < timedelta(7)
    assert timedelta(0) <= ahead - today < timedelta(7)


PARTS = st.sampled_from(
    [
        "The quay was shut on Monday",
        "Rao will resign on Friday",
        "it opened last year",
        "it burned yesterday",
        "the vote is due next month",
        "Low had left in June",
        "\u201cwe won on Sunday,\u201d Low said",
        'the mayor of Corrie said: "It opens tomorrow"',
        "Rao met Low on 5 May",
        "the talks ended two days ago",
        "nobody came over the weekend",
        "last week was cold",
        "Low told Rao late on Tuesday that it was over",
    ]
)
SENTENCES = st.lists(PARTS, min_size=1, max_size=4).map(lambda parts: ", and ".join(parts) + ".")


@settings(deadline=None)
@given(SENTENCES, DAYS)
def test_what_is_resolved_stays_so_and_is_nothing_foreign(sentence: str, today: date) -> None:
    resolved = told(sentence, today)
    assert resolve_relative_dates(resolved, today) is None
    assert foreign_facts(resolved, sentence, resolved_wordings(sentence, today)) == ()


@settings(deadline=None)
@given(SENTENCES, DAYS)
def test_quotations_keep_every_letter(sentence: str, today: date) -> None:
    resolved = told(sentence, today)
    for quotation in ("\u201cwe won on Sunday,\u201d", '"It opens tomorrow"'):
        assert resolved.count(quotation) == sentence.count(quotation)


@settings(deadline=None)
@given(st.text(max_size=200), DAYS)
def test_no_text_is_too_odd(sentence: str, today: date) -> None:
    told(sentence, today)
    resolved_wordings(sentence, today)
