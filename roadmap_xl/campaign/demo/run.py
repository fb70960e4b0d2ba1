"""The main job on the demo's district: fill, check, collect twice, say what to open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path

from ...district.journal import Journal, JournalEntry
from ...district.lines import Status
from ...district.registry import Registry, SchoolEntry
from ...district.registry_workbook import write_registry_workbook
from ...district.settings import Settings
from ...files import make_folder
from ...form.fields import Form, form_of
from ...form.submission import Submission
from ...form.vocabulary import DRAFT
from ...school.check import FileReport, check_file
from ...summary.numbers.summary import DistrictSummary
from ...workbook.school_workbook import write_school_workbook
from ..collect import ReadingOptions, collect, write_summary
from ..receiving import Progress, no_progress
from .invented import demo_registry, district_name, real_school_place
from .real_school import real_school
from .schools import demo_schools

EDITION = "2020"
SENT, REGISTRY, SUMMARY = "Книги школ", "Реестр района.xlsx", "Сводка района.xlsx"
PARTS = 4
"""Rounds over the books, each about as long: writing, checking, collecting twice."""
REAL_REMARK = "Настоящий документ 2020 года: номера школы нет, заполнено то, что было в нём."


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A workbook with the registry's code of its school; `remark` says what is wrong with it."""

    path: Path
    code: str
    remark: str


def write_demo_files(
    folder: Path, form: Form, *, created: date, progress: Progress = no_progress
) -> tuple[DemoFile, ...]:
    """Writes the real school's workbook and the eleven invented ones, by code.

    The folder is made if it is not there. Raises `OutputError` if a file cannot be written.
    """
    make_folder(folder)
    place = real_school_place()
    sent: list[tuple[str, str, str, Submission]] = [
        (school.code, school.file_name, school.remark, school.submission(form))
        for school in demo_schools(form)
    ]
    sent.append((place.code, place.file_name, REAL_REMARK, real_school(form)))
    files = []
    for number, (code, name, remark, submission) in enumerate(sorted(sent, key=itemgetter(0)), 1):
        write_school_workbook(folder / name, submission, created=created)
        files.append(DemoFile(folder / name, code, remark))
        progress(number, len(sent))
    return tuple(files)


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
        drafts = [line for line in self.before.lines if line.status is Status.DRAFT]
        lines += [f"  Черновик: {line.received.file}" for line in drafts if line.received]
        lines.append(f"Сводка до записи в журнал: {self.before.coverage.words}.")
        lines.append(f"После записи, чьи это книги и какие засчитаны: {self.after.coverage.words}.")
        lines.append(
            "То же в «Приёмной»: roadmap-xl serve, «Новый сбор» с годом "
            f"{self.after.edition.key} и реестром «{self.registry.name}»; книги из папки «{SENT}» "
            "бросьте на страницу «Приём»."
        )
        lines.append("Откройте:")
        lines += [f"  {path}" for path in (self.real_school, self.summary, self.registry)]
        return lines


def run_demo(folder: Path, *, created: date, progress: Progress = no_progress) -> DemoResult:
    """Does the demo in a folder, which is made if it is not there.

    Raises `OutputError` if a file cannot be written.
    """
    writing, checking, *collecting = (_part(number, progress) for number in range(PARTS))
    sent = folder / SENT
    files = write_demo_files(sent, form_of(EDITION), created=created, progress=writing)
    reports = tuple(_check_lines(files, checking))
    real = next(file for file in files if file.code == real_school_place().code)
    registry = Registry([SchoolEntry.model_validate(entry) for entry in demo_registry()])
    journal = Journal(
        [_assign_school(real, reports, created), *_count_drafts(files, reports, created)]
    )
    write_registry_workbook(folder / REGISTRY, registry, journal, created=created)
    before, after = (
        collect(
            sent,
            registry=registry,
            journal=noted,
            settings=Settings(district_name()),
            reading=ReadingOptions(progress=show_progress),
        )
        for noted, show_progress in zip((None, journal), collecting, strict=True)
    )
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


def _part(number: int, progress: Progress) -> Progress:
    return lambda done, of: progress(number * of + done, PARTS * of)


def _check_lines(files: tuple[DemoFile, ...], progress: Progress) -> Iterator[FileReport]:
    for number, file in enumerate(files, start=1):
        yield check_file(file.path)
        progress(number, len(files))


def _count_drafts(
    files: tuple[DemoFile, ...], reports: tuple[FileReport, ...], received: date
) -> Iterator[JournalEntry]:
    """What a district writes down of drafts: that they count as handed in."""
    for file, report in zip(files, reports, strict=True):
        submission = report.reading.submission
        if submission is not None and submission["meta.stage"] == DRAFT:
            yield JournalEntry(
                sha256=report.reading.sha256,
                file=file.path.name,
                received=received,
                counts=True,
                remark="Книга заполнена, стадию забыли сменить: подтвердили по телефону",
            )


def _assign_school(real: DemoFile, reports: tuple[FileReport, ...], received: date) -> JournalEntry:
    """What a district writes down: that the file without a school's number is this school's."""
    sha256 = next(r.reading.sha256 for r in reports if r.reading.file == real.path.name)
    return JournalEntry(
        sha256=sha256,
        file=real.path.name,
        school=real.code,
        received=received,
        remark="В книге нет номера школы; отнесена по письму, с которым пришла",
    )
