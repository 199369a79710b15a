"""What a learner predicted, and whether the right values were shown since."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bpteach.exercises.learning.store import Store

__all__ = ["Prediction", "Predictions", "same"]


@dataclass(frozen=True)
class Prediction:
    """Answers to a value exercise as they were recorded.

    Parameters
    ----------
    answer : list
        Numbers, words, lists of them; None where there was no value.
    revealed : bool
        Whether the right values were shown since.

    Examples
    --------
    >>> Prediction([0.25, None]).complete
    False
    """

    answer: list
    revealed: bool = False

    @property
    def complete(self) -> bool:
        """Whether every question has a value."""
        return None not in self.answer


class Predictions:
    """The predictions in a learner's file, by exercise and variant.

    Parameters
    ----------
    store : Store
        The file.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     predictions = Predictions(Store(Path(folder) / "attempts.json"))
    ...     predictions.keep("relu.at_zero", "0", Prediction([0, 1, 0.5]))
    ...     predictions.of("relu.at_zero", "0")
    Prediction(answer=[0, 1, 0.5], revealed=False)
    """

    def __init__(self, store: Store):
        self.store = store

    def of(self, id: str, variant: str) -> Prediction | None:
        """Give a prediction.

        Parameters
        ----------
        id : str
            The exercise.
        variant : str
            Which of its variants.

        Returns
        -------
        Prediction or None
            None where there is none.
        """
        return _read(_all_of(self.store.read(), id).get(variant))

    def keep(self, id: str, variant: str, prediction: Prediction) -> None:
        """Record a prediction, over an earlier one.

        Parameters
        ----------
        id : str
            The exercise.
        variant : str
            Which of its variants.
        prediction : Prediction
            Plain values.
        """
        written = {"answer": prediction.answer, "revealed": prediction.revealed}

        def edit(kept):
            entry = kept.get(id) if isinstance(kept.get(id), dict) else {}
            predicted = {**_all_of(kept, id), variant: written}
            return {**kept, id: {**entry, "predicted": predicted}}

        self.store.change(edit)

    def revealed(self, id: str) -> bool:
        """Tell whether the right values of an exercise were shown, in any variant.

        Parameters
        ----------
        id : str
            The exercise.

        Returns
        -------
        bool
            Whether they were.
        """
        found = [_read(one) for one in _all_of(self.store.read(), id).values()]
        return any(one.revealed for one in found if one)


def _all_of(kept: dict, id: str) -> dict:
    entry = kept.get(id)
    predicted = entry.get("predicted") if isinstance(entry, dict) else None
    return predicted if isinstance(predicted, dict) else {}


def _read(written) -> Prediction | None:
    if not isinstance(written, dict) or not isinstance(written.get("answer"), list):
        return None
    return Prediction(written["answer"], written.get("revealed") is True)


def same(one, other) -> bool:
    """Tell whether two recorded values are the same one.

    Parameters
    ----------
    one, other : object
        Plain values: numbers, words, None, lists of them.

    Returns
    -------
    bool
        Numbers may differ in their last digits, as between two machines.

    Examples
    --------
    >>> same([1, 0.1 + 0.2], [1.0, 0.3]), same([1], ["1"])
    (True, False)
    """
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-12)
    return type(one) is type(other) and one == other
