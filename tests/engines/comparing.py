"""`make engines`: what other engines calculate, beside what the product has stored and says."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from engines.every_file import write_every_kind
from engines.formulas import area_of, formulas_of, resting_on
from engines.kept import Kept, contents, key_of
from engines.recalculated import ENGINES, Value, Values, recalculated
from engines.refilled import OPENED, refilled
from engines.workbook_file import MAIN, PackageFile
from fills import Fill, fills, raw_cells
from libreoffice import Change, Rows
from live_form import Difference, LiveForm

from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.files import pack_parts
from roadmap_xl.form.loading import editions
from roadmap_xl.workbook.school_workbook import write_school_workbook

CREATED = date(2020, 9, 1)
FILLS_OF_EDITION = 100
ANSWERS = Path(__file__).parents[2] / "build" / "engines"
_CLOSE = 1e-9


_NO_ARRAYS = ("IronCalc", "Gnumeric")
_NUMBERS_OF_A_RANGE = re.compile(r"ISNUMBER\([^()]*:")


def differing_from_stored(engine: str, path: Path, values: Values) -> Iterator[str]:
    """Cells whose formula comes to something else in an engine than the file has stored.

    Two engines make an error of ISNUMBER of a range, and of what rests on it: tests/engines/
    test_own_differences.py.
    """
    formulas = formulas_of(path)
    own = resting_on(formulas, _NUMBERS_OF_A_RANGE) if engine in _NO_ARRAYS else set()
    for one in formulas:
        area = area_of(one.cell, one.sheet)
        assert area is not None
        live = _at(values[one.sheet], area.top - 1, area.left - 1)
        stored: Value = one.value or None
        if stored is not None and one.kind == "n":
            stored = float(stored)
        is_own = str(live).startswith("#") and (one.sheet, area.left, area.top) in own
        if not is_own and not _same(live, stored):
            yield f"{one.sheet}!{one.cell}: {live!r} and not {stored!r}, ={one.formula[:200]}"


def _same(live: Value, stored: Value) -> bool:
    if isinstance(live, int | float) and isinstance(stored, int | float):
        return abs(live - stored) <= _CLOSE * max(1, abs(stored))
    return _said(live) == _said(stored)


_DIGITS_OF_THE_MACHINE = re.compile(r"\d+,\d{15,}")


def _said(value: object) -> str:
    """The value with a decimal comma: in a text each engine has that of its user's language.

    A number in a text is rounded to two digits before; Gnumeric shows those of the machine.
    """
    with_comma = re.sub(r"(?<=\d)\.(?=\d)", ",", repr(value))
    return _DIGITS_OF_THE_MACHINE.sub(_rounded, with_comma)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0].replace(',', '.')):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _at(rows: Sequence[Sequence[Value]], row: int, column: int) -> Value:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


# --- random fills ---


def differing_fills(
    kept: Kept, edition: str, numbers: Sequence[int], folder: Path
) -> Iterator[str]:
    """Where an engine and Python disagree about these of the random fills of an edition's blank."""
    live = LiveForm(edition)
    blank = folder / f"{edition}.xlsx"
    write_school_workbook(blank, live.blank, created=CREATED)
    chosen = fills(live.form, max(numbers) + 1)
    changes = [live.changes(chosen[number]) for number in numbers]
    sheets = list(dict.fromkeys(sheet for sheet, _ in live.ranges))

    def ask(missing: Sequence[int]) -> Iterator[Values]:
        wanted = [changes[at] for at in missing]
        if kept.engine in OPENED:
            return refilled(kept.engine, blank, wanted, sheets)
        return recalculated(kept.engine, _written(blank, wanted))

    keys = [key_of(kept.engine, blank, change) for change in changes]
    found = kept.answers(f"fills of {edition}", keys, ask)
    for number, values in zip(numbers, found, strict=True):
        answer = [_rows_of(values, *one) for one in live.ranges]
        for difference in live.differing(chosen[number], answer):
            is_own = _is_own(kept.engine, live, chosen[number], difference)
            if not is_own and not _is_of_commas(difference):
                yield f"{edition}, fill {number}: {difference}"


def _written(blank: Path, fills_as_changes: Sequence[Sequence[Change]]) -> list[Path]:
    """The blank with each of these fills, in files beside it."""
    paths = []
    for number, changes in enumerate(fills_as_changes):
        paths.append(blank.with_stem(f"{blank.stem} {number}"))
        write_changed(blank, paths[-1], changes)
    return paths


def _is_of_commas(difference: Difference) -> bool:
    """Verdict, weight and message are the same, but for the decimal comma in the message."""
    *_, live, expected = difference
    return isinstance(live, list) and all(map(_same, live[2:], expected))


def _is_own(engine: str, live: LiveForm, fill: Fill, difference: Difference) -> bool:
    """The engine is known to read such a cell unlike Excel: tests/engines/test_own_differences.py.

    Looked at are the cells of the check and of those that silence it.
    """
    values = raw_cells(live.form, fill)
    checks = live.checklist.checks
    return any(
        is_read_otherwise(values[slot])
        for check in live.checklist.live
        if [check.rule.code, check.field.id] == list(difference[:2])
        for number in (check.number, *live.checklist.silencers[check.number])
        for slot in checks[number].verdict.slots
        for is_read_otherwise in OWN.get(engine, ())
    )


def _looks_like_a_number(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\s*[-+]?\d[\d.,]*\s*%?\s*", value))


def _is_error(value: object) -> bool:
    return isinstance(value, ErrorValue)


OWN = {
    "IronCalc": (_looks_like_a_number, _is_error),
    "formulon": (_looks_like_a_number,),
    "ONLYOFFICE": (_is_error,),
}
"""COUNT(INDEX()) takes such a text for a number; OR does not look behind the first truth."""


def _rows_of(values: Values, sheet: str, cells: str) -> Rows:
    area = area_of(cells, sheet)
    assert area is not None
    return [
        [_at(values[sheet], row, column) for column in range(area.left - 1, area.right)]
        for row in range(area.top - 1, area.bottom)
    ]


def write_changed(blank: Path, path: Path, changes: Sequence[Change]) -> None:
    """The workbook with other constants in some cells; the stored results are left as they were."""
    ElementTree.register_namespace("", MAIN[1:-1])
    file = PackageFile(blank)
    cells = {
        (sheet, str(cell.get("r"))): cell
        for sheet in {change.sheet for change in changes}
        for cell in file.tree(file.sheets[sheet]).iter(f"{MAIN}c")
    }
    for change in changes:
        _put(cells[change.sheet, change.cell], change.value)
    parts = dict(file.parts)
    for sheet in {change.sheet for change in changes}:
        parts[file.sheets[sheet]] = ElementTree.tostring(file.tree(file.sheets[sheet]))
    path.write_bytes(pack_parts(parts))


def _put(cell: ElementTree.Element, value: object) -> None:
    cell.attrib.pop("t", None)
    for child in list(cell):
        cell.remove(child)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = ElementTree.SubElement(ElementTree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = value
    elif isinstance(value, ErrorValue):
        cell.set("t", "e")
        ElementTree.SubElement(cell, f"{MAIN}v").text = value.text
    elif value is not None:
        ElementTree.SubElement(cell, f"{MAIN}v").text = repr(value)


def differing_books(kept: Kept, paths: Sequence[Path]) -> Iterator[str]:
    """Where an engine comes to something else than these workbooks have stored."""

    def ask(missing: Sequence[int]) -> Iterator[Values]:
        return recalculated(kept.engine, [paths[at] for at in missing])

    keys = [key_of(kept.engine, path) for path in paths]
    for path, values in zip(paths, kept.answers("files", keys, ask), strict=True):
        for difference in differing_from_stored(kept.engine, path, values):
            yield f"{path.name}: {difference}"


def main(names: Sequence[str]) -> int:
    """All files and fills in all engines, or in those that are named.

    Each answer is kept in build/engines: what is asked again is answered from there.
    """
    faults = 0
    with TemporaryDirectory() as folder:
        files = _workbooks(Path(folder, "files"))
        for engine in names or ENGINES:
            kept = Kept(engine, ANSWERS, progress=True)
            said = list(differing_books(kept, files))
            for edition in editions():
                said += differing_fills(kept, edition, range(FILLS_OF_EDITION), Path(folder))
            fills_asked = FILLS_OF_EDITION * len(editions())
            asked = f"{len(files)} files, {fills_asked} fills"
            print(f"{engine}: {asked}, {len(said)} differences", *said, sep="\n  ", flush=True)
            faults += len(said)
    return 1 if faults else 0


def _workbooks(folder: Path) -> list[Path]:
    """Every kind of workbook; of those that differ in their properties alone, one."""
    found = write_every_kind(folder)
    return list({contents(one): one for one in reversed(found) if one.suffix != ".docx"}.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
