"""Commands about one school's workbook: blank, check, repaired copy, Word document and back."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .campaign import write_all_blanks
from .chosen import Chosen, chosen
from .options import (
    BOOK,
    DAY,
    EDITION,
    FILE,
    FOLDER,
    MACRO_BOOK,
    OWN_EDITION,
    STAGE,
    THE_NEWEST,
    day,
    progress,
    show,
    show_json,
    waiting,
)
from .russian import NOT_DONE, UsageFault, command, is_quiet, missing_sentence

if TYPE_CHECKING:
    from ..form.submission import Submission

ERRORS_FOUND = 1
"""Exit status of `check`; 0 where nothing obligatory is wrong."""

AUDIENCES = {"школа": "school", "район": "district", "все": ""}
"""Whose findings `check` shows, by the words of its option."""


@command(
    "roadmap-xl template -o Бланк.xlsx",
    "roadmap-xl template --edition 2020 -o Бланк.xlsm",
    "roadmap-xl template --from Прошлогодняя.xlsx -o Бланк.xlsx",
    'roadmap-xl template --all "Сбор 2026"',
    'roadmap-xl template --all "Сбор 2026" --results Протоколы --from "Сбор 2025"',
)
@THE_NEWEST
@click.option(
    "-o",
    "--output",
    "path",
    type=MACRO_BOOK,
    help="Куда записать книгу; .xlsm — с кнопками.",
)
@click.option("--all", "campaign", type=FOLDER, help="Папка сбора: бланк каждой школе реестра.")
@click.option(
    "--school", "code", metavar="КОД", help="Код школы: вписать её из реестра (нужен --registry)."
)
@click.option("--registry", "registry_file", type=FILE, help="Реестр школ района.")
@click.option(
    "--from",
    "last_file",
    type=FILE,
    help="Прошлогодняя книга или .docx: перенести постоянное; с --all — прошлогодняя папка сбора.",
)
@click.option("--results", type=FOLDER, help="С --all: папка протоколов РЦОИ, заполнить итоги ЕГЭ.")
@click.option(
    "--score-column", default="", metavar="ГРАФА", help="Графа протоколов с баллами, если спросят."
)
@click.option(
    "--scores", "with_scores", is_flag=True, help="С листом «Баллы»: вставить список результатов."
)
@click.option(
    "--proposals",
    "with_proposals",
    is_flag=True,
    help="С листом «Предложения»: сроки, ответственных и результаты принять отметкой.",
)
@click.option("--district", "of_district", is_flag=True, help="Книга самого района: его пункты.")
@click.option("--send-to", default="", metavar="АДРЕС", help="Куда отправить готовую книгу.")
@click.option("--deadline", default="", metavar="СРОК", help="До какого числа отправить.")
@click.option("--ring", default="", metavar="ИМЯ", help="К кому с вопросами: имя, телефон.")
@click.option("--date", "created", type=DAY, help="Дата создания (2026-11-01); иначе сегодня.")
@click.pass_context
def template(
    context: click.Context,
    edition: str,
    path: Path | None,
    campaign: Path | None,
    code: str | None,
    registry_file: Path | None,
    last_file: Path | None,
    results: Path | None,
    score_column: str,
    with_scores: bool,
    with_proposals: bool,
    of_district: bool,
    send_to: str,
    deadline: str,
    ring: str,
    created: datetime | None,
) -> None:
    """Сделать бланк: пустой, для школы из реестра, с перенесённым из прошлогодней книги.

    С --all — по бланку на каждую школу и книгу района; год и адрес — из настроек папки.
    """
    if campaign:
        write_all_blanks(
            campaign,
            day(created),
            results_folder=results,
            last_folder=last_file,
            score_column=score_column,
            with_scores=with_scores,
            with_proposals=with_proposals,
            other_options=any((path, code, registry_file, of_district, send_to, deadline, ring)),
        )
        return
    if results:
        raise UsageFault("--results указывают вместе с --all; одну книгу заполняет команда fill.")
    if path is None:
        raise missing_sentence(context, "path")
    blank = _blank(chosen(edition, path, last_file), code, registry_file, last_file, of_district)
    _write_blank(path, blank, day(created), (send_to, deadline, ring), with_scores, with_proposals)


def _blank(
    wanted: Chosen,
    code: str | None,
    registry: Path | None,
    last: Path | None,
    of_district: bool,
) -> Submission:
    from ..campaign.blanks import blank_for

    return blank_for(
        wanted.key,
        code=code,
        registry=registry,
        last=last,
        of_district=of_district,
        forms=wanted.forms,
    )


def _write_blank(
    path: Path,
    blank: Submission,
    created: date,
    delivery: tuple[str, str, str],
    with_scores: bool,
    with_proposals: bool,
) -> None:
    """With macros where the file's name asks for them."""
    from ..form.prefilled import Delivery
    from ..form.proposals import nothing_accepted
    from ..form.score_list import ScoreList

    if path.suffix.lower() == ".xlsm":
        from ..addin.building.books import write_school_macro_workbook as write
    else:
        from ..workbook.school_workbook import write_school_workbook as write
    write(
        path,
        blank,
        created=created,
        delivery=Delivery(*delivery),
        scores=ScoreList() if with_scores else None,
        proposals=nothing_accepted(blank.form.edition) if with_proposals else None,
    )
    show([f"Бланк записан: {path}"])


@command(
    "roadmap-xl check Книга.xlsx",
    'roadmap-xl check Книга.xlsx --stage "На сдачу"',
    "roadmap-xl check *.xlsx --format json",
    statuses={
        0: "ошибок нет",
        ERRORS_FOUND: "есть ошибки, или код на бумаге не тот",
        NOT_DONE: "хотя бы один файл не прочитан",
    },
)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="КНИГИ")
@OWN_EDITION
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
@click.option("--code", default="", metavar="КОД", help="Сверить с контрольным кодом на бумаге.")
@click.option("--date", "today", type=DAY, help="День проверки (2026-11-01); иначе сегодня.")
@click.pass_context
def check(
    context: click.Context,
    files: tuple[Path, ...],
    edition: str,
    stage: str | None,
    report_day: datetime | None,
    audience: str,
    form: str,
    code: str,
    today: datetime | None,
) -> None:
    """Проверить книги школ и сказать, что исправить. Книги не изменяются."""
    from ..rules.checking import Occasion
    from ..rules.findings import Audience, Severity
    from ..school.check import check_files

    whose = Audience(AUDIENCES[audience]) if AUDIENCES[audience] else None
    occasion = Occasion(stage, report_day.date() if report_day else None, day(today), whose)
    forms = chosen(edition, *files).forms
    with progress("Проверено книг") as advance:
        reports = []
        for report in check_files(files, occasion, forms):
            reports.append(report)
            advance(len(reports), len(files))
    read = [report for report in reports if report.was_read]
    if is_quiet():
        show((line for one in reports if not one.was_read for line in one.as_lines()), err=True)
    if form == "json":
        show_json({"files": [report.as_json() for report in reports]})
    else:
        show(line for report in reports for line in report.as_lines())
        show(report.answer_to(code) for report in read if code)
    if len(read) < len(reports):
        context.exit(NOT_DONE)
    other = code and not all(report.matches(code) for report in reports)
    if other or any(report.count(Severity.ERROR) for report in reports):
        context.exit(ERRORS_FOUND)


@command(
    'roadmap-xl repair Книга.xlsx -o "Исправленная копия.xlsx"',
    "roadmap-xl repair Книга.ods -o Книга.xlsx --overwrite",
)
@click.argument("source", type=FILE, metavar="КНИГА")
@click.option("-o", "--output", "path", required=True, type=FILE, help="Куда записать копию.")
@OWN_EDITION
@click.option("--stage", type=STAGE, help="Проверить как на этой стадии, что бы ни стояло в файле.")
@click.option("--overwrite", is_flag=True, help="Записать поверх файла, который уже есть.")
@click.option("--date", "created", type=DAY, help="Дата создания (2026-11-01); иначе сегодня.")
def repair(
    source: Path,
    path: Path,
    edition: str,
    stage: str | None,
    overwrite: bool,
    created: datetime | None,
) -> None:
    """Перенести данные книги в чистый бланк: исправленное отмечено, остальное перечислено.

    Присланный файл не изменяется.
    """
    from ..rules.checking import Occasion
    from ..school.repair import repair_file

    done = repair_file(
        source,
        path,
        created=day(created),
        occasion=Occasion(stage),
        may_replace=overwrite,
        forms=chosen(edition, source).forms,
    )
    show(done.as_lines())
    show([f"Копия записана: {path}"])


@command(
    'roadmap-xl document Книга.xlsx -o "Дорожная карта.docx"',
    'roadmap-xl document Книга.xlsx -o "Дорожная карта.docx" --pdf',
)
@click.argument("source", type=FILE, metavar="КНИГА")
@click.option("-o", "--output", "path", required=True, type=FILE, help="Куда записать документ.")
@OWN_EDITION
@click.option("--pdf", "with_pdf", is_flag=True, help="Рядом и в PDF (нужен LibreOffice).")
@click.option("--stage", type=STAGE, help="Проверить как на этой стадии, что бы ни стояло в файле.")
@click.option("--overwrite", is_flag=True, help="Записать поверх файла, который уже есть.")
@click.option("--date", "created", type=DAY, help="Дата документа (2026-11-01); иначе сегодня.")
def document(
    source: Path,
    path: Path,
    edition: str,
    with_pdf: bool,
    stage: str | None,
    overwrite: bool,
    created: datetime | None,
) -> None:
    """Сделать из книги документ Word: дорожную карту на подпись.

    Пока в книге есть ошибки, на каждой странице стоит «ЧЕРНОВИК»; на готовом документе —
    контрольный код: по нему район сверит бумагу с книгой (check --code). Книга не изменяется.
    """
    from ..rules.checking import Occasion
    from ..school.document import document_file

    with waiting("LibreOffice делает PDF") if with_pdf else nullcontext():
        made = document_file(
            source,
            path,
            created=day(created),
            occasion=Occasion(stage, today=day(created)),
            may_replace=overwrite,
            with_pdf=with_pdf,
            forms=chosen(edition, source).forms,
        )
    show(made.as_lines())
    show([f"Документ записан: {path}"])


@command(
    'roadmap-xl import "Дорожная карта.docx" -o "Из документа.xlsx"',
    "roadmap-xl import Документ.docx --edition 2020 -o Книга.xlsx",
    name="import",
)
@click.argument("source", type=FILE, metavar="ДОКУМЕНТ")
@click.option("-o", "--output", "path", required=True, type=BOOK, help="Куда записать книгу.")
@click.option(
    "--edition",
    type=EDITION,
    default="",
    help="Год бланка или файл своего издания (.toml); иначе год определяется по документу.",
)
@click.option("--stage", type=STAGE, help="Проверить книгу как на этой стадии.")
@click.option("--overwrite", is_flag=True, help="Записать поверх файла, который уже есть.")
@click.option("--date", "created", type=DAY, help="Дата создания (2026-11-01); иначе сегодня.")
def import_document(
    source: Path,
    path: Path,
    edition: str,
    stage: str | None,
    overwrite: bool,
    created: datetime | None,
) -> None:
    """Перенести документ Word (.docx) в чистую книгу: что понято, что проверить, что осталось.

    Документ только читается.
    """
    from ..rules.checking import Occasion
    from ..school.from_word import import_file

    wanted = chosen(edition, source)
    with waiting("Читается документ"):
        done = import_file(
            source,
            path,
            created=day(created),
            edition=wanted.key,
            occasion=Occasion(stage),
            may_replace=overwrite,
            forms=wanted.forms,
        )
    show(done.as_lines())
    show([f"Книга записана: {path}"])
