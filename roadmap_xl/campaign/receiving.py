"""Each file of a run read and checked once, by a worker that may end with the file it reads."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ..errors import RoadmapError
from ..form.forms import PACKAGED, Forms
from ..reader.files.faults import Refused
from ..reader.files.opening import name_of, read_bytes, sha256_of
from ..reader.isolated import LostTaskError, isolated
from ..reader.workbook import Reading, read_data
from ..rules.checking import Occasion
from ..school.check import check_reading
from ..summary.encoding import Encoded, encode
from .cluster import cluster
from .results import FileState, Results

AHEAD = 16
"""Files read but not yet checked; more would only lie in memory."""
_NO_DAY = ""
"""The day on which a lost file's result is used again: it may have been the machine's fault."""
FEW_FILES = 12
"""As many files are read before a second process has started."""
T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""


class ProcessError(RoadmapError):
    """A process that reads files was stopped from outside."""


def no_progress(done: int, of: int) -> None:
    """For callers who show nothing."""


def check_data(
    data: bytes, name: str, sha256: str, occasion: Occasion, forms: Forms = PACKAGED
) -> Encoded:
    """One file read and check_data for everybody, as texts that travel between processes."""
    report = check_reading(read_data(data, name, sha256, forms), replace(occasion, audience=None))
    return encode(report, occasion.today)


def receive(
    files: Sequence[tuple[str, Path]],
    results: Results,
    occasion: Occasion,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> None:
    """Puts a result into `results` for every file that has none yet.

    `files` are names to show and paths. A file that cannot be read has a result that says so.
    Raises `ProcessError` if a process of the executor was stopped.
    """
    waiting: deque[tuple[str, Path, str, Future[Encoded]]] = deque()
    done = 0

    def finish(ahead: int) -> None:
        nonlocal done
        while len(waiting) > ahead:
            file, path, sha256, future = waiting.popleft()
            name = name_of(path.name)
            results.put(file, name, sha256, result_of(future, name, sha256))
            done += 1
            progress(done, len(files))

    for file, path in files:
        submitted = submit_file(file, path, results, occasion, executor)
        if submitted is None:
            done += 1
            progress(done, len(files))
        else:
            waiting.append((file, path, *submitted))
        finish(AHEAD if executor else 0)
    finish(0)


def submit_file(
    file: str, path: Path, results: Results, occasion: Occasion, executor: Executor | None
) -> tuple[str, Future[Encoded]] | None:
    """The file's hash and its result to come; None where its result is there already.

    Without an executor the result is made at once.
    """
    state, name = state_of(path), name_of(path.name)
    sha256 = results.sha256_of(state) if state else None
    if sha256 is not None and results.has(file, name, sha256):
        return None
    try:
        data = read_bytes(path)
    except Refused as refused:
        sha256 = sha256_of(path)  # a document is no workbook, but somebody sent it
        if state and sha256:
            results.remember_hash(state, sha256)
        return sha256, _completed_future(
            encode(check_reading(Reading(name, sha256, fault=refused.fault)))
        )
    sha256 = hashlib.sha256(data).hexdigest()
    if state:
        results.remember_hash(state, sha256)
    if results.has(file, name, sha256):
        return None
    if executor is None:
        return sha256, _completed_future(check_data(data, name, sha256, occasion, results.forms))
    return sha256, executor.submit(check_data, data, name, sha256, occasion, results.forms)


def result_of(future: Future[Encoded], name: str, sha256: str) -> Encoded:
    """The result that was waited for; of a file that ended its worker a finding of that.

    Raises `ProcessError` where the system has stopped the workers.
    """
    try:
        return future.result()
    except LostTaskError:
        return result_of_lost(name, sha256)
    except BrokenExecutor as fault:
        raise ProcessError(
            "Система остановила процессы проверки: возможно, не хватило памяти. Уже прочитанное "
            "сохранено. Закройте другие программы и повторите команду."
        ) from fault


def result_of_lost(name: str, sha256: str) -> Encoded:
    """What is said of a file that ended its worker; good for this run alone."""
    fault = Refused("unbearable", file=name).fault
    lost = encode(check_reading(Reading(name, sha256, fault=fault)))
    return lost._replace(first=_NO_DAY, last=_NO_DAY)


def _completed_future(result: Encoded) -> Future[Encoded]:
    future: Future[Encoded] = Future()
    future.set_result(result)
    return future


def state_of(path: Path) -> FileState | None:
    """What tells without reading it that a file is the same; None where it cannot be seen."""
    try:
        found = path.stat()
    except OSError:
        return None  # reading it says why
    return (name_of(path.absolute()), found.st_size, found.st_mtime_ns)


def names_in(folder: Path, paths: Iterable[Path]) -> list[tuple[str, Path]]:
    """The files by the names a summary calls them: relative to the folder."""
    return [(name_of(path.relative_to(folder).as_posix()), path) for path in paths]


# Who does it: isolated workers, a cluster, or this process itself.


def workers_for(files: int) -> int:
    """How many workers are worth starting for so many files."""
    return 1 if files <= FEW_FILES else os.cpu_count() or 1


def read_alone(read: Callable[..., T], path: Path, **options: bool) -> T:
    """What `read` makes of one file in a worker of its own; `ProcessError` where that is lost."""
    with isolated() as pool:
        try:
            return pool.submit(read, path, **options).result()
        except (LostTaskError, BrokenExecutor) as fault:
            raise ProcessError(
                f"Файл «{name_of(path.name)}» не прочитан: на него не хватило отведённых времени и "
                "памяти. Откройте его в Excel, сохраните заново и повторите."
            ) from fault


@contextmanager
def executor(workers: int, scheduler: str = "") -> Iterator[Executor | None]:
    """The executor of a run, shut down after it; with no workers None: this process does the work.

    Each worker reads under limits of memory and time. With the address of a Dask scheduler its
    workers do the work; they need the same version of roadmap_xl, the files come to them as bytes.
    Raises `ClusterError` if it cannot be used.
    """
    if scheduler:
        with cluster(scheduler) as found:
            yield found
    elif workers < 1:
        yield None
    else:
        with isolated(workers) as pool:
            yield pool
