"""dz/dW is of third order, and no product of it builds that array: held by a limit on memory."""

import subprocess
import sys
from textwrap import dedent

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as on Linux")

LIMIT = 10**9
START = f"""
import os
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # each thread reserves addresses, which the limit counts
import resource
resource.setrlimit(resource.RLIMIT_AS, ({LIMIT}, {LIMIT}))
import numpy as np
from bpteach import ROW, Dense, Linear, Sigmoid, chain
"""
# ru_maxrss begins with the size of the process that started this one: the kernel's own peak of
# this address space does not
PEAK = """
for line in open("/proc/self/status"):
    if line.startswith("VmHWM:"):
        print(1024 * int(line.split()[1]))
"""


def limited(body):
    code = START + dedent(body) + PEAK
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False
    )


PRODUCT = """
n = m = 5_000
layer = Linear(np.zeros((n, m)), np.zeros((n, 1)))
a = np.arange(1.0, m + 1).reshape(-1, 1)
g = np.linspace(-1.0, 1.0, n).reshape(-1, 1)
dz_dW = layer.jacobian(a, wrt="W")
dL_dz = Dense.of_gradient(g, of="L", wrt="z")
assert (dz_dW.shape, dz_dW.nbytes, dz_dW.dense_nbytes) == ((n, m, n), 40_000, 10**12)
"""
PRODUCTS = {
    "dz/dW @ dL/dz": "dL_dW = (dz_dW @ dL_dz).gradient",
    "dL/dz @ dz/dW": "dL_dW = (dL_dz.T @ dz_dW.T).gradient.T",
    "vjp": "dL_dW = dz_dW.vjp(g)",
    "pullback": "dL_dW = layer.vjp(a)[1](g).W",
    "chain": """
        ds_dz = Sigmoid().jacobian(np.zeros((n, 1)))
        dL_ds = Dense.of_gradient(4 * g, of="L", wrt="s")
        dL_dW = chain(dz_dW, ds_dz, dL_ds).gradient
    """,
    "eager, from the input on": """
        ds_dz = Sigmoid().jacobian(np.zeros((n, 1)))
        dL_ds = Dense.of_gradient(4 * g, of="L", wrt="s")
        dL_dW = ((dz_dW @ ds_dz) @ dL_ds).gradient
    """,
}
LOOK = """
assert dL_dW.shape == (n, m)
for i in (0, 17, n - 1):
    assert np.array_equal(dL_dW[i], g[i] * a[:, 0])
"""


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_product_of_dz_dw_for_5000_by_5000_stays_within_a_gigabyte(product):
    ran = limited(PRODUCT + dedent(PRODUCTS[product]) + LOOK)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) < LIMIT


def test_dz_dw_is_shown_pushed_and_transposed_without_being_built():
    ran = limited(
        PRODUCT
        + """
change = np.zeros((n, m))
change[3, 4] = 2.0
assert dz_dW.jvp(change)[3, 0] == 10.0
assert len(repr(dz_dW)) + len(dz_dW._repr_html_()) + len(dz_dW.T._repr_latex_()) < 100_000
assert dz_dW.nonzeros == n * m
"""
    )
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) < LIMIT


def test_the_limit_is_one_that_the_array_itself_would_break():
    ran = limited(
        """
        n = m = 600
        dz_dW = Linear(np.ones((n, m)), np.ones((n, 1))).jacobian(np.ones((m, 1)), wrt="W")
        try:
            dz_dW.array
        except MemoryError:
            print("broken", end=" ")
        """
    )
    assert ran.stdout.startswith("broken"), ran.stdout + ran.stderr
