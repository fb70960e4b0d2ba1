"""The blocks of a document one by one: each cell and paragraph goes to the reader it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from ...form.fields import Form
from ...texts.typed import quote_value
from .content import Cell, Content, Paragraph, Table, Where
from .exams import BaseMathRows, SchoolRows, SubjectRows
from .headers import (
    BASE_MATH,
    EGE,
    INDICATORS,
    LABEL,
    PLAN,
    SCHOOL,
    Header,
    header_in,
    table_headers,
)
from .identity import IdentityLines, SignatureBlock
from .indicators import IndicatorRows
from .passport import PassportRows, ProblemLines
from .plan import PlanRows
from .rows import (
    NO_COLUMN,
    UNDER_ANOTHER,
    CollectedValues,
    EndsWithDocument,
    RowReader,
    Spans,
    row_under,
    texts_seen,
)
from .words import form_texts, is_written, match_key, results_year

NOT_OF_THE_FORM = "этого текста в бланке нет"
OTHER_YEAR = "таблица за другой учебный год"
MOST_LINES = 2000
"""As many lines that the form does not have are looked at; any further ones are only listed."""
_OF_ONE_YEAR = (EGE, SCHOOL)
_BESIDE = "текст вне таблиц и абзацев документа"
_DELETED = "удалено в режиме исправлений"


class DocumentReader:
    """Reads the content of one document by one year's form."""

    def __init__(self, form: Form, year: int | None) -> None:
        self.form, self.year = form, year
        self.collected = CollectedValues()
        self.form_texts = form_texts(form)
        self.known = table_headers(form)
        self.indicators = IndicatorRows(form, self.collected)
        subjects, school = SubjectRows(form, self.collected), SchoolRows(form, self.collected)
        self.labels = {EGE: subjects.labels, SCHOOL: school.labels}
        """Of the rows whose tables are of one year."""
        self.tables: dict[str, RowReader] = {
            EGE: subjects,
            BASE_MATH: BaseMathRows(form, self.collected),
            SCHOOL: school,
            INDICATORS: self.indicators,
            PLAN: PlanRows(form, self.collected),
        }
        self.identity = IdentityLines(form, self.collected)
        self.problem = ProblemLines(form, self.collected)
        self.passport = PassportRows(form, self.collected)
        self.signature = SignatureBlock(form, self.collected)
        self.found: dict[str, Where] = {}
        """By table of the form, where it begins."""
        self._last: Header | None = None
        self._is_of_other_year = False
        self._lines_left = 0

    def read(self, content: Content) -> CollectedValues:
        """Everything the document says."""
        for number, block in enumerate(content.blocks):
            if isinstance(block, Table):
                self._table(block)
            elif is_written(block.text):
                self._paragraph(block, _next_text(content.blocks, number + 1))
        for paragraph in content.beside:
            where, text = paragraph.where, paragraph.text
            if not self.form_texts.has(text) and not self.identity.repeats_name(where, text):
                self.collected.leave(where, text, _BESIDE)
        for number, text in enumerate(content.deleted, start=1):
            self.collected.leave(Where("Исправления", f"запись {number}"), text, _DELETED)
        parts: tuple[EndsWithDocument, ...] = (*self.tables.values(), self.passport, self.problem)
        for part in parts:
            part.finish()
        self._struck(content)
        return self.collected

    def _struck(self, content: Content) -> None:
        """Reports what is struck through: it is read, and the school is asked whether it counts."""
        for one in content.struck:
            slots = self.collected.slots_at.get(one.where, set())
            field_id = self.form.fields[min(slots)].id if slots else ""
            if one.where in self.collected.slots_at:
                self.collected.remark("struck", one.where, field_id, value=quote_value(one.text))

    # --- paragraphs ---

    def _paragraph(self, one: Paragraph, following: str) -> None:
        year = results_year(one.text)
        if year is not None:
            self._is_of_other_year = year != self.year
        if self.signature.captions_in([one]):
            return
        if self.indicators.heading(one.text) or self.form_texts.has(one.text):
            return
        if self.identity.take_name(one.where, one.text, following):
            return
        if self.signature.captions_in([Paragraph(following)]):
            self.signature.take_line(one.where, one.text)
            return
        self._lines(one.where, one.text)

    def _lines(self, where: Where, text: str) -> None:
        """The lines of a paragraph, or of a cell outside the form's tables."""
        for line in text.split("\n"):
            self._lines_left += 1
            is_known = self._lines_left < MOST_LINES and (
                self.form_texts.has(line)
                or self.indicators.heading(line)
                or self.identity.take_without_exams(where, line)
                or self.problem.take(where, line)
                or self.passport.take_line(where, line)
                or self.signature.take_date(where, line)
            )
            if is_known:
                self._lines_left -= 1
            else:
                self.collected.leave(where, line, NOT_OF_THE_FORM)

    # --- tables ---

    def _table(self, table: Table) -> None:
        headers = self._headers_of(table)
        header, spans = (None if headers else self._continued(table)), Spans()
        for number, cells in enumerate(table.rows):
            if not cells or self._is_signed(table.rows, number, header):
                continue
            if number in headers:
                header = self._last = headers[number]
                self._begin(header, cells)
                spans = Spans()
                for cell in cells:
                    spans.origin(cell)
            elif header is not None and not _is_numbering_row(cells):
                self._row(header, cells, spans)
            elif header is None:
                self._free_row(table.rows, number, spans, headers)

    def _is_signed(
        self, rows: Sequence[Sequence[Cell]], number: int, header: Header | None
    ) -> bool:
        """Takes a row of the signature's captions, with the names above it.

        A program may have joined it to the table before it, which has columns of its own.
        """

        def is_above(at: int) -> bool:
            alike = 0 <= at < len(rows) - 1 and len(rows[at]) == len(rows[at + 1])
            of_table = header is not None and len(rows[at]) == len(header.columns)
            return alike and not of_table and self.signature.captions_in(rows[at + 1])

        if not self.signature.captions_in(rows[number]):
            return is_above(number)
        self.signature.take(rows[number], rows[number - 1] if is_above(number - 1) else ())
        return True

    def _headers_of(self, table: Table) -> dict[int, Header]:
        """The rows of headers, each with the table that begins there."""
        spans, found = Spans(), {}
        for number, cells in enumerate(table.rows):
            header = header_in(list(texts_seen(cells, spans)), self.known)
            for cell in cells:
                spans.origin(cell)
            if header is not None:
                found[number] = header
        return found

    def _begin(self, header: Header, cells: Sequence[Cell]) -> None:
        """Notes where a table begins, and reports headers that are not as the form has them."""
        self.found.setdefault(header.kind, cells[0].where if cells else Where(""))
        for cell, key in header.columns:
            if not cell.continues and not key and not self.form_texts.has(cell.text):
                self.collected.leave(cell.where, cell.text, NO_COLUMN)
        for cell, key in header.guessed:
            if not cell.continues:
                self.collected.note(cell.where, cell.text)
                label, here = quote_value(header.label(key)), quote_value(cell.text)
                self.collected.remark("column-guessed", cell.where, label=label, here=here)
        for cell in cells:
            if cell.continues:
                self.collected.leave(cell.where, cell.text, UNDER_ANOTHER)

    def _continued(self, table: Table) -> Header | None:
        """The headers of the table before, where this one goes on with it."""
        widest = max(table.rows, key=len, default=[])
        last = self._last
        if last is None:
            return None
        if len(widest) == len(last.columns):
            keys = [key for _, key in last.columns]
            return Header(last.headers, list(zip(widest, keys, strict=True)))
        # Merged cells make rows short; the grid below them is as wide.
        ends = {max((cell.end for cell in row), default=0) for row in table.rows}
        return last if ends == {max(cell.end for cell, _ in last.columns)} else None

    def _row(self, header: Header, cells: Sequence[Cell], spans: Spans) -> None:
        row, reader = row_under(header, cells, spans), self.tables[header.kind]
        if self._is_of_other_year and header.kind in _OF_ONE_YEAR:
            own = self.labels[header.kind].exact(row.label)
            row.leave(self.collected, OTHER_YEAR, *((LABEL, "no") if own else ()))
        elif not reader.take(row) and not self._labelled(cells, spans):
            reader.leave(row)

    def _free_row(
        self,
        rows: Sequence[Sequence[Cell]],
        number: int,
        spans: Spans,
        headers: Mapping[int, Header],
    ) -> None:
        """A row under no headers: a field of the passport, a line, or the signature."""
        cells = rows[number]
        printed = {
            match_key(cell.text) for one in headers.values() for cell, key in one.columns if key
        }
        for cell in () if self._labelled(cells, spans) else cells:
            if match_key(cell.text) not in printed:  # a header over several rows begins above them
                self._lines(cell.where, cell.text)

    def _labelled(self, cells: Sequence[Cell], spans: Spans) -> bool:
        """A row of a label and its value."""
        if self.passport.take([(cell, spans.origin(cell)) for cell in cells]):
            return True
        written = [cell for cell in cells if is_written(cell.text)]
        if len(written) != 2:
            return False
        label, value = written
        return self.problem.take(value.where, f"{label.text}: {value.text}")


def _next_text(blocks: Sequence[Paragraph | Table], first: int) -> str:
    """The next paragraph that says something, unless a table comes before it."""
    for block in islice(blocks, first, None):
        if isinstance(block, Table):
            return ""
        if is_written(block.text):
            return block.text
    return ""


def _is_numbering_row(cells: Sequence[Cell]) -> bool:
    """«1 | 2 | 3 | 4»: the numbers of the columns."""
    numbers = [cell.text.strip() for cell in cells]
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]
