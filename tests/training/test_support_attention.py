"""Support attention: attention branch by branch is attention over the whole pack."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.support_attention import attend_in_branches

HEADS, KV_HEADS, SIZE = 4, 2, 8
BOUNDS = ((0, 5), (5, 12))


def rows(seed: int, heads: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(heads, BOUNDS[-1][1], SIZE, generator=generator).requires_grad_()


def sees() -> Tensor:
    seen = torch.zeros(BOUNDS[-1][1], BOUNDS[-1][1], dtype=torch.bool)
    for start, end in BOUNDS:
        seen[start:end, start:end] = torch.ones(end - start, end - start).tril().bool()
    return seen


def test_it_attends_and_learns_as_over_the_whole_pack() -> None:
    q, k, v = rows(1, HEADS), rows(2, KV_HEADS), rows(3, KV_HEADS)
    bias = torch.zeros(sees().shape).masked_fill(~sees(), float("-inf"))
    masks = tuple(bias[start:end, start:end] for start, end in BOUNDS)
    pull = rows(4, HEADS).detach()

    attended = attend_in_branches(q, k, v, masks, BOUNDS)
    found = torch.autograd.grad((attended * pull).sum(), (q, k, v))

    group = HEADS // KV_HEADS
    expected = functional.scaled_dot_product_attention(
        q[None],
        k.repeat_interleave(group, 0)[None],
        v.repeat_interleave(group, 0)[None],
        attn_mask=bias,
    )[0]
    wanted = torch.autograd.grad((expected * pull).sum(), (q, k, v))
    torch.testing.assert_close(attended, expected)
    torch.testing.assert_close(found, wanted)
