"""Commands about all workbooks of a district."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from .options import DAY, FILE, STAGE, day, progress, show
from .usage import UsageFault


@click.command()
@click.argument("folder", type=FILE, metavar="ПАПКА")
@click.option(
    "-o", "--output", "path", type=FILE, help="Куда записать сводку; иначе рядом с папкой."
)
@click.option("--registry", "registry_file", type=FILE, help="Реестр школ района с журналом.")
@click.option("--edition", help="Год бланка; иначе тот, которого в папке больше.")
@click.option("--stage", type=STAGE, help="Проверить все книги как на этой стадии.")
@click.option("--report-date", "report_day", type=DAY, help="Дата отчёта для всех книг.")
@click.option("--district", default="", help="Название района для заголовков.")
@click.option("--date", "created", type=DAY, help="Дата сводки (2026-11-01); иначе сегодня.")
@click.option("--workers", type=click.IntRange(1), help="Процессов; иначе сколько выгодно.")
@click.option("--scheduler", default="", help="Адрес кластера Dask, который прочитает книги.")
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
    workers: int | None,
    scheduler: str,
    to_open: bool,
) -> None:
    """Собрать книги школ из папки в сводку района.

    В папке, сделанной командой init, реестр, журнал и настройки свои; сводка ложится в «Сводки».
    """
    from ..campaign.folder import campaign_at
    from ..campaign.opening import open_campaign
    from ..checking import Occasion
    from ..collecting import Way, collect, collect_campaign, summary_lines
    from ..district.settings import Settings
    from ..readers.registry import read_registry
    from ..writers.files import made
    from ..writers.summary_workbook import write_summary_workbook

    found, today = campaign_at(folder), day(created)
    if found and registry_file:
        raise UsageFault("В этой папке реестр свой: уберите параметр --registry.")
    asked = report_day.date() if report_day else None
    path = path or (found.summary(today) if found else _beside(folder, today))
    with progress("Прочитано книг") as told:
        way = Way(None, workers, scheduler, told)
        if found:
            campaign = open_campaign(found).deciding(
                district=district, edition=edition, stage=stage, report_day=asked
            )
            summary = collect_campaign(campaign, today, way)
        else:
            registry, journal = read_registry(registry_file) if registry_file else (None, None)
            summary = collect(
                folder,
                edition=edition,
                registry=registry,
                journal=journal,
                occasion=Occasion(stage, asked, today),
                settings=Settings(district),
                but_not=[path, *([registry_file] if registry_file else [])],
                way=way,
            )
    if found:
        made(found.summaries)
    books = found.incoming if found else folder
    write_summary_workbook(path, summary, created=today, books=books)
    show(summary_lines(summary))
    click.echo(f"Сводка записана: {path}")
    if to_open:
        click.launch(str(path))


def _beside(folder: Path, today: date) -> Path:
    return folder.resolve().parent / f"Сводка {today:%d.%m.%Y}.xlsx"
