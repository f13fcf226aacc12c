"""Creating an editor's claim."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from service.domain.claim import Claim, ClaimKind, ClaimOrigin, ClaimState, Method
from service.domain.errors import InvalidInputError, NotFoundError, StateConflictError
from service.use_cases.create_claim import create_claim
from service.use_cases.read_claims import list_claims_of_article, read_history

if TYPE_CHECKING:
    from tests.use_cases.conftest import Desk

TEXT = (
    "The port of Halden handled 4,000 containers in March.\n"
    "The board\u2019s  chair said: \u201cWe are late.\u201d\n"
    "Ferries stopped. Ferries stopped. \U0001f6a2 The crane fell."
)
FIRST = TEXT.split("\n", maxsplit=1)[0]


def _create(desk: Desk, article_id: UUID | None = None, **fields: object) -> Claim:
    if article_id is None:
        article_id = desk.submit(TEXT).id
    given: dict[str, object] = {"text": "Halden handled many containers.", "quote": FIRST}
    given |= fields
    return create_claim(desk.uow, article_id=article_id, actor="mira", now=desk.now(), **given)


def test_a_created_claim_is_stored_as_the_editors_own(desk: Desk) -> None:
    claim = _create(desk, speaker="Ann  Berg", assignee="jonas", tags=["port", "trade", "port"])
    desk.uow.commit()
    stored = desk.uow.claims.get(claim.id)
    assert stored == claim
    assert stored.origin is ClaimOrigin.EDITOR
    assert stored.state == ClaimState()
    assert (stored.check_worthiness, stored.support) == (None, None)
    assert (stored.speaker, stored.assignee, stored.tags) == (
        "Ann Berg",
        "jonas",
        ("port", "trade"),
    )
    assert stored.version == 1
    assert stored.created_at == stored.updated_at


def test_labels_of_the_greatest_length_are_stored(desk: Desk) -> None:
    # Four bytes each in UTF-8, so that the index entries are the greatest possible.
    label = "".join(chr(0x20000 + number * 37) for number in range(500))
    claim = _create(desk, speaker=label, assignee=label, tags=[label[:64]], text=label * 4)
    desk.uow.commit()
    assert desk.uow.claims.get(claim.id) == claim


def test_its_history_begins_with_its_creation(desk: Desk) -> None:
    claim = _create(desk)
    (event,) = read_history(desk.uow, claim.id).items
    assert (event.sequence, event.action, event.actor) == (1, "created", "mira")
    assert event.occurred_at == claim.created_at
    assert event.before == {}
    assert event.after["text"] == claim.text
    assert event.after["workflow"] == "new"


def test_a_quotation_anchors_the_claim(desk: Desk) -> None:
    claim = _create(desk, quote='The board\'s chair said: "We are late."')
    start = TEXT.index("The board")
    assert (claim.selector.start, claim.quote) == (start, TEXT.split("\n")[1])
    assert claim.selector.prefix == TEXT[start - 32 : start]


def test_offsets_anchor_the_claim_in_code_points(desk: Desk) -> None:
    start = TEXT.index("The crane")
    claim = _create(desk, quote=None, start=start, end=len(TEXT))
    assert claim.quote == "The crane fell."
    assert (claim.selector.start, claim.selector.suffix) == (start, "")


def test_offsets_tell_apart_what_is_written_twice(desk: Desk) -> None:
    start = TEXT.rindex("Ferries stopped.")
    claim = _create(desk, quote="Ferries stopped.", start=start, end=start + 16)
    assert claim.selector.start == start


@pytest.mark.parametrize(
    ("anchor", "pointer"),
    [
        ({}, "#/quote"),
        ({"quote": "The crane rose."}, "#/quote"),
        ({"quote": "Ferries stopped."}, "#/quote"),
        ({"quote": "  "}, "#/quote"),
        ({"quote": "The crane fell.", "start": 0, "end": 5}, "#/quote"),
        ({"start": 0}, "#/end"),
        ({"end": 5}, "#/start"),
        ({"quote": "The crane fell.", "start": 0}, "#/end"),
        ({"start": -1, "end": 5}, "#/start"),
        ({"start": 10**6, "end": 10**6 + 1}, "#/start"),
        ({"start": 5, "end": 5}, "#/end"),
        ({"start": 5, "end": 4}, "#/end"),
        ({"start": 5, "end": len(TEXT) + 1}, "#/end"),
        ({"start": len(FIRST), "end": len(FIRST) + 1}, "#/start"),
    ],
)
def test_an_anchor_that_holds_nowhere_is_refused_at_its_field(
    desk: Desk, anchor: dict[str, object], pointer: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        _create(desk, **({"quote": None} | anchor))
    assert [problem.pointer for problem in caught.value.problems] == [pointer]


@pytest.mark.parametrize(
    ("text", "quote", "method"),
    [
        (FIRST, FIRST, Method.EXTRACTIVE),
        (f"  {FIRST.replace(' ', '  ')}\n", FIRST, Method.EXTRACTIVE),
        ("Halden handled 4,000 containers in March.", FIRST, Method.ABSTRACTIVE),
    ],
)
def test_the_method_says_whether_the_wording_is_the_articles(
    desk: Desk, text: str, quote: str, method: Method
) -> None:
    claim = _create(desk, text=text, quote=quote)
    assert claim.method is method
    assert claim.text == " ".join(text.split())


def test_the_kind_is_read_off_the_wording_unless_given(desk: Desk) -> None:
    article_id = desk.submit(TEXT).id
    text = "Halden handled 4,000 containers in March, up 12 percent."
    assert _create(desk, article_id, text=text).kind is ClaimKind.QUANTITY
    given = _create(desk, article_id, text=f"{text} Again.", kind=ClaimKind.CAUSAL)
    assert given.kind is ClaimKind.CAUSAL


def test_a_text_that_is_a_claim_of_the_article_already_is_refused_naming_it(desk: Desk) -> None:
    article_id = desk.submit(TEXT).id
    known = _create(desk, article_id, text="The crane fell.")
    with pytest.raises(StateConflictError, match=str(known.id)):
        _create(desk, article_id, text="The  crane fell. ", quote="The crane fell.")
    assert [claim.id for claim in list_claims_of_article(desk.uow, article_id)] == [known.id]


def test_another_article_may_make_the_same_claim(desk: Desk) -> None:
    first = _create(desk, text="The crane fell.")
    other = desk.submit(f"{TEXT} Nobody was hurt.")
    second = _create(desk, other.id, text="The crane fell.")
    assert first.id != second.id


def test_an_article_that_is_not_there_makes_no_claim(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        _create(desk, uuid4())


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"text": " "}, "#/text"),
        ({"text": "A \x00 inside."}, "#/text"),
        ({"speaker": ""}, "#/speaker"),
        ({"assignee": "\ud800"}, "#/assignee"),
        ({"tags": ["port", " "]}, "#/tags/1"),
        ({"tags": "port"}, "#/tags"),
        ({"tags": ["x" * 65]}, "#/tags/0"),
        ({"text": "x" * 2001}, "#/text"),
        ({"assignee": "x" * 501}, "#/assignee"),
    ],
)
def test_a_field_that_is_not_text_is_refused_at_its_name(
    desk: Desk, fields: dict[str, object], pointer: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        _create(desk, **fields)
    assert [problem.pointer for problem in caught.value.problems] == [pointer]
