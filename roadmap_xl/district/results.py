"""Protocols of РЦОИ by the district's schools: the table «Данные РЦОИ», and numbers for blanks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..form.edition import Edition
from ..form.results import BASE_MATH, BASE_MATH_NAMES, PERSONS, base_math_row, count_results
from ..form.submission import Value
from ..form.tables import BANDS, Average, BaseMath, SubjectResults
from ..reader.protocols.newest import Results, comparable_code
from .official import MEAN, OfficialRow
from .registry import Registry, SchoolEntry

MOST_NAMED = 20
"""Of codes that no school has, and of rows that are unclear, as many are named."""
_PLACE = "протоколы"


class DistrictResults:
    """What the protocols say of each school of the registry."""

    def __init__(self, results: Results, edition: Edition, registry: Registry) -> None:
        self.results = results
        self._edition = edition
        self._schools = registry.schools
        self._by_code = results.by_school()
        self._known = {comparable_code(school.code_of_exams) for school in registry.schools}

    def values_of(self, school: SchoolEntry) -> dict[str, Value]:
        """The school's numbers by field id; of persons only where every row of it is clear."""
        results = self._by_code.get(comparable_code(school.code_of_exams))
        if results is None:
            return {}
        found = count_results(self._edition, results.usable())
        if results.doubtful or results.is_doubtful or not results.has_mandatory(self._edition):
            found = {key: value for key, value in found.items() if key not in PERSONS}
        return found

    def official_rows(self) -> list[OfficialRow]:
        """A row for each school and subject, as the table «Данные РЦОИ» has them."""
        return [row for school in self._schools for row in self._rows_of(school)]

    def _rows_of(self, school: SchoolEntry) -> Iterator[OfficialRow]:
        values = self.values_of(school)
        for subject in self._edition.subjects:
            prefix = f"{SubjectResults.prefix}.{subject.key}"
            numbers = _numbers(values, {name: f"{prefix}.{name}" for name in ("total", *BANDS)})
            numbers |= _numbers(values, {MEAN: f"{Average.prefix}.{subject.key}"})
            if numbers:
                yield OfficialRow(_PLACE, school.code, school.name, subject.label, numbers)
        prefix = f"{BaseMath.prefix}.{base_math_row(self._edition)}"
        if numbers := _numbers(values, {"total": f"{prefix}.total", "below": f"{prefix}.g2"}):
            yield OfficialRow(_PLACE, school.code, school.name, BASE_MATH_NAMES[0], numbers)

    def as_lines(self) -> list[str]:
        """The sum of the rows, codes that no school has, and what is open because of a row."""
        lines = [f"Строк протоколов: {len(self.results.outcomes)}.", *self.results.in_words()]
        strangers = [
            code for code in self.results.codes if comparable_code(code) not in self._known
        ]
        if strangers:
            lines.append(
                f"  Коды ОО, которых нет в реестре: {_listed(strangers)}. Если это ваша школа, "
                "впишите её код в графу «Код ОО в РЦОИ» реестра."
            )
        lines += [f"  {school.name}: не заполнено, пока не поняты все строки: {', '.join(names)}."
                  for school in self._schools if (names := self._open(school))]  # fmt: skip
        return lines

    def _open(self, school: SchoolEntry) -> list[str]:
        results = self._by_code.get(comparable_code(school.code_of_exams))
        keys = results.doubtful if results else frozenset()
        named = [subject.label for subject in self._edition.subjects if subject.key in keys]
        return [*named, *(BASE_MATH_NAMES[:1] if BASE_MATH in keys else ())]


def _numbers(values: dict[str, Value], fields: dict[str, str]) -> dict[str, float]:
    found = {name: values.get(field_id) for name, field_id in fields.items()}
    return {name: value for name, value in found.items() if isinstance(value, int | float)}


def _listed(codes: Sequence[str]) -> str:
    more = len(codes) - MOST_NAMED
    return ", ".join(codes[:MOST_NAMED]) + (f" и ещё {more}" if more > 0 else "")
