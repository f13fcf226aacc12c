"""API keys: who may call the service, in which role, and until when."""

from __future__ import annotations

import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.domain.errors import KeyExpiredError, KeyRevokedError, KeyUnknownError

#: Who acts, in the history, where a service without keys is called.
LOCAL_ACTOR = "local"
#: What the history calls actors that are no key.
RESERVED_NAMES = frozenset({"claimdesk", LOCAL_ACTOR})

_MARK = "cd_"
_PREFIX_ALPHABET = string.ascii_lowercase + string.digits
_PREFIX_CHARACTERS = 10
_SECRET_ALPHABET = string.ascii_letters + string.digits
#: 43 characters out of 62 hold 256 bits.
_SECRET_CHARACTERS = 43
_TOKEN = re.compile(
    rf"(?P<prefix>{_MARK}[a-z0-9]{{{_PREFIX_CHARACTERS}}})"
    rf"_(?P<secret>[A-Za-z0-9]{{{_SECRET_CHARACTERS}}})",
    re.ASCII,
)


class Role(StrEnum):
    """What a key may do; each role may do what the one before it may."""

    READER = "reader"
    SUBMITTER = "submitter"
    EDITOR = "editor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A stored key, without its secret.

    Attributes:
        name: Who acts with it, in the history of what it changes.
        prefix: The first part of the token, which is no secret.
        expires_at: From when on it is refused; None for never.
        last_used_at: When it was last seen, to the minute; None for never.
        revoked_at: From when on it is refused for good; None while it is not.
        created_by: Who made it; likewise `revoked_by`.
    """

    id: UUID
    name: str
    role: Role
    prefix: str
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = None

    def is_usable(self, now: datetime) -> bool:
        """Tell whether the key is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def refuse_unusable(self, now: datetime) -> None:
        """Refuse the key once it is revoked or expired.

        Raises:
            KeyRevokedError: Where it was revoked.
            KeyExpiredError: Where its time is over.
        """
        if self.revoked_at is not None:
            raise KeyRevokedError(f"The API key '{self.name}' was revoked.")
        if not self.is_usable(now):
            raise KeyExpiredError(f"The API key '{self.name}' has expired.")


@dataclass(frozen=True, slots=True)
class KeyToken:
    """What a caller sends: the prefix by which the key is found, and the secret.

    Its text never goes into logs or errors, so that `str` and `repr` show the prefix alone.
    """

    prefix: str
    secret: str

    @classmethod
    def generate(cls) -> KeyToken:
        """Return a new token, drawn from the operating system's randomness."""
        prefix = "".join(secrets.choice(_PREFIX_ALPHABET) for _ in range(_PREFIX_CHARACTERS))
        secret = "".join(secrets.choice(_SECRET_ALPHABET) for _ in range(_SECRET_CHARACTERS))
        return cls(_MARK + prefix, secret)

    @classmethod
    def parse(cls, text: str) -> KeyToken:
        """Return the token that a text is.

        Raises:
            KeyUnknownError: Where it has not the form of one.
        """
        match = _TOKEN.fullmatch(text)
        if match is None:
            raise KeyUnknownError("This is no API key of Claimdesk: those begin with 'cd_'.")
        return cls(match["prefix"], match["secret"])

    def reveal(self) -> str:
        """Return the whole token, for the one time that it is shown."""
        return f"{self.prefix}_{self.secret}"

    def __str__(self) -> str:
        return f"{self.prefix}_…"

    def __repr__(self) -> str:
        return f"KeyToken({self})"
