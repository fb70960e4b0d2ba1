"""A button pressed from outside Python: what the frozen program does for `RunFrozenPython`.

xlwings' VBA adds `--wb --from_xl --app --hwnd` to the call, its Python reads them back from
`sys.argv`; what is written to stderr stands in a window in Excel if the exit status is not 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import xlwings as xw

from ..errors import RoadmapError
from . import buttons
from .book_cells import ENGINE_FAULTS

_CALLED_BY_EXCEL = "--from_xl=1"
_NOT_FOUND: tuple[type[Exception], ...] = (KeyError, OSError, *ENGINE_FAULTS)
"""`OSError` comes from Windows itself if the window that called is gone."""


class ButtonError(RoadmapError):
    """A button that cannot be pressed: there is none of this name, or no workbook that called."""


def press(name: str, arguments: Sequence[str]) -> None:
    """Presses a button for the workbook that Excel names in the program's arguments.

    Raises `ButtonError` where Excel did not call, or its workbook is not found.
    """
    if name not in buttons.BUTTONS:
        raise ButtonError(f"Нет кнопки «{name}». Есть: {', '.join(sorted(buttons.BUTTONS))}.")
    if _CALLED_BY_EXCEL not in arguments:
        raise ButtonError(
            "Эту команду вызывает кнопка в книге Excel; без Excel книгу проверяет "
            "roadmap-xl check КНИГА."
        )
    if "excel" not in [engine.name for engine in xw.engines]:
        raise ButtonError("Кнопка работает только в Excel для Windows и macOS, а здесь его нет.")
    _find_caller()
    buttons.press(name)


def _find_caller() -> None:
    """xlwings cuts a workbook's name at «=», and a workbook may be closed before it is found."""
    try:
        xw.Book.caller()
    except _NOT_FOUND as fault:
        raise ButtonError(
            "Excel не отдал книгу, в которой нажата кнопка. Закончите ввод в ячейке (Enter или "
            "Esc), уберите из имени файла знак «=», если он есть, и нажмите кнопку ещё раз."
        ) from fault
