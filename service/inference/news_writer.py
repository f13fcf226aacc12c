"""The news writer: reads an article once and writes claims, summaries and a headline from it.

It runs a news adapter on the generator that the adapter was trained for; there is one for each of
two generators. What it may write is bounded: the words of the article, and the plain words of the
adapter's own vocabulary.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import torch

from service.domain.analysis import ModelRun
from service.inference.adapter import Adapter, attach_adapter, base_revision
from service.inference.forking import Decoding, Fork, Reading, read, write
from service.inference.generation import GenerationEngine
from service.inference.news_format import READING, invocation
from service.text.form import MAX_SENTENCE_CHARACTERS

_DATA = Path(str(files("service.inference").joinpath("data")))
ADAPTER_PATH = _DATA / "news_adapter.safetensors"
#: One for each of the weights that an adapter was trained for.
ADAPTER_PATHS = (ADAPTER_PATH, _DATA / "news_adapter_1_5b.safetensors")
#: Those that name rightly what a sentence points back at, as readings of what they wrote showed.
NAMING_ADAPTERS = frozenset({"news_adapter_1_5b"})
#: Answers written side by side. More rows cost little until the processor, and not its
#: memory, is what they wait for.
MAX_ROWS = 32
#: Tokens of one window of a long article; the adapter was trained on articles up to this.
WINDOW_TOKENS = 1000
#: Tokens of the article's opening that every window begins with.
OPENING_TOKENS = 160
#: Tokens before a window's own lines that it reads again, for what they refer to.
OVERLAP_TOKENS = 240
#: Of the drawing of other wordings, so that the same text gives the same answers.
SEED = 20_261_125
_KEPT_READINGS = 2
_WORD = re.compile(r"[^\W_]+(?:[-'\u2019.&][^\W_]+)*|[^\w\s]")


#: Where an answer forks off, and what asks for it.
_Place = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be written.

    Attributes:
        task: The name of the task (`service.inference.news_format`).
        line: The index of the last line of the article that the answer sees.
        temperature: 0 for the likeliest wording, above for others.
    """

    task: str
    line: int
    temperature: float = 0.0


@dataclass(frozen=True, slots=True)
class Writing:
    """An answer.

    Attributes:
        confidence: The geometric mean of its tokens' probabilities, 0 to 1.
        is_whole: Whether it came to its end before it ran out of tokens.
    """

    text: str
    confidence: float
    is_whole: bool


@dataclass(frozen=True)
class Window:
    """A part of an article that is read at once.

    Attributes:
        lines: Indexes of the lines in it, in order.
        own: Those that no window before it had as its own.
    """

    lines: tuple[int, ...]
    own: tuple[int, ...]


class NewsWriter:
    """Writes from articles with a news adapter.

    Attributes:
        may_name: Whether it names rightly what a sentence points back at.
    """

    def __init__(self, engine: GenerationEngine, adapter: Adapter, name: str) -> None:
        """Write with an adapter that is attached to the engine's network.

        Args:
            engine: Whose network is used.
            adapter: The adapter.
            name: What it is called in the record of a run.
        """
        self._engine = engine
        self._adapter = adapter
        self._name = name
        self.may_name = name in NAMING_ADAPTERS
        self._vocabulary = frozenset(adapter.vocabulary)
        self._readings: OrderedDict[tuple[int, ...], Reading] = OrderedDict()
        # The likeliest answers of those readings, which drawn ones resemble.
        self._answers: dict[tuple[int, ...], dict[_Place, tuple[int, ...]]] = {}

    @staticmethod
    def fits(engine: GenerationEngine, path: Path = ADAPTER_PATH) -> bool:
        """Tell whether the adapter was trained for the engine's weights."""
        return path.is_file() and base_revision(path) == engine.identity.revision

    @classmethod
    def load(cls, engine: GenerationEngine, path: Path = ADAPTER_PATH) -> NewsWriter:
        """Attach the adapter to the engine's network.

        Raises:
            WeightsError: If it was trained on other weights than the engine's.
        """
        adapter = attach_adapter(engine.model, path, engine.identity.revision)
        return cls(engine, adapter, path.stem)

    def describe(self, max_new_tokens: int) -> ModelRun:
        """Return what is stored with every output; its seconds are filled in by others."""
        identity = self._engine.identity
        parameters: dict[str, str | int | float | bool | None] = {
            "adapter": self._name,
            "adapter_revision": self._adapter.revision,
            "decoding": "greedy, repaired by drawing",
            "seed": SEED,
            "max_new_tokens": max_new_tokens,
            "dtype": str(self._engine.model.dtype).removeprefix("torch."),
        }
        return ModelRun(identity.name, identity.revision, parameters, 0.0)

    def windows(self, lines: Sequence[str]) -> list[Window]:
        """Cut an article into windows; each line is some window's own, once."""
        counts = [len(self._encode_line(line)) for line in lines]
        if sum(counts) <= WINDOW_TOKENS:
            every = tuple(range(len(lines)))
            return [Window(every, every)]
        opening = _fill(counts, range(len(lines)), OPENING_TOKENS)
        windows: list[Window] = []
        start = 0
        while start < len(lines):
            before = _fill(counts, range(start - 1, -1, -1), OVERLAP_TOKENS)
            context = sorted({*opening, *before} - set(range(start, len(lines))))
            room = WINDOW_TOKENS - sum(counts[i] for i in context)
            own = _fill(counts, range(start, len(lines)), room) or [start]
            windows.append(Window((*context, *own), tuple(own)))
            start = own[-1] + 1
        return windows

    def write(
        self,
        lines: Sequence[str],
        asked: Sequence[Question],
        max_new_tokens: int,
    ) -> list[Writing]:
        """Write answers from one window of an article.

        Args:
            lines: The sentences, each without a line break.
            asked: What is to be written.
            max_new_tokens: The most tokens of an answer.

        Returns:
            The answers, in the order asked.
        """
        encoder = self._engine.encoder
        tokens = list(encoder.encode_control(READING))
        ends: list[int] = []
        for line in lines:
            tokens += self._encode_line(line)
            ends.append(len(tokens))
        forks = [
            Fork(
                ends[question.line],
                tuple(encoder.encode_control(invocation(question.task))),
                question.temperature,
            )
            for question in asked
        ]
        decoding = Decoding(
            max_new_tokens,
            frozenset(self._engine.stop_ids),
            torch.tensor(sorted(self._allowed(lines, tokens))),
            SEED,
        )
        writings: list[Writing] = []
        with self._engine.lock, torch.inference_mode():
            reading = self._read(tuple(tokens))
            answers = self._answers[reading.tokens]
            forks = [
                replace(fork, model=answers.get((fork.length, fork.asked), ())) for fork in forks
            ]
            for start in range(0, len(forks), MAX_ROWS):
                rows = forks[start : start + MAX_ROWS]
                with self._adapter.active():
                    written = write(self._engine.model, reading, rows, decoding)
                for fork, answer in zip(rows, written, strict=True):
                    if not fork.temperature:
                        answers[fork.length, fork.asked] = answer.tokens
                    mean = sum(answer.log_probabilities) / len(answer.log_probabilities)
                    whole = len(answer.log_probabilities) > len(answer.tokens)
                    text = self._engine.decode(answer.tokens)
                    writings.append(Writing(text.strip(), math.exp(mean), whole))
        return writings

    def _encode_line(self, line: str) -> list[int]:
        # What is longer is no sentence, gives no claim, and would fill the window.
        return self._engine.encoder.encode_text(f"{line[:MAX_SENTENCE_CHARACTERS]}\n")

    def _read(self, tokens: tuple[int, ...]) -> Reading:
        """Return what reading the tokens left, from memory where they were just read."""
        kept = self._readings.get(tokens)
        if kept is None:
            kept = read(self._engine.model, tokens)
            self._readings[tokens] = kept
            self._answers[tokens] = {}
            if len(self._readings) > _KEPT_READINGS:
                del self._answers[self._readings.popitem(last=False)[0]]
        self._readings.move_to_end(tokens)
        return kept

    def _allowed(self, lines: Sequence[str], tokens: Sequence[int]) -> set[int]:
        """Return the tokens that may be written: the article's, and the plain vocabulary."""
        encode = self._engine.encoder.encode_text
        allowed = {*self._vocabulary, *tokens, *self._engine.stop_ids}
        for word in {word for line in lines for word in _WORD.findall(line)}:
            for form in {word, word.capitalize() if word.islower() else word}:
                allowed.update(encode(form))
                allowed.update(encode(f" {form}"))
        allowed.difference_update(self._engine.encoder.control_ids - set(self._engine.stop_ids))
        return allowed


def _fill(counts: Sequence[int], candidates: Sequence[int], room: int) -> list[int]:
    """Return the first candidates that fit the room together, in ascending order."""
    taken: list[int] = []
    for index in candidates:
        room -= counts[index]
        if room < 0:
            break
        taken.append(index)
    return sorted(taken)
