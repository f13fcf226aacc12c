"""The README's main flow, written with the client that is generated from openapi.yaml.

Runs in the environment of the generator: `main_flow.py ADDRESS`, with the folder of the
generated package on the path and a key in CLAIMDESK_TOKEN. Each answer is an object of the
type that the document says.
"""

import os
import sys
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

import httpx
from claimdesk_client import AuthenticatedClient
from claimdesk_client.api.articles import get_article, submit_article
from claimdesk_client.api.claims import (
    change_claim_status,
    get_claim_history,
    list_claims,
    update_claim,
)
from claimdesk_client.api.interchange import (
    export_claims_as_json_lines,
    get_claim_review,
    import_fact_checks,
    list_annotations,
)
from claimdesk_client.models import (
    AnnotationCollection,
    ArticleCreate,
    ArticleRead,
    ClaimEventPage,
    ClaimPage,
    ClaimRead,
    ClaimReviewRead,
    ClaimUpdate,
    EvidenceCreate,
    FactChecksCreate,
    ImportReportRead,
    Problem,
    StatusChangeCreate,
)

T = TypeVar("T")
TEXT = (
    "The city of Norvik opened a tram line to its harbour on Monday. Norvik paid 84 million "
    "kroner for it, the mayor, Ada Lindqvist, told reporters."
)


def expect(kind: type[T], answer: object) -> T:
    assert isinstance(answer, kind), answer
    return answer


def move(client: AuthenticatedClient, claim: ClaimRead, **change: object) -> ClaimRead:
    body = StatusChangeCreate.from_dict(change)
    answer = change_claim_status.sync(
        claim.id, client=client, body=body, if_match=f'"{claim.version}"'
    )
    return expect(ClaimRead, answer)


def submit(client: AuthenticatedClient) -> ArticleRead:
    body = ArticleCreate(text=TEXT, url="https://news.example/tram", title="Norvik opens a tram")
    answer = submit_article.sync(client=client, body=body, prefer="wait=120")
    article_id = expect(ArticleRead, answer).id
    return expect(ArticleRead, get_article.sync(article_id, client=client))


def verify(client: AuthenticatedClient, claim: ClaimRead) -> ClaimRead:
    edited = update_claim.sync(
        claim.id,
        client=client,
        body=ClaimUpdate(assignee="mira", tags=["transport"]),
        if_match=f'"{claim.version}"',
    )
    claim = move(client, expect(ClaimRead, edited), workflow="triaged")
    claim = move(client, claim, workflow="in_progress")
    evidence = EvidenceCreate.from_dict(
        {"url": "https://archive.example/budget", "title": "Budget", "stance": "supports"}
    )
    claim = move(
        client,
        claim,
        workflow="in_review",
        verdict="true",
        reason="The budget gives the same sum.",
        evidence=[evidence.to_dict()],
    )
    claim = move(client, claim, workflow="closed")
    return move(client, claim, publication="published")


def refuse(client: AuthenticatedClient, claim: ClaimRead) -> None:
    """A step that is not allowed comes back as a typed problem with what is allowed."""
    answer = change_claim_status.sync_detailed(
        claim.id,
        client=client,
        body=StatusChangeCreate.from_dict({"workflow": "triaged"}),
        if_match=f'"{claim.version}"',
    )
    assert answer.status_code == HTTPStatus.CONFLICT
    problem = expect(Problem, answer.parsed)
    assert problem.type_ == "urn:claimdesk:problem:transition-forbidden"


def publish(client: AuthenticatedClient, claim: ClaimRead) -> None:
    review = expect(ClaimReviewRead, get_claim_review.sync(claim.id, client=client))
    assert review.claim_reviewed == claim.text
    assert review.review_rating.alternate_name == "True"
    events = expect(ClaimEventPage, get_claim_history.sync(claim.id, client=client)).items
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    marked = expect(AnnotationCollection, list_annotations.sync(claim.article_id, client=client))
    assert marked.total > 0


def exchange(client: AuthenticatedClient) -> None:
    row = {"text": "Norvik has no trams.", "url": "https://checks.example/1", "rating": "False"}
    body = FactChecksCreate.from_dict({"items": [row, {}]})
    report = expect(ImportReportRead, import_fact_checks.sync(client=client, body=body))
    assert (report.imported, [refused.row for refused in report.refused]) == (1, [2])
    lines = export_claims_as_json_lines.sync_detailed(client=client).content.splitlines()
    page = expect(ClaimPage, list_claims.sync(client=client, limit=200))
    assert len(lines) == len(page.items)


def main(address: str) -> UUID:
    client = AuthenticatedClient(
        base_url=address, token=os.environ["CLAIMDESK_TOKEN"], raise_on_unexpected_status=True
    ).with_timeout(httpx.Timeout(150))
    article = submit(client)
    assert article.status == "ready", article
    claim = article.claims[0]
    assert TEXT[claim.selector.start : claim.selector.end] == claim.quote
    claim = verify(client, claim)
    refuse(client, claim)
    publish(client, claim)
    exchange(client)
    return claim.id


if __name__ == "__main__":
    sys.stdout.write(f"published {main(sys.argv[1])}\n")
