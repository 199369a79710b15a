"""What every layer asks of its arguments: columns, gradients that fit, variables by name."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from bpteach.layout import COLUMN, ROW, Layout, ShapeError, shape_words

__all__ = [
    "columns",
    "in_layout",
    "numbers",
    "one_column",
    "renamed",
    "upstream_gradient",
    "variable_of",
]


_AS_THEY_ARE = {np.dtype(np.float64), np.dtype(np.float32)}


def numbers(array, name: str) -> np.ndarray:
    """Read numbers as floats: floats and complex keep their dtype, integers become float64.

    Parameters
    ----------
    array : array_like
        What was given.
    name : str
        What to call it in an error.

    Returns
    -------
    ndarray of floats
        In the machine's byte order; the array itself where its dtype fits, else a copy.

    Raises
    ------
    TypeError
        If it does not hold numbers.
    """
    if type(array) is np.ndarray and array.dtype in _AS_THEY_ARE:
        return array  # nearly always, and asked for in every step
    array = np.asarray(array)
    if array.dtype.kind not in "biufc":
        raise TypeError(
            f"{name} must hold numbers, but has dtype {array.dtype}\n"
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])"
        )
    kept = array.dtype.newbyteorder("=") if array.dtype.kind in "fc" else np.float64
    return array.astype(kept, copy=False)


def columns(array, layer, size: int | None = None) -> np.ndarray:
    """Read a layer's input: one column, or a batch of columns.

    Parameters
    ----------
    array : array_like
        What was given.
    layer : a layer
        Names the variable in an error.
    size : int, optional
        How many entries a column must have.

    Returns
    -------
    ndarray, shape (size, N)
        The columns.

    Raises
    ------
    ShapeError
        If it is 1-D, or a column has another size.
    """
    letter = layer.input_letter
    array = numbers(array, letter)
    if array.ndim == 2 and size in (None, array.shape[0]):
        return array
    k = size if size is not None else "k"
    lines = [
        f"{type(layer).__name__} needs a column {letter} of shape ({k}, 1), or a batch ({k}, N)",
        f"  {letter}: {shape_words(array.shape)}",
    ]
    if array.ndim == 1:
        lines += [
            "  a 1-D array is neither a column nor a row, and its .T changes nothing",
            f"  write {letter}.reshape(-1, 1) to make it a column",
        ]
    elif array.ndim == 2 and array.shape[1] == size:
        lines += [
            f"  this is a row, or a batch with its examples as rows: write {letter}.T",
        ]
    elif array.ndim == 2:
        lines += [
            f"  {layer!r} takes columns of {size} entries, and these have {array.shape[0]}",
            f"  check which array is {letter}, and the order of the layers",
        ]
    elif array.ndim == 0:
        lines += [f"  write np.array([[{letter}]]) to make it a column of one entry"]
    else:
        lines += [f"  write {letter}[:, :, 0].T if it is a stack (N, {k}, 1) of columns"]
    raise ShapeError("\n".join(lines))


def one_column(array, layer, size: int | None = None) -> np.ndarray:
    """Read a layer's input for a Jacobian: exactly one column.

    Parameters
    ----------
    array : array_like
        What was given.
    layer : a layer
        Names the variable in an error.
    size : int, optional
        How many entries the column must have.

    Returns
    -------
    ndarray, shape (size, 1)
        The column.

    Raises
    ------
    ShapeError
        If it is not one column; a batch is refused, since a Jacobian belongs to one example.
    """
    array = columns(array, layer, size)
    letter = layer.input_letter
    if array.shape[1] == 0:
        raise ShapeError(
            f"a Jacobian belongs to one example, but {letter} is an empty batch\n"
            f"  {letter}: {shape_words(array.shape)}, no examples\n"
            f"  pass one column of shape ({array.shape[0]}, 1)"
        )
    if array.shape[1] != 1:
        raise ShapeError(
            f"a Jacobian belongs to one example, but {letter} is a batch\n"
            f"  {letter}: {shape_words(array.shape)}, {array.shape[1]} examples as columns\n"
            f"  write {letter}[:, [0]] for the first example, or use vjp, which takes a batch"
        )
    return array


def upstream_gradient(gradient, shape, letter: str, layout: Layout | str) -> np.ndarray:
    """Read an upstream gradient and stand it in column convention.

    Parameters
    ----------
    gradient : array_like
        What was given to a pullback.
    shape : tuple of int
        Shape of the layer's output.
    letter : str
        The output's letter.
    layout : Layout or str
        The convention of the gradient.

    Returns
    -------
    ndarray, shape `shape`
        The gradient, one column an example.

    Raises
    ------
    ShapeError
        If it does not fit the output in this convention.
    """
    layout = Layout(layout)
    gradient = numbers(gradient, f"dL_d{letter}")
    if layout is ROW and shape[1] != 1:
        raise ShapeError(
            f"the row convention takes one example, but {letter} is a batch\n"
            f"  {letter}: {shape_words(shape)}, {shape[1]} examples as columns\n"
            "  call pullback without layout=ROW: a batch is more columns"
        )
    wanted = shape if layout is COLUMN else shape[::-1]
    if gradient.shape == wanted:
        return gradient if layout is COLUMN else gradient.T
    lines = [
        f"dL_d{letter} does not fit {letter} in {layout.value} convention",
        f"  {letter}: {shape_words(shape)}",
        f"  dL_d{letter}: {shape_words(gradient.shape)}",
        f"  in {layout.value} convention dL_d{letter} is {shape_words(wanted)}",
    ]
    if gradient.ndim == 1 and gradient.size == prod(wanted):
        lines.append(f"  write dL_d{letter}.reshape{wanted}")
    elif gradient.ndim == 0:
        lines.append(f"  write np.full({wanted}, dL_d{letter}) if all its entries are equal")
    elif gradient.shape == wanted[::-1] and shape[1] != 1:
        lines.append(f"  its examples lie as rows: write dL_d{letter}.T")
    elif gradient.shape == wanted[::-1]:
        lines.append(
            f"  this is the other convention's: pass layout={layout.other!r}, "
            f"or write dL_d{letter}.T"
        )
    raise ShapeError("\n".join(lines))


def in_layout(gradients, layout: Layout | str):
    """Turn gradients in their variables' shapes into strict row forms where asked.

    Parameters
    ----------
    gradients : NamedTuple of ndarray
        In column convention.
    layout : Layout or str
        The convention wanted.

    Returns
    -------
    NamedTuple of ndarray
        The same kind, each transposed for the row convention.
    """
    if Layout(layout) is COLUMN:
        return gradients
    return type(gradients)(*(gradient.T for gradient in gradients))


def variable_of(layer, wrt: str) -> str:
    """Find which variable of a layer is meant.

    Parameters
    ----------
    layer : a layer
        Whose variable it is.
    wrt : str
        Its letter, or ``"input"``.

    Returns
    -------
    str
        Its letter.

    Raises
    ------
    ValueError
        If the layer has no such variable.
    """
    known = [layer.input_letter, *layer.parameters]
    if wrt == "input":
        return layer.input_letter
    if wrt in known:
        return wrt
    names = " or ".join(f'wrt="{name}"' for name in known)
    raise ValueError(
        f"{type(layer).__name__} has no variable {wrt!r}\n"
        f"  its output {layer.output_letter} depends on {', '.join(known)}\n"
        f"  write {names}"
    )


def renamed(layer, names) -> dict[str, str]:
    """Give the names of a layer's variables in a larger computation.

    Parameters
    ----------
    layer : a layer
        Whose variables they are.
    names : pair of str, mapping, or None
        New names of input and output, or of any variable by its letter.

    Returns
    -------
    dict
        From letter to name.

    Raises
    ------
    ValueError
        If it is neither a pair nor a mapping of letters the layer has, or a name is no text.
    """
    letters = [layer.input_letter, layer.output_letter, *layer.parameters]
    called = {letter: letter for letter in letters}
    if names is None:
        return called
    pair = isinstance(names, (tuple, list)) and len(names) == 2
    new = dict(zip(letters, names, strict=False)) if pair else names
    named = isinstance(new, Mapping) and all(isinstance(name, str) for name in new.values())
    if not named or not set(new) <= set(called):
        raise ValueError(
            f"cannot rename the variables of {type(layer).__name__} with names={names!r}\n"
            f"  its variables are {', '.join(letters)}\n"
            f'  write names=("{letters[0]}1", "{letters[1]}1") for input and output, '
            f'or a dict such as {{"{letters[-1]}": "{letters[-1]}1"}}'
        )
    return {**called, **new}
