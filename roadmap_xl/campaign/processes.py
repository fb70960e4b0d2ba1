"""Who reads and checks the files: this process, several processes, or a cluster.

All of them are a `concurrent.futures.Executor`; what comes out is the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from ..errors import RoadmapError

FEW_FILES = 12
"""As many files are read before a second process has started."""


class ClusterError(RoadmapError):
    """The cluster cannot be used."""


def workers_for(files: int) -> int:
    """How many processes are worth starting for so many files; 1 is this process alone."""
    return 1 if files <= FEW_FILES else os.cpu_count() or 1


@contextmanager
def executor(workers: int, scheduler: str = "") -> Iterator[Executor | None]:
    """The executor of a run, shut down after it; None where this process does the work itself.

    With the address of a Dask scheduler its workers do the work; they need the same version of
    roadmap_xl, the files come to them as bytes. Raises `ClusterError` if it cannot be reached.
    """
    if scheduler:
        with _cluster(scheduler) as found:
            yield found
    elif workers <= 1:
        yield None
    else:
        pool = ProcessPoolExecutor(workers)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _cluster(scheduler: str) -> Iterator[Executor]:
    try:
        cluster: Any = import_module("distributed")
    except ImportError as fault:
        raise ClusterError(
            'Для --scheduler нужна библиотека Dask. Установите: pip install "roadmap_xl[cluster]"'
        ) from fault
    try:
        client = cluster.Client(scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as fault:  # no such host, nobody answers, no address at all
        raise ClusterError(
            f"Планировщик Dask «{scheduler}» не отвечает. Проверьте адрес: tcp://имя:8786."
        ) from fault
    with client:
        pool: Executor = client.get_executor(pure=False)
        try:
            yield pool
        finally:
            pool.shutdown(wait=False)
