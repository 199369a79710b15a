"""Using up what others need."""

from hostile import HONEST, Attack, forged, seeking

ATTACKS = [
    forged(
        "memory in a call",
        """
def dL_dW(a, dL_dz):
    kept = []
    while True: kept.append(np.ones(10_000_000))""",
    ),
    forged(
        "one huge array",
        """
def dL_dW(a, dL_dz): return np.ones((100_000, 100_000))""",
    ),
    forged(
        "an array that claims to be huge",
        """
def dL_dW(a, dL_dz): return np.broadcast_to(np.zeros(1), (1 << 40,))""",
    ),
    forged(
        "a list without end",
        """
def dL_dW(a, dL_dz):
    x = [0.0] * 1000
    for _ in range(6): x = [x] * 1000
    return x""",
    ),
    seeking("a bomb of forks", "import os\nwhile True: os.fork(); won = True"),
    seeking(
        "a bomb of threads",
        """
import threading, time
threading.stack_size(32768)
for _ in range(100_000): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()""",
        least=0.0,
    ),
    seeking(
        "a full disk",
        """
for k in range(10_000): open(f'/tmp/{k}', 'wb').write(bytes(1 << 20))
won = True""",
    ),
    seeking(
        "a full shared memory",
        """
with open('/dev/shm/x', 'wb') as file:
    for _ in range(1000): file.write(bytes(1 << 20))
won = True""",
    ),
    seeking(
        "inodes without end",
        """
for k in range(1_000_000): open(f'/tmp/{k}', 'w').close()
won = True""",
    ),
    forged(
        "output without end",
        """
def dL_dW(a, dL_dz):
    for _ in range(3000): print('x' * 10_000)
    return np.zeros((len(dL_dz), len(a)))""",
    ),
    Attack("a cell without end", (HONEST, "while True: pass")),
    Attack(
        "a cell that catches its end",
        (
            HONEST,
            """
while True:
    try:
        while True: pass
    except BaseException: pass""",
        ),
    ),
    Attack("a cell that ends the process", (HONEST, "import os\nos._exit(0)")),
    Attack("a cell that crashes the process", (HONEST, "import ctypes\nctypes.string_at(0)")),
    Attack("a cell that kills itself", (HONEST, "import os\nos.kill(os.getpid(), 9)\nos.abort()")),
    forged(
        "a call without end",
        """
def dL_dW(a, dL_dz):
    while True: pass""",
    ),
    forged(
        "a call without end in C",
        """
def dL_dW(a, dL_dz): return pow(3, 10 ** 9)""",
    ),
    forged(
        "a call that crashes",
        """
import ctypes
def dL_dW(a, dL_dz): ctypes.string_at(0)""",
    ),
    forged(
        "recursion without end",
        """
def dL_dW(a, dL_dz): return dL_dW(a, dL_dz)""",
    ),
    forged(
        "recursion until the stack is gone",
        """
import sys
sys.setrecursionlimit(10 ** 8)
class Deep:
    def __getattr__(self, name): return getattr(self, name + 'x')
def dL_dW(a, dL_dz): return Deep().x""",
    ),
    forged(
        "a look without end",
        """
class Slow:
    @property
    def __signature__(self):
        while True: pass
    def __call__(self, a, dL_dz): return None
dL_dW = Slow()""",
    ),
    forged(
        "descriptors without end",
        """
import os
kept = []
def dL_dW(a, dL_dz):
    while True: kept.append(os.dup(0))""",
    ),
    seeking(
        "limits lifted",
        """
import resource
resource.setrlimit(resource.RLIMIT_AS, (-1, -1))
won = True""",
    ),
    seeking(
        "more processor time",
        """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (100_000, 100_000))
won = True""",
    ),
]
