"""The work of the queue: each job in a worker with limits, its end noted whatever it is.

One thread takes jobs out of the databases of the open campaigns. A file that ends its worker, or
takes too long, costs only its own job; it is tried once more and then has a state that says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import ParamSpec, TypeVar

from ..campaign.store import jobs
from ..campaign.store.database import StoreError
from ..errors import RoadmapError
from ..reader.isolated import IsolatedPool
from .long_jobs import LONG, Process, process_of
from .open_campaign import OpenCampaign
from .running import Running, words_of

WORKERS = 2
AT_ONCE = 2 * WORKERS
"""Jobs that are under way: more would only hold their files in memory."""
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_OF_ANSWERS = 0.5
"""As long a job waits for files that are being taken in: who sent them waits for an answer."""
SECONDS_BETWEEN_SHEETS = 10.0
"""Then a journal that could not be written is tried again: it may be closed by now."""
P = ParamSpec("P")
T = TypeVar("T")


class Work:
    """Does the jobs of campaigns until it is stopped."""

    def __init__(self, campaigns: Callable[[], Iterable[OpenCampaign]]) -> None:
        self._campaigns = campaigns
        self._pool: IsolatedPool | None = None
        self._free = threading.Semaphore(AT_ONCE)
        self._wake = threading.Event()
        self._ends = False
        self._under_way = 0
        self._arriving, self._arriving_since = 0, 0.0
        self._processes: list[Process] = []
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="work", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Breaks off what runs: it waits in the queue for the next start."""
        self._ends = True
        self._wake.set()
        self._thread.join()
        for process in list(self._processes):
            process.terminate()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    @contextmanager
    def after_answers(self) -> Iterator[None]:
        """Files are taken in here: no job begins beside it, for a moment, and then at once."""
        with self._guard:
            if not self._arriving:
                self._arriving_since = time.monotonic()
            self._arriving += 1
        try:
            yield
        finally:
            with self._guard:
                self._arriving -= 1
            self.wake()

    @property
    def _answers_first(self) -> bool:
        since = time.monotonic() - self._arriving_since
        return self._arriving > 0 and since < SECONDS_OF_ANSWERS

    def ask(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """What a worker makes of something that came from outside; `LostTaskError` as its end."""
        return self._workers().submit(fn, *args, **kwargs)

    def _workers(self) -> IsolatedPool:
        with self._guard:
            self._pool = self._pool or IsolatedPool(WORKERS)
            return self._pool

    @property
    def is_idle(self) -> bool:
        """Nothing is under way and nothing waits."""
        with self._guard:
            if self._under_way:
                return False
        for campaign in self._campaigns():
            # A database that cannot be read, as on a disk that was pulled out, has nothing to do.
            with suppress(StoreError), campaign.store.reading() as connection:
                if jobs.unfinished(connection):
                    return False
        return True

    def _run(self) -> None:
        tried = time.monotonic()
        while not self._ends:
            if time.monotonic() - tried > SECONDS_BETWEEN_SHEETS:
                tried = time.monotonic()
                self._take_back()
                for campaign in self._campaigns():
                    if campaign.sheet_fault:
                        campaign.bring_sheet()
            if self._answers_first or not any(list(map(self._began, self._campaigns()))):
                self._wake.wait(SECONDS_BETWEEN_LOOKS)
                self._wake.clear()

    def _take_back(self) -> None:
        """Jobs whose end could not be noted, as on a full disk, wait again.

        Letters do so at the next start alone: one that went out shall not go out every moment.
        """
        with self._guard:
            if self._under_way:
                return
        for campaign in self._campaigns():
            with suppress(StoreError), campaign.store.writing() as connection:
                jobs.give_back(connection, but=jobs.Kind.SEND)

    def _began(self, campaign: OpenCampaign) -> bool:
        """Whether a job of this campaign was begun."""
        if not self._free.acquire(blocking=False):
            return False
        job = None
        try:
            with campaign.store.writing() as connection:
                job = jobs.claim(connection)
            if job is not None:
                with self._guard:
                    self._under_way += 1
                self._begin(campaign, job)
        except RoadmapError:  # the database will be asked again
            pass
        if job is None:
            self._free.release()
        return job is not None

    def _begin(self, campaign: OpenCampaign, job: jobs.Job) -> None:
        done = Running(campaign, job, self._end, lambda: self._ends)
        try:
            pool = self._workers()
        except OSError as fault:
            done.failed(words_of(fault))
            return
        if job.kind is jobs.Kind.CHECK:
            campaign.results.submit(lambda results: done.check(results, pool)).add_done_callback(
                done.unless_begun
            )
        elif job.kind is jobs.Kind.IMPORT:
            done.pour(pool)
        elif job.kind is jobs.Kind.SEND:
            threading.Thread(target=done.send, daemon=True).start()
        elif job.kind in LONG:
            threading.Thread(target=self._do_long, args=(campaign, job, done), daemon=True).start()
        else:
            done.failed("такого задания программа не знает", for_good=True)

    def _do_long(self, campaign: OpenCampaign, job: jobs.Job, done: Running) -> None:
        """Waits for a process of its own; what ends without a word failed."""

        def alone() -> None:
            if self._ends:
                return
            process = process_of(campaign.folder, job, campaign.today(), campaign.by)
            self._processes.append(process)
            while process.is_alive():
                process.join(SECONDS_BETWEEN_LOOKS)
                campaign.changed()
            self._processes.remove(process)

        try:
            campaign.results.without_results(alone).result()
            with campaign.store.reading() as connection:
                found = jobs.of(connection, job.number)
        except (RoadmapError, OSError) as fault:
            done.failed(words_of(fault))
            return
        if found is not None and found.state is jobs.State.RUNNING and not self._ends:
            done.failed("программа остановлена посреди работы")
        else:
            done.ended()

    def _end(self) -> None:
        with self._guard:
            self._under_way -= 1
        self._free.release()
        self._wake.set()
