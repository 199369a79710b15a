"""The derivative of a linear layer by its weights, contracted slice by slice, as numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.layout import ShapeError

__all__ = ["Contraction", "contract_stepwise"]

_STEP = 1e-3  # z is linear in W, so that any step is exact but for rounding
_LARGEST = 4  # so that every number can be read


@dataclass(frozen=True)
class Contraction:
    """The tensor of a linear layer and its product with an upstream gradient, step by step.

    Parameters
    ----------
    a, dL_dz : ndarray of float64, shapes (m, 1), (n, 1)
        The layer's input and the upstream gradient.
    tensor : ndarray of float64, shape (n, m, n)
        ∂z/∂W in the column convention; entry (i, j, k) is ∂z_k/∂W_ij.
    sums : ndarray of float64, shape (n, n, m)
        Running sums; number k has the slices up to z_k in it.
    outer : ndarray of float64, shape (n, m)
        ``dL_dz aᵀ``.
    gap : float
        Largest distance between the tensor and central differences of the layer.
    """

    a: np.ndarray
    dL_dz: np.ndarray
    tensor: np.ndarray
    sums: np.ndarray
    outer: np.ndarray
    gap: float


def contract_stepwise(a, dL_dz) -> Contraction:
    """Build ∂z/∂W of ``z = W a + b``, and contract it with ∂L/∂z slice by slice.

    Parameters
    ----------
    a : array_like of float, shape (m, 1)
        The layer's input, a column.
    dL_dz : array_like of float, shape (n, 1)
        Upstream gradient.

    Returns
    -------
    Contraction
        The tensor, the running sums, the outer product and the check.

    Raises
    ------
    ShapeError
        If either is not a column, or is too long to be drawn.
    ValueError
        If a number is not finite.

    Examples
    --------
    >>> contract_stepwise([[1.0], [2.0]], [[10.0], [0.0], [-1.0]]).sums[-1]
    array([[10., 20.],
           [ 0.,  0.],
           [-1., -2.]])
    """
    a, dL_dz = _column(a, "a", "m"), _column(dL_dz, "dL_dz", "n")
    n = len(dL_dz)
    tensor = np.einsum("ik,j->ijk", np.eye(n), a[:, 0])
    weighted = np.moveaxis(tensor * dL_dz[:, 0], -1, 0)  # one slice after another
    differences = _differences(a, n)
    return Contraction(
        a=a,
        dL_dz=dL_dz,
        tensor=tensor,
        sums=np.cumsum(weighted, axis=0),
        outer=dL_dz @ a.T,
        gap=float(np.max(np.abs(tensor - differences))),
    )


def _column(array, name: str, size: str) -> np.ndarray:
    array = np.array(array, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] != 1 or not 1 <= len(array) <= _LARGEST:
        raise ShapeError(
            f"tensor_slices cannot draw {name} with shape {array.shape}\n"
            f"  it needs a column ({size}, 1) with {size} from 1 to {_LARGEST}, "
            "so that every number can be read\n"
            f"  write {name}.reshape(-1, 1) if it is 1-D; sparsity(n, m) shows larger layers"
        )
    if not np.all(np.isfinite(array)):
        raise ValueError(
            f"tensor_slices cannot draw {name}: it holds nan or inf\n"
            "  every number must be finite, so that the sums can be compared"
        )
    return array


def _differences(a: np.ndarray, n: int) -> np.ndarray:
    """Differentiate W ↦ W a by moving one weight at a time; b drops out of a difference."""
    W = 1.0 + np.arange(n * len(a), dtype=np.float64).reshape(n, len(a))
    slopes = np.empty((*W.shape, n))
    for i, j in np.ndindex(*W.shape):
        above, below = W.copy(), W.copy()
        above[i, j] += _STEP
        below[i, j] -= _STEP
        slopes[i, j] = ((above @ a - below @ a) / (above[i, j] - below[i, j]))[:, 0]
    return slopes
