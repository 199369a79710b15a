"""Bugs planted on purpose, one at a time, in a copy: the tests that must catch each turn red.

A check that has never failed is untested. Each bug is one replacement of text in one file, and
the tests named beside it are run against it. The same tests are green without a bug.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
COPIED = (
    *("bpteach", "tests", "notebooks", "exercises", "docs", ".ci"),
    *("pyproject.toml", "requirements.txt", "README.md", "Makefile"),
)


@dataclass(frozen=True)
class Bug:
    what: str
    file: str
    old: str
    new: str
    tests: str


BUGS = (
    # layers and functions
    Bug(
        "dL/da without the transpose",
        "bpteach/layers/linear.py",
        "input=self.W.T @ g",
        "input=self.W[: a.shape[0]] @ g[: a.shape[0]]",
        "tests/test_laws.py",
    ),
    Bug(
        "dL/dW uses the output instead of the input",
        "bpteach/layers/linear.py",
        "W=g @ a.T",
        "W=g @ np.resize(z, a.shape).T",
        "tests/test_laws.py",
    ),
    Bug(
        "dL/db is the mean of a batch",
        "bpteach/layers/linear.py",
        "b=g.sum(axis=1, keepdims=True)",
        "b=g.mean(axis=1, keepdims=True)",
        "tests/test_laws.py",
    ),
    Bug(
        "the bias is left out of vjp's output",
        "bpteach/layers/linear.py",
        "z = self.W @ a + self.b\n\n        def pullback",
        "z = self.W @ a\n\n        def pullback",
        "tests/test_laws.py tests/test_layers.py",
    ),
    Bug(
        "the sigmoid's derivative is tanh's",
        "bpteach/functions/activations.py",
        "return _hump(_written_over(np.exp, _minus_size(z)))",
        "return 4 * _hump(_written_over(np.exp, _minus_size(z)))",
        "tests/test_laws.py",
    ),
    Bug(
        "the sigmoid's tail is cut off",
        "bpteach/functions/activations.py",
        "return np.where(tail, np.exp(z), value) if np.count_nonzero(tail) else value",
        "return value",
        "tests/test_functions.py",
    ),
    Bug(
        "the sigmoid of float32 is computed in float32",
        "bpteach/functions/activations.py",
        "z = z.astype(np.float64)",
        "pass",
        "tests/test_functions.py",
    ),
    Bug(
        "tanh's derivative loses a digit at the far end",
        "bpteach/functions/activations.py",
        "    tail = lower_tail(2 * minus_size)",
        "    tail = lower_tail(minus_size)",
        "tests/test_functions.py",
    ),
    Bug(
        "softmax forgets what the shift rounds away",
        "bpteach/functions/softmax.py",
        "    e += e * lost\n",
        "",
        "tests/test_softmax.py",
    ),
    Bug(
        "a label counts from the end",
        "bpteach/functions/labels.py",
        "(labels < 0) | (labels >= classes)",
        "labels >= classes",
        "tests/test_softmax.py",
    ),
    Bug(
        "softmax's Jacobian is diagonal alone",
        "bpteach/jacobian/diagonal_minus_outer.py",
        "return p * gradient - p * np.tensordot(self.p, gradient, axes=1)",
        "return p * gradient - p * self.p.reshape(p.shape) * gradient",
        "tests/test_laws.py tests/test_jacobian.py",
    ),
    Bug(
        "the softmax layer is normalised over the batch",
        "bpteach/layers/softmax.py",
        "np.sum(kept * g, axis=0, keepdims=True)",
        "np.sum(kept * g, axis=1, keepdims=True)",
        "tests/test_laws.py",
    ),
    Bug(
        "ReLU's derivative at 0 is 0",
        "bpteach/functions/activations.py",
        "def relu_derivative(z, at_zero: float = 1.0)",
        "def relu_derivative(z, at_zero: float = 0.0)",
        "tests/test_functions.py",
    ),
    Bug(
        "the squared error loses its half",
        "bpteach/losses/squared_error.py",
        "((o - self.t) ** 2).sum(axis=(-2, -1), keepdims=True) / 2",
        "((o - self.t) ** 2).sum(axis=(-2, -1), keepdims=True)",
        "tests/test_losses.py tests/test_laws.py",
    ),
    # Jacobians and chains
    Bug(
        "the strict row form of dL/dW is not transposed",
        "bpteach/arguments.py",
        "return type(gradients)(*(gradient.T for gradient in gradients))",
        "return gradients",
        "tests/test_laws.py",
    ),
    Bug(
        "the one-hot tensor forgets its Kronecker delta",
        "bpteach/jacobian/one_hot.py",
        "full[i, :, i] = self.a",
        "full[:] = self.a[None, :, None]",
        "tests/test_jacobian.py tests/test_laws.py",
    ),
    Bug(
        "a diagonal scales the wrong axis",
        "bpteach/jacobian/diagonal.py",
        "scale = self.values.reshape(-1, *[1] * (gradient.ndim - 1))",
        "scale = self.values[::-1].reshape(-1, *[1] * (gradient.ndim - 1))",
        "tests/test_jacobian.py tests/test_laws.py",
    ),
    Bug(
        "sizes that agree by accident are multiplied",
        "bpteach/jacobian/joints.py",
        "if inner.of != outer.wrt:",
        "if inner.of.axes != outer.wrt.axes:",
        "tests/test_messages_core.py tests/test_jacobian.py",
    ),
    Bug(
        "a Jacobian shares memory with its caller",
        "bpteach/readonly.py",
        "        array = array.copy()\n        array.flags.writeable = False",
        "        array = array.view()\n        array.flags.writeable = False",
        "tests/test_jacobian.py tests/test_layers.py",
    ),
    Bug(
        "the product builds the third-order array",
        "bpteach/jacobian/outer.py",
        "        return Dense(product.reshape((*wrt.axes, 1)),",
        "        np.zeros(product.shape + (wrt.axes[0],)) + 1\n"
        "        return Dense(product.reshape((*wrt.axes, 1)),",
        "tests/test_memory.py",
    ),
    Bug(
        "a chain multiplies in the dearest order",
        "bpteach/chains.py",
        "            plans[i, j] = min(",
        "            plans[i, j] = max(",
        "tests/test_chain.py",
    ),
    # the gradient check
    Bug(
        "a moved row is put back into another copy",
        "bpteach/numeric/copies.py",
        "copies[self.places, np.arange(K)] = self.values",
        "copies[self.places, np.arange(K)[::-1]] = self.values",
        "tests/test_moved_together.py",
    ),
    Bug(
        "promises are believed untried",
        "bpteach/numeric/together.py",
        "return found if _same(one, other) else None",
        "return found",
        "tests/test_moved_together.py",
    ),
    Bug(
        "a class below a promise does not end it",
        "bpteach/numeric/promises.py",
        "if vars(cls).keys() & _CALLED_BY:",
        "if False:",
        "tests/test_moved_together.py bpteach/numeric/promises.py",
    ),
    Bug(
        "the quick check forgets the parameters",
        "bpteach/numeric/direction.py",
        "one = one.with_parameters(**moved)",
        "pass",
        "tests/test_moved_together.py",
    ),
    # the checker
    Bug(
        "shapes are compared by broadcasting",
        "bpteach/diagnosis/finding.py",
        "    if out.shape != right.shape:\n        return False\n",
        "",
        "tests/test_catalogue.py",
    ),
    Bug(
        "changed inputs are not seen",
        "bpteach/exercises/running.py",
        "outcome = Outcome(results=results, changed=changed",
        "outcome = Outcome(results=results",
        "tests/test_ladder.py",
    ),
    Bug(
        "the second seed is not looked at",
        "bpteach/exercises/function/ladder.py",
        "if findings[1] is not None:",
        "if False:",
        "tests/test_ladder.py tests/test_unseen_wrong_answers.py",
    ),
    Bug(
        "a mistake of the list loses its name",
        "bpteach/exercises/units/linear.py",
        '"C9"',
        '"C6"',
        "tests/test_catalogue.py",
    ),
    Bug(
        "an array's own claims are believed",
        "bpteach/exercises/answer.py",
        "np.ndarray.tobytes(value)",
        "value.tobytes()",
        "tests/test_answers_read.py",
    ),
    # notebooks
    Bug(
        "an answer stands in a student notebook",
        "exercises/03_linear.ipynb",
        '    raise NotImplementedError(\\"write dL_dW(a, dL_dz) here\\")',
        "    return dL_dz @ a.T",
        "tests/test_student_notebooks.py",
    ),
    Bug(
        "a lesson's text output is another",
        "notebooks/03_linear.ipynb",
        "dz_dW  3×4×3  column · denominator ↓",
        "dz_dW  3×4×3  row · numerator →",
        "--nbval --nbval-current-env --nbval-sanitize-with tests/nbval_sanitize.cfg "
        "notebooks/03_linear.ipynb",
    ),
    Bug(
        "a lesson's outputs are stripped",
        "notebooks/03_linear.ipynb",
        '"execution_count": 2,',
        '"execution_count": null,',
        "tests/test_nbval_guards.py",
    ),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    top = tmp_path_factory.mktemp("planted")
    for name in COPIED:
        if (TOP / name).is_dir():
            shutil.copytree(TOP / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(TOP / name, top / name)
    return top


def run(top, tests):
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p"]
    return subprocess.run(
        [*command, "no:randomly", "--no-header", *tests.split()],
        cwd=top,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(top)},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_without_a_bug_the_same_tests_are_green(copy):
    named = sorted({name for bug in BUGS for name in bug.tests.split() if name[0] != "-"})
    green = run(copy, " ".join(name for name in named if not name.endswith((".cfg", ".ipynb"))))
    assert green.returncode == 0, green.stdout[-3000:] + green.stderr[-1000:]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.what)
def test_planted_bug_turns_its_tests_red(bug, copy):
    file = copy / bug.file
    right = file.read_text(encoding="utf-8")
    assert bug.old in right, "the place of this bug is gone: plant it where the code is now"
    file.write_text(right.replace(bug.old, bug.new, 1), encoding="utf-8")
    try:
        red = run(copy, bug.tests)
    finally:
        file.write_text(right, encoding="utf-8")
    assert red.returncode == 1, red.stdout[-3000:] + red.stderr[-1000:]
