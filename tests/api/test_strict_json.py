from __future__ import annotations

import pytest

from service.api.problems import RefusedRequestError
from service.api.strict_json import parse_json


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\xed\xa0\x80"}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"1" * 5_000,
        b'{"a": "line\nbreak"}',
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_not_strict_json_is_refused_as_malformed(body: bytes) -> None:
    with pytest.raises(RefusedRequestError) as caught:
        parse_json(body)
    assert caught.value.status_code == 400
    assert caught.value.problems[0].pointer == "#"


def test_a_lone_surrogate_is_let_through_for_the_schema_to_name_its_field() -> None:
    assert parse_json(rb'{"text": "\ud800"}') == {"text": "\ud800"}


def test_text_beyond_the_basic_plane_survives() -> None:
    assert parse_json(rb'{"text": "\ud83d\ude00"}') == {"text": "😀"}
    assert parse_json('{"text": "😀"}'.encode()) == {"text": "😀"}
