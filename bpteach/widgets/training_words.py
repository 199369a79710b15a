"""The playground in words: what a phase has done, and what the check says."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from bpteach.plots.training import loss_words, points_words
from bpteach.plots.words import listed, plain

if TYPE_CHECKING:
    from bpteach.widgets.training_state import Playground

__all__ = ["sentence"]


def sentence(state: Playground) -> str:
    """Say where training is, what the gradients are, and what the check says.

    Parameters
    ----------
    state : Playground
        At any phase.

    Returns
    -------
    str
        Short sentences; their numbers are the same on every machine.
    """
    if state.phase == "forward":
        examples = "1 example gives" if state.batch == 1 else f"{state.batch} examples give"
        return (
            f"Update {state.updates}, forward: {examples} a mean loss of "
            f"{loss_words(state.made.loss)}. There are no gradients yet."
        )
    if state.phase == "backward":
        return f"Update {state.updates}, backward: {_norms(state)}. {_check(state)}"
    if state.run.diverged:
        return (
            f"✗ Diverged at update {state.updates}: the loss is no longer a finite number, so "
            f"training stops. Start over with a smaller rate than {plain(state.rate)}."
        )
    if not state.updates:
        return f"{_after(state)}. Step through the first update, or play."
    return f"{_after(state)}. The last gradients: {_norms(state)}. {_check(state)}"


def _after(state) -> str:
    counted = {0: "Before the first update", 1: "After 1 update"}
    words = counted.get(state.updates, f"After {state.updates} updates")
    loss = loss_words(state.run.losses[-1])
    return f"{words} the mean loss is {loss}, and {points_words(state.run.boundary)}"


def _norms(state) -> str:
    norms = [f"‖∂L/∂{name}‖ = {loss_words(one.norm)}" for name, one in state.made.sizes.items()]
    return listed(norms) if norms else "none of them is finite"


def _check(state) -> str:
    if not isfinite(state.error()):
        return "Differences are not finite here, so nothing can be checked."
    if not state.wrong():
        close = "within 1e-6" if state.error() < 1e-6 else "as far as rounding lets us see"
        return f"✓ They agree with central differences {close}."
    found = state.made.checks[state.wrong()[0]].words
    fell = state.updates > 1 and state.run.losses[-1] < state.run.losses[0]
    still = " Yet the loss fell: only the check sees it." if fell else ""
    return f"✗ {found}{still}"
