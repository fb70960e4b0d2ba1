"""Commands about editions of one's own: exported, built, compared, listed, moved a year forward."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from .options import BOOK, DAY, FILE, FOLDER, day, show
from .russian import NOT_DONE, RussianGroup, command

_NAME = click.argument("name", metavar="ИЗДАНИЕ")
_BOOK_OPTION = click.option(
    "-o", "--output", "path", required=True, type=BOOK, help="Куда записать книгу издания."
)
_CREATED = click.option("--date", "created", type=DAY, help="Дата книги; иначе сегодня.")
_CAMPAIGN = click.option("--campaign", type=FOLDER, help="Папка сбора, в которой лежит издание.")


@command(
    "roadmap-xl edition export 2026 -o Издание.xlsx",
    'roadmap-xl edition export 2026-степной --campaign "Сбор" -o Издание.xlsx',
)
@_NAME
@_BOOK_OPTION
@_CAMPAIGN
@_CREATED
def export(name: str, path: Path, campaign: Path | None, created: datetime | None) -> None:
    """Записать издание книгой Excel, в которой форму правят: показатели, мероприятия, пороги.

    ИЗДАНИЕ — год бланка, код своего издания или его файл (.toml).
    """
    from ..edition_book.stored import stored
    from ..edition_book.writing import write_edition_book

    found = stored(name, campaign)
    write_edition_book(path, found.raw, found.edition.mark, created=day(created))
    show([f"Книга издания записана: {path}. Правьте жёлтые ячейки, затем: edition build."])


@command(
    'roadmap-xl edition build Издание.xlsx --campaign "Сбор 2026"',
    'roadmap-xl edition build Издание.xlsx --campaign "Сбор 2026" --check',
    statuses={NOT_DONE: "в книге есть ошибки: издание не записано"},
)
@click.argument("source", type=FILE, metavar="КНИГА")
@click.option("--campaign", type=FOLDER, required=True, help="Папка сбора: издание ляжет в неё.")
@click.option(
    "--check", "only_check", is_flag=True, help="Только проверить и сказать, что меняется."
)
@_CREATED
@click.pass_context
def build(
    context: click.Context,
    source: Path,
    campaign: Path,
    only_check: bool,
    created: datetime | None,
) -> None:
    """Собрать издание из книги: проверить, сказать, что меняется, записать его и бланки.

    Издание ложится в папку «Издания» сбора. Если бланки уже разосланы, это новая версия.
    """
    from ..edition_book.building import build_edition
    from ..edition_book.reading import read_edition_book
    from ..edition_book.stored import keep_in

    book = read_edition_book(source)
    built = build_edition(book)
    for finding in built.findings:
        place = f"{finding.place}: " if finding.place else ""
        show([f"  {finding.severity.word}: {place}{finding.message}",
              f"      → {finding.fix} ({finding.code})"])  # fmt: skip
    if built.edition is None or built.changes is None:
        show(["Издание не собрано: исправьте ошибки и повторите команду."])
        context.exit(NOT_DONE)
    show(built.changes.as_lines())
    if only_check:
        return
    kept = keep_in(campaign, built.raw, book.base_mark, created=day(created))
    show([f"Издание {kept.edition.template_version} записано: {kept.path}", *kept.lines])


@command(
    "roadmap-xl edition diff 2020 2026",
    'roadmap-xl edition diff 2026 2026-степной --campaign "Сбор 2026"',
    quietly=False,
)
@click.argument("older", metavar="ИЗДАНИЕ")
@click.argument("newer", metavar="ДРУГОЕ")
@_CAMPAIGN
def diff(older: str, newer: str, campaign: Path | None) -> None:
    """Сказать, чем одно издание отличается от другого и что между ними не сравнить."""
    from ..edition_book.comparing import changes_between
    from ..edition_book.stored import stored

    old, new = (stored(name, campaign).edition for name in (older, newer))
    show(changes_between(old, new).as_lines())


@command("roadmap-xl edition list", 'roadmap-xl edition list --campaign "Сбор 2026"', name="list",
         quietly=False)  # fmt: skip
@_CAMPAIGN
def list_editions(campaign: Path | None) -> None:
    """Перечислить издания: из программы и свои."""
    from ..edition_book.stored import own_editions
    from ..form.loading import editions

    show(f"{key}: из программы" for key in editions())
    for one in own_editions(campaign) if campaign else ():
        show([f"{one.edition.key}: своё, версия {one.edition.revision}, {one.path}"])


@command(
    "roadmap-xl edition next 2026 -o Издание.xlsx",
    'roadmap-xl edition next 2026-степной --campaign "Сбор" -o Издание.xlsx',
    name="next",
)
@_NAME
@_BOOK_OPTION
@_CAMPAIGN
@_CREATED
def next_edition(name: str, path: Path, campaign: Path | None, created: datetime | None) -> None:
    """Перевести издание на следующий год: годы сдвинуты, пороги и источники надо найти.

    Пока пороги прошлого года не найдены заново, build издание не соберёт.
    """
    from ..edition_book.next_year import next_year_of, questions_of
    from ..edition_book.stored import stored
    from ..edition_book.writing import write_edition_book

    found = stored(name, campaign)
    moved = next_year_of(found.raw)
    write_edition_book(path, moved, "", created=day(created), base=found.raw)
    show([f"Книга издания записана: {path}", *questions_of(moved)])


@click.group(
    cls=RussianGroup,
    examples=(
        "roadmap-xl edition export 2026 -o Издание.xlsx",
        'roadmap-xl edition build Издание.xlsx --campaign "Сбор 2026"',
        "roadmap-xl edition next 2026 -o Издание.xlsx",
    ),
)
def edition() -> None:
    """Своя форма района: издание бланка как книга Excel, без программиста."""


for _command in (export, build, diff, list_editions, next_edition):
    edition.add_command(_command)
