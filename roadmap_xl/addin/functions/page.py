"""The page of the functions, docs/functions.md, made from the catalogue."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date

from ...expressions.numbers import show_value
from ...texts.days import day_text
from ...texts.typed import as_text
from .arguments import grid_of
from .catalogue import FUNCTIONS, Argument, At, CellFunction, Example

PREFIX = "ROADMAP_"
_INTRO = """\
# Функции для ячеек

Эта страница сделана из самих функций командой `make functions`; примеры выполняет тест.

Функции считают то же, что команды `roadmap-xl` и кнопка «Проверить», тем же кодом.

- **Excel для Windows** (xlwings, нужен Python): `=ROADMAP_SHARE(E7; D7)`. В настройках xlwings \
укажите модуль `roadmap_xl.addin.excel_functions` и нажмите «Import Functions».
- **Excel для Windows, Mac и в браузере** (надстройка с сервером): `=ROADMAP.SHARE(E7; D7)`, \
с точкой вместо подчёркивания.

## Как они работают

- Вместо ячейки можно указать диапазон: результат займёт столько же ячеек. Диапазоны — одного \
размера; одна ячейка, строка или столбец годятся ко всем. Пустые ячейки остаются пустыми.
- В Excel 2019 и старше результат из нескольких ячеек сам не раскрывается: выделите место, введите \
формулу и нажмите Ctrl+Shift+Enter.
- Если аргумент не подходит, в ячейке стоит причина словами. Проценту и дате задайте формат ячейки.
- Функции пересчитываются, когда меняются их ячейки. Что в ячейках не стоит (файлы в папке, вся \
книга для `ROADMAP_FINDINGS()`), пересчитывает Ctrl+Alt+F9. Папка читается заново, только если \
файлы в ней изменились.
- Функции ничего не меняют ни в вашей книге, ни в книгах школ; макросы в них не выполняются.
- Надстройка с сервером отправляет на сервер то, что стоит в указанных ячейках. Папки там читаются \
только внутри одной, которую открыл администратор, и путь указывают от неё.
- По диапазонам нельзя узнать, переименован ли лист и какие листы скрыты: об этом говорит кнопка \
«Проверить».

В самом Microsoft Excel функции не запускались. Проверены сами функции, сделанный xlwings модуль \
VBA и описания к нему, вызовы серверной части xlwings.
"""


def page() -> Iterator[str]:
    """The lines of the page."""
    yield from _INTRO.splitlines()
    for entry in FUNCTIONS:
        yield from ("", f"## {entry.name}", "", entry.help, "")
        yield f"`{signature(entry)}`"
        yield ""
        yield from (f"- `{argument.name}` — {argument.help}" for argument in entry.arguments)
        yield from ("", "| Формула | В ячейках | Получится |", "| --- | --- | --- |")
        yield from (_row(entry, example) for example in entry.examples)


def signature(entry: CellFunction) -> str:
    """«=ROADMAP_SHARE(part; whole)»; what may be left out stands in brackets."""
    names = "; ".join(_arguments(entry, argument) for argument in entry.arguments)
    return f"={PREFIX}{entry.name}({names})"


def _arguments(entry: CellFunction, argument: Argument) -> str:
    if entry.is_repeated(argument):
        return f"{argument.name}; …"
    return f"[{argument.name}]" if entry.is_optional(argument) else argument.name


def _row(entry: CellFunction, example: Example) -> str:
    values = "; ".join(_in_formula(argument) for argument in example.arguments)
    cells = [one for one in example.arguments if isinstance(one, At) and one.cells]
    standing = "; ".join(f"{at.address}: {_value_text(at.cells)}" for at in cells)
    columns = (f"`={PREFIX}{entry.name}({values})`", standing, _value_text(example.result))
    return f"| {' | '.join(column.replace('|', chr(92) + '|') for column in columns)} |"


def _in_formula(argument: object) -> str:
    if isinstance(argument, At):
        return argument.address
    if isinstance(argument, str):
        return '"' + argument.replace('"', '""') + '"'
    return as_text(argument)


def _value_text(value: object) -> str:
    """Cells as the page shows them: rows apart by a slash, columns by a semicolon."""
    return " / ".join("; ".join(map(_cell, row)) for row in grid_of(value))


def _cell(value: object) -> str:
    return day_text(value) if isinstance(value, date) else show_value(value)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print("\n".join(page()))
