"""The news format: how the news adapter is asked, and how it writes its answers.

Training writes it, the claim rewriter and the summarizer read it; both from here, so that
they cannot drift apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from service.domain.claim import ClaimKind, SkipReason

#: Opens the article; after it comes one sentence a line.
READING: Final = "<|im_start|>user\n"
CLAIMS_TASK: Final = "claims"
HEADLINE_TASK: Final = "headline"
#: Claims that one sentence may give; the annotators wrote at most so many.
MAX_CLAIMS: Final = 3

_CLAIM = re.compile(r"[123] (\w+)(?: by ([^:]{1,120}))?: (\S.*)")
_NO_CLAIM = re.compile(r"none (\w+)")


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """A claim as the adapter wrote it.

    Attributes:
        speaker: Who the article says made it, or None.
    """

    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class ClaimsAnswer:
    """What the adapter wrote for one sentence.

    Attributes:
        claims: In its order; empty where it saw none.
        skip: Why there is none, where it said so.
    """

    claims: tuple[WrittenClaim, ...]
    skip: SkipReason | None


def invocation(task: str) -> str:
    """Return what ends the reading and asks for `task`."""
    return f"<|im_end|>\n<|im_start|>{task}\n"


def summary_task(sentence_count: int) -> str:
    """Return the task of a summary in so many sentences."""
    return f"summary {sentence_count}"


def write_claim(worth: int, kind: str, speaker: str | None, text: str) -> str:
    """Return one line of an answer to the claims task."""
    attribution = f" by {speaker}" if speaker else ""
    return f"{worth} {kind}{attribution}: {' '.join(text.split())}"


def write_no_claim(reason: str) -> str:
    """Return the answer to the claims task for a sentence that holds no claim."""
    return f"none {reason}"


def read_answer(answer: str) -> ClaimsAnswer:
    """Read an answer to the claims task; lines of another form are passed over."""
    lines = [line.strip() for line in answer.splitlines()]
    claims: list[WrittenClaim] = []
    skip: SkipReason | None = None
    for line in lines:
        if match := _CLAIM.fullmatch(line):
            kind, speaker, text = match.groups()
            if kind in {k.value for k in ClaimKind}:
                claims.append(WrittenClaim(text, speaker))
        elif (match := _NO_CLAIM.fullmatch(line)) and match[1] in {r.value for r in SkipReason}:
            skip = SkipReason(match[1])
    return ClaimsAnswer(tuple(claims[:MAX_CLAIMS]), skip if not claims else None)
