"""Support attention: each branch of a pack attends to itself alone, forwards and backwards."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


class _Attention(torch.autograd.Function):
    """Attention within each branch, with its weights kept for the backward pass.

    On a CPU torch's fused attention takes longer backwards than all the layer's products, and
    attention over a whole pack is mostly over what is masked.
    """

    @staticmethod
    def forward(  # noqa: PLR0913, PLR0917  what attention takes
        ctx: Any,  # noqa: ANN401  torch's
        q: Tensor,
        k: Tensor,
        v: Tensor,
        masks: tuple[Tensor, ...],
        bounds: tuple[tuple[int, int], ...],
    ) -> Tensor:
        kv_heads, _, size = k.shape
        group = q.shape[0] // kv_heads
        ctx.bounds = bounds
        scaled = (q * size**-0.5).view(kv_heads, group, *q.shape[1:])
        attended = torch.empty_like(scaled)
        kept: list[Tensor] = []
        for (start, end), mask in zip(bounds, masks, strict=True):
            rows = end - start
            scores = torch.bmm(
                scaled[:, :, start:end].reshape(kv_heads, group * rows, size),
                k[:, start:end].transpose(1, 2),
            )
            scores.view(kv_heads, group, rows, rows).add_(mask)
            weights = torch.softmax(scores, dim=-1)
            attended[:, :, start:end] = torch.bmm(weights, v[:, start:end]).view(
                kv_heads, group, rows, size
            )
            kept.append(weights)
        ctx.save_for_backward(scaled, k, v, *kept)
        return attended.view(q.shape)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor, None, None]:  # noqa: ANN401  torch's
        scaled, k, v, *kept = ctx.saved_tensors
        kv_heads, group, _, size = scaled.shape
        out = grads[0].reshape(scaled.shape)
        d_q, d_k, d_v = torch.empty_like(scaled), torch.empty_like(k), torch.empty_like(v)
        for (start, end), weights in zip(ctx.bounds, kept, strict=True):
            flat = (kv_heads, group * (end - start), size)
            here = out[:, :, start:end].reshape(flat)
            d_v[:, start:end] = torch.bmm(weights.transpose(1, 2), here)
            d_weights = torch.bmm(here, v[:, start:end].transpose(1, 2))
            d_scores = torch._softmax_backward_data(d_weights, weights, -1, weights.dtype)  # noqa: SLF001  what autograd itself calls
            d_q[:, :, start:end] = torch.bmm(d_scores, k[:, start:end]).view(
                kv_heads, group, end - start, size
            )
            d_k[:, start:end] = torch.bmm(
                d_scores.transpose(1, 2), scaled[:, :, start:end].reshape(flat)
            )
        return d_q.mul_(size**-0.5).view(-1, *k.shape[1:]), d_k, d_v, None, None


def attend_in_branches(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    masks: tuple[Tensor, ...],
    bounds: tuple[tuple[int, int], ...],
) -> Tensor:
    """Return what each token of q, (heads, T, size), attends to within its branch."""
    attended: Tensor = _Attention.apply(q, k, v, masks, bounds)
    return attended
