"""Commands that show: the form's fields, its controls, the demo, where a figure comes from."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from .chosen import chosen
from .completion import rule_codes
from .options import DAY, FILE, FOLDER, THE_NEWEST, progress, show, show_json
from .russian import command


@command("roadmap-xl layout", "roadmap-xl layout --edition 2020 > Поля.json", quietly=False)
@THE_NEWEST
@click.option("--format", "answer", type=click.Choice(["json"]), default="json", help="Вид ответа.")
def layout(edition: str, answer: str) -> None:
    """Перечислить все поля бланка: код, лист, ячейка, вид, название."""
    form = chosen(edition).form
    show_json({"edition": form.edition.key, "fields": form.layout.as_json()})


@command(
    "roadmap-xl rules",
    "roadmap-xl rules EGE-002 PLN",
    "roadmap-xl rules --edition 2020 --format markdown > Контроли.md",
    quietly=False,
)
@click.argument("codes", nargs=-1, metavar="[КОДЫ]...", shell_complete=rule_codes)
@THE_NEWEST
@click.option(
    "--format",
    "answer",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Вид ответа.",
)
def rules(codes: tuple[str, ...], edition: str, answer: str) -> None:
    """Перечислить контроли бланка: условие, сообщение, как исправить, основание.

    С кодами (PLN-004, EGE) — только их или их семейства.
    """
    from dataclasses import asdict

    from ..rules.rulebook import entries, of_codes
    from ..rules.rulebook_page import as_markdown, as_plain_text

    form = chosen(edition).form
    if answer == "markdown":
        click.echo(as_markdown(form), nl=False)
        return
    found = of_codes(entries(form), codes)
    if answer == "json":
        show_json({"edition": form.edition.key, "rules": [asdict(entry) for entry in found]})
    else:
        show(as_plain_text(found))


@command("roadmap-xl demo", 'roadmap-xl demo -o "Мой пример"')
@click.option(
    "-o", "--output", "folder", default="demo", type=FOLDER, show_default=True, help="Папка."
)
@click.option("--date", "created", type=DAY, help="Дата книг примера; иначе 2020-10-01.")
def demo(folder: Path, created: datetime | None) -> None:
    """Показать всю работу на примере: двенадцать книг, проверка, сводка."""
    from ..campaign.demo.run import run_demo

    day = date(2020, 10, 1) if created is None else created.date()
    with progress("Сделано") as advance:
        done = run_demo(folder, created=day, progress=advance)
    show(done.as_lines())


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
    from ..summary.explain.answers import Unexplained
    from ..summary.explain.answers import explain as explained
    from ..summary.explain.book import SummaryBookError

    answers = explained(path, cells, snapshot, previous)
    refused = [answer for answer in answers if isinstance(answer, Unexplained)]
    if form == "json":
        show_json({"summary": str(path), "cells": [answer.as_json() for answer in answers]})
    else:
        found = [answer for answer in answers if answer not in refused]
        show(line for answer in found for line in answer.as_lines(everything=everything))
    if refused:
        raise SummaryBookError(" ".join(answer.why for answer in refused))
