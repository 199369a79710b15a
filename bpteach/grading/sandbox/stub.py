"""What student notebooks import and do not need: stand-ins for the course, figures and widgets.

An exercise's card does nothing in here: nothing is checked, hinted or shown. All else of the
course can be imported, so that the cell which imports it goes on, and says what it is when it is
used. What draws or shows swallows everything.
"""

from __future__ import annotations

import builtins
import importlib.abc
import importlib.machinery
import sys
import types

__all__ = ["CourseCodeError", "installed"]

_CARDS = ("Assignment", "card", "progress", "reviewed", "diagnostic", "environment")
_SHOWN = ("IPython", "anywidget", "ipywidgets", "mpl_toolkits")
_DRAWN = "matplotlib"


class CourseCodeError(Exception):
    """The course's own code was to do the work; its name is all that is told.

    Examples
    --------
    >>> CourseCodeError("Linear").args
    ('Linear',)
    """

    def __str__(self):
        return (
            f"{self.args[0]} is the course's own, and the course's own layers are not an answer: "
            "write it with numpy alone"
        )


class _Nothing:
    """Swallows what a notebook does with a card, a widget or axes."""

    def __call__(self, *_, **__):
        return self

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _):
        return self

    def __setitem__(self, _, __):
        pass

    def __iter__(self):
        return iter((self,))  # `line, = ax.plot(...)`

    def __len__(self):
        return 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def __repr__(self):
        return "nothing is shown here"


_NOTHING = _Nothing()


def _subplots(rows=1, columns=1, *_, **__):
    """A figure and as many axes as are unpacked."""
    row = (_NOTHING,) * columns if columns > 1 else _NOTHING
    return _NOTHING, (row,) * rows if rows > 1 else row


class _Course:
    """Anything of the course: it can be had and passed on, and says what it is when used."""

    def __init__(self, name):
        self.__dict__["_name"] = name

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _Course(f"{self._name}.{name}")

    def __call__(self, *_, **__):
        raise CourseCodeError(self._name)

    __matmul__ = __rmatmul__ = __add__ = __mul__ = __getitem__ = __iter__ = __call__


class _Module(types.ModuleType):
    """A module that has every name."""

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if self.__name__.partition(".")[0] != "bpteach":
            return _subplots if name == "subplots" else _NOTHING
        return _NOTHING if name in _CARDS else _Course(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives stand-ins for some packages and for whatever is below them."""

    def __init__(self, packages):
        self._packages = packages

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self._packages:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return _Module(spec.name)

    def exec_module(self, module):
        module.__all__ = []


def installed(figures: bool) -> None:
    """Put the stand-ins in place, in a process that will run a student's code.

    Parameters
    ----------
    figures : bool
        Whether matplotlib itself is there; else a stand-in swallows what is drawn.
    """
    packages = ("bpteach", *_SHOWN) if figures else ("bpteach", *_SHOWN, _DRAWN)
    for name in list(sys.modules):
        if name.partition(".")[0] in packages:
            del sys.modules[name]
    sys.path[:] = [one for one in sys.path if one != "/course"]
    sys.meta_path.insert(0, _Finder(packages))
    for name in ("display", "get_ipython"):
        setattr(builtins, name, _NOTHING)
