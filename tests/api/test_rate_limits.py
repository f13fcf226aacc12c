"""Rate limits: what a key may send, what it is told, and who is not counted."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from service.api.access import AccessPolicy
from service.api.app import create_app
from service.api.dependencies import Services
from service.api.rate_limits import RateLimiter, read_limit
from service.domain.api_key import Role
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.manage_keys import create_key
from service.use_cases.verify_key import FRESH_SECONDS
from tests.api.conftest import Clock, DocumentedClient

LIMITS = {Role.READER: "3/minute", Role.EDITOR: "5 per 2 seconds", Role.ADMIN: "unlimited"}


@pytest.fixture
def tokens(unit_of_work: Callable[[], UnitOfWork], clock: Clock) -> dict[str, str]:
    """Tokens by name: two readers, an editor, an administrator, a submitter."""
    roles = {"reader": Role.READER, "other": Role.READER}
    roles |= {role.value: role for role in Role if role is not Role.READER}
    made = {}
    with unit_of_work() as uow:
        for name, role in roles.items():
            _, token = create_key(uow, name=name, role=role, actor="test", now=clock())
            made[name] = token.reveal()
        uow.commit()
    return made


@pytest.fixture
def limited(services: Services) -> Iterator[TestClient]:
    app = create_app(replace(services, access=AccessPolicy(rate_limits=LIMITS)))
    with DocumentedClient(app) as client:
        yield client


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_key_is_told_what_is_left_and_refused_when_nothing_is(
    limited: TestClient, tokens: dict[str, str]
) -> None:
    left = []
    for _ in range(3):
        response = limited.get("/v1/claims", headers=headers(tokens["reader"]))
        assert response.status_code == 200
        assert response.headers["ratelimit-policy"] == '"reader";q=3;w=60'
        found = re.fullmatch(r'"reader";r=(\d+);t=(\d+)', response.headers["ratelimit"])
        assert found is not None
        left.append(int(found[1]))
        assert 55 <= int(found[2]) <= 60
    assert left == [2, 1, 0]
    refused = limited.get("/v1/claims", headers=headers(tokens["reader"]))
    assert refused.status_code == 429
    problem = refused.json()
    assert problem["type"] == "https://iana.org/assignments/http-problem-types#quota-exceeded"
    assert problem["violated-policies"] == ["reader"]
    assert refused.headers["ratelimit"].startswith('"reader";r=0;t=')
    assert f"t={refused.headers['retry-after']}" in refused.headers["ratelimit"]
    # Another key of the same role has a share of its own.
    assert limited.get("/v1/claims", headers=headers(tokens["other"])).status_code == 200


def test_errors_count_and_tell_what_is_left_too(
    limited: TestClient, tokens: dict[str, str]
) -> None:
    statuses = {}
    for path, status in (("/v1/claims/x", 422), ("/v1/keys", 403), ("/v1/claims?q=", 422)):
        response = limited.get(path, headers=headers(tokens["reader"]))
        statuses[path] = response.status_code
        assert response.status_code == status
        assert response.headers["ratelimit-policy"] == '"reader";q=3;w=60'
    assert limited.get("/v1/claims", headers=headers(tokens["reader"])).status_code == 429


def test_a_window_of_several_seconds_is_told_in_seconds(
    limited: TestClient, tokens: dict[str, str]
) -> None:
    response = limited.get("/v1/claims", headers=headers(tokens["editor"]))
    assert response.headers["ratelimit-policy"] == '"editor";q=5;w=2'


@pytest.mark.parametrize("name", ["admin", "submitter"])
def test_a_role_without_a_limit_is_neither_counted_nor_told_of_one(
    limited: TestClient, tokens: dict[str, str], name: str
) -> None:
    for _ in range(10):
        response = limited.get("/v1/claims", headers=headers(tokens[name]))
        assert response.status_code == 200
        assert "ratelimit" not in response.headers


def test_probes_are_not_counted(limited: TestClient, tokens: dict[str, str]) -> None:
    for _ in range(5):
        assert limited.get("/livez", headers=headers(tokens["reader"])).status_code == 200
    assert limited.get("/v1/claims", headers=headers(tokens["reader"])).status_code == 200


def test_without_keys_nothing_is_counted(client: TestClient) -> None:
    assert "ratelimit" not in client.get("/v1/claims").headers


def test_an_address_that_guesses_must_wait_while_known_keys_go_on(
    limited: TestClient, tokens: dict[str, str]
) -> None:
    good = headers(tokens["admin"])
    assert limited.get("/v1/claims", headers=good).status_code == 200
    wrong = headers(tokens["editor"][:-4] + "0000")
    statuses = [limited.get("/v1/claims", headers=wrong).status_code for _ in range(31)]
    assert statuses == [401] * 30 + [429]
    refused = limited.get("/v1/claims", headers=wrong)
    assert refused.json()["violated-policies"] == ["failed-authentication"]
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    # So long that the database is asked again whose the key is.
    time.sleep(FRESH_SECONDS + 0.1)
    assert limited.get("/v1/claims", headers=good).status_code == 200


def test_wrong_keys_are_not_counted_where_no_limit_is_set(
    services: Services, tokens: dict[str, str]
) -> None:
    access = AccessPolicy(rate_limits=LIMITS, failure_limit="unlimited")
    wrong = headers(tokens["editor"][:-4] + "0000")
    with TestClient(create_app(replace(services, access=access))) as client:
        statuses = {client.get("/v1/claims", headers=wrong).status_code for _ in range(35)}
    assert statuses == {401}


def test_a_share_comes_back_after_its_window() -> None:
    from tests.storage.rows import make_key  # noqa: PLC0415  only here

    limiter = RateLimiter({Role.SUBMITTER: "1/second"})
    key = make_key(role=Role.SUBMITTER)
    first, second = limiter.take(key), limiter.take(key)
    assert first is not None
    assert second is not None
    assert (first.exceeded, second.exceeded) == (False, True)
    time.sleep(second.wait_seconds)
    third = limiter.take(key)
    assert third is not None
    assert not third.exceeded


@pytest.mark.parametrize("text", ["", "many", "10", "10/fortnight", "-1/minute"])
def test_a_limit_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_limit(text)


def test_no_limit_can_be_asked_for() -> None:
    assert read_limit(" Unlimited ") is None
