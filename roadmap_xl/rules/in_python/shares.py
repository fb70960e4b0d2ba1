"""TXT-014 to TXT-016: how a percent was understood that was not typed with its sign."""

from ..findings import Severity
from .rule import ReadingRule

READING_RULES = (
    ReadingRule(
        code="TXT-014",
        name="percent-without-sign",
        note="percent-read",
        severity=Severity.NOTE,
        title="процент записан без знака %",
        message="«{raw}» прочитано как {value}: {meant}.",
        fix="Исправлять не нужно; чтобы не было сомнений, пишите процент со знаком %.",
        why="Число без знака может быть и процентом, и долей, и численностью.",
        source="domain.md 6, rows 19, 20 and 22",
    ),
    ReadingRule(
        code="TXT-015",
        name="percent-hundredfold",
        note="percent-hundredfold",
        severity=Severity.WARNING,
        title="процент в ячейке не стократный",
        message="В ячейке видно {raw}, прочитано как {value}: {meant}.",
        fix="Введите процент заново со знаком %.",
        why="Число, вставленное в ячейку с процентным форматом, Excel показывает стократным.",
        source="domain.md 6, row 22",
    ),
    ReadingRule(
        code="TXT-016",
        name="percent-with-count",
        note="percent-with-count",
        severity=Severity.NOTE,
        title="рядом с процентом записана численность",
        message="«{raw}» прочитано как {value}; число в скобках похоже на численность: {meant}.",
        fix="Впишите это число в графу «Численность» того же года.",
        why="Район складывает численность, а не проценты.",
        source="domain.md 6, row 21",
    ),
)
"""One for each way of understanding."""
