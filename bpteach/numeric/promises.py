"""What a layer may promise beside what `Layer` asks, so that a check takes fewer calls.

- ``independent = "entries"`` or ``"columns"``: an output's entry (column) depends on the same
  entry (column) of the input alone. So K copies of a batch are one batch of K·N columns, and of
  a copy only the part that moved has to be computed again.
- ``by_rows = ("W", "b")``: row i of the output depends on row i of these parameters alone. So
  moved copies of row i are rows of one larger layer.
- ``of_each(batches)``, of a loss: the loss of each of K batches.
- ``named_layers``, of a network: its layers, which it calls one after another, and the names
  that their variables have in it.

A promise counts only where no class below it changes how a layer is called.
"""

from __future__ import annotations

__all__ = ["parts_of", "promised"]

_CALLED_BY = {"__call__", "with_parameters", "parameters", "__getattribute__"}


def promised(layer, name: str):
    """Give what a class promises, unless a class below it changes how the layer is called.

    Parameters
    ----------
    layer : Layer
        Any layer.
    name : str
        One of the names above.

    Returns
    -------
    object
        The attribute, or None.

    Examples
    --------
    >>> from bpteach import Tanh
    >>> class Mixing(Tanh):
    ...     def __call__(self, z):
    ...         return super().__call__(z) + z.sum()
    >>> promised(Tanh(), "independent"), promised(Mixing(), "independent")
    ('entries', None)
    """
    for cls in type(layer).__mro__:
        if name in vars(cls):
            return getattr(layer, name)
        if vars(cls).keys() & _CALLED_BY:
            return None
    return None


def parts_of(layer) -> list:
    """Give the layers of a network with the names of their variables; another layer is its own.

    Parameters
    ----------
    layer : Layer
        A layer or a network.

    Returns
    -------
    list of (Layer, dict of str to str)
        In the order in which they are called.
    """
    return promised(layer, "named_layers") or [(layer, {})]
