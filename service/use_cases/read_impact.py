"""Read the impact of a verdict: all that states a claim, or a confirmed sibling of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.domain.article import Article, ArticleKind
from service.domain.claim import Claim
from service.domain.claim_change import ClaimPlace
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.find_statements import Statement, is_stated_at, load_summaries


@dataclass(frozen=True, slots=True)
class StatingArticle:
    """An article that states a claim.

    Attributes:
        claims: Its own claims that say the same, in the order of its text.
    """

    article: Article
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class ArticleImpact:
    """What of one article states a claim.

    Attributes:
        states_it_now: Whether the text as it stands does; else a former revision did.
        statements: Its summaries that do, newest first.
        newest_summary_id: The summary that reading the article shows; None where there is
            none.
    """

    article: Article
    claims: tuple[Claim, ...]
    states_it_now: bool
    statements: tuple[Statement, ...]
    newest_summary_id: UUID | None


def find_stating_articles(uow: UnitOfWork, claim_id: UUID) -> list[StatingArticle]:
    """Return the articles that state a claim or a confirmed sibling, the oldest first.

    An imported fact-check is none of them: it checks the claim and does not make it.

    Raises:
        NotFoundError: Where there is no such claim.
    """
    uow.claims.get(claim_id)
    by_article: dict[UUID, list[Claim]] = {}
    for claim in uow.claims.get_many(uow.claim_links.group_of(claim_id)).values():
        by_article.setdefault(claim.article_id, []).append(claim)
    articles = uow.articles.get_many(by_article)
    return [
        StatingArticle(
            article, tuple(sorted(by_article[article.id], key=lambda claim: claim.selector.start))
        )
        for article in sorted(articles.values(), key=lambda one: (one.created_at, str(one.id)))
        if article.kind is ArticleKind.NEWS
    ]


def read_impacts(uow: UnitOfWork, stating: Sequence[StatingArticle]) -> list[ArticleImpact]:
    """Return what of each article states a claim, down to the sentences of its summaries."""
    stored = load_summaries(uow, [found.article.id for found in stating])
    return [
        ArticleImpact(
            article=found.article,
            claims=found.claims,
            states_it_now=any(
                not claim.anchor.is_lost
                and is_stated_at(claim, ClaimPlace(claim.text, claim.selector, claim.anchor.source))
                for claim in found.claims
            ),
            statements=tuple(stored.find_statements(found.claims)),
            newest_summary_id=stored.newest_of(found.article),
        )
        for found in stating
    ]
