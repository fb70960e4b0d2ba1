"""`roadmap-xl document`: a workbook as the paper that is signed."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import click

from .help import command
from .options import DAY, FILE, STAGE, day, show, waiting


@command(
    'roadmap-xl document Книга.xlsx -o "Дорожная карта.docx"',
    'roadmap-xl document Книга.xlsx -o "Дорожная карта.docx" --pdf',
)
@click.argument("source", type=FILE, metavar="КНИГА")
@click.option("-o", "--output", "path", required=True, type=FILE, help="Куда записать документ.")
@click.option("--pdf", "with_pdf", is_flag=True, help="Рядом и в PDF (нужен LibreOffice).")
@click.option("--stage", type=STAGE, help="Проверить как на этой стадии, что бы ни стояло в файле.")
@click.option("--overwrite", is_flag=True, help="Записать поверх файла, который уже есть.")
@click.option("--date", "created", type=DAY, help="Дата документа (2026-11-01); иначе сегодня.")
def document(
    source: Path,
    path: Path,
    with_pdf: bool,
    stage: str | None,
    overwrite: bool,
    created: datetime | None,
) -> None:
    """Сделать из книги документ Word: дорожную карту на подпись.

    Пока в книге есть ошибки, на каждой странице стоит «ЧЕРНОВИК»; на готовом документе —
    контрольный код: по нему район сверит бумагу с книгой (check --code). Книга не изменяется.
    """
    from ..checking import Occasion
    from ..documenting import document_file

    with waiting("LibreOffice делает PDF") if with_pdf else nullcontext():
        made = document_file(
            source,
            path,
            created=day(created),
            occasion=Occasion(stage, today=day(created)),
            may_replace=overwrite,
            with_pdf=with_pdf,
        )
    show(made.as_lines())
    click.echo(f"Документ записан: {path}")
