"""Prompts: chats and texts as token ids, in which no article can write a control token."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

#: Stands for a message's content while the chat template is filled in.
_PLACEHOLDER = re.compile("\ue000([0-9]+)\ue000")


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat: `system`, `user` or `assistant`, and what was said."""

    role: str
    content: str


Prompt = Sequence[Message]


class PromptEncoder:
    """Turns chats and texts into token ids.

    Only the chat template writes control tokens. Where a message spells one out
    (`<|im_end|>`), it is read as the ordinary characters that it is made of, so that no
    article can close its own turn and open another.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer
        backend = tokenizer.backend_tokenizer
        # The same model without its added tokens. `split_special_tokens=True` would still
        # read added tokens that are not marked special, and is set on the shared tokenizer,
        # where another thread's call changes it.
        self._plain = Tokenizer(backend.model)
        self._plain.normalizer = backend.normalizer
        self._plain.pre_tokenizer = backend.pre_tokenizer
        self._controls = {
            token.content: number for number, token in tokenizer.added_tokens_decoder.items()
        }
        longest_first = sorted(self._controls, key=len, reverse=True)
        self._control = re.compile(f"({'|'.join(map(re.escape, longest_first)) or '(?!)'})")

    @property
    def control_ids(self) -> frozenset[int]:
        """Return the tokens that no article text is read as."""
        return frozenset(self._controls.values())

    def encode_control(self, text: str) -> list[int]:
        """Return the tokens of a text of the service's own, control tokens included."""
        ids: list[int] = []
        for piece in self._control.split(text):
            ids += [self._controls[piece]] if piece in self._controls else self.encode_text(piece)
        return ids

    def encode_text(self, text: str) -> list[int]:
        """Return the tokens of a text, none of them a control token."""
        ids: list[int] = self._plain.encode(text, add_special_tokens=False).ids
        return ids

    def encode_places(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the tokens of a text, and where in the text each of them stands."""
        encoding = self._plain.encode(text, add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def encode_chat(self, prompt: Prompt) -> list[int]:
        """Return the tokens of a chat, up to where its answer begins."""
        placeholders = [
            {"role": message.role, "content": f"\ue000{number}\ue000"}
            for number, message in enumerate(prompt)
        ]
        template = str(
            self._tokenizer.apply_chat_template(
                placeholders, tokenize=False, add_generation_prompt=True
            )
        )
        ids: list[int] = []
        # Contents come in only after the template was cut at its control tokens; what
        # stands between two of them is read in one go, as the tokenizer itself does.
        for piece in self._control.split(template):
            if piece in self._controls:
                ids.append(self._controls[piece])
            else:
                filled = _PLACEHOLDER.sub(lambda match: prompt[int(match[1])].content, piece)
                ids.extend(self.encode_text(filled))
        return ids
