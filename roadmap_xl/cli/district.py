"""Commands about all workbooks of a district."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from .options import DAY, FILE, STAGE, day, progress, show
from .outputs import Outputs, output_options


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
@click.option("--snapshot", type=FILE, help="Куда записать снимок; иначе рядом со сводкой, .json.")
@click.option(
    "--previous",
    type=FILE,
    multiple=True,
    help="Снимок прошлой сводки (.json) для листа «Динамика»; можно несколько.",
)
@click.option("--workers", type=click.IntRange(1), help="Процессов; иначе сколько выгодно.")
@click.option("--scheduler", default="", help="Адрес кластера Dask, который прочитает книги.")
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
    workers: int | None,
    scheduler: str,
    tidy: Path | None,
    publish: Path | None,
    feedback: Path | None,
    to_open: bool,
) -> None:
    """Собрать книги школ из папки в сводку района."""
    from ..campaign.snapshot import SUFFIX
    from ..campaign.snapshot_reading import read_previous
    from ..checking import Occasion
    from ..collecting import Way, collect, summary_lines, write_summary
    from ..district.settings import Settings
    from ..readers.registry import read_registry

    path = path or _beside(folder, day(created))
    snapshot = snapshot or path.with_suffix(SUFFIX)
    registry, journal = read_registry(registry_file) if registry_file else (None, None)
    reported = report_day.date() if report_day else None
    outputs = Outputs(tidy, publish, feedback, workers)
    outputs.check(folder, path)
    occasion = Occasion(stage, reported, day(created))
    others = [path, snapshot, *previous, *([registry_file] if registry_file else [])]
    with progress("Прочитано книг") as told:
        summary = collect(
            folder,
            edition=edition,
            registry=registry,
            journal=journal,
            occasion=occasion,
            settings=Settings(district, report_day=reported),
            but_not=[*others, *outputs.files],
            way=Way(None, workers, scheduler, told),
            previous=read_previous(previous),
        )
    write_summary(path, summary, created=day(created), snapshot=snapshot)
    show(summary_lines(summary))
    click.echo(f"Сводка записана: {path}")
    show(outputs.written(folder, summary, occasion, day(created)))
    if to_open:
        click.launch(str(path))


def _beside(folder: Path, today: date) -> Path:
    return folder.resolve().parent / f"Сводка {today:%d.%m.%Y}.xlsx"
