"""The one panel in which every widget lives: it sends the spec and receives actions."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import anywidget
import traitlets

from bpteach.plots import Picture
from bpteach.widgets.javascript import module, stylesheet
from bpteach.widgets.savings import SAME, spared
from bpteach.widgets.state import History, State
from bpteach.widgets.theme import palette

__all__ = ["Panel", "Question"]

_SHARED = ("copy", "numbers", "reset", "undo")
_HIDE_ERROR = (
    "<style>.jp-OutputArea-child:has(.bpt-picture)+.jp-OutputArea-child"
    ">.jupyter-widgets:not(:has(*)){display:none}</style>"
)


@dataclass(frozen=True)
class Question:
    """Something to answer before anything is touched.

    Parameters
    ----------
    ask : str
        The question.
    answer : str
        What is shown when the reader has answered.
    options : tuple of str
        Answers to choose from; without them the reader answers in the head.
    right : int, optional
        Which of the options is right, from 0.
    """

    ask: str
    answer: str
    options: tuple[str, ...] = ()
    right: int | None = None


class Panel(anywidget.AnyWidget):
    """A live view of a state.

    Parameters
    ----------
    state : State
        What it opens on.
    hide : sequence of str
        Names of parts that a lesson does without; also ``undo``, ``reset``, ``copy``, ``numbers``.
    question : Question, optional
        What to predict first.

    Attributes
    ----------
    base : dict
        What the page draws at the opening.
    changes : dict
        What it draws now, but for all that is as it was at the opening (`bpteach.widgets.savings`):
        a large spec of which an action changes little is sent once, and then the little.
    position : dict
        Where the moves are; the page changes it, and the state follows.

    Raises
    ------
    ValueError
        If there is no part of a name in `hide`.

    Notes
    -----
    The page asks with ``{"id", "do", "value", "held", "position"}``. The answer is new `changes`,
    with the id in `reply` and, where an argument made no sense, the reason in `refused`.
    """

    _css = palette() + stylesheet("panel.css")

    base = traitlets.Dict().tag(sync=True)
    changes = traitlets.Dict().tag(sync=True)
    position = traitlets.Dict().tag(sync=True)
    hidden = traitlets.List().tag(sync=True)
    question = traitlets.Dict(allow_none=True).tag(sync=True)
    undoable = traitlets.Bool(False).tag(sync=True)
    opening = traitlets.Dict().tag(sync=True)
    reply = traitlets.Int(0).tag(sync=True)
    refused = traitlets.Unicode("").tag(sync=True)

    def __init__(self, state: State, *, hide: Sequence[str] = (), question: Question | None = None):
        self._history = History(state)
        self._question = question
        self._opening = _spec(state)
        _refuse_unknown(hide, self._opening)
        self._esm = module(state.module)
        super().__init__(
            base=_plain(self._opening),
            changes=SAME,
            position=state.position,
            opening=state.position,
            hidden=list(hide),
            question=asdict(question) if question else None,
        )
        self.on_msg(self._asked)

    @property
    def spec(self) -> dict:
        """What the page draws now."""
        return _plain(_spec(self.state))

    @property
    def state(self) -> State:
        """What is shown now."""
        return self._history.now

    def do(self, name: str, value=None, *, held: bool = False) -> None:
        """Do what a control does.

        Parameters
        ----------
        name : str
            An action of the state, ``"undo"`` or ``"reset"``.
        value : plain data, optional
            The action's argument.
        held : bool
            Whether it goes on with the action before, so that one undo takes both back.

        Raises
        ------
        ValueError
            If there is no such action, or the argument makes no sense.
        """
        history = self._history
        if name in ("undo", "reset"):
            self._history = history.back() if name == "undo" else history.reset()
        else:
            state = history.now.act(name, value)
            self._history = history.at(state) if held else history.then(state)
        self._show()

    def _show(self):
        with self.hold_sync():
            self.changes = _plain(spared(_spec(self.state), self._opening))
            self.position = self.state.position
            self.undoable = bool(self._history.past)

    @traitlets.observe("position")
    def _moved(self, change):
        if change["new"] != self.state.position:
            self._history = self._history.at(self.state.moved(**change["new"]))

    def _asked(self, _, message, buffers):
        """Answer the page; what it asks for in vain leaves everything as it is."""
        if message.get("position"):
            self._history = self._history.at(self.state.moved(**message["position"]))
        with self.hold_sync():
            self.refused = ""
            try:
                self.do(message["do"], message.get("value"), held=bool(message.get("held")))
            except (ValueError, TypeError) as error:
                self.refused = str(error)
                self._show()
            self.reply = message["id"]

    def __repr__(self) -> str:
        """Say what is shown, the same on every machine."""
        return f"{self.state.sentence()}\n{self.state.code()}"

    def _repr_mimebundle_(self, **options):
        shown = (super()._repr_mimebundle_(**options) or ({},))[0]
        return _still(self.state, self._question) | _view(shown)

    def _ipython_display_(self) -> None:
        """Show the picture, and the live view that takes its place.

        They are two outputs, since a notebook that finds a live view in an output shows nothing
        else of it, also where no kernel can make it live.
        """
        from IPython.display import display

        bundle = self._repr_mimebundle_()
        view = _view(bundle)
        display({kind: data for kind, data in bundle.items() if kind not in view}, raw=True)
        display(view, raw=True)


def _view(bundle: dict) -> dict:
    return {kind: data for kind, data in bundle.items() if "widget-view" in kind}


def _still(state: State, question: Question | None) -> dict:
    """What stands in a page without a kernel."""
    picture = state.picture()
    bundle = Picture._repr_mimebundle_(picture)
    words, code = html.escape(state.sentence()), html.escape(state.code())
    caption = (
        f"<figcaption><p>{words}</p><p>Run the cell to move this picture. As code: "
        f"<code>{code}</code></p></figcaption>"
    )
    inside = f"{_asked_in_print(question)}{bundle['text/html']}{caption}"
    figure = f'<figure class="bpt-picture" style="margin:0">{inside}</figure>'
    return {
        "text/html": figure + _HIDE_ERROR,
        "image/png": bundle["image/png"],
        "text/plain": f"{state.sentence()}\n{state.code()}",
    }


def _asked_in_print(question: Question | None) -> str:
    """Ask what to predict first where nothing can be pressed: the answer is folded."""
    if question is None:
        return ""
    ask, answer = html.escape(question.ask), html.escape(question.answer)
    options = html.escape(" · ".join(question.options))
    listed = f" ({options})" if options else ""
    return (
        f"<p><b>Predict first.</b> {ask}{listed}</p>"
        f"<details><summary>Answer</summary><p>{answer}</p></details>"
    )


def _spec(state: State) -> dict:
    return {"code": state.code_pieces()} | state.spec()


def _plain(spec: dict) -> dict:
    return json.loads(json.dumps(spec, allow_nan=False))


def _refuse_unknown(hide: Sequence[str], spec: dict) -> None:
    known = sorted({*_SHARED, *_names([spec["body"], spec.get("more", [])])})
    unknown = [name for name in hide if name not in known]
    if unknown:
        raise ValueError(
            f"there is no part {unknown[0]!r} to hide\n  there are: {', '.join(known)}"
        )


def _names(node) -> Iterator[str]:
    if isinstance(node, dict):
        if "kind" in node and isinstance(node.get("name"), str):
            yield node["name"]
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _names(item)
