"""Filled forms of every sort, the same ones for the same seed: as schools fill them, and worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.form.columns import Kind
from roadmap_xl.form.fields import Field, Form
from roadmap_xl.form.rows import Subject
from roadmap_xl.form.tables import BANDS, PlanHeading, PlanItem
from roadmap_xl.form.vocabulary import GRADE11_STATES, STAGES, UNITS

Fill = dict[str, object]
"""Raw cells by field id; other inputs are blank, other computed cells keep their formula."""

SLIPS: tuple[object, ...] = (
    *(None, None, 0, 1, 2, 3, 5, 12, -1, -49, 2.5, 0.1, 0.125, 0.86, 51.25, 99.995, 100, 101),
    *(10**6, 89181234567, 44105, "5", "86%", "86 %", "-", "—", " ", "\u00a0", " - ", "нет"),
    *("не применимо", " не применимо", "27,5", "18", "№", "СОШ №  ", "СОШ № 5", "100%", "=1+1"),
    *("2020 год", "2019", "директор", "до 01.10.2020", "«кавычки» \"и\" 'ещё'", "две\nстроки"),
    *(ErrorValue("#N/A"), ErrorValue("#DIV/0!")),
)
"""What is found where something else was asked for."""


def fills(form: Form, count: int, seed: int = 2020) -> list[Fill]:
    """That many fills of a form, the sorts in turn."""
    return [SORTS[n % len(SORTS)](School(form, Random(f"{seed}-{n}"))) for n in range(count)]


def raw_cells(form: Form, fill: Mapping[str, object]) -> list[object]:
    """The fill's cells by slot."""
    values: list[object] = [None] * len(form.fields)
    for field_id, value in fill.items():
        if field_id in form.by_id:  # a form may do without a table
            values[form.by_id[field_id].slot] = value
    return values


class School:
    """A school that fills in its form, well or not; chance decides between what is possible."""

    def __init__(self, form: Form, rng: Random) -> None:
        self.form = form
        self.edition = form.edition
        self.rng = rng
        self.inputs = [field for field in form.fields if field.is_input]
        self.numbers = [field for field in self.inputs if field.kind.is_number]
        self.computed = [field for field in form.fields if not field.is_input]

    # --- sorts of fills ---

    def consistent(self) -> Fill:
        """Everything filled well."""
        fill: Fill = {
            "meta.school_name": self.rng.choice(["МБОУ СОШ № 5 ст. Степной", "Ивановская СОШ"]),
            "meta.results_year": self.edition.results_year,
            "meta.stage": self.rng.choice(STAGES),
            "meta.grade11": GRADE11_STATES[0],
            "meta.report_date": 44105,
            "meta.contact": "Иванова И. И., 8 (86100) 0-00-00",
            "psp.developer": "Иванова И. И., зам. директора",
            "sgn.position": "директор",
            "sgn.fio": "Петрова А. А.",
        }
        fill |= self._exams() | self._base_maths() | self._indicators() | self._plan()
        return fill | self._persons(fill)

    def with_slips(self) -> Fill:
        """A good form with a few cells wrong."""
        fill = self.consistent()
        for field in self.rng.sample(self.inputs, self.rng.randint(1, 12)):
            fill[field.id] = self.rng.choice(SLIPS)
        return fill

    def with_wrong_numbers(self) -> Fill:
        """A good form whose numbers were copied carelessly."""
        fill = self.consistent()
        typed = [field.id for field in self.numbers if field.id in fill]
        for field_id in self.rng.sample(typed, self.rng.randint(2, 25)):
            number = fill[field_id]
            assert isinstance(number, int | float)
            wrong = (number + 1, number - 1, -number, number / 2, number * 100, None)
            fill[field_id] = self.rng.choice(wrong)
        return fill

    def with_typed_over_formulas(self) -> Fill:
        """A good form where numbers, mostly wrong, stand in place of formulas."""
        fill = self.consistent()
        for field in self.rng.sample(
            self.computed, self.rng.randint(1, min(60, len(self.computed)))
        ):
            fill[field.id] = self.rng.choice((0, 0.5, 1, 3, 0.3333, *SLIPS))
        return fill

    def without_exams(self) -> Fill:
        """No graduates or no grade 11, the tables of exams empty or not."""
        fill = self.rng.choice([self.with_slips, self.consistent])()
        fill["meta.grade11"] = self.rng.choice([*GRADE11_STATES[1:], " 11 класса нет "])
        if self.rng.random() < 0.7:
            exams = ("ege.", "org.", "prob.avg", "prob.n80", "prob.n_not_passed_ege")
            fill = {key: value for key, value in fill.items() if not key.startswith(exams)}
        return fill

    def small_numbers(self) -> Fill:
        """Numbers so small that relations hold and fail by chance."""
        most = self.rng.choice([1, 2, 3, 9])
        return self._scattered(self.numbers, self.rng.random(), lambda _: self.rng.randint(0, most))

    def fractions(self) -> Fill:
        """Numbers with one to three decimals, ties of rounding among them."""

        def number(field: Field) -> object:
            if field.kind is Kind.SHARE:
                return self.rng.randint(0, 1000) / 1000
            return self.rng.randint(-20, 2000) / 10 ** self.rng.randint(1, 3)

        return self._scattered(self.numbers, 0.6, number)

    def slips_everywhere(self) -> Fill:
        """Anything anywhere, also where formulas stood."""
        return self._scattered(
            list(self.form.fields), self.rng.random(), lambda _: self.rng.choice(SLIPS)
        )

    def nearly_blank(self) -> Fill:
        return self._scattered(self.inputs, 0.01, lambda _: self.rng.choice(SLIPS))

    def _scattered(
        self, fields: list[Field], share: float, value: Callable[[Field], object]
    ) -> Fill:
        fill = {field.id: value(field) for field in fields if self.rng.random() < share}
        fill["meta.stage"] = self.rng.choice([*STAGES, " Черновик ", None])
        if self.rng.random() < 0.5:
            fill["meta.grade11"] = self.rng.choice(GRADE11_STATES)
        if self.rng.random() < 0.7:
            fill |= {f"bm.{row.key}.year": row.prefilled for row in self.edition.base_math}
        return fill

    # --- parts of a form filled well ---

    def _exams(self) -> Fill:
        """Subjects with bands that add up, an average and high marks that the bands allow."""
        fill: Fill = {}
        high: dict[str, int] = {}
        for subject in self.edition.subjects:
            if subject.mandatory or self.rng.random() < 0.6:
                marks = [self.rng.randint(10, 100) for _ in range(self.rng.randint(1, 25))]
                fill |= self._subject(subject, marks)
                column = f"org.{subject.school_column}.n80_plus"
                high[column] = high.get(column, 0) + sum(mark >= 80 for mark in marks)
        return fill | high

    def _subject(self, subject: Subject, marks: list[int]) -> Fill:
        lowest = [0, max(subject.thresholds), 51, 61, 71, 91, 100, 101]
        fill: Fill = {f"ege.{subject.key}.total": len(marks)}
        for band, low, end in zip(BANDS, lowest, lowest[1:], strict=False):
            number = sum(low <= mark < end for mark in marks)
            if number or self.rng.random() < 0.8:
                fill[f"ege.{subject.key}.{band}"] = number
        average = round(sum(marks) / len(marks), self.rng.choice([0, 1, 2]))
        return fill | {f"prob.avg.{subject.key}": average}

    def _persons(self, fill: Fill) -> Fill:
        def most(ending: str) -> int:
            found = [n for key, n in fill.items() if key.endswith(ending) and isinstance(n, int)]
            return max(found)

        rng, participants = self.rng, most(".total") + self.rng.randint(0, 3)
        return {
            "org.participants_persons": participants,
            "meta.grads11_total": participants + rng.randint(0, 6),
            "prob.n80_plus": most(".n80_plus"),
            "prob.n_not_passed_gia": rng.randint(0, 3),
            "prob.n_not_passed_ege": rng.randint(0, 3),
            "prob.n_olymp": rng.randint(0, 9),
        }

    def _base_maths(self) -> Fill:
        fill: Fill = {f"bm.{row.key}.year": row.prefilled for row in self.edition.base_math}
        for row in self.edition.base_math:
            if self.rng.random() < 0.5:
                marks = [self.rng.randint(0, 9) for _ in range(4)]
                fill |= {f"bm.{row.key}.g{2 + n}": number for n, number in enumerate(marks)}
                fill[f"bm.{row.key}.total"] = sum(marks)
        return fill

    def _indicators(self) -> Fill:
        people: Fill = {
            f"meta.{row.key}.{year}": self.rng.randint(20, 60)
            for row in self.edition.headcounts
            for year in ("y1", "y2")
        }
        fill = dict(people)
        for row in self.edition.indicators:
            if row.kind == "share":
                fill[f"ind.{row.key}.unit"] = self.rng.choice(("%", "%", *UNITS))
                for year in ("y1", "y2"):
                    base = [people[f"meta.{key}.{year}"] for key in row.base]
                    fill |= self._share(f"ind.{row.key}.{year}", base)
        return fill

    def _share(self, key: str, base: list[object]) -> Fill:
        from_base = bool(base) and self.rng.random() < 0.8
        whole = base[0] if from_base else self.rng.choice([21, 40, 200, 12.5])
        assert isinstance(whole, int | float)
        count = self.rng.choice([self.rng.randint(0, int(whole)), self.rng.randint(0, 24) / 2])
        fill: Fill = {f"{key}.num": count}
        if not from_base:
            fill[f"{key}.den"] = whole
        if self.rng.random() < 0.7:
            fill[key] = int(200 * count / whole + 1) // 2 / 100
        return fill

    def _plan(self) -> Fill:
        """Terms and people item by item, or once for a section."""
        fill: Fill = {}
        by_section = self.rng.random()
        for table in (PlanHeading, PlanItem):
            likely = by_section if table is PlanHeading else 1 - by_section / 2
            for row in self.edition.rows_of(table.rows):
                if self.rng.random() < likely:
                    terms = ("сентябрь 2020", "ежеквартально")
                    fill[f"pln.{row.key}.term"] = self.rng.choice(terms)
                if self.rng.random() < likely:
                    fill[f"pln.{row.key}.responsible"] = "зам. директора"
        return fill


SORTS: tuple[Callable[[School], Fill], ...] = (
    School.consistent,
    School.with_slips,
    School.with_wrong_numbers,
    School.without_exams,
    School.small_numbers,
    School.fractions,
    School.with_typed_over_formulas,
    School.slips_everywhere,
    School.nearly_blank,
)
