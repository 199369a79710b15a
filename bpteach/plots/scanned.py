"""Functions of one number whose derivatives can be checked, and wrong formulas for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from bpteach.functions import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)

__all__ = ["BUGS", "FUNCTIONS", "Scanned"]


@dataclass(frozen=True)
class Scanned:
    """A function with the formula of its derivative.

    Parameters
    ----------
    label : str
        The function, as text.
    f, slope : callable
        z to f(z) and to f′(z), any float dtype; f takes complex numbers too.
    missing : callable
        z to what the formula gives when one of its terms is forgotten.
    words : str
        That wrong formula beside the right one.
    kink : float, optional
        Where f has no derivative.
    """

    label: str
    f: Callable
    slope: Callable
    missing: Callable
    words: str
    kink: float | None = None


FUNCTIONS = MappingProxyType(
    {
        "sigmoid": Scanned(
            "σ(z)", sigmoid, sigmoid_derivative, sigmoid, "σ(z) instead of σ(z) − σ(z)²"
        ),
        "tanh": Scanned(
            "tanh(z)", tanh, tanh_derivative, np.ones_like, "1 instead of 1 − tanh(z)²"
        ),
        "relu": Scanned(
            "ReLU(z)", relu, relu_derivative, np.ones_like, "1 instead of Ind(z ≥ 0)", kink=0.0
        ),
        "product": Scanned(
            "z σ(z)",
            lambda z: z * sigmoid(z),
            lambda z: sigmoid(z) + z * sigmoid_derivative(z),
            sigmoid,
            "σ(z) instead of σ(z) + z σ′(z)",
        ),
        "square": Scanned(
            "½ (z − 1)²",
            lambda z: (z - 1) * (z - 1) / 2,
            lambda z: z - 1,
            lambda z: z,
            "z instead of z − 1",
        ),
    }
)
"""By name. A new one is one entry, as long as f is smooth near the real line, or has a kink."""

BUGS = MappingProxyType(
    {
        "none": ("none", lambda one, z: one.slope(z)),
        "factor": ("a factor 2", lambda one, z: 2 * one.slope(z)),
        "sign": ("its sign", lambda one, z: -one.slope(z)),
        "term": ("a term missing", lambda one, z: one.missing(z)),
    }
)
"""By name: in words, and from the function and z to what the formula then gives."""
