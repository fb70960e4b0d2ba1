"""The real school's document of 2020 as a .docx: its text with the tables it was written in.

The text is the Word file's own: a line that begins with a tab begins a cell, an empty line ends a
row, and a cell may have several lines. What text does not tell is said here: how many columns each
table has, which cells are merged, and which are the table's headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx_files as d

TEXT = Path(__file__).with_name("seed_roadmap_2020.txt").read_text(encoding="utf-8")
_NOTE = re.compile(r"\[footnoteRef:(\d)\] \[\d: +(.*?)\]")
_BOOKMARK = re.compile(r"\[bookmark: (\w+)\]")
_TABLES = (
    (26, 265, 16), (268, 300, 10), (305, 384, 14), (387, 425, 2), (427, 458, 4), (460, 491, 4),
    (493, 514, 4), (516, 537, 4), (539, 563, 4), (587, 1257, 6), (1258, 1269, 3),
)  # fmt: skip
"""The tables by their first and last line, with their columns."""
_MEASURES, _SUBJECTS, _PLAN = 14, 16, 6


def seed_document() -> bytes:
    """The document."""
    lines = TEXT.split("\n")
    ends = {first: (last, columns) for first, last, columns in _TABLES}
    blocks, notes, number = [], [], 1
    while number <= len(lines):
        if number in ends:
            last, columns = ends[number]
            rows = _rows(_cells(lines[number - 1 : last]), columns)
            blocks.append(
                d.table(*(_row(cells, columns, notes) for cells in rows), columns=columns)
            )
            number = last + 1
        else:
            blocks.append(d.paragraph(lines[number - 1]))
            number += 1
    return d.docx(*blocks, beside={"footnotes": [d.paragraph(text) for text in notes]})


def _cells(lines: Sequence[str]) -> list[str]:
    """What stands between the tabs that begin lines, empty lines and all."""
    return [text.removeprefix("\n\t") for text in _split("\n" + "\n".join(lines))]


def _split(text: str) -> Iterator[str]:
    starts = [found.start() for found in re.finditer("\n\t", text)]
    yield from (
        text[one:other] for one, other in zip(starts, [*starts[1:], len(text)], strict=True)
    )


def _rows(cells: Sequence[str], columns: int) -> Iterator[list[str]]:
    """A row has all columns, but for headings and the empty rows that are one merged cell."""
    at = 0
    while at < len(cells):
        ends = cells[at].endswith("\n") and not cells[at].strip()
        heads = columns == _PLAN and cells[at].strip() and cells[at + 1].endswith("\n")
        width = 1 if ends and columns in (_SUBJECTS, _PLAN, 2) else 2 if heads else columns
        yield list(cells[at : at + width])
        at += width


def _row(cells: Sequence[str], columns: int, notes: list[str]) -> str:
    """The XML of a row; the last cell of a short one covers the rest."""
    made = []
    for place, text in enumerate(cells):
        span = columns - len(cells) + 1 if place == len(cells) - 1 else 1
        made.append(_cell(text, span, _merged(place, text, columns), notes))
    return d.row(*made)


def _merged(place: int, text: str, columns: int) -> str:
    """Number and name of the school stand once, beside four rows of measures."""
    if columns != _MEASURES or place > 1 or text.strip() in ("№ п/п", _SCHOOLS):
        return ""
    return "restart" if text.strip() else "continue"


_SCHOOLS = "Общеобразовательная организация"


def _cell(text: str, span: int, merged: str, notes: list[str]) -> str:
    """A cell, its footnotes and bookmarks as they are in Word."""
    marks = ""
    for found in _NOTE.finditer(text):
        notes.append(found[2])
        marks += d.footnote_mark(len(notes))
    for number, found in enumerate(_BOOKMARK.finditer(text)):
        marks += f'<w:bookmarkStart w:id="{number}" w:name="{found[1]}"/>'
        marks += f'<w:bookmarkEnd w:id="{number}"/>'
    text = _BOOKMARK.sub("", _NOTE.sub("", text)).removesuffix("\n")
    if not marks:
        return d.cell(text, span=span, merged=merged)
    return d.cell(span=span, content=d.paragraph(text.strip(), marks))
