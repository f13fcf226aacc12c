from __future__ import annotations

import pytest

from service.api.preferences import read_wait_seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["wait=10"], 10),
        (["respond-async, wait=10"], 10),
        (["respond-async", "wait=7"], 7),
        (["Wait = 5"], 5),
        (['wait="15"'], 15),
        (["wait=10; reason=test"], 10),
        (['handling=lenient; x="a, b"; y, wait=3'], 3),
        (["wait=10, wait=20"], 10),
        (["wait=120"], 120),
        (["wait=121"], 120),
        (["wait=999999999"], 120),
    ],
)
def test_a_wait_is_read_from_well_formed_preferences(headers: list[str], seconds: int) -> None:
    assert read_wait_seconds(headers) == seconds


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [""],
        ["respond-async"],
        ["wait"],
        ["wait=0"],
        ["wait=-5"],
        ["wait=1.5"],
        ["wait=ten"],
        ["wait=٣"],
        ["wait=9999999999999999999999"],
        ['note="wait=10"'],
    ],
)
def test_what_asks_for_no_wait_is_no_wait(headers: list[str]) -> None:
    assert read_wait_seconds(headers) is None


@pytest.mark.parametrize("garbage", ['"', "=5", "@@@", 'x="unclosed', ";;;", ",,,", "a=b=c"])
def test_malformed_preferences_are_skipped_and_the_next_one_is_read(garbage: str) -> None:
    assert read_wait_seconds([f"{garbage}, wait=4"]) in {4, None}
    assert read_wait_seconds([f"wait=4, {garbage}"]) == 4


def test_a_malformed_preference_does_not_hide_a_later_one() -> None:
    assert read_wait_seconds(["a=b=c, wait=4"]) == 4
    assert read_wait_seconds(["@@@, wait=4"]) == 4


def test_a_long_hostile_header_is_read_in_linear_time() -> None:
    assert read_wait_seconds(['a="' * 20_000 + ";" * 20_000]) is None
