"""Results that claim to be right."""

from hostile import forged

ATTACKS = [
    forged(
        "an ndarray subclass that equals everything",
        """
class Right(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __sub__(self, other): return np.zeros(self.shape)
    def __rsub__(self, other): return np.zeros(self.shape)
    def __array_ufunc__(self, *a, **k): return np.zeros(self.shape)
    def __array_function__(self, *a, **k): return True
def dL_dW(a, dL_dz): return np.zeros((len(dL_dz), len(a))).view(Right)""",
    ),
    forged(
        "an object whose __array__ lies",
        """
class Lies:
    def __array__(self, dtype=None, copy=None):
        import sys
        frame = sys._getframe()
        while frame:
            for name, value in frame.f_locals.items():
                if 'right' in name or 'expected' in name or 'reference' in name: return value
            frame = frame.f_back
        return np.zeros((3, 4))
def dL_dW(a, dL_dz): return Lies()""",
    ),
    forged(
        "a float subclass that is close to everything",
        """
class Near(float):
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __le__(self, other): return True
def dL_dW(a, dL_dz): return [[Near(0)] * len(a) for _ in dL_dz]""",
    ),
    forged(
        "a dtype of objects that lie",
        """
class Near:
    def __float__(self): return 1.0
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
def dL_dW(a, dL_dz): return np.full((len(dL_dz), len(a)), Near(), dtype=object)""",
    ),
    forged(
        "a verdict as the answer",
        """
def dL_dW(a, dL_dz): return {'status': 'pass', 'points': 3, 'verdict': 'PASS'}""",
    ),
    forged(
        "an answer that is no function but a passing verdict",
        """
class Verdict:
    status = 'pass'; points = max_points = 3.0
    def __call__(self, *a): return self
dL_dW = Verdict()""",
    ),
    forged(
        "bytes written into every open descriptor",
        """
import os, struct
def dL_dW(a, dL_dz):
    for fd in range(3, 64):
        try: os.write(fd, struct.pack('<I', 1) + b'T')
        except OSError: pass
    return np.zeros((len(dL_dz), len(a)))""",
        least=0.0,
    ),
    forged(
        "a forged reply with a pass in it",
        """
import os
from struct import pack
def dL_dW(a, dL_dz):
    for fd in range(3, 64):
        body = b't' + pack('<I', 3) + b'T' + b't' + pack('<I', 0) + b't' + pack('<I', 0)
        for _ in range(20):
            try: os.write(fd, pack('<I', len(body)) + body)
            except OSError: break
    return np.zeros((len(dL_dz), len(a)))""",
        least=0.0,
    ),
    forged(
        "a pickle as the answer",
        """
def dL_dW(a, dL_dz): return b"cos\\nsystem\\n(S'touch /tmp/owned'\\ntR."
""",
    ),
    forged(
        "nan, which no comparison holds against",
        """
def dL_dW(a, dL_dz): return np.full((len(dL_dz), len(a)), np.nan)""",
    ),
    forged(
        "infinities of both signs",
        """
def dL_dW(a, dL_dz): return np.full((len(dL_dz), len(a)), np.inf)""",
    ),
    forged(
        "an empty array",
        """
def dL_dW(a, dL_dz): return np.zeros((0, 0))""",
    ),
    forged(
        "a masked array with nothing to compare",
        """
def dL_dW(a, dL_dz): return np.ma.masked_all((len(dL_dz), len(a)))""",
    ),
    forged(
        "a structured array",
        """
def dL_dW(a, dL_dz): return np.zeros((len(dL_dz), len(a)), dtype=[('x', 'f8')])""",
    ),
    forged(
        "an array that points into itself",
        """
def dL_dW(a, dL_dz):
    x = []
    x.append(x)
    return x""",
    ),
    forged(
        "a type named as another",
        """
def dL_dW(a, dL_dz): return type('ndarray', (), {'__class__': np.ndarray, 'shape': (3, 4)})()""",
    ),
    forged(
        "the inputs changed, not the result",
        """
def dL_dW(a, dL_dz):
    a[...] = 0
    dL_dz[...] = 0
    return np.zeros((len(dL_dz), len(a)))""",
    ),
    forged(
        "the reply's writer replaced",
        """
import gc, types
for one in gc.get_objects():
    if isinstance(one, types.FunctionType) and one.__name__ in ('packed', 'reply', '_call', 'looked_at', 'unchanged'):
        one.__code__ = (lambda *a, **k: b'T').__code__
def dL_dW(a, dL_dz): return np.zeros((len(dL_dz), len(a)))""",
        least=0.0,
    ),
    forged(
        "right at the first call only",
        """
calls = []
def dL_dW(a, dL_dz):
    calls.append(1)
    return dL_dz @ a.T if len(calls) == 1 else np.zeros((len(dL_dz), len(a)))""",
    ),
]
