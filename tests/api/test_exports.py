"""Exports over HTTP: all claims that match, whole, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from service.api.export import COLUMNS
from service.use_cases import export_claims

if TYPE_CHECKING:
    from tests.api.conftest import Desk

TEXT = "\n".join(f"Quay {number} “Süd” was closed in March." for number in range(7))


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_claims, "BATCH_CLAIMS", 3)


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def listed(desk: Desk, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = desk.client.get(f"/v1/claims?limit=200{query}").json()["items"]
    return items


def test_json_lines_hold_what_the_list_holds(desk: Desk) -> None:
    desk.article(TEXT)
    response = desk.client.get("/v1/claims.jsonl")
    assert response.headers["content-type"] == "application/jsonl"
    assert response.headers["content-disposition"] == 'attachment; filename="claims.jsonl"'
    assert [json.loads(line) for line in response.text.splitlines()] == listed(desk)
    assert len(listed(desk)) == 7


def test_csv_holds_what_the_list_holds(desk: Desk) -> None:
    desk.article(TEXT)
    response = desk.client.get("/v1/claims.csv?sort=created_at")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = rows_of(response.content)
    assert list(rows[0]) == list(COLUMNS)
    claims = listed(desk, "&sort=created_at")
    assert [row["text"] for row in rows] == [claim["text"] for claim in claims]
    assert rows[0]["start"] == str(claims[0]["selector"]["start"])
    assert rows[0]["speaker"] == ""
    assert response.content.count(b"\r\n") == 8


def test_exports_take_the_filters_of_the_list(desk: Desk) -> None:
    claim = desk.article(TEXT)["claims"][2]
    desk.move(claim, workflow="triaged")
    for suffix in ("csv", "jsonl"):
        found = desk.client.get(f"/v1/claims.{suffix}?workflow=triaged").text
        assert claim["id"] in found
        assert not any(other["id"] in found for other in listed(desk, "&workflow=new"))
        assert desk.client.get(f"/v1/claims.{suffix}?limit=3").status_code == 422
        assert desk.client.get(f"/v1/claims.{suffix}?workflow=done").status_code == 422
        # What only the use case refuses must not break off a stream that has begun.
        assert desk.client.get(f"/v1/claims.{suffix}?q=%20").status_code == 422


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d"])
def test_no_cell_is_a_formula_to_a_spreadsheet(desk: Desk, start: str) -> None:
    claim = desk.claim()
    formula = f'{start}HYPERLINK("https://evil.example","x")'
    changed = desk.client.patch(
        f"/v1/claims/{claim['id']}",
        json={"text": formula, "assignee": formula, "tags": [f"{start}1", "ok"]},
        headers={"If-Match": '"1"'},
    )
    assert changed.status_code == 200
    content = desk.client.get("/v1/claims.csv").content
    row = next(row for row in rows_of(content) if row["id"] == claim["id"])
    assert row["text"] == row["assignee"] == f"'{formula}"
    assert row["tags"] == f"'{start}1; ok"
    lines = desk.client.get("/v1/claims.jsonl").text.splitlines()
    assert formula in [json.loads(line)["text"] for line in lines]


def test_an_export_of_nothing_is_a_header_alone(desk: Desk) -> None:
    assert rows_of(desk.client.get("/v1/claims.csv").content) == []
    assert desk.client.get("/v1/claims.jsonl").content == b""
