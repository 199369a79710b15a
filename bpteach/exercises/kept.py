"""What an answer may change of the process that it runs in, put back after each call."""

from __future__ import annotations

import contextlib
import io
import random
import sys
import warnings

import numpy as np

__all__ = ["process_kept"]


@contextlib.contextmanager
def process_kept(quiet: bool, warned: list[str]):
    """Undo what an answer may do to warnings, printing, random numbers and figures.

    Parameters
    ----------
    quiet : bool
        Swallow what is printed.
    warned : list of str
        Gets what numpy warned of, each text once.

    Yields
    ------
    None
        While the answer runs.

    Examples
    --------
    >>> warned = []
    >>> with process_kept(True, warned):
    ...     _ = np.log(np.zeros(1))
    >>> warned
    ['divide by zero encountered in log']
    """
    streams, options = (sys.stdout, sys.stderr, sys.stdin), np.get_printoptions()
    style, windows = _style(), _windows()
    drawn = random.getstate(), np.random.get_state()  # noqa: NPY002
    if quiet:
        sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    try:
        with (
            warnings.catch_warnings(record=True) as caught,
            np.errstate(all="warn", under="ignore"),
        ):
            warnings.simplefilter("always")
            yield
    finally:
        sys.stdout, sys.stderr, sys.stdin = streams
        _restyled(style)
        for number in _windows() - windows:
            sys.modules["matplotlib.pyplot"].close(number)
        np.set_printoptions(**options)
        random.setstate(drawn[0])
        np.random.set_state(drawn[1])  # noqa: NPY002
    numeric = [str(one.message) for one in caught if issubclass(one.category, RuntimeWarning)]
    warned += dict.fromkeys(numeric)


def _style() -> dict:
    """The settings of matplotlib's figures, where it is loaded, as they are kept.

    Asked for its backend, matplotlib would choose one; so that is left alone.
    """
    settings = getattr(sys.modules.get("matplotlib"), "rcParams", {})
    return {name: value for name, value in dict.items(settings) if name != "backend"}


def _restyled(style):
    now = _style()
    changed = {name: value for name, value in style.items() if name in now and now[name] != value}
    if changed:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of settings that are going out of use
            sys.modules["matplotlib"].rcParams.update(changed)


def _windows() -> set[int]:
    """The figures that pyplot holds, where it is loaded."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if hasattr(pyplot, "get_fignums") else set()
