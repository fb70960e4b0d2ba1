"""Commands about all workbooks of a district."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .help import command
from .options import BOOK, DAY, EDITION, FILE, FOLDER, STAGE, day, progress, show, waiting
from .outputs import Outputs, output_options
from .usage import UsageFault

if TYPE_CHECKING:  # imported when a command is called, so that a short one starts fast
    from ..campaign.folder import CampaignFolder
    from ..campaign.opening import Campaign
    from ..collecting import Way
    from ..district.official import OfficialTable
    from ..district.settings import Settings
    from ..district.summary import DistrictSummary


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
@click.option("--edition", type=EDITION, help="Год бланка; иначе тот, которого в папке больше.")
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
def consolidate(
    folder: Path,
    path: Path | None,
    registry_file: Path | None,
    edition: str | None,
    stage: str | None,
    report_day: datetime | None,
    district: str,
    created: datetime | None,
    snapshot: Path | None,
    previous: tuple[Path, ...],
    official_file: Path | None,
    workers: int | None,
    scheduler: str,
    tidy: Path | None,
    publish: Path | None,
    feedback: Path | None,
    to_open: bool,
) -> None:
    """Собрать книги школ из папки в сводку района.

    В папке, сделанной командой init, реестр, журнал и настройки свои; сводка ложится в «Сводки».
    """
    from ..campaign.folder import campaign_at
    from ..campaign.snapshot import SUFFIX
    from ..campaign.snapshot_reading import previous_of, read_previous
    from ..collecting import Way, collect_campaign, summary_lines, write_summary
    from ..district.settings import Settings
    from ..readers.official import read_official
    from ..writers.files import made

    found, today = campaign_at(folder), day(created)
    path = path or (found.summary(today) if found else _beside(folder, today))
    snapshot = snapshot or path.with_suffix(SUFFIX)
    books = found.incoming if found else folder
    outputs = Outputs(tidy, publish, feedback, workers)
    if found:
        made(found.summaries)
    outputs.check(books, path, snapshot)
    asked = Settings(district, edition, stage=stage, report_day=_day_or_none(report_day))
    before = read_previous(previous, snapshot)
    official = read_official(official_file) if official_file else None
    if found and official is None and found.official.is_file():
        official = read_official(found.official, may_be_empty=True)
    with progress("Прочитано книг") as told:
        way = Way(None, workers, scheduler, told)
        if found:
            campaign = _campaign(found, registry_file, asked)
            before = before or previous_of(campaign.settings, found.path, snapshot)
            summary = collect_campaign(campaign, today, way, before, official)
        else:
            given = [official_file] if official_file else []
            others = [path, snapshot, *previous, *given, *outputs.files]
            summary = _of_folder(folder, registry_file, asked, others, today, way, before, official)
    with waiting("Записывается сводка"):
        write_summary(path, summary, created=today, snapshot=snapshot, books=books)
    show(summary_lines(summary))
    click.echo(f"Сводка записана: {path}")
    show(outputs.written(books, summary, today))
    if to_open:
        click.launch(str(path))


def _campaign(found: CampaignFolder, registry_file: Path | None, asked: Settings) -> Campaign:
    from ..campaign.opening import open_campaign

    if registry_file:
        raise UsageFault("В этой папке реестр свой: уберите параметр --registry.")
    return open_campaign(found).deciding(asked)


def _of_folder(
    folder: Path,
    registry_file: Path | None,
    asked: Settings,
    others: list[Path],
    today: date,
    way: Way,
    before: DistrictSummary | None,
    official: OfficialTable | None,
) -> DistrictSummary:
    """Of a folder with books only; the `others` may lie in it and are none."""
    from ..checking import Occasion
    from ..collecting import collect
    from ..readers.registry import read_registry

    registry, journal = read_registry(registry_file) if registry_file else (None, None)
    return collect(
        folder,
        edition=asked.edition,
        registry=registry,
        journal=journal,
        occasion=Occasion(asked.stage, asked.report_day, today),
        settings=asked,
        but_not=[*others, *([registry_file] if registry_file else [])],
        way=way,
        previous=before,
        official=official,
    )


def _day_or_none(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _beside(folder: Path, today: date) -> Path:
    return folder.resolve().parent / f"Сводка {today:%d.%m.%Y}.xlsx"
