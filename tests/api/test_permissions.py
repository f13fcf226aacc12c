"""Permissions: every cell of the table of operations and roles, asked of the real application."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copyfile
from typing import Any
from uuid import uuid4

import pytest
import yaml
from fastapi import APIRouter
from fastapi.testclient import TestClient

from service.api.access import AccessPolicy
from service.api.app import ROUTERS, create_app
from service.api.dependencies import Services
from service.api.guarded_route import GuardedRoute
from service.api.permissions import OPEN, PERMISSIONS, check_permissions
from service.domain.api_key import Role
from service.storage.unit_of_work import UnitOfWorkFactory
from service.use_cases.manage_keys import create_key
from tests.api.conftest import VERSION, Clock, QueueDouble
from tests.matching_double import MatcherDouble

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
#: Each operation of the checked-in document: its method and path.
OPERATIONS = {
    operation["operationId"]: (method, path)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}
CELLS = [(operation, role) for operation in OPERATIONS for role in Role]
#: POST operations that only look things up, so that readers may do them.
LOOK_UPS = {"search_claims"}
UNLIMITED = dict.fromkeys(Role, "unlimited")


@pytest.fixture(scope="module")
def tokens() -> dict[Role, str]:
    return {}


@pytest.fixture(scope="module")
def keyed(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, tokens: dict[Role, str]
) -> Iterator[TestClient]:
    """The application with a key of every role; what it answers depends on no database."""
    path = tmp_path_factory.mktemp("permissions") / "claimdesk.db"
    copyfile(migrated_sqlite, path)
    unit_of_work = UnitOfWorkFactory(f"sqlite:///{path}")
    clock = Clock()
    with unit_of_work() as uow:
        for role in Role:
            _, token = create_key(uow, name=role.value, role=role, actor="test", now=clock())
            tokens[role] = token.reveal()
        uow.commit()
    services = Services(
        unit_of_work=unit_of_work,
        queue=QueueDouble(unit_of_work, clock),
        matcher=MatcherDouble,
        readiness=dict,
        queue_limit=100,
        max_waiting_requests=0,
        clock=clock,
        version=VERSION,
        access=AccessPolicy(rate_limits=UNLIMITED),
    )
    app = create_app(services)
    # A stream of events would not end by itself.
    app.state.event_watch.close()
    with TestClient(app) as client:
        yield client
    unit_of_work.dispose()


def ask(client: TestClient, operation: str, token: str | None) -> Any:
    method, path = OPERATIONS[operation]
    url = re.sub(r"\{\w+\}", lambda _: str(uuid4()), path)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return client.request(method, url, headers=headers)


@pytest.mark.parametrize(("operation", "role"), CELLS)
def test_a_role_may_do_what_the_table_says_and_nothing_else(
    keyed: TestClient, tokens: Mapping[Role, str], operation: str, role: Role
) -> None:
    roles = PERMISSIONS[operation]
    response = ask(keyed, operation, tokens[role])
    if roles is OPEN or role in roles:
        assert response.status_code not in {401, 403}
        return
    assert response.status_code == 403
    problem = response.json()
    assert problem["type"] == "urn:claimdesk:problem:role-forbidden"
    assert role.value in problem["detail"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_without_a_key_only_what_is_open_is_done(keyed: TestClient, operation: str) -> None:
    response = ask(keyed, operation, None)
    if PERMISSIONS[operation] is OPEN:
        assert response.status_code != 401
        return
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer realm="claimdesk"'
    assert response.json()["type"] == "urn:claimdesk:problem:key-required"
    assert response.json()["errors"][0]["pointer"] == "#/header/Authorization"


def test_the_documentation_is_open_so_that_the_authorize_button_can_be_reached(
    keyed: TestClient,
) -> None:
    for path in ("/docs", "/docs/init.js", "/openapi.json"):
        assert keyed.get(path).status_code == 200


def test_every_operation_of_the_document_is_in_the_table() -> None:
    assert set(OPERATIONS) <= set(PERMISSIONS)
    hidden = {"get_docs", "get_docs_file", "get_openapi_document"}
    assert set(PERMISSIONS) - set(OPERATIONS) == hidden


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_role_may_do_all_that_the_role_before_it_may(operation: str) -> None:
    roles = PERMISSIONS[operation]
    allowed = [roles is OPEN or role in roles for role in Role]
    assert allowed == sorted(allowed)
    assert allowed[-1]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_readers_change_nothing(operation: str) -> None:
    roles = PERMISSIONS[operation]
    if OPERATIONS[operation][0] != "get" and operation not in LOOK_UPS:
        assert roles is not OPEN
        assert Role.READER not in roles


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_document_asks_for_a_key_where_the_table_does(operation: str) -> None:
    method, path = OPERATIONS[operation]
    documented = DOCUMENT["paths"][path][method]
    roles = PERMISSIONS[operation]
    if roles is OPEN:
        assert documented["security"] == []
        return
    assert documented["security"] == [{"ApiKey": []}]
    assert DOCUMENT["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer"
    assert {"401", "429"} <= set(documented["responses"])
    # A page of another site is refused what changes something, whoever may do it.
    refused = method != "get" or roles != frozenset(Role)
    assert ("403" in documented["responses"]) == refused
    for role in Role:
        assert (f"`{role}`" in documented["description"].rsplit("\n\n", 1)[-1]) == (role in roles)


def test_an_operation_that_is_not_in_the_table_stops_the_application() -> None:
    router = APIRouter(route_class=GuardedRoute)
    router.add_api_route("/v1/forgotten", lambda: None, name="forgotten")
    with pytest.raises(LookupError, match="forgotten"):
        check_permissions((*ROUTERS, router))


def test_a_route_that_would_not_look_at_the_table_stops_the_application() -> None:
    router = APIRouter()
    router.add_api_route("/v1/loose", lambda: None, name="get_claim")
    with pytest.raises(TypeError, match="GuardedRoute"):
        check_permissions((router,))
