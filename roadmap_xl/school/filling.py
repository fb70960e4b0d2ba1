"""Protocols of РЦОИ poured into a school's workbook: counts where nothing stands yet.

What the school typed stays. Where the protocols say otherwise that is said, with both numbers; only
if it is asked for, the protocols' number takes the place. Neither file is written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..errors import OutputError
from ..expressions.numbers import round_half_up, show_value
from ..form.edition import Edition
from ..form.fields import Field, Form
from ..form.forms import PACKAGED, Forms
from ..form.results import BASE_MATH, BASE_MATH_NAMES, PERSONS, count_results
from ..form.submission import Submission, Value
from ..reader.files.faults import Refused
from ..reader.files.opening import name_of
from ..reader.files.tables import table_bytes
from ..reader.protocols.newest import MOST_NAMED, Results, comparable_code, newest_of
from ..reader.protocols.reading import PersonMarks, Protocol, files_of, read_protocol
from ..reader.protocols.rows import ProtocolError, State
from ..reader.workbook import Reading, read_workbook
from ..rules.checking import BY_THE_SCHOOL, Occasion
from ..texts.typed import as_text
from ..workbook.repair_notes import Correction
from .repair import NotRepairableError, Repair, repair_reading, write_copy


@dataclass(frozen=True, slots=True)
class Difference:
    """A number of the school's that is not the protocols'."""

    field: Field
    place: str
    typed: str
    counted: Value
    is_replaced: bool

    @property
    def words(self) -> str:
        done = "заменено" if self.is_replaced else "оставлено, как вписано"
        name = " — ".join(dict.fromkeys((self.field.title, self.field.label)))
        counted = show_value(self.counted)
        return f"{self.place} ({name}): вписано {self.typed}, по протоколам {counted}; {done}"


@dataclass(frozen=True, slots=True)
class Filling:
    """A workbook with what the protocols say, and what became of each of their rows."""

    repair: Repair
    results: Results
    school: str
    """The code in the protocols; empty where they have none."""
    filled: tuple[Field, ...]
    same: int
    """How many of the school's numbers are the protocols', too."""
    differences: tuple[Difference, ...]
    persons_left_out: str
    """Why the numbers of persons were not counted; empty where they were."""

    def as_lines(self) -> list[str]:
        """What was filled, what differs, and the sum of the rows."""
        whose = f" школы с кодом {self.school}" if self.school else ""
        lines = [f"Строк протоколов{whose}: {len(self.results.outcomes)}."]
        lines += self.results.in_words()
        lines.append(f"Заполнено ячеек: {len(self.filled)}.")
        if self.same:
            lines.append(f"Уже стояло то же самое: {self.same}.")
        if self.differences:
            lines.append(f"Вписано другое, чем в протоколах: {len(self.differences)}.")
            lines += [f"  {one.words}" for one in self.differences]
        doubtful = self.results.doubtful
        if doubtful:
            edition = self.repair.submission.form.edition
            names = ", ".join(_named(edition, doubtful))
            lines.append(f"Не заполнено, пока не поняты все строки: {names}.")
        if self.persons_left_out:
            lines.append(f"Численность людей не посчитана: {self.persons_left_out}")
        return [*lines, *self.repair.as_lines()]


def fill_reading(
    reading: Reading,
    protocols: Sequence[Protocol],
    *,
    school: str = "",
    may_replace: bool = False,
    occasion: Occasion = BY_THE_SCHOOL,
) -> Filling:
    """The workbook of a reading with what the protocols say of this school.

    `school` is its code in them; without it the workbook's own. Raises `ProtocolError` where it is
    not clear which school is meant, `NotRepairableError` where the workbook was not read.
    """
    submission = reading.submission
    if submission is None:
        refusal = f"{reading.fault.message} {reading.fault.fix}" if reading.fault else ""
        raise NotRepairableError(refusal or f"Файл «{reading.file}» не прочитан.")
    code = _code(submission, protocols, school)
    results = newest_of(protocols)
    if code:
        results = results.by_school().get(comparable_code(code), Results((), ()))
    found = count_results(submission.form.edition, results.usable())
    why = _persons_left_out(submission, results, found)
    if why:
        found = {key: value for key, value in found.items() if key not in PERSONS}
    pouring = _Pouring(reading, submission, found, may_replace)
    return Filling(
        repair=repair_reading(pouring.reading, occasion),
        results=results,
        school=code,
        filled=tuple(pouring.filled),
        same=pouring.same,
        differences=tuple(pouring.differences),
        persons_left_out=why,
    )


def _code(submission: Submission, protocols: Sequence[Protocol], asked: str) -> str:
    """The school's code in the protocols; empty where they have none at all."""
    codes = list(dict.fromkeys(code for one in protocols for code in one.schools))
    own = asked or as_text(submission["meta.school_id"] or "")
    if not codes and not asked:
        return ""
    if any(comparable_code(code) == comparable_code(own) for code in codes if own):
        return own
    if not own and len(codes) == 1:
        return codes[0]
    reason = f"кода школы «{own}» в протоколах нет" if own else "в книге нет кода школы"
    listed = ", ".join(codes[:MOST_NAMED]) or "нет"
    raise ProtocolError(
        f"Не ясно, чьи результаты брать: {reason}. Коды ОО в протоколах: {listed}. Укажите нужный "
        "(в команде: --school КОД)."
    )


def _persons_left_out(submission: Submission, results: Results, found: dict[str, Value]) -> str:
    """Why one participant may be missing among the persons; empty where all are there."""
    edition = submission.form.edition
    if not found:
        return ""
    if PERSONS[0] not in found:
        return "в протоколах не сказано, какие строки об одном участнике."
    if results.doubtful or results.is_doubtful:
        return "не все строки поняты."
    sat = {one.subjects[0] for one in results.outcomes if one.state is State.RESULT}
    if not results.has_mandatory(edition):
        return "нет протоколов обязательных предметов, русского языка и математики."
    typed = {s.key for s in edition.subjects if submission[f"ege.{s.key}.total"]}
    if others := typed - sat:
        return (
            f"нет протоколов предметов, которые есть в книге: {', '.join(_named(edition, others))}."
        )
    return ""


def _named(edition: Edition, keys: frozenset[str] | set[str]) -> list[str]:
    names = [subject.label for subject in edition.subjects if subject.key in keys]
    return [*names, BASE_MATH_NAMES[0]] if BASE_MATH in keys else names


class _Pouring:
    """Counts beside what stands in the workbook, cell by cell."""

    def __init__(
        self, reading: Reading, submission: Submission, found: dict[str, Value], may_replace: bool
    ) -> None:
        self.filled: list[Field] = []
        self.same = 0
        self.differences: list[Difference] = []
        self._may_replace = may_replace
        self._reading, self._submission = reading, submission
        values = list(submission.values)
        poured_over: set[int] = set()
        for field in submission.form.fields:
            if field.id in found and self._takes(field, found[field.id]):
                values[field.slot] = found[field.id]
                poured_over.add(field.slot)
        poured = replace(
            submission,
            values=tuple(values),
            rejected=submission.rejected - poured_over,
            notes=tuple(note for note in submission.notes if note.slot not in poured_over),
        )
        mended = tuple(map(_mended, filter(_is_replaced, self.differences)))
        self.reading = replace(reading, submission=poured, mended=(*reading.mended, *mended))

    def _takes(self, field: Field, value: Value) -> bool:
        stated = self._submission.values[field.slot]
        typed = self._reading.raw.get(field.slot)
        if stated is None and typed is None:
            self.filled.append(field)
            return True
        if _same(stated, value):
            self.same += 1
            return False
        place = self._submission.place(field)
        shown_as = show_value(stated) if stated is not None else f"«{as_text(typed)}»"
        self.differences.append(
            Difference(field, f"{place.sheet}, {place.cell}", shown_as, value, self._may_replace)
        )
        return self._may_replace


def _same(stated: Value, found: Value) -> bool:
    """An average may be typed with fewer decimals."""
    if not isinstance(stated, int | float) or not isinstance(found, int | float):
        return False
    return stated == found or any(stated == round_half_up(found, digits) for digits in (0, 1))


def _is_replaced(one: Difference) -> bool:
    return one.is_replaced


def _mended(one: Difference) -> Correction:
    return Correction(
        one.field.id, one.place, one.typed, f"По протоколам РЦОИ: {show_value(one.counted)}"
    )


# With files.


def read_protocol_at(
    path: Path, form: Form, marks: PersonMarks, score_column: str = ""
) -> Protocol:
    """The protocol in a file; raises `ProtocolError` with the file and what to do."""
    try:
        data = table_bytes(path)
    except Refused as refused:
        raise ProtocolError(f"{refused.fault.message} {refused.fault.fix}") from refused
    return read_protocol(data, name_of(path.name), form.edition, marks, score_column)


def fill_file(
    source: Path,
    paths: Sequence[Path],
    target: Path,
    *,
    created: date,
    school: str = "",
    score_column: str = "",
    may_replace_typed: bool = False,
    may_replace: bool = False,
    occasion: Occasion = BY_THE_SCHOOL,
    forms: Forms = PACKAGED,
) -> Filling:
    """Writes a copy of a workbook that is filled from protocols; raises `RoadmapError`."""
    if target.exists() and any(target.samefile(path) for path in files_of(paths)):
        raise OutputError("Протокол не изменяется: укажите для книги другое имя (-o).")
    reading = read_workbook(source, forms)
    if reading.submission is None:
        refusal = f"{reading.fault.message} {reading.fault.fix}" if reading.fault else ""
        raise NotRepairableError(refusal)
    form, marks = reading.submission.form, PersonMarks()
    protocols = [read_protocol_at(path, form, marks, score_column) for path in files_of(paths)]
    done = fill_reading(
        reading, protocols, school=school, may_replace=may_replace_typed, occasion=occasion
    )
    write_copy(done.repair, source, target, created=created, may_replace=may_replace)
    return done
