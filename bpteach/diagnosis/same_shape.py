"""Findings about an array of the right shape with wrong numbers."""

from __future__ import annotations

from bpteach.diagnosis import entries, places, ratios, whole
from bpteach.diagnosis.finding import Finding
from bpteach.diagnosis.pair import Pair

__all__ = ["explain_values"]


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
    tests = (*whole.TESTS, *ratios.TESTS, *places.TESTS, *entries.TESTS)
    return next(finding for test in tests if (finding := test(pair)))
