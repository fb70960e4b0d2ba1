"""The rows of the exam tables: subjects, years of base maths, the school's own measures."""

from __future__ import annotations

from ...form.fields import Form
from ...form.tables import BaseMath, SchoolMeasures, SchoolParticipants, SubjectResults
from ...texts.squeezing import Pattern, normalize
from ...texts.typed import quote_value
from .content import Cell, Where, lines_kept
from .headers import LABEL, PERCENT
from .rows import CollectedValues, TableRow
from .words import Labels, is_numbering, is_written

_TOTALS = ("итог", "всего")
_YEAR = Pattern(r".*(?:20\d\d|год).*", 16)
_PERSONS = Pattern(r"(?s)(.*?)численность\s+участников\s*[:–—-]*\s*(.*)", 2)
_JOINT = Pattern(r"[,;:(]\s*$")
_MEASURES = {
    "participants": ("участник", "сдавал"),
    "not_passed": ("не сдал", "не преодол"),
    "below60": ("до 60",),
    "n80_plus": ("80 и более", "более 80", "от 80"),
}
"""Words by which a renamed measure is known."""


class SubjectRows:
    """«Итоги ЕГЭ»: a row for each subject."""

    def __init__(self, form: Form, collected: CollectedValues) -> None:
        self.form, self.collected = form, collected
        self.labels = subject_labels(form)
        self.found: set[str] = set()

    def take(self, row: TableRow) -> bool:
        key = self.labels.exact(row.label) or row.similar_key(self.labels, self.collected)
        if not key:
            return False
        self.found.add(key)
        fields = {one.column: one for one in self.form.fields_of(SubjectResults, key)}
        row.put(self.collected, fields, LABEL)
        self._notation(row, key)
        return True

    def leave(self, row: TableRow) -> None:
        if is_written(row.label):
            text = quote_value(row.label)
            self.collected.remark("subject-unknown", row.label_place, text=text)
        row.leave(self.collected, "такого предмета в бланке нет")

    def finish(self) -> None:
        subjects = self.form.edition.subjects
        missing = [one.label for one in subjects if one.key not in self.found]
        self.collected.missing(Where(self.form.edition.titles.ege), missing, len(subjects))

    def _notation(self, row: TableRow, key: str) -> None:
        """«0» and «100%» in one row (EGE-008)."""
        percents = [
            cell.text for cell, _, keys in row.cells if any(one.endswith(PERCENT) for one in keys)
        ]
        marked = {"%" in text for text in percents if any(letter.isdigit() for letter in text)}
        if len(marked) == 2:
            shown = ", ".join(
                f"«{text}»"
                for text in dict.fromkeys(map(quote_value, filter(is_written, percents)))
            )
            field_id = f"{SubjectResults.prefix}.{key}.total"
            self.collected.remark(
                "percents-mixed", row.label_place, field_id, said=shown, code=quote_value(row.label)
            )


def subject_labels(form: Form) -> Labels:
    """The names of the edition's subjects."""
    labels = Labels()
    for subject in form.edition.subjects:
        labels.add(subject.key, subject.label, *subject.aliases, subject.average_label)
    return labels


class BaseMathRows:
    """«Математика базовая»: rows of years, in the document's order."""

    def __init__(self, form: Form, collected: CollectedValues) -> None:
        self.form, self.collected = form, collected
        self.subjects = subject_labels(form)
        self.rows: list[TableRow] = []

    def take(self, row: TableRow) -> bool:
        is_other = normalize(row.label).startswith(_TOTALS) or bool(self.subjects.exact(row.label))
        if not is_other:
            self.rows.append(row)
        return not is_other

    def leave(self, row: TableRow) -> None:
        row.leave(self.collected, "в бланке нет строки для этого года")

    def finish(self) -> None:
        """Gives the years their rows, each its own where there are no more than the form has."""
        specs, rows = self.form.edition.base_math, self.rows
        if len(rows) > len(specs):
            rows = [row for row in rows if not row.is_blank]
            years = [row for row in rows if _YEAR.fullmatch(normalize(row.label))]
            rows = [*years, *(row for row in rows if row not in years)]
        for row, spec in zip(rows, specs, strict=False):
            fields = self.form.fields_of(BaseMath, spec.key)
            named = {LABEL if one.column == "year" else one.column: one for one in fields}
            row.put(self.collected, named)
        for row in rows[len(specs) :]:
            self.leave(row)


class SchoolRows:
    """«В разрезе общеобразовательных организаций»: four measures of one school."""

    def __init__(self, form: Form, collected: CollectedValues) -> None:
        self.form, self.collected = form, collected
        self.labels = Labels()
        for name, (_, spec) in SchoolMeasures.columns.items():
            self.labels.add(name, spec.label)
        self.school: Cell | None = None
        self.others = 0

    def take(self, row: TableRow) -> bool:
        measure = self.labels.exact(row.label) or _measure(row.label)
        if not measure:
            return False
        self._number(row)
        cell = row.under("school")
        if cell is not None and is_written(cell.text) and cell is not self.school:
            if self.school is None:
                self._name(cell)
            else:
                self.others += 1
            self.school = self.school or cell
            if self.others == 1:
                text = quote_value(cell.text)
                self.collected.remark("several-schools", cell.where, "meta.school_name", text=text)
        if self.others:
            row.leave(self.collected, "это данные другой школы", LABEL, "no")
            return True
        if not self.labels.exact(row.label):
            self.collected.note(row.label_place, row.label)
            self.collected.remark("label-changed", row.label_place, label=quote_value(row.label))
        columns = self.form.edition.school_columns
        fields = {one.key: self.form.field(SchoolMeasures, one.key, measure) for one in columns}
        row.put(self.collected, fields, LABEL, "no", "school")
        return True

    def leave(self, row: TableRow) -> None:
        row.leave(self.collected, "такой строки в таблице бланка нет")

    def finish(self) -> None:
        """Nothing is decided later."""

    def _number(self, row: TableRow) -> None:
        cell = row.under("no")
        if cell is not None and not is_numbering(cell.text):
            self.collected.leave(cell.where, cell.text, "номер строки в бланке напечатан")

    def _name(self, cell: Cell) -> None:
        """«СОШ № 5, Численность участников 1»: the name, and a number that is glued to it."""
        persons = self.form.field(SchoolParticipants, "", "participants_persons")
        name = self.form.by_id["meta.school_name"]
        found = _PERSONS.fullmatch(cell.text)
        school = found[1] if found else cell.text
        if found and not school.endswith("\n"):  # in one line: «СОШ № 5, численность …»
            school = _JOINT.sub("", school)
        self.collected.put(cell.where, " ".join(lines_kept(school).split("\n")), name)
        if found and is_written(found[2]):
            self.collected.put(cell.where, found[2], persons)
            self.collected.remark("number-glued", cell.where, persons.id if persons else "",
                              text=quote_value(cell.text))  # fmt: skip


def _measure(text: str) -> str:
    label = normalize(text)
    for measure in ("not_passed", "below60", "n80_plus", "participants"):
        if any(word in label for word in _MEASURES[measure]):
            return measure
    return ""
