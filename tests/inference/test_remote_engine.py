"""The remote engine: what it sends, and what becomes of a server in trouble."""

from __future__ import annotations

import json
import socket
import threading
import time

import pytest

from service.domain.errors import EngineUnavailableError, GenerationError, WeightsError
from service.inference import remote_engine
from service.inference.prompts import Message
from service.inference.remote_engine import (
    PARALLEL_REQUESTS,
    RemoteEngine,
    RemotePolicy,
    read_address,
)
from tests.inference.misbehaving_server import Script, chat, misbehaving_server

PROMPT = [Message("system", "Answer."), Message("user", "Which port?")]
IMPATIENT = RemotePolicy(timeout_seconds=0.5, retries=0, failures_to_open=3, pause_seconds=0.3)


def engine_at(url: str, policy: RemotePolicy = IMPATIENT, key: str | None = None) -> RemoteEngine:
    return RemoteEngine(url, "m", key, policy)


def test_prompts_are_sent_as_chats_and_answered_in_order() -> None:
    script = Script([(200, chat("  Halden \n"))])
    with misbehaving_server(script) as url:
        engine = engine_at(url, key="secret-key")
        assert engine.generate([PROMPT, PROMPT], 30) == ["Halden", "Halden"]
        assert engine.problem is None
    assert script.asked[0]["messages"] == [
        {"role": "system", "content": "Answer."},
        {"role": "user", "content": "Which port?"},
    ]
    assert (script.asked[0]["max_tokens"], script.asked[0]["temperature"]) == (30, 0.0)
    assert script.headers["authorization"] == "Bearer secret-key"
    assert "secret-key" not in repr((engine.identity, engine.parameters(30)))


def test_prompts_are_with_the_server_at_the_same_time() -> None:
    script = Script([(200, chat("Halden"))], meeting=threading.Barrier(PARALLEL_REQUESTS))
    with misbehaving_server(script) as url:
        engine = engine_at(url, RemotePolicy(timeout_seconds=10, retries=0))
        answers = engine.generate([PROMPT] * PARALLEL_REQUESTS, 30)
    assert answers == ["Halden"] * PARALLEL_REQUESTS


def test_prompts_that_fail_together_open_the_circuit() -> None:
    together = threading.Barrier(IMPATIENT.failures_to_open)
    script = Script([(500, b"{}")], meeting=together)
    with misbehaving_server(script) as url:
        engine = engine_at(url, RemotePolicy(timeout_seconds=10, retries=0))
        with pytest.raises(EngineUnavailableError, match="answered 500"):
            engine.generate([PROMPT] * IMPATIENT.failures_to_open, 30)
        with pytest.raises(EngineUnavailableError, match="nothing more is sent"):
            engine.generate([PROMPT], 30)
    assert len(script.asked) == IMPATIENT.failures_to_open


def test_no_prompts_ask_nothing() -> None:
    script = Script([(500, b"{}")])
    with misbehaving_server(script) as url:
        assert engine_at(url).generate([], 30) == []
    assert script.asked == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_in_trouble_for_a_moment_is_asked_again(status: int) -> None:
    script = Script([(status, b"{}"), (200, chat("Halden"))])
    with misbehaving_server(script) as url:
        policy = RemotePolicy(timeout_seconds=5, retries=2)
        assert engine_at(url, policy).generate([PROMPT], 30) == ["Halden"]
    assert len(script.asked) == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((0, b""), "did not answer within 0.5 seconds"),
        ((500, b"{}"), "answered 500"),
        ((200, b"<html>welcome</html>"), "something else than a chat"),
        ((200, b"null"), "something else than a chat"),
        ((200, b'{"choices": []}'), "something else than a chat"),
        ((200, b'{"choices": [{"message": null}]}'), "something else than a chat"),
        ((200, chat(["a", "list"])), "something else than a chat"),
    ],
)
def test_a_server_that_is_of_no_use_is_named_with_what_it_did(
    answer: tuple[int, bytes], words: str
) -> None:
    with misbehaving_server(Script([answer])) as url:
        engine = engine_at(url)
        with pytest.raises(EngineUnavailableError, match=words):
            engine.generate([PROMPT], 30)
        assert words in (engine.problem or "")


def test_an_address_where_nobody_listens_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        engine = engine_at(f"http://127.0.0.1:{free.getsockname()[1]}/v1")
        with pytest.raises(EngineUnavailableError, match="cannot be reached"):
            engine.generate([PROMPT], 30)


def test_a_prompt_that_is_refused_is_left_unanswered_and_the_others_are_answered() -> None:
    script = Script([(400, b"{}")] * 5 + [(422, b"{}"), (200, chat("Halden"))])
    with misbehaving_server(script) as url:
        engine = engine_at(url)
        # One after the other, so that it is known which of them is refused.
        answers = [engine.generate([PROMPT], 30)[0] for _ in range(7)]
        assert answers == [""] * 6 + ["Halden"]
        assert engine.problem is None


def test_a_server_that_refuses_every_prompt_is_not_taken_for_well() -> None:
    with misbehaving_server(Script([(400, b"{}")])) as url:
        engine = engine_at(url)
        assert engine.generate([PROMPT] * 3, 30) == [""] * 3
        with pytest.raises(GenerationError, match="refused every prompt"):
            engine.generate([PROMPT] * 4, 30)
        assert "refused every prompt" in (engine.problem or "")


@pytest.mark.parametrize("error", [{"code": "model_not_found"}, {"param": "model"}])
def test_a_model_that_is_refused_as_a_bad_request_is_a_wrong_setting(
    error: dict[str, str],
) -> None:
    body = json.dumps({"error": {"message": "no", **error}}).encode()
    with misbehaving_server(Script([(400, body)])) as url:
        engine = engine_at(url)
        with pytest.raises(GenerationError, match="the model in CLAIMDESK_GENERATOR"):
            engine.generate([PROMPT], 30)


@pytest.mark.parametrize(
    ("status", "setting"),
    [
        (401, "CLAIMDESK_GENERATOR_API_KEY"),
        (403, "CLAIMDESK_GENERATOR_API_KEY"),
        (404, "the model in CLAIMDESK_GENERATOR"),
    ],
)
def test_a_wrong_setting_is_named_at_once_and_never_waited_for(status: int, setting: str) -> None:
    script = Script([(status, b"{}")])
    with misbehaving_server(script) as url:
        engine = engine_at(url, key="hush")
        for _ in range(5):
            with pytest.raises(GenerationError, match=setting) as caught:
                engine.generate([PROMPT], 30)
            # Which the workflows would try again for three quarters of an hour.
            assert not isinstance(caught.value, EngineUnavailableError)
            assert "hush" not in str(caught.value)
        assert setting in (engine.problem or "")
        script.answers = [(200, chat("Halden"))]
        assert engine.generate([PROMPT], 30) == ["Halden"]
        assert engine.problem is None


def test_after_some_failures_nothing_is_sent_for_a_while_and_then_one_is_tried() -> None:
    script = Script([(500, b"{}")])
    with misbehaving_server(script) as url:
        engine = engine_at(url)
        for _ in range(6):
            with pytest.raises(EngineUnavailableError):
                engine.generate([PROMPT], 30)
        assert len(script.asked) == IMPATIENT.failures_to_open
        with pytest.raises(EngineUnavailableError, match=r"nothing more is sent to it for 0.3"):
            engine.generate([PROMPT], 30)

        script.answers = [(200, chat("Halden"))]
        time.sleep(IMPATIENT.pause_seconds + 0.1)
        assert engine.generate([PROMPT], 30) == ["Halden"]
        assert engine.problem is None


def test_an_answer_without_content_is_empty() -> None:
    with misbehaving_server(Script([(200, chat(None))])) as url:
        assert engine_at(url).generate([PROMPT], 30) == [""]


def test_an_address_is_read_with_its_model() -> None:
    address = read_address("http://127.0.0.1:8080/v1/#org/model-7b")
    assert address == ("http://127.0.0.1:8080/v1", "org/model-7b")


@pytest.mark.parametrize(
    "value", ["", "#m", "http://host/v1", "http://host/v1#", "ftp://host#m", "host:80/v1#m"]
)
def test_an_address_without_url_or_model_is_refused_with_what_would_be_right(value: str) -> None:
    with pytest.raises(WeightsError, match="openai:URL#MODEL"):
        read_address(value)


def test_a_key_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(WeightsError, match="CLAIMDESK_GENERATOR_API_KEY") as caught:
        read_address("https://me:hush@host/v1#m")
    assert "hush" not in str(caught.value)


def test_a_server_that_is_back_is_seen_before_the_next_prompt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = Script([(503, b"{}")])
    with misbehaving_server(script) as url:
        engine = engine_at(url)
        with pytest.raises(EngineUnavailableError):
            engine.generate([PROMPT], 30)
        for _ in range(3):
            assert "answered 503" in (engine.problem or "")
        assert script.looks == 1, "it is not asked at every look"
        monkeypatch.setattr(remote_engine, "PROBE_EVERY_SECONDS", 0.0)
        engine._next_probe = 0.0
        script.models = ("another", "a third")
        assert "answered 503" in (engine.problem or "")
        script.models = ("another", "m")
        assert engine.problem is None
        looks = script.looks
        assert engine.problem is None
        assert script.looks == looks, "a server that is well is let be"


def test_a_server_of_one_model_is_back_whatever_it_calls_it() -> None:
    script = Script([(503, b"{}")], models=("/weights/m.gguf",))
    with misbehaving_server(script) as url:
        engine = engine_at(url)
        with pytest.raises(EngineUnavailableError):
            engine.generate([PROMPT], 30)
        assert engine.problem is None


def test_a_server_that_answers_nonsense_is_not_well_for_listing_its_models() -> None:
    script = Script([(500, b"{}")], models=("m",))
    with misbehaving_server(script) as url:
        engine = engine_at(url)
        with pytest.raises(EngineUnavailableError):
            engine.generate([PROMPT], 30)
        assert "answered 500" in (engine.problem or "")
        assert script.looks == 0
