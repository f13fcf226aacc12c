from __future__ import annotations

import pytest

from service.api.entity_tags import (
    Condition,
    choose_version,
    content_tag,
    is_unchanged,
    read_condition,
    require_condition,
    version_tag,
)
from service.api.problems import RefusedRequestError
from service.domain.errors import VersionMismatchError, VersionRequiredError


def condition(*headers: str) -> Condition:
    return require_condition(read_condition(headers, "If-Match"))


def test_a_version_is_its_own_strong_tag() -> None:
    assert version_tag(3) == '"3"'
    assert choose_version(condition(version_tag(3)), 3) == 3


def test_an_asterisk_stands_for_any_version() -> None:
    assert choose_version(condition(" * "), 7) is None


@pytest.mark.parametrize("header", ['"1", "4"', '"4","1"', '"1" ,"4"', 'W/"4", "4"', '"x", "4"'])
def test_one_of_several_tags_is_enough(header: str) -> None:
    assert choose_version(condition(header), 4) == 4


def test_tags_on_several_header_lines_are_one_list() -> None:
    assert choose_version(condition('"1"', '"4"'), 4) == 4


@pytest.mark.parametrize("header", ['"3"', '"04"', '"4x"', 'W/"4"', '""', '"4.0"'])
def test_a_tag_that_is_not_the_current_version_is_a_mismatch(header: str) -> None:
    with pytest.raises(VersionMismatchError):
        choose_version(condition(header), 4)


@pytest.mark.parametrize(
    "header", ["4", "", "'4'", '"4', '4"', '"4" "5"', '*, "4"', '"4";"5"', "w/4"]
)
def test_what_is_no_list_of_tags_is_refused(header: str) -> None:
    with pytest.raises(RefusedRequestError) as caught:
        condition(header)
    assert caught.value.status_code == 400
    assert caught.value.problems[0].pointer == "#/header/If-Match"


def test_a_missing_if_match_is_an_error_of_its_own() -> None:
    with pytest.raises(VersionRequiredError):
        require_condition(read_condition([], "If-Match"))


def test_if_none_match_compares_weakly() -> None:
    tag = content_tag(b"content")
    for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        assert is_unchanged(read_condition([header], "If-None-Match"), tag)
    assert not is_unchanged(read_condition(['"other"'], "If-None-Match"), tag)
    assert not is_unchanged(None, tag)


def test_different_contents_have_different_tags() -> None:
    assert content_tag(b"a") != content_tag(b"b")


def test_a_long_hostile_header_is_refused_in_linear_time() -> None:
    with pytest.raises(RefusedRequestError):
        condition('"a" ' + ", " * 50_000 + "x")
