"""Looking for what should be hidden."""

from hostile import forged, seeking

ATTACKS = [
    seeking("the host's users", "won = 'root' in open('/etc/passwd').read()"),
    seeking("the shadow file", "won = bool(open('/etc/shadow').read())"),
    seeking(
        "the course's files",
        """
import os
for folder in ('/', '/usr', '/root', '/home', '/work', '/course', '/packages', '/opt'):
    for where, _, files in os.walk(folder):
        won = won or any('units' in where and f.endswith('.py') and 'bpteach' in where for f in files)
        won = won or 'record.py' in files and 'exercises' in where or 'ladder.py' in files""",
    ),
    seeking(
        "other notebooks",
        """
import os
won = any(f.endswith('.ipynb') for _, _, files in os.walk('/') for f in files)""",
    ),
    seeking(
        "references in the loaded modules",
        """
import sys
won = any('_reference' in str(vars(m)) for m in list(sys.modules.values()) if m)""",
    ),
    seeking(
        "references among all objects",
        """
import gc, types
for one in gc.get_objects():
    if isinstance(one, types.FunctionType):
        won = won or one.__name__.endswith('_reference') or 'draw' == one.__name__[-4:] and 'bpteach' in one.__module__""",
    ),
    seeking(
        "frames above",
        """
import sys
frame = sys._getframe()
while frame:
    for name, value in frame.f_locals.items():
        won = won or name in ('secret', 'reference', 'record', 'case') or 'secret' in str(value)[:2000]
    frame = frame.f_back""",
    ),
    seeking(
        "the environment",
        """
import os
won = bool(set(os.environ) - {'HOME', 'LANG', 'LC_CTYPE', 'MPLBACKEND', 'MPLCONFIGDIR', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'PATH', 'PWD'}) or os.environ['PWD'] != '/'""",
    ),
    seeking(
        "processes in /proc", "import os\nwon = any(one.isdecimal() for one in os.listdir('/proc'))"
    ),
    seeking("its own memory through /proc", "won = bool(open('/proc/self/maps').read())"),
    seeking(
        "the parent's memory",
        "won = bool(open('/proc/%d/mem' % __import__('os').getppid(), 'rb').read(1))",
    ),
    seeking("the parent's environment", "won = bool(open('/proc/1/environ', 'rb').read())"),
    seeking(
        "the parent's memory by process_vm_readv",
        """
import ctypes, os
libc = ctypes.CDLL(None)
for pid in range(1, 50):
    buffer = ctypes.create_string_buffer(8)
    iov = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 8)
    there = (ctypes.c_void_p * 2)(0x400000, 8)
    if pid != os.getpid(): won = won or libc.process_vm_readv(pid, iov, 1, there, 1, 0) > 0""",
    ),
    seeking("who the host is", "import socket, os\nwon = os.uname().nodename != 'sandbox'"),
    seeking(
        "files that others left in /tmp",
        "import os\nwon = bool(os.listdir('/tmp') or os.listdir('/dev/shm'))",
    ),
    seeking(
        "what others left anywhere",
        """
import os
for where, _, files in os.walk('/'):
    won = won or bool(files) and os.access(where, os.W_OK)""",
    ),
    seeking(
        "what another left in shared memory",
        """
from multiprocessing import shared_memory
won = bool(shared_memory.SharedMemory('answers').buf)""",
    ),
    seeking(
        "messages on the open descriptors",
        """
import os
for fd in range(3, 64):
    try:
        os.set_blocking(fd, False)
        won = won or b'linear' in os.read(fd, 100000)
    except OSError: pass""",
        least=0.0,
    ),
    seeking(
        "installed packages",
        """
import sys, os
won = any('bpteach' in str(os.listdir(one)) for one in sys.path if one and os.path.isdir(one))""",
    ),
    seeking(
        "the course imported under its own name",
        """
import importlib, sys
for name in [one for one in sys.modules if one.startswith('bpteach')]: del sys.modules[name]
sys.meta_path[:] = [one for one in sys.meta_path if 'Finder' not in type(one).__name__ or isinstance(one, type)]
sys.path.insert(0, '/course')
units = importlib.import_module('bpteach.exercises.units.linear')
won = bool(units.EXERCISES)""",
    ),
    forged(
        "inputs told by an exception's text",
        """
def dL_dW(a, dL_dz): raise ValueError('LEAK' + repr(a.tolist()))""",
    ),
    forged(
        "inputs told by an exception's name",
        """
def dL_dW(a, dL_dz): raise type('LEAK%s' % a.tobytes().hex()[:40], (Exception,), {})()""",
    ),
    forged(
        "inputs told by the name of a returned type",
        """
def dL_dW(a, dL_dz): return type('LEAK%s' % a.tobytes().hex()[:40], (), {})()""",
    ),
    forged(
        "inputs told by a warning",
        """
import warnings
def dL_dW(a, dL_dz):
    warnings.warn('LEAK' + repr(a.tolist()), RuntimeWarning)
    return a @ dL_dz.T""",
    ),
    forged(
        "inputs told by printing",
        """
import sys, os
def dL_dW(a, dL_dz):
    print('LEAK', a, flush=True); print('LEAK', a, file=sys.stderr, flush=True)
    os.write(1, b'LEAK'); os.write(2, b'LEAK')
    return a @ dL_dz.T""",
    ),
    forged(
        "inputs told by the names of parameters",
        """
def dL_dW(LEAK_one, LEAK_two, LEAK_three): pass""",
    ),
    forged(
        "inputs told by a returned text",
        """
def dL_dW(a, dL_dz): return 'LEAK' + repr(a.tolist())""",
    ),
]
