"""The work of the queue: each job in a worker with limits, its end noted whatever it is.

One thread takes jobs out of the databases of the open campaigns. A file that ends its worker, or
takes too long, costs only its own job; it is tried once more and then has a state that says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import ParamSpec, TypeVar

from sqlalchemy import Connection

from ..campaign.journal import whose_of
from ..campaign.mail import MailError, read_server, send
from ..campaign.opening import BusyError
from ..campaign.receiving import result_of, result_of_lost, submit_file
from ..campaign.results import Results
from ..campaign.store import attempts, decisions, jobs, letters
from ..campaign.store.database import StoreError
from ..campaign.store.events import FILE, SCHOOL, What, note
from ..errors import RegistryError, RoadmapError, refusal
from ..reader.files.opening import name_of
from ..reader.isolated import IsolatedPool, LostTaskError
from ..rules.findings import Severity
from ..summary.encoding import Encoded
from .importing import imported
from .long_jobs import LONG, Process, process_of
from .open_campaign import OpenCampaign

WORKERS = 2
AT_ONCE = 2 * WORKERS
"""Jobs that are under way: more would only hold their files in memory."""
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_OF_BUSY_FOLDER = 1.0
SECONDS_BETWEEN_SHEETS = 10.0
"""Then a journal that could not be written is tried again: it may be closed by now."""
P = ParamSpec("P")
T = TypeVar("T")
_NOT_DONE = {
    jobs.Kind.CHECK: "Не проверен",
    jobs.Kind.IMPORT: "Не перенесён в книгу",
    jobs.Kind.SEND: "Письмо не ушло",
    jobs.Kind.RUN: "Сводка не собрана",
    jobs.Kind.BLANKS: "Бланки не сделаны",
}
"""What an event says of a job that failed for good."""
_TAKEN_BY_SERVER = (
    "Сервер письмо принял, но отметить это не удалось: спросите школу, прежде чем отправлять снова."
)
_LOST = "на файл не хватило отведённых времени и памяти"


class Work:
    """Does the jobs of campaigns until it is stopped."""

    def __init__(self, campaigns: Callable[[], Iterable[OpenCampaign]]) -> None:
        self._campaigns = campaigns
        self._pool: IsolatedPool | None = None
        self._free = threading.Semaphore(AT_ONCE)
        self._wake = threading.Event()
        self._ends = False
        self._under_way = 0
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
            if not any(list(map(self._began, self._campaigns()))):
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
        done = _Running(campaign, job, self._end, lambda: self._ends)
        try:
            pool = self._workers()
        except OSError as fault:
            done.failed(_words_of(fault))
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

    def _do_long(self, campaign: OpenCampaign, job: jobs.Job, done: _Running) -> None:
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
            done.failed(_words_of(fault))
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


class _Running:
    """A job under way; whatever goes wrong, it ends once and gives its place free."""

    def __init__(
        self,
        campaign: OpenCampaign,
        job: jobs.Job,
        end: Callable[[], None],
        is_ending: Callable[[], bool],
    ) -> None:
        """`end` gives its place free; `is_ending` says that the program is being closed."""
        self._campaign, self._job = campaign, job
        self._end, self._is_ending = end, is_ending
        self._has_ended = False

    # --- Checking a file ---

    def check(self, results: Results, pool: IsolatedPool) -> None:
        """Begins the check; in the results' thread."""
        with self._campaign.store.reading() as connection:
            attempt = attempts.of(connection, self._job.key)
        path = self._campaign.folder.incoming / attempt.file if attempt else Path()
        if attempt is None or not path.is_file():
            self.failed("файла больше нет в папке", for_good=True)
            return
        begun = submit_file(attempt.file, path, results, self._campaign.occasion, pool)
        if begun is None:
            self._note_checked(results, attempt.file)
            return
        sha256, future = begun
        future.add_done_callback(lambda done: self._keep(attempt.file, sha256, done))

    def unless_begun(self, task: Future[None]) -> None:
        """The folder was busy: the job waits a little."""
        fault = task.exception()
        if isinstance(fault, BusyError | RegistryError):  # the page says so; nothing is lost
            try:
                with self._campaign.store.writing() as connection:
                    jobs.postpone(connection, self._job.number, SECONDS_OF_BUSY_FOLDER)
            finally:
                self._give_place_free()
        elif fault is not None:
            self.failed(_words_of(fault))

    def _keep(self, file: str, sha256: str, done: Future[Encoded]) -> None:
        def kept(results: Results) -> None:
            name = name_of(PurePosixPath(file).name)
            if isinstance(done.exception(), LostTaskError):
                if not self.failed(_LOST):
                    return
                results.put(file, name, sha256, result_of_lost(name, sha256))
                return
            results.put(file, name, sha256, result_of(done, name, sha256))
            self._note_checked(results, file)

        self._campaign.results.submit(kept).add_done_callback(self.unless_begun)

    def _note_checked(self, results: Results, file: str) -> None:
        received = results.of(file)
        with self._campaign.store.writing() as connection:
            noted = decisions.journal_of(connection)
            registry = self._campaign.campaign().registry
            whose = whose_of(registry, noted, [received])(received) if received else ""
            attempts.checked(connection, self._job.key, whose)
            counts = (received.counts or {}) if received else {}
            found = [f"{one.counted}: {counts[one]}" for one in Severity if counts.get(one)]
            words = f"Проверен «{file}»: {', '.join(found) or 'замечаний нет'}"
            by = self._campaign.by
            note(connection, by, What.CHECKED, words, FILE, self._job.key)
            jobs.finish(connection, self._job.number, words)
        self.ended()

    # --- Pouring a document into a workbook ---

    def pour(self, pool: IsolatedPool) -> None:
        """Begins the import of a Word document."""
        campaign = self._campaign
        source = campaign.folder.documents / self._job.key
        future = pool.submit(imported, source, campaign.today(), campaign.occasion)
        future.add_done_callback(self._poured)

    def _poured(self, done: Future[tuple[bytes, str]]) -> None:
        if (lost := done.exception()) is not None:
            self.failed(_words_of(lost))
            return
        data, why_not = done.result()
        if why_not:
            self.failed(why_not, for_good=True)
            return
        try:
            self._campaign.take_in_import(self._job.key, data)
            with self._campaign.store.writing() as connection:
                jobs.finish(connection, self._job.number)
        except (RoadmapError, OSError) as fault:
            self.failed(_words_of(fault))
            return
        self.ended()

    # --- Sending a letter ---

    def send(self) -> None:
        """Sends the letter to a school, unless it was sent meanwhile."""
        from ..campaign.drafts import message_of  # the first page waits for no letter

        store, school, is_sent = self._campaign.store, self._job.key, False
        try:
            with store.reading() as connection:
                letter = letters.of(connection, school)
            server = read_server(self._campaign.mail_server)
            if server is None:
                raise MailError("Не указан почтовый сервер района.")
            if letter is not None and letter.state is letters.State.QUEUED:
                folder = self._campaign.folder
                send(server, message_of(folder, letter, server.sender))
                is_sent = True
                with store.writing() as connection:
                    letters.note_sent(connection, school)
                    words = f"Отправлено письмо: {letter.name} ({letter.addresses})"
                    note(connection, self._campaign.by, What.LETTERS, words, SCHOOL, school)
                    jobs.finish(connection, self._job.number, words)
            else:
                with store.writing() as connection:
                    jobs.finish(connection, self._job.number)
            self.ended()
        except (RoadmapError, OSError) as fault:
            words = str(fault) if isinstance(fault, RoadmapError) else "письма больше нет в папке"
            if is_sent:  # never once more by itself
                words = f"{_TAKEN_BY_SERVER} {words}"
            self.failed(words, for_good=is_sent)

    # --- Its end ---

    def failed(self, words: str, *, for_good: bool = False) -> bool:
        """Notes that it failed; True where it is not tried again.

        What was broken off because the program is being closed waits for the next start: that is
        no fault of the file.
        """
        try:
            with self._campaign.store.writing() as connection:
                if self._is_ending() and not for_good:
                    jobs.postpone(connection, self._job.number, 0)
                    return False
                return self._noted_failed(connection, words, for_good=for_good)
        finally:
            self.ended()

    def _noted_failed(self, connection: Connection, words: str, *, for_good: bool) -> bool:
        if for_good:
            jobs.give_up(connection, self._job.number, words)
        elif not jobs.fail(connection, self._job.number, words):
            return False
        by, key, about = self._campaign.by, self._job.key, FILE
        if self._job.kind is jobs.Kind.CHECK:
            attempts.lose(connection, key)
        elif self._job.kind is jobs.Kind.SEND:
            letters.note_failed(connection, key, words)
            about = SCHOOL
        note(connection, by, What.LOST, f"{_NOT_DONE[self._job.kind]}: {words}", about, key)
        return True

    def ended(self) -> None:
        """Gives its place free, and tells the pages."""
        self._give_place_free()
        self._campaign.changed()

    def _give_place_free(self) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._end()


def _words_of(fault: BaseException) -> str:
    """Why a job failed, for people."""
    if isinstance(fault, RoadmapError):
        return str(fault)
    if isinstance(fault, LostTaskError):
        return _LOST
    if isinstance(fault, OSError):
        return refusal(fault) or "файл или папка недоступны"
    return f"программа ошиблась ({type(fault).__name__})"
