"""Workers that read what comes from outside, each with a limit of memory and of time.

A guard looks at every file first, but one guard is never enough: a library that runs out of memory
ends its whole process, and nothing in Python stops a loop in another language. Here such a file
costs one worker, which is replaced, and the other files go on.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from pebble import ProcessPool

P = ParamSpec("P")
T = TypeVar("T")

MOST_BYTES_OF_WORKER = 1_500_000_000
"""Of address space: the interpreter with its libraries takes a third of it before any file."""
MOST_SECONDS = 30.0
"""For one task. A filled workbook takes a tenth of a second, a hostile one five at most."""
TASKS_OF_WORKER = 200
"""Then it is replaced: memory that a library holds on to is freed."""
READING = "roadmap_xl.school.check"
"""What workers import before their first task, where the system lets them share it."""


class LostTaskError(Exception):
    """A task that took too long or too much memory; it has no result, and its worker is gone."""


class IsolatedPool(Executor):
    """Warm workers behind the standard interface; a future of theirs may raise `LostTaskError`."""

    def __init__(self, workers: int, seconds: float = MOST_SECONDS) -> None:
        self._workers, self._seconds = workers, seconds
        self._under_way: set[Future[Any]] = set()
        self._pool, self._is_shut = self._new_pool(), False

    def _new_pool(self) -> ProcessPool:
        from pebble import ProcessPool  # most commands start no worker

        return ProcessPool(
            max_workers=self._workers,
            max_tasks=TASKS_OF_WORKER,
            initializer=_limit,
            initargs=(MOST_BYTES_OF_WORKER,),
            context=_context(),
        )

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The task's result to come. Function and arguments travel to another process."""
        result: Future[T] = Future()
        result.set_running_or_notify_cancel()
        self._under_way.add(result)
        result.add_done_callback(self._under_way.discard)
        try:
            running = self._pool.schedule(fn, args=args, kwargs=kwargs, timeout=self._seconds)
        except (OSError, RuntimeError) as fault:  # the system gave no process
            self._begin_anew(fault)
        else:
            running.add_done_callback(lambda done: _pass_on(done, result))
        return result

    def _begin_anew(self, fault: Exception) -> None:
        """What was under way is lost with its pool, which can start no worker any more."""
        if not self._is_shut:
            self._pool = self._new_pool()
        for one in list(self._under_way):
            _lose(one, fault)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the workers; what runs is broken off unless waited for without cancelling."""
        self._is_shut = True
        if wait and not cancel_futures:
            self._pool.close()
        else:
            self._pool.stop()
        self._pool.join()


@contextmanager
def isolated(workers: int = 1, seconds: float = MOST_SECONDS) -> Iterator[IsolatedPool]:
    """Warm workers, ended with the block, broken off where it ends by an exception."""
    pool = IsolatedPool(workers, seconds)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _pass_on(done: Future[Any], result: Future[Any]) -> None:
    """The end of a task as its caller sees it."""
    from pebble import ProcessExpired

    fault = CancelledError() if done.cancelled() else done.exception()
    if isinstance(fault, CancelledError | ProcessExpired | TimeoutError | MemoryError):
        _lose(result, fault)
        return
    with suppress(InvalidStateError):  # lost with its pool
        if fault is not None:
            result.set_exception(fault)
        else:
            result.set_result(done.result())


def _lose(result: Future[Any], fault: BaseException) -> None:
    lost = LostTaskError(type(fault).__name__)
    lost.__cause__ = fault
    with suppress(InvalidStateError):
        result.set_exception(lost)


def _context() -> Any:
    """How workers begin: from a process that has imported all and read nothing, where there is one.

    Never as a copy of this process: it may have threads.
    """
    is_frozen = getattr(sys, "frozen", False)  # a program that is its own interpreter
    if is_frozen or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([READING])
    return context


def _limit(most_bytes: int) -> None:
    """First thing in a worker: its memory, no core files, and nothing written to the console.

    What a library reports of its own end is no sentence for a user; the finding is.
    """
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
    if sys.platform == "win32":
        _limit_on_windows(most_bytes)
    else:
        import resource

        for what, most in ((resource.RLIMIT_AS, most_bytes), (resource.RLIMIT_CORE, 0)):
            with suppress(ValueError, OSError):  # macOS takes no limit of address space
                resource.setrlimit(what, (most, most))


def _limit_on_windows(most_bytes: int) -> None:
    """A job object for this process alone; pywin32 is there, xlwings needs it."""
    import win32api
    import win32job

    with suppress(win32api.error):  # a system that lets no process have a job of its own
        job = win32job.CreateJobObject(None, "")
        kind = win32job.JobObjectExtendedLimitInformation
        limits = win32job.QueryInformationJobObject(job, kind)
        flags = limits["BasicLimitInformation"]["LimitFlags"]
        flags |= win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
        flags |= win32job.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
        limits["BasicLimitInformation"]["LimitFlags"] = flags
        limits["ProcessMemoryLimit"] = most_bytes
        win32job.SetInformationJobObject(job, kind, limits)
        win32job.AssignProcessToJobObject(job, win32api.GetCurrentProcess())
