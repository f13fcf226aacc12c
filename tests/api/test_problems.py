from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.api.field_problems import MAX_PROBLEMS, make_pointer, read_validation_errors
from service.api.problems import PROBLEM_KINDS, describe_error, find_kind
from service.domain.errors import (
    ClaimdeskError,
    FieldProblem,
    InvalidInputError,
    TransitionError,
    UnsupportedLanguageError,
)


def subclasses(cls: type[ClaimdeskError]) -> Iterator[type[ClaimdeskError]]:
    for subclass in cls.__subclasses__():
        yield subclass
        yield from subclasses(subclass)


#: Those that are raised: a class with subclasses is there to name them all.
DOMAIN_ERRORS = [
    cls
    for cls in subclasses(ClaimdeskError)
    if cls.__module__ == "service.domain.errors" and not cls.__subclasses__()
]


@pytest.mark.parametrize("error", DOMAIN_ERRORS, ids=lambda cls: cls.__name__)
def test_every_error_of_the_domain_or_its_parent_has_a_row(error: type[ClaimdeskError]) -> None:
    assert any(cls in PROBLEM_KINDS for cls in error.__mro__)


def test_no_two_rows_share_a_type() -> None:
    types = [kind.type for kind in PROBLEM_KINDS.values()]
    assert len(types) == len(set(types))


def test_a_subclass_without_a_row_is_answered_as_its_parent() -> None:
    class PeculiarError(UnsupportedLanguageError):
        pass

    assert find_kind(PeculiarError("no")) is PROBLEM_KINDS[UnsupportedLanguageError]


def test_a_problem_names_the_fields_and_the_allowed_moves() -> None:
    error = TransitionError("No.", {"workflow": ("triaged",)}, (FieldProblem("No.", "#/workflow"),))
    problem = describe_error(error).model_dump(exclude_none=True)
    assert problem["allowed"] == {"workflow": ["triaged"]}
    assert problem["errors"] == [{"detail": "No.", "pointer": "#/workflow"}]
    assert problem["status"] == 409


@pytest.mark.parametrize(
    ("location", "pointer"),
    [
        (("body",), "#"),
        (("body", "evidence", 0, "url"), "#/evidence/0/url"),
        (("query", "limit"), "#/query/limit"),
        (("header", "If-Match"), "#/header/If-Match"),
        (("body", "a/b~c"), "#/a~1b~0c"),
        (("body", 'x "y" ü%'), "#/x%20%22y%22%20%C3%BC%25"),
        (("body", "\ud800"), "#/%3F"),
    ],
)
def test_a_location_becomes_a_json_pointer_fragment(
    location: tuple[str | int, ...], pointer: str
) -> None:
    assert make_pointer(location) == pointer


def test_a_flood_of_faults_is_cut() -> None:
    errors = [
        {"type": "extra_forbidden", "loc": ("body", f"f{index}"), "msg": "", "input": 1}
        for index in range(1_000)
    ]
    assert len(read_validation_errors(errors)) == MAX_PROBLEMS
    problems = tuple(FieldProblem("No.", f"#/{index}") for index in range(1_000))
    described = describe_error(InvalidInputError("No.", problems))
    assert described.errors is not None
    assert len(described.errors) == MAX_PROBLEMS
