"""The sequence summarizer: what becomes of the sentences that a model writes."""

from __future__ import annotations

from service.inference.sequence_summarizer import SequenceModel, SequenceSummarizer
from service.inference.text_generator import EngineIdentity
from service.text.preparation import prepare

CRANE = "The port of Halden bought a crane for 4 million kroner on Monday."
FERRY = "Ferry traffic from Halden to the islands will stop for two days in May."
ARTICLE = prepare(f"{CRANE} {FERRY}", None, None)


class WritingModel(SequenceModel):
    """Writes what it is told, and can read any text."""

    max_tokens = 1000

    def __init__(self, written: str) -> None:
        self.identity = EngineIdentity("writer", "1")
        self.written = written
        self.read: list[str] = []

    def parameters(self) -> dict[str, str | int | float | bool | None]:
        return {"decoding": "greedy"}

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def write(self, text: str) -> str:
        self.read.append(text)
        return self.written


def test_each_written_sentence_is_tied_to_the_one_it_shares_most_with() -> None:
    short = "Ferry traffic from Halden will stop for two days."
    crane = "The port of Halden bought a crane."
    model = WritingModel(f"{short} {crane}")
    proposal, _ = SequenceSummarizer(model).summarize(ARTICLE, [0.5, 0.5], 2)
    assert model.read == [f"{CRANE} {FERRY}"]
    assert {slot.evidence: slot.candidates for slot in proposal.slots} == {
        (1,): (short, FERRY),
        (0,): (crane, CRANE),
    }
    assert proposal.read == (0, 1)


def test_what_shares_little_with_any_sentence_is_dropped_and_the_article_stands_in() -> None:
    model = WritingModel("Officials in Varna welcomed the decision warmly.")
    proposal, _ = SequenceSummarizer(model).summarize(ARTICLE, [0.5, 0.5], 2)
    assert [slot.candidates for slot in proposal.slots] == [(CRANE,), (FERRY,)]
