"""The one step of ``bpteach check`` that happens inside the notebook's own Python."""

from __future__ import annotations

__all__ = ["VERDICT", "show_verdict"]

VERDICT = "application/vnd.bpteach.verdict+json"


def show_verdict(exercise_id: str, seed: int | str | None = None) -> None:
    """Check an exercise's answer where the notebook's cells left it, and display the verdict.

    Parameters
    ----------
    exercise_id : str
        Such as ``"linear.dW"``.
    seed : int or str, optional
        The variant that the notebook asks.
    """
    from IPython import get_ipython
    from IPython.display import display

    from bpteach.exercises import check_namespace

    verdict = check_namespace(exercise_id, get_ipython().user_ns, seed=seed)
    display({VERDICT: verdict.to_dict()}, raw=True)
