"""Marking of many submissions by a pool of workers, each with a sandbox beneath it."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from multiprocessing.util import Finalize

from bpteach.grading.isolation import Isolation
from bpteach.grading.mark import Mark
from bpteach.grading.marking import Marker
from bpteach.grading.submission import Submission

__all__ = ["Limits", "WorkersError", "graded", "marked"]

_BATCH = 8  # submissions; small enough that a lost one costs little, large enough to send
_LOST = 5  # times in a row that workers may end
_AHEAD = 3  # batches of each worker that wait or run


class WorkersError(Exception):
    """Workers cannot be kept alive."""


@dataclass(frozen=True)
class Limits:
    """What a question may use, and a cell.

    Parameters
    ----------
    cpu : float
        Seconds of processor time.
    wall : float
        Seconds on the clock.
    memory : int
        MB beyond what Python and numpy have.
    output : float
        MB of a value that is returned; what is printed goes nowhere.

    Examples
    --------
    >>> Limits().cpu
    2.0
    """

    cpu: float = 2.0
    wall: float = 10.0
    memory: int = 512
    output: float = 1.0

    @property
    def inside(self) -> dict:
        """The limits as a sandbox reads them, with those that are always the same."""
        return {
            **asdict(self),
            "output": int(self.output * (1 << 20)),
            "scratch": 32,
            "total": int(12 * self.cpu) + 8,
        }


def graded(
    submissions: Iterable[Submission],
    *,
    secret: bytes,
    isolation: Isolation,
    limits: Limits | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Iterator[Mark]:
    """Mark submissions, in the order in which they get done.

    Parameters
    ----------
    submissions : iterable of Submission
        Read as they are needed: a few batches are in memory at a time.
    secret : bytes
        Of this run; hidden inputs are drawn from it and the submission's hash.
    isolation : Isolation
        From `isolation`.
    limits : Limits, optional
        Of a question.
    workers : int, optional
        Processes; by default one for each processor.
    scheduler : str, optional
        Address of a Dask scheduler, ``"tcp://…"``, whose workers do the work instead.

    Yields
    ------
    Mark
        One for each submission.

    Raises
    ------
    WorkersError
        If workers end again and again before they mark anything.

    Examples
    --------
    >>> from bpteach.grading.isolation import isolation
    >>> list(graded([], secret=b"secret", isolation=isolation("process")))
    []
    """
    settings = (secret, isolation.level, limits or Limits())
    each = iter(submissions)
    batches = iter(lambda: tuple(itertools.islice(each, _BATCH)), ())
    if scheduler is not None:
        from bpteach.grading.cluster import through

        yield from through(scheduler, batches, marked, settings)
    else:
        yield from _pooled(batches, settings, workers or os.cpu_count() or 1)


def _pooled(batches, settings, count) -> Iterator[Mark]:
    """Keep every worker busy, and no more batches in memory than that needs."""
    pool, waiting, lost = _pool(count, settings), {}, 0
    try:
        for _ in range(_AHEAD * count):
            _next(pool, batches, settings, waiting)
        while waiting:
            future = next(iter(wait(waiting, return_when=FIRST_COMPLETED).done))
            try:
                marks = future.result()
            except BrokenProcessPool as broken:  # a worker was killed: its batches are done again
                lost += 1
                if lost > _LOST:
                    raise WorkersError(
                        f"workers ended {lost} times in a row before they marked anything\n"
                        "  look for what ends them (memory, a sandbox that does not start), then "
                        "run this again: what is marked already is kept"
                    ) from broken
                pool.shutdown(cancel_futures=True)
                pool = _pool(count, settings)
                waiting = {_submitted(pool, one, settings): one for one in waiting.values()}
                continue
            lost = 0
            del waiting[future]
            _next(pool, batches, settings, waiting)
            yield from marks
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(count, settings):
    methods = multiprocessing.get_all_start_methods()
    method = "forkserver" if "forkserver" in methods else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":  # what workers need is imported once
        context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(count, context, initializer=_ready, initargs=(settings,))


def _next(pool, batches, settings, waiting):
    batch = next(batches, None)
    if batch:
        waiting[_submitted(pool, batch, settings)] = batch


def _submitted(pool, batch, settings) -> Future:
    """Hand a batch to the pool; one that was lost meanwhile shows when the result is asked for."""
    try:
        return pool.submit(marked, batch, settings)
    except BrokenProcessPool as broken:
        lost = Future()
        lost.set_exception(broken)
        return lost


# --- in a worker ---------------------------------------------------------------------------

_OWN = threading.local()


def _ready(settings):
    """Begin a worker: it ends with the run that it works for, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who begins the run hears it, and ends us
    threading.Thread(target=_with_the_run, daemon=True).start()
    _marker(settings).start()


def _with_the_run():
    multiprocessing.parent_process().join()
    os._exit(1)  # the kernel ends the sandboxes with it


def _marker(settings) -> Marker:
    """Give the marker of this thread for these settings; that of another run is ended."""
    if getattr(_OWN, "settings", None) != settings:
        if getattr(_OWN, "marker", None) is not None:
            _OWN.marker.close()
        secret, level, limits = settings
        _OWN.marker = Marker(secret=secret, level=level, limits=limits.inside)
        _OWN.settings = settings
        Finalize(None, _OWN.marker.close, exitpriority=10)  # also where atexit is passed over
    return _OWN.marker


def marked(batch: tuple[Submission, ...], settings: tuple) -> list[Mark]:
    """Mark a batch in this process, wherever it is.

    Parameters
    ----------
    batch : tuple of Submission
        A few.
    settings : tuple
        The secret, the level of isolation, and the `Limits`.

    Returns
    -------
    list of Mark
        In the batch's order.

    Examples
    --------
    >>> marked((), (b"secret", "process", Limits()))
    []
    """
    marker = _marker(settings)
    return [marker.mark(one) for one in batch]
