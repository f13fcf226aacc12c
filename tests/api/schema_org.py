"""A check of JSON-LD against schema.org's own definitions, as `schema_org` carries them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from schema_org.registry import CLASS_METADATA, PROPERTY_BY_SCHEMA, ancestry

#: How a value of each of schema.org's data types is recognised in JSON.
_DATA_TYPES = {
    "Text": lambda value: isinstance(value, str),
    "URL": lambda value: isinstance(value, str) and bool(urlsplit(value).netloc),
    "Number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Date": lambda value: _is_iso(date, value),
    "DateTime": lambda value: _is_iso(datetime, value),
}


def find_faults(document: dict[str, Any]) -> list[str]:
    """Return what schema.org does not define: types, properties, domains and ranges."""
    if document.get("@context") != "https://schema.org":
        return ["the context is not schema.org"]
    return list(_faults({name: value for name, value in document.items() if name != "@context"}))


def _faults(node: dict[str, Any]) -> Iterator[str]:
    kind = node.get("@type")
    if kind not in CLASS_METADATA:
        yield f"there is no type {kind}"
        return
    types = {kind, *ancestry(kind)}
    for name, value in node.items():
        if name == "@type":
            continue
        if name not in PROPERTY_BY_SCHEMA:
            yield f"there is no property {name}"
            continue
        known = PROPERTY_BY_SCHEMA[name]
        if not types & set(known.domains):
            yield f"{kind} has no {name}"
        for item in value if isinstance(value, list) else [value]:
            yield from _value_faults(name, item, known.ranges)


def _value_faults(name: str, value: object, ranges: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, dict):
        types = {value.get("@type"), *ancestry(str(value.get("@type")))}
        if not types & set(ranges):
            yield f"{name} is {value.get('@type')}, not {ranges}"
        yield from _faults(value)
    elif not any(_DATA_TYPES[kind](value) for kind in ranges if kind in _DATA_TYPES):
        yield f"{name} is {value!r}, not {ranges}"


def _is_iso(kind: type[date], value: object) -> bool:
    try:
        kind.fromisoformat(str(value))
    except ValueError:
        return False
    return True
