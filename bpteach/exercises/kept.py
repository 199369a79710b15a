"""What an answer may change of the process that it runs in, put back after each call."""

from __future__ import annotations

import contextlib
import ctypes
import io
import random
import sys
import warnings

import numpy as np

__all__ = ["Randoms", "process_kept"]


class Randoms:
    """Where Python's and numpy's own random numbers stand now.

    Examples
    --------
    >>> now = Randoms()
    >>> first = random.random(), np.random.random()
    >>> now.put_back()
    >>> (random.random(), np.random.random()) == first
    True
    """

    def __init__(self):
        self._pythons = random.getstate()
        self._bytes, self._numpys = _state_of_numpy()

    def put_back(self) -> None:
        """Go on from there again."""
        random.setstate(self._pythons)
        if self._numpys[3] or _bytes_of_numpy() != self._bytes:
            np.random.set_state(self._numpys)  # noqa: NPY002


def _bytes_of_numpy() -> bytes:
    """What numpy's global generator holds in memory: much faster to get than its state."""
    generator = np.random.get_bit_generator()
    if type(generator) is not np.random.MT19937:  # somebody chose another one
        return repr(generator.state).encode()
    return ctypes.string_at(generator.ctypes.state_address, _MEMORY)


_MEMORY = 4 * 624 + 4  # the words of a Mersenne twister, and where it stands in them
_KNOWN: dict[bytes, tuple] = {}


def _state_of_numpy() -> tuple[bytes, tuple]:
    now = _bytes_of_numpy()
    known = _KNOWN.get(now)
    if known is None or known[3]:  # a normal number is kept for later: that is not in the memory
        _KNOWN.clear()
        known = _KNOWN[now] = np.random.get_state()  # noqa: NPY002
    return now, known


@contextlib.contextmanager
def process_kept(quiet: bool, warned: list[str], randoms: Randoms | None = None):
    """Undo what an answer may do to warnings, printing, random numbers and figures.

    Parameters
    ----------
    quiet : bool
        Swallow what is printed.
    warned : list of str
        Gets what numpy warned of, each text once.
    randoms : Randoms, optional
        The random numbers to put back, where nobody else draws between several calls.

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
    randoms = randoms or Randoms()
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
        if np.get_printoptions() != options:
            np.set_printoptions(**options)
        randoms.put_back()
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
