"""A job under way: a file is checked, a document poured, a letter sent; its end is noted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection

from ..campaign.journal import whose_of
from ..campaign.mail import read_server
from ..campaign.opening import BusyError
from ..campaign.outbox import lose_track, send_letter
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
from .open_campaign import OpenCampaign

SECONDS_OF_BUSY_FOLDER = 1.0
_NOT_DONE = {
    jobs.Kind.CHECK: "Не проверен",
    jobs.Kind.IMPORT: "Не перенесён в книгу",
    jobs.Kind.SEND: "Письмо не ушло",
    jobs.Kind.RUN: "Сводка не собрана",
    jobs.Kind.BLANKS: "Бланки не сделаны",
}
"""What an event says of a job that failed for good."""
_LOST = "на файл не хватило отведённых времени и памяти"


class Running:
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
            self.failed(words_of(fault))

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
            attempts.mark_checked(connection, self._job.key, whose)
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
        forms = campaign.campaign().forms
        future = pool.submit(imported, source, campaign.today(), campaign.occasion, forms)
        future.add_done_callback(self._poured)

    def _poured(self, done: Future[tuple[bytes, str]]) -> None:
        if (lost := done.exception()) is not None:
            self.failed(words_of(lost))
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
            self.failed(words_of(fault))
            return
        self.ended()

    # --- Sending a letter ---

    def send(self) -> None:
        """Sends the letter to a school, unless it was sent meanwhile."""
        campaign, school = self._campaign, self._job.key
        try:
            server = read_server(campaign.mail_server)
            words = send_letter(campaign.store, campaign.folder, server, school, campaign.by)
            with campaign.store.writing() as connection:
                jobs.finish(connection, self._job.number, words)
            self.ended()
        except RoadmapError as fault:
            self.failed(str(fault))
        except OSError:
            self.failed("письма больше нет в папке")

    # --- Its end ---

    def failed(self, words: str, *, for_good: bool = False) -> bool:
        """Notes that it failed; True where it is not tried again.

        What was broken off because the program is being closed waits for the next start: that is
        no fault of the file.
        """
        try:
            with self._campaign.store.writing() as connection:
                if self._may_be_sent(connection, words):  # never once more by itself
                    jobs.give_up(connection, self._job.number, words)
                    return True
                if self._is_ending() and not for_good:
                    jobs.postpone(connection, self._job.number, 0)
                    return False
                return self._noted_failed(connection, words, for_good=for_good)
        except StoreError:  # as on a full disk: it is taken back as soon as that can be noted
            return False
        finally:
            self.ended()

    def _may_be_sent(self, connection: Connection, words: str) -> bool:
        """It is a letter that the mail server may have taken."""
        is_letter = self._job.kind is jobs.Kind.SEND
        return is_letter and lose_track(connection, self._campaign.by, words, self._job.key)

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
        """Tells the pages, and gives its place free: who waits for that finds what is new."""
        self._campaign.changed()
        self._give_place_free()

    def _give_place_free(self) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._end()


def words_of(fault: BaseException) -> str:
    """Why a job failed, for people."""
    if isinstance(fault, RoadmapError):
        return str(fault)
    if isinstance(fault, LostTaskError):
        return _LOST
    if isinstance(fault, OSError):
        return refusal(fault) or "файл или папка недоступны"
    return f"программа ошиблась ({type(fault).__name__})"
