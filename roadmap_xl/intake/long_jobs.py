"""Jobs that take long and start workers of their own: each in a process beside the server.

The process writes into the campaign's database how far it is and how it ended. One that is killed
leaves its job running there; whoever started it sees to that.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from ..campaign.collect import Conversation
from ..campaign.folder import CampaignFolder
from ..campaign.opening import BusyError, open_campaign
from ..campaign.store import jobs
from ..campaign.store.database import Store, open_store
from ..campaign.store.events import Actor, What, note
from ..errors import RoadmapError

SECONDS_BETWEEN_WORDS = 0.5
SECONDS_OF_BUSY_FOLDER = 2.0


def process_of(folder: CampaignFolder, job: jobs.Job, today: date, by: Actor) -> Process:
    """The process that does a job, started; it may have processes of its own."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(
        target=do, args=(folder.path, job.number, today, tuple(by)), daemon=False
    )
    process.start()
    return process


Process = multiprocessing.context.SpawnProcess


def do(path: Path, number: int, today: date, by: tuple[str, str]) -> None:
    """Does the job with this number, and notes how it ended."""
    folder, actor = CampaignFolder(path), Actor(*by)
    with closing(open_store(path)) as store:
        with store.reading() as connection:
            job = jobs.of(connection, number)
        if job is None:
            return
        try:
            lines = list(_DOES[job.kind](folder, job, today, actor, _teller(store, number)))
        except BusyError:
            with store.writing() as connection:
                jobs.postpone(connection, number, SECONDS_OF_BUSY_FOLDER)
        except RoadmapError as fault:
            with store.writing() as connection:
                jobs.give_up(connection, number, str(fault))
                note(connection, actor, _EVENTS[job.kind], f"Не получилось: {fault}")
        else:
            with store.writing() as connection:
                jobs.finish(connection, number, "\n".join(lines))
                note(connection, actor, _EVENTS[job.kind], " ".join(lines))


def _teller(store: Store, number: int) -> Callable[[str], None]:
    """Writes the words of a job, now and then."""
    written = 0.0

    def tell(words: str) -> None:
        nonlocal written
        if time.monotonic() - written > SECONDS_BETWEEN_WORDS:
            written = time.monotonic()
            with store.writing() as connection:
                jobs.tell(connection, number, words)

    return tell


def _run(
    folder: CampaignFolder, job: jobs.Job, today: date, by: Actor, tell: Callable[[str], None]
) -> Iterator[str]:
    from ..campaign.run import run_campaign

    return run_campaign(folder, today, job.key.split(), Conversation((by.who, by.door)), tell)


def _blanks(
    folder: CampaignFolder, job: jobs.Job, today: date, by: Actor, tell: Callable[[str], None]
) -> Iterator[str]:
    from ..campaign.blanks import write_blanks

    def advance(done: int, of: int) -> None:
        tell(f"сделано бланков: {done} из {of}")

    blanks = write_blanks(open_campaign(folder), created=today, progress=advance)
    yield from blanks.as_lines(with_names=False)


_DOES = {jobs.Kind.RUN: _run, jobs.Kind.BLANKS: _blanks}
_EVENTS = {jobs.Kind.RUN: What.SUMMARY, jobs.Kind.BLANKS: What.BLANKS}
LONG = frozenset(_DOES)
"""The kinds that are done in a process of their own."""
