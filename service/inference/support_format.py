"""The support format: how statements are put beside their evidence for the support adapter.

Training writes it, the support checker reads it; both from here, so that they cannot
drift apart. A branch is the evidence, read once, and after it each of the statements that
are held against it; no statement sees another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from service.inference.prompts import PromptEncoder
from service.text.evidence import select_evidence
from service.text.facts import content_overlap

_EVIDENCE: Final = "<|im_start|>evidence\n"
_STATEMENT: Final = "<|im_start|>statement\n"
_END: Final = "<|im_end|>\n"
#: Sentences of the article that evidence is chosen of where none is given.
_MOST_SENTENCES: Final = 3
#: Words of evidence; the main sentence counts whatever its length.
_MOST_WORDS: Final = 100
#: Where the given evidence holds less than this share of a statement's words, more is sought.
_LEAST_COVERED: Final = 0.75
#: Characters of evidence, and of a statement, that are read.
MAX_CHARACTERS: Final = 1200
#: Tokens that are run together: fewer leave a processor waiting for its memory, more make
#: it attend over what is masked.
PACK_TOKENS: Final = 640


@dataclass(frozen=True, slots=True)
class Leaf:
    """A statement as tokens; the judgement is read off the last of them.

    Attributes:
        own: From where to where the statement's own words stand among the tokens.
        offsets: Where each of the own tokens stands in the statement.
    """

    tokens: tuple[int, ...]
    own: tuple[int, int]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """Evidence, and the statements that are held against it.

    Attributes:
        evidence: Its tokens.
        leaves: The statements.
        members: For each of them, what the caller knows it by.
    """

    evidence: tuple[int, ...]
    leaves: tuple[Leaf, ...]
    members: tuple[int, ...]

    @property
    def length(self) -> int:
        """Return how many tokens it has."""
        return len(self.evidence) + sum(len(leaf.tokens) for leaf in self.leaves)


def choose_evidence(statement: str, given: Sequence[str], article: str) -> tuple[str, ...]:
    """Return what a statement is held against, the main sentence last.

    Statements of one source share its context, so that it is read once for all of them,
    unless much of a statement stands elsewhere in the article.

    Args:
        statement: The claim, headline or summary sentence.
        given: Evidence known beforehand, the main sentence first; may be empty.
        article: The article without its boilerplate.
    """
    if not given:
        return select_evidence(statement, (), article, _MOST_SENTENCES)
    main, *others = dict.fromkeys(" ".join(passage.split()) for passage in given)
    room = _MOST_WORDS - len(main.split())
    context: list[str] = []
    for passage in others:
        room -= len(passage.split())
        if room < 0:
            break
        context.append(passage)
    chosen = (*context[::-1], main)
    if content_overlap(statement, chosen) >= _LEAST_COVERED:
        return chosen
    found = select_evidence(statement, (), article, _MOST_SENTENCES)
    return (*(passage for passage in found if passage != main), main)


def encode_evidence(encoder: PromptEncoder, evidence: Sequence[str]) -> tuple[int, ...]:
    """Return the tokens of evidence; what is too long is cut at its beginning."""
    text = "\n".join(evidence)[-MAX_CHARACTERS:]
    return (
        *encoder.encode_control(_EVIDENCE),
        *encoder.encode_text(text),
        *encoder.encode_control(_END),
    )


def encode_statement(encoder: PromptEncoder, statement: str) -> Leaf:
    """Return a statement as tokens; what is too long is cut at its end."""
    before = encoder.encode_control(_STATEMENT)
    own, offsets = encoder.encode_places(statement[:MAX_CHARACTERS])
    tokens = (*before, *own, *encoder.encode_control(_END))
    return Leaf(tokens, (len(before), len(before) + len(own)), tuple(offsets))


def build_branches(
    encoder: PromptEncoder, asked: Sequence[tuple[tuple[str, ...], str]]
) -> list[Branch]:
    """Return branches for pairs of evidence and statement; what shares evidence shares one.

    Args:
        encoder: Cuts texts to tokens.
        asked: The pairs; branches know them by their indexes.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, (evidence, _) in enumerate(asked):
        groups.setdefault(evidence, []).append(index)
    branches: list[Branch] = []
    for evidence, members in groups.items():
        tokens = encode_evidence(encoder, evidence)
        leaves: list[Leaf] = []
        own: list[int] = []
        room = PACK_TOKENS - len(tokens)
        for index in members:
            leaf = encode_statement(encoder, asked[index][1])
            room -= len(leaf.tokens)
            if leaves and room < 0:
                branches.append(Branch(tokens, tuple(leaves), tuple(own)))
                leaves, own, room = [], [], PACK_TOKENS - len(tokens) - len(leaf.tokens)
            leaves.append(leaf)
            own.append(index)
        branches.append(Branch(tokens, tuple(leaves), tuple(own)))
    return branches


def pack_branches(branches: Sequence[Branch]) -> Iterator[list[Branch]]:
    """Yield runs of branches that are read together."""
    pack: list[Branch] = []
    length = 0
    for branch in branches:
        if pack and length + branch.length > PACK_TOKENS:
            yield pack
            pack, length = [], 0
        pack.append(branch)
        length += branch.length
    if pack:
        yield pack
