"""The morning: two articles come in, and what they both state is found true and published."""

from __future__ import annotations

from datetime import UTC, datetime

from benchmarks.scenario.material import COURIER, FOUND_TRUE, WIRE
from benchmarks.scenario.story import Story

SUBSCRIBED = (
    "article.ready",
    "claim.created",
    "claim.matched",
    "claim.status_changed",
    "summary.stale",
)


def subscribe(story: Story) -> None:
    """Operations subscribe the newsroom's other systems."""
    wish = {"url": story.room.receiver.url, "events": SUBSCRIBED}
    story.room.mira.ask("POST", "/v1/webhooks", 403, json=wish)
    story.check("an editor may not do so", True)
    webhook = story.room.operations.ask("POST", "/v1/webhooks", 201, json=wish).json()
    secret = webhook["secret"]
    story.listen(secret)
    read = story.room.operations.read(f"/v1/webhooks/{webhook['id']}")
    story.check("the secret is shown once, and then no more", secret not in str(read), read)


def submit_while_the_power_fails(story: Story) -> None:
    """The Courier's article comes in, and the power fails while it is analysed."""
    cms = story.room.cms
    path = cms.ask("POST", "/v1/articles", 202, json=COURIER).headers["Location"]
    story.wait(lambda: cms.read(path)["status"] == "processing", "the analysis to begin")
    story.room.cut_the_power()
    story.room.restart()
    status = cms.read(path)["status"]
    story.check("it was not finished", status in {"queued", "processing"}, status)
    story.courier = story.room.wait_for_analysis(path)
    story.check("it goes on by itself after the restart, and is finished", True)
    story.check_sources(story.courier)
    texts = [claim["text"] for claim in story.courier["claims"]]
    story.check("no claim is there twice", len(set(texts)) == len(texts), texts)
    story.claim = story.claim_about_the_sum(story.courier)
    story.check("what the repair cost is one of its claims", True)


def hear_it_again(story: Story) -> None:
    """An agency tells the same in other words."""
    cms = story.room.cms
    first = cms.ask("POST", "/v1/articles", 202, json=WIRE)
    again = cms.ask("POST", "/v1/articles", 200, json=WIRE)
    same = first.json()["id"] == again.json()["id"]
    story.check("sent twice, it is stored once", same, again.json())
    story.wire = story.room.wait_for_analysis(first.headers["Location"])
    story.check_sources(story.wire)
    story.sibling = story.claim_about_the_sum(story.wire)
    matches = story.room.mira.read(f"/v1/claims/{story.sibling['id']}/matches")["items"]
    found = [match["claim"]["id"] for match in matches]
    story.check(
        "the Courier's claim is the best match of its claim about the sum",
        found[:1] == [story.claim["id"]],
        matches,
    )
    link = matches[0]["link"] or {}
    story.check("the match is suggested", link.get("relation") == "suggested", matches[0])


def verify(story: Story) -> None:
    """Mira confirms the match, and finds the claim true."""
    mira, path = story.room.mira, f"/v1/claims/{story.claim['id']}"
    link = {"relation": "same_claim"}
    mira.change("PUT", f"{path}/links/{story.sibling['id']}", link)
    group = {claim["id"] for claim in mira.read(f"{path}/group")["items"]}
    story.check(
        "both claims are one group", group == {story.claim["id"], story.sibling["id"]}, group
    )
    mira.move(story.claim["id"], workflow="triaged")
    mira.move(story.claim["id"], workflow="in_progress")
    verdicts = story.decide(FOUND_TRUE)
    story.check("one verdict with its evidence goes to both", verdicts == ["true"] * 2, verdicts)
    early = {"json": {"publication": "published"}, "headers": {"If-Match": "*"}}
    refused = mira.ask("POST", f"{path}/status", 409, **early).json()
    story.check("what is not closed cannot be published", "errors" in refused, refused)
    mira.move(story.claim["id"], workflow="in_review")
    mira.move(story.claim["id"], workflow="closed")


def publish_while_the_power_fails(story: Story) -> None:
    """Mira publishes the verdict, and the power fails as soon as that is acknowledged."""
    acknowledged = story.room.mira.move(story.claim["id"], publication="published")
    story.room.cut_the_power()
    story.room.restart()
    read = story.room.mira.read(f"/v1/claims/{story.claim['id']}")
    story.check("what was acknowledged is there after the restart", read == acknowledged, read)
    history = story.history()
    numbers = [event["sequence"] for event in history]
    story.check("the history has no gap", numbers == list(range(1, len(numbers) + 1)), numbers)
    story.check("and names who did it", history[-1]["actor"] == "mira", history[-1])
    story.wait(
        lambda: any(e["data"].get("publication") == "published" for e in story.received()),
        "the webhook of the publication",
    )
    story.check("the receiver is told of it by a signed webhook", True)
    story.morning = datetime.now(UTC).isoformat()


def show_the_review(story: Story) -> None:
    """The website shows the verdict."""
    review = story.review()
    story.check("it reviews the claim", review["claimReviewed"] == story.claim["text"], review)
    story.check("it says true", review["reviewRating"]["alternateName"] == "True", review)
    urls = {work["url"] for work in review["itemReviewed"]["appearance"]}
    story.check("it names both articles", urls == {COURIER["url"], WIRE["url"]}, review)
