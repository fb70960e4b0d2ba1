"""The command that brings a Word document into a workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from .help import command
from .options import BOOK, DAY, EDITION, FILE, STAGE, day, show, waiting


@command(
    'roadmap-xl import "Дорожная карта.docx" -o "Из документа.xlsx"',
    "roadmap-xl import Документ.docx --edition 2020 -o Книга.xlsx",
    name="import",
)
@click.argument("source", type=FILE, metavar="ДОКУМЕНТ")
@click.option("-o", "--output", "path", required=True, type=BOOK, help="Куда записать книгу.")
@click.option(
    "--edition", type=EDITION, default="", help="Год бланка; иначе он определяется по документу."
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
    from ..checking import Occasion
    from ..importing import import_file

    with waiting("Читается документ"):
        done = import_file(
            source,
            path,
            created=day(created),
            edition=edition,
            occasion=Occasion(stage),
            may_replace=overwrite,
        )
    show(done.as_lines())
    click.echo(f"Книга записана: {path}")
