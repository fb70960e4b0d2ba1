"""Each file of a run read and checked once: here, in worker processes, or on a cluster."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path

from ..checking import Occasion
from ..errors import RoadmapError
from ..readers.faults import Refused
from ..readers.opening import name_of, read_bytes, sha256_of
from ..readers.workbook import Reading, read_data
from ..report import report_of
from .encoding import Encoded, encoded
from .results import FileState, Results

AHEAD = 16
"""Files read but not yet checked; more would only lie in memory."""
Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""


class ProcessError(RoadmapError):
    """A process that reads files was stopped from outside."""


def no_progress(done: int, of: int) -> None:
    """For callers who show nothing."""


def checked(data: bytes, name: str, sha256: str, occasion: Occasion) -> Encoded:
    """One file read and checked for everybody, as texts that travel between processes."""
    report = report_of(read_data(data, name, sha256), replace(occasion, audience=None))
    return encoded(report, occasion.today)


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
            results.put(file, name_of(path.name), sha256, _result(future))
            done += 1
            progress(done, len(files))

    for file, path in files:
        begun = _begun(file, path, results, occasion, executor)
        if begun is None:
            done += 1
            progress(done, len(files))
        else:
            waiting.append((file, path, *begun))
        finish(AHEAD if executor else 0)
    finish(0)


def _begun(
    file: str, path: Path, results: Results, occasion: Occasion, executor: Executor | None
) -> tuple[str, Future[Encoded]] | None:
    """The file's hash and its result to come; None where its result is there already."""
    state, name = _state(path), name_of(path.name)
    sha256 = results.sha256_of(state) if state else None
    if sha256 is not None and results.has(file, name, sha256):
        return None
    try:
        data = read_bytes(path)
    except Refused as refused:
        sha256 = sha256_of(path)  # a document is no workbook, but somebody sent it
        if state and sha256:
            results.saw(state, sha256)
        return sha256, _known(encoded(report_of(Reading(name, sha256, fault=refused.fault))))
    sha256 = hashlib.sha256(data).hexdigest()
    if state:
        results.saw(state, sha256)
    if results.has(file, name, sha256):
        return None
    if executor is None:
        return sha256, _known(checked(data, name, sha256, occasion))
    return sha256, executor.submit(checked, data, name, sha256, occasion)


def _result(future: Future[Encoded]) -> Encoded:
    try:
        return future.result()
    except BrokenExecutor as fault:
        raise ProcessError(
            "Система остановила один из процессов проверки: возможно, не хватило памяти. Уже "
            "прочитанное сохранено. Повторите команду с параметром --workers 1."
        ) from fault


def _known(result: Encoded) -> Future[Encoded]:
    future: Future[Encoded] = Future()
    future.set_result(result)
    return future


def _state(path: Path) -> FileState | None:
    try:
        found = path.stat()
    except OSError:
        return None  # reading it says why
    return (name_of(path.absolute()), found.st_size, found.st_mtime_ns)


def names_in(folder: Path, paths: Iterable[Path]) -> list[tuple[str, Path]]:
    """The files by the names a summary calls them: relative to the folder."""
    return [(name_of(path.relative_to(folder).as_posix()), path) for path in paths]
