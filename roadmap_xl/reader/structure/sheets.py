"""Which sheet of a file is which of the form: by what is printed on it, the name comes second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from ...form.fields import Form, Layout
from ...form.forms import Forms
from ...form.layout import PROPOSALS, REVIEW, SCORES
from ...form.prefilled import prefilled
from ...form.submission import Remark
from ...workbook.live import SEEN
from ...workbook.score_formulas import COUNTED
from ...workbook.seals import SEALED, SERVICE
from ..files.cells import Cells
from ..files.places import At
from .imprint import Imprint, hidden_imprints_of, imprints_of
from .own_sheets import is_program_sheet
from .placing import place_fields
from .printed_sheet import PrintedSheet, printed_sheets
from .proposal_sheet import has_proposals
from .score_sheet import has_score_list
from .sheet_index import SheetIndex

RECOGNISED = 0.3
"""The part of a sheet's printed texts that tells it from any other, even half deleted."""
RIGHTLY_NAMED = 0.1
"""As small a part is enough for a sheet that has the name, and no other looks like it."""
FEWEST_RECOGNISED = 3
"""As many sheets make a workbook this form where its hidden sheet is lost (domain.md, FIL-003)."""


@dataclass
class FoundSheets:
    """By the blank's name of a sheet, the file's; and what else the file has."""

    named: dict[str, str] = field(default_factory=dict)
    programs: list[str] = field(default_factory=list)
    """Sheets that this program wrote into the workbook."""
    others: dict[str, str] = field(default_factory=dict)
    """The rest, each with the sheet of the blank that it looks like, or nothing."""
    remarks: list[Remark] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    index: dict[str, SheetIndex] = field(default_factory=dict)
    """By the file's name, what stands on a sheet; read once."""
    as_printed: set[str] = field(default_factory=set)
    """The file's sheets on which everything printed stands in its cell."""
    beside: dict[str, dict[At, object]] = field(default_factory=dict)
    """By sheet, where that was seen without asking for rows, what stands in none of its cells."""


def find_sheets(cells: Cells, layout: Layout) -> FoundSheets:
    """The sheets of the form in a file."""
    return _Finder(cells, layout).found()


class _Finder:
    def __init__(self, cells: Cells, layout: Layout) -> None:
        self.cells, self.layout = cells, layout
        self.printed = printed_sheets(layout.form)
        self.imprints = imprints_of(layout.form)
        self.result = FoundSheets()

    def found(self) -> FoundSheets:
        result = self.result
        own = {*SEALED, *SERVICE, COUNTED, SEEN}
        own |= {SCORES} if has_score_list(self.cells) else set()
        own |= {PROPOSALS} if has_proposals(self.cells) else set()
        for name in self.cells.sheet_names:
            if name not in own:
                result.index[name] = SheetIndex(partial(self._rows, name))
        result.programs = [
            name for name, index in result.index.items() if is_program_sheet(name, index)
        ]
        looks = {
            name: self._looks_like(name) for name in result.index if name not in result.programs
        }
        for sheet in self.layout.sheets:
            self._decide(sheet, [name for name, other in looks.items() if other == sheet])
        taken = result.named.values()
        result.others = {name: sheet for name, sheet in looks.items() if name not in taken}
        return result

    def _rows(self, name: str) -> list[list[object]]:
        """With the blank's own texts of digits as texts, where a program made numbers of them."""
        rows, imprint = self.cells.rows(name), self.imprints.get(name)
        for (row, column), text in (imprint.digits_at if imprint else {}).items():
            line = rows[row] if row < len(rows) else []
            if column < len(line) and line[column] == float(text):
                line[column] = text
        return rows

    def _looks_like(self, name: str) -> str:
        """The sheet of the blank that this one is, or was copied from; empty for none."""
        index, printed = self.result.index[name], self.printed.get(name)
        if printed is not None:
            if self._is_whole(printed, index):
                self.result.as_printed.add(name)
                return name
            if likeness(index, printed.imprint) >= RECOGNISED:
                return name
        sheet, part = likest(index, self.imprints)
        if sheet == name:
            return sheet if part >= RIGHTLY_NAMED else ""
        if part < RECOGNISED or likest_hidden(index, self.layout.form)[1] > part:
            return ""
        return sheet

    def _is_whole(self, printed: PrintedSheet, index: SheetIndex) -> bool:
        markup = self.cells.markup(printed.name)
        others = printed.others_in(markup.values) if markup and markup.values else None
        if others is None:
            return printed.is_whole_in(index.rows)
        self.result.beside[printed.name] = others
        return True

    def _decide(self, sheet: str, alike: list[str]) -> None:
        named, words = self.result.named, {"sheet": sheet}
        sure = [name for name in alike if self._likeness(name, sheet) >= RECOGNISED]
        alike = sure or alike
        name = alike[0] if len(alike) == 1 else self._fullest(sheet, alike)
        if name:
            named[sheet] = name
            if name != sheet:
                kind = "copy-taken" if sheet in alike else "sheet-renamed"
                self.result.remarks.append(Remark(kind, name, words={**words, "here": name}))
            return
        self.result.lost.append(sheet)
        copies = ", ".join(f"«{name}»" for name in alike)
        kind = "sheet-doubled" if alike else "review-lost" if sheet == REVIEW else "sheet-lost"
        self.result.remarks.append(
            Remark(kind, words={**words, "copies": copies} if alike else words)
        )

    def _likeness(self, name: str, sheet: str) -> float:
        whole = name == sheet and name in self.result.as_printed
        return 1.0 if whole else likeness(self.result.index[name], self.imprints[sheet])

    def _fullest(self, sheet: str, names: list[str]) -> str:
        """The sheet that says all that any of them says; none where they contradict each other."""
        typed = {name: self._typed_on(name, sheet) for name in names}
        best = max(names, key=lambda name: (len(typed[name]), name == sheet), default="")
        for other in typed.values():
            if any(typed[best].get(slot) != value for slot, value in other.items()):
                return ""
        return best

    def _typed_on(self, name: str, sheet: str) -> dict[int, object]:
        """By slot, what is typed into the inputs of a sheet, the blank's own values aside."""
        index, form = self.result.index[name], self.layout.form
        whole = name == sheet and name in self.result.as_printed
        there = place_fields(self.printed[sheet], name, index, as_printed=whole)
        markup = self.cells.markup(name)
        formulas = markup.xml.formulas if markup and form.defaults else {}
        given = prefilled(form).values
        typed = {}
        for slot, at in there.places.items():
            value = index.value(at)
            default = slot in form.defaults and at in formulas
            if form.fields[slot].is_input and value not in (None, given[slot]) and not default:
                typed[slot] = value
        return typed


def likeness(index: SheetIndex, imprint: Imprint) -> float:
    """The part of a sheet's printed texts that stand on this one, too."""
    return len(imprint.words & index.at.keys()) / len(imprint.words)


def likest(index: SheetIndex, imprints: Mapping[str, Imprint]) -> tuple[str, float]:
    """The sheet of the blank that most of its printed texts are found of, and what part of them."""
    parts = {sheet: likeness(index, imprint) for sheet, imprint in imprints.items()}
    best = max(parts, key=lambda sheet: parts[sheet])
    return best, parts[best]


def likest_hidden(index: SheetIndex, form: Form) -> tuple[str, float]:
    """The same of the hidden sheets with formulas."""
    hidden = hidden_imprints_of(form)
    return likest(index, {name: imprints[0] for name, imprints in hidden.items()})


def form_by_sheets(cells: Cells, forms: Forms) -> Form | None:
    """The form whose blank the sheets look like; none if fewer than three do."""
    best: tuple[int, float, str] = (0, 0.0, "")
    indexes = [SheetIndex(partial(cells.rows, n)) for n in cells.sheet_names if n not in SEALED]
    for form in forms:
        seen = [likest(index, imprints_of(form)) for index in indexes]
        recognised = {sheet for sheet, part in seen if part >= RECOGNISED}
        best = max(best, (len(recognised), sum(part for _, part in seen), form.edition.key))
    return forms.of(best[2]) if best[0] >= FEWEST_RECOGNISED else None
