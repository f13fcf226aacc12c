"""The remote engine: any server that speaks the chat completions of OpenAI's API.

vLLM, llama.cpp and TGI do. What such a server writes is verified as what the service's own
weights write: the support checker runs here, and knows nothing of who worded a sentence.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import openai
import pybreaker

from service.domain.errors import EngineUnavailableError, GenerationError, WeightsError
from service.domain.token_count import note_tokens
from service.inference.prompts import Prompt
from service.inference.text_generator import EngineIdentity

logger = logging.getLogger(__name__)

SCHEME = "openai"
DEFAULT_TIMEOUT_SECONDS = 60.0
#: Prompts that are asked at a time; a server with continuous batching reads them together.
PARALLEL_REQUESTS = 8
#: How often, and how long, a server that was in trouble is asked whether it is back.
PROBE_EVERY_SECONDS = 5.0
PROBE_TIMEOUT_SECONDS = 2.0
#: Answers of a server, or of what stands before it, that has yet to load or too much to do.
_PASSING = frozenset({408, 429, 502, 503, 504})
#: Where so many prompts are all refused, it is not the prompts that are wrong.
_TELLING = 4
#: What is wrong with the settings where a server answers so: asking again does not help.
_CHECK_MODEL = "check the address and the model in CLAIMDESK_GENERATOR"
_SETTING_AT_FAULT = {
    401: "check CLAIMDESK_GENERATOR_API_KEY",
    403: "check CLAIMDESK_GENERATOR_API_KEY",
    404: _CHECK_MODEL,
}


@dataclass(frozen=True, slots=True)
class RemotePolicy:
    """How patient the engine is with its server.

    Attributes:
        timeout_seconds: How long one attempt may take.
        retries: Attempts after the first one, each after a longer pause with jitter.
        failures_to_open: Failed prompts in a row after which no more are sent.
        pause_seconds: How long none is sent then; after that a single one is tried.
    """

    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    retries: int = 2
    failures_to_open: int = 3
    pause_seconds: float = 30.0


class RemoteEngine:
    """Has prompts answered by a server; implements `TextGenerator`.

    Timeouts, refusals for load (408, 409, 429) and errors of the server are retried. After
    some failures in a row the circuit opens: nothing is sent for a while, so that a server
    in trouble is let be and the jobs that need it fail at once, to be tried again later.
    """

    def __init__(
        self,
        url: str,
        model: str,
        api_key: str | None = None,
        policy: RemotePolicy = RemotePolicy(),
    ) -> None:
        self._identity = EngineIdentity(model, f"{SCHEME}:{url}")
        self._host = urlsplit(url).netloc.rpartition("@")[2]
        self._policy = policy
        self._client = openai.OpenAI(
            base_url=url,
            # The client insists on a key; a server that wants none does not read it.
            api_key=api_key or "none",
            timeout=policy.timeout_seconds,
            max_retries=policy.retries,
        )
        self._circuit = pybreaker.CircuitBreaker(
            fail_max=policy.failures_to_open,
            reset_timeout=policy.pause_seconds,
            exclude=[_is_no_trouble],
            throw_new_error_on_trip=False,
        )
        self._lock = threading.Lock()
        self._failure: str | None = None
        self._may_pass = False
        self._next_probe = 0.0

    @property
    def identity(self) -> EngineIdentity:
        """Return the model's name at its server."""
        return self._identity

    @property
    def problem(self) -> str | None:
        """Return why the server is of no use now, None where the last prompt was answered.

        A server that was in trouble is asked for its models, every few seconds at most, so that
        its return is seen before the next prompt.
        """
        now = time.monotonic()
        with self._lock:
            failure = self._failure
            due = failure is not None and self._may_pass and now >= self._next_probe
            if due:
                self._next_probe = now + PROBE_EVERY_SECONDS
        if due and self._is_back():
            with self._lock:
                # A prompt that failed meanwhile knows better.
                if self._failure == failure:
                    self._failure = None
                return self._failure
        return failure

    def _is_back(self) -> bool:
        """Tell whether the server lists its models: the wanted one, or the only one it has.

        Servers of one model answer to any name, and list their own.
        """
        probing = self._client.with_options(timeout=PROBE_TIMEOUT_SECONDS, max_retries=0)
        try:
            known = {model.id for model in probing.models.list()}
        except (openai.OpenAIError, AttributeError, TypeError, ValueError):
            return False
        return self._identity.name in known or len(known) == 1

    def parameters(self, max_new_tokens: int) -> dict[str, str | int | float | bool | None]:
        """Return the generation parameters as they are stored with every output."""
        return {
            "decoding": "greedy",
            "max_new_tokens": max_new_tokens,
            "temperature": 0.0,
            "server": self._host,
        }

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> list[str]:
        """Answer every prompt, in the same order.

        One that the server refuses, such as one that is too long for it, has an empty answer,
        which is no wording that could stand: what it was for is then made by rules.

        Args:
            prompts: Chats that end with a `user` message.
            max_new_tokens: The most tokens an answer may have.

        Raises:
            EngineUnavailableError: If the server cannot be reached, is overloaded or answers
                nothing of use, after every retry.
            GenerationError: If the settings are wrong: the server knows neither key nor model.
        """
        if not prompts:
            return []
        with ThreadPoolExecutor(min(PARALLEL_REQUESTS, len(prompts))) as pool:
            # Each with the context of this thread, where tokens are counted.
            asked = [
                pool.submit(copy_context().run, self._ask, prompt, max_new_tokens)
                for prompt in prompts
            ]
            try:
                answers = [future.result() for future in asked]
            finally:
                for future in asked:
                    future.cancel()
        if len(answers) >= _TELLING and all(answer is None for answer in answers):
            detail = f"the generation server at {self._host} refused every prompt; {_CHECK_MODEL}"
            self._note(detail)
            raise GenerationError(detail)
        return [answer or "" for answer in answers]

    def _ask(self, prompt: Prompt, max_new_tokens: int) -> str | None:
        """Return the answer to a prompt, None where the server refuses the prompt itself."""
        try:
            answer = self._send(prompt, max_new_tokens)
        except pybreaker.CircuitBreakerError as error:
            raise EngineUnavailableError(self._paused()) from error
        except openai.APIStatusError as error:
            detail = f"the generation server at {self._host} answered {error.status_code}"
            if _is_prompts_fault(error):
                logger.warning("%s to a prompt, which is left unanswered", detail)
                return None
            setting = _setting_at_fault(error)
            if setting is not None:
                detail = f"{detail}: {setting}"
                self._note(detail)
                raise GenerationError(detail) from error
            self._note(detail, may_pass=error.status_code in _PASSING)
            raise EngineUnavailableError(detail) from error
        except openai.APITimeoutError as error:
            detail = (
                f"the generation server at {self._host} did not answer within "
                f"{self._policy.timeout_seconds:g} seconds"
            )
            self._note(detail, may_pass=True)
            raise EngineUnavailableError(detail) from error
        except openai.APIConnectionError as error:
            detail = f"the generation server at {self._host} cannot be reached"
            self._note(detail, may_pass=True)
            raise EngineUnavailableError(detail) from error
        except (openai.OpenAIError, _GarbageError, ValueError) as error:
            detail = f"the generation server at {self._host} answered something else than a chat"
            self._note(detail)
            raise EngineUnavailableError(detail) from error
        self._note(None)
        return answer

    def _send(self, prompt: Prompt, max_new_tokens: int) -> str:
        """Send a prompt unless the circuit is open, and let the circuit know how that went."""
        if self._circuit.current_state != pybreaker.STATE_CLOSED:
            # One at a time, so that a single one tries a server that was in trouble.
            return str(self._circuit.call(self._complete, prompt, max_new_tokens))
        # Told afterwards, since the circuit keeps a lock during what it calls.
        try:
            answer = self._complete(prompt, max_new_tokens)
        except Exception as error:
            # Others may have opened it meanwhile; what happened to this prompt says more.
            with suppress(pybreaker.CircuitBreakerError):
                self._circuit.call(_fail, error)
            raise
        with suppress(pybreaker.CircuitBreakerError):
            self._circuit.call(str, answer)
        return answer

    def _complete(self, prompt: Prompt, max_new_tokens: int) -> str:
        answer: Any = self._client.chat.completions.create(
            model=self._identity.name,
            # The client's type has a class for each role; a server reads the same fields.
            messages=[{"role": m.role, "content": m.content} for m in prompt],  # type: ignore[misc]
            max_tokens=max_new_tokens,
            temperature=0.0,
            seed=0,
        )
        # The client trusts the server to send what its schema says, and checks nothing.
        try:
            content = answer.choices[0].message.content
        except (AttributeError, IndexError, TypeError) as error:
            raise _GarbageError from error
        if content is not None and not isinstance(content, str):
            raise _GarbageError
        note_tokens(
            read=_read_usage(answer, "prompt_tokens"),
            written=_read_usage(answer, "completion_tokens"),
        )
        return (content or "").strip()

    def _note(self, failure: str | None, *, may_pass: bool = False) -> None:
        """Note what the last prompt came to; `may_pass` where a list of models tells its end."""
        with self._lock:
            self._failure = failure
            self._may_pass = may_pass

    def _paused(self) -> str:
        with self._lock:
            last = self._failure or f"the generation server at {self._host} failed"
        return f"{last}; nothing more is sent to it for {self._policy.pause_seconds:g} seconds"


class _GarbageError(Exception):
    """The server answered 200 with something that is no chat completion."""


def _read_usage(answer: object, name: str) -> int:
    """Return what a server says that it read or wrote; 0 where it does not say."""
    count = getattr(getattr(answer, "usage", None), name, 0)
    return count if isinstance(count, int) and count > 0 else 0


def _fail(error: Exception) -> None:
    raise error


def _is_no_trouble(error: BaseException) -> bool:
    """Tell whether the server is well all the same, so that no pause would help."""
    if isinstance(error, openai.APIStatusError) and _setting_at_fault(error) is not None:
        return True
    return _is_prompts_fault(error)


def _is_prompts_fault(error: BaseException) -> bool:
    """Tell whether the server is well and refused the prompt itself."""
    if not isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):
        return False
    return _setting_at_fault(error) is None


def _setting_at_fault(error: openai.APIStatusError) -> str | None:
    """Return what to check where the server refuses key or model, also by status 400."""
    if error.code == "model_not_found" or error.param == "model":
        return _CHECK_MODEL
    return _SETTING_AT_FAULT.get(error.status_code)


def read_address(value: str) -> tuple[str, str]:
    """Split what follows `openai:` in a `CLAIMDESK_GENERATOR` value into URL and model.

    Raises:
        WeightsError: Where it is not `URL#MODEL`, or the URL is not one of http or https.
    """
    url, _, model = value.partition("#")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or not model:
        message = (
            "a generation server is named as openai:URL#MODEL, such as "
            "openai:http://127.0.0.1:8080/v1#qwen2.5-7b-instruct"
        )
        raise WeightsError(message)
    if parts.username or parts.password:
        message = "put the server's key into CLAIMDESK_GENERATOR_API_KEY, not into its address"
        raise WeightsError(message)
    return url.rstrip("/"), model
