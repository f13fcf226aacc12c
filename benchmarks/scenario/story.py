"""The story so far: who takes part, what they have in hand, and how it is looked at."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks.webhooks import Webhook

from benchmarks.faults.desk import wait_until
from benchmarks.scenario.checklist import CheckFailedError, Checklist
from benchmarks.scenario.material import SUM
from benchmarks.scenario.newsroom import PATIENCE_SECONDS, POLL_SECONDS, Newsroom

Json = dict[str, Any]


@dataclass
class Story:
    """What the chapters of a day share.

    Attributes:
        room: The service and those who use it.
        checklist: What is checked.
        events: What came in as signed webhooks, by identifier.
        courier: The newspaper's article, as it was read last.
        wire: The agency's article.
        claim: The claim of the newspaper's article about the sum.
        sibling: The claim of the agency's article that says the same.
        morning: An instant at which the morning's work was done.
    """

    room: Newsroom
    checklist: Checklist
    events: dict[str, Json] = field(default_factory=dict)
    courier: Json = field(default_factory=dict)
    wire: Json = field(default_factory=dict)
    claim: Json = field(default_factory=dict)
    sibling: Json = field(default_factory=dict)
    morning: str = ""

    def check(self, what: str, holds: bool, seen: object = "") -> None:
        """Note that something holds, or end the day."""
        self.checklist.check(what, holds, seen)

    def wait(self, happened: Callable[[], bool], what: str) -> None:
        """Wait until something has happened, as long as a busy machine may take."""
        wait_until(happened, what, PATIENCE_SECONDS, POLL_SECONDS)

    def decide(self, verdict: Json) -> list[Any]:
        """Give all claims that say the same a verdict; return the verdicts that they have then."""
        group = f"/v1/claims/{self.claim['id']}/group"
        decided = self.room.mira.change("POST", f"{group}/verdict", verdict, group)
        return [claim["verdict"] for claim in decided["items"]]

    def history(self) -> list[Json]:
        """Return the events of the claim, the oldest first."""
        path = f"/v1/claims/{self.claim['id']}/history"
        return list(self.room.mira.read(path, limit=100)["items"])

    def review(self) -> Json:
        """Return the claim's ClaimReview, once the feed is seen to have the same."""
        path = f"/v1/claims/{self.claim['id']}/claim-review"
        review: Json = self.room.website.read(path)
        bare = {name: value for name, value in review.items() if name != "@context"}
        feed = self.room.website.read("/v1/claim-reviews")["dataFeedElement"]
        listed = [item for element in feed for item in element["item"]]
        what = "the website reads its ClaimReview, and the feed has the same"
        self.check(what, listed == [bare], (review, listed))
        return review

    def listen(self, secret: str) -> None:
        """Have the receiver verify each webhook as it arrives: they are good for minutes alone."""
        webhook, lock = Webhook(secret), threading.Lock()
        receiver = self.room.receiver
        arrived = iter(range(sys.maxsize))

        def verify() -> None:
            with lock:
                headers, body = receiver.requests[next(arrived)]
                # What cannot be verified is not answered, so that it counts as not delivered.
                event = webhook.verify(body, headers)
                self.events.setdefault(headers["webhook-id"], event)

        receiver.before_answer = verify

    def received(self) -> list[Json]:
        """Return each event that came in as a webhook, once."""
        return list(self.events.values())

    def claim_about_the_sum(self, article: Json) -> Json:
        """Return the claim of an article that states the sum.

        Raises:
            CheckFailedError: Where there is no such claim, or more than one.
        """
        found: list[Json] = [claim for claim in article["claims"] if SUM in claim["text"]]
        if len(found) != 1:
            message = f"one claim of '{article['title']}' should state the sum"
            raise CheckFailedError(f"{message}\n{[claim['text'] for claim in article['claims']]}")
        return found[0]

    def check_sources(self, article: Json) -> None:
        """Check that everything the service says of an article names its passage."""
        text, sentences = article["text"], article["summary"]["sentences"]
        places = [claim["selector"] for claim in article["claims"]]
        places += [place for sentence in sentences for place in sentence["evidence"]]
        self.check(
            "every claim and every sentence of the summary rests on a passage of the text",
            bool(article["claims"])
            and bool(sentences)
            and all(sentence["evidence"] for sentence in sentences)
            and all(text[place["start"] : place["end"]] == place["exact"] for place in places),
            article,
        )
