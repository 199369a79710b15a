"""Staying behind."""

from hostile import forged, seeking

ATTACKS = [
    seeking(
        "a daemon",
        """
import os
if os.fork() == 0:
    os.setsid()
    while True: pass
won = True""",
    ),
    seeking(
        "a process by multiprocessing",
        """
import multiprocessing, time
p = multiprocessing.get_context('fork').Process(target=time.sleep, args=(1000,))
p.start()
won = p.is_alive()""",
    ),
    forged(
        "a thread that goes on",
        """
import threading, time
threading.Thread(target=lambda: time.sleep(1000)).start()
def dL_dW(a, dL_dz): return np.zeros((len(dL_dz), len(a)))""",
    ),
    forged(
        "a thread that waits for the next question",
        """
import threading, time, os
def later():
    time.sleep(0.2)
    for fd in range(3, 20):
        try: os.write(fd, b'x' * 1000)
        except OSError: pass
threading.Thread(target=later, daemon=True).start()
def dL_dW(a, dL_dz): return np.zeros((len(dL_dz), len(a)))""",
        least=0.0,
    ),
    seeking(
        "shared memory for the next one",
        """
open('/dev/shm/answers', 'w').write('mine')
open('/tmp/answers', 'w').write('mine')
open('/figures/answers', 'w').write('mine')""",
    ),
    seeking(
        "System V shared memory",
        """
import ctypes
won = ctypes.CDLL(None).shmget(4711, 100, 0o1666) >= 0""",
    ),
    seeking(
        "a message queue",
        """
import ctypes
won = ctypes.CDLL('librt.so.1').mq_open(b'/left', 0o102, 0o666, None) >= 0""",
    ),
    seeking(
        "a timer that fires later",
        "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.05)\nwon = False",
        least=0.0,
    ),
    seeking(
        "a signal handler for the end",
        """
import signal
for n in range(1, 64):
    try: signal.signal(n, lambda *a: None)
    except (OSError, ValueError): pass""",
    ),
]
