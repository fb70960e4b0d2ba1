"""xlwings' own Windows code without Windows: only pywin32 and Excel behind it are stand-ins.

What is real: `xlwings.udfs` (the VBA module it writes, the descriptions it sends, the way a call
takes its arguments and gives its result) and `xlwings._xlwindows` (how COM's values are cleaned).
"""

from __future__ import annotations

import ctypes
import importlib
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock, patch

import xlwings as xw

MODULE = "roadmap_xl.addin.excel_functions"
MISSING = -2147352572
"""What COM passes for an argument that was left out."""
_PYWIN32 = (
    "pythoncom", "win32api", "win32con", "win32gui", "win32process", "win32timezone", "win32com",
    "win32com.client",
)  # fmt: skip


class ComTime(datetime):
    """A date of a cell as COM gives it."""


@dataclass(frozen=True)
class Imported:
    """What Excel got when the functions were imported."""

    vba: bytes
    descriptions: dict[str, dict[str, Any]]
    """By function, what `MacroOptions` was called with."""


class ExcelOnWindows:
    """Excel with xlwings' add-in, as far as functions in cells need it."""

    def __init__(self, udfs: ModuleType) -> None:
        self._udfs = udfs

    def import_functions(self) -> Imported:
        """«Import Functions» of xlwings' ribbon."""
        sources: list[bytes] = []
        workbook = MagicMock(Name="книга.xlsm", Application=MagicMock(Version="16.0"))
        components = workbook.VBProject.VBComponents
        components.Import = lambda path: sources.append(Path(path).read_bytes())
        with patch.object(self._udfs, "Book", return_value=MagicMock(sheets=[])):
            self._udfs.import_udfs(MODULE, workbook)
        calls = workbook.Application.MacroOptions.call_args_list
        described = {call.args[0].partition("!")[2]: call.kwargs for call in calls}
        (vba,) = sources
        return Imported(vba, described)

    def call(self, name: str, *arguments: object, caller: object = None) -> Any:
        """A formula is calculated: what the cells get."""
        with patch.object(self._udfs, "ComRange", lambda _: caller):
            return self._udfs.call_udf(MODULE, name, arguments, None, MagicMock())


@contextmanager
def excel_on_windows() -> Iterator[ExcelOnWindows]:
    """xlwings as it is on Windows, for a while."""
    pywintypes = ModuleType("pywintypes")
    vars(pywintypes).update(TimeType=ComTime, com_error=type("com_error", (Exception,), {}))
    stands_for: dict[str, Any] = {name: MagicMock() for name in _PYWIN32}
    stands_for |= {"pywintypes": pywintypes, "xlwings.com_server": MagicMock(loop=None)}
    stands_for["pythoncom"].__file__ = "pythoncom.dll"
    stands_for["win32timezone"].TimeZoneInfo.utc = lambda: UTC
    with ExitStack() as stack:
        stack.enter_context(patch.dict(sys.modules, stands_for))
        for name in ("oledll", "windll", "WINFUNCTYPE", "PyDLL"):
            stack.enter_context(patch.object(ctypes, name, MagicMock(), create=True))
        for name in ("_xlwindows", "udfs", "com_server"):
            stack.enter_context(patch.object(xw, name, None, create=True))
        sys.modules.pop(MODULE, None)
        windows = importlib.import_module("xlwings._xlwindows")
        udfs = importlib.import_module("xlwings.udfs")
        stack.enter_context(patch.multiple(xw, func=udfs.xlfunc, arg=udfs.xlarg, ret=udfs.xlret))
        excel = {"excel": xw.Engine(impl=windows.engine)}
        stack.enter_context(patch.dict(xw.engines.engines_by_name, excel))
        yield ExcelOnWindows(udfs)


def functions_module() -> bytes:
    """The VBA module of the functions as xlwings writes it; the add-in carries it ready made."""
    with excel_on_windows() as excel:
        return excel.import_functions().vba


if __name__ == "__main__":
    (vba,) = sys.argv[1:]
    Path(vba).write_bytes(functions_module())
