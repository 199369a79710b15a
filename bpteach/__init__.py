"""Backpropagation from its Jacobians up.

>>> import numpy as np
>>> from bpteach import Linear, Sigmoid
>>> layer = Linear(np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 1.0]]), np.zeros((2, 1)))
>>> a = np.array([[0.5], [0.0], [-0.25]])
>>> layer.jacobian(a) @ Sigmoid().jacobian(layer(a))
ds_da  3×2  column · denominator ↓
       s1     s2
a1   0.25   0.00
a2   0.00  −0.25
a3   0.50   0.25
"""

import lazy_loader

# Each name is imported when it is first asked for; which there are stands in the stub.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
