"""Layers one after another, which are a layer again."""

from __future__ import annotations

from collections import Counter, namedtuple
from functools import cache

import numpy as np

from bpteach.arguments import variable_of
from bpteach.chains import Chain, chain
from bpteach.jacobian import Jacobian
from bpteach.layout import COLUMN, Layout, shape_words
from bpteach.losses import Loss
from bpteach.network.fitting import must_be_layers, must_fit
from bpteach.network.formulas import formulas
from bpteach.network.trace import Step, Trace
from bpteach.network.training import Trainer, Training
from bpteach.numeric import Layer
from bpteach.readonly import frozen

__all__ = ["Network"]


class Network:
    """Layers one after another; a loss may be the last.

    Variables are numbered, so that a chain can be checked: the input keeps its letter, then
    each letter counts up, a → z1 → s1 → z2 → L. Parameters carry the number of their layer
    among those of its kind: W1, b1, W2, b2. A network is itself a layer: `check` takes it.

    Parameters
    ----------
    *layers : Layer
        From the input on. A loss stands last. A network among them gives its layers.

    Raises
    ------
    ShapeError
        If a layer does not take what the one before gives.
    TypeError
        If something else than a layer stands among them.

    Examples
    --------
    >>> from bpteach import Linear, ReLU, SquaredError
    >>> W1, b1 = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([[0.0], [1.0]])
    >>> W2, b2 = np.array([[2.0, -1.0]]), np.array([[0.5]])
    >>> network = Network(
    ...     Linear(W1, b1), ReLU(), Linear(W2, b2), SquaredError(np.array([[1.0]]))
    ... )
    >>> trace = network.forward(np.array([[3.0], [1.0]]))
    >>> network.backward(trace)
    backward in column convention: a <- z1 <- f1 <- z2 <- L
    gradient  how                 shape  value
    dL_dL     upstream gradient   1 x 1  1
    dL_dz2    (z2 - t) * dL_dL    1 x 1  −1
    dL_dW2    dL_dz2 @ f1.T       1 x 2  −2.00 −4.50
    dL_db2    dL_dz2              1 x 1  −1
    dL_df1    W2.T @ dL_dz2       2 x 1  −2; 1
    dL_dz1    dL_df1 * (z1 >= 0)  2 x 1  −2; 1
    dL_dW1    dL_dz1 @ a.T        2 x 2  −6 −2; 3 1
    dL_db1    dL_dz1              2 x 1  −2; 1
    dL_da     W1.T @ dL_dz1       2 x 1  −1.50; 4.00
    """

    def __init__(self, *layers):
        must_be_layers(layers)
        self.layers = tuple(one for layer in layers for one in _without_network(layer))
        must_fit(self.layers)
        self._names = tuple(_numbered(self.layers))

    # --- as a layer -----------------------------------------------------------------------

    @property
    def input_letter(self) -> str:
        """Name of the input."""
        return self.layers[0].input_letter

    @property
    def output_letter(self) -> str:
        """Name of the output: ``"L"`` if a loss stands last."""
        return self._names[-1][self.layers[-1].output_letter]

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """All parameters by name, in forward order, from W1 on."""
        return {
            names[letter]: value
            for layer, names in self.named_layers
            for letter, value in layer.parameters.items()
        }

    @property
    def named_layers(self) -> list[tuple[Layer, dict[str, str]]]:
        """Each layer, and from its own letters the names that its variables have here."""
        return list(zip(self.layers, self._names, strict=True))

    def with_parameters(self, **parameters) -> Network:
        """Give a network with some parameters replaced; this one stays as it is.

        Parameters
        ----------
        **parameters : ndarray
            New values by name: ``W1=...``.

        Returns
        -------
        Network
            The new network.

        Raises
        ------
        ValueError
            If the network has no such parameter.
        """
        for name in parameters:
            if name not in self.parameters:
                raise ValueError(
                    f"this network has no parameter {name!r}\n"
                    f"  its parameters: {', '.join(self.parameters) or 'none'}"
                )
        return Network(*(_replaced(*named, parameters) for named in self.named_layers))

    def __call__(self, a) -> np.ndarray:
        """Give the output.

        Parameters
        ----------
        a : ndarray, shape (m, 1), or a batch (m, N)
            The input, examples as columns.

        Returns
        -------
        ndarray
            The last layer's output.
        """
        for layer in self.layers:
            a = layer(a)
        return a

    def vjp(self, a):
        """Give the output and the pullback, which takes an upstream gradient all the way back.

        Parameters
        ----------
        a : ndarray, shape (m, 1), or a batch (m, N)
            The input.

        Returns
        -------
        out : ndarray
            The output.
        pullback : callable
            ``pullback(upstream=None, layout=COLUMN)`` gives the gradients by name: ``.input``,
            ``.W1``, ``.b1``, … Without a loss, upstream must be given.
        """
        gradients, pullbacks = _gradients_named("input", *self.parameters), []
        for layer in self.layers:
            a, pullback = layer.vjp(a)
            pullbacks.append(pullback)
        out = frozen(np.asarray(a))

        def pulled(upstream=None, layout=COLUMN):
            gradient, found = self._upstream(upstream, out, Layout(layout)), {}
            for (layer, names), pullback in zip(
                self.named_layers[::-1], pullbacks[::-1], strict=True
            ):
                back = pullback(gradient, layout=layout)
                found.update({names[letter]: getattr(back, letter) for letter in layer.parameters})
                gradient = back.input
            return gradients(gradient, **found)

        return a, pulled

    def jacobian(self, a, wrt=None, *, layout=COLUMN) -> Jacobian:
        """Give the Jacobian of the output, for one example.

        Parameters
        ----------
        a : ndarray, shape (m, 1)
            The input.
        wrt : str, optional
            A parameter or a variable on the way, ``"W1"`` or ``"z1"``; the input by default.
        layout : Layout or str, optional
            The convention.

        Returns
        -------
        Jacobian
            The product of `chain`, with its structure kept.

        Raises
        ------
        ShapeError
            If `a` is not one column.
        ValueError
            If the network has no such variable.
        """
        return self.chain(a, wrt, layout=layout).product

    def chain(self, a, wrt=None, *, layout=COLUMN) -> Chain:
        """Give the Jacobians from a variable on to the output, side by side.

        Parameters
        ----------
        a : ndarray, shape (m, 1)
            The input.
        wrt : str, optional
            A parameter or a variable on the way; the input by default.
        layout : Layout or str, optional
            The convention: column has the factor nearest the variable first, row last.

        Returns
        -------
        Chain
            It shows its factors and joints; ``.product`` multiplies.

        Examples
        --------
        >>> from bpteach import Linear, Sigmoid
        >>> network = Network(Linear(np.eye(2), np.zeros((2, 1))), Sigmoid())
        >>> network.chain(np.zeros((2, 1)), "W1").order
        'dz1_dW1 @ ds1_dz1'
        """
        layout, values = Layout(layout), self.forward(a)
        first, letter = self._where(self.input_letter if wrt is None else wrt)
        factors = [
            layer.jacobian(
                values[names[layer.input_letter]],
                wrt=letter if k == 0 else layer.input_letter,
                layout=layout,
                names=names,
            )
            for k, (layer, names) in enumerate(self.named_layers[first:])
        ]
        return chain(*(factors if layout is COLUMN else factors[::-1]))

    # --- traces ---------------------------------------------------------------------------

    def forward(self, a) -> Trace:
        """Compute the output and keep every value on the way.

        Parameters
        ----------
        a : ndarray, shape (m, 1), or a batch (m, N)
            The input.

        Returns
        -------
        Trace
            Rows of variable, layer, shape and value; ``trace["z1"]`` is a value.
        """
        rows = [Step(self.input_letter, "input", frozen(np.asarray(a)))]
        for layer, names in self.named_layers:
            value = layer(rows[-1].value)
            rows.append(Step(names[layer.output_letter], repr(layer), frozen(value)))
        return Trace(f"forward through {self._path(' -> ')}", tuple(rows), self)

    def backward(self, trace: Trace, upstream=None, layout=COLUMN) -> Trace:
        """Take an upstream gradient back through the values of a forward trace.

        Parameters
        ----------
        trace : Trace
            From this network's `forward`.
        upstream : ndarray, optional
            Gradient of the loss with respect to the output, in the convention asked for. 1 if
            the output is the loss L itself; without a loss it must be given.
        layout : Layout or str, optional
            The convention of all gradients; the row convention takes one example.

        Returns
        -------
        Trace
            Rows of gradient, how, shape and value, from the loss to the input. ``trace["W1"]``
            and ``trace["dL_dW1"]`` are the same gradient.

        Raises
        ------
        ValueError
            If upstream is missing, or the trace is another network's.
        """
        layout = Layout(layout)
        self._must_be_mine(trace)
        gradient = self._upstream(upstream, trace.output, layout)
        start = f"dL_d{self.output_letter}"
        rows = [Step(start, "", frozen(gradient), "upstream gradient")]
        for layer, names in reversed(self.named_layers):
            rows += _steps_back(layer, names, trace, rows[-1].value, layout)
        title = f"backward in {layout.value} convention: {self._path(' <- ')}"
        return Trace(title, tuple(rows), self, layout)

    # --- training -------------------------------------------------------------------------

    def train(self, A, *, rate, updates, batch=None, seed=0) -> Training:
        """Train on the targets of the loss, by mini-batches; this network stays as it is.

        Parameters
        ----------
        A : ndarray, shape (m, N)
            The examples, one a column.
        rate : float
            How far an update goes against the gradient of the batch's mean loss.
        updates : int
            How many; fewer where a loss is not finite.
        batch : int, optional
            Examples in a batch; all if left out.
        seed : int
            Where the order of the examples comes from.

        Returns
        -------
        Training
            ``.network`` with the parameters found, and ``.losses``, one for each update.

        See Also
        --------
        bpteach.network.Trainer : The same step by step.

        Examples
        --------
        >>> from bpteach import Linear, SquaredError
        >>> network = Network(
        ...     Linear(np.zeros((1, 1)), np.zeros((1, 1))), SquaredError(np.array([[2.0, 4.0]]))
        ... )
        >>> trained = network.train(np.array([[1.0, 2.0]]), rate=0.25, updates=500)
        >>> trained.network.parameters["W1"].round(3), trained.losses[[0, -1]].round(6)
        (array([[2.]]), array([5., 0.]))
        """
        return Trainer(self, A, rate=rate, batch=batch, seed=seed).train(updates)

    def __repr__(self):
        return f"Network({', '.join(map(repr, self.layers))})"

    # --- inside ---------------------------------------------------------------------------

    def _path(self, arrow):
        outputs = (names[layer.output_letter] for layer, names in self.named_layers)
        return arrow.join([self.input_letter, *outputs])

    def _where(self, wrt):
        """The place of the layer that has this variable, and the letter it has there."""
        for k, (layer, names) in enumerate(self.named_layers):
            for letter in (layer.input_letter, *layer.parameters):
                if names[letter] == wrt:
                    return k, letter
        return 0, variable_of(self, wrt)  # "input"; or raises, and names the variables

    def _must_be_mine(self, trace):
        what = f"is of type {type(trace).__name__}"
        if isinstance(trace, Trace):
            if trace.network is self and trace.layout is None:
                return
            what = "goes backward" if trace.layout else "belongs to another network"
        raise ValueError(
            f"backward needs a forward trace of this network, but this {what}\n"
            "  the way back uses the values and weights of its own way forward\n"
            "  write network.backward(network.forward(a))"
        )

    def _upstream(self, upstream, out, layout):
        if upstream is not None:
            return np.asarray(upstream)
        letter = self.output_letter
        if letter == "L":
            return np.ones_like(out)
        size = shape_words(out.shape if layout is COLUMN else out.shape[::-1])
        raise ValueError(
            f"backward needs the upstream gradient dL_d{letter}\n"
            f"  the network ends at {letter}, {shape_words(out.shape)}: nothing says how a loss L "
            f"depends on {letter}\n"
            f"  pass upstream of shape {size}, or end the network with SquaredError(t)"
        )


@cache
def _gradients_named(*names):
    return namedtuple("NetworkGradients", names)


def _steps_back(layer, names, trace, gradient, layout):
    """The gradients of one layer: its parameters first, then its input, which goes on."""
    value = trace[names[layer.input_letter]]
    _, pullback = layer.vjp(value)
    gradients = pullback(gradient, layout=layout)
    lines = formulas(layer, names, layout, batch=value.shape[1] != 1)
    for letter in (*layer.parameters, layer.input_letter):
        found = getattr(gradients, "input" if letter == layer.input_letter else letter)
        how = lines.get(letter, f"pullback of {type(layer).__name__}")
        yield Step(f"dL_d{names[letter]}", repr(layer), frozen(found), how)


def _replaced(layer, names, parameters):
    new = {k: parameters[names[k]] for k in layer.parameters if names[k] in parameters}
    return layer.with_parameters(**new) if new else layer


def _without_network(layer):
    return layer.layers if isinstance(layer, Network) else (layer,)


def _numbered(layers):
    """For each layer, the names of its letters in the network."""
    counted, before = Counter(), layers[0].input_letter
    for layer in layers:
        counted.update([layer.output_letter, *layer.parameters])
        names = {k: f"{k}{counted[k]}" for k in (layer.output_letter, *layer.parameters)}
        if isinstance(layer, Loss):
            names[layer.output_letter] = layer.output_letter
        names[layer.input_letter], before = before, names[layer.output_letter]
        yield names
