"""The eleven invented schools as the cells they typed, their faults included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from ...expressions.numbers import percent, round_half_up
from ...form.edition import Edition
from ...form.fields import Form
from ...form.rows import PlanItemRow, Subject
from ...form.submission import Submission, Value, blank
from ...form.vocabulary import HAS_GRADE11
from .invented import (
    Graduate,
    InventedSchool,
    Years,
    graduates_of,
    invented_district,
    invented_texts,
)

HIGH = 80
"""«80 и более баллов»."""
WRITTEN_FOR = 2020
"""The exam year that the invented texts speak of; another edition's are shifted."""
_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")
Values = dict[str, Value]


def exam_values(edition: Edition, graduates: Sequence[Graduate]) -> dict[str, Value]:
    """Bands, averages and numbers of persons by field id; nothing where nobody sat an exam."""
    if not graduates:
        return {}
    values: dict[str, Value] = {"org.participants_persons": len(graduates)}
    for subject in edition.subjects:
        if marks := [marks[subject.key] for marks in graduates if subject.key in marks]:
            values |= _subject(edition, subject, marks)
    for column in edition.school_columns:
        subjects = [s.key for s in edition.subjects if s.school_column == column.key]
        if marks := [marks[key] for marks in graduates for key in subjects if key in marks]:
            values[f"org.{column.key}.n80_plus"] = sum(mark >= HIGH for mark in marks)
    thresholds = {subject.key: threshold(subject) for subject in edition.subjects}
    values["prob.n80_plus"] = sum(max(marks.values()) >= HIGH for marks in graduates)
    values["prob.n_not_passed_ege"] = sum(
        any(mark < thresholds[key] for key, mark in marks.items()) for marks in graduates
    )
    return values


def threshold(subject: Subject) -> int:
    """The mark that passes: of two official ones the higher, for university entry.

    In 2020 exams were sat for entry only (domain.md 3.2).
    """
    return subject.thresholds[-1]


def _subject(
    edition: Edition, subject: Subject, marks: Sequence[int]
) -> Iterator[tuple[str, Value]]:
    yield f"prob.avg.{subject.key}", round_half_up(sum(marks) / len(marks), 1)
    yield f"ege.{subject.key}.total", len(marks)
    bands = [_band(edition, subject, mark) for mark in marks]
    for band in edition.bands:
        yield f"ege.{subject.key}.{band.key}", bands.count(band.key)


def _band(edition: Edition, subject: Subject, mark: int) -> str:
    """The last band that begins at or below the mark."""
    reached = [
        band.key
        for band in edition.bands
        if mark >= (threshold(subject) if band.lowest == "threshold" else band.lowest)
    ]
    return reached[-1]


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """One invented school's file."""

    code: str
    file_name: str
    raw: Mapping[str, Value]
    """By field id, what stands in the cells: may be text where a number is asked for."""
    remark: str
    """What is wrong with the file; empty where nothing is."""

    def submission(self, form: Form) -> Submission:
        """The cells as a submission that the writer can write; not cleaned."""
        return blank(form, self.raw)


def demo_schools(form: Form) -> tuple[DemoSchool, ...]:
    """All eleven, the same at every call."""
    return tuple(
        DemoSchool(school.code, school.file_name, _typed(form, school, number), school.remark)
        for number, school in enumerate(invented_district().schools)
    )


def _typed(form: Form, school: InventedSchool, number: int) -> Values:
    exams = exam_values(form.edition, graduates_of(school.code))
    values = {
        **_identity(form.edition, school),
        **exams,
        **dict(_problem(school)),
        **dict(_base_math(form.edition, school)),
        **dict(_base_math_of_this_year(form.edition, exams)),
        **dict(_indicators(form.edition, school)),
        **dict(_words(form.edition, school, number)),
        **school.typed_wrong,
    }
    return {
        key: value
        for key, value in values.items()
        if value is not None and not _left_blank(school, key)
    }


def _left_blank(school: InventedSchool, field_id: str) -> bool:
    return any(fnmatchcase(field_id, pattern) for pattern in school.left_blank)


def _identity(edition: Edition, school: InventedSchool) -> Values:
    return {
        "meta.school_name": school.name,
        "meta.school_id": school.code if school.knows_code else None,
        "meta.results_year": edition.results_year,
        "meta.stage": school.stage,
        "meta.report_date": date(edition.exam_year, 10, 1),
        "meta.grade11": school.grade11,
        "meta.grads11_total": school.graduates,
        "meta.contact": f"{school.deputy}, тел. {school.phone}, {school.email}",
        "sgn.position": "Директор",
        "sgn.fio": school.director,
        "sgn.date": date(edition.exam_year, 10, 1),
    }


def _problem(school: InventedSchool) -> Iterator[tuple[str, Value]]:
    """Numbers that no other table gives; in 2020 certificates were issued without exams."""
    yield "prob.n_not_passed_gia", 0
    yield "prob.n_olymp", school.olympiad_winners
    for key, counts in school.headcounts.items():
        yield from _years(f"meta.{key}", counts)


def _base_math(edition: Edition, school: InventedSchool) -> Iterator[tuple[str, Value]]:
    """Last year's marks, and the label of each year."""
    for row in edition.base_math:
        yield f"bm.{row.key}.year", row.prefilled
    if school.base_math:
        yield "bm.2.total", sum(school.base_math)
        for grade, count in zip(("g2", "g3", "g4", "g5"), school.base_math, strict=True):
            yield f"bm.2.{grade}", count


def _base_math_of_this_year(
    edition: Edition, exams: Mapping[str, Value]
) -> Iterator[tuple[str, Value]]:
    """In a year of two levels whoever did not sit profile maths sat this one, and passed."""
    persons, profile = exams.get("org.participants_persons"), exams.get("ege.math_prof.total", 0)
    if not (edition.one_maths_level and isinstance(persons, int) and isinstance(profile, int)):
        return
    if not (others := persons - profile):
        return
    quarter = others // 4
    yield "bm.1.total", others
    for grade, count in (("g2", 0), ("g3", quarter), ("g4", others - 2 * quarter), ("g5", quarter)):
        yield f"bm.1.{grade}", count


def _indicators(edition: Edition, school: InventedSchool) -> Iterator[tuple[str, Value]]:
    bases = {row.key: row.base for row in edition.indicators}
    for key, counts in school.counted.items():
        (base,) = bases[key]
        yield from _share(key, counts, school.headcounts[base])
    for key, ((count1, whole1), (count2, whole2)) in school.shares.items():
        yield from _share(key, (count1, count2), (whole1, whole2))
        yield from _years(f"ind.{key}", (whole1, whole2), ".den")
    for key, answers in school.flags.items():
        yield f"ind.{key}.unit", "шк."
        yield from _years(f"ind.{key}", answers)
    for number, own in enumerate(school.own, start=1):
        yield f"ind.1.5-{number}.name", own.name
        yield f"ind.1.5-{number}.unit", own.unit
        yield from _years(f"ind.1.5-{number}", own.values)


def _share(key: str, counts: Years, wholes: Years) -> Iterator[tuple[str, Value]]:
    """The document's percent as Excel stores «86%», and the численность it comes from."""
    yield f"ind.{key}.unit", "%"
    yield from _years(f"ind.{key}", counts, ".num")
    shares = [(percent(*pair) or 0) / 100 for pair in zip(counts, wholes, strict=True)]
    yield from _years(f"ind.{key}", shares)


def _years(stem: str, values: Sequence[Value], column: str = "") -> Iterator[tuple[str, Value]]:
    yield f"{stem}.y1{column}", values[0]
    yield f"{stem}.y2{column}", values[1]


def _words(edition: Edition, school: InventedSchool, number: int) -> Iterator[tuple[str, Value]]:
    """Passport and plan, in the school's own variant of the wording."""
    people = {
        "director": f"директор {school.director}",
        "deputy": f"заместитель директора по УВР {school.deputy}",
        "phone": school.phone,
    }
    for key, variants in invented_texts().passport.items():
        text = _capital(variants[number % len(variants)].format(**people))
        yield f"psp.{key}", _in_years_of(edition, text)
    yield "psp.funding", school.funding
    texts = invented_texts().plan
    for item in edition.plan_items:
        if item.key not in texts or not _applies(item, school):
            continue
        written = texts[item.key]
        yield (
            f"pln.{item.key}.term",
            _in_years_of(edition, written.terms[number % len(written.terms)]),
        )
        yield f"pln.{item.key}.responsible", written.responsible.format(**people)
        yield f"pln.{item.key}.result", _in_years_of(edition, written.result)
        if mark := written.marks[number % len(written.marks)]:
            yield f"pln.{item.key}.mark", _in_years_of(edition, mark)


def _applies(item: PlanItemRow, school: InventedSchool) -> bool:
    return school.grade11 == HAS_GRADE11 or not item.needs_grade11


def _in_years_of(edition: Edition, text: str) -> str:
    """The text with its years shifted to those of the edition."""
    later = edition.exam_year - WRITTEN_FOR
    return _YEAR.sub(lambda year: str(int(year[0]) + later), text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
