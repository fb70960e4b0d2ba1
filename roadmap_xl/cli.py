"""The command line: parse, call the library, show. Every text is for the user, in Russian."""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from .form.vocabulary import STAGES
from .usage import NOT_DONE, RussianGroup

ERRORS_FOUND = 1
"""Exit status of `check`; 0 where nothing obligatory is wrong."""

STAGE = click.Choice(STAGES, case_sensitive=False)
FILE = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
AUDIENCES = {"школа": "school", "район": "district", "все": ""}
"""Whose findings `check` shows, by the words of its option."""


@click.group(cls=RussianGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="roadmap_xl", message="roadmap-xl %(version)s")
def commands() -> None:
    """Дорожная карта школы: бланк Excel, проверка, сводка района."""


def main() -> None:
    """The entry point; a console that lacks a letter shows «?» instead of failing."""
    gc.set_threshold(100_000, 50, 50)  # what a command makes at its start lives to its end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    commands(prog_name="roadmap-xl")


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _show_json(answer: dict[str, Any]) -> None:
    """Russian letters as they are in UTF-8; escaped for any other console, so that none is lost."""
    escaped = sys.stdout.encoding.lower() != "utf-8"
    click.echo(json.dumps(answer, ensure_ascii=escaped, indent=1))


@commands.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="КНИГИ")
@click.option("--stage", type=STAGE, help="Проверить как на этой стадии, что бы ни стояло в файле.")
@click.option("--report-date", "report_day", type=DAY, help="Дата отчёта вместо той, что в файле.")
@click.option(
    "--audience",
    type=click.Choice(tuple(AUDIENCES)),
    default="школа",
    show_default=True,
    help="Чьи замечания показать.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Вид ответа."
)
@click.option("--date", "today", type=DAY, help="День проверки (2026-11-01); иначе сегодня.")
@click.pass_context
def check(
    context: click.Context,
    files: tuple[Path, ...],
    stage: str | None,
    report_day: datetime | None,
    audience: str,
    form: str,
    today: datetime | None,
) -> None:
    """Проверить книги школ и сказать, что исправить.

    Код завершения: 0 — ошибок нет, 1 — есть ошибки, 2 — файл не прочитан.
    """
    from .checking import Occasion
    from .findings import Audience, Severity
    from .report import check_file

    whose = Audience(AUDIENCES[audience]) if AUDIENCES[audience] else None
    occasion = Occasion(stage, report_day.date() if report_day else None, _day(today), whose)
    reports = [check_file(path, occasion) for path in files]
    if form == "json":
        shown = {"files": [report.as_json() for report in reports]}
        _show_json(shown)
    else:
        _show(line for report in reports for line in report.as_lines())
    if not all(report.was_read for report in reports):
        context.exit(NOT_DONE)
    if any(report.count(Severity.ERROR) for report in reports):
        context.exit(ERRORS_FOUND)


@commands.command()
@click.option("--edition", default="2026", show_default=True, help="Год бланка.")
@click.option("-o", "--output", "path", required=True, type=FILE, help="Куда записать книгу.")
@click.option("--school", "code", help="Код школы: вписать её из реестра (нужен --registry).")
@click.option("--registry", "registry_file", type=FILE, help="Реестр школ района.")
@click.option("--from", "last_file", type=FILE, help="Прошлогодняя книга: перенести постоянное.")
@click.option("--district", "of_district", is_flag=True, help="Книга самого района: его пункты.")
@click.option("--send-to", default="", help="Куда отправить готовую книгу (строка на «Титуле»).")
@click.option("--deadline", default="", help="До какого числа отправить.")
@click.option("--ring", default="", help="К кому с вопросами: имя, телефон.")
@click.option("--date", "created", type=DAY, help="Дата создания (2026-11-01); иначе сегодня.")
def template(
    edition: str,
    path: Path,
    code: str | None,
    registry_file: Path | None,
    last_file: Path | None,
    of_district: bool,
    send_to: str,
    deadline: str,
    ring: str,
    created: datetime | None,
) -> None:
    """Сделать бланк: пустой, для школы из реестра, с перенесённым из прошлогодней книги."""
    from .blanks import blank_for
    from .prefilling import Delivery
    from .writers.school_workbook import write_school_workbook

    submission = blank_for(
        edition, code=code, registry=registry_file, last=last_file, of_district=of_district
    )
    delivery = Delivery(send_to, deadline, ring)
    write_school_workbook(path, submission, created=_day(created), delivery=delivery)
    click.echo(f"Бланк записан: {path}")


@commands.command()
@click.argument("source", type=FILE, metavar="КНИГА")
@click.option("-o", "--output", "path", required=True, type=FILE, help="Куда записать копию.")
@click.option("--stage", type=STAGE, help="Проверить как на этой стадии, что бы ни стояло в файле.")
@click.option("--date", "created", type=DAY, help="Дата создания (2026-11-01); иначе сегодня.")
def repair(source: Path, path: Path, stage: str | None, created: datetime | None) -> None:
    """Перенести данные книги в чистый бланк: исправленное отмечено, остальное перечислено.

    Присланный файл не изменяется.
    """
    from .checking import Occasion
    from .repairing import repair_file

    done = repair_file(source, path, created=_day(created), occasion=Occasion(stage))
    _show(done.as_lines())
    click.echo(f"Копия записана: {path}")


@commands.command()
@click.option("--edition", default="2026", show_default=True, help="Год бланка.")
@click.option("--format", "form", type=click.Choice(["json"]), default="json", help="Вид ответа.")
def layout(edition: str, form: str) -> None:
    """Перечислить все поля бланка: код, лист, ячейка, вид, название."""
    from .layout import layout_of

    _show_json({"edition": edition, "fields": layout_of(edition).as_json()})


@commands.command()
@click.argument("codes", nargs=-1, metavar="[КОДЫ]")
@click.option("--edition", default="2026", show_default=True, help="Год бланка.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Вид ответа.",
)
def rules(codes: tuple[str, ...], edition: str, form: str) -> None:
    """Перечислить контроли бланка: условие, сообщение, как исправить, основание.

    С кодами (PLN-004, EGE) — только их или их семейства.
    """
    from dataclasses import asdict

    from .rulebook import entries, of_codes
    from .rulebook_page import as_markdown, as_text

    if form == "markdown":
        click.echo(as_markdown(edition), nl=False)
        return
    found = of_codes(entries(edition), codes)
    if form == "json":
        _show_json({"edition": edition, "rules": [asdict(entry) for entry in found]})
    else:
        _show(as_text(found))


@commands.command()
@click.argument("folder", type=FILE, metavar="ПАПКА")
@click.option("-o", "--output", "path", required=True, type=FILE, help="Куда записать сводку.")
@click.option("--registry", "registry_file", type=FILE, help="Реестр школ района с журналом.")
@click.option("--edition", help="Год бланка; иначе тот, которого в папке больше.")
@click.option("--stage", type=STAGE, help="Проверить все книги как на этой стадии.")
@click.option("--report-date", "report_day", type=DAY, help="Дата отчёта для всех книг.")
@click.option("--district", default="", help="Название района для заголовков.")
@click.option("--date", "created", type=DAY, help="Дата сводки (2026-11-01); иначе сегодня.")
def consolidate(
    folder: Path,
    path: Path,
    registry_file: Path | None,
    edition: str | None,
    stage: str | None,
    report_day: datetime | None,
    district: str,
    created: datetime | None,
) -> None:
    """Собрать книги школ из папки в сводку района."""
    from .checking import Occasion
    from .collecting import collect, summary_lines
    from .readers.registry import read_registry
    from .writers.summary_workbook import write_summary_workbook

    registry, journal = read_registry(registry_file) if registry_file else (None, None)
    summary = collect(
        folder,
        edition=edition,
        registry=registry,
        journal=journal,
        occasion=Occasion(stage, report_day.date() if report_day else None, _day(created)),
        district=district,
        but_not=[path, *([registry_file] if registry_file else [])],
    )
    write_summary_workbook(path, summary, created=_day(created))
    _show(summary_lines(summary))
    click.echo(f"Сводка записана: {path}")


@commands.command()
@click.option("-o", "--output", "folder", default="demo", type=FILE, help="Папка для примера.")
@click.option("--date", "created", type=DAY, help="Дата книг примера; иначе 2020-10-01.")
def demo(folder: Path, created: datetime | None) -> None:
    """Показать всю работу на примере: двенадцать книг, проверка, сводка."""
    from .demo.run import run_demo

    day = date(2020, 10, 1) if created is None else created.date()
    _show(run_demo(folder, created=day).as_lines())


def _day(moment: datetime | None) -> date:
    return date.today() if moment is None else moment.date()
