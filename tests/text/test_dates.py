from datetime import date

import pytest

from service.text.dates import find_relative_dates, resolve_relative_dates, resolved_wordings

THURSDAY = date(2024, 3, 14)


@pytest.mark.parametrize(
    ("sentence", "resolved"),
    [
        ("The quay was shut on Thursday.", "The quay was shut on March 14, 2024."),
        ("The quay was shut on Monday.", "The quay was shut on March 11, 2024."),
        ("On Friday the quay was shut.", "On March 8, 2024 the quay was shut."),
        ("The quay was shut yesterday.", "The quay was shut on March 13, 2024."),
        ("Tomorrow it opens.", "On March 15, 2024 it opens."),
        ("The quay was shut last year.", "The quay was shut in 2023."),
        ("It was shut earlier this year.", "It was shut earlier in 2024."),
        ("It opened last month.", "It opened in February 2024."),
        ("It opened three years ago.", "It opened in 2021."),
        ("It opened last May.", "It opened in May 2023."),
        ("It shut on Monday night.", "It shut on the night of March 11, 2024."),
    ],
)
def test_a_relative_date_becomes_a_calendar_date(sentence: str, resolved: str | None) -> None:
    assert resolve_relative_dates(sentence, THURSDAY) == resolved


@pytest.mark.parametrize(
    "sentence",
    [
        "The quay is shut.",
        "The quay was shut on Monday, 3 June.",
        "The quay was shut on Monday, June 3.",
        "It will open on Monday.",
        "The port is scheduled to vote on Tuesday.",
        '"It was shut on Monday," Low said.',
        "It was shut last Monday.",
        "Monday's vote was lost.",
        "It was shut last week.",
        "It was shut last February.",
    ],
)
def test_what_is_not_safe_is_left_alone(sentence: str) -> None:
    assert resolve_relative_dates(sentence, THURSDAY) is None


def test_without_a_day_of_publication_nothing_is_resolved() -> None:
    assert resolve_relative_dates("It was shut on Monday.", None) is None
    assert resolved_wordings("It was shut on Monday.", None) == ()


def test_january_looks_back_into_the_year_before() -> None:
    assert (
        resolve_relative_dates("It shut last month.", date(2024, 1, 5))
        == "It shut in December 2023."
    )
    assert (
        resolve_relative_dates("It shut on Sunday.", date(2024, 1, 3))
        == "It shut on December 31, 2023."
    )


def test_relative_dates_are_found_where_they_stand() -> None:
    text = "On Monday, and again two days ago, it shut."
    found = find_relative_dates(text)
    assert [item.text for item in found] == ["On Monday", "two days ago"]
    assert all(text[item.start : item.end] == item.text for item in found)


def test_the_wordings_are_what_a_rewrite_may_use() -> None:
    assert resolved_wordings("It shut on Monday.", THURSDAY) == ("on March 11, 2024",)


def test_the_next_year_of_a_story_is_not_counted_from_the_day_of_publication() -> None:
    sentence = "The next year, the rebels of Corrie released two films."
    assert resolve_relative_dates(sentence, date(2019, 11, 19)) is None
