"""Vectors: embeddings in groups, one group a phrase, and how like a query the nearest of each group is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from phrasebank.encoder import FloatArray

if TYPE_CHECKING:
    import torch

IntArray = NDArray[np.intp]

MANY = 20_000
"""From this many vectors on the exact products take longer than a rough first look (measured: 5,000 vectors 0.1 ms,
100,000 vectors 6 ms; the rough look at 100,000 takes 1.5 ms)."""


class GroupedVectors:
    """Rows of a matrix in consecutive groups. Immutable.

    Args:
        vectors: shape (rows, dimensions).
        sizes: how many rows each group has, in their order; a group may be empty.
    """

    def __init__(self, vectors: FloatArray, sizes: Sequence[int]) -> None:
        self._vectors = np.ascontiguousarray(vectors)
        self._sizes = np.array(sizes, dtype=np.intp)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._rough = _Rough(self._vectors) if len(vectors) >= MANY else None

    def likeness(self, query: FloatArray) -> tuple[FloatArray, bool]:
        """The greatest product of the query with a row of each group, and whether it is exact.

        Args:
            query: shape (dimensions,).

        Returns:
            Shape (groups,); where it is not exact it is never too low. Every group must have a row.
        """
        if self._rough is None:
            return self._greatest(self._vectors @ query, self._starts), True
        products, scale, error = self._rough.products(query)
        whole = products if len(products) == len(self._starts) else np.maximum.reduceat(products, self._starts)
        nearest = whole.astype(np.float32)
        nearest *= scale
        nearest += error
        return nearest, False

    def exact(self, query: FloatArray, groups: IntArray) -> FloatArray:
        """The greatest product of the query with a row of each of these groups; 0 for an empty group."""
        sizes = self._sizes[groups]
        result = np.zeros(len(groups), dtype=np.float32)
        filled = sizes > 0
        if not filled.any():
            return result
        sizes, starts = sizes[filled], self._starts[groups[filled]]
        firsts = np.cumsum(sizes) - sizes
        rows = np.arange(int(sizes.sum())) + np.repeat(starts - firsts, sizes)
        result[filled] = self._greatest(self._vectors[rows] @ query, firsts)
        return result

    @staticmethod
    def _greatest(products: FloatArray, starts: IntArray) -> FloatArray:
        return products if len(products) == len(starts) else np.maximum.reduceat(products, starts)


class _Rough:
    """The rows in whole numbers of one byte: a quarter of the memory to read, which is what a search waits for."""

    def __init__(self, vectors: FloatArray) -> None:
        import torch  # noqa: PLC0415  (takes seconds, and a small bank does without it)

        self._scale = float(np.abs(vectors).max()) / 127 or 1.0
        whole = np.empty(vectors.shape, dtype=np.int8)
        longest, worst = 0.0, 0.0
        for start in range(0, len(vectors), MANY):
            block = vectors[start : start + MANY]
            whole[start : start + MANY] = rounded = np.rint(block / self._scale)
            worst = max(worst, float(np.linalg.norm(block - rounded * self._scale, axis=1).max()))
            longest = max(longest, float(np.linalg.norm(block, axis=1).max()))
        self._rows: torch.Tensor = torch.from_numpy(whole)
        self._worst, self._longest = worst, longest

    def products(self, query: FloatArray) -> tuple[NDArray[np.int32], float, float]:
        """Whole products, what one is worth, and by how much the exact products differ at most (Cauchy-Schwarz)."""
        import torch  # noqa: PLC0415

        scale = float(np.abs(query).max()) / 127 or 1.0
        whole = np.rint(query / scale).astype(np.int8)
        lost = float(np.linalg.norm(query - whole * np.float32(scale)))
        products: NDArray[np.int32] = torch._int_mm(self._rows, torch.from_numpy(whole)[:, None]).numpy()[:, 0]
        error = self._longest * lost + self._worst * float(np.linalg.norm(query) + lost) + 1e-6
        return products, self._scale * scale, error
