"""Imports over HTTP: good rows are kept, bad ones named, and our own feed is read back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.api.dependencies import Services
from service.api.schemas import examples
from service.domain.collaborators import ClaimMatcher
from service.domain.errors import WeightsError

if TYPE_CHECKING:
    from tests.api.conftest import Desk

ROW = {"text": "Ships fly over Halden.", "url": "https://checks.example/1", "rating": "False"}


def send(client: TestClient, *items: object, **headers: str) -> Any:
    return client.post("/v1/imports", json={"items": items}, headers=headers)


def test_good_rows_are_stored_and_bad_ones_reported(client: TestClient) -> None:
    response = send(client, ROW, {"rating": "False"}, {"text": "x", "rating": "Full Flop"})
    report = response.json()
    assert response.status_code == 200
    assert (report["imported"], report["known"], report["without_verdict"]) == (2, 0, 1)
    assert report["refused"] == [
        {
            "row": 2,
            "errors": [{"detail": "There is no claim without a text.", "pointer": "#/text"}],
        }
    ]
    assert report["unknown_ratings"] == [{"rating": "Full Flop", "rows": 1}]
    claim = client.get(f"/v1/claims/{report['claim_ids'][0]}").json()
    assert (claim["origin"], claim["original_rating"]) == ("imported", "False")
    assert (claim["workflow"], claim["verdict"]) == ("closed", "false")
    history = client.get(f"/v1/claims/{claim['id']}/history").json()["items"]
    assert [event["action"] for event in history] == ["imported"]
    article = client.get(f"/v1/articles/{claim['article_id']}").json()
    assert (article["kind"], article["coverage"], article["summary"]) == ("fact_check", None, None)


def test_the_documented_example_gives_the_documented_report(client: TestClient) -> None:
    report = client.post("/v1/imports", json=examples.FACT_CHECKS).json()
    expected = {**examples.IMPORT_REPORT, "claim_ids": report["claim_ids"]}
    assert report == expected


def test_sending_it_again_doubles_nothing(client: TestClient) -> None:
    key = {"Idempotency-Key": "import-1"}
    first = send(client, ROW, **key)
    replayed = send(client, ROW, **key)
    assert replayed.json() == first.json()
    assert replayed.headers["idempotency-replayed"] == "true"
    assert send(client, {**ROW, "text": "Other."}, **key).status_code == 422
    assert send(client, ROW).json()["known"] == 1


def test_what_is_imported_is_found_by_meaning_without_a_restart(
    client: TestClient, services: Services
) -> None:
    claim_id = UUID(send(client, ROW).json()["claim_ids"][0])
    with services.unit_of_work() as uow:
        assert uow.claim_vectors.find(claim_id, services.matcher().model) is not None


def test_an_import_is_answered_where_the_matcher_cannot_be_loaded(
    app: FastAPI, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> ClaimMatcher:
        raise WeightsError("the weights are missing")

    app.state.services = replace(services, matcher=refuse)
    assert send(TestClient(app), ROW).json()["imported"] == 1
    assert "embedding stored claims: the weights are missing" in caplog.text


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/items"),
        ({"items": []}, "#/items"),
        ({"items": [ROW] * 501}, "#/items"),
        ({"items": ["x"]}, "#/items/0"),
        ({"items": [ROW], "actor": "me"}, "#/actor"),
    ],
)
def test_a_bad_body_is_refused_by_field(client: TestClient, body: object, pointer: str) -> None:
    response = client.post("/v1/imports", json=body)
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_a_summary_of_a_fact_check_is_not_written(client: TestClient) -> None:
    claim_id = send(client, ROW).json()["claim_ids"][0]
    article_id = client.get(f"/v1/claims/{claim_id}").json()["article_id"]
    response = client.post(f"/v1/articles/{article_id}/summaries", json={"sentences": 2})
    assert response.status_code == 409


def test_an_imported_claim_is_found_exported_and_reopened_like_any_other(desk: Desk) -> None:
    claim_id = send(desk.client, ROW).json()["claim_ids"][0]
    found = desk.client.get("/v1/claims?verdict=false").json()["items"]
    assert [claim["id"] for claim in found] == [claim_id]
    assert claim_id in desk.client.get("/v1/claims.jsonl?workflow=closed").text
    reopened = desk.move(found[0], workflow="in_progress")
    assert (reopened["workflow"], reopened["verdict"]) == ("in_progress", "false")
