"""The same batches, marked by the workers of a Dask cluster.

A Dask worker is on the trusted side: it holds the references and the run's secret. The sandbox
runs beneath it, so its host has to allow user namespaces (see docs/isolation.md).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from bpteach.grading.mark import Mark
from bpteach.grading.submission import Submission

__all__ = ["through"]

_AHEAD = 3  # batches of each thread that wait or run
_FEWEST = 4


def through(
    scheduler: str, batches: Iterator[tuple[Submission, ...]], marked: Callable, settings: tuple
) -> Iterator[Mark]:
    """Hand batches to a cluster, and give what comes back, as it comes.

    Parameters
    ----------
    scheduler : str
        Its address, ``"tcp://…"``.
    batches : iterator of tuple of Submission
        Read as they are needed.
    marked : callable
        ``marked(batch, settings)`` gives the marks; it runs on a worker.
    settings : tuple
        For `marked`.

    Yields
    ------
    Mark
        One for each submission. A batch whose worker is lost is marked by another one, with the
        same inputs.

    Raises
    ------
    ImportError
        If `distributed` is not installed; the text says how to install it.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise ImportError(
            'a Dask cluster needs the package distributed\n  write pip install "bpteach[cluster]"'
        ) from error
    with Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(1)
        threads = sum(client.nthreads().values())

        def sent(batch):
            return client.submit(marked, batch, settings, pure=False, retries=2)

        first = itertools.islice(batches, max(_AHEAD * threads, _FEWEST))
        running = as_completed(list(map(sent, first)), loop=client.loop)
        for future in running:
            marks = future.result()
            future.release()
            batch = next(batches, None)
            if batch:
                running.add(sent(batch))
            yield from marks
