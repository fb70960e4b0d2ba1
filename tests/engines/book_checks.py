"""What Excel asks of a workbook's names, sheets and styles and validators do not know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar
from xml.etree import ElementTree

from .formula_checks import faults_of
from .package_checks import Fault
from .workbook_file import MAIN, PackageFile

LONGEST_CELL, LONGEST_SHEET_NAME, LONGEST_NAME, LONGEST_CODE = 32767, 31, 255, 255
MOST = (("cellXfs", 64_000), ("fonts", 1024), ("numFmts", 250))
"""What Excel allows, of fonts and number formats the fewest that some language's Excel does."""
SECTIONS = 4
_NAME = re.compile(r"[^\W\d][\w.\\?]*\Z")
_CELL_LIKE = re.compile(r"(?:[A-Z]{1,3}\d+|R\d*C\d*)\Z", re.IGNORECASE)
_INDEXED = {
    "fontId": "fonts",
    "fillId": "fills",
    "borderId": "borders",
    "xfId": "cellStyleXfs",
}
_OWN_NUMBERS = 164
"""The first id of a number format that a workbook brings itself."""
_One = TypeVar("_One", bound=Hashable)
_IN_A_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


class BookChecks:
    """A workbook's file, what its cells may refer to, and the checks of what is of no sheet."""

    def __init__(self, file: PackageFile) -> None:
        self.file = file
        self.sheets = file.sheets
        tree = file.tree(file.workbook)
        self.defined = list(tree.iter(f"{MAIN}definedName"))
        self.names = {str(one.get("name")) for one in self.defined}
        relations = file.relations(file.workbook).values()
        self._styles = next(one.target for one in relations if one.kind == "styles")
        shared = [one.target for one in relations if one.kind == "sharedStrings"]
        self._shared = next(iter(shared), None)
        self.texts = len(self._texts())
        styles = file.tree(self._styles)
        self.formats = len(styles.find(f"{MAIN}cellXfs") or ())
        self.painted = len(styles.find(f"{MAIN}dxfs") or ())

    def faults(self) -> Iterator[Fault]:
        yield from self._of_sheets()
        yield from self._of_names()
        yield from self._of_styles()
        yield from self._of_texts()

    def _of_sheets(self) -> Iterator[Fault]:
        part = self.file.workbook
        for name in self.sheets:
            if len(name) > LONGEST_SHEET_NAME or re.search(r"[\[\]:*?/\\]|^'|'$", name):
                yield part, name, "no name of a sheet"
        sheets = list(self.file.tree(part).iter(f"{MAIN}sheet"))
        if _twice(str(one.get("name")).casefold() for one in sheets):
            yield part, "", "two sheets of one name"
        if _twice(str(one.get("sheetId")) for one in sheets):
            yield part, "", "two sheets of one id"
        if all(one.get("state", "visible") != "visible" for one in sheets):
            yield part, "", "no sheet is shown"
        for view in self.file.tree(part).iter(f"{MAIN}workbookView"):
            if int(view.get("activeTab", "0")) >= len(sheets):
                yield part, "", "opens at a sheet that is not there"

    def _of_names(self) -> Iterator[Fault]:
        part = self.file.workbook
        for name, _ in _twice(
            (str(one.get("name")).casefold(), one.get("localSheetId")) for one in self.defined
        ):
            yield part, name, "defined twice"
        for one in self.defined:
            name = str(one.get("name"))
            if not _NAME.match(name) or _CELL_LIKE.match(name) or len(name) > LONGEST_NAME:
                yield part, name, "no name that may be defined"
            if int(one.get("localSheetId", "0")) >= len(self.sheets):
                yield part, name, "a name on a sheet that is not there"
            for formula in _areas_of_name(one.text or ""):
                for fault in faults_of(formula, self.sheets, self.names):
                    if "a range of one cell" not in fault:  # Excel itself prints areas so
                        yield part, name, fault

    def _of_styles(self) -> Iterator[Fault]:
        tree = self.file.tree(self._styles)
        codes = list(tree.iter(f"{MAIN}numFmt"))
        numbers = [str(one.get("numFmtId")) for one in tree.findall(f"{MAIN}numFmts/{MAIN}numFmt")]
        if _twice(numbers):
            yield self._styles, "numFmts", "two number formats of one id"
        for one in codes:
            if not _is_code(str(one.get("formatCode"))):
                yield self._styles, str(one.get("formatCode")), "no number format"
        for group in ("cellXfs", "cellStyleXfs"):
            for number, one in enumerate(tree.find(f"{MAIN}{group}") or ()):
                for fault in _of_format(tree, one, numbers):
                    yield self._styles, f"{group} {number}", fault
        for name, most in MOST:
            if len(tree.find(f"{MAIN}{name}") or ()) > most:
                yield self._styles, name, f"more than {most}"

    def _texts(self) -> list[ElementTree.Element]:
        return self.file.tree(self._shared).findall(f"{MAIN}si") if self._shared else []

    def _of_texts(self) -> Iterator[Fault]:
        for number, text in enumerate(self._texts()):
            if is_too_long("".join(text.itertext())):
                yield str(self._shared), str(number), "a text too long"


def is_too_long(text: str) -> bool:
    """Whether a cell cannot hold the text."""
    return len(text.encode("utf-16-le")) // 2 > LONGEST_CELL


def _of_format(
    tree: ElementTree.Element, one: ElementTree.Element, numbers: list[str]
) -> Iterator[str]:
    for name, of in _INDEXED.items():
        if int(one.get(name, "0")) >= len(tree.find(f"{MAIN}{of}") or ()):
            yield f"{name} of nothing"
    number = one.get("numFmtId", "0")
    if int(number) >= _OWN_NUMBERS and number not in numbers:
        yield "a number format that is not there"


def _is_code(code: str) -> bool:
    """Whether Excel may know the code: its length, its quotes and brackets, its sections."""
    bare = _IN_A_CODE.sub("", code)
    is_closed = not re.search(r'["\[\]\\]', bare)
    return 0 < len(code) <= LONGEST_CODE and is_closed and bare.count(";") < SECTIONS


def _twice(found: Iterable[_One]) -> list[_One]:
    return [one for one, times in Counter(found).items() if times > 1]


def _areas_of_name(formula: str) -> list[str]:
    """The areas of a name that stands for several."""
    return re.split(r",(?=(?:[^']*'[^']*')*[^']*$)", formula)
