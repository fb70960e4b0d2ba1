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
from engines.formulas import Written, area_of, formulas_of, resting_on
from engines.kept import Kept, contents, key_of
from engines.recalculated import ENGINES, Value, Values, recalculated
from engines.refilled import OPENED, refilled
from engines.workbook_file import MAIN, PackageFile
from fills import Fill, fills
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


_OWN_ERRORS = {
    "IronCalc": re.compile(r"ISNUMBER\([^()]*:"),
    "Gnumeric": re.compile(r"ISNUMBER\([^()]*:|\bN\("),
}
"""By engine, of which formulas it makes errors where Excel does not."""


def differing_from_stored(engine: str, path: Path, values: Values) -> Iterator[str]:
    """Cells whose formula comes to something else in an engine than the file has stored.

    What rests on a formula of which an engine makes an error is its own: tests/engines/
    test_own_differences.py.
    """
    formulas = formulas_of(path)
    own = resting_on(formulas, _OWN_ERRORS[engine]) if engine in _OWN_ERRORS else set()
    for one in formulas:
        area = area_of(one.cell, one.sheet)
        assert area is not None
        live = _at(values[one.sheet], area.top - 1, area.left - 1)
        stored: Value = one.value or None
        if stored is not None and one.kind == "n":
            stored = float(stored)
        is_own = str(live).startswith("#") and (one.sheet, area.left, area.top) in own
        is_own = is_own or (engine == "Gnumeric" and _asks_n_of_brackets(one, values))
        if not is_own and not _same(live, stored):
            yield f"{one.sheet}!{one.cell}: {live!r} and not {stored!r}, ={one.formula[:200]}"


def _asks_n_of_brackets(one: Written, values: Values) -> bool:
    """Gnumeric takes «(5)» for −5 where N should give 0."""
    for cell in re.findall(r"\bN\((\$?[A-Z]+\$?\d+)\)", one.formula):
        area = area_of(cell, one.sheet)
        assert area is not None
        value = _at(values[area.sheet], area.top - 1, area.left - 1)
        if isinstance(value, str) and re.fullmatch(r"\(.*\)", value):
            return True
    return False


def _same(live: Value, stored: Value) -> bool:
    if isinstance(live, int | float) and isinstance(stored, int | float):
        return abs(live - stored) <= _CLOSE * max(1, abs(stored))
    return _said(live) == _said(stored)


_DIGITS_OF_THE_MACHINE = re.compile(r"\d+,\d{15,}")
_NEGATIVE_ZERO = re.compile(r"-(?=0(?![\d,]))")


def _said(value: object) -> str:
    """The value with a decimal comma: in a text each engine has that of its user's language.

    A number in a text is rounded to two digits before; Gnumeric shows those of the machine, and
    IronCalc the sign of what has become nought.
    """
    with_comma = re.sub(r"(?<=\d)\.(?=\d)", ",", repr(value))
    return _NEGATIVE_ZERO.sub("", _DIGITS_OF_THE_MACHINE.sub(_rounded, with_comma))


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0].replace(',', '.')):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _at(rows: Sequence[Sequence[Value]], row: int, column: int) -> Value:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


# --- random fills ---


class Filled:
    """The blank of an edition, filled in an engine; and what Python says of each fill."""

    def __init__(self, kept: Kept, edition: str, folder: Path) -> None:
        self.live = LiveForm(edition)
        self._kept = kept
        self._blank = folder / f"{edition}.xlsx"
        write_school_workbook(self._blank, self.live.blank, created=CREATED)

    def differing(self, name: str, chosen: Sequence[Fill]) -> Iterator[list[Difference]]:
        """For each fill, where the engine and Python disagree."""
        changes = [self.live.changes(fill) for fill in chosen]
        keys = [key_of(self._kept.engine, self._blank, change) for change in changes]

        def ask(missing: Sequence[int]) -> Iterator[Values]:
            return self._asked([changes[at] for at in missing])

        for fill, values in zip(chosen, self._kept.answers(name, keys, ask), strict=True):
            answer = [_rows_of(values, *one) for one in self.live.ranges]
            found = self.live.differing(fill, answer)
            yield [one for one in found if not _is_of_looks(one)]

    def _asked(self, changes: Sequence[Sequence[Change]]) -> Iterator[Values]:
        engine = self._kept.engine
        if engine in OPENED:
            sheets = list(dict.fromkeys(sheet for sheet, _ in self.live.ranges))
            return refilled(engine, self._blank, changes, sheets)
        return recalculated(engine, _written(self._blank, changes))


def differing_fills(
    kept: Kept, edition: str, numbers: Sequence[int], folder: Path
) -> Iterator[str]:
    """Where an engine and Python disagree about these of the random fills of an edition's blank.

    A fill that they disagree about is tried again with a plain word in place of each value that the
    engine reads unlike Excel: what is left is no such reading.
    """
    filled = Filled(kept, edition, folder)
    every = fills(filled.live.form, max(numbers) + 1)
    chosen = [every[number] for number in numbers]
    first = filled.differing(f"fills of {edition}", chosen)
    disputed = [number for number, found in zip(numbers, first, strict=True) if found]
    plain = [_in_plain_words(kept.engine, every[number]) for number in disputed]
    again = filled.differing(f"disputed fills of {edition}", plain)
    for number, found in zip(disputed, again, strict=True):
        for difference in found:
            yield f"{edition}, fill {number}: {difference}"


def _in_plain_words(engine: str, fill: Fill) -> Fill:
    readings = READ_OTHERWISE.get(engine, ())
    return {
        key: "слово" if any(reads(value) for reads in readings) else value
        for key, value in fill.items()
    }


def _written(blank: Path, fills_as_changes: Sequence[Sequence[Change]]) -> list[Path]:
    """The blank with each of these fills, in files beside it."""
    paths = []
    for number, changes in enumerate(fills_as_changes):
        paths.append(blank.with_stem(f"{blank.stem} {number}"))
        write_changed(blank, paths[-1], changes)
    return paths


def _is_of_looks(difference: Difference) -> bool:
    """Verdict, weight and message are the same, but for how a number is shown in the message."""
    *_, live, expected = difference
    return isinstance(live, list) and all(map(_same, live[2:], expected))


def _looks_like_a_number(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\s*[-+]?\d[\d.,]*\s*%?\s*", value))


def _says_nothing(value: object) -> bool:
    return isinstance(value, str) and not any(sign.isalnum() for sign in value)


def _is_error(value: object) -> bool:
    return isinstance(value, ErrorValue)


READ_OTHERWISE = {
    "IronCalc": (_looks_like_a_number, _says_nothing, _is_error),
    "formulon": (_looks_like_a_number, _says_nothing),
    "ONLYOFFICE": (_is_error,),
}
"""COUNT(INDEX()) takes such a text for a number, SUM(INDEX()) stumbles over it, and OR does not
look behind the first truth.

tests/engines/test_own_differences.py shows each in a workbook of a few cells.
"""


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
    """All these files and fills in all engines, or in those that are named.

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


_OF_A_SCHOOL = re.compile(r"(?<=Копия )\d+|(?<=Из Word )\d+|(?<=Бланки/)\d+ .*")
"""In the path of a file that is written for each school alike, what is of the school."""


_CALCULATED = {".xlsx", ".xlsm"}
"""The add-in has no formula, and ONLYOFFICE does not open it."""


def _workbooks(folder: Path) -> list[Path]:
    """Every kind of workbook, and the book of each school of the demo.

    Of what is written for each school alike, and of what differs in its properties alone, one.
    """
    kinds: dict[str, Path] = {}
    for path in write_every_kind(folder):
        kinds.setdefault(_OF_A_SCHOOL.sub("", path.relative_to(folder).as_posix()), path)
    found = [path for path in kinds.values() if path.suffix in _CALCULATED]
    return list({contents(one): one for one in reversed(found)}.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
