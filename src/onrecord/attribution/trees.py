"""Boosted trees as plain arrays: reading them and asking them, with numpy alone."""

from __future__ import annotations

import io

import numpy as np

BATCH = 128
"""Rows that are asked together: few enough to stay in the processor's cache."""


class Trees:
    """A sum of regression trees, each a row of nodes.

    The file (``.npz``) holds ``feature``, ``threshold``, ``left``, ``right``, ``value`` (all ``[trees, nodes]``; a leaf is its own
    child), ``base`` (the sum before any tree), ``depth``, and ``names`` (what each column is).
    """

    def __init__(self, data: bytes) -> None:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            self.feature = arrays["feature"].astype(np.int32)
            self.threshold = arrays["threshold"].astype(np.float32)
            left, right = arrays["left"].astype(np.int32), arrays["right"].astype(np.int32)
            self.value = arrays["value"].astype(np.float64).ravel()
            self.base = float(arrays["base"])
            self.depth = int(arrays["depth"])
            self.names = [str(n) for n in arrays["names"]]
        trees, nodes = self.feature.shape
        offset = (np.arange(trees, dtype=np.int32) * nodes)[:, None]
        self.roots = offset[:, 0]
        # left and right child side by side, so that one look-up finds the next node
        self.child = np.stack(((left + offset).ravel(), (right + offset).ravel()), axis=1).ravel().astype(np.int32)
        self.feature, self.threshold = self.feature.ravel(), self.threshold.ravel()

    def probability(self, x: np.ndarray) -> np.ndarray:
        """The probability of each row of `x`."""
        parts = [self._probability(x[k : k + BATCH]) for k in range(0, len(x), BATCH)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _probability(self, x: np.ndarray) -> np.ndarray:
        at = np.broadcast_to(self.roots, (len(x), len(self.roots))).copy()
        rows = (np.arange(len(x), dtype=np.int32) * x.shape[1])[:, None]
        flat = np.ascontiguousarray(x).ravel()
        for _ in range(self.depth):  # a leaf is its own child
            at = self.child[2 * at + (flat[rows + self.feature[at]] > self.threshold[at])]
        total = self.base + self.value[at].sum(axis=1)
        result: np.ndarray = 1.0 / (1.0 + np.exp(-total))
        return result
