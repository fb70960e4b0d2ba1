"""The main job on the demo's district: fill, check, collect twice, say what to open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..collecting import collect, write_summary
from ..district.journal import Journal, JournalEntry
from ..district.registry import Registry, SchoolEntry
from ..district.settings import Settings
from ..district.summary import DistrictSummary, Status
from ..form.fields import form_of
from ..report import FileReport, check_file
from ..writers.registry_workbook import write_registry_workbook
from .files import DemoFile, write_demo_files
from .registry import demo_registry, district_name, real_school_place

EDITION = "2020"
SENT, REGISTRY, SUMMARY = "Книги школ", "Реестр района.xlsx", "Сводка района.xlsx"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """The demo's files and what was found in them."""

    real_school: Path
    registry: Path
    summary: Path
    reports: tuple[FileReport, ...]
    workbooks: dict[str, Path]
    """By the school's code, its workbook."""
    before: DistrictSummary
    """Before the journal says whose the real school's file is."""
    after: DistrictSummary

    def as_lines(self) -> list[str]:
        """What was found, in a few lines, and which files to open."""
        lines = [f"Сделано книг: {len(self.reports)}. Проверено:"]
        lines += [f"  {report.heading()}" for report in self.reports]
        unknown = [line for line in self.before.lines if line.status is Status.UNKNOWN]
        lines += [f"  Не опознана: {line.received.file}" for line in unknown if line.received]
        lines.append(f"Сводка до записи в журнал: {self.before.coverage.words}.")
        lines.append(f"После записи, чья это книга: {self.after.coverage.words}.")
        lines.append("Откройте:")
        lines += [f"  {path}" for path in (self.real_school, self.summary, self.registry)]
        return lines


def run_demo(folder: Path, *, created: date) -> DemoResult:
    """Does the demo in a folder, which is made if it is not there.

    Raises `OutputError` if a file cannot be written.
    """
    sent = folder / SENT
    files = write_demo_files(sent, form_of(EDITION), created=created)
    reports = tuple(check_file(file.path) for file in files)
    real = next(file for file in files if file.code == real_school_place().code)
    registry = Registry([SchoolEntry.model_validate(entry) for entry in demo_registry()])
    journal = _journal(real, reports, created)
    write_registry_workbook(folder / REGISTRY, registry, journal, created=created)
    before = collect(sent, registry=registry, settings=Settings(district_name()))
    after = collect(sent, registry=registry, journal=journal, settings=Settings(district_name()))
    write_summary(folder / SUMMARY, after, created=created, books=sent)
    return DemoResult(
        real_school=real.path,
        registry=folder / REGISTRY,
        summary=folder / SUMMARY,
        reports=reports,
        workbooks={file.code: file.path for file in files},
        before=before,
        after=after,
    )


def _journal(real: DemoFile, reports: tuple[FileReport, ...], received: date) -> Journal:
    """What a district writes down: that the file without a school's number is this school's."""
    sha256 = next(r.reading.sha256 for r in reports if r.reading.file == real.path.name)
    entry = JournalEntry(
        sha256=sha256,
        file=real.path.name,
        school=real.code,
        received=received,
        remark="В книге нет номера школы; отнесена по письму, с которым пришла",
    )
    return Journal([entry])
