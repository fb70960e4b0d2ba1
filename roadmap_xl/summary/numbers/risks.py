"""«Риски»: which of the district's criteria each school meets, each by itself.

There is no rating: the total is how many criteria are met. The limits are settings
(`RiskLimits`); an average of fewer people than `min_group` is no criterion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import compress

from ...district.counted import NOT_IN_FORM, CountedSchool
from ...district.lines import Status, SubmissionLine
from ...district.school import School
from ...district.settings import Settings
from ...expressions.numbers import percent, show_value
from ...form.derived import derived
from ...form.edition import Edition
from ...form.rows import Subject
from ...form.tables import PlanItem, SubjectResults
from ..figures import as_exact
from .averages import has_averages
from .base_math import MARKS, SchoolMarks, held_years, school_marks
from .dynamics import Measures, of_figures, of_school
from .from_files import plan_book
from .plan import ALL
from .summary import DistrictSummary

YES, NO = "да", "нет"
_NOT_SAT = "не сдавали"
NO_DATA = "нет данных"
BASE_MATH = "Математика базовая"
FAILED = 1 + MARKS.index("g2")
"""The place of «2» among a school's numbers, behind «Всего»."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a school meets a criterion, with the numbers that say so."""

    met: bool
    words: str
    keys: tuple[str, ...] = ()
    """Of the figures that say so, where it is met."""


@dataclass(frozen=True, slots=True)
class SchoolRisks:
    """One school's answers, in the order of the criteria."""

    school: School
    status: Status
    """What became of its best file."""
    persons: float | None
    answers: tuple[Answer, ...]

    @property
    def has_data(self) -> bool:
        """Its file is in the totals; else nothing is known of its risks."""
        return self.status.counts

    @property
    def total(self) -> int:
        return sum(answer.met for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Sat:
    """A subject that a school's pupils sat, with its numbers there and the district's mean."""

    subject: Subject
    own: Measures
    below: float
    district: float | None

    @property
    def people(self) -> int:
        return int(self.own.n or 0)

    @property
    def failed(self) -> str:
        """The key of the figure of who did not reach the threshold."""
        return f"dyn.{self.subject.key}.fail"

    @property
    def average(self) -> str:
        """The key of the average's figure."""
        return f"avg.{self.subject.key}.mean"


def criteria(settings: Settings, edition: Edition) -> tuple[str, ...]:
    """The criteria in words, with the district's limits; those that the form has numbers for."""
    limits = settings.risks
    words = (
        "Есть не преодолевшие порог по обязательному предмету",
        f"По предмету не преодолели порог {limits.fail_share} % и больше",
        f"Средний балл ниже районного на {show_value(limits.below_district)} и больше",
        f"Средний балл выше порога не больше чем на {show_value(limits.near_threshold)} "
        "или ниже него",
        f"Просрочено {limits.overdue_share} % и больше пунктов, срок которых прошёл",
    )
    return tuple(compress(words, _asked(edition)))


def _asked(edition: Edition) -> tuple[bool, ...]:
    """Which criteria, in their order, the form has the tables for."""
    exams = edition.has(SubjectResults)
    has_mandatory = exams or edition.exam_year in held_years(edition)
    averages = has_averages(edition)
    return has_mandatory, exams, averages, averages, edition.has(PlanItem)


def has_criteria(edition: Edition) -> bool:
    """Whether there is any: else there is no sheet «Риски»."""
    return any(_asked(edition))


@derived
def school_risks(summary: DistrictSummary) -> tuple[SchoolRisks, ...]:
    """Each school of the registry in its order, those without a file too.

    Each is opened once, and the answers kept: two sheets speak of them.
    """
    return tuple(
        _of_line(summary, line, line.school)
        for line in summary.best_lines
        if line.school is not None
    )


def _of_line(summary: DistrictSummary, line: SubmissionLine, school: School) -> SchoolRisks:
    if not line.status.counts:
        unknown = (Answer(met=False, words=NO_DATA),) * len(
            criteria(summary.settings, summary.edition)
        )
        return SchoolRisks(school, line.status, None, unknown)
    counted = summary.counted.open(line)
    sat = list(_sat(summary, counted))
    figure = summary.figures.get("org.persons")
    persons = figure.recipe.contribution(counted) if figure else None
    answers = (
        _mandatory(summary, counted, sat),
        *_of_exams(summary, counted, sat),
        _overdue(summary, counted),
    )
    number = None if persons is None else float(persons.count)
    asked = tuple(compress(answers, _asked(summary.edition)))
    return SchoolRisks(school, line.status, number, asked)


def _sat(summary: DistrictSummary, school: CountedSchool) -> Iterator[Sat]:
    """The subjects with numbers that count."""
    means = _district_means(summary)
    for subject in summary.edition.subjects:
        own = of_school(school, summary.figures, subject.key)
        if own.was_sat:
            below = summary.figures[f"ege.{subject.key}.below"].recipe.contribution(school)
            yield Sat(subject, own, float(below.count) if below else 0, means[subject.key])


@derived
def _district_means(summary: DistrictSummary) -> Mapping[str, float | None]:
    """The district's mean of each subject."""
    keys = (subject.key for subject in summary.edition.subjects)
    return {key: of_figures(summary.figures, key).mean for key in keys}


def _mandatory(summary: DistrictSummary, school: CountedSchool, sat: list[Sat]) -> Answer:
    """Who failed a mandatory subject, a «2» in base mathematics of the year among them."""
    marks = _base_math(summary, school)
    found = [(_of(one), one.failed) for one in sat if one.subject.mandatory and one.below]
    if marks is not None and marks.counts and marks.numbers[FAILED]:
        whole, failed = marks.numbers[0], marks.numbers[FAILED]
        found.append((f"{BASE_MATH} — {failed:g} из {whole:g}", f"bm.{marks.year}.g2"))
    if not found and (unknown := _unknown(summary, school, marks)):
        return Answer(met=False, words=f"{NO_DATA}: {'; '.join(unknown)}")
    was_sat = bool(sat) or (marks is not None and marks.counts)
    return _answer(found, was_sat, _NOT_SAT)


def _base_math(summary: DistrictSummary, school: CountedSchool) -> SchoolMarks | None:
    """The school's marks of this year's exam; None where there was none."""
    year = summary.edition.exam_year
    return school_marks(school, year) if year in held_years(summary.edition) else None


def _unknown(
    summary: DistrictSummary, school: CountedSchool, marks: SchoolMarks | None
) -> list[str]:
    """The mandatory subjects that an error leaves out."""
    subjects = summary.edition.subjects if summary.edition.has(SubjectResults) else ()
    rows = [(one, f"ege.{one.key}.below") for one in subjects if one.mandatory]
    left_out = [
        f"{one.label} ({fault.code})"
        for one, key in rows
        if (fault := summary.figures[key].recipe.left_out(school))
    ]
    if marks is not None and marks.left_out is not None:
        left_out.append(f"{BASE_MATH} ({marks.left_out.code})")
    return left_out


def _of_exams(summary: DistrictSummary, school: CountedSchool, sat: list[Sat]) -> Iterable[Answer]:
    if not school.asks(SubjectResults):
        return (Answer(met=False, words=f"{NO_DATA}: {NOT_IN_FORM}"),) * 3
    return _exams(summary.settings, sat)


def _exams(settings: Settings, sat: list[Sat]) -> Iterator[Answer]:
    limits, enough = settings.risks, [one for one in sat if one.people >= settings.min_group]
    few = f"{NO}: участников меньше {settings.min_group}" if sat else _NOT_SAT
    yield _answer(
        [
            (f"{_of(one)} ({percent(one.below, one.people)} %)", one.failed)
            for one in sat
            if one.below * 100 >= limits.fail_share * one.people
        ],
        sat,
        _NOT_SAT,
    )
    yield _answer(
        [
            (f"{_mean(one)}, по району {show_value(one.district)}", one.average)
            for one in enough
            if _gap(one.district, one.own.mean) >= as_exact(limits.below_district)
        ],
        enough,
        few,
    )
    yield _answer(
        [
            (f"{_mean(one)}, порог {one.subject.threshold}", one.average)
            for one in enough
            if one.own.mean is not None
            and _gap(one.own.mean, one.subject.threshold) <= as_exact(limits.near_threshold)
        ],
        enough,
        few,
    )


def _answer(found: list[tuple[str, str]], asked: object, unasked: str) -> Answer:
    """Met where anything was found; `unasked` says why there was nothing to look at."""
    if found:
        reasons, keys = zip(*found, strict=True)
        return Answer(met=True, words=f"{YES}: {'; '.join(reasons)}", keys=keys)
    return Answer(met=False, words=NO if asked else unasked)


def _gap(higher: float | None, lower: float | None) -> Decimal:
    """The difference without the dust of binary fractions; below every limit where one is blank."""
    if higher is None or lower is None:
        return Decimal("-Infinity")
    return Decimal(repr(round(higher - lower, 9)))


def _of(one: Sat) -> str:
    return f"{one.subject.label} — {one.below:g} из {one.people}"


def _mean(one: Sat) -> str:
    return f"{one.subject.label} — {show_value(one.own.mean)} (участников {one.people})"


def _overdue(summary: DistrictSummary, school: CountedSchool) -> Answer:
    plan = plan_book(summary).of(school.key)
    if not plan.is_asked:
        return Answer(met=False, words=f"{NO_DATA}: {NOT_IN_FORM}")
    late, due = plan.number("overdue", ALL), plan.number("due", ALL)
    if not due:
        return Answer(met=False, words=f"{NO}: сроки не наступили")
    met = late * 100 >= summary.settings.risks.overdue_share * due
    share = percent(late, due)
    words = f"{YES if met else NO}: {share} % ({late} из {due})"
    return Answer(met=met, words=words, keys=(f"plan.late_share.{ALL}",) if met else ())
