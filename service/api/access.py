"""Access: who calls, whether they may, and how much of their share is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from service.api.hosts import comes_from_elsewhere, names_this_machine
from service.api.permissions import PERMISSIONS
from service.api.rate_limits import DEFAULT_FAILURE_LIMIT, RateLimiter
from service.domain.api_key import LOCAL_ACTOR, ApiKey, Role
from service.domain.errors import (
    CrossSiteError,
    FieldProblem,
    HostUnknownError,
    KeyRequiredError,
    KeyUnknownError,
    RoleForbiddenError,
)
from service.use_cases.verify_key import KeyVerifier

_SCHEME = "bearer"
_REQUIRED = (
    "This service needs an API key: send it as 'Authorization: Bearer cd_…'. "
    "`claimdesk keys create` makes one."
)
_HOST_UNKNOWN = (
    "As long as it has no API key, this service answers under loopback names alone "
    "(127.0.0.1, [::1], localhost), so that no web page can reach it under a name of its own. "
    "Use one of these, make a key with `claimdesk keys create`, or name this host in "
    "CLAIMDESK_ALLOWED_HOSTS."
)
_CROSS_SITE = (
    "As long as it has no API key, this service takes no changes from pages of other origins, "
    "which could be any page that is open in a browser of this machine. Make a key with "
    "`claimdesk keys create`, or name the page's origin in CLAIMDESK_CORS_ORIGINS."
)
#: Methods that change nothing; what they answer is kept from other pages by the browser.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
DEFAULT_RATE_LIMITS: Mapping[Role, str] = {
    Role.READER: "300/minute",
    Role.SUBMITTER: "300/minute",
    Role.EDITOR: "600/minute",
    Role.ADMIN: "600/minute",
}


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """What the settings say about access.

    Attributes:
        open_without_keys: Whether a service that never had a key serves everybody who
            reaches it, as one that listens on a loopback address does.
        allowed_hosts: Names beside the loopback ones, in lower case, under which it does so.
        allowed_origins: Origins whose pages may call it in a browser.
        rate_limits: For each role, how many requests in which time, or `unlimited`.
        failure_limit: How many wrong keys in which time one address may send, or `unlimited`.
    """

    open_without_keys: bool = True
    allowed_hosts: Collection[str] = ()
    allowed_origins: Collection[str] = ()
    rate_limits: Mapping[Role, str] = field(default_factory=lambda: DEFAULT_RATE_LIMITS)
    failure_limit: str = DEFAULT_FAILURE_LIMIT


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls.

    Attributes:
        actor: The name that the history gives them.
        role: What they may do.
        key_id: The key that they showed; None without keys.
    """

    actor: str
    role: Role
    key_id: UUID | None = None


#: Whoever reaches a service without keys is on its machine, and may do everything.
_LOCAL_CALLER = Caller(LOCAL_ACTOR, Role.ADMIN)


class AccessGate:
    """Admits callers to operations."""

    def __init__(self, verifier: KeyVerifier, limiter: RateLimiter, policy: AccessPolicy) -> None:
        self.verifier = verifier
        self._limiter = limiter
        self._policy = policy

    async def admit(self, request: Request, operation: str) -> None:
        """Find out who calls and whether they may; note both in the request's state.

        Raises:
            HostUnknownError: Where the service has no keys, and is called by another's name.
            CrossSiteError: Where it has none, and another site's page would change something.
            AccessError: Where the caller shows no key that is usable.
            QuotaExceededError: Where the key has used its share up.
            RoleForbiddenError: Where its role may not do this.
        """
        roles = PERMISSIONS[operation]
        if roles is None:
            return
        token = _read_token(request)
        if token is None and await self._is_open():
            self._refuse_other_hosts(request)
            self._refuse_other_sites(request)
            request.state.caller = _LOCAL_CALLER
            return
        if token is None:
            raise KeyRequiredError(_REQUIRED)
        key = self.verifier.recall(token)
        if key is None:
            key = await run_in_threadpool(self._verify, request, token)
        share = self._limiter.take(key)
        if share is not None:
            request.state.rate_limit_headers = share.headers()
            share.refuse_exceeded()
        if key.role not in roles:
            allowed = ", ".join(role.value for role in Role if role in roles)
            raise RoleForbiddenError(
                f"The key '{key.name}' has the role '{key.role}'; this takes one of: {allowed}."
            )
        request.state.caller = Caller(key.name, key.role, key.id)

    def _refuse_other_hosts(self, request: Request) -> None:
        hosts = request.headers.getlist("host")
        if len(hosts) != 1 or not names_this_machine(hosts[0], self._policy.allowed_hosts):
            problem = FieldProblem(_HOST_UNKNOWN, "#/header/Host")
            raise HostUnknownError(_HOST_UNKNOWN, (problem,))

    def _refuse_other_sites(self, request: Request) -> None:
        if request.method in SAFE_METHODS:
            return
        headers = request.headers
        site = ",".join(headers.getlist("sec-fetch-site")) or None
        origin = ",".join(headers.getlist("origin")) or None
        if comes_from_elsewhere(site, origin, headers["host"], self._policy.allowed_origins):
            name = "Origin" if site is None else "Sec-Fetch-Site"
            raise CrossSiteError(_CROSS_SITE, (FieldProblem(_CROSS_SITE, f"#/header/{name}"),))

    async def _is_open(self) -> bool:
        if not self._policy.open_without_keys:
            return False
        if self.verifier.knows_whether_there_are_keys():
            return not self.verifier.has_keys()
        return not await run_in_threadpool(self.verifier.has_keys)

    def _verify(self, request: Request, token: str) -> ApiKey:
        address = request.client.host if request.client else ""
        # Behind a proxy one address is everybody's: a key that was found right costs no hash, and
        # must not be shut out by another's wrong ones.
        if not self.verifier.remembers(token):
            self._limiter.refuse_guessing(address)
        try:
            return self.verifier.verify(token)
        except KeyUnknownError:
            self._limiter.note_failure(address)
            raise


def _read_token(request: Request) -> str | None:
    """Return the bearer token of a request (RFC 6750), None where it has none.

    Raises:
        KeyUnknownError: Where there are several, or none after the scheme.
    """
    sent = [
        value.strip()
        for value in request.headers.getlist("authorization")
        if value.split(maxsplit=1)[:1] and value.split(maxsplit=1)[0].lower() == _SCHEME
    ]
    if not sent:
        return None
    scheme_and_token = sent[0].split(maxsplit=1)
    if len(sent) > 1 or len(scheme_and_token) == 1:
        raise KeyUnknownError("Send one API key: 'Authorization: Bearer cd_…'.")
    return scheme_and_token[1]
