"""A small desk to try use cases on: a stored article, with claims where wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from service.domain.analysis import Analysis, ClaimDraft, ModelRun, SummaryDraft, SummarySentence
from service.domain.article import Article, ArticleSubmission, Failure
from service.domain.claim import (
    Claim,
    ClaimKind,
    Evidence,
    Method,
    Publication,
    Stance,
    StatusChange,
    Verdict,
    Workflow,
)
from service.domain.claim_link import LinkRelation
from service.storage.unit_of_work import UnitOfWork
from service.text.selectors import find_selector
from service.use_cases.change_status import change_status
from service.use_cases.link_claims import link_claims
from service.use_cases.store_analysis import fail_analysis, store_analysis
from service.use_cases.submit_article import submit_article

START = datetime(2024, 5, 6, 9, 0, tzinfo=UTC)
EVIDENCE = (Evidence("https://example.org/report", "Annual report", Stance.SUPPORTS, "page 4"),)
SENTENCES = (
    "The port of Halden handled 4,000 containers in March.",
    "The harbour board said that the new crane was late.",
    "Ferry traffic to the islands stopped for two days.",
)
TEXT = "\n".join(SENTENCES)
#: Says the same as the first sentence.
AGAIN = "In March 4,000 containers went through the port of Halden."
OTHER_TEXT = f"{AGAIN}\nThe mayor of Halden was pleased with the year."
WORK = (StatusChange(workflow=Workflow.TRIAGED), StatusChange(workflow=Workflow.IN_PROGRESS))
FALSE = StatusChange(verdict=Verdict.FALSE, reason="It was 400.", evidence=EVIDENCE)
RUN = ModelRun("weights", "0" * 64, {"temperature": 0}, 1.5)


@dataclass
class Desk:
    """One unit of work, and short ways to what most tests start from."""

    uow: UnitOfWork
    minutes: Iterator[int]

    def now(self) -> datetime:
        """Return a later instant at every call."""
        return START + timedelta(minutes=next(self.minutes))

    def submit(self, text: str = TEXT, **fields: object) -> Article:
        submission = ArticleSubmission(text=text, **fields)  # type: ignore[arg-type]  # any field
        article, _ = submit_article(self.uow, submission, queue_limit=1000, now=self.now())
        return article

    def ready(
        self, text: str = TEXT, claims: tuple[str, ...] = SENTENCES, **fields: object
    ) -> Article:
        """Store an article with a summary and a claim of each of the given sentences."""
        article = self.submit(text, **fields)
        self.uow.articles.mark_processing(article.id, self.now())
        store_analysis(self.uow, article.id, analysis_of(text, claims), self.now())
        self.uow.commit()
        return self.uow.articles.get(article.id)

    def failed(self, text: str = TEXT) -> Article:
        article = self.submit(text)
        self.uow.articles.mark_processing(article.id, self.now())
        failure = Failure("Generation failed", "The weights are damaged.", "rewrite", self.now())
        fail_analysis(self.uow, article.id, failure)
        self.uow.commit()
        return self.uow.articles.get(article.id)

    def claims(self, text: str = TEXT, claims: tuple[str, ...] = SENTENCES) -> list[Claim]:
        return self.uow.claims.list_of_article(self.ready(text, claims).id)

    def claim_of(self, article: Article, text: str = SENTENCES[0]) -> Claim:
        claims = self.uow.claims.list_of_article(article.id)
        return next(claim for claim in claims if claim.text == text)

    def link(
        self, one: Claim, other: Claim, relation: LinkRelation = LinkRelation.SAME_CLAIM
    ) -> None:
        link_claims(
            self.uow,
            one.id,
            other.id,
            None,
            relation=relation,
            note=None,
            actor="mira",
            now=self.now(),
        )
        self.uow.commit()

    def move(self, claim_id: UUID, *changes: StatusChange) -> Claim:
        for change in changes:
            change_status(self.uow, claim_id, None, change, actor="mira", now=self.now())
        self.uow.commit()
        return self.uow.claims.get(claim_id)

    def publish(self, claim_id: UUID) -> Claim:
        ruling = StatusChange(verdict=Verdict.TRUE, reason="As reported.", evidence=EVIDENCE)
        return self.move(
            claim_id,
            StatusChange(workflow=Workflow.TRIAGED),
            StatusChange(workflow=Workflow.IN_PROGRESS),
            ruling,
            StatusChange(workflow=Workflow.IN_REVIEW),
            StatusChange(workflow=Workflow.CLOSED),
            StatusChange(publication=Publication.PUBLISHED),
        )


def analysis_of(text: str, claims: tuple[str, ...]) -> Analysis:
    sentence = text.split("\n", maxsplit=1)[0]
    evidence = (find_selector(text, sentence),)
    summary = SummaryDraft(
        "Port news",
        Method.ABSTRACTIVE,
        (SummarySentence(sentence, Method.EXTRACTIVE, 1.0, evidence),),
        RUN,
    )
    drafts = tuple(
        ClaimDraft(
            text=claim,
            selector=find_selector(text, claim),
            kind=ClaimKind.EVENT,
            speaker=None,
            check_worthiness=round(0.5 + index / 10, 4),
            support=1.0,
            method=Method.EXTRACTIVE,
            embedding=(0.6, 0.8),
        )
        for index, claim in enumerate(claims)
    )
    return Analysis(summary, drafts, (), RUN)


@pytest.fixture
def desk(unit_of_work: Callable[[], UnitOfWork]) -> Iterator[Desk]:
    with unit_of_work() as uow:
        yield Desk(uow, count())


@pytest.fixture
def article(desk: Desk) -> Article:
    """An article of three claims; its summary is the first of its sentences."""
    return desk.ready()


@pytest.fixture
def other(desk: Desk) -> Article:
    """Another article that says first what the first one says first."""
    return desk.ready(OTHER_TEXT, (AGAIN,))


@pytest.fixture
def pair(desk: Desk, article: Article, other: Article) -> tuple[Claim, Claim]:
    """Their first claims, confirmed to say the same."""
    one, two = desk.claim_of(article), desk.claim_of(other, AGAIN)
    desk.link(one, two)
    return one, two
