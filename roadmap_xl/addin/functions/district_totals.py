"""Functions on a folder of workbooks: a district total of a field, and over how many schools.

The folder is read again only when a file in it has changed. Percents and averages are never summed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from ...campaign.collect import FolderError, collect, workbooks_in
from ...district.counted import CountedSchool, sources
from ...district.registry import read_registry
from ...errors import RoadmapError
from ...form.columns import Kind
from ...form.fields import Field, Form
from ...form.forms import Forms, forms_beside
from ...summary.numbers.summary import Coverage, DistrictSummary
from ...texts.squeezing import normalize
from ...texts.typed import quote_value
from . import arguments
from .arguments import ArgumentError, grid_of

FileState = tuple[str, int, int]
"""A file's path, size, and when it was changed, in nanoseconds."""
Answer = Callable[[DistrictSummary, str], object]
"""What a summary says of the field that a text names."""
_NOT_SUMMED = {
    Kind.SHARE: "проценты не складываются: сложите числа, а долю посчитайте от сумм",
    Kind.SCORE: "средние баллы не складываются",
}
_NO_NUMBER = "в этом поле слова, а не числа"


class Folders:
    """The folders that the functions may read: any, or only those under one root."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = None if root is None else root.resolve()

    def total(
        self, folder: object, field: object, edition: object = None, registry: object = None
    ) -> object:
        """The sum of a field over the accepted workbooks; None where no school has a number.

        `field` is an id, `ege.rus.total`, or a row and a column, «Русский язык: Всего».
        """
        return self._answer(folder, field, edition, registry, _total)

    def coverage(
        self, folder: object, field: object, edition: object = None, registry: object = None
    ) -> object:
        """Over how many schools of how many `total` is, in words."""
        return self._answer(folder, field, edition, registry, _coverage)

    def _answer(
        self, folder: object, field: object, edition: object, registry: object, what: Answer
    ) -> object:
        values = [grid_of(one)[0][0] for one in (folder, field, edition, registry)]
        try:
            summary = self._summary(arguments.text(values[0]), values[2], values[3])
            return what(summary, arguments.text(values[1]))
        except RoadmapError as fault:
            return self._without_root(str(fault))

    def _summary(self, folder: str, edition: object, registry: object) -> DistrictSummary:
        if not folder:
            raise ArgumentError("укажите папку с книгами школ")
        mark = _forms_of(self._require_allowed(folder)).mark
        key = arguments.form_of_year(edition).edition.key if arguments.text(edition) else None
        files = [self._state(path) for path in workbooks_in(self._require_allowed(folder))]
        named = arguments.text(registry)
        listed = self._state(self._require_allowed(named)) if named else None
        return _collect(self._require_allowed(folder), key, listed, tuple(files), mark)

    def _require_allowed(self, named: str) -> Path:
        """The path meant, which is under the root where there is one."""
        try:
            path = Path(named) if self._root is None else (self._root / named).resolve()
            path.exists()
        except (OSError, ValueError, RuntimeError) as fault:  # too long, a circle of links
            raise ArgumentError(f"нет такой папки: «{quote_value(named)}»") from fault
        if not path.is_absolute():
            raise ArgumentError(
                f"укажите полный путь, с диском и папками, а не «{quote_value(named)}»"
            )
        if self._root is not None and not path.is_relative_to(self._root):
            raise ArgumentError(f"«{quote_value(named)}» — вне папки, открытой для функций")
        return path

    def _state(self, path: Path) -> FileState:
        if self._root is not None:
            self._require_allowed(str(path))  # a link may lead out
        try:
            found = path.stat()
        except (OSError, ValueError) as fault:
            raise FolderError(f"Файл «{path.name}» не открывается.") from fault
        return (str(path), found.st_size, found.st_mtime_ns)

    def _without_root(self, message: str) -> str:
        """The message without where the root is: that is the server's own affair."""
        if self._root is None:
            return message
        return message.replace(f"{self._root}{os.sep}", "").replace(str(self._root), ".")


def _forms_of(folder: Path) -> Forms:
    """The forms of a campaign's folder, else those that this computer has met."""
    beside = forms_beside([folder / "-"])
    return beside if beside.own else arguments.known_forms()


@lru_cache(maxsize=4)
def _collect(
    folder: Path,
    edition: str | None,
    registry: FileState | None,
    files: tuple[FileState, ...],
    _mark: str,
) -> DistrictSummary:
    """The summary of these files as they are now, read once as long as nothing changes.

    `_mark` is that of the forms there are.
    """
    listed, journal = read_registry(Path(registry[0])) if registry else (None, None)
    passed_over = [Path(registry[0])] if registry else []
    return collect(
        folder,
        edition=edition,
        registry=listed,
        journal=journal,
        but_not=passed_over,
        forms=_forms_of(folder),
    )


def _total(summary: DistrictSummary, field_name: str) -> object:
    field = _find_summed_field(summary, field_name)
    found = [
        number
        for school in _counting(summary, field)
        if (number := school.total(_sources(school, field))) is not None
    ]
    return sum(found) if found else None


def _coverage(summary: DistrictSummary, field_name: str) -> object:
    field = _find_summed_field(summary, field_name)
    counted = _counting(summary, field)
    covered = Coverage(len(counted), len(summary.schools))
    if field.is_of_exams:
        covered = summary.covered_of_exams(sum(school.has_grade11 for school in counted))
    words = covered.words
    return f"{words}; не опознано файлов: {summary.unknown}" if summary.unknown else words


def _counting(summary: DistrictSummary, field: Field) -> list[CountedSchool]:
    """The schools whose number no error leaves out."""
    schools = summary.counted
    return [school for school in schools if school.left_out(_sources(school, field)) is None]


def _sources(school: CountedSchool, field: Field) -> tuple[int, ...]:
    """The typed cells behind a field; for a blank «всего» the headcount that its cell shows."""
    submission = school.submission
    default = submission.form.defaults.get(field.slot)
    if default is not None and submission.values[field.slot] is None:
        return (default.slot,)
    return sources(submission.form, field)


def _find_summed_field(summary: DistrictSummary, field_name: str) -> Field:
    """The field of people or posts that a text names."""
    field = _field(summary.form, field_name)
    if field.kind not in (Kind.COUNT, Kind.AMOUNT):
        raise ArgumentError(_NOT_SUMMED.get(field.kind, _NO_NUMBER))
    return field


def _field(form: Form, field_name: str) -> Field:
    if not field_name:
        raise ArgumentError("укажите поле, например ege.rus.total")
    if field_name in form.by_id:
        return form.by_id[field_name]
    found = [field for field in form.fields if normalize(field_name) in _names(field)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(field.id for field in found[:3])
        raise ArgumentError(f"так называются несколько полей: {ids}; укажите одно из них")
    raise ArgumentError(f"нет поля «{quote_value(field_name)}» в бланке {form.edition.key} года")


def _names(field: Field) -> set[str]:
    """«русский язык: всего»; on a card the column's label alone."""
    columns = filter(None, (field.label, field.spec.full_label))
    row = field.row.label
    return {normalize(f"{row}: {column}" if row else column) for column in columns}
