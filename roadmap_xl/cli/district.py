"""The command that collects a district's workbooks into its summary: `consolidate`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import OutputError
from ..records import Record
from .chosen import Chosen, chosen
from .options import BOOK, DAY, EDITION, FILE, FOLDER, STAGE, day, progress, show, waiting
from .russian import UsageFault, command, is_quiet

if TYPE_CHECKING:
    from ..campaign.collect import Conversation, ReadingOptions
    from ..campaign.folder import CampaignFolder
    from ..campaign.opening import Campaign
    from ..district.official import OfficialTable
    from ..district.settings import Settings
    from ..form.forms import Forms
    from ..summary.numbers.summary import DistrictSummary


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that ask for more than the summary."""
    options = (
        click.option(
            "--tidy", type=FILE, help="Таблица значений, .csv или .parquet; не для публикации."
        ),
        click.option("--publish", type=BOOK, help="Книга для публикации: малые группы скрыты."),
        click.option("--feedback", type=FOLDER, help="Папка писем школам с книгами с замечаниями."),
    )
    for option in reversed(options):
        command = option(command)
    return command


class Outputs(Record):
    """The files and the folder that were asked for."""

    tidy: Path | None
    publish: Path | None
    feedback: Path | None
    workers: int | None

    @property
    def files(self) -> list[Path]:
        """The files among them: none of these is a school's."""
        return [path for path in (self.tidy, self.publish) if path]


def check_outputs(outputs: Outputs, folder: Path, summary: Path, snapshot: Path) -> None:
    """Says before the long work what would stop the writing after it."""
    from ..files import require_writable

    if outputs.publish and outputs.publish.resolve() == summary.resolve():
        raise OutputError("Книге для публикации нужно другое имя, чем у сводки (--publish).")
    if outputs.tidy:
        from ..summary.tidy import may_be_tidy

        may_be_tidy(outputs.tidy)
    if outputs.feedback:
        from ..campaign.feedback import may_write_to

        may_write_to(outputs.feedback, folder)
    for file in (summary, snapshot, *outputs.files):
        require_writable(file)


def write_outputs(
    outputs: Outputs, folder: Path, summary: DistrictSummary, forms: Forms, day: date
) -> Iterator[str]:
    """Writes each and says so."""
    if outputs.tidy:
        from ..summary.numbers.summary import INTERNAL
        from ..summary.tidy import tidy_rows, write_tidy

        with waiting("Записывается таблица значений"):
            write_tidy(outputs.tidy, tidy_rows(summary))
        yield f"Таблица значений записана ({INTERNAL}): {outputs.tidy}"
    if outputs.publish:
        from ..summary.publishing.workbook import write_published_workbook

        with waiting("Записывается книга для публикации"):
            write_published_workbook(outputs.publish, summary, created=day)
        yield f"Книга для публикации записана: {outputs.publish}"
        yield "Публикуйте одну: по разнице двух публикаций, собранных в разные дни, видно скрытое."
    if outputs.feedback:
        yield from _write_letters(outputs.feedback, outputs.workers, folder, summary, forms, day)


def _write_letters(
    target: Path,
    asked: int | None,
    folder: Path,
    summary: DistrictSummary,
    forms: Forms,
    day: date,
) -> Iterator[str]:
    from ..campaign.feedback import write_feedback
    from ..campaign.receiving import executor, workers_for
    from ..rules.checking import Occasion

    workers = workers_for(len(summary.lines)) if asked is None else asked
    with progress("Писем школам") as advance, executor(workers) as pool:
        done = write_feedback(
            target,
            folder,
            summary,
            written=day,
            occasion=Occasion(summary.settings.stage, summary.settings.report_day, day),
            executor=pool,
            progress=advance,
            forms=forms,
        )
    yield from done.as_lines()
    yield f"Письма в папке: {target}"


@command(
    'roadmap-xl consolidate "Сбор 2026"',
    'roadmap-xl consolidate "Книги школ" -o Сводка.xlsx --registry Реестр.xlsx',
    'roadmap-xl consolidate "Сбор 2026" --feedback Письма --tidy Данные.csv',
)
@click.argument("folder", type=FOLDER, metavar="ПАПКА")
@click.option(
    "-o", "--output", "path", type=BOOK, help="Куда записать сводку; иначе рядом с папкой."
)
@click.option("--registry", "registry_file", type=FILE, help="Реестр школ района с журналом.")
@click.option(
    "--edition",
    type=EDITION,
    help="Год бланка или файл своего издания (.toml); иначе то, которого в папке больше.",
)
@click.option("--stage", type=STAGE, help="Проверить все книги как на этой стадии.")
@click.option("--report-date", "report_day", type=DAY, help="Дата отчёта для всех книг.")
@click.option("--district", default="", metavar="ИМЯ", help="Название района для заголовков.")
@click.option("--date", "created", type=DAY, help="Дата сводки (2026-11-01); иначе сегодня.")
@click.option("--snapshot", type=FILE, help="Куда записать снимок; иначе рядом со сводкой, .json.")
@click.option(
    "--previous",
    type=FILE,
    multiple=True,
    help="Снимок прошлой сводки (.json) для листа «Динамика»; можно несколько.",
)
@click.option(
    "--official",
    "official_file",
    type=FILE,
    help="Данные РЦОИ (.xlsx, .csv): строка на школу и предмет; иначе файл папки сбора.",
)
@click.option(
    "--workers", type=click.IntRange(1), metavar="ЧИСЛО", help="Процессов; иначе сколько выгодно."
)
@click.option(
    "--scheduler", default="", metavar="АДРЕС", help="Адрес кластера Dask, который прочитает книги."
)
@output_options
@click.option("--open", "to_open", is_flag=True, help="Открыть готовую сводку.")
def consolidate(**options: Any) -> None:
    """Собрать книги школ из папки в сводку района.

    В папке, сделанной командой init, реестр, журнал и настройки свои; сводка ложится в «Сводки».
    """
    from ..campaign.collect import summary_lines, write_summary
    from ..campaign.folder import campaign_at
    from ..files import make_folder
    from ..summary.snapshot import SUFFIX

    request = _Request(**options)
    found, today = campaign_at(request.folder), day(request.created)
    path = request.path or (found.summary(today) if found else _beside(request.folder, today))
    snapshot = request.snapshot or path.with_suffix(SUFFIX)
    books = found.incoming if found else request.folder
    outputs = Outputs(request.tidy, request.publish, request.feedback, request.workers)
    if found:
        make_folder(found.summaries)
    check_outputs(outputs, books, path, snapshot)
    summary = _summary(request, found, today, snapshot, [path, *outputs.files])
    with waiting("Записывается сводка"):
        write_summary(path, summary, created=today, snapshot=snapshot, books=books)
    show(summary_lines(summary))
    show([f"Сводка записана: {path}"])
    show(write_outputs(outputs, books, summary, request.wanted.forms, today))
    if request.to_open:
        click.launch(str(path))


class _Request(Record, kw_only=True):
    """What was asked of `consolidate`, by the names of its options."""

    folder: Path
    path: Path | None
    registry_file: Path | None
    edition: str | None
    stage: str | None
    report_day: datetime | None
    district: str
    created: datetime | None
    snapshot: Path | None
    previous: tuple[Path, ...]
    official_file: Path | None
    workers: int | None
    scheduler: str
    tidy: Path | None
    publish: Path | None
    feedback: Path | None
    to_open: bool

    @cached_property
    def wanted(self) -> Chosen:
        """The edition that was asked for, and the forms the books may be of."""
        return chosen(self.edition, self.folder / "-")

    @property
    def settings(self) -> Settings:
        """What goes before a campaign's own."""
        from ..district.settings import Settings

        report_day = self.report_day.date() if self.report_day else None
        return Settings(
            self.district, self.wanted.key or None, stage=self.stage, report_day=report_day
        )


def _summary(
    request: _Request,
    found: CampaignFolder | None,
    today: date,
    snapshot: Path,
    others: list[Path],
) -> DistrictSummary:
    """Reads the books; the `others` may lie among them and are none."""
    from ..campaign.collect import ReadingOptions
    from ..campaign.receiving import read_alone
    from ..campaign.run import summarise_campaign
    from ..district.official import read_official
    from ..summary.snapshot import read_previous

    before = read_previous(request.previous, snapshot)
    official = read_alone(read_official, request.official_file) if request.official_file else None
    with progress("Прочитано книг") as advance:
        reading = ReadingOptions(None, request.workers, request.scheduler, advance)
        if found:
            campaign = _campaign(found, request)
            return summarise_campaign(
                campaign, today, reading, _conversation(), before, official, snapshot
            )
        return _of_folder(request, today, reading, before, official, [snapshot, *others])


def _conversation() -> Conversation:
    """Each edit of the journal is told; what is in dispute is asked where somebody can answer."""
    from ..campaign.collect import Conversation
    from ..campaign.opening import account

    def settle(disagreement: Any) -> bool | None:
        if not (sys.stdin.isatty() and sys.stderr.isatty()) or is_quiet():
            return None
        return click.confirm(f"{disagreement.words}. Взять из журнала?", err=True)

    return Conversation((account(), "команда"), lambda line: show([line]), settle)


def _campaign(found: CampaignFolder, request: _Request) -> Campaign:
    from ..campaign.opening import open_campaign

    if request.registry_file:
        raise UsageFault("В этой папке реестр свой: уберите параметр --registry.")
    campaign = open_campaign(found).with_settings(request.settings)
    return replace(campaign, forms=request.wanted.forms)


def _of_folder(
    request: _Request,
    today: date,
    reading: ReadingOptions,
    before: DistrictSummary | None,
    official: OfficialTable | None,
    others: list[Path],
) -> DistrictSummary:
    """Of a folder with books only."""
    from ..campaign.collect import collect
    from ..campaign.receiving import read_alone
    from ..district.registry import read_registry
    from ..rules.checking import Occasion

    registry_path, settings = request.registry_file, request.settings
    registry, journal = read_alone(read_registry, registry_path) if registry_path else (None, None)
    return collect(
        request.folder,
        edition=settings.edition,
        registry=registry,
        journal=journal,
        occasion=Occasion(settings.stage, settings.report_day, today),
        settings=settings,
        but_not=[*others, *request.previous, *filter(None, (registry_path, request.official_file))],
        reading=reading,
        previous=before,
        official=official,
        forms=request.wanted.forms,
    )


def _beside(folder: Path, today: date) -> Path:
    return folder.resolve().parent / f"Сводка {today:%d.%m.%Y}.xlsx"
