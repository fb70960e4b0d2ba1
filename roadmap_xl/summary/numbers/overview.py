"""«Обзор»: what a head of department wants to know first, from the figures of the other sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...district.lines import Status, SubmissionLine
from ...form.fields import Form
from ...form.tables import PlanItem, ProblemCount
from ..figures import Basis, Recipe, Total
from .averages import SubjectAverage, subject_averages
from .dynamics import last_year
from .plan import ALL, sections
from .risks import criteria, has_criteria, school_risks
from .summary import Coverage, DistrictSummary

MOST_NAMED = 6
"""Schools named in one sentence; of more, how many more."""
_PERSONS = (
    ("Участников ЕГЭ, человек", "org.persons"),
    ("Не прошли ЕГЭ, человек", "prob.n_not_passed_ege"),
)
"""Numbers of persons, where the form asks for them."""
PLAN, NOTHING_YET = "План исполнен", "—"


@dataclass(frozen=True, slots=True)
class Tile:
    """A number to be seen from afar: what it is, where it comes from, what to know about it."""

    caption: str
    value: float | str | None
    key: str = ""
    """Of the figure; behind «~» the name of a number that is none; empty where it is a text."""
    note: str = ""
    style: str = "tile_number"

    @property
    def tag(self) -> str:
        """Of the tile's column, for «откуда эта цифра»."""
        return self.key if not self.key or self.key[0] == "~" else f"={self.key}"


def overview_recipes(basis: Basis) -> dict[str, Recipe]:
    """By key: «prob.n_not_passed_ege» and the like, persons that may be summed over schools."""
    rows = basis.form.edition.problem_counts
    return {f"prob.{row.key}": Total((_slot(basis.form, row.key),)) for row in rows}


def _slot(form: Form, key: str) -> int:
    (field,) = form.fields_of(ProblemCount, key)
    return field.slot


class Overview:
    """The district at a glance; each school is opened once, for its risks."""

    def __init__(self, summary: DistrictSummary) -> None:
        self.summary = summary

    @cached_property
    def averages(self) -> list[SubjectAverage]:
        """The subjects that were sat and have a mean."""
        found = subject_averages(self.summary.edition, self.summary.figures)
        return [one for one in found if one.mean is not None]

    @cached_property
    def risks(self) -> Sequence[int]:
        """How many schools meet each criterion, in the order of the criteria."""
        asked = criteria(self.summary.settings, self.summary.edition)
        return [self._risks[at] for at in range(len(asked))]

    @property
    def at_risk(self) -> int:
        """The schools that meet a criterion."""
        return self._risks[-1]

    @cached_property
    def _risks(self) -> Counter[int]:
        found: Counter[int] = Counter()
        for school in school_risks(self.summary):
            found.update(at for at, answer in enumerate(school.answers) if answer.met)
            found[-1] += bool(school.total)
        return found

    def before(self, average: SubjectAverage) -> float | None:
        """Last year's mean of the subject, where it means the same."""
        last = last_year(self.summary)
        return None if last is None else last.average(average.subject.key)

    def tiles(self) -> Iterator[Tile]:
        """The numbers in the order they are read."""
        summary = self.summary
        yield Tile("Сдали", summary.coverage.short, note=self._others())
        for caption, key in _PERSONS:
            if key in summary.figures:
                yield self._persons(caption, key)
        for average in self.averages:
            if average.subject.mandatory:
                yield self._mean(average)
        if summary.edition.has(PlanItem):
            yield self._plan()
        if has_criteria(summary.edition):
            yield Tile("Школ с признаками риска", self.at_risk, "~at_risk", self._without_data())

    def _others(self) -> str:
        """How many schools are not in the totals, by what became of them."""
        numbers = Counter(one.status for one in self.summary.best_lines if not one.status.counts)
        always = dict.fromkeys((Status.MISSING, Status.REFUSED), 0)
        return ", ".join(f"{status}: {number}" for status, number in (always | numbers).items())

    def _without_data(self) -> str:
        number = sum(not one.has_data for one in school_risks(self.summary))
        return f"нет данных: {number}" if number else "лист «Риски»"

    def _persons(self, caption: str, key: str) -> Tile:
        figure = self.summary.figures[key]
        coverage = Coverage(figure.counted, self.summary.exam_schools)
        return Tile(caption, figure.value, key, f"учтено {coverage.short}")

    def _mean(self, average: SubjectAverage) -> Tile:
        below = self.summary.figures[f"ege.{average.subject.key}.below"].value or 0
        note = f"порог {average.subject.threshold}, не преодолели: {below:g}"
        caption = f"{average.subject.label}, средний балл"
        style = "tile_mark" if average.digits else "tile_number"
        return Tile(caption, average.mean, f"avg.{average.subject.key}.mean", note, style)

    def _plan(self) -> Tile:
        """A dash until a term has passed or a school says that it has begun."""
        counts = {
            name: self.summary.figures[f"plan.{name}.{ALL}"].value or 0
            for name in ("done", "going", "due", "overdue")
        }
        if not any(counts.values()):
            return Tile(PLAN, NOTHING_YET, note="сроки не наступили, отметок нет")
        key, late = f"plan.share.{ALL}", f"просрочено пунктов: {counts['overdue']:g}"
        share = self.summary.figures[key].value
        return Tile(PLAN, None if share is None else share / 100, key, late, "tile_share")

    def sentences(self) -> Iterator[str]:
        """What needs somebody, in words; nothing that needs nobody."""
        for status, beginning in (
            (Status.MISSING, "Не сдали"),
            (Status.REFUSED, "Не приняты"),
            (Status.DRAFT, "Прислали черновик, он не учтён"),
            (Status.EMPTY, "Прислали пустой бланк"),
        ):
            if names := [_name(line) for line in self.summary.schools_with(status)]:
                yield f"{beginning}: {_listed(names)}."
        if self.summary.unknown:
            yield (
                f"Не опознано файлов: {self.summary.unknown}. Впишите код школы в журнал напротив "
                "файла и соберите сводку снова."
            )
        yield from self._lowest_subject()
        yield from self._latest_section()

    def _lowest_subject(self) -> Iterator[str]:
        shares = [
            (one.share("below").percent or 0, one)
            for one in self.summary.subjects[:-1]
            if one.value("total")
        ]
        if shares and (worst := max(shares, key=lambda pair: pair[0]))[0]:
            share, subject = worst
            below, whole = subject.value("below"), subject.value("total")
            yield (
                f"Доля не преодолевших порог выше всего по предмету «{subject.label}»: "
                f"{share:g} % ({below:g} из {whole:g})."
            )

    def _latest_section(self) -> Iterator[str]:
        late = [
            (self.summary.figures[f"plan.overdue.{key}"].value or 0, key, label)
            for key, label in sections(self.summary.edition)
        ]
        if late and (worst := max(late, key=lambda one: one[0]))[0]:
            yield f"Больше всего просрочено в разделе {worst[1]} «{worst[2]}»: {worst[0]:g}."


def _name(line: SubmissionLine) -> str:
    return line.school.full_name if line.school else ""


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return "; ".join(names[:MOST_NAMED]) + (f"; и ещё {more}" if more > 0 else "")
