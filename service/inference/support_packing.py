"""Support packing: branches laid out in one row, and which token of it sees which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from service.inference.support_format import Branch


@dataclass(frozen=True)
class Layout:
    """Branches in one row.

    Attributes:
        tokens: Their tokens, (T).
        positions: Where each token stands, as if its statement were the only one, (T).
        sees: Which tokens each token sees, (T, T).
        last: Where each statement's judgement is read, (S).
        own: Where the statements' own words stand, (W).
        owner: Which statement each of those belongs to, (W).
        offsets: Where each of those stands in its statement.
        members: For each statement, what the caller knows it by.
        bounds: From where to where each branch reaches.
    """

    tokens: Tensor
    positions: Tensor
    sees: Tensor
    last: Tensor
    own: Tensor
    owner: Tensor
    offsets: tuple[tuple[int, int], ...]
    members: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]


def lay_out(branches: Sequence[Branch], multiple: int = 1) -> Layout:
    """Lay branches out in one row; no branch, and no statement, sees another.

    Args:
        branches: What is to be read together.
        multiple: What each branch's length is filled up to a multiple of, by tokens that
            nothing sees. Shapes that recur spare their own code being made for each.
    """
    ids: list[int] = []
    positions: list[int] = []
    segment: list[int] = []
    trunk_of: list[int] = []
    last: list[int] = []
    own: list[int] = []
    owner: list[int] = []
    bounds: list[tuple[int, int]] = []
    number = 0
    for branch in branches:
        trunk = number
        parts = [
            (branch.evidence, 0),
            *((leaf.tokens, len(branch.evidence)) for leaf in branch.leaves),
        ]
        for place, (tokens, start) in enumerate(parts):
            if place:
                first, end = branch.leaves[place - 1].own
                own += range(len(ids) + first, len(ids) + end)
                owner += [len(last)] * (end - first)
                last.append(len(ids) + len(tokens) - 1)
            ids += tokens
            positions += range(start, start + len(tokens))
            segment += [number] * len(tokens)
            trunk_of += [trunk] * len(tokens)
            number += 1
        filling = -branch.length % multiple
        ids += [0] * filling
        positions += [0] * filling
        segment += [number] * filling
        trunk_of += [number] * filling
        number += 1
        bounds.append((len(ids) - filling - branch.length, len(ids)))
    mine, above, order = torch.tensor(segment), torch.tensor(trunk_of), torch.arange(len(ids))
    same = (mine[None] == mine[:, None]) | (mine[None] == above[:, None])
    return Layout(
        torch.tensor(ids),
        torch.tensor(positions),
        same & (order[None] <= order[:, None]),
        torch.tensor(last),
        torch.tensor(own),
        torch.tensor(owner),
        tuple(place for branch in branches for leaf in branch.leaves for place in leaf.offsets),
        tuple(member for branch in branches for member in branch.members),
        tuple(bounds),
    )
