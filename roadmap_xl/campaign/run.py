"""A run over a campaign with all that belongs to it: the summary, and on demand what goes out.

The command line and the page call it, so both give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path

from ..district.official import OfficialTable, read_official
from ..files import make_folder
from ..rules.checking import Occasion
from ..summary.numbers.summary import DistrictSummary
from ..summary.snapshot import SUFFIX, previous_of
from .collect import (
    SILENT,
    Conversation,
    ReadingOptions,
    collect_campaign,
    summary_lines,
    write_summary,
)
from .folder import CampaignFolder
from .opening import Campaign, open_campaign
from .receiving import executor, read_alone, workers_for

PUBLISH, TIDY, LETTERS = "publish", "tidy", "letters"
"""What a run writes besides the summary."""
Tell = Callable[[str], None]
"""Told in words how far it is."""


def summarise_campaign(
    campaign: Campaign,
    today: date,
    reading: ReadingOptions,
    conversation: Conversation = SILENT,
    previous: DistrictSummary | None = None,
    official: OfficialTable | None = None,
    snapshot: Path | None = None,
) -> DistrictSummary:
    """The summary with what the folder holds besides books, unless others are given.

    These are the results of РЦОИ and the snapshot of last year's summary. `snapshot` is where the
    new one will be written: it may replace none.
    """
    folder = campaign.folder
    if official is None and folder.official.is_file():
        official = read_alone(read_official, folder.official, may_be_empty=True)
    previous = previous or previous_of(campaign.settings, folder.path, snapshot)
    return collect_campaign(campaign, today, reading, previous, official, conversation)


def run_campaign(
    folder: CampaignFolder,
    today: date,
    outputs: Collection[str],
    conversation: Conversation = SILENT,
    tell: Tell = lambda words: None,
) -> Iterator[str]:
    """Writes the summary and these outputs into the campaign's folders; a line for each.

    Raises what `collect_campaign` raises, `OutputError` where something cannot be written.
    """
    campaign = open_campaign(folder)
    path = folder.summary(today)
    make_folder(folder.summaries)

    def advance(done: int, of: int) -> None:
        tell(f"прочитано книг: {done} из {of}")

    reading = ReadingOptions(None, None, "", advance)
    summary = summarise_campaign(
        campaign, today, reading, conversation, snapshot=path.with_suffix(SUFFIX)
    )
    tell("записывается сводка")
    write_summary(path, summary, created=today, books=folder.incoming)
    yield from summary_lines(summary)[:1]
    yield f"Сводка записана: {path.name}"
    for name in (PUBLISH, TIDY, LETTERS):
        if name in outputs:
            tell(_BEING_WRITTEN[name])
            yield _WRITE[name](folder, campaign, summary, today, tell)


_BEING_WRITTEN = {
    PUBLISH: "записывается книга для публикации",
    TIDY: "записывается таблица значений",
    LETTERS: "пишутся письма",
}


def _write_published(
    folder: CampaignFolder, campaign: Campaign, summary: DistrictSummary, today: date, tell: Tell
) -> str:
    from ..summary.publishing.workbook import write_published_workbook

    path = folder.published(today)
    write_published_workbook(path, summary, created=today)
    return f"Книга для публикации записана: {path.name}"


def _write_tidy(
    folder: CampaignFolder, campaign: Campaign, summary: DistrictSummary, today: date, tell: Tell
) -> str:
    from ..summary.tidy import tidy_rows, write_tidy

    path = folder.tidy(today)
    write_tidy(path, tidy_rows(summary))
    return f"Таблица значений записана: {path.name}"


def _write_letters(
    folder: CampaignFolder, campaign: Campaign, summary: DistrictSummary, today: date, tell: Tell
) -> str:
    from .feedback import write_feedback

    settings = campaign.settings
    with executor(workers_for(len(summary.lines))) as pool:
        done = write_feedback(
            folder.letters,
            folder.incoming,
            summary,
            written=today,
            occasion=Occasion(settings.stage, settings.report_day, today),
            executor=pool,
            progress=lambda number, of: tell(f"написано писем: {number} из {of}"),
            forms=campaign.forms,
        )
    from .drafts import letters_of
    from .store import letters
    from .store.database import opened_store

    with opened_store(folder.path) as store, store.writing() as connection:
        letters.replace_all(connection, list(letters_of(folder, summary, today)))
    return " ".join(done.as_lines())


_WRITE = {PUBLISH: _write_published, TIDY: _write_tidy, LETTERS: _write_letters}
