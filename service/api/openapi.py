"""OpenAPI: the document of the API, generated from the routes and put right where needed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, Literal

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic.json_schema import models_json_schema

from service.api.access import SAFE_METHODS
from service.api.permissions import PERMISSIONS
from service.api.responses import (
    header_components,
    limit_headers,
    problem_components,
    problems,
)
from service.api.schemas.base import Schema
from service.domain.api_key import Role

REF_TEMPLATE = "#/components/schemas/{model}"
_DESCRIPTION = """\
Article text goes in; out come a summary in which every sentence is tied to the source, and the
checkable claims, each standalone, anchored in the text and tracked through verification.

**To try it here:** run *Submit an article* as it stands. Swagger UI then fills the identifiers
of what was stored into the other operations; change a claim's status next.

**Offsets** count Unicode code points of the article's `text` as it is returned. **Errors** are
`application/problem+json` (RFC 9457). **Lists** come in pages: send `next_cursor` as `cursor`.
**Changes of claims** need `If-Match` with the claim's `ETag`. **POST** requests may carry an
`Idempotency-Key`; the same request with the same key is answered from the first answer.

**API keys** go into `Authorization: Bearer …`; the *Authorize* button takes one. What each
operation asks for is told with it. `RateLimit` tells what is left of a key's share of requests.
"""
_TAGS = [
    {"name": "articles", "description": "Submitted texts and what their analysis found."},
    {"name": "summaries", "description": "Summaries of other lengths."},
    {"name": "claims", "description": "Claims, their verification and its history."},
    {
        "name": "matching",
        "description": "Whether a claim has been made before: matches, links and groups; and "
        "what its verdict touches.",
    },
    {
        "name": "interchange",
        "description": "What other programs read: reviews, annotations, exports and imports.",
    },
    {"name": "queues", "description": "Saved views of the desk's queues, and its stats."},
    {"name": "keys", "description": "API keys: who may call, and in which role."},
    {"name": "events", "description": "What happens, as it happens."},
    {"name": "operations", "description": "Probes and metrics of the running service."},
]
_SECURITY_SCHEME = "ApiKey"
_API_KEY = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "cd_<prefix>_<secret>",
    "description": "An API key, as `claimdesk keys create` or `POST /v1/keys` gives it. A service "
    "that never had a key needs none; it listens on loopback addresses and answers under loopback "
    "names only.",
}
#: What Swagger UI fills into headers: values that work for whoever just tries things out.
_PREFILLED = {"Prefer": "wait=60", "If-Match": '"1"'}
_REQUIRED = frozenset({"If-Match"})
_METHODS = ("get", "post", "put", "patch", "delete")
_LINE_WIDTH = 100

_FASTAPI_SCHEMAS = frozenset({"HTTPValidationError", "ValidationError"})
_REQUEST_SUFFIXES = ("Create", "Update")

Document = dict[str, Any]
#: Examples of answers by operation, status and media type.
Examples = dict[tuple[str, str, str], Any]


def install_openapi(app: FastAPI) -> None:
    """Make `app.openapi()` return the finished document, generated once."""

    def openapi() -> Document:
        if app.openapi_schema is None:
            app.openapi_schema = build_document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the way that FastAPI documents


def render_openapi() -> str:
    """Return the document as YAML, the same text for the same routes; needs no database."""
    # The application imports this module.
    from service.api.app import build_routes  # noqa: PLC0415  see above

    document = build_routes(version("claimdesk")).openapi()
    text: str = yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_LINE_WIDTH
    )
    return text


def build_document(app: FastAPI) -> Document:
    """Generate the document of an application and put right what FastAPI cannot know."""
    document: Document = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        summary="Tied summaries and tracked, checkable claims for newsrooms.",
        description=_DESCRIPTION,
        routes=app.routes,
        tags=_TAGS,
        servers=[{"url": "/", "description": "The service that serves this document."}],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    document["components"] = {
        "schemas": _schemas(document),
        "responses": problem_components(),
        "headers": header_components(),
        "securitySchemes": {_SECURITY_SCHEME: _API_KEY},
    }
    examples = _response_examples(app)
    for path in document["paths"].values():
        for method in (method for method in _METHODS if method in path):
            _put_operation_right(path[method], examples)
            _tell_access(path[method], changes=method.upper() not in SAFE_METHODS)
    return document


def _tell_access(operation: Document, *, changes: bool) -> None:
    """Say who may do an operation, and how those are answered who may not."""
    roles = PERMISSIONS[operation["operationId"]]
    if roles is None:
        operation["security"] = []
        return
    allowed = [role for role in Role if role in roles]
    operation["security"] = [{_SECURITY_SCHEME: []}]
    operation["description"] += f"\n\nFor keys of role {', '.join(f'`{r}`' for r in allowed)}."
    forbids = changes or len(allowed) < len(Role)
    refusals = (401, 403, 421, 429) if forbids else (401, 421, 429)
    responses = operation["responses"]
    for response in responses.values():
        if "$ref" not in response:
            response["headers"] = {**response.get("headers", {}), **limit_headers()}
    declared = {str(status): answer for status, answer in problems(*refusals).items()}
    operation["responses"] = dict(sorted({**declared, **responses}.items()))


def _schemas(document: Document) -> Document:
    """Return the schemas of all bodies, straight from Pydantic.

    FastAPI's own leave nulls out of the examples, and know nothing of problems.
    """
    generated: Document = {
        name: schema
        for name, schema in document["components"]["schemas"].items()
        if name not in _FASTAPI_SCHEMAS
    }
    classes = {cls.__name__: cls for cls in _subclasses(Schema)}
    models = [(classes[name], _mode(name)) for name in {*generated, "Problem"} & classes.keys()]
    _, definitions = models_json_schema(models, ref_template=REF_TEMPLATE)
    # What is left are enumerations that only parameters use.
    return dict(sorted({**generated, **definitions["$defs"]}.items()))


def _mode(name: str) -> Literal["validation", "serialization"]:
    return "validation" if name.endswith(_REQUEST_SUFFIXES) else "serialization"


def _subclasses(cls: type[Schema]) -> Iterator[type[Schema]]:
    for subclass in cls.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


def _response_examples(app: FastAPI) -> Examples:
    """Return the examples of the routes' answers, their nulls included."""
    return {
        (context.name or "", str(status), media_type): content["example"]
        for context in iter_route_contexts(app.routes)
        for status, response in getattr(context, "responses", {}).items()
        for media_type, content in response.get("content", {}).items()
        if "example" in content
    }


def operations(document: Document) -> Iterator[Document]:
    """Yield the operations of a document."""
    for path in document["paths"].values():
        yield from (path[method] for method in _METHODS if method in path)


def _put_operation_right(operation: Document, examples: Examples) -> None:
    for parameter in operation.get("parameters", []):
        _put_parameter_right(parameter)
    for content in operation.get("requestBody", {}).get("content", {}).values():
        # FastAPI puts a body's examples beside its reference, where few tools look.
        given = content["schema"].pop("examples", None)
        if given:
            content["example"] = given[0]
        content["schema"].pop("title", None)
    responses = operation["responses"]
    for status, response in responses.items():
        if "$ref" in response:
            responses[status] = {"$ref": response["$ref"]}
        for media_type, content in response.get("content", {}).items():
            content.get("schema", {}).pop("title", None)
            # A word of OpenAPI 3.2, which FastAPI describes streams with.
            content.pop("itemSchema", None)
            key = (operation["operationId"], status, media_type)
            if key in examples:
                content["example"] = examples[key]
    operation["responses"] = dict(sorted(responses.items()))


def _put_parameter_right(parameter: Document) -> None:
    """Drop what a parameter cannot be (null), and fill in what helps whoever tries it out.

    Identifiers keep their examples in the schema, where Swagger UI does not fill them in: a
    made-up one would only give 404.
    """
    schema: Document = parameter["schema"]
    variants = [item for item in schema.get("anyOf", []) if item != {"type": "null"}]
    if len(variants) == 1:
        del schema["anyOf"]
        schema.update(variants[0])
    schema.pop("title", None)
    if schema.get("default", ...) is None:
        del schema["default"]
    # The description belongs to the parameter, and is there.
    schema.pop("description", None)
    name = parameter["name"]
    parameter["required"] = parameter["required"] or name in _REQUIRED
    if name in _PREFILLED:
        parameter["example"] = _PREFILLED[name]


class _Dumper(yaml.SafeDumper):
    """Writes longer texts as blocks and repeats values instead of aliasing them."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  the signature is YAML's
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
