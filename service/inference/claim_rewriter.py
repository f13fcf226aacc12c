"""The claim rewriter: words sentences as standalone claims, by rule first.

Rules resolve what leaves no doubt (names, dates, reporting pronouns), and a small regression
tells whom an opening "he" stands for. The language model divides sentences that hold several
facts; what it writes is kept only where it adds no word of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.domain.analysis import ClaimProposal, ModelRun, Rewording, RewriteRequest
from service.domain.claim import Method
from service.inference.prompts import Message, Prompt
from service.inference.pronoun_resolver import PronounResolver
from service.inference.text_generator import TextGenerator
from service.text.clarity import unclear_parts
from service.text.quotations import is_balanced, outside_quotations
from service.text.rewording import attribute_quotation, reword
from service.text.splitting import is_safe_part, may_be_split

MAX_NEW_TOKENS = 90
_MAX_PARTS = 3

_INSTRUCTION = (
    "Split the sentence into its separate facts, one a line. Keep its words. Repeat the "
    "subject so that each line can be read alone. Add nothing."
)
#: Worked examples: made-up facts in the shapes that news uses, the last one indivisible.
_EXAMPLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Acme Motors employs 2,300 people in Graz and will close the plant in March.",
        (
            "Acme Motors employs 2,300 people in Graz.",
            "Acme Motors will close the plant in March.",
        ),
    ),
    (
        "The bridge over the Drava, which was built in 1931, may be closed for two years.",
        (
            "The bridge over the Drava was built in 1931.",
            "The bridge over the Drava may be closed for two years.",
        ),
    ),
    (
        "The driver was taken to hospital after his lorry hit a barrier near Leeds.",
        ("The driver was taken to hospital after his lorry hit a barrier near Leeds.",),
    ),
)
_CLOSING = frozenset(".!?\u2026\"'\u201d\u2019)")


class PromptedClaimRewriter:
    """Rewords by rule and, where rules end, by prompt; implements `ClaimRewriter`."""

    def __init__(self, divider: TextGenerator) -> None:
        """Bind the rewriter to its models.

        Args:
            divider: Divides sentences.
        """
        self._pronouns = PronounResolver.load()
        self._divider = divider

    def rewrite(self, requests: Sequence[RewriteRequest]) -> tuple[list[Rewording], ModelRun]:
        """Return the unverified wordings of each request, in the same order.

        A sentence whose pronoun nobody could resolve gives none.
        """
        worded = self._word(requests)
        divisible = [i for i, text in enumerate(worded) if text and may_be_split(text)]
        answers = self._divider.generate(
            [_prompt(worded[i] or "") for i in divisible], MAX_NEW_TOKENS
        )
        parts = dict(zip(divisible, answers, strict=True))
        proposals = [
            Rewording(_propose(request, text, parts.get(i, "")))
            for i, (request, text) in enumerate(zip(requests, worded, strict=True))
        ]
        identity = self._divider.identity
        parameters = self._divider.parameters(MAX_NEW_TOKENS)
        return proposals, ModelRun(identity.name, identity.revision, parameters, 0.0)

    def repair(
        self, requests: Sequence[RewriteRequest], problems: Sequence[str]
    ) -> list[tuple[ClaimProposal, ...]]:
        """Word each sentence anew, undivided and without its resolved pronoun's guess.

        Args:
            requests: Those whose proposals failed.
            problems: What was wrong with each; the repair is the same for all.
        """
        del problems
        return [
            _propose(
                request,
                reword(request.sentence, (), request.article, request.published_at),
                "",
            )
            for request in requests
        ]

    def likely_wordings(self, request: RewriteRequest) -> tuple[str, ...]:
        """Return the sentence with the person whom its pronoun likely means, if there is one."""
        text = " ".join(request.sentence.split())
        if not any(reason.startswith("pronoun") for reason in unclear_parts(text)):
            return ()
        found = self._pronouns.guess(request, text)
        return () if found is None else (found,)

    def _word(self, requests: Sequence[RewriteRequest]) -> list[str | None]:
        """Reword each sentence; what an earlier one became is context for a later one."""
        known: dict[str, str] = {}
        worded: list[str | None] = []
        for request in requests:
            preceding = tuple(known.get(sentence, sentence) for sentence in request.preceding)
            text = self._word_one(replace(request, preceding=preceding))
            known[request.sentence] = text or request.sentence
            worded.append(text)
        return worded

    def _word_one(self, request: RewriteRequest) -> str | None:
        text = reword(request.sentence, request.preceding, request.article, request.published_at)
        reasons = unclear_parts(text)
        if any(reason.startswith("pronoun") for reason in reasons):
            text = self._pronouns.resolve(request, text) or text
        elif "quotation without speaker" in reasons:
            text = _attribute(text, request) or text
        return None if unclear_parts(text) else text


def _attribute(quotation: str, request: RewriteRequest) -> str | None:
    """Put the speaker before a sentence that is all quotation."""
    if not is_balanced(quotation) or any(c.isalpha() for c in outside_quotations(quotation)):
        return None
    if request.speaker is None:
        return None
    return reword(attribute_quotation(quotation, request.speaker), (), request.article, None)


def _prompt(sentence: str) -> Prompt:
    messages = [Message("system", _INSTRUCTION)]
    for question, answer in _EXAMPLES:
        messages += [Message("user", question), Message("assistant", "\n".join(answer))]
    return [*messages, Message("user", sentence)]


def _propose(request: RewriteRequest, text: str | None, answer: str) -> tuple[ClaimProposal, ...]:
    """Turn a wording and the model's division of it into proposals."""
    if text is None:
        return ()
    source = " ".join(request.sentence.split())
    lines = list(dict.fromkeys(line.strip() for line in answer.splitlines() if line.strip()))
    safe = 1 < len(lines) <= _MAX_PARTS and all(is_safe_part(line, text) for line in lines)
    wordings = lines if safe else [text]
    return tuple(
        ClaimProposal(wording, Method.EXTRACTIVE if wording == source else Method.ABSTRACTIVE)
        for wording in (_closed(wording) for wording in wordings)
    )


def _closed(text: str) -> str:
    """End a claim with a full stop where it ends with no mark at all."""
    return text if text[-1] in _CLOSING else f"{text}."
