"""Errors of the domain: what can go wrong, said without a word about HTTP."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing that is wrong with one field.

    Attributes:
        detail: A sentence that says what is wrong and what would be right.
        pointer: RFC 6901 JSON Pointer to the field, as a URI fragment (`#/text`).
    """

    detail: str
    pointer: str


class ClaimdeskError(Exception):
    """The root of every error that Claimdesk raises on purpose.

    Attributes:
        detail: A sentence for the person or program that must act on it.
        problems: The fields at fault, where fields are at fault.
    """

    def __init__(self, detail: str, problems: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.problems = problems


class NotFoundError(ClaimdeskError):
    """No article, claim or summary has that identifier."""


class ArticleExistsError(ClaimdeskError):
    """An article of the same text is stored already."""


class InvalidInputError(ClaimdeskError):
    """A value breaks a rule of the domain; `problems` names the fields."""


class EventsPrunedError(ClaimdeskError):
    """Events after the one that the caller has are no longer kept."""


class TextTooLongError(ClaimdeskError):
    """The article text is longer than the service accepts."""


class UnsupportedLanguageError(InvalidInputError):
    """The text is in a language that the models do not read."""


class TransitionError(ClaimdeskError):
    """A change of a claim's state breaks a rule of the transition tables.

    Attributes:
        allowed: For the axis at fault, the values that it may take now.
    """

    def __init__(
        self,
        detail: str,
        allowed: dict[str, tuple[str, ...]],
        problems: tuple[FieldProblem, ...] = (),
    ) -> None:
        super().__init__(detail, problems)
        self.allowed = allowed


class StateConflictError(ClaimdeskError):
    """The operation does not fit the state that the resource is in."""


class SupersededError(StateConflictError):
    """A correction queued another analysis, so that the result of this one is of no use."""


class VersionMismatchError(ClaimdeskError):
    """The caller changed a version that is no longer the current one."""


class VersionRequiredError(ClaimdeskError):
    """The caller did not say which version it wants to change."""


class IdempotencyKeyReusedError(ClaimdeskError):
    """The idempotency key belongs to a request with other content."""


class IdempotencyKeyInFlightError(ClaimdeskError):
    """The first request with this idempotency key has not finished."""


class QueueFullError(ClaimdeskError):
    """So much work is waiting that no more is accepted.

    Attributes:
        retry_after_seconds: When to try again, in whole seconds.
    """

    def __init__(self, detail: str, retry_after_seconds: int) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class StoreUnavailableError(ClaimdeskError):
    """The database cannot be used for now: away, locked, or without space.

    Attributes:
        retry_after_seconds: When to try again, in whole seconds.
    """

    def __init__(self, detail: str, retry_after_seconds: int = 5) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class HostUnknownError(ClaimdeskError):
    """The service has no keys, and was called by a name that others may have given it."""


class CrossSiteError(ClaimdeskError):
    """The service has no keys, and a page of another site wanted to change something."""


class AccessError(ClaimdeskError):
    """The caller did not show that it may use the service."""


class KeyRequiredError(AccessError):
    """The caller sent no API key."""


class KeyUnknownError(AccessError):
    """What the caller sent is no key of this service."""


class KeyRevokedError(AccessError):
    """The key was revoked."""


class KeyExpiredError(AccessError):
    """The key's time is over."""


class RoleForbiddenError(ClaimdeskError):
    """The caller is known, but its role may not do this."""


class QuotaExceededError(ClaimdeskError):
    """The caller asked for more than its share.

    Attributes:
        policy: The name of the limit that it went over.
        retry_after_seconds: When to try again, in whole seconds.
    """

    def __init__(self, detail: str, policy: str, retry_after_seconds: int) -> None:
        super().__init__(detail)
        self.policy = policy
        self.retry_after_seconds = retry_after_seconds


class WeightsError(ClaimdeskError):
    """Weights are missing, damaged or cannot be fetched."""


class GenerationError(ClaimdeskError):
    """The generation engine failed on a prompt."""


class EngineUnavailableError(GenerationError):
    """The generation engine is of no use now, and may be later."""
