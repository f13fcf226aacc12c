"""The document of the API: complete, valid, and the one that is checked in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from service.api.app import build_routes
from service.api.openapi import render_openapi

ROOT = Path(__file__).resolve().parents[2]
PROBLEM_JSON = "application/problem+json"
METHODS = ("get", "post", "patch", "delete")
DOCUMENT: dict[str, Any] = yaml.safe_load(render_openapi())
OPERATIONS = {
    operation["operationId"]: operation
    for path in DOCUMENT["paths"].values()
    for operation in path.values()
}
SCHEMAS = DOCUMENT["components"]["schemas"]


def resolve(value: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in value:
        return value
    found: Any = DOCUMENT
    for part in value["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, operation in OPERATIONS.items():
        for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{name} body {media_type}", content
        for status, response in operation["responses"].items():
            for media_type, content in resolve(response).get("content", {}).items():
                yield f"{name} {status} {media_type}", content


def validate(example: object, schema: dict[str, Any]) -> None:
    whole = {**schema, "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(whole).validate(example)


def test_the_checked_in_document_is_that_of_the_application() -> None:
    checked_in = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    assert checked_in == render_openapi(), "run `make openapi`"


def test_it_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_rendering_twice_gives_the_same_text() -> None:
    assert render_openapi() == render_openapi()


def test_yaml_and_json_say_the_same() -> None:
    assert build_routes(DOCUMENT["info"]["version"]).openapi() == DOCUMENT


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_described(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation["summary"]
    assert operation["description"]
    assert len(operation["tags"]) == 1
    assert operation["tags"][0] in {tag["name"] for tag in DOCUMENT["tags"]}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_declares_its_errors_as_problems(name: str) -> None:
    responses = {int(status): resolve(r) for status, r in OPERATIONS[name]["responses"].items()}
    assert 500 in responses
    for status, response in responses.items():
        if status >= 400 and (name, status) != ("get_readiness", 503):
            assert set(response["content"]) == {PROBLEM_JSON}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_described_with_its_headers(name: str) -> None:
    for response in OPERATIONS[name]["responses"].values():
        resolved = resolve(response)
        assert resolved["description"]
        assert "X-Request-Id" in resolved["headers"]
        for header in resolved["headers"].values():
            assert resolve(header)["description"]
            assert "example" in resolve(header)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_parameter_has_description_and_example(name: str) -> None:
    for parameter in OPERATIONS[name].get("parameters", []):
        assert parameter["description"], parameter["name"]
        assert parameter["schema"].get("examples") or "example" in parameter, parameter["name"]
        assert "null" not in str(parameter["schema"].get("type")), parameter["name"]
        for example in parameter["schema"].get("examples", []):
            validate(example, parameter["schema"])


@pytest.mark.parametrize("name", [name for name in SCHEMAS if "properties" in SCHEMAS[name]])
def test_every_field_has_description_and_valid_examples(name: str) -> None:
    assert SCHEMAS[name]["description"]
    for field, schema in SCHEMAS[name]["properties"].items():
        assert schema.get("description"), f"{name}.{field}"
        assert schema.get("examples"), f"{name}.{field}"
        for example in schema["examples"]:
            validate(example, {k: v for k, v in schema.items() if k != "examples"})


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_object_says_whether_more_fields_may_come(name: str) -> None:
    if "properties" in SCHEMAS[name]:
        assert SCHEMAS[name]["additionalProperties"] is False


@pytest.mark.parametrize(("where", "content"), list(contents()), ids=lambda value: str(value)[:60])
def test_every_body_has_an_example_that_fits_its_schema(
    where: str, content: dict[str, Any]
) -> None:
    assert "example" in content, where
    validate(content["example"], content["schema"])


def test_names_of_schemas_are_clean() -> None:
    for name in SCHEMAS:
        assert name.isalnum(), name
        assert not name.endswith(("Input", "Output")), name
    assert {"ArticleCreate", "ArticleRead", "ClaimRead", "ClaimUpdate", "Problem"} <= set(SCHEMAS)


def test_every_schema_is_used() -> None:
    text = render_openapi()
    for name in SCHEMAS:
        assert f"#/components/schemas/{name}'" in text, name


def test_operation_ids_are_the_names_of_the_functions() -> None:
    app = build_routes("0")
    assert set(OPERATIONS) == {
        "submit_article",
        "list_articles",
        "get_article",
        "delete_article",
        "retry_analysis",
        "list_article_claims",
        "create_batch",
        "get_batch",
        "list_batch_rows",
        "correct_article_text",
        "list_article_revisions",
        "get_article_revision",
        "list_revision_changes",
        "request_summary",
        "list_summaries",
        "get_summary",
        "search_claims",
        "list_claim_matches",
        "list_claim_links",
        "get_claim_link",
        "put_claim_link",
        "delete_claim_link",
        "get_claim_group",
        "list_claim_impact",
        "decide_claim_group",
        "list_claims",
        "create_claim",
        "get_claim",
        "update_claim",
        "change_claim_status",
        "get_claim_context",
        "get_claim_history",
        "get_claim_review",
        "list_claim_reviews",
        "list_annotations",
        "create_view",
        "list_views",
        "get_view",
        "update_view",
        "delete_view",
        "get_stats",
        "create_key",
        "list_keys",
        "get_key",
        "revoke_key",
        "export_claims_as_csv",
        "import_fact_checks",
        "export_claims_as_json_lines",
        "stream_events",
        "create_webhook",
        "list_webhooks",
        "get_webhook",
        "update_webhook",
        "delete_webhook",
        "rotate_webhook_secret",
        "list_webhook_deliveries",
        "redeliver_webhook",
        "get_liveness",
        "get_readiness",
        "get_metrics",
    }
    assert app.openapi()["info"]["title"] == "Claimdesk"


def test_posts_take_an_idempotency_key_and_changes_of_claims_need_if_match() -> None:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            names = {
                parameter["name"]: parameter["required"]
                for parameter in operation.get("parameters", [])
                if parameter["in"] == "header"
            }
            assert ("Idempotency-Key" in names) == (method == "post"), path
            if operation["operationId"] in {"update_claim", "change_claim_status"}:
                assert names["If-Match"] is True


def test_identifiers_are_not_prefilled_where_no_example_can_exist() -> None:
    for operation in OPERATIONS.values():
        for parameter in operation.get("parameters", []):
            if parameter["name"] in {
                "article_id",
                "claim_id",
                "key_id",
                "summary_id",
                "Idempotency-Key",
            }:
                assert "example" not in parameter
                assert "default" not in parameter["schema"]
