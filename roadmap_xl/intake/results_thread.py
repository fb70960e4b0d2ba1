"""The thread that works with a campaign's kept results, so that two never do at once.

The database of results is one run's at a time, and so is the folder's lock. Both are taken when
there is something to do and given back when there is nothing for a moment, so that the command line
gets its turn.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TypeVar

from ..campaign.folder import CampaignFolder
from ..campaign.opening import BusyError, only_run_in
from ..campaign.results import Results
from ..form.forms import Forms
from ..rules.checking import Occasion

T = TypeVar("T")
SECONDS_KEPT = 0.5
"""For which lock and database are held after the last task."""
_BUSY = "Сейчас собирается сводка или работает командная строка. Подождите и обновите страницу."
SECONDS_TO_ANSWER = 4.0
"""For which a page waits."""
SECONDS_TO_WAIT = 2.0
"""For the command line's turn to end, before a task is refused with `BusyError`."""


class ResultsThread:
    """Does tasks one after the other, each with the results of the occasion."""

    def __init__(self, folder: CampaignFolder, asked: Callable[[], tuple[Occasion, Forms]]) -> None:
        """`asked` says for which occasion the files are checked, and of which forms they are."""
        self._folder, self._asked = folder, asked
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="results")
        self._held = ExitStack()
        self._results: Results | None = None
        self._of: tuple[Occasion, str] | None = None
        self._tasks = 0
        self.is_away = False
        """The thread waits for a run that has the results itself."""
        self._guard = threading.Lock()

    def submit(self, task: Callable[[Results], T]) -> Future[T]:
        """The task's result to come; it may be a `BusyError`."""
        with self._guard:
            self._tasks += 1
        return self._thread.submit(self._done, task)

    def ask(self, task: Callable[[Results], T]) -> T:
        """The task's result; raises `BusyError` where it has to be waited for too long."""
        try:
            return self.submit(task).result(SECONDS_TO_ANSWER)
        except TimeoutError as fault:
            raise BusyError(_BUSY) from fault

    def without_results(self, task: Callable[[], T]) -> Future[T]:
        """A task that takes the folder's lock and the results itself."""

        def alone() -> T:
            self._release()
            self.is_away = True
            try:
                return task()
            finally:
                self.is_away = False

        return self._thread.submit(alone)

    def close(self) -> None:
        """Ends when what was asked is done."""
        self._thread.submit(self._release).result()
        self._thread.shutdown()

    def _done(self, task: Callable[[Results], T]) -> T:
        try:
            return task(self._opened())
        finally:
            with self._guard:
                self._tasks -= 1
            self._thread.submit(self._release_if_idle)

    def _opened(self) -> Results:
        occasion, forms = self._asked()
        if self._results is not None and self._of == (occasion, forms.mark):
            return self._results
        self._release()
        self._held.enter_context(_lock(self._folder))
        self._results = Results(self._folder.results, occasion, forms)
        self._of = (occasion, forms.mark)
        self._held.callback(self._results.close)
        self._held.enter_context(self._results.kept())
        return self._results

    def _release_if_idle(self) -> None:
        until = time.monotonic() + SECONDS_KEPT
        while time.monotonic() < until:
            with self._guard:
                if self._tasks:
                    return
            time.sleep(0.02)
        self._release()

    def _release(self) -> None:
        self._results = self._of = None
        self._held.close()


def _lock(folder: CampaignFolder) -> ExitStack:
    """The folder's lock, waited for a little."""
    until = time.monotonic() + SECONDS_TO_WAIT
    while True:
        held = ExitStack()
        try:
            held.enter_context(only_run_in(folder.path))
            return held
        except BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
