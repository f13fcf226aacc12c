"""Suggested matches: stored with the claims that they are found for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.matching import ArticleReference, ClaimMatch
from service.use_cases.suggest_matches import Suggestions, store_suggestions

if TYPE_CHECKING:
    from service.domain.claim import Claim
    from tests.use_cases.conftest import Desk


def _suggest(desk: Desk, claim: Claim, match: Claim) -> None:
    found = ClaimMatch(match, ArticleReference(match.article_id, None, None), 0.9)
    suggestions = Suggestions(claim.text, claim.selector.start, (found,))
    store_suggestions(desk.uow, [claim], [suggestions], desk.now())


def test_a_claim_that_was_reworded_is_not_suggested_to_repeat_itself(desk: Desk) -> None:
    claim = desk.claims()[0]
    _suggest(desk, claim, claim)
    assert desk.uow.claim_links.list(claim.id) == []


def test_another_claim_is_suggested(desk: Desk) -> None:
    claim, other, *_ = desk.claims()
    _suggest(desk, claim, other)
    (link,) = desk.uow.claim_links.list(claim.id)
    assert link.pair.other(claim.id) == other.id
