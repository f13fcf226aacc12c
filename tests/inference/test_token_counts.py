"""Token counts: what each kind of engine says that it read and wrote."""

from __future__ import annotations

import json
from pathlib import Path

from service.domain.token_count import TokenCount, counting_tokens, note_tokens
from service.inference.generation import GenerationEngine
from service.inference.news_format import CLAIMS_TASK
from service.inference.news_writer import NewsWriter, Question
from service.inference.prompts import Message, Prompt
from service.inference.remote_engine import RemoteEngine
from service.inference.sequence_summarizer import SequenceModel
from service.inference.text_generator import EngineIdentity
from tests.inference.misbehaving_server import Script, chat, misbehaving_server
from tests.inference.tiny_adapter import write_adapter
from tests.tiny_models import load_tiny_engine, write_sequence_model

PROMPTS: list[Prompt] = [
    [Message("system", "Shorten the sentence for a news summary."), Message("user", text)]
    for text in ("The bridge closed.", "The ferry to the islands stopped for two days in May.")
]


def count(engine: GenerationEngine, prompts: list[Prompt]) -> TokenCount:
    with counting_tokens() as tokens:
        engine.generate(prompts, 5)
    return tokens


def test_what_prompts_open_with_is_read_once_and_kept(tiny_models_dir: Path) -> None:
    engine = load_tiny_engine(tiny_models_dir)
    lengths = [len(engine.encoder.encode_chat(prompt)) for prompt in PROMPTS]
    alone = count(engine, PROMPTS[:1])
    assert alone.read == lengths[0]
    assert 0 < alone.written <= 5
    first, again = count(engine, PROMPTS), count(engine, PROMPTS)
    shared = first.read - again.read
    assert shared > 0
    assert first.read == sum(lengths) - shared
    assert again.written == first.written <= 10


def test_an_article_is_read_once_however_much_is_written_from_it(
    tiny_models_dir: Path, tmp_path: Path
) -> None:
    engine = load_tiny_engine(tiny_models_dir)
    writer = NewsWriter.load(engine, write_adapter(engine, tmp_path / "tiny.safetensors"))
    lines = ("The council closed the bridge on Tuesday.", "The ferry stopped.")
    with counting_tokens() as first:
        writer.write(lines, [Question(CLAIMS_TASK, 0)], 4)
    with counting_tokens() as second:
        writer.write(lines, [Question(CLAIMS_TASK, 0), Question(CLAIMS_TASK, 1)], 4)
    asked = second.read / 2
    assert first.read - asked > sum(engine.count_tokens(line) for line in lines)
    assert 0 < first.written <= 4
    assert 0 < second.written <= 8


def test_a_server_tells_itself_what_it_read_and_wrote_and_may_keep_silent() -> None:
    telling = json.loads(chat("Halden"))
    telling["usage"] = {"prompt_tokens": 31, "completion_tokens": 3, "total_tokens": 34}
    script = Script([(200, json.dumps(telling).encode())])
    with misbehaving_server(script) as url, counting_tokens() as tokens:
        # From the threads that ask it as well.
        RemoteEngine(url, "m").generate(PROMPTS, 5)
    assert (tokens.read, tokens.written) == (62, 6)
    with misbehaving_server(Script([(200, chat("Halden"))])) as url, counting_tokens() as tokens:
        assert RemoteEngine(url, "m").generate(PROMPTS, 5) == ["Halden", "Halden"]
    assert (tokens.read, tokens.written) == (0, 0)


def test_a_sequence_model_counts_what_it_was_fed_and_wrote(tmp_path: Path) -> None:
    folder = write_sequence_model(tmp_path / "bart")
    model = SequenceModel.load(folder, EngineIdentity("bart", "1"))
    text = "The port of Halden bought a crane."
    with counting_tokens() as tokens:
        model.write(text)
    # And what opens and closes the text.
    assert model.count_tokens(text) <= tokens.read <= model.count_tokens(text) + 2
    assert tokens.written > 0


def test_counts_of_blocks_are_their_own_and_nobody_need_count() -> None:
    note_tokens(read=1)
    with counting_tokens() as outer:
        note_tokens(read=2)
        with counting_tokens() as inner:
            note_tokens(read=4, written=1)
    assert (outer.read, inner.read, inner.written) == (2, 4, 1)
