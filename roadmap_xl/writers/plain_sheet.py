"""A worksheet that takes texts and formulas as they are."""

from __future__ import annotations

from html import escape

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_RUN, _RUN_END = "<r>", "</r>"


class PlainSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """XlsxWriter's worksheet without its guesses at what a text or a formula means.

    It takes a text that begins and ends like the markup of a rich text for markup, so such a text
    would be written unescaped. It also looks each formula through for some thirty newer functions,
    which took most of the time of building a blank; ours are those of Excel 2007.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_string(
        self, row: int, col: int, string: str, cell_format: Format | None = None
    ) -> int:
        if is_taken_for_markup(string):
            string = as_one_run(string)
        done: int = super()._write_string(row, col, string, cell_format)
        return done


def is_taken_for_markup(text: str) -> bool:
    """XlsxWriter would write this text as the runs of a rich text."""
    return text.startswith(_RUN) and text.endswith(_RUN_END)


def as_one_run(text: str) -> str:
    """The text as the only run of a rich text: it shows what was typed."""
    return f'{_RUN}<t xml:space="preserve">{escape(text, quote=False)}</t>{_RUN_END}'
