"""The afternoon: an article is corrected, the verdict turns to false, and what that touches."""

from __future__ import annotations

from benchmarks.scenario.material import CORRECTION, FOUND_FALSE, SUM, WIRE
from benchmarks.scenario.morning import SUBSCRIBED
from benchmarks.scenario.story import Story

CORRECTED_REVISION = 2
#: Two articles and one correction.
ANALYSES = 3


def correct_an_article(story: Story) -> None:
    """The agency corrects its article, and Mira enters the correction."""
    path = f"/v1/articles/{story.wire['id']}"
    story.room.mira.change("PUT", f"{path}/text", CORRECTION, path, expect=202)
    corrected = story.room.wait_for_analysis(path)
    story.check(
        "it is at its second revision", corrected["revision"] == CORRECTED_REVISION, corrected
    )
    story.check_sources(corrected)
    kept = story.claim_about_the_sum(corrected)
    story.check(
        "the claim about the sum stands as it was, with its verdict",
        (kept["id"], kept["text"], kept["verdict"], kept["anchor"]["status"])
        == (story.sibling["id"], story.sibling["text"], "true", "exact"),
        kept,
    )
    changes = story.room.mira.read(f"{path}/revisions/{CORRECTED_REVISION}/changes")["items"]
    parts = [part for change in changes for part in change["quote_difference"]]
    story.check(
        "the changes show the fraction put right, word by word",
        {"kind": "removed", "text": "third"} in parts
        and {"kind": "added", "text": "quarter"} in parts,
        changes,
    )
    former = story.room.mira.read(f"{path}/revisions/1")["text"]
    story.check("the former text can still be read", former == WIRE["text"], former)
    revision = corrected["summary"]["article_revision"]
    story.check("its summary was renewed", revision == CORRECTED_REVISION, corrected["summary"])
    story.wire = corrected


def turn_the_verdict(story: Story) -> None:
    """The audited accounts come out, and Mira finds the claim false."""
    verdicts = story.decide(FOUND_FALSE)
    story.check("one verdict with its evidence goes to both", verdicts == ["false"] * 2, verdicts)
    last = story.history()[-1]
    story.check(
        "the history tells what it was before, and why it changed",
        (last["before"]["verdict"], last["after"]["verdict"], last["reason"])
        == ("true", "false", FOUND_FALSE["reason"]),
        last,
    )
    review = story.review()
    story.check("it says false now", review["reviewRating"]["alternateName"] == "False", review)
    note = FOUND_FALSE["correction_note"]
    story.check("it tells readers of the correction", note in str(review["correction"]), review)


def see_what_it_touches(story: Story) -> None:
    """Mira looks at what the verdict touches."""
    articles = {story.courier["id"], story.wire["id"]}
    impact = story.room.mira.read(f"/v1/claims/{story.claim['id']}/impact")["items"]
    touched = {item["article"]["id"] for item in impact}
    story.check("the impact lists both articles", touched == articles, impact)
    newest = [s for item in impact for s in item["summaries"] if s["is_newest"]]
    stated = [[s["text"] for s in summary["sentences"]] for summary in newest]
    story.check(
        "and of both summaries the sentences that state the sum",
        len(stated) == len(articles) and all(SUM in " ".join(texts) for texts in stated),
        impact,
    )
    shown = [story.room.website.read(f"/v1/articles/{found}")["summary"] for found in articles]
    stale = [summary["is_stale"] for summary in shown]
    story.check("both summaries are stale where they are read", stale == [True, True], shown)
    reasons = [[mark["reason"] for mark in summary["stale_reasons"]] for summary in shown]
    story.check("and say why", all(FOUND_FALSE["reason"] in given for given in reasons), shown)
    wanted = {summary["id"] for summary in shown}
    story.wait(lambda: wanted <= _told_stale(story), "the webhooks of both stale summaries")
    story.check("the receiver is told of both by signed webhooks", True)


def write_a_summary_anew(story: Story) -> None:
    """The Courier asks for another summary."""
    path = f"/v1/articles/{story.courier['id']}"
    story.room.cms.ask("POST", f"{path}/summaries", 202, json={"sentences": 1})
    story.wait(lambda: not story.room.cms.read(path)["summary"]["is_stale"], "a new summary")
    summary = story.room.cms.read(path)["summary"]
    told = [summary["headline"], *(sentence["text"] for sentence in summary["sentences"])]
    story.check("it does not state the sum", SUM not in " ".join(told), told)
    text = story.courier["text"]
    left_out = [text[passage["start"] : passage["end"]] for passage in summary["left_out"]]
    story.check("and tells what it leaves out", any(SUM in out for out in left_out), summary)


def look_back(story: Story) -> None:
    """Somebody asks what was known in the morning."""
    then = {"as_of": story.morning}
    claim = story.room.mira.read(f"/v1/claims/{story.claim['id']}", **then)
    state = (claim["verdict"], claim["publication"])
    story.check("the claim was true and published", state == ("true", "published"), claim)
    courier, wire = (
        story.room.mira.read(f"/v1/articles/{article['id']}", **then)
        for article in (story.courier, story.wire)
    )
    story.check("the agency's text was the first one", wire["text"] == WIRE["text"], wire)
    stale = [article["summary"]["is_stale"] for article in (courier, wire)]
    story.check("neither summary was stale", stale == [False, False], stale)
    now = story.room.mira.read(f"/v1/claims/{story.claim['id']}")
    story.check("now the claim is false", now["verdict"] == "false", now)


def close_the_day(story: Story) -> None:
    """Operations make sure that nothing was lost."""
    story.room.mira.move(story.claim["id"], publication="paused")
    # The last event of the day: what comes before it in the stream is all there is.
    story.wait(
        lambda: story.received()[-1]["data"].get("publication") == "paused", "the last webhook"
    )
    received = [event["id"] for event in story.received()]
    streamed = list(story.room.website.events(last=received[-1]))
    wanted = {identifier for identifier, kind in streamed if kind in SUBSCRIBED}
    story.check(
        "every event of the stream came as a webhook too, and no other",
        wanted == set(received),
        wanted ^ set(received),
    )
    kinds = [kind for _, kind in streamed]
    story.check("every kind of event happened", set(SUBSCRIBED) <= set(kinds), kinds)
    ready = kinds.count("article.ready")
    story.check("two articles and a correction were ready, each once", ready == ANALYSES, kinds)
    proof = story.room.run("audit", "verify")
    story.check("`claimdesk audit verify` finds the history unbroken", bool(proof), proof)


def _told_stale(story: Story) -> set[str]:
    events = [event for event in story.received() if event["type"] == "summary.stale"]
    return {event["data"]["summary_id"] for event in events}
