"""A Dask cluster that reads the files, and what is done where it loses one.

A worker of a cluster cannot limit one file: what ends it, or takes too long there, is read once
more in a worker of this machine, which can. So a hostile file ends the same way wherever it is
read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

from ..errors import RoadmapError
from ..reader.isolated import MOST_SECONDS, IsolatedPool

T = TypeVar("T")
SECONDS_TO_ANSWER = 10
SECONDS_OF_TASK = 2 * MOST_SECONDS
"""A task may also wait for its turn there, and travels."""


class ClusterError(RoadmapError):
    """The cluster cannot be used, or can no longer."""


class ClusterPool(Executor):
    """The cluster behind the standard interface, with a worker of this machine in reserve."""

    def __init__(self, dask: Any, client: Any) -> None:
        self.lost: tuple[type[BaseException], ...] = (dask.KilledWorker, MemoryError)
        self._client = client
        self._tasks: Executor = client.get_executor(pure=False)
        self._here: IsolatedPool | None = None

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        return _ClusterTask(self, self._tasks.submit(fn, *args, **kwargs), fn, args, kwargs)

    def here(self) -> IsolatedPool:
        """The worker of this machine, started when it is first needed."""
        self._here = self._here or IsolatedPool(1)
        return self._here

    def has_workers(self) -> bool:
        """Whether the scheduler answers and anybody works for it."""
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except (TimeoutError, OSError, ValueError):
            return False
        return True

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._tasks.shutdown(wait=False)
        if self._here is not None:
            self._here.shutdown(cancel_futures=True)


class _ClusterTask(Future[T]):
    """A task given to the cluster; asked for its result, it sees to it that there is one."""

    def __init__(
        self, pool: ClusterPool, there: Future[T], fn: Callable[..., T], args: Any, kwargs: Any
    ) -> None:
        super().__init__()
        self._pool, self._there, self._task = pool, there, (fn, args, kwargs)

    def result(self, timeout: float | None = None) -> T:
        """Raises `ClusterError`, and `LostTaskError` for a task that cannot be done anywhere."""
        try:
            return self._there.result(timeout or SECONDS_OF_TASK)
        except TimeoutError:
            self._there.cancel()
            if not self._pool.has_workers():
                raise ClusterError(
                    "У планировщика Dask не осталось исполнителей, или он не отвечает. Прочитанное "
                    "сохранено. Запустите исполнителей и повторите, или уберите --scheduler."
                ) from None
        except (CancelledError, OSError) as fault:
            raise ClusterError(
                "Связь с планировщиком Dask прервалась. Прочитанное сохранено. Повторите команду, "
                "когда он заработает, или уберите --scheduler."
            ) from fault
        except self._pool.lost:
            pass
        fn, args, kwargs = self._task
        return self._pool.here().submit(fn, *args, **kwargs).result()


@contextmanager
def cluster(scheduler: str) -> Iterator[ClusterPool]:
    """The cluster of the scheduler at this address; raises `ClusterError` if it is of no use."""
    try:
        dask: Any = import_module("distributed")
    except ImportError as fault:
        raise ClusterError(
            'Для --scheduler нужна библиотека Dask. Установите: pip install "roadmap_xl[cluster]"'
        ) from fault
    try:
        client = dask.Client(scheduler, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as fault:  # no such host, nobody answers, no address at all
        raise ClusterError(
            f"Планировщик Dask «{scheduler}» не отвечает. Проверьте адрес: tcp://имя:8786."
        ) from fault
    with client, ClusterPool(dask, client) as pool:
        if not pool.has_workers():
            raise ClusterError(
                f"У планировщика Dask «{scheduler}» нет ни одного исполнителя. Запустите их: "
                f"dask worker {scheduler}"
            )
        yield pool
