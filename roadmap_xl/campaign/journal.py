"""The journal of a campaign as a run keeps it: taken over, added to, written into its sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from ..district.journal import Journal, Receipt, new_entries
from ..district.matching import matcher_of
from ..district.received import Received
from ..district.registry import Registry
from ..district.school import DISTRICT, is_of_district, split_by_sender
from . import journal_sheet
from .journal_sheet import Disagreement, Taken
from .opening import Campaign
from .store import attempts, decisions
from .store.database import Store
from .store.events import Actor

Settle = Callable[[Disagreement], bool | None]
"""Asked of a dispute: True takes the sheet's word, False the program's, None leaves it open."""


def leave_open(disagreement: Disagreement) -> bool | None:
    """For callers who can ask nobody."""
    return None


def take_over(store: Store, campaign: Campaign, by: Actor, settle: Settle = leave_open) -> Taken:
    """Takes over what people have typed into the journal's sheet, and settles what is in dispute.

    What stays open is named at the end of the lines, with what to do.
    """
    full_code = campaign.registry.full_code
    with store.writing() as connection:
        taken = journal_sheet.take_over(connection, campaign.sheet, full_code, by.who)
    answers = [(one, settle(one)) for one in taken.disagreements]
    settled = [(one, answer) for one, answer in answers if answer is not None]
    if settled:
        with store.writing() as connection:
            for one, answer in settled:
                journal_sheet.settle(connection, one, by, as_in_sheet=answer)
    taken.disagreements = [one for one, answer in answers if answer is None]
    return taken


def journal_with(
    store: Store,
    registry: Registry,
    received: Iterable[Received],
    day: date,
    by: Actor,
    seen: Mapping[str, Receipt] = MappingProxyType({}),
) -> Journal:
    """The journal, in which each of these files stands; those that are new came on this day.

    `seen` is when a program without a database saw a file first.
    """
    files = list(received)
    with store.writing() as connection:
        before = decisions.journal_of(connection)
        whose = whose_of(registry, before, files)
        waiting = {one.sha256 for one in attempts.every(connection) if not one.recognised}
        known = {one.sha256: whose(one) for one in files if one.sha256 in waiting}
        attempts.recognise(connection, known)
        attempts.add_entries(connection, new_entries(before, files, whose, day, seen), by)
        return decisions.journal_of(connection)


def whose_of(
    registry: Registry, journal: Journal, files: list[Received]
) -> Callable[[Received], str]:
    """What the journal writes of whose file one is; empty where that is not known."""
    schools, _ = split_by_sender(files)
    matcher = matcher_of(schools, registry, journal)

    def whose(one: Received) -> str:
        if is_of_district(one):
            return DISTRICT.name
        school = matcher.match(one).school
        return f"{school.code} — {school.full_name}" if school else ""

    return whose


def write_sheet(store: Store, campaign: Campaign) -> None:
    """Writes into the sheet what it does not say yet; raises `NotExtendedError` if it cannot."""
    full_code = campaign.registry.full_code
    with store.reading() as connection:
        found = journal_sheet.pending(connection, campaign.sheet, full_code)
    if found:
        journal_sheet.write(campaign.folder.journal, found, campaign.sheet, full_code)
        with store.writing() as connection:
            journal_sheet.wrote(connection)
