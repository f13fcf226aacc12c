"""Re-anchoring: where the passages of claims stand once their article was corrected."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.anchor import Anchor, AnchorStatus
from service.text.alignment import align_sentences
from service.text.preparation import prepare
from service.text.reanchoring import Passage, Reanchoring
from service.text.selectors import find_selector, make_selector

BRIDGE = "The bridge over the Orrin opened in 1932 after a long dispute."
TRAFFIC = "It carries 40,000 vehicles a day, more than any other in Tessmark."
CRACKS = "Inspectors found cracks in two of its cables on Monday."
COMMENT = "The mayor declined to comment."
COST = "The repairs will cost 21 million florins, the city said."
TEXT = "\n\n".join((f"{BRIDGE} {TRAFFIC}", f"{CRACKS} {COMMENT}"))
_POOL = (BRIDGE, TRAFFIC, CRACKS, COMMENT, COST, "It carries 42,000 vehicles a day, it said.")
TEXTS = st.lists(st.sampled_from(_POOL), min_size=1, max_size=8).flatmap(
    lambda parts: st.lists(
        st.sampled_from([" ", "\n\n"]), min_size=len(parts), max_size=len(parts)
    ).map(lambda gaps: "".join(part + gap for part, gap in zip(parts, gaps, strict=True)).strip())
)


def _between(former: str, present: str, revision: int = 2) -> Reanchoring:
    old, new = (prepare(text, None, None) for text in (former, present))
    alignment = align_sentences(old.sentences, new.sentences)
    return Reanchoring(former, present, alignment, revision)


def _carry(former: str, present: str, quote: str, anchor: Anchor | None = None) -> Passage:
    passage = Passage(find_selector(former, quote), anchor or Anchor())
    return _between(former, present).carry_over(passage)


def test_a_passage_that_stays_where_it_was_is_left_alone() -> None:
    present = TEXT.replace(COMMENT, "The mayor did not answer.")
    passage = Passage(find_selector(TEXT, BRIDGE), Anchor())
    assert _between(TEXT, present).carry_over(passage) == passage


def test_what_stands_around_a_passage_is_renewed_with_its_neighbours() -> None:
    present = TEXT.replace(COMMENT, "The mayor did not answer.")
    found = _carry(TEXT, present, CRACKS)
    assert found.anchor == Anchor(AnchorStatus.EXACT, 2)
    assert found.selector == find_selector(present, CRACKS)


def test_the_same_words_elsewhere_are_moved() -> None:
    present = f"{COST}\n\n{TEXT}"
    found = _carry(TEXT, present, TRAFFIC)
    assert found.anchor == Anchor(AnchorStatus.MOVED, 2)
    assert found.selector == find_selector(present, TRAFFIC)


def test_a_reworded_sentence_is_fuzzy_and_keeps_the_words_that_the_claim_was_made_from() -> None:
    present = TEXT.replace("40,000", "42,000")
    found = _carry(TEXT, present, TRAFFIC)
    assert found.anchor == Anchor(AnchorStatus.FUZZY, 2, TRAFFIC)
    assert found.selector.exact == TRAFFIC.replace("40,000", "42,000")


def test_a_sentence_that_is_gone_is_lost_and_keeps_its_last_place() -> None:
    present = TEXT.replace(CRACKS, "")
    found = _carry(TEXT, present, CRACKS)
    assert found.anchor == Anchor(AnchorStatus.LOST, 1)
    assert found.selector == find_selector(TEXT, CRACKS)


def test_part_of_a_sentence_is_found_in_the_part_that_was_reworded() -> None:
    present = f"{COST} {TEXT.replace('40,000 vehicles a day', '42,000 vehicles each day')}"
    found = _carry(TEXT, present, "40,000 vehicles a day")
    assert found.anchor.status is AnchorStatus.FUZZY
    assert found.selector.exact == "42,000 vehicles each day"


def test_part_of_a_sentence_does_not_cling_to_words_that_merely_stand_there() -> None:
    present = TEXT.replace("opened in 1932 after a long dispute", "is 300 metres long")
    assert _carry(TEXT, present, "after a long dispute").anchor.status is AnchorStatus.LOST


def test_a_passage_of_two_sentences_is_carried_over_as_a_whole() -> None:
    present = f"{COST}\n\n{TEXT.replace('40,000', '42,000')}"
    found = _carry(TEXT, present, f"{BRIDGE} {TRAFFIC}")
    assert found.anchor.status is AnchorStatus.FUZZY
    assert found.selector.exact == f"{BRIDGE} {TRAFFIC.replace('40,000', '42,000')}"


def test_of_equal_passages_the_one_in_the_same_place_is_taken() -> None:
    former = f"{COMMENT} {BRIDGE}\n\n{CRACKS} {COMMENT}\n\n{TRAFFIC} {COMMENT}"
    present = f"{COST} {former}"
    reanchoring = _between(former, present)
    starts = [i for i in range(len(former)) if former.startswith("declined", i)]
    assert len(starts) == 3
    for start in starts:
        selector = make_selector(former, start, start + len("declined"))
        found = reanchoring.carry_over(Passage(selector, Anchor()))
        assert found.selector.start == start + len(COST) + 1
        assert found.anchor.status is AnchorStatus.MOVED


def test_of_equal_passages_elsewhere_the_one_in_the_same_context_is_taken() -> None:
    former = f"{BRIDGE} {COMMENT}\n\n{CRACKS} {COMMENT} {TRAFFIC}"
    # The first is gone, and nothing but its context tells which one the second is.
    present = f"{CRACKS} {COMMENT} {TRAFFIC}\n\n{COST} {COMMENT}"
    start = former.rindex("to comment")
    selector = make_selector(former, start, start + len("to comment"))
    found = _between(former, present).carry_over(Passage(selector, Anchor()))
    assert found.selector.start == present.index("to comment")


def test_words_that_are_only_part_of_longer_ones_are_not_the_passage() -> None:
    former = "The art fund of Halden closed. " + BRIDGE
    present = "The party of Halden won the vote there again by far. " + BRIDGE
    assert _carry(former, present, "art").anchor.status is AnchorStatus.LOST


def test_what_was_reworded_and_is_put_back_is_fuzzy_no_longer() -> None:
    changed = TEXT.replace("40,000", "42,000")
    fuzzy = _carry(TEXT, changed, TRAFFIC)
    found = _between(changed, TEXT, 3).carry_over(fuzzy)
    assert found.anchor == Anchor(AnchorStatus.EXACT, 3)
    assert found.selector == find_selector(TEXT, TRAFFIC)


def test_what_was_reworded_stays_fuzzy_while_it_moves() -> None:
    changed = TEXT.replace("40,000", "42,000")
    fuzzy = _carry(TEXT, changed, TRAFFIC)
    present = f"{COST}\n\n{changed}"
    found = _between(changed, present, 3).carry_over(fuzzy)
    assert found.anchor == Anchor(AnchorStatus.FUZZY, 3, TRAFFIC)
    assert found.selector.start == fuzzy.selector.start + len(COST) + 2


def test_what_was_lost_is_found_again_when_its_words_come_back() -> None:
    without = TEXT.replace(CRACKS, "")
    lost = _carry(TEXT, without, CRACKS)
    assert _between(without, f"{without} ", 3).carry_over(lost) == lost
    found = _between(without, TEXT, 4).carry_over(lost)
    assert found.anchor == Anchor(AnchorStatus.MOVED, 4)
    assert found.selector == find_selector(TEXT, CRACKS)


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.data())
def test_every_passage_quotes_what_stands_there_or_where_it_stood_last(
    first: str, second: str, third: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(first) - 1))
    end = data.draw(st.integers(start + 1, len(first)))
    passage = Passage(make_selector(first, start, end), Anchor())
    texts = [first]
    for present in (second, third):
        former = texts[-1]
        texts.append(present)
        before = passage
        passage = _between(former, present, len(texts)).carry_over(before)
        anchor, selector = passage.anchor, passage.selector
        text = texts[anchor.revision - 1] if anchor.is_lost else present
        assert selector == make_selector(text, selector.start, selector.end)
        # Only a reworded passage differs from what the claim was made from.
        source = anchor.source or selector.exact
        assert source == first[start:end]
        assert (anchor.status is AnchorStatus.FUZZY) <= (selector.exact != source)
        if anchor.status in {AnchorStatus.EXACT, AnchorStatus.MOVED}:
            assert selector.exact == source
        if anchor.is_lost:
            assert first[start:end] not in present or not _stands_as_words(
                present, first[start:end]
            )


def _stands_as_words(text: str, words: str) -> bool:
    """Tell whether words stand in a text without being part of longer ones."""
    at = text.find(words)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(words) : at + len(words) + 1]
        cut = before.isalnum() and words[0].isalnum()
        if not cut and not (after.isalnum() and words[-1].isalnum()):
            return True
        at = text.find(words, at + 1)
    return False


@settings(deadline=None)
@given(TEXTS)
def test_a_text_that_is_not_changed_changes_no_passage(text: str) -> None:
    reanchoring = _between(text, text)
    for sentence in prepare(text, None, None).sentences:
        passage = Passage(make_selector(text, sentence.start, sentence.end), Anchor())
        assert reanchoring.carry_over(passage) == passage
