"""`roadmap-xl explain`: «откуда эта цифра» for the cells of a summary."""

from __future__ import annotations

from pathlib import Path

import click

from .help import command
from .options import FILE, show, show_json


@command(
    'roadmap-xl explain Сводка.xlsx "Предметы!B6"',
    'roadmap-xl explain Сводка.xlsx "Предметы!B6" "План!C9" --all',
    'roadmap-xl explain Сводка.xlsx "Предметы!B6" --format json',
    quietly=False,
)
@click.argument("path", type=FILE, metavar="СВОДКА.xlsx")
@click.argument("cells", nargs=-1, required=True, metavar="ЯЧЕЙКИ")
@click.option("--snapshot", type=FILE, help="Снимок сводки; иначе файл .json рядом со сводкой.")
@click.option(
    "--previous",
    type=FILE,
    multiple=True,
    help="Снимок прошлой сводки, если его нет рядом с этой; можно несколько.",
)
@click.option("--all", "everything", is_flag=True, help="Показать все школы и ячейки.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Вид ответа."
)
def explain(
    path: Path,
    cells: tuple[str, ...],
    snapshot: Path | None,
    previous: tuple[Path, ...],
    everything: bool,
    form: str,
) -> None:
    """Сказать, откуда число в ячейке сводки: «Предметы!C5».

    Школы, файлы и ячейки, из которых оно посчитано, и что в него не вошло. Работает и после
    сортировки, отбора и перестановки граф: место числа в листе не важно.
    """
    from ..explaining.answers import explain as explained

    answers = explained(path, cells, snapshot, previous)
    if form == "json":
        show_json({"summary": str(path), "cells": [answer.as_json() for answer in answers]})
    else:
        show(line for answer in answers for line in answer.as_lines(everything=everything))
