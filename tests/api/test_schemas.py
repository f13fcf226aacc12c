from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from service.api.schemas import examples
from service.api.schemas.articles import ArticleCreate
from service.api.schemas.claims import ClaimCreate, ClaimRead, ClaimUpdate
from service.api.schemas.status import ClaimEventRead, StatusChangeCreate


def faults(error: ValidationError) -> list[tuple[str | int, ...]]:
    return [fault["loc"] for fault in error.errors()]


def refused(**fields: Any) -> list[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as caught:
        ArticleCreate.model_validate({"text": "A text.", **fields})
    return faults(caught.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 1),
        ("text", None),
        ("text", ["A text."]),
        ("text", "half \ud83d"),
        ("text", "nul \x00"),
        ("text", "bell \x07"),
        ("title", ""),
        ("title", "  \t "),
        ("title", "x" * 301),
        ("title", "nul \x00"),
        ("title", "\udfff"),
        ("title", True),
        ("author", {}),
        ("language", "EN"),
        ("language", "english"),
        ("external_id", 17),
        ("options", []),
        ("unknown", 1),
    ],
)
def test_a_field_of_the_wrong_form_is_refused_by_name(field: str, value: object) -> None:
    assert refused(**{field: value}) == [(field,)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sentences", 0),
        ("sentences", 7),
        ("sentences", "3"),
        ("sentences", 3.0),
        ("sentences", True),
        ("max_claims", -1),
        ("max_claims", 10**30),
        ("min_check_worthiness", 1.01),
        ("min_check_worthiness", float("nan")),
        ("min_check_worthiness", "0.5"),
        ("depth", 1),
    ],
)
def test_an_option_out_of_range_is_refused_by_name(field: str, value: object) -> None:
    assert refused(options={field: value}) == [("options", field)]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "javascript:alert(1)",
        "example.org/a",
        "//example.org/a",
        "http:example.org",
        "http://",
        "https://exa mple.org/",
        "https://example.org/\nX",
        "https://example.org/<script>",
        "https://example.org/" + "a" * 2_000,
        "https://[::1",
        "https://example.org:99999/",
        "",
        "\ud800",
        5,
    ],
)
def test_what_is_no_web_address_is_refused(url: object) -> None:
    assert refused(url=url) == [("url",)]


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://example.org", "https://example.org"),
        (" https://example.org/a?b=c#d ", "https://example.org/a?b=c#d"),
        ("HTTP://Example.org/A", "HTTP://Example.org/A"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
    ],
)
def test_a_web_address_is_kept_as_written_unless_it_is_not_ascii(url: str, stored: str) -> None:
    assert ArticleCreate(text="A text.", url=url).url == stored


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2019-06-29", datetime(2019, 6, 29, tzinfo=UTC)),
        ("2019-06-29T08:15:00Z", datetime(2019, 6, 29, 8, 15, tzinfo=UTC)),
        ("2019-06-29t08:15:00z", datetime(2019, 6, 29, 8, 15, tzinfo=UTC)),
        ("2019-06-29T08:15:00+02:00", datetime(2019, 6, 29, 6, 15, tzinfo=UTC)),
        ("2019-06-29T08:15:00.5-00:30", datetime(2019, 6, 29, 8, 45, 0, 500_000, tzinfo=UTC)),
        ("1900-01-01", datetime(1900, 1, 1, tzinfo=UTC)),
    ],
)
def test_rfc_3339_instants_and_dates_are_read(written: str, instant: datetime) -> None:
    article = ArticleCreate.model_validate({"text": "A text.", "published_at": written})
    submission = article.to_domain()
    assert article.published_at == submission.published_at == instant
    assert submission.published_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-06-29", date(2019, 6, 29)),
        ("2019-06-29T23:30:00-04:00", date(2019, 6, 29)),
        ("2019-06-30T00:30:00+09:00", date(2019, 6, 30)),
        ("2019-12-31T22:00:00Z", date(2019, 12, 31)),
    ],
)
def test_the_day_of_publication_is_that_of_the_publishers_clock(written: str, day: date) -> None:
    article = ArticleCreate.model_validate({"text": "A text.", "published_at": written})
    assert article.to_domain().reference_day == day


@pytest.mark.parametrize(
    "written",
    [
        "2019-06-29T08:15:00",
        "2019-06-29 08:15:00Z",
        "2019-02-30",
        "2019-13-01",
        "2019-06-29T25:00:00Z",
        "29.06.2019",
        "20190629",
        "2019-W26-6",
        "yesterday",
        "",
        "1561795200",
        1561795200,
        1561795200.5,
        True,
        "1599-12-31",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "٢٠١٩-٠٦-٢٩",
        "2019-06-29\n",
    ],
)
def test_what_is_no_sane_instant_is_refused(written: object) -> None:
    assert refused(published_at=written) == [("published_at",)]


def test_tags_are_bounded_in_number_and_length() -> None:
    base = {"article_id": examples.ARTICLE_ID, "text": "A claim."}
    for tags in (["x" * 51], [""], [" "], ["x\x00"], [1], "tag", ["t"] * 21):
        with pytest.raises(ValidationError):
            ClaimCreate.model_validate({**base, "tags": tags})
    assert ClaimCreate.model_validate({**base, "tags": [" x "] * 20}).tags == ["x"] * 20


def test_an_update_of_nothing_is_refused_as_a_whole() -> None:
    with pytest.raises(ValidationError) as caught:
        ClaimUpdate.model_validate({})
    assert faults(caught.value) == [()]


def test_an_update_keeps_null_apart_from_absence() -> None:
    update = ClaimUpdate.model_validate({"speaker": None})
    assert update.changes() == {"speaker": None}
    assert update.null_fields() == {}
    assert set(ClaimUpdate.model_validate({"text": None, "tags": None}).null_fields()) == {
        "text",
        "tags",
    }


def test_a_status_change_reads_words_but_not_other_types() -> None:
    assert StatusChangeCreate.model_validate({"verdict": "true"}).verdict == "true"
    for wrong in ({"verdict": True}, {"workflow": "done"}, {"workflow": 1}, {"evidence": {}}):
        with pytest.raises(ValidationError):
            StatusChangeCreate.model_validate(wrong)


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        (ArticleCreate, examples.ARTICLE_CREATE),
        (ClaimCreate, examples.CLAIM_CREATE),
        (ClaimUpdate, examples.CLAIM_UPDATE),
        (StatusChangeCreate, examples.STATUS_CHANGE),
    ],
)
def test_the_examples_of_bodies_are_accepted(schema: Any, example: dict[str, Any]) -> None:
    schema.model_validate(example)


def test_the_examples_hang_together() -> None:
    text = examples.ARTICLE_TEXT
    for selector in (examples.SELECTOR, examples.SUMMARY_SENTENCE["evidence"][0]):
        assert text[selector["start"] : selector["end"]] == selector["exact"]
        assert text[: selector["start"]].endswith(selector["prefix"])
        assert text[selector["end"] :].startswith(selector["suffix"])
    assert 120 <= len(text.split()) <= 180
    ClaimRead.model_validate_json(json.dumps(examples.CLAIM))
    ClaimEventRead.model_validate_json(json.dumps(examples.CLAIM_EVENT))
