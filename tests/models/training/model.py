"""Whisper's architecture in plain torch, with the parameter names of transformers.

That of transformers takes full windows only. This one takes any length, and has a linear head beside it for the CTC
loss.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

MELS = 80
LETTERS = " abcdefghijklmnopqrstuvwxyz'"
"""What the CTC head spells; 0 is its blank."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    tokens: int
    width: int = 256
    heads: int = 4
    encoder_layers: int = 6
    decoder_layers: int = 3
    encoder_positions: int = 1500
    decoder_positions: int = 448


@dataclass(frozen=True, slots=True)
class Rest:
    """The empty rest of a window, of which only a few positions are computed.

    faster-whisper fills every window up to 30 s. All of that emptiness looks alike, so a few random positions of it,
    each counted several times in the attention, stand for the whole at a tenth of the cost.

    Attributes:
        positions: those that are computed.
        count: how many they stand for.
    """

    positions: Tensor
    count: int


def sinusoids(positions: int, width: int) -> Tensor:
    """Whisper's position codes."""
    step = math.log(10_000) / (width // 2 - 1)
    scales = torch.exp(-step * torch.arange(width // 2))
    times = torch.arange(positions)[:, None] * scales[None, :]
    return torch.cat([times.sin(), times.cos()], dim=1)


class Attention(nn.Module):
    """Attention with several heads."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.k_proj = nn.Linear(width, width, bias=False)
        self.v_proj = nn.Linear(width, width)
        self.q_proj = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, width)

    def forward(
        self, asking: Tensor, asked: Tensor, weight: Tensor | None = None, causal: bool = False
    ) -> tuple[Tensor, Tensor]:
        """Mix `asked` for every position of `asking`; `weight` is the logarithm of how often each of it counts.

        Returns:
            The mixture, and how much is looked where before the softmax, `(batch, heads, asking, asked)`.
        """
        query, key, value = (
            projection(side).unflatten(-1, (self.heads, -1)).transpose(1, 2).flatten(0, 1)
            for projection, side in ((self.q_proj, asking), (self.k_proj, asked), (self.v_proj, asked))
        )
        # Plain products: torch's own attention takes two to three times as long on a processor, going back most of all.
        query, key = query * query.shape[-1] ** -0.5, key.transpose(1, 2)
        if causal:
            weight = query.new_full((query.shape[1], key.shape[2]), -1e4).triu(1)
        scores = query @ key if weight is None else torch.baddbmm(weight.to(query.dtype), query, key)
        mixed, scores = (part.unflatten(0, (-1, self.heads)) for part in (scores.softmax(-1) @ value, scores))
        return self.out_proj(mixed.transpose(1, 2).flatten(2)), scores


class Layer(nn.Module):
    """A layer of the encoder, or of the decoder where it looks across.

    Attributes:
        looks: in training, where the first head that looks across looked, as logarithms.
    """

    looks: Tensor | None

    def __init__(self, width: int, heads: int, across: bool, dropout: float = 0.0) -> None:
        super().__init__()
        self.self_attn = Attention(width, heads)
        self.self_attn_layer_norm = nn.LayerNorm(width)
        self.across = across
        if across:
            self.encoder_attn = Attention(width, heads)
            self.encoder_attn_layer_norm = nn.LayerNorm(width)
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)
        self.final_layer_norm = nn.LayerNorm(width)
        self.dropout = dropout
        self.looks = None

    def _drop(self, state: Tensor) -> Tensor:
        return functional.dropout(state, self.dropout, self.training)

    def forward(self, state: Tensor, weight: Tensor | None, heard: Tensor | None = None) -> Tensor:
        """One step deeper; `weight` is that of the encoder's positions."""
        normal = self.self_attn_layer_norm(state)
        mixed, _ = self.self_attn(normal, normal, None if self.across else weight, causal=self.across)
        state = state + self._drop(mixed)
        if heard is not None:
            normal = self.encoder_attn_layer_norm(state)
            mixed, scores = self.encoder_attn(normal, heard, weight)
            self.looks = scores[:, 0].float().log_softmax(-1) if self.training else None
            state = state + self._drop(mixed)
        wide = functional.gelu(self.fc1(self.final_layer_norm(state)))
        return state + self._drop(self.fc2(wide))


class Encoder(nn.Module):
    """Log-mel frames to states, two frames each."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(MELS, shape.width, kernel_size=3, padding=1)
        self.conv2 = nn.Conv1d(shape.width, shape.width, kernel_size=3, stride=2, padding=1)
        self.embed_positions = nn.Embedding(shape.encoder_positions, shape.width)
        self.embed_positions.weight = nn.Parameter(sinusoids(shape.encoder_positions, shape.width), requires_grad=False)
        self.layers = nn.ModuleList(Layer(shape.width, shape.heads, across=False) for _ in range(shape.encoder_layers))
        self.layer_norm = nn.LayerNorm(shape.width)

    def forward(self, mels: Tensor, rest: Rest | None = None) -> tuple[Tensor, Tensor | None]:
        """`(batch, 80, frames)` to `(batch, positions, width)`, and the weight of positions."""
        state = self._convolved(mels)
        weight = None
        state = state + self.embed_positions.weight[: state.shape[1]]
        if rest is not None:
            empty = self._convolved(mels.new_zeros(1, MELS, 12))[:, 3] + self.embed_positions.weight[rest.positions]
            weight = state.new_zeros(1, 1, state.shape[1] + len(rest.positions))
            weight[..., state.shape[1] :] = math.log(rest.count / len(rest.positions))
            state = torch.cat([state, empty.expand(len(state), -1, -1)], dim=1)
        for layer in self.layers:
            state = layer(state, weight)
        return self.layer_norm(state), weight

    def _convolved(self, mels: Tensor) -> Tensor:
        return functional.gelu(self.conv2(functional.gelu(self.conv1(mels)))).transpose(1, 2)


class Decoder(nn.Module):
    """Tokens so far and what was heard to the states of the next tokens."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(shape.tokens, shape.width)
        self.embed_positions = nn.Embedding(shape.decoder_positions, shape.width)
        nn.init.normal_(self.embed_tokens.weight, std=0.05)
        # Beginning as waves, so that rarely seen late positions resemble the others.
        self.embed_positions.weight = nn.Parameter(0.1 * sinusoids(shape.decoder_positions, shape.width))
        self.layers = nn.ModuleList(Layer(shape.width, shape.heads, across=True) for _ in range(shape.decoder_layers))
        self.layer_norm = nn.LayerNorm(shape.width)

    def forward(self, tokens: Tensor, heard: Tensor, weight: Tensor | None = None) -> Tensor:
        """`(batch, tokens)` to `(batch, tokens, width)`."""
        state = self.embed_tokens(tokens) + self.embed_positions.weight[: tokens.shape[1]]
        for layer in self.layers:
            state = layer(state, weight, heard)
        normal: Tensor = self.layer_norm(state)
        return normal


class Whisper(nn.Module):
    """The model, with a head for the CTC loss that is not kept.

    Attributes:
        shape: its sizes.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.decoder = Decoder(shape)
        self.spelling = nn.Linear(shape.width, len(LETTERS) + 1)

    def forward(self, mels: Tensor, tokens: Tensor, rest: Rest | None = None) -> tuple[Tensor, Tensor]:
        """Scores of the next tokens, and of letters over time."""
        heard, weight = self.encoder(mels, rest)
        scores = functional.linear(self.decoder(tokens, heard, weight), self.decoder.embed_tokens.weight)
        return scores, self.spelling(heard[:, : mels.shape[2] // 2])
