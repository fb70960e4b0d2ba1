"""«Риски»: which of the district's criteria each school meets, each by itself.

There is no rating: the total is how many criteria are met. The limits are settings
(`RiskLimits`); an average of fewer people than `min_group` is no criterion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from weakref import WeakKeyDictionary

from ...district.counted import CountedSchool
from ...district.lines import Status, SubmissionLine
from ...district.school import School
from ...district.settings import Settings
from ...expressions.numbers import percent, shown
from ...form.rows import Subject
from ..figures import exact
from .dynamics import Measures, of_figures, of_school
from .plan import ALL
from .summary import DistrictSummary

YES, NO = "да", "нет"
_NOT_SAT = "не сдавали"
_NO_FILE = "—"


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
    persons: float | None
    answers: tuple[Answer, ...]

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


def criteria(settings: Settings) -> tuple[str, ...]:
    """The criteria in words, with the district's limits."""
    limits = settings.risks
    return (
        "Есть не преодолевшие порог по обязательному предмету",
        f"По предмету не преодолели порог {limits.fail_share} % и больше",
        f"Средний балл ниже районного на {shown(limits.below_district)} и больше",
        f"Средний балл выше порога не больше чем на {shown(limits.near_threshold)} или ниже него",
        f"Просрочено {limits.overdue_share} % и больше пунктов, срок которых прошёл",
        "Файла нет, или он не принят",
    )


def school_risks(summary: DistrictSummary) -> tuple[SchoolRisks, ...]:
    """Each school of the registry in its order, those without a file too.

    Each is opened once, and the answers kept: two sheets speak of them.
    """
    if summary not in _FOUND:
        _FOUND[summary] = tuple(_school_risks(summary))
    return _FOUND[summary]


_FOUND: WeakKeyDictionary[DistrictSummary, tuple[SchoolRisks, ...]] = WeakKeyDictionary()


def _school_risks(summary: DistrictSummary) -> Iterator[SchoolRisks]:
    seen = set[str]()
    for line in summary.lines:
        if line.school is not None and line.school.key not in seen:
            seen.add(line.school.key)
            yield _of_line(summary, line, line.school)


def _of_line(summary: DistrictSummary, line: SubmissionLine, school: School) -> SchoolRisks:
    if not line.status.counts:
        said = "файл не принят" if line.status is Status.REFUSED else "нет файла"
        answer = Answer(met=True, words=f"{YES}: {said}")
        if line.status is Status.NO_DATA:
            answer = Answer(met=False, words=f"{NO}: {Status.NO_DATA}")
        nothing = (Answer(met=False, words=_NO_FILE),) * (len(criteria(summary.settings)) - 1)
        return SchoolRisks(school, None, (*nothing, answer))
    counted = summary.counted.opened(line)
    sat = list(_sat(summary, counted))
    persons = summary.figures["org.persons"].recipe.given(counted)
    answers = (
        *_exams(summary.settings, sat),
        _overdue(summary, counted),
        Answer(met=False, words=NO),
    )
    return SchoolRisks(school, None if persons is None else float(persons.count), answers)


def _sat(summary: DistrictSummary, school: CountedSchool) -> Iterator[Sat]:
    """The subjects with numbers that count."""
    for subject in summary.edition.subjects:
        own = of_school(school, summary.figures, subject.key)
        if own.was_sat:
            below = summary.figures[f"ege.{subject.key}.below"].recipe.given(school)
            district = of_figures(summary.figures, subject.key).mean
            yield Sat(subject, own, float(below.count) if below else 0, district)


def _exams(settings: Settings, sat: list[Sat]) -> Iterator[Answer]:
    limits, enough = settings.risks, [one for one in sat if one.people >= settings.min_group]
    few = f"{NO}: участников меньше {settings.min_group}" if sat else _NOT_SAT
    yield _answer(
        [(_of(one), one.failed) for one in sat if one.subject.mandatory and one.below],
        sat,
        _NOT_SAT,
    )
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
            (f"{_mean(one)}, по району {shown(one.district)}", one.average)
            for one in enough
            if _gap(one.district, one.own.mean) >= exact(limits.below_district)
        ],
        enough,
        few,
    )
    yield _answer(
        [
            (f"{_mean(one)}, порог {one.subject.threshold}", one.average)
            for one in enough
            if one.own.mean is not None
            and _gap(one.own.mean, one.subject.threshold) <= exact(limits.near_threshold)
        ],
        enough,
        few,
    )


def _answer(found: list[tuple[str, str]], asked: list[Sat], unasked: str) -> Answer:
    """Met where anything was found; `unasked` says why there was nothing to look at."""
    if found:
        said, keys = zip(*found, strict=True)
        return Answer(met=True, words=f"{YES}: {'; '.join(said)}", keys=keys)
    return Answer(met=False, words=NO if asked else unasked)


def _gap(higher: float | None, lower: float | None) -> Decimal:
    """The difference without the dust of binary fractions; below every limit where one is blank."""
    if higher is None or lower is None:
        return Decimal("-Infinity")
    return Decimal(repr(round(higher - lower, 9)))


def _of(one: Sat) -> str:
    return f"{one.subject.label} — {one.below:g} из {one.people}"


def _mean(one: Sat) -> str:
    return f"{one.subject.label} — {shown(one.own.mean)} (участников {one.people})"


def _overdue(summary: DistrictSummary, school: CountedSchool) -> Answer:
    plan = summary.plans.of(school.key)
    late, due = plan.number("overdue", ALL), plan.number("due", ALL)
    if not due:
        return Answer(met=False, words=f"{NO}: сроки не наступили")
    met = late * 100 >= summary.settings.risks.overdue_share * due
    share = percent(late, due)
    words = f"{YES if met else NO}: {share} % ({late} из {due})"
    return Answer(met=met, words=words, keys=(f"plan.late_share.{ALL}",) if met else ())
