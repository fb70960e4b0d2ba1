"""Workbooks recalculated by engines other than LibreOffice: what every cell holds afterwards.

Each engine runs in a process of its own, because one of them does not end without a crash. It says
what a workbook holds before it opens the next, each on a line of its own:

    python -m engines.recalculated ENGINE < the paths as JSON > the values as lines of JSON
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

Value = float | str | None
"""A number, a text or an error's name, None for a blank."""
Values = dict[str, list[list[Value]]]
"""By sheet, the rows of its cells from A1 on."""
PACKAGES = {"ONLYOFFICE": "document-builder", "IronCalc": "ironcalc", "formulon": "formulon"}
"""Whose version is that of the engine; Gnumeric is a program."""
_ANSWER = "answer: "
"""Before each line that an engine's own messages are told from."""


def recalculated(engine: str, paths: Sequence[Path]) -> Iterator[Values]:
    """For each workbook, what its sheets hold after the engine has calculated every formula."""
    return answers_of("engines.recalculated", engine, [str(path) for path in paths])


def answers_of(module: str, engine: str, job: object) -> Iterator[Values]:
    """What a process with this module of the engine says of a job, answer by answer."""
    with TemporaryFile("w+") as asked, TemporaryFile("w+") as faults:
        json.dump(job, asked)
        asked.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-m", module, engine],
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=faults,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith(_ANSWER):
                    yield json.loads(line.removeprefix(_ANSWER))
            if process.wait():
                faults.seek(0)
                raise RuntimeError(f"{engine} did not calculate:\n{faults.read()}")
        finally:
            process.kill()
            process.wait()


def tell(values: Values) -> None:
    """Says an answer to the process that has asked; a line may have been begun by the engine."""
    print(f"\n{_ANSWER}{json.dumps(values)}", flush=True)


@cache
def missing() -> str:
    """What the tests of the engines lack; empty if nothing."""
    lacking = [name for name in ("docbuilder", "ironcalc", "formulon") if find_spec(name) is None]
    lacking += ["ssconvert (gnumeric)"] if shutil.which("ssconvert") is None else []
    if lacking:
        return f"нет движков таблиц ({', '.join(lacking)}): make .venv/for-engines, apt: gnumeric"
    return ""


# --- the engines ---


def by_onlyoffice(path: Path) -> Values:
    """The core of ONLYOFFICE, which Р7-Офис is built on, as its document builder has it."""
    builder = onlyoffice()
    if builder.OpenFile(str(path), ""):
        raise RuntimeError(f"ONLYOFFICE did not open {path.name}")
    builder.ExecuteCommand(_ONLYOFFICE)
    answer = builder.GetContext().GetGlobal()["GlobalVariable"]["answer"].ToString()
    builder.CloseFile()
    found: dict[str, Any] = json.loads(answer)
    return {
        sheet: [[None if value == "" else value for value in row] for row in rows]
        for sheet, rows in found.items()
    }


@cache
def onlyoffice() -> Any:
    """Its document builder, one for a process."""
    import docbuilder

    return docbuilder.CDocBuilder()


_ONLYOFFICE = """
Asc.editor.asc_calculate(Asc.c_oAscCalculateType.All);
var answer = {};
Api.GetSheets().forEach(function (sheet) {
  var used = sheet.GetUsedRange().GetAddress(false, false, "xlA1", false).split(":").pop();
  var values = sheet.GetRange("A1:" + used).GetValue();
  answer[sheet.GetName()] = Array.isArray(values) ? values : [[values]];
});
GlobalVariable["answer"] = JSON.stringify(answer);
"""
"""Not `Api.RecalculateAllFormulas`, which leaves what is stored beside many formulas as it was."""


def by_ironcalc(path: Path) -> Values:
    import ironcalc

    model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    model.evaluate()
    names = [sheet["name"] for sheet in model.get_worksheets_properties()]
    cells = (
        (names[sheet], row, column, model.get_cell_value(sheet, row, column))
        for sheet, row, column in model.get_all_cells()
    )
    return as_rows(names, cells)


def by_formulon(path: Path) -> Values:
    """Formulon, which its authors test against Excel 365."""
    from formulon import Workbook

    workbook = Workbook.load(path.read_bytes())
    workbook.recalc()
    names = [workbook.sheet_name(number) for number in range(workbook.sheet_count())]
    cells = (
        (name, cell.row + 1, cell.col + 1, of_formulon(cell.value))
        for number, name in enumerate(names)
        for cell in workbook.iter_cells(number)
    )
    values = as_rows(names, cells)
    workbook.close()
    return values


def of_formulon(value: Any) -> Value:
    from formulon import ErrorCode

    found: Value = value.to_python()
    is_plain = found is None or isinstance(found, str | int | float)
    return found if is_plain else f"#{ErrorCode(value.error_code).name}"


def by_gnumeric(path: Path) -> Values:
    """Gnumeric, by what it saves; a text that is empty is saved as a blank."""
    from openpyxl import load_workbook

    with TemporaryDirectory() as folder:
        saved = Path(folder, "saved.xlsx")
        subprocess.run(
            ["ssconvert", "--recalc", str(path), str(saved)], check=True, capture_output=True
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(saved, data_only=True)
    cells = (
        (sheet.title, cell.row, cell.column, _as_number_of_day(cell.value))
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
    )
    return as_rows(workbook.sheetnames, cells)


def _as_number_of_day(value: Any) -> Value:
    from openpyxl.utils.datetime import to_excel

    found: Value = to_excel(value) if isinstance(value, date | time | timedelta) else value
    return found


def as_rows(names: Sequence[str], cells: Iterator[tuple[str, int, int, Any]]) -> Values:
    values: Values = {name: [] for name in names}
    for name, row, column, value in cells:
        rows = values[name]
        while len(rows) < row:
            rows.append([])
        line = rows[row - 1]
        line.extend([None] * (column - len(line)))
        line[column - 1] = None if value == "" else value
    return values


ENGINES: dict[str, Callable[[Path], Values]] = {
    "ONLYOFFICE": by_onlyoffice,
    "IronCalc": by_ironcalc,
    "Gnumeric": by_gnumeric,
    "formulon": by_formulon,
}


def main() -> None:
    for path in json.load(sys.stdin):
        tell(ENGINES[sys.argv[1]](Path(path)))
    os._exit(0)  # ONLYOFFICE crashes when it is taken down with Python


if __name__ == "__main__":
    main()
