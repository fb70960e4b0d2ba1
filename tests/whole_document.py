"""The form as a document with a text of its own in every cell, in the ways schools bend it.

Chance, given by a test, decides what is done to it. A `Mark` is a text that stands nowhere else,
with the field it belongs to, or none where the form has no place for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import docx_files as d

from roadmap_xl.form.fields import Field, Form
from roadmap_xl.form.tables import BaseMath, Indicator, PlanItem, SchoolMeasures, SubjectResults

_INDICATOR_HEADER = ("Наименование целевого показателя", "Единица измерения")
_PLAN_HEADER = (
    "№ п/п",
    "Мероприятия",
    "Сроки",
    "Ответственные",
    "Результат",
    "Отметка об исполнении",
)
_TEXTS = ("header", "footer", "footnotes", "endnotes", "comments")
_MEASURES = ("Участники", "Не сдали", "Сдали до 60 баллов", "Сдали 80 и более баллов")


@dataclass
class Grid:
    """A table being made: its title, header and rows, each row with what its cells say."""

    title: str
    header: Sequence[str]
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Whole:
    """A document with marks; `places` counts the cells and paragraphs that say one."""

    form: Form
    rng: Random
    owner: dict[str, str | None] = field(default_factory=dict)
    """By mark, the id of its field."""
    places: int = 0
    _made: int = 0

    def mark(self, one: Field | None) -> str:
        """A text that stands nowhere else, a number where the field takes one."""
        self._made += 1
        is_number = one is not None and one.kind.is_number
        text = f"{700_000 + self._made}" if is_number else f"запись {self._made} школы"
        self.owner[text] = one.id if one is not None else None
        self.places += 1
        return text

    # --- the parts of the form ---

    def lines(self) -> list[str]:
        """«Описание проблемы»: a label, a dash of some sort, a mark."""
        edition, said = self.form.edition, []
        for row, label in (
            *((s, s.average_label) for s in edition.subjects),
            *((c, c.label) for c in edition.problem_counts),
        ):
            prefix = "prob.avg" if row in edition.subjects else "prob"
            dash = self.rng.choice([" – ", "  -", ": ", " — "])
            said.append(f"{label}{dash}{self.mark(self.form.by_id[f'{prefix}.{row.key}'])}")
        return said

    def marks(self, table: type, key: str, columns: Sequence[str]) -> list[str]:
        return [self.mark(self.form.field(table, key, name)) for name in columns]  # type: ignore[arg-type]

    def grids(self) -> list[Grid]:
        """Every table, filled."""
        edition = self.form.edition
        bands = list(SubjectResults.columns)
        marks = list(BaseMath.columns)[1:]
        labels = {one.column: one.label for one in self.form.fields}
        ege = Grid(
            edition.titles.ege, ["Предмет", *(self._label(SubjectResults, b) for b in bands)]
        )
        for subject in edition.subjects:
            ege.rows.append([subject.label, *self.marks(SubjectResults, subject.key, bands)])
        base = Grid("", ["Математика базовая", *(self._label(BaseMath, m) for m in marks)])
        for row in edition.base_math:
            base.rows.append([f"20{10 + int(row.key)} год", *self.marks(BaseMath, row.key, marks)])
            self.places += 1  # the year is typed, too
        assert labels
        return [ege, base, *self._indicators(), self._plan()]

    def _label(self, table: type, column: str) -> str:
        return next(
            one.label for one in self.form.fields if (one.table, one.column) == (table, column)
        )

    def _indicators(self) -> list[Grid]:
        edition, found = self.form.edition, []
        for group in edition.indicator_groups:
            grid = Grid(group.label, [*_INDICATOR_HEADER, edition.year1, edition.year2])
            for row in edition.indicators:
                if row.group == group.key:
                    own = row.kind == "own"
                    label = self.marks(Indicator, row.key, ["name"])[0] if own else row.label
                    grid.rows.append([label, *self.marks(Indicator, row.key, ["unit", "y1", "y2"])])
            found.append(grid)
        return found

    def _plan(self) -> Grid:
        grid, placed = Grid("II раздел.", _PLAN_HEADER), set()
        headings = {row.key: row for row in self.form.edition.plan_headings}
        for item in self.form.edition.plan_items:
            for key in item.headings:
                if key not in placed:
                    placed.add(key)
                    grid.rows.append([headings[key].number, headings[key].label])
            columns = ["term", "responsible", "result", "mark"]
            own = item.kind == "own"
            text = self.marks(PlanItem, item.key, ["text"])[0] if own else item.label
            grid.rows.append([item.number, text, *self.marks(PlanItem, item.key, columns)])
        return grid

    def passport(self) -> str:
        rows = [
            (row.label, self.mark(self.form.by_id[f"psp.{row.key}"]))
            for row in self.form.edition.passport
            if not row.fixed
        ]
        return d.table(*rows)

    def school(self) -> str:
        edition = self.form.edition
        name = self.mark(self.form.by_id["meta.school_name"])
        persons = self.mark(self.form.by_id["org.participants_persons"])
        self.places -= 1  # both stand in one cell
        header = ["№ п/п", "Общеобразовательная организация", "Итоги ЕГЭ",
                  *(column.label for column in edition.school_columns)]  # fmt: skip
        rows = []
        for at, (measure, label) in enumerate(zip(SchoolMeasures.columns, _MEASURES, strict=True)):
            merged = "continue" if at else "restart"
            said = "" if at else f"{name}\nЧисленность участников {persons}"
            cells = [self.mark(self.form.field(SchoolMeasures, one.key, measure))
                     for one in edition.school_columns]  # fmt: skip
            rows.append(d.row(d.cell("" if at else "1", merged=merged), d.cell(said, merged=merged),
                              label, *cells))  # fmt: skip
        return d.table(header, *rows)

    # --- how it is bent ---

    def table(self, grid: Grid) -> list[str]:
        """The grid as one table or two, with rows and columns that the form does not have."""
        rng = self.rng
        extra = rng.random() < 0.3
        header = [*grid.header, self.mark(None)] if extra else list(grid.header)
        rows: list[str] = []
        for cells in grid.rows:
            if rng.random() < 0.05:
                rows.append(d.row(*[""] * len(header)))
            if rng.random() < 0.03 and grid.header is not _PLAN_HEADER and grid.title[:3] != "1.5":
                rows.append(d.row(self.mark(None), *[self.mark(None) for _ in header[1:]]))
            rows.append(self._row(cells, len(header), extra and rng.random() < 0.5))
        at = rng.randrange(1, len(rows)) if rng.random() < 0.4 and len(rows) > 1 else len(rows)
        parts = [d.table(header, *rows[:at])]
        if rows[at:]:
            again = [header] if rng.random() < 0.5 and not extra else []
            parts += [d.paragraph("")] * rng.randint(1, 2) + [d.table(*again, *rows[at:])]
        return parts

    def _row(self, cells: Sequence[str], columns: int, extra: bool) -> str:
        if len(cells) == 2:  # a heading of the plan
            return d.row(cells[0], d.cell(cells[1], span=columns - 1))
        more = [self.mark(None) if extra else ""] if columns > len(cells) else []
        made = [d.cell(text) for text in (*cells, *more)]
        at, how = self.rng.randrange(2, len(cells)), self.rng.random()
        if how < 0.05:
            made[-1] = f"<w:sdt><w:sdtPr/><w:sdtContent>{made[-1]}</w:sdtContent></w:sdt>"
        elif how < 0.1:  # one cell over two columns; what stood in the second is gone
            made[at - 1 : at + 1] = [d.cell(cells[at - 1], span=2)]
            if self.owner.pop(cells[at], "") != "":
                self.places -= 1
        elif how < 0.15:  # under the cell above, where nobody sees it
            made[at] = d.cell(cells[at], merged="continue")
        return d.row(*made)

    def stray(self) -> list[str]:
        """Paragraphs and text boxes of the school's own."""
        found = []
        for _ in range(self.rng.randint(0, 3)):
            found.append(d.paragraph(self.mark(None)))
        if self.rng.random() < 0.5:
            inner = d.table([self.mark(None), self.mark(None)])
            found.append(d.table([d.cell(content=d.paragraph(self.mark(None)) + inner), ""]))
        if self.rng.random() < 0.5:
            gone = f"<w:del><w:r><w:delText>{self.mark(None)}</w:delText></w:r></w:del>"
            found.append(d.paragraph(self.mark(None), gone))
        if self.rng.random() < 0.5:
            found.append(d.paragraph("", d.text_box(d.paragraph(self.mark(None)))))
        return found

    def bytes(self) -> bytes:
        """The document."""
        title = "Итоги ЕГЭ 2019/2020 учебного года"
        tables = [[d.paragraph(title), self.school()], [self.passport()]]
        tables += [[d.paragraph(grid.title), *self.table(grid)] for grid in self.grids()]
        tables += [[d.paragraph(line) for line in self.lines()]]
        self.rng.shuffle(tables)
        strays = [[one] for one in self.stray()]
        for one in strays:
            tables.insert(self.rng.randrange(len(tables) + 1), one)
        chosen = [kind for kind in _TEXTS if self.rng.random() < 0.5]
        beside = {kind: [d.paragraph(self.mark(None))] for kind in chosen}
        return d.docx(*(block for blocks in tables for block in blocks), beside=beside)
