"""Ways out."""

from hostile import seeking

SYSCALL = "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"

ATTACKS = [
    seeking("a new user namespace", SYSCALL + "won = libc.unshare(0x10000000) == 0"),
    seeking("a new mount namespace", SYSCALL + "won = libc.unshare(0x00020000) == 0"),
    seeking(
        "a namespace by clone", SYSCALL + "won = libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0) > 0"
    ),
    seeking(
        "a namespace by clone3",
        SYSCALL
        + """
args = (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, 17)
won = libc.syscall(435, ctypes.byref(args), 88) >= 0""",
    ),
    seeking("a mount", SYSCALL + "won = libc.mount(b'none', b'/tmp', b'proc', 0, None) == 0"),
    seeking("an unmount of what covers /proc", SYSCALL + "won = libc.umount2(b'/proc', 2) == 0"),
    seeking("a remount for writing", SYSCALL + "won = libc.mount(None, b'/', None, 32, None) == 0"),
    seeking("chroot", "import os\nos.chroot('/tmp')\nwon = True"),
    seeking("pivot_root", SYSCALL + "won = libc.syscall(155, b'/tmp', b'/tmp') == 0"),
    seeking(
        "ptrace", SYSCALL + "won = any(libc.ptrace(16, pid, 0, 0) == 0 for pid in range(1, 30))"
    ),
    seeking("setuid to root", "import os\nos.setuid(0)\nwon = True"),
    seeking("setns", SYSCALL + "fd = os.open('/', os.O_RDONLY)\nwon = libc.setns(fd, 0) == 0"),
    seeking(
        "capabilities again",
        SYSCALL
        + """
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
data = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
won = libc.capset(header, data) == 0""",
    ),
    seeking("seccomp lifted", SYSCALL + "won = libc.prctl(22, 0, 0, 0, 0) == 0"),
    seeking(
        "a socket to the world",
        "import socket\nsocket.create_connection(('1.1.1.1', 53), 1)\nwon = True",
    ),
    seeking(
        "a socket to this machine",
        "import socket\nsocket.socket().bind(('127.0.0.1', 0))\nwon = True",
    ),
    seeking(
        "an abstract unix socket",
        "import socket\nsocket.socket(socket.AF_UNIX).bind('\\0found')\nwon = True",
    ),
    seeking(
        "a raw netlink socket",
        "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW)\nwon = True",
    ),
    seeking(
        "a shell",
        "import subprocess\nwon = bool(subprocess.run(['/bin/sh', '-c', 'id'], capture_output=True).stdout)",
    ),
    seeking("os.system", "import os\nwon = os.system('true') == 0"),
    seeking(
        "execve of Python itself",
        "import os, sys\nos.execv(sys.executable, ['python', '-c', 'pass'])\nwon = True",
    ),
    seeking(
        "a file written beside the libraries",
        "open('/packages/numpy/owned.py', 'w').write('x')\nwon = True",
    ),
    seeking(
        "a file written into the course", "open('/course/owned.py', 'w').write('x')\nwon = True"
    ),
    seeking("a file written at the root", "open('/owned', 'w').write('x')\nwon = True"),
    seeking("a file written into /dev", "open('/dev/owned', 'w').write('x')\nwon = True"),
    seeking(
        "a device made",
        "import os, stat\nos.mknod('/tmp/sda', stat.S_IFBLK | 0o600, os.makedev(8, 0))\nwon = True",
    ),
    seeking(
        "a program put into /tmp and run",
        """
import os
open('/tmp/x', 'wb').write(b'#!/bin/true')
os.chmod('/tmp/x', 0o755)
os.execv('/tmp/x', ['x'])
won = True""",
    ),
    seeking("signals to everybody", "import os, signal\nos.kill(-1, signal.SIGKILL)", least=0.0),
    seeking(
        "signals to the parent",
        "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
        least=0.0,
    ),
    seeking(
        "bpf, keyctl and io_uring",
        SYSCALL + "won = any(libc.syscall(n, 0, 0, 0, 0, 0) >= 0 for n in (321, 250, 425))",
    ),
    seeking("a 32-bit system call table", SYSCALL + "won = libc.syscall(0x40000000 | 57) >= 0"),
]
