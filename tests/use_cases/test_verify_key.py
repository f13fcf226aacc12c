"""Verifying keys: rarely hashed, hardly read, and never trusted for long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from service.domain.api_key import ApiKey, KeyToken, Role
from service.domain.errors import KeyExpiredError, KeyRevokedError, KeyUnknownError
from service.storage.unit_of_work import UnitOfWork
from service.use_cases import verify_key
from service.use_cases.manage_keys import HASHER, create_key, revoke_key
from service.use_cases.verify_key import FRESH_SECONDS, VERIFIED_SECONDS, KeyVerifier

NOW = datetime(2025, 6, 4, 18, 15, tzinfo=UTC)


class Watch:
    """Instants that pass only when a test says so, and how often a secret was hashed."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.hashed = 0

    def pass_seconds(self, seconds: float) -> None:
        self.seconds += seconds

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def verify(self, secret_hash: str, secret: str) -> bool:
        self.hashed += 1
        return HASHER.verify(secret_hash, secret)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()

    class CountingHasher:
        verify = staticmethod(watch.verify)

    monkeypatch.setattr(verify_key, "HASHER", CountingHasher)
    return watch


@pytest.fixture
def verifier(unit_of_work: Callable[[], UnitOfWork], watch: Watch) -> KeyVerifier:
    return KeyVerifier(unit_of_work, watch.clock, watch.monotonic)


def make(
    unit_of_work: Callable[[], UnitOfWork], expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    with unit_of_work() as uow:
        key, token = create_key(
            uow, name="cms", role=Role.EDITOR, expires_at=expires_at, actor="mira", now=NOW
        )
        uow.commit()
    return key, token.reveal()


def test_a_token_is_hashed_once_and_recalled_without_a_look_at_the_database(
    unit_of_work: Callable[[], UnitOfWork], verifier: KeyVerifier, watch: Watch
) -> None:
    key, token = make(unit_of_work)
    assert verifier.recall(token) is None
    assert verifier.verify(token).id == key.id
    recalled = verifier.recall(token)
    assert recalled is not None
    assert (recalled.id, recalled.role) == (key.id, Role.EDITOR)
    watch.pass_seconds(FRESH_SECONDS)
    assert verifier.recall(token) is None, "its state must be read again"
    verifier.verify(token)
    assert watch.hashed == 1
    watch.pass_seconds(VERIFIED_SECONDS)
    verifier.verify(token)
    verifier.verify(token)
    assert watch.hashed == 2


def test_a_revocation_elsewhere_takes_effect_within_a_second(
    unit_of_work: Callable[[], UnitOfWork], verifier: KeyVerifier, watch: Watch
) -> None:
    key, token = make(unit_of_work)
    verifier.verify(token)
    with unit_of_work() as uow:
        revoke_key(uow, key.id, actor="mira", now=NOW)
        uow.commit()
    watch.pass_seconds(FRESH_SECONDS)
    assert verifier.recall(token) is None
    with pytest.raises(KeyRevokedError, match="cms"):
        verifier.verify(token)
    with pytest.raises(KeyRevokedError):
        verifier.recall(token)


def test_a_revocation_here_takes_effect_at_once(
    unit_of_work: Callable[[], UnitOfWork], verifier: KeyVerifier
) -> None:
    _, token = make(unit_of_work)
    verifier.verify(token)
    verifier.forget()
    assert verifier.recall(token) is None


def test_a_key_expires_to_the_moment_though_it_is_remembered(
    unit_of_work: Callable[[], UnitOfWork], verifier: KeyVerifier, watch: Watch
) -> None:
    _, token = make(unit_of_work, watch.clock() + timedelta(seconds=FRESH_SECONDS / 2))
    verifier.verify(token)
    watch.pass_seconds(FRESH_SECONDS / 2)
    with pytest.raises(KeyExpiredError):
        verifier.recall(token)
    with pytest.raises(KeyExpiredError):
        verifier.verify(token)


def test_the_last_use_is_written_once_a_minute(
    unit_of_work: Callable[[], UnitOfWork], verifier: KeyVerifier, watch: Watch
) -> None:
    key, token = make(unit_of_work)

    def last_used() -> datetime | None:
        with unit_of_work() as uow:
            return uow.keys.get(key.id).last_used_at

    first = watch.clock()
    verifier.verify(token)
    assert last_used() == first
    watch.pass_seconds(59)
    verifier.verify(token)
    assert last_used() == first
    watch.pass_seconds(1)
    verifier.verify(token)
    assert last_used() == watch.clock()


@pytest.mark.parametrize("text", ["", "cd_", "sk_0123456789_" + "a" * 43, "cd_0123456789_a"])
def test_what_has_not_the_form_of_a_key_is_not_looked_up(verifier: KeyVerifier, text: str) -> None:
    with pytest.raises(KeyUnknownError):
        verifier.verify(text)


def test_an_unknown_prefix_costs_no_hash_and_a_wrong_secret_is_refused(
    unit_of_work: Callable[[], UnitOfWork], verifier: KeyVerifier, watch: Watch
) -> None:
    with pytest.raises(KeyUnknownError):
        verifier.verify(KeyToken.generate().reveal())
    assert watch.hashed == 0
    key, _ = make(unit_of_work)
    with pytest.raises(KeyUnknownError):
        verifier.verify(KeyToken(key.prefix, "a" * 43).reveal())
    assert watch.hashed == 1


def test_whether_there_are_keys_is_read_every_second_until_there_are(
    unit_of_work: Callable[[], UnitOfWork], verifier: KeyVerifier, watch: Watch
) -> None:
    assert not verifier.has_keys()
    key, _ = make(unit_of_work)
    assert not verifier.has_keys(), "read a moment ago"
    watch.pass_seconds(FRESH_SECONDS)
    assert verifier.has_keys()
    with unit_of_work() as uow:
        revoke_key(uow, key.id, actor="mira", now=NOW)
        uow.commit()
    watch.pass_seconds(FRESH_SECONDS)
    assert verifier.has_keys(), "a revoked key opens nothing"


def test_a_token_shows_its_prefix_alone() -> None:
    token = KeyToken.generate()
    assert token.secret not in f"{token} {token!r} {[token]}"
    assert KeyToken.parse(token.reveal()) == token
