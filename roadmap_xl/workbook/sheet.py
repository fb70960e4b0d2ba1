"""One sheet of the form being drawn: its head, its fields with their checks and drop-downs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..expressions.excel import value_formula
from ..form.columns import Kind
from ..form.fields import Field
from ..form.layout import CHECK_COLUMN, REVIEW, TAG_COLUMN, TITLE, Block, Line, column_name
from .drawing import PROTECTION, lines_of, print_setup
from .inputs import faint_ending, input_style, validation
from .live import Live
from .live_state import LiveState
from .looks import Formats
from .repair_notes import OUR_AUTHOR

_COMMENT = {"author": OUR_AUTHOR, "x_scale": 2.6, "y_scale": 1.6, "font_size": 9}
FLAG_SHIFT = 40
"""Each painted cell has its flag this many columns to the right, in hidden columns."""


class FormSheet:
    """One visible sheet of the school workbook, being drawn."""

    def __init__(self, workbook: Workbook, name: str, formats: Formats, live: LiveState) -> None:
        self.name = name
        self.workbook = workbook
        self.formats = formats
        self.live = live
        self.layout = live.layout
        self.sheet: Worksheet = workbook.get_worksheet_by_name(name)
        self.check_column = CHECK_COLUMN[name]
        self._prompts: dict[tuple[str, ...], list[tuple[Field, int, int]]] = {}
        self._by_field: dict[int, list[int]] = {}
        for check in live.checks:
            self._by_field.setdefault(check.field.slot, []).append(check.number)
        self.last_row = 0
        self.heights: dict[int, float] = {}
        self._first: tuple[int, int] | None = None

    # --- cells ---

    def text(self, row: int, column: int, text: str, style: str = "plain") -> None:
        self.sheet.write_string(row, column, text, self.formats[style])

    def formula(self, row: int, column: int, live: Live, style: str) -> None:
        self.sheet.write_formula(row, column, live.formula, self.formats[style], live.value)

    def merged(self, row: int, first: int, last: int, text: str, style: str, rows: int = 1) -> None:
        if first == last and rows == 1:
            self.text(row, first, text, style)
        else:
            self.sheet.merge_range(row, first, row + rows - 1, last, "", self.formats[style])
            self.text(row, first, text, style)

    def field(self, row: int, column: int, field: Field, merge_to: int = 0) -> None:
        """A field's cell: its formula, or its value and what helps to type it."""
        if merge_to:
            self.sheet.merge_range(row, column, row, merge_to, "", self.formats["input"])
        if field.slot in self.layout.form.computed:
            self._computed(row, column, field)
        elif not self._shown(row, column, field) and not self._default(row, column, field):
            self._input(row, column, field)
        if field.is_input:
            self._first = min(self._first or (row, column), (row, column))
        self._prompt(row, column, field)
        if note := self.live.notes.by_field.get(field.id):
            self.sheet.write_comment(row, column, note, _COMMENT)
        numbers = self._by_field.get(field.slot)
        flag = self.live.flag(numbers) if numbers else None
        if field in self.live.carried:
            flag = self.live.carried.painted(field, flag)
        if flag is not None:
            self.formula(row, column + FLAG_SHIFT, flag, "plain")

    def _computed(self, row: int, column: int, field: Field) -> None:
        term = self.layout.form.computed[field.slot]
        value = self.live.submission.computed[field.slot]
        formula = value_formula(term, self.live.addresses.near(self.name))
        style = "percent" if field.kind is Kind.SHARE else "computed"
        style = "tenths" if getattr(field.row, "tenths", False) else style
        self.formula(row, column, Live(formula, "" if value is None else value), style)

    def _shown(self, row: int, column: int, field: Field) -> bool:
        """What «Баллы» or «Предложения» gives, which stands there until somebody types over it."""
        live = self.live.shown_by_formula(field)
        if live is not None:
            # Not as an exact text: in a cell of texts a formula that is typed anew becomes one.
            self.formula(row, column, live, "input_counted" if field.kind.is_number else "input")
        return live is not None

    def _default(self, row: int, column: int, field: Field) -> bool:
        """The formula that stands in an input cell until somebody types over it."""
        source = self.layout.form.defaults.get(field.slot)
        if source is None or self.live.submission.values[field.slot] is not None:
            return False
        value = self.live.effective_values[field.slot]
        shown = value if isinstance(value, int | float) else str(value)
        self.formula(
            row,
            column,
            Live(f"={self.live.addresses.of(source)}", shown),
            "input_default" + faint_ending(field, self.layout.edition),
        )
        return True

    def _input(self, row: int, column: int, field: Field) -> None:
        value = self.live.submission.values[field.slot]
        mended = "_mended" if field.id in self.live.notes.mended_fields else ""
        cell_format = self.formats[input_style(field, value, self.layout.edition) + mended]
        if value is None:
            self.sheet.write_blank(row, column, None, cell_format)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, cell_format)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, cell_format)
        else:
            self.sheet.write_number(row, column, value, cell_format)

    # --- the column «Проверка» ---

    def check(self, row: int, fields: Sequence[Field], beside: Live | None = None) -> None:
        """What is wrong in this row, in words, beside it; `beside` is said in any case."""
        numbers = sorted(n for field in fields for n in self._by_field.get(field.slot, ()))
        if not numbers:
            self.sheet.write_blank(row, self.check_column, None, self.formats["check"])
            return
        words, flag = self.live.line_check(numbers), self.live.flag(numbers)
        if beside:
            words = Live(f"{words.formula}&{beside.formula}", f"{words.value}{beside.value}")
        for field in (one for one in fields if one in self.live.carried):
            words = self.live.carried.beside(field, words, flag)
            flag = self.live.carried.painted(field, flag)
        self.formula(row, self.check_column, words, "check")
        self.formula(row, self.check_column + FLAG_SHIFT, flag, "plain")

    def check_header(self, row: int) -> None:
        self.text(row, self.check_column, "Проверка", "check_header")

    # --- tags, prompts, heights, print ---

    def tags(self, block: Block) -> None:
        """The hidden ids of a block's rows and columns."""
        self.text(block.tag_row, TAG_COLUMN, f"#{block.name}")
        for tag, column in block.columns:
            self.text(block.tag_row, column, tag)
        self.sheet.set_row(block.tag_row, None, None, {"hidden": True})
        for line in block.lines:
            self.text(line.row, TAG_COLUMN, line.tag)
        self.last_row = max(self.last_row, block.last_row)

    def _prompt(self, row: int, column: int, field: Field) -> None:
        spec = field.spec
        offered = field.row.kind if spec.options == "units" else ""
        key: tuple[str, ...] = (
            field.kind.value, spec.options or "", offered, field.label, spec.prompt
        )  # fmt: skip
        key = key if field.is_input else ("computed",)
        self._prompts.setdefault(key, []).append((field, row, column))

    def height(self, row: int, texts: Sequence[tuple[str, float]], least: float = 18) -> None:
        """A row high enough for these texts, each with the width it has in characters."""
        lines = max(lines_of(text, width) for text, width in texts)
        self.heights[row] = max(least, 13.2 * lines + 4)
        self.sheet.set_row(row, self.heights[row])

    def finish(
        self,
        *,
        landscape: bool,
        widths: Sequence[float],
        repeat: tuple[int, int] = (0, 0),
        with_checks: bool = False,
    ) -> None:
        """Columns, prompts, colours, protection, print setup; it opens at its first input."""
        sheet = self.sheet
        sheet.set_column(TAG_COLUMN, TAG_COLUMN, None, None, {"hidden": True})
        for column, width in enumerate(widths, start=1):
            sheet.set_column(column, column, width)
        first, last = 1 + FLAG_SHIFT, self.check_column + FLAG_SHIFT
        sheet.set_column(first, last, None, None, {"hidden": True})
        for key, cells in self._prompts.items():
            self._validate(key, cells)
        self._paint()
        sheet.hide_gridlines(2)
        sheet.protect("", PROTECTION)
        if self._first:
            sheet.set_selection(*self._first, *self._first)
        print_setup(sheet, self.name, self.layout.edition.template_version, landscape)
        sheet.print_area(0, 1, self.last_row, self.check_column - (not with_checks))
        if repeat[1]:
            sheet.repeat_rows(*repeat)

    def _validate(self, key: tuple[str, ...], cells: list[tuple[Field, int, int]]) -> None:
        field, row, column = cells[0]
        options = validation(field, self.layout.edition)
        others = [[r, c, r, c] for _, r, c in cells[1:]]
        if "input_message" not in options and options["validate"] == "any":
            return
        code = self.sheet.data_validation(
            row, column, row, column, options | {"other_cells": others}
        )
        if code:
            raise ValueError(f"a prompt or list of {key} is too long for Excel")

    def _paint(self) -> None:
        """Two conditional formats a sheet: they read the flags, and the words stand beside."""
        flag = f"${column_name(1 + FLAG_SHIFT)}1".replace("$", "")
        area = (0, 1, self.last_row, self.check_column)
        for weight, style in ((3, "paint_error"), (2, "paint_warning")):
            self.sheet.conditional_format(
                *area,
                {"type": "formula", "criteria": f"={flag}={weight}", "format": self.formats[style]},
            )
        check = f"{column_name(self.check_column)}1"
        good = {"criteria": f'=COUNTIF({check},"✓*")>0', "format": self.formats["paint_good"]}
        column = (0, self.check_column, self.last_row, self.check_column)
        self.sheet.conditional_format(*column, {"type": "formula", **good})


PASTE_HINT = (
    "Заполняйте жёлтые ячейки, серые считаются сами. Вставляйте скопированное через «Специальная "
    "вставка → Значения»: обычная вставка стирает подсказки и проверки."
)


def heading(sheet: FormSheet, title: str, hint: str) -> None:
    """The sheet's title, the school, how many errors are left, the ways to their list and back."""
    last = sheet.check_column - 1
    sheet.text(0, 1, sheet.layout.form.edition_text(title), "title")
    sheet.sheet.set_row(0, 26)
    school = sheet.live.addresses.field("meta.school_name")
    name = str(sheet.live.submission["meta.school_name"] or "")
    sheet.formula(1, 1, Live(f'=IF(COUNTA({school})=0,"",{school})', name), "school")
    sheet.merged(2, 1, last, hint, "hint")
    sheet.sheet.set_row(2, 27)
    errors = sheet.live.count(3, sheet.name)
    counted = Live(
        f'="Ошибок на листе: "&{errors.formula[1:]}&" → {REVIEW}"',
        f"Ошибок на листе: {errors.value} → {REVIEW}",
    )
    _link(sheet, 0, REVIEW, "link_bold")
    sheet.formula(0, sheet.check_column, counted, "link_bold")  # over the link, which stays
    _link(sheet, 1, TITLE, "link", "← Титул")


def _link(sheet: FormSheet, row: int, target: str, style: str, text: str = "") -> None:
    """A link of a cell: unlike one made by a formula, the menu key opens it."""
    link = sheet.formats[style]
    sheet.sheet.write_url(row, sheet.check_column, f"internal:'{target}'!A1", link, text)


def line_fields(
    sheet: FormSheet, block: Block, line: Line, merge_to: int = 0, beside: Live | None = None
) -> None:
    """All fields of a line, and what is wrong with them."""
    found = sheet.layout.fields_on(block, line)
    for tag, field in found:
        sheet.field(line.row, dict(block.columns)[tag], field, merge_to)
    sheet.check(line.row, [field for _, field in found], beside)
