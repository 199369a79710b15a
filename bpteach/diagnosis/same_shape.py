"""Findings about an array of the right shape with wrong numbers."""

from __future__ import annotations

from bpteach.diagnosis import entries, patterns, ratios
from bpteach.diagnosis.finding import Finding
from bpteach.diagnosis.pair import Pair

__all__ = ["explain_values"]

_TESTS = (
    patterns.not_finite,
    patterns.zero,
    patterns.nearly,
    patterns.rounded,
    ratios.one_factor,
    ratios.known_factor,
    patterns.other_order,
    ratios.swapped_factor,
    patterns.offset,
    entries.signs,
    entries.clipped,
    ratios.line_factors,
    patterns.constant,
    entries.which_entries,
)


def explain_values(pair: Pair) -> Finding:
    """Say what is wrong where the shapes agree.

    Parameters
    ----------
    pair : Pair
        Two arrays of one shape that do not agree.

    Returns
    -------
    Finding
        The first that explains the array.
    """
    return next(finding for test in _TESTS if (finding := test(pair)))
