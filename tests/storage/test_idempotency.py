"""The repository of idempotency keys, where several ask at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from service.domain.errors import IdempotencyKeyInFlightError
from service.domain.idempotency import StoredResponse
from tests.storage.rows import NOW, later

if TYPE_CHECKING:
    from datetime import datetime

    from service.storage.unit_of_work import UnitOfWork

    UnitsOfWork = Callable[[], UnitOfWork]

CALLERS = 6
LEASE_SECONDS = 60
LIFETIME_SECONDS = 3600
RESPONSE = StoredResponse(201, {"Location": "/v1/claims/1", "ETag": '"1"'}, b"\x00\xff{}")


def _reserve(uow: UnitOfWork, now: datetime, key: str = "key") -> StoredResponse | None:
    return uow.idempotency_keys.reserve(
        key, "create_claim", "print", now, LEASE_SECONDS, LIFETIME_SECONDS
    )


def _reserve_at_once(unit_of_work: UnitsOfWork, now: datetime) -> list[bool]:
    start = Barrier(CALLERS)

    def reserve(_: int) -> bool:
        with unit_of_work() as uow:
            # Connects, which takes longer than what comes after and would part the callers.
            uow.articles.count_by_status()
            start.wait()
            try:
                assert _reserve(uow, now) is None
            except IdempotencyKeyInFlightError:
                return False
            uow.commit()
            return True

    with ThreadPoolExecutor(CALLERS) as threads:
        return list(threads.map(reserve, range(CALLERS)))


def test_of_those_that_reserve_a_key_at_once_exactly_one_gets_it(
    unit_of_work: UnitsOfWork,
) -> None:
    assert _reserve_at_once(unit_of_work, NOW).count(True) == 1


def test_of_those_that_take_over_a_given_up_reservation_at_once_exactly_one_gets_it(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        assert _reserve(uow, NOW) is None
        uow.commit()
    assert _reserve_at_once(unit_of_work, later(2)).count(True) == 1


def test_a_kept_answer_comes_back_to_the_byte(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        _reserve(uow, NOW)
        uow.idempotency_keys.complete("key", "create_claim", RESPONSE, NOW)
        uow.commit()
    with unit_of_work() as uow:
        assert _reserve(uow, later(5)) == RESPONSE


def test_an_answer_to_a_key_that_was_never_reserved_is_not_kept(
    unit_of_work: UnitsOfWork,
) -> None:
    with unit_of_work() as uow:
        uow.idempotency_keys.complete("key", "create_claim", RESPONSE, NOW)
        assert _reserve(uow, NOW) is None


def test_releasing_a_key_keeps_what_was_answered_under_it(unit_of_work: UnitsOfWork) -> None:
    with unit_of_work() as uow:
        for key in ("open", "answered"):
            _reserve(uow, NOW, key)
        uow.idempotency_keys.complete("answered", "create_claim", RESPONSE, NOW)
        for key in ("open", "answered"):
            uow.idempotency_keys.release(key, "create_claim")
        assert _reserve(uow, NOW, "open") is None
        assert _reserve(uow, NOW, "answered") == RESPONSE


def test_reserving_a_key_sweeps_those_that_have_expired(unit_of_work: UnitsOfWork) -> None:
    expired = later(LIFETIME_SECONDS / 60)
    with unit_of_work() as uow:
        for key in ("one", "two"):
            _reserve(uow, NOW, key)
            uow.idempotency_keys.complete(key, "create_claim", RESPONSE, NOW)
        uow.commit()
        assert _reserve(uow, expired, "one") is None
        # Though asked about an instant at which it was still kept.
        assert _reserve(uow, NOW, "two") is None
