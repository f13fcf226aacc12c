"""Settings: what goes together is read together, and what cannot be is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from service.domain.webhook import JITTER, MAX_RETRY_AFTER, RETRY_DELAYS
from service.settings import Settings

COMPLETE = {
    "publisher_name": "Example News Agency",
    "publisher_url": "https://news.example/",
    "publisher_review_url": "https://news.example/fact-checks/{claim_id}",
}


def test_a_publisher_needs_name_home_page_and_review_page() -> None:
    publisher = Settings.model_validate(COMPLETE).publisher
    assert publisher is not None
    assert publisher.name == "Example News Agency"
    assert publisher.logo_url is None
    for missing in COMPLETE:
        given = {name: value for name, value in COMPLETE.items() if name != missing}
        assert Settings.model_validate(given).publisher is None


@pytest.mark.parametrize("url", ["https://news.example/review", "news/{claim_id}", "{claim_id}"])
def test_a_review_page_is_an_address_with_the_claim_in_it(url: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({**COMPLETE, "publisher_review_url": url})


@pytest.mark.parametrize(("given", "days"), [("none", None), ("14", 14), ("365", 365)])
def test_events_are_kept_for_days_or_for_ever(
    monkeypatch: pytest.MonkeyPatch, given: str, days: int | None
) -> None:
    monkeypatch.setenv("CLAIMDESK_EVENTS_KEPT_DAYS", given)
    assert Settings().events_kept_days == days


def test_events_are_kept_for_as_long_as_a_delivery_may_be_tried() -> None:
    # Each wait as long as it can be: by the receiver's wish, or by the jitter.
    longest = sum(
        (max(delay * (1 + JITTER), MAX_RETRY_AFTER) for delay in RETRY_DELAYS), timedelta()
    )
    with pytest.raises(ValidationError):
        Settings(events_kept_days=13)
    assert longest < timedelta(days=14)
