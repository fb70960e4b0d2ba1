"""Filled forms of every sort, the same ones for the same seed: as schools fill them, and worse."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from roadmap_xl.expressions.snapshot import ErrorValue
from roadmap_xl.form.columns import Kind
from roadmap_xl.form.edition import Subject
from roadmap_xl.form.fields import Field, Form, form_of
from roadmap_xl.form.tables import BANDS, PlanHeading, PlanItem
from roadmap_xl.form.vocabulary import GRADE11_STATES, STAGES, UNITS

Fill = dict[str, object]
"""Raw cells by field id; every other input is blank."""

FORM: Form = form_of("2020")
EDITION = FORM.edition
INPUTS = [field for field in FORM.fields if field.is_input]
NUMBERS = [field for field in INPUTS if field.kind.is_number]
TEXTS = [field for field in INPUTS if not field.kind.is_number]
SLIPS: tuple[object, ...] = (
    *(None, None, 0, 1, 2, 3, 5, 12, -1, -49, 2.5, 0.1, 0.125, 0.86, 51.25, 99.995, 100, 101),
    *(10**6, 89181234567, 44105, "5", "86%", "86 %", "-", "—", " ", "\u00a0", " - ", "нет"),
    *("не применимо", " не применимо", "27,5", "18", "№", "СОШ №  ", "СОШ № 5", "100%", "=1+1"),
    *("2020 год", "2019", "директор", "до 01.10.2020", "«кавычки» \"и\" 'ещё'", "две\nстроки"),
    *(ErrorValue("#N/A"), ErrorValue("#DIV/0!")),
)
"""What is found where something else was asked for."""


def fills(count: int, seed: int = 2020) -> list[Fill]:
    """That many fills, the sorts in turn."""
    return [SORTS[n % len(SORTS)](Random(f"{seed}-{n}")) for n in range(count)]


def consistent(rng: Random) -> Fill:
    """A school that filled everything well."""
    fill: Fill = {
        "meta.school_name": rng.choice(["МБОУ СОШ № 5 ст. Степной", "Ивановская СОШ"]),
        "meta.results_year": EDITION.results_year,
        "meta.stage": rng.choice(STAGES),
        "meta.grade11": GRADE11_STATES[0],
        "psp.developer": "Иванова И. И., зам. директора",
        "sgn.position": "директор",
        "sgn.fio": "Петрова А. А.",
        "meta.report_date": 44105,
    }
    for parts in (_exams, _persons, _base_maths, _indicators, _plan):
        fill |= parts(rng, fill)
    return fill


def _exams(rng: Random, _: Fill) -> Fill:
    """Subjects with bands that add up, an average and high marks that the bands allow."""
    fill: Fill = {}
    for subject in EDITION.subjects:
        if subject.mandatory or rng.random() < 0.6:
            marks = [rng.randint(10, 100) for _ in range(rng.randint(1, 25))]
            fill |= _subject(subject, marks, rng)
    for column in EDITION.school_columns:
        high = [
            fill.get(f"high.{s.key}") for s in EDITION.subjects if s.school_column == column.key
        ]
        known = [number for number in high if isinstance(number, int)]
        if known:
            fill[f"org.{column.key}.n80_plus"] = sum(known)
    return {field_id: value for field_id, value in fill.items() if not field_id.startswith("high.")}


def _subject(subject: Subject, marks: list[int], rng: Random) -> Fill:
    lowest = [0, max(subject.thresholds), 51, 61, 71, 91, 100]
    highest = [*(bound - 1 for bound in lowest[1:]), 100]
    counts = [
        sum(low <= mark <= high for mark in marks)
        for low, high in zip(lowest, highest, strict=True)
    ]
    fill: Fill = {f"ege.{subject.key}.total": len(marks)}
    for band, number in zip(BANDS, counts, strict=True):
        if number or rng.random() < 0.8:
            fill[f"ege.{subject.key}.{band}"] = number
    fill[f"prob.avg.{subject.key}"] = round(sum(marks) / len(marks), rng.choice([0, 1, 2]))
    fill[f"high.{subject.key}"] = sum(mark >= 80 for mark in marks)
    return fill


def _persons(rng: Random, fill: Fill) -> Fill:
    totals = [value for key, value in fill.items() if key.endswith(".total")]
    high = [value for key, value in fill.items() if key.endswith(".n80_plus")]
    most = max(number for number in totals if isinstance(number, int))
    return {
        "org.participants_persons": most + rng.randint(0, 3),
        "meta.grads11_total": most + rng.randint(3, 6),
        "prob.n80_plus": max(number for number in high if isinstance(number, int)),
        "prob.n_not_passed_gia": rng.randint(0, 3),
        "prob.n_not_passed_ege": rng.randint(0, 3),
        "prob.n_olymp": rng.randint(0, 9),
    }


def _base_maths(rng: Random, _: Fill) -> Fill:
    fill: Fill = {"bm.1.year": "2020 год", "bm.2.year": "2019 год"}
    for row in rng.sample(["1", "2"], rng.randint(0, 2)):
        marks = [rng.randint(0, 9) for _ in range(4)]
        fill |= {f"bm.{row}.g{2 + n}": number for n, number in enumerate(marks)}
        fill[f"bm.{row}.total"] = sum(marks)
    return fill


def _indicators(rng: Random, _: Fill) -> Fill:
    people: Fill = {
        f"meta.{row.key}.{year}": rng.randint(20, 60)
        for row in EDITION.headcounts
        for year in ("y1", "y2")
    }
    fill = dict(people)
    for row in EDITION.indicators:
        if row.kind == "share":
            fill[f"ind.{row.key}.unit"] = rng.choice(UNITS[:1] * 3 + UNITS)
            for year in ("y1", "y2"):
                fill |= _share(rng, row.key, year, [people[f"meta.{b}.{year}"] for b in row.base])
    return fill


def _share(rng: Random, key: str, year: str, base: list[object]) -> Fill:
    whole = base[0] if base and rng.random() < 0.8 else rng.choice([21, 40, 200, 12.5])
    assert isinstance(whole, int | float)
    count = rng.choice([rng.randint(0, int(whole)), rng.randint(0, 24) / 2])
    fill: Fill = {f"ind.{key}.{year}.num": count}
    if not base or whole != base[0]:
        fill[f"ind.{key}.{year}.den"] = whole
    if rng.random() < 0.7:
        fill[f"ind.{key}.{year}"] = int(200 * count / whole + 1) // 2 / 100
    return fill


def _plan(rng: Random, _: Fill) -> Fill:
    """Terms and people item by item, or once for a section."""
    fill: Fill = {}
    by_section = rng.random()
    for table in (PlanHeading, PlanItem):
        likely = by_section if table is PlanHeading else 1 - by_section / 2
        for row in EDITION.rows_of(table.rows):
            if rng.random() < likely:
                fill[f"pln.{row.key}.term"] = rng.choice(["сентябрь 2020", "ежеквартально"])
            if rng.random() < likely:
                fill[f"pln.{row.key}.responsible"] = "зам. директора"
    return fill


def with_slips(rng: Random) -> Fill:
    """A good school with a few cells wrong."""
    fill = consistent(rng)
    for field in rng.sample(INPUTS, rng.randint(1, 12)):
        fill[field.id] = rng.choice(SLIPS)
    return fill


def with_wrong_numbers(rng: Random) -> Fill:
    """A good school whose exam tables were copied carelessly."""
    fill = consistent(rng)
    typed = [field.id for field in NUMBERS if field.id in fill]
    for field_id in rng.sample(typed, min(len(typed), rng.randint(2, 25))):
        number = fill[field_id]
        assert isinstance(number, int | float)
        fill[field_id] = rng.choice(
            [number + 1, number - 1, -number, number / 2, number * 100, None]
        )
    return fill


def without_exams(rng: Random) -> Fill:
    """A school without graduates or without a grade 11, its tables empty or not."""
    fill = with_slips(rng) if rng.random() < 0.5 else consistent(rng)
    fill["meta.grade11"] = rng.choice([*GRADE11_STATES, *GRADE11_STATES[1:], " 11 класса нет "])
    if rng.random() < 0.7:
        exams = ("ege.", "org.", "prob.avg", "prob.n80", "prob.n_not_passed_ege")
        fill = {key: value for key, value in fill.items() if not key.startswith(exams)}
    return fill


def small_numbers(rng: Random) -> Fill:
    """Numbers so small that relations hold and fail by chance."""
    share, most = rng.random(), rng.choice([1, 2, 3, 9])
    return _scattered(rng, NUMBERS, share, lambda field: rng.randint(0, most)) | _said(rng)


def fractions(rng: Random) -> Fill:
    """Numbers with one to three decimals, ties of rounding among them."""

    def number(field: Field) -> object:
        if field.kind is Kind.SHARE:
            return rng.randint(0, 1000) / 1000
        return rng.randint(-20, 2000) / 10 ** rng.randint(1, 3)

    return _scattered(rng, NUMBERS, 0.6, number) | _said(rng)


def slips_everywhere(rng: Random) -> Fill:
    return _scattered(rng, INPUTS, rng.random(), lambda field: rng.choice(SLIPS))


def nearly_blank(rng: Random) -> Fill:
    return _scattered(rng, INPUTS, 0.01, lambda field: rng.choice(SLIPS)) | _said(rng)


def _said(rng: Random) -> Fill:
    fill: Fill = {"meta.stage": rng.choice([*STAGES, " Черновик ", None])}
    if rng.random() < 0.5:
        fill["meta.grade11"] = rng.choice(GRADE11_STATES)
    return fill


def _scattered(
    rng: Random, fields: list[Field], share: float, value: Callable[[Field], object]
) -> Fill:
    return {field.id: value(field) for field in fields if rng.random() < share}


SORTS: tuple[Callable[[Random], Fill], ...] = (
    consistent,
    with_slips,
    with_wrong_numbers,
    without_exams,
    small_numbers,
    fractions,
    with_slips,
    slips_everywhere,
    nearly_blank,
)
