"""A running API on a migrated database, with a double of the queue that does the work itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.api.access import AccessPolicy
from service.api.app import build_routes, create_app
from service.api.dependencies import Services
from service.domain.analysis import (
    Analysis,
    ClaimDraft,
    ModelRun,
    SkippedSentence,
    SummaryDraft,
    SummarySentence,
)
from service.domain.article import Article, Failure, Lane
from service.domain.claim import ClaimKind, Method, SkipReason
from service.domain.selector import Selector
from service.storage.unit_of_work import UnitOfWork
from service.use_cases.find_disputes import find_disputes
from service.use_cases.store_analysis import fail_analysis, store_analysis
from service.use_cases.store_summary import store_summary
from service.use_cases.suggest_matches import find_suggestions
from tests.matching_double import MatcherDouble, count_words

VERSION = "1.2.3"
START = datetime(2025, 6, 4, 18, 15, tzinfo=UTC)
TEXT = (
    "The harbour of Elmsund lost 12 percent of its freight last year, the port board said.\n"
    "A new crane was delivered in March 2024 by a firm from Rotterdam.\n"
    "Is that enough to bring the ships back?"
)
RUN = ModelRun("weights", "0" * 64, {"do_sample": False, "max_new_tokens": 96}, 1.5)


#: Headers that must be documented where they occur; the rest belong to HTTP in general.
DOCUMENTED_HEADERS = (
    "location",
    "content-location",
    "etag",
    "link",
    "preference-applied",
    "idempotency-replayed",
    "retry-after",
    "www-authenticate",
    "ratelimit",
    "ratelimit-policy",
    "x-request-id",
)


@cache
def published_document() -> dict[str, Any]:
    """Return the document, generated once: that takes a quarter of a second."""
    document: dict[str, Any] = build_routes(VERSION).openapi()
    return document


class DocumentedClient(TestClient):
    """Fails where status, headers or body of an answer are not as the document says."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app)
        self.document = published_document()
        self.templates = {
            re.compile(re.sub(r"\{\w+\}", "[^/]+", path)): item
            for path, item in self.document["paths"].items()
        }

    def request(self, method: str, url: Any, **kwargs: Any) -> Any:
        response = super().request(method, url, **kwargs)
        path = response.request.url.path
        paths = self.document["paths"]
        # A path without parameters goes before those that have some, as OpenAPI says.
        items = [paths[path]] if path in paths else self._find(path)
        for item in items:
            if method.lower() in item:
                self._check(item[method.lower()], response)
        return response

    def _find(self, path: str) -> list[dict[str, Any]]:
        return [item for template, item in self.templates.items() if template.fullmatch(path)]

    def _check(self, operation: dict[str, Any], response: Any) -> None:
        where = f"{operation['operationId']} {response.status_code}"
        assert str(response.status_code) in operation["responses"], f"{where} is not documented"
        documented = self._resolve(operation["responses"][str(response.status_code)])
        names = {name.lower() for name in documented["headers"]}
        for name in DOCUMENTED_HEADERS:
            assert name not in response.headers or name in names, f"{where}: {name}"
        if not response.content:
            return
        media_type = response.headers["content-type"].split(";")[0]
        assert media_type in documented["content"], f"{where}: {media_type}"
        if media_type.endswith("json"):
            schema = documented["content"][media_type]["schema"]
            whole = {**schema, "components": self.document["components"]}
            jsonschema.Draft202012Validator(whole).validate(response.json())

    def _resolve(self, value: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in value:
            return value
        found: Any = self.document
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return dict(found)


class Clock:
    """Tells a later instant each time it is asked."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def select(text: str, line: str) -> Selector:
    start = text.index(line)
    end = start + len(line)
    return Selector(start, end, line, text[max(0, start - 32) : start], text[end : end + 32])


def analyse(text: str) -> Analysis:
    """Make each line a claim, but for questions, which are skipped, and the first a summary."""
    lines = [line for line in text.splitlines() if line.strip()]
    asked = [line for line in lines if line.endswith("?")]
    told = [line for line in lines if line not in asked]
    summary = SummaryDraft(
        "Harbour news",
        Method.ABSTRACTIVE,
        (SummarySentence(told[0], Method.EXTRACTIVE, 1.0, (select(text, told[0]),)),),
        RUN,
    )
    claims = tuple(
        ClaimDraft(
            text=line,
            selector=select(text, line),
            kind=ClaimKind.EVENT,
            speaker=None,
            check_worthiness=0.5,
            support=1.0,
            method=Method.EXTRACTIVE,
            embedding=tuple(count_words(line)),
            embedding_model="double",
        )
        for line in told
    )
    places = [select(text, line) for line in asked]
    skipped = tuple(SkippedSentence(p.start, p.end, SkipReason.QUESTION) for p in places)
    return Analysis(summary, claims, skipped, RUN)


@dataclass
class QueueDouble:
    """An `AnalysisQueue` whose jobs run in the thread that waits for them.

    Attributes:
        fails: Makes analyses end in failure, and summaries without a result.
        hangs: Makes every wait run into its time-out.
        before_job: Called before a job runs, while the request waits.
        queued: The jobs in the order in which they were queued, each once.
        timeouts: How long each wait was to take at most, in seconds.
        lanes: In which lane each job waits.
    """

    unit_of_work: Callable[[], UnitOfWork]
    clock: Clock
    fails: bool = False
    hangs: bool = False
    before_job: Callable[[], None] = lambda: None
    queued: dict[str, Callable[[], None]] = field(default_factory=dict)
    timeouts: list[float] = field(default_factory=list)
    lanes: dict[str, Lane] = field(default_factory=dict)

    def enqueue_analysis(
        self, article_id: UUID, attempt: int, lane: Lane = Lane.INTERACTIVE
    ) -> str:
        job_id = f"analyse-{article_id}-{attempt}"
        self.lanes[job_id] = lane
        self.queued.setdefault(job_id, lambda: self._analyse(article_id))
        return job_id

    def enqueue_batch(self, articles: Sequence[Article]) -> None:
        for article in articles:
            self.enqueue_analysis(article.id, article.attempt, article.lane)

    def enqueue_summary(self, summary_id: UUID, article_id: UUID, sentence_count: int) -> str:
        job_id = f"summarise-{summary_id}"
        self.queued[job_id] = lambda: self._summarise(summary_id, article_id, sentence_count)
        return job_id

    def wait(self, job_id: str, timeout_seconds: float) -> bool:
        self.timeouts.append(timeout_seconds)
        self.before_job()
        if self.hangs:
            return False
        self.queued[job_id]()
        return True

    def run_all(self) -> None:
        for job in self.queued.values():
            job()

    def _analyse(self, article_id: UUID) -> None:
        with self.unit_of_work() as uow:
            uow.articles.mark_processing(article_id, self.clock())
            text = uow.articles.get(article_id).submission.text
            if self.fails:
                failure = Failure("It failed", "The weights are damaged.", "claims", self.clock())
                fail_analysis(uow, article_id, failure)
            else:
                found = analyse(text)
                suggestions = find_suggestions(uow, MatcherDouble(), found.claims)
                store_analysis(uow, article_id, found, self.clock(), suggestions=suggestions)
            uow.commit()

    def _summarise(self, summary_id: UUID, article_id: UUID, sentence_count: int) -> None:
        if self.fails:
            return
        with self.unit_of_work() as uow:
            text = uow.articles.get(article_id).submission.text
            left_out = find_disputes(uow, article_id)
            places = [select(text, line) for line in text.splitlines() if line.strip()]
            lines = [
                place.exact
                for place in places
                if not any(d.start < place.end and place.start < d.end for d in left_out)
            ][:sentence_count]
            sentences = tuple(
                SummarySentence(line, Method.EXTRACTIVE, 1.0, (select(text, line),))
                for line in lines
            )
            draft = SummaryDraft("Harbour news", Method.ABSTRACTIVE, sentences, RUN)
            store_summary(uow, summary_id, article_id, text, draft, sentence_count, self.clock())
            uow.commit()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(unit_of_work: Callable[[], UnitOfWork], clock: Clock) -> QueueDouble:
    return QueueDouble(unit_of_work, clock)


@pytest.fixture
def matcher() -> MatcherDouble:
    return MatcherDouble()


@pytest.fixture
def readiness() -> dict[str, str | None]:
    return {"database": None, "migrations": None, "weights": None}


@pytest.fixture
def services(
    unit_of_work: Callable[[], UnitOfWork],
    queue: QueueDouble,
    matcher: MatcherDouble,
    readiness: dict[str, str | None],
    clock: Clock,
) -> Services:
    return Services(
        unit_of_work=unit_of_work,
        queue=queue,
        matcher=lambda: matcher,
        readiness=lambda: readiness,
        queue_limit=100,
        max_waiting_requests=4,
        clock=clock,
        version=VERSION,
        # What the test client calls the application.
        access=AccessPolicy(allowed_hosts={"testserver"}),
    )


@pytest.fixture
def app(services: Services) -> FastAPI:
    return create_app(services)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with DocumentedClient(app) as client:
        yield client


@dataclass(frozen=True)
class Desk:
    """Short ways to what most tests start from."""

    client: TestClient

    def article(self, text: str = TEXT, **fields: Any) -> dict[str, Any]:
        """Submit an article and return it with its analysis."""
        response = self.client.post(
            "/v1/articles", json={"text": text, **fields}, headers={"Prefer": "wait=5"}
        )
        assert response.status_code == 201, response.text
        body: dict[str, Any] = response.json()
        return body

    def claim(self) -> dict[str, Any]:
        claim: dict[str, Any] = self.article()["claims"][0]
        return claim

    def move(self, claim: dict[str, Any], **change: Any) -> dict[str, Any]:
        """Change a claim's status and return the claim as it is then."""
        response = self.client.post(
            f"/v1/claims/{claim['id']}/status",
            json=change,
            headers={"If-Match": f'"{claim["version"]}"'},
        )
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body


@pytest.fixture
def desk(client: TestClient) -> Desk:
    return Desk(client)
