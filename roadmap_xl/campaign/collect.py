"""A folder of schools' workbooks, read and checked, ready to be consolidated."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..district.journal import Journal
from ..district.lines import Status, SubmissionLine
from ..district.matching import receipt_finding
from ..district.official import OfficialTable
from ..district.received import Received
from ..district.registry import Registry
from ..district.settings import UNDECIDED, Settings
from ..errors import NotExtendedError, RoadmapError, suggest_name
from ..files import require_writable
from ..form.forms import PACKAGED, Forms
from ..form.loading import DISTRICT_SUFFIX
from ..reader.files.kinds import SIGNATURES
from ..rules.checking import BY_THE_SCHOOL, Occasion
from ..rules.findings import Finding, Severity
from ..summary.consolidation import consolidate
from ..summary.numbers.summary import DistrictSummary
from ..summary.sheets.workbook import write_summary_workbook
from ..summary.snapshot import SUFFIX as SNAPSHOT
from ..summary.snapshot import snapshot_beside
from .opening import Campaign, only_run_in, reread_journal
from .receiving import Progress, executor, names_in, no_progress, receive, workers_for
from .results import Results

if TYPE_CHECKING:
    from .store.database import Store

NOT_WORKBOOKS = frozenset({"thumbs.db", "desktop.ini"})
"""What Windows leaves in folders."""

_NEEDS_SOMEBODY = (
    Status.UNKNOWN,
    Status.REFUSED,
    Status.DRAFT,
    Status.EMPTY,
    Status.MISSING,
)
_ASSIGN_IN_JOURNAL = (
    "Если это книга школы, впишите код школы в журнал напротив файла и соберите сводку снова."
)


class FolderError(RoadmapError):
    """A folder that is not there, cannot be read, or holds no file."""


def workbooks_in(folder: Path, but_not: Iterable[Path] = ()) -> list[Path]:
    """The files of a folder and its subfolders, by name.

    No locks, temporary or system files, and no signatures apart from what they sign.
    Raises `FolderError` if there is no such folder, or a part of it cannot be read.
    """
    if not folder.is_dir():
        raise FolderError(
            f"Нет папки «{folder}»{suggest_name(folder)}. Укажите папку с книгами школ."
        )
    found: list[Path] = []
    for place, _, names in os.walk(folder, onerror=_refuse):
        found += [Path(place, name) for name in names if is_sent(name)]
    passed_over = {path.resolve() for path in but_not}
    return sorted(path for path in found if path.resolve() not in passed_over)


def _refuse(fault: OSError) -> None:
    raise FolderError(f"Папка «{fault.filename}» не открывается: нет доступа.") from fault


def is_sent(name: str) -> bool:
    """Whether a file with this name may be somebody's answer, and no lock, junk or signature."""
    is_temporary = name.startswith(("~$", ".")) or (name[0] == "~" and name.endswith(".tmp"))
    is_signature = name.casefold().endswith(SIGNATURES)
    return not (is_temporary or is_signature) and name.casefold() not in NOT_WORKBOOKS


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How the files are read: where results are kept, by which processes, who sees the progress."""

    results: Path | None = None
    """The database of results; without one it is temporary."""
    workers: int | None = 0
    """Isolated workers that read; 0 is this process itself, None as many as are worth starting."""
    scheduler: str = ""
    """The address of a Dask cluster that reads instead."""
    progress: Progress = no_progress


IN_THIS_PROCESS = ReadingOptions()
"""No results are kept and no progress is shown."""


def collect(
    folder: str | PathLike[str],
    *,
    edition: str | None = None,
    registry: Registry | None = None,
    journal: Journal | Callable[[Results], Journal] | None = None,
    occasion: Occasion = BY_THE_SCHOOL,
    settings: Settings = UNDECIDED,
    but_not: Iterable[str | PathLike[str]] = (),
    reading: ReadingOptions = IN_THIS_PROCESS,
    previous: DistrictSummary | None = None,
    official: OfficialTable | None = None,
    forms: Forms = PACKAGED,
) -> DistrictSummary:
    """The summary of all workbooks in a folder, which are of these forms.

    Without `edition` it is the one most of the files are of. A `journal` that is called is what it
    gives for the files. Raises `FolderError` if there is
    nothing to collect, `EditionError` if there is no such edition.
    """
    folder = Path(folder)
    paths = workbooks_in(folder, map(Path, but_not))
    if not paths:
        raise FolderError(f"В папке «{folder}» нет ни одной книги. Положите в неё книги школ.")
    results = Results(reading.results, occasion, forms)
    workers = workers_for(len(paths)) if reading.workers is None else reading.workers
    with results.kept():
        with executor(workers, reading.scheduler) as pool:
            receive(names_in(folder, paths), results, occasion, pool, reading.progress)
        form = forms.of(edition or _most_common(results))
        noted = journal(results) if callable(journal) else journal
        return consolidate(
            results, form, registry, noted, settings, occasion.today, previous, official, results
        )


@dataclass(frozen=True, slots=True)
class Conversation:
    """How a run speaks with whoever has started it."""

    by: tuple[str, str] = ("", "команда")
    """Who, and through which door: the events of the run say so."""
    tell: Callable[[str], None] = lambda line: None
    """Told each edit of the journal that is taken over."""
    settle: Callable[[Any], bool | None] = lambda disagreement: None
    """Asked where the journal and the program disagree: whether the journal is right."""


SILENT = Conversation()


def collect_campaign(
    campaign: Campaign,
    today: date,
    reading: ReadingOptions = IN_THIS_PROCESS,
    previous: DistrictSummary | None = None,
    official: OfficialTable | None = None,
    conversation: Conversation = SILENT,
) -> DistrictSummary:
    """The summary of a campaign; files that are new stand in its journal then.

    Where the journal cannot be extended, the summary says so. Raises `BusyError` while another run
    works in the folder, `StoreError` where the campaign's database cannot be used.
    """
    from .store.database import opened_store  # SQLAlchemy is slow to import

    with only_run_in(campaign.folder.path), opened_store(campaign.folder.path) as store:
        return _summarise(
            reread_journal(campaign), store, today, reading, previous, official, conversation
        )


def _summarise(
    campaign: Campaign,
    store: Store,
    today: date,
    reading: ReadingOptions,
    previous: DistrictSummary | None,
    official: OfficialTable | None,
    conversation: Conversation,
) -> DistrictSummary:
    from .journal import journal_with, take_over, write_sheet
    from .store.events import Actor

    settings, by = campaign.settings, Actor(*conversation.by)
    not_extended: list[Finding] = []
    taken = take_over(store, campaign, by, conversation.settle)
    for line in taken.as_lines():
        conversation.tell(line)

    def keep(results: Results) -> Journal:
        journal = journal_with(store, campaign.registry, results, today, by, results.receipts())
        try:
            write_sheet(store, campaign)
        except NotExtendedError as fault:
            not_extended.append(receipt_finding("not-extended", why=str(fault)))
        return journal

    summary = collect(
        campaign.folder.incoming,
        edition=settings.edition,
        registry=campaign.registry,
        journal=keep,
        occasion=Occasion(settings.stage, settings.report_day, today),
        settings=settings,
        reading=replace(reading, results=campaign.folder.results),
        previous=previous,
        official=official,
        forms=campaign.forms,
    )
    return replace(summary, added=(*not_extended, *summary.added))


def _most_common(received: Iterable[Received]) -> str:
    keys = Counter(one.edition.removesuffix(DISTRICT_SUFFIX) for one in received if one.was_read)
    if not keys:
        raise FolderError(
            "Ни одна книга в папке не прочитана как дорожная карта. Проверьте, что в папке книги "
            "школ, командой roadmap-xl check."
        )
    return max(keys, key=lambda key: (keys[key], key))


def write_summary(
    path: str | PathLike[str],
    summary: DistrictSummary,
    *,
    created: date,
    snapshot: str | PathLike[str] | None = None,
    books: str | PathLike[str] | None = None,
) -> None:
    """The summary workbook and its snapshot, by default beside it; the workbook names it.

    `books` is the folder of the schools' workbooks, for links to them. Raises `OutputError` if
    one of the two cannot be written.
    """
    path = Path(path)
    require_writable(path)
    snapshot = Path(snapshot) if snapshot else path.with_suffix(SNAPSHOT)
    with snapshot_beside(snapshot, summary, created) as sha256:
        named = f"{snapshot.name}, SHA-256 {sha256}"
        write_summary_workbook(
            path, summary, created=created, snapshot=named, books=Path(books) if books else None
        )


def summary_lines(summary: DistrictSummary) -> list[str]:
    """The summary in a few lines: the coverage, and the files that need somebody."""
    lines = [f"Бланк {summary.edition.key} года: {summary.coverage.words}."]
    for status in Status:
        of_status = [line for line in summary.lines if line.status is status]
        if of_status:
            lines.append(f"  {status.value}: {len(of_status)}")
        if status in _NEEDS_SOMEBODY:
            lines += [f"    {_who(line)}" for line in of_status]
        if of_status and status is Status.UNKNOWN and summary.has_registry:
            lines.append(f"    {_ASSIGN_IN_JOURNAL}")
    lines += [f"  книга района: {line.status.value}" for line in summary.own_lines]
    warnings = [one for one in summary.added if one.severity is Severity.WARNING]
    return lines + [f"Внимание: {warning.message}" for warning in warnings]


def _who(line: SubmissionLine) -> str:
    file = line.received.file if line.received else ""
    school = line.school.name if line.school else ""
    who = " — ".join(part for part in (school, file) if part)
    return f"{who}. {line.why_not}" if line.why_not else who
