"""Marking of many submissions by a pool of workers, each with a sandbox beneath it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bpteach.grading.isolation import Isolation
from bpteach.grading.mark import Mark
from bpteach.grading.submission import Submission

__all__ = ["Limits", "graded"]


@dataclass(frozen=True)
class Limits:
    """What a question may use: CPU and wall seconds, MB of memory, MB of output."""

    cpu: float = 2.0
    wall: float = 10.0
    memory: int = 512
    output: float = 1.0


def graded(
    submissions: Iterable[Submission],
    *,
    secret: bytes,
    isolation: Isolation,
    limits: Limits = Limits(),  # noqa: B008
    workers: int | None = None,
    scheduler: str | None = None,
) -> Iterator[Mark]:
    """Mark submissions, in the order in which they get done."""
    raise NotImplementedError
