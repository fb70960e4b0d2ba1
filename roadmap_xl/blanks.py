"""Blanks to order: for a school of the registry, from last year's workbook, for the district."""

from __future__ import annotations

from pathlib import Path

from .district.registry import SchoolEntry
from .errors import RegistryError, RoadmapError
from .form.district_edition import SUFFIX
from .form.fields import form_of
from .prefilling import prefilled
from .readers.registry import read_registry
from .readers.workbook import read_workbook
from .submission import Submission


class LastYearError(RoadmapError):
    """A workbook of last year that cannot be taken over from."""


def blank_for(
    edition: str,
    *,
    code: str | None = None,
    registry: Path | None = None,
    last: Path | None = None,
    of_district: bool = False,
) -> Submission:
    """A blank with what the registry and last year's workbook already know.

    Raises `EditionError`, `RegistryError` or `LastYearError` with what is wrong.
    """
    form = form_of(f"{edition}{SUFFIX}" if of_district else edition)
    school = _entry(code, registry) if code or registry else None
    return prefilled(form, school=school, last=_last_year(last) if last else None)


def _entry(code: str | None, registry: Path | None) -> SchoolEntry:
    if not code or not registry:
        raise RegistryError("Чтобы вписать школу, нужны и код школы, и файл реестра.")
    schools, _ = read_registry(registry)
    if code not in schools.by_code:
        raise RegistryError(f"В реестре «{registry.name}» нет школы с кодом «{code}».")
    return schools.by_code[code]


def _last_year(path: Path) -> Submission:
    reading = read_workbook(path)
    if reading.submission is None:
        why = f"{reading.fault.message} {reading.fault.fix}" if reading.fault else ""
        raise LastYearError(f"Прошлогодняя книга не прочитана. {why}")
    return reading.submission
