"""A campaign that is open on the page: what its folder and its database say, kept up to date."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path, PurePosixPath

from ..campaign import journal
from ..campaign.board import Board, board_of
from ..campaign.collect import workbooks_in
from ..campaign.folder import CampaignFolder
from ..campaign.incoming import Reception, take_in_poured
from ..campaign.opening import (
    BusyError,
    Campaign,
    account,
    only_page_of,
    open_campaign,
    reread_journal,
)
from ..campaign.outbox import lose_track
from ..campaign.receiving import names_in, result_of_lost, state_of
from ..campaign.results import Results
from ..campaign.store import attempts, decisions, jobs
from ..campaign.store.database import open_store
from ..campaign.store.events import FILE, Actor, What, note
from ..district.journal import new_entries
from ..district.lines import SubmissionLine, findings_of
from ..district.received import Received
from ..errors import NotExtendedError, RegistryError, RoadmapError
from ..files import make_folder
from ..form.edition import Edition
from ..form.loading import DISTRICT_SUFFIX, newest
from ..form.submission import Submission
from ..reader.files.opening import name_of, sha256_of
from ..rules.checking import Occasion
from ..rules.findings import Finding
from ..texts.days import day_text
from .results_thread import ResultsThread

PAGE, FOLDER = "страница", "папка"
"""The doors that events name: the page, and what somebody put into the folder."""
Listener = Callable[[int], object]
"""Told the number of the state that is new."""


class OpenCampaign:
    """One campaign; every method may be called from any thread."""

    def __init__(
        self, folder: CampaignFolder, today: Callable[[], date], mail_server: Path
    ) -> None:
        """`mail_server` is the user's own file that says how to reach it."""
        self.folder, self.today, self.mail_server = folder, today, mail_server
        self.key, self.by = key_of(folder.path), Actor(account(), PAGE)
        with ExitStack() as held:  # given back where the campaign cannot be opened after all
            held.enter_context(only_page_of(folder.path))
            self.store = open_store(folder.path)
            held.callback(self.store.close)
            if not self.store.is_kept:
                raise RegistryError(
                    f"Папку «{folder.path}» страница вести не может: в неё нельзя писать, или путь "
                    "к ней слишком длинный. Перенесите её."
                )
            with self.store.writing() as connection:
                jobs.give_back(connection)
                lose_track(connection, self.by)
            self._held = held.pop_all()
        self.version = 0
        """Grows with everything that may look different on the page."""
        self.clock_fault = ""
        """That the computer's clock may have been set back."""
        self.sheet_fault = ""
        """Why the journal's sheet does not say yet what was decided."""
        self.results = ResultsThread(folder, lambda: (self.occasion, self.campaign().forms))
        self._listeners: list[Listener] = []
        self._guard = threading.RLock()
        self._news = threading.Lock()
        """Of the listeners alone: nobody who tells of news waits for a registry being read."""
        self._read: tuple[tuple[object, object], Campaign] | None = None
        self._board: tuple[object, Board] | None = None
        self._runs: dict[str, int] = {}
        self._brought_at: object = None
        """The journal's sheet as it was when it was last brought together with the database."""
        for place in (folder.incoming, folder.documents):
            if place.is_dir():
                make_folder(place)  # without what a killed server left half written
        self._opened = self.bring_sheet()

    def close(self) -> None:
        self.results.close()
        self._held.close()

    # --- What the folder says ---

    @property
    def name(self) -> str:
        return self.folder.path.name

    def campaign(self) -> Campaign:
        """The registry, the settings and the journal's sheet as they stand now.

        Raises `RegistryError` where one of them cannot be read.
        """
        with self._guard:
            of_registry = (_stamp(self.folder.registry), _stamp(self.folder.editions))
            of_journal = _stamp(self.folder.journal)
            if self._read is None or self._read[0][0] != of_registry:
                found = open_campaign(self.folder, may_be_empty=True)  # schools come on the page
                self._read = ((of_registry, of_journal), found)
            elif self._read[0][1] != of_journal:  # the registry knows already whom names mean
                self._read = ((of_registry, of_journal), reread_journal(self._read[1]))
            return self._read[1]

    @property
    def occasion(self) -> Occasion:
        settings = self.campaign().settings
        return Occasion(settings.stage, settings.report_day, self.today())

    # --- Who is told of what is new ---

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tells of each new state, until the function that is given back is called."""
        with self._news:
            self._listeners.append(listener)

        def stop() -> None:
            with self._news:
                self._listeners.remove(listener)

        return stop

    def changed(self) -> None:
        """Something may look different on the page."""
        with self._news:
            self.version += 1
            for listener in self._listeners:
                listener(self.version)

    # --- The board ---

    def board(self) -> Board:
        """The board as of now; while another program works in the folder, as it was.

        Raises `BusyError` where it was never made yet, `RegistryError` as `campaign` does.
        """
        campaign = self.campaign()
        state = (self.version, id(campaign), self.today())
        with self._guard:
            if self._board is not None and (self._board[0] == state or self.results.is_away):
                return self._board[1]
        try:
            board = self.results.ask(lambda results: self._made(results, campaign))
        except BusyError:
            with self._guard:
                if self._board is None:
                    raise
                return self._board[1]
        with self._guard:
            self._board = (state, board)
        return board

    def _made(self, results: Results, campaign: Campaign) -> Board:
        if _stamp(self.folder.journal) != self._brought_at:
            self._brought()
        self._scan(results)
        with self.store.reading() as connection:
            noted = decisions.journal_of(connection)
        edition = _edition(campaign, results)
        return board_of(campaign, results, noted, edition, self.today())

    def _scan(self, results: Results) -> None:
        """Puts into the queue what lies in the folder and was not checked yet."""
        unchecked: list[Received] = []
        files = names_in(self.folder.incoming, workbooks_in(self.folder.incoming))
        for file, path in files:
            name, state = name_of(path.name), state_of(path)
            sha256 = results.sha256_of(state) if state else None
            if sha256 is None:
                sha256 = sha256_of(path)
                if state and sha256:
                    results.remember_hash(state, sha256)
            if sha256 and not results.has(file, name, sha256):
                unchecked.append(Received(file, sha256))
        results.only({file for file, _ in files})
        if unchecked:
            self._ask_checks(unchecked, results)

    def _ask_checks(self, unchecked: list[Received], results: Results) -> None:
        with self.store.writing() as connection:
            noted = decisions.journal_of(connection)
            new = new_entries(noted, unchecked, lambda one: "", self.today())
            attempts.add_entries(connection, new, Actor("", FOLDER), attempts.State.WAITING)
            lost = {one.sha256 for one in attempts.every(connection) if one.is_lost}
            for one in unchecked:
                attempts.move(connection, one.sha256, one.file)
                if one.sha256 in lost:  # until somebody asks again
                    name = PurePosixPath(one.file).name
                    results.put(one.file, name, one.sha256, result_of_lost(name, one.sha256))
                else:
                    jobs.ask(connection, jobs.Kind.CHECK, one.sha256)

    def findings(self, line: SubmissionLine) -> list[Finding]:
        """What was found in a line's file and at its receipt; raises `BusyError` for a while."""
        asked = [line.received] if line.received else []
        return self.results.ask(lambda results: findings_of(line, self._known(results, *asked)))

    def submissions(self, *received: Received) -> list[Submission]:
        """What is in these files, which were read; raises as `findings` does."""
        return self.results.ask(
            lambda results: [
                self._known(results, *received).contents(one).submission for one in received
            ]
        )

    def _known(self, results: Results, *received: Received) -> Results:
        """The results, looked through anew where they were closed since these files were listed."""
        if any(results.of(one.file) is None for one in received):
            self._scan(results)
        if any(results.of(one.file) is None for one in received):
            raise BusyError("Файл проверяется заново: обновите страницу через несколько секунд.")
        return results

    def check_again(self, lost: attempts.Attempt) -> None:
        """Puts the check of a file that was broken off too often into the queue once more."""
        with self.store.writing() as connection:
            attempts.wait(connection, lost.sha256)
            jobs.ask(connection, jobs.Kind.CHECK, lost.sha256)
            words = f"Проверить ещё раз: «{lost.file}»"
            note(connection, self.by, What.DECIDED, words, FILE, lost.sha256)
        self.changed()

    def attempt(self, sha256: str) -> attempts.Attempt | None:
        """The file that came with these bytes."""
        with self.store.reading() as connection:
            return attempts.of(connection, sha256)

    # --- Taking in ---

    def reception(self, batch: str) -> Reception:
        """Where files are taken in; those of one batch came together.

        First what the journal says of them already: a day that somebody typed there stays.
        """
        with suppress(RoadmapError):  # files are taken in whatever is wrong with the sheet
            self._opened.result()
        with self._guard:
            if batch not in self._runs:
                with self.store.reading() as connection:
                    after = attempts.next_run(connection)
                    last = attempts.last_day(connection)
                self.clock_fault = _clock_fault(self.today(), last)
                self._runs[batch] = max([after, *(run + 1 for run in self._runs.values())])
            run = self._runs[batch]
        return Reception(self.folder, self.store, self.by, self.today(), run)

    def take_in_import(self, document: str, data: bytes) -> None:
        """Stores what a Word document was poured into."""
        take_in_poured(self.reception(document), document, data)

    # --- Deciding ---

    def decide(self, about: str, key: str, name: str, value: str, subject: str) -> bool:
        """Notes a decision; the journal's sheet says it as soon as it can be written."""
        with self.store.writing() as connection:
            new = decisions.decide(connection, about, key, name, value, self.by, subject)
        if new:
            self.changed()
            self.bring_sheet()
        return new

    def bring_sheet(self) -> Future[None]:
        """Takes over what people typed into the journal, and writes what it does not say yet."""
        return self.results.submit(lambda results: self._brought())

    def _brought(self) -> None:
        try:
            taken = journal.take_over(self.store, self.campaign(), self.by)
            journal.write_sheet(self.store, self.campaign())
            fault = ""
        except (NotExtendedError, RegistryError) as refused:
            taken, fault = None, str(refused)
        self._brought_at = _stamp(self.folder.journal)
        if fault != self.sheet_fault or (taken and taken.lines):
            self.sheet_fault = fault
            self.changed()


def key_of(path: Path) -> str:
    """What stands for a folder in the page's addresses."""
    return hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _clock_fault(today: date, last: date | None) -> str:
    if last is None or last <= today:
        return ""
    return (
        f"Часы компьютера показывают {day_text(today)}, а последний файл получен {day_text(last)}. "
        "Проверьте дату компьютера: она решает, кто сдал в срок и какой файл новее."
    )


def _stamp(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size
    return None


def _edition(campaign: Campaign, results: Results) -> Edition:
    """The settings' year; else the one most of the files are of, else the newest."""
    key = campaign.settings.edition
    if key is None:
        keys = Counter(one.edition.removesuffix(DISTRICT_SUFFIX) for one in results if one.edition)
        key = max(keys, key=lambda one: (keys[one], one)) if keys else newest()
    return campaign.forms.of(key).edition
