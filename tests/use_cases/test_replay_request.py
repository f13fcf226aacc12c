"""Replaying requests by their idempotency key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from service.domain.errors import IdempotencyKeyInFlightError, IdempotencyKeyReusedError
from service.domain.idempotency import StoredResponse
from service.use_cases.replay_request import abandon_request, begin_request, finish_request

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk

NOW = datetime(2024, 5, 6, 9, 0, tzinfo=UTC)
RESPONSE = StoredResponse(202, {"Location": "/v1/articles/1"}, b'{"status": "queued"}\xff\x00')
OPERATION = "create_article"


def _begin(
    desk: Desk, *, after_seconds: float = 0, key: str = "key-1", **fields: str
) -> StoredResponse | None:
    given = {"operation": OPERATION, "fingerprint": "print-1"} | fields
    found = begin_request(
        desk.uow, key, given["operation"], given["fingerprint"], NOW + _later(after_seconds)
    )
    desk.uow.commit()
    return found


def _later(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def _finish(desk: Desk, *, after_seconds: float = 0) -> None:
    finish_request(desk.uow, "key-1", OPERATION, RESPONSE, NOW + _later(after_seconds))
    desk.uow.commit()


def test_a_repetition_gets_the_answer_of_the_first(desk: Desk) -> None:
    assert _begin(desk) is None
    _finish(desk)
    assert _begin(desk, after_seconds=1) == RESPONSE
    assert _begin(desk, after_seconds=23 * 3600) == RESPONSE


def test_a_repetition_that_comes_too_early_is_told_so(desk: Desk) -> None:
    _begin(desk)
    with pytest.raises(IdempotencyKeyInFlightError):
        _begin(desk, after_seconds=299)


def test_a_reservation_of_a_process_that_died_is_taken_over(desk: Desk) -> None:
    _begin(desk)
    assert _begin(desk, after_seconds=301) is None
    with pytest.raises(IdempotencyKeyInFlightError):
        _begin(desk, after_seconds=302)


@pytest.mark.parametrize("finished", [True, False])
def test_a_key_that_comes_with_other_content_is_refused(desk: Desk, *, finished: bool) -> None:
    _begin(desk)
    if finished:
        _finish(desk)
    with pytest.raises(IdempotencyKeyReusedError):
        _begin(desk, after_seconds=1, fingerprint="print-2")


def test_keys_and_operations_do_not_meet(desk: Desk) -> None:
    _begin(desk)
    assert _begin(desk, key="key-2") is None
    assert _begin(desk, operation="create_claim", fingerprint="print-2") is None


def test_an_abandoned_key_can_be_used_at_once(desk: Desk) -> None:
    _begin(desk)
    abandon_request(desk.uow, "key-1", OPERATION)
    desk.uow.commit()
    assert _begin(desk, after_seconds=1, fingerprint="print-2") is None


def test_an_answer_is_forgotten_after_a_day(desk: Desk) -> None:
    _begin(desk)
    _finish(desk)
    assert _begin(desk, after_seconds=24 * 3600 + 1, fingerprint="print-2") is None
