"""The boundary: everything that keeps a student's code in, in one file.

There are two walls, one inside the other.

1. Around the whole sandbox, built once by bubblewrap (`command`): namespaces of its own for
   users, processes, mounts, IPC, names and network (without any device), and an empty,
   read-only file system that holds Python, numpy and the few files that run in there.
2. Around each submission, built by the process itself after it was forked (`forked`, `enclosed`,
   `limited`, `shut`): namespaces of its own again, fresh `/tmp` and `/dev/shm`, nothing in
   `/proc`, no capability, no way to gain one, limits on what it may use, and a list of system
   calls beyond which there are none.

What holds each layer is said where it is built. This file is read on both sides and imports
only Python's own library; libseccomp is asked on the trusted side, for the list as bytes.
"""

from __future__ import annotations

import ctypes
import glob
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile

__all__ = [
    "ENVIRONMENT",
    "MissingError",
    "command",
    "enclosed",
    "forked",
    "limited",
    "measured",
    "program",
    "shut",
    "tried",
]

# --- the outer wall, on the trusted side ---------------------------------------------------

_USER = 1000  # who it is inside; outside it is whoever grades, without any capability


class MissingError(Exception):
    """Something that the boundary needs is not there; the text says what."""


def command(course: str, packages: dict[str, str], arguments: list[str]) -> list[str]:
    """Give the command that starts the sandbox.

    Parameters
    ----------
    course : str
        The folder with the files that run inside.
    packages : dict from str to str
        By name, the installed packages and libraries that are seen inside: where they lie.
    arguments : list of str
        For Python.

    Returns
    -------
    list of str
        bubblewrap with its arguments.

    Raises
    ------
    MissingError
        If bubblewrap is not installed.

    Examples
    --------
    >>> "--unshare-net" in command("/course", {}, ["-c", "pass"]) if shutil.which("bwrap") else True
    True
    """
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise MissingError("bubblewrap is not installed: `apt-get install bubblewrap`")
    words = [bwrap]
    # Own namespaces, each named, so that one that cannot be had is an error and not left out.
    words += [f"--unshare-{one}" for one in ("user", "ipc", "pid", "net", "uts", "cgroup-try")]
    words += ["--uid", str(_USER), "--gid", str(_USER), "--hostname", "sandbox"]
    # One capability stays with the first process, which runs nothing of a student's: to fork
    # into a process namespace. Whoever is forked leaves it behind (`enclosed`).
    words += [
        "--cap-drop",
        "ALL",
        "--cap-add",
        "CAP_SYS_ADMIN",
        "--die-with-parent",
        "--new-session",
        "--clearenv",
    ]
    words += _file_system(course, packages)
    for name, value in ENVIRONMENT.items():
        words += ["--setenv", name, value]
    return [*words, "--chdir", "/", os.path.realpath(sys.executable), *arguments]


# One thread of BLAS: matrices are small, and a fork carries one thread only.
ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/figures",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PATH": "/nothing",
}


def _file_system(course, packages) -> list[str]:
    """An empty root, Python's own library, the system's libraries, and what is named."""
    words = []
    for one in ("/lib", "/lib64"):  # links, where /usr is merged
        if os.path.islink(one):
            words += ["--symlink", os.readlink(one), one]
        elif os.path.isdir(one):
            words += ["--ro-bind", one, one]
    machine = sysconfig.get_config_var("MULTIARCH") or "none"
    library, python = sysconfig.get_path("stdlib"), os.path.realpath(sys.executable)
    shared = os.path.join(
        sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("INSTSONAME") or ""
    )
    seen = ["/usr/lib64", f"/usr/lib/{machine}", python, library]
    seen += [shared] if ".so" in shared else []
    # Where a distribution chooses between several BLAS, by links in there.
    chosen = glob.glob("/etc/alternatives/lib*blas*") + glob.glob("/etc/alternatives/liblapack*")
    for one in (*seen, *chosen):
        if os.path.exists(one):
            words += ["--ro-bind", one, one]
    # What others installed beside Python's library, the course among it, is not to be seen.
    beside = [os.path.join(library, "site-packages"), os.path.join(library, "dist-packages")]
    for one in filter(os.path.isdir, beside):
        words += ["--tmpfs", one, "--remount-ro", one]
    words += ["--ro-bind", course, "/course"]
    for name, place in packages.items():
        words += ["--ro-bind", place, f"/packages/{name}"]
    # /proc only to write the maps of users; a submission finds nothing in it.
    words += ["--proc", "/proc", "--tmpfs", "/dev", "--tmpfs", "/figures", "--dir", "/tmp"]
    for one in ("/dev/null", "/dev/urandom"):
        words += ["--dev-bind", one, one]
    words += ["--dir", "/dev/shm", "--remount-ro", "/dev", "--remount-ro", "/"]
    return words


def tried() -> None:
    """Try whether the outer wall can be built, and a namespace inside it.

    Raises
    ------
    MissingError
        If not; the text says what was said.
    """
    test = "import ctypes, os; os._exit(ctypes.CDLL(None).unshare({}) != 0)"
    with tempfile.TemporaryDirectory() as empty:
        words = command(empty, {}, ["-I", "-S", "-c", test.format(_NEW | _NEW_PROCESSES)])
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.split())[:200] or "unshare was refused inside it"
        raise MissingError(
            f"user namespaces: bubblewrap could not build its walls ({said}); see "
            "docs/isolation.md on what a host has to allow"
        )


# --- which system calls there are, on the trusted side --------------------------------------

# What Python, numpy and threads need; no socket is made, no process or program started, nothing
# mounted, traced, or looked at in another process. Whatever is not here does not exist (ENOSYS),
# also what kernels yet to come will add.
_CALLS = """
    read readv pread64 preadv write writev pwrite64 pwritev lseek close close_range
    open openat creat stat fstat lstat newfstatat statx access faccessat readlink readlinkat
    getcwd chdir fchdir getdents getdents64 mkdir mkdirat rmdir unlink unlinkat rename renameat
    renameat2 ftruncate truncate fsync fdatasync fcntl dup dup2 dup3 pipe pipe2 umask
    poll ppoll select pselect6 epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2
    sendto recvfrom shutdown
    mmap munmap mprotect mremap madvise brk mincore msync
    futex futex_waitv set_robust_list get_robust_list rseq set_tid_address membarrier
    arch_prctl sched_yield sched_getaffinity sched_getparam sched_getscheduler
    sched_get_priority_max sched_get_priority_min getcpu
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend
    sigaltstack pause kill tgkill restart_syscall
    getpid getppid gettid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp
    getpgid getsid uname sysinfo getrandom
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times
    getrusage getrlimit setrlimit prlimit64 getitimer setitimer alarm
    wait4 waitid exit exit_group
""".split()  # noqa: SIM905
_THREAD = 0x00010000  # CLONE_THREAD
_NAMESPACES = 0x7E020000 | 0x80  # CLONE_NEWCGROUP … CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWTIME
_ENOSYS = 38


def program() -> bytes:
    """Give the list of system calls as a program that the kernel runs.

    Returns
    -------
    bytes
        For `shut`.

    Raises
    ------
    MissingError
        If libseccomp is not there.
    """
    try:
        import pyseccomp as seccomp
    except (ImportError, OSError, RuntimeError) as error:
        raise MissingError(
            f"libseccomp cannot be loaded ({type(error).__name__}): `apt-get install libseccomp2` "
            "and `pip install pyseccomp`"
        ) from error
    allowed = seccomp.SyscallFilter(seccomp.ERRNO(_ENOSYS))
    for name in _CALLS:
        if seccomp.resolve_syscall(seccomp.system_arch(), name) >= 0:  # else not on this machine
            allowed.add_rule(seccomp.ALLOW, name)
    # Threads, but no process and no namespace. clone3 hides its flags from a filter, so it does
    # not exist: C libraries then use clone.
    thread = seccomp.Arg(0, seccomp.MASKED_EQ, _THREAD | _NAMESPACES, _THREAD)
    allowed.add_rule(seccomp.ALLOW, "clone", thread)
    return _as_bytes(allowed)


def _as_bytes(one) -> bytes:
    with tempfile.TemporaryFile() as file:
        one.export_bpf(file)
        file.seek(0)
        return file.read()


# --- the inner wall, in the process that will run a submission ------------------------------

_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW = 0x10000000 | 0x00020000 | 0x08000000 | 0x04000000  # user, mounts, IPC, host name
_NEW_PROCESSES = 0x20000000
_NOSUID, _NODEV, _NOEXEC, _READ_ONLY, _RECURSIVE, _PRIVATE = 2, 4, 8, 1, 1 << 14, 1 << 18
_CAPBSET_DROP, _SET_SECCOMP, _NO_NEW_PRIVS = 24, 22, 38
_LAST_CAPABILITY = 63


def _called(name, *arguments):
    """Call the C library; an error is an exception, so that no layer is left out silently."""
    if getattr(_LIBC, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def forked(proc: int) -> int:
    """Fork a process that is the first of a new process namespace.

    Parameters
    ----------
    proc : int
        An open descriptor of `/proc`.

    Returns
    -------
    int
        As `os.fork` gives.
    """
    own = os.open("self/ns/pid", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)
    try:
        _called("unshare", _NEW_PROCESSES)  # of children, not of this process
        child = os.fork()
        if child:
            _called("setns", own, _NEW_PROCESSES)
    finally:
        os.close(own)
    return child


def enclosed(proc: int, scratch: int) -> None:
    """Build the walls around the calling process, the first of its process namespace.

    Parameters
    ----------
    proc : int
        An open descriptor of `/proc`, which is closed.
    scratch : int
        MB that `/tmp` and `/dev/shm` may hold, each.
    """
    # From here on it has no capability in the namespaces of the sandbox.
    _called("unshare", _NEW)
    # The new namespace knows one user and one group; without a map no file could be made.
    for name, text in (
        ("setgroups", b"deny"),
        ("uid_map", b"%d %d 1" % (_USER, _USER)),
        ("gid_map", b"%d %d 1" % (_USER, _USER)),
    ):
        file = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
        os.write(file, text)
        os.close(file)
    os.close(proc)
    # Mounts of this submission alone; what lies beneath is read-only and cannot be uncovered,
    # since the mounts of an outer namespace are locked.
    _called("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)
    flags = _NOSUID | _NODEV | _NOEXEC
    # /figures too, where matplotlib keeps its cache: what one leaves there the next could read.
    for place in (b"/tmp", b"/dev/shm", b"/figures"):
        _called("mount", b"tmpfs", place, b"tmpfs", flags, b"size=%dm,nr_inodes=2k" % scratch)
    _called("mount", b"tmpfs", b"/proc", b"tmpfs", flags | _READ_ONLY, b"size=4k")
    # A new user namespace grants every capability in it: drop them, for good.
    for number in range(_LAST_CAPABILITY + 1):
        _LIBC.prctl(_CAPBSET_DROP, number, 0, 0, 0)  # fails for numbers that this kernel lacks
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this process
    _called("capset", header, (ctypes.c_uint32 * 6)())
    _called("prctl", _NO_NEW_PRIVS, 1, 0, 0, 0)


_START = {"size": 0}


def measured(proc: int) -> None:
    """Note how much address space Python and numpy have, before any submission.

    Parameters
    ----------
    proc : int
        An open descriptor of `/proc`, or −1 where there is none.
    """
    if proc < 0:
        _START["size"] = 2048 << 20
        return
    file = os.open("self/statm", os.O_RDONLY, dir_fd=proc)
    _START["size"] = int(os.read(file, 100).split()[0]) * os.sysconf("SC_PAGE_SIZE")
    os.close(file)


def limited(limits: dict, *, alone: bool) -> None:
    """Limit what the calling process may use.

    Parameters
    ----------
    limits : dict
        ``total``, seconds of processor time of the whole submission; ``memory``, MB beyond what
        it has already; ``scratch``, MB of a file.
    alone : bool
        Whether its user has no other process, so that its threads can be counted.
    """
    size = _START["size"] + (limits["memory"] << 20)
    wanted = {
        "RLIMIT_CPU": limits["total"],
        "RLIMIT_AS": size,
        "RLIMIT_FSIZE": limits["scratch"] << 20,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_SIGPENDING": 64,
    }
    if alone:
        wanted["RLIMIT_NPROC"] = _THREADS
    for name, most in wanted.items():
        number = getattr(resource, name, None)
        if number is None:  # not on this system
            continue
        hard = resource.getrlimit(number)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(number, (most, most))
        except (OSError, ValueError):  # not every system keeps every limit
            if alone:
                raise


_THREADS = 32


class _Program(ctypes.Structure):
    """What the kernel is given: a program's length, and where it lies."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def shut(program: bytes) -> None:
    """Leave the calling process only the system calls of a list, for good.

    Parameters
    ----------
    program : bytes
        From `program`.
    """
    code = ctypes.create_string_buffer(program, len(program))
    given = _Program(len(program) // 8, ctypes.addressof(code))
    _called("prctl", _NO_NEW_PRIVS, 1, 0, 0, 0)
    _called("prctl", _SET_SECCOMP, 2, ctypes.byref(given), 0, 0)
