"""The command that fills a school's workbook from protocols of РЦОИ: `fill`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from .chosen import chosen
from .options import DAY, FILE, day, show, waiting
from .russian import command


@command(
    "roadmap-xl fill Книга.xlsx Протоколы -o Заполненная.xlsx",
    "roadmap-xl fill Книга.xlsx Химия.csv -o Заполненная.xlsx --school 301",
)
@click.argument("source", type=FILE, metavar="КНИГА")
@click.argument("protocols", nargs=-1, required=True, type=FILE, metavar="ПРОТОКОЛЫ")
@click.option("-o", "--output", "path", required=True, type=FILE, help="Куда записать книгу.")
@click.option(
    "--school", default="", metavar="КОД", help="Код ОО в протоколах, если в книге он другой."
)
@click.option(
    "--score-column", default="", metavar="ГРАФА", help="Графа с баллами: заголовок или буква."
)
@click.option("--replace", is_flag=True, help="Заменить вписанное, где в протоколах другое.")
@click.option("--overwrite", is_flag=True, help="Записать поверх файла, который уже есть.")
@click.option("--date", "created", type=DAY, help="Дата создания (2026-11-01); иначе сегодня.")
def fill(
    source: Path,
    protocols: tuple[Path, ...],
    path: Path,
    school: str,
    score_column: str,
    replace: bool,
    overwrite: bool,
    created: datetime | None,
) -> None:
    """Заполнить книгу по протоколам РЦОИ: итоги ЕГЭ, базовая математика, средние баллы.

    ПРОТОКОЛЫ — файлы .xlsx, .xls, .ods, .csv или папки с ними.

    Вписанное остаётся; где в протоколах другое, это сказано. Фамилии и документы не сохраняются.
    Ни книга, ни протоколы не изменяются.
    """
    from ..school.filling import fill_file

    with waiting("Читаются протоколы"):
        done = fill_file(
            source,
            protocols,
            path,
            created=day(created),
            school=school,
            score_column=score_column,
            may_replace_typed=replace,
            may_replace=overwrite,
            forms=chosen("", source).forms,
        )
    show(done.as_lines())
    show([f"Книга записана: {path}"])
