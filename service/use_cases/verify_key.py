"""Verify a key: tell who calls, quickly, and see at once when a key is taken back."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2.exceptions import VerificationError

from service.domain.api_key import ApiKey, KeyToken
from service.domain.errors import KeyUnknownError
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.manage_keys import HASHER

#: How long a process trusts what it read of a key: so much later, at most, does a revocation
#: by another process take effect.
FRESH_SECONDS = 1.0
#: How long a token that was verified need not be hashed again.
VERIFIED_SECONDS = 600.0
#: `last_used_at` is written anew after so long.
USE_NOTED_EVERY = timedelta(minutes=1)
_MAX_REMEMBERED = 10_000


@dataclass(slots=True)
class _Verified:
    """A token that was found to be a key's, and what the key was when it was last read."""

    key: ApiKey
    secret_hash: str
    verified_until: float
    fresh_until: float


class KeyVerifier:
    """Tells whose key a token is, and whether there are keys at all.

    Hashing takes some ten milliseconds, so that a token that was verified is remembered, not as it
    is but as a hash keyed with a secret of this process. What the key may do, and whether it is
    revoked, is read from the database every second.
    """

    def __init__(
        self,
        unit_of_work: Callable[[], UnitOfWork],
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._monotonic = monotonic
        self._secret = secrets.token_bytes(32)
        self._remembered: OrderedDict[bytes, _Verified] = OrderedDict()
        self._lock = threading.Lock()
        # One at a time, so that a flood of wrong tokens takes one core and not all of them.
        self._hashing = threading.Lock()
        self._has_keys = False
        self._has_keys_until = 0.0

    def has_keys(self) -> bool:
        """Tell whether a key was ever made; reads the database at most every second.

        Once true it stays true, since keys are revoked but never deleted.
        """
        if not self._has_keys and self._monotonic() >= self._has_keys_until:
            with self._unit_of_work() as uow:
                self._has_keys = uow.keys.any()
            self._has_keys_until = self._monotonic() + FRESH_SECONDS
        return self._has_keys

    def knows_whether_there_are_keys(self) -> bool:
        """Tell whether `has_keys` would answer without reading the database."""
        return self._has_keys or self._monotonic() < self._has_keys_until

    def recall(self, text: str) -> ApiKey | None:
        """Return the key of a token that was seen a moment ago, without reading anything.

        Raises:
            KeyExpiredError: Where its time has run out since.
        """
        with self._lock:
            known = self._remembered.get(self._digest(text))
        if known is None or self._monotonic() >= known.fresh_until:
            return None
        known.key.refuse_unusable(self._clock())
        return known.key

    def remembers(self, text: str) -> bool:
        """Tell whether a token was verified, and need not be hashed to be verified again."""
        with self._lock:
            known = self._remembered.get(self._digest(text))
        return known is not None and self._monotonic() < known.verified_until

    def verify(self, text: str) -> ApiKey:
        """Return the key of a token, and note that it was used.

        Raises:
            KeyUnknownError: Where it is none, or its secret is wrong.
            KeyRevokedError: Where it was revoked.
            KeyExpiredError: Where its time is over.
        """
        token = KeyToken.parse(text)
        digest = self._digest(text)
        now = self._clock()
        with self._unit_of_work() as uow:
            found = uow.keys.find_by_prefix(token.prefix)
            # No connection is held while the hash is computed.
            uow.rollback()
            if found is None:
                raise _unknown(token)
            key, secret_hash = found
            verified_until = self._check_secret(digest, token, secret_hash)
            fresh_until = self._monotonic() + FRESH_SECONDS
            self._remember(digest, _Verified(key, secret_hash, verified_until, fresh_until))
            key.refuse_unusable(now)
            if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
                uow.keys.note_use(key.id, now)
                uow.commit()
        return key

    def forget(self) -> None:
        """Read every key anew at its next use, since one was made or revoked just now."""
        with self._lock:
            for known in self._remembered.values():
                known.fresh_until = 0.0
        self._has_keys_until = 0.0

    def _check_secret(self, digest: bytes, token: KeyToken, secret_hash: str) -> float:
        """Return until when the token need not be hashed again; refuse a wrong one."""
        with self._lock:
            known = self._remembered.get(digest)
        instant = self._monotonic()
        if known and known.secret_hash == secret_hash and instant < known.verified_until:
            return known.verified_until
        try:
            with self._hashing:
                HASHER.verify(secret_hash, token.secret)
        except VerificationError as error:
            raise _unknown(token) from error
        return self._monotonic() + VERIFIED_SECONDS

    def _remember(self, digest: bytes, verified: _Verified) -> None:
        with self._lock:
            self._remembered[digest] = verified
            self._remembered.move_to_end(digest)
            if len(self._remembered) > _MAX_REMEMBERED:
                self._remembered.popitem(last=False)

    def _digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self._secret, digest_size=32).digest()


def _unknown(token: KeyToken) -> KeyUnknownError:
    return KeyUnknownError(f"The API key {token} is not known here, or its secret is wrong.")
