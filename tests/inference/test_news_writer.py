from __future__ import annotations

from pathlib import Path

import pytest

from service.domain.analysis import RewriteRequest
from service.domain.errors import WeightsError
from service.inference import news_writer
from service.inference.claim_rewriter import PromptedClaimRewriter
from service.inference.generation import GenerationEngine
from service.inference.news_claims import NewsClaimRewriter
from service.inference.news_format import CLAIMS_TASK
from service.inference.news_writer import NewsWriter, Question
from tests.inference.tiny_adapter import write_adapter
from tests.tiny_models import TINY_REVISION, load_tiny_engine

LINES = tuple(
    f"The council said on Tuesday that bridge {number} over the river would close."
    for number in range(40)
)


@pytest.fixture
def engine(tiny_models_dir: Path) -> GenerationEngine:
    return load_tiny_engine(tiny_models_dir)


@pytest.fixture
def writer(engine: GenerationEngine, tmp_path: Path) -> NewsWriter:
    return NewsWriter.load(engine, write_adapter(engine, tmp_path / "tiny.safetensors"))


def test_an_adapter_of_other_weights_is_refused(engine: GenerationEngine, tmp_path: Path) -> None:
    path = write_adapter(engine, tmp_path / "tiny.safetensors", revision="f" * 64)

    assert not NewsWriter.fits(engine, path)
    with pytest.raises(WeightsError, match="other weights"):
        NewsWriter.load(engine, path)


def test_an_adapter_of_the_same_weights_fits(engine: GenerationEngine, tmp_path: Path) -> None:
    assert NewsWriter.fits(engine, write_adapter(engine, tmp_path / "tiny.safetensors"))
    assert not NewsWriter.fits(engine, tmp_path / "absent.safetensors")


def test_only_an_adapter_that_was_read_to_name_well_may_name(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    path = write_adapter(engine, tmp_path / f"{min(news_writer.NAMING_ADAPTERS)}.safetensors")

    assert NewsWriter.load(engine, path).may_name


def test_an_adapter_of_unknown_name_may_not_name(writer: NewsWriter) -> None:
    assert not writer.may_name


def test_a_short_article_is_one_window(writer: NewsWriter) -> None:
    [window] = writer.windows(LINES[:3])

    assert window.lines == window.own == (0, 1, 2)


def test_every_line_of_a_long_article_is_some_windows_own_once(
    writer: NewsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_writer, "WINDOW_TOKENS", 400)
    monkeypatch.setattr(news_writer, "OPENING_TOKENS", 100)
    monkeypatch.setattr(news_writer, "OVERLAP_TOKENS", 100)

    windows = writer.windows(LINES)

    assert len(windows) > 1
    assert [line for window in windows for line in window.own] == list(range(len(LINES)))
    for window in windows:
        assert list(window.lines) == sorted(set(window.lines))
        assert 0 in window.lines
        length = sum(len(writer._encode_line(LINES[line])) for line in window.lines)
        assert length <= 400
    # What stands before a window's own lines is read again.
    assert all(window.own[0] - 1 in window.lines for window in windows[1:])


def test_a_line_longer_than_a_window_has_one_to_itself(
    writer: NewsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_writer, "WINDOW_TOKENS", 60)

    windows = writer.windows([LINES[0], " ".join(LINES[:4]), LINES[1]])

    assert [line for window in windows for line in window.own] == [0, 1, 2]


def test_a_passage_without_an_end_does_not_fill_a_window(writer: NewsWriter) -> None:
    [window] = writer.windows([LINES[0], "word " * 40_000, LINES[1]])

    assert window.own == (0, 1, 2)


def test_a_very_long_text_is_left_to_rules(
    writer: NewsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_writer, "WINDOW_TOKENS", 60)
    monkeypatch.setattr(writer, "write", lambda *_: pytest.fail("asked for"))
    sentence = "Norvall Biologics sold about 2.3 million doses of Hepavine-3 in April 2022."
    lines = (sentence, *LINES)

    [rewording], _ = rewriter(writer).rewrite(
        [RewriteRequest(sentence, (), (), "\n".join(lines), None, lines, 0)]
    )

    assert [proposal.text for proposal in rewording.proposals] == [sentence]


def test_an_article_is_read_once_for_all_its_answers(
    writer: NewsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = []
    read = news_writer.read
    monkeypatch.setattr(news_writer, "read", lambda *a: readings.append(a) or read(*a))

    for task in (CLAIMS_TASK, "summary 3"):
        writer.write(LINES[:4], [Question(task, 0), Question(task, 3)], 5)

    assert len(readings) == 1


def test_numbers_that_the_article_lacks_cannot_be_written(
    engine: GenerationEngine, tmp_path: Path
) -> None:
    path = write_adapter(engine, tmp_path / "plain.safetensors", vocabulary=[])
    writer = NewsWriter.load(engine, path)

    written = writer.write(["Bridge 7 closed."], [Question(CLAIMS_TASK, 0, 5.0)] * 8, 30)

    assert len({writing.text for writing in written}) > 1
    assert not any(set("01245689") & set(writing.text) for writing in written)


def test_answers_that_run_out_of_tokens_say_so(writer: NewsWriter) -> None:
    written = writer.write(LINES[:2], [Question(CLAIMS_TASK, 1)], 1)

    assert not written[0].is_whole


def rewriter(writer: NewsWriter) -> NewsClaimRewriter:
    return NewsClaimRewriter(writer, PromptedClaimRewriter(writer._engine))


def request(line: int) -> RewriteRequest:
    return RewriteRequest(LINES[line], (), (), "\n".join(LINES), None, LINES[:5], line)


def test_answers_come_back_in_the_order_of_their_requests(
    writer: NewsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def write(lines: list[str], questions: list[Question], _: int) -> object:
        asked.extend(question.line for question in questions)
        return [
            news_writer.Writing(f"2 event: {lines[question.line]}", 0.5, is_whole=True)
            for question in questions
        ]

    monkeypatch.setattr(writer, "write", write)

    rewordings, run = rewriter(writer).rewrite([request(3), request(1)])

    assert asked == [1, 3]
    assert [r.proposals[0].text for r in rewordings] == [LINES[3], LINES[1]]
    assert (run.revision, run.parameters["adapter"]) == (TINY_REVISION, "tiny")


def test_a_claim_that_breaks_off_is_dropped(
    writer: NewsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "2 event: The bridge closed.\n2 event: The ferry was"
    monkeypatch.setattr(
        writer, "write", lambda *_: [news_writer.Writing(text, 0.5, is_whole=False)]
    )

    [rewording], _ = rewriter(writer).rewrite([request(0)])

    assert [proposal.text for proposal in rewording.proposals] == ["The bridge closed."]


def test_nonsense_from_the_network_gives_no_claims(writer: NewsWriter) -> None:
    rewordings, _ = rewriter(writer).rewrite([request(0), request(1)])

    assert [rewording.proposals for rewording in rewordings] == [(), ()]


def test_rules_word_a_sentence_in_which_the_network_sees_no_claim(writer: NewsWriter) -> None:
    sentence = "Norvall Biologics sold about 2.3 million doses of Hepavine-3 in April 2022."
    asked = RewriteRequest(sentence, (), (), sentence, None, (sentence,), 0)

    [rewording], _ = rewriter(writer).rewrite([asked])

    assert [proposal.text for proposal in rewording.proposals] == [sentence]


def test_nothing_is_drawn_for_a_sentence_that_rules_can_word(
    writer: NewsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "write", lambda *_: pytest.fail("drawn"))
    sentence = "Norvall Biologics sold about 2.3 million doses of Hepavine-3 in April 2022."
    asked = RewriteRequest(sentence, (), (), sentence, None, (sentence,), 0)

    [proposals] = rewriter(writer).repair([asked], ["not supported"])

    assert [(one.text, one.is_free) for one in proposals] == [(sentence, False)]


def test_other_wordings_are_drawn_for_a_sentence_that_rules_cannot_word(
    writer: NewsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "It was sold in April 2022."
    asked = RewriteRequest(sentence, (), (), sentence, None, (sentence,), 0)
    texts = iter(("Hepavine-3 was sold.", "The vaccine was sold."))
    monkeypatch.setattr(
        writer,
        "write",
        lambda _, questions, __: [
            news_writer.Writing(f"2 event: {next(texts)}", 0.5, is_whole=True) for _ in questions
        ],
    )

    [proposals] = rewriter(writer).repair([asked], ["not supported"])

    assert [one.text for one in proposals] == ["Hepavine-3 was sold.", "The vaccine was sold."]
    assert all(one.is_free for one in proposals)
