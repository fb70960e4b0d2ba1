"""One file from beginning to end: read it, check it, say what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from os import PathLike
from pathlib import Path
from typing import Any

from ..form.forms import PACKAGED, Forms
from ..form.vocabulary import DRAFT
from ..reader.files.cells import Cells
from ..reader.files.faults import Refused
from ..reader.files.opening import name_of, sha256_of
from ..reader.workbook import Reading, read_cells, read_workbook
from ..records import Record
from ..rules.checking import BY_THE_SCHOOL, Occasion, check_submission, group_findings, is_to_sign
from ..rules.findings import Excludes, Finding, Severity, numbers_of

_DRAFT = (
    "Это черновик: пока он не сдан, и в сводку его не берут. Когда всё заполните, выберите на "
    "листе «Титул» стадию «На сдачу» и отправьте книгу."
)


class FileReport(Record):
    """A reading with its findings, errors first."""

    reading: Reading
    findings: tuple[Finding, ...]
    to_sign: bool = False
    """Whether its paper may be signed: then the paper carries the control code."""
    is_draft: bool = False
    """It calls itself «Черновик»: the district counts it only when the school says otherwise."""

    @property
    def control_code(self) -> str:
        """The mark of what is signed; empty for a file that was not read."""
        return self.reading.submission.control_code if self.reading.submission else ""

    @property
    def was_read(self) -> bool:
        return self.reading.submission is not None

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The report for `--format json`: one entry per finding, before grouping."""
        reading, submission = self.reading, self.reading.submission
        school = {
            "id": submission["meta.school_id"] if submission else None,
            "name": submission["meta.school_name"] if submission else None,
        }
        return {
            "file": reading.file,
            "sha256": reading.sha256,
            "read": self.was_read,
            "edition": reading.edition,
            "template_version": reading.template_version,
            "school": school,
            "control_code": self.control_code or None,
            "to_sign": self.to_sign,
            "cells": asdict(reading.cells),
            "counts": {severity.value: self.count(severity) for severity in Severity},
            "findings": [finding.as_json() for finding in self.findings],
        }

    def as_lines(self) -> list[str]:
        """The report as a teacher reads it: what is wrong, where, how to mend it."""
        lines = [self.heading()]
        for finding in group_findings(self.findings):
            place = f"{finding.place}: " if finding.place else ""
            lines.append(f"  {finding.severity.word}: {place}{finding.message}")
            lines.append(f"      → {finding.remedy} ({finding.code})")
        return [*lines, *(f"  {line}" for line in self.closing())]

    def closing(self) -> list[str]:
        """What follows the findings: the code of a paper to sign, what a draft still lacks."""
        lines = []
        if self.to_sign:
            lines.append(f"Контрольный код документа к подписи: {self.control_code}")
        if self.is_draft:
            lines.append(_DRAFT)
        return lines

    def matches(self, code: str) -> bool:
        """Whether a paper with this control code was made of these values."""
        return _digits(code) == _digits(self.control_code)

    def answer_to(self, code: str) -> str:
        """What to say of a paper with this control code."""
        if self.matches(code):
            return "  Контрольный код совпадает: бумага напечатана с этих данных."
        return (
            f"  Контрольный код не совпадает: на бумаге {code}, у книги {self.control_code}. "
            "Данные после печати изменили, или это другая книга: документ нужно сделать заново."
        )

    def heading(self) -> str:
        """The file, its school, and how many lines follow."""
        if not self.was_read:
            return f"{self.reading.file}: файл не прочитан"
        submission = self.reading.submission
        name = submission["meta.school_name"] if submission else None
        school = f" — {name}" if name else ""
        lines = numbers_of(group_findings(self.findings))
        return f"{self.reading.file}{school}: {lines or 'замечаний нет'}"


def check_file(
    path: str | PathLike[str], occasion: Occasion = BY_THE_SCHOOL, forms: Forms = PACKAGED
) -> FileReport:
    """Reads and checks one workbook. A file that cannot be read is a finding, not an exception."""
    return check_reading(read_workbook(path, forms), occasion)


def check_files(
    paths: Sequence[Path], occasion: Occasion = BY_THE_SCHOOL, forms: Forms = PACKAGED
) -> Iterator[FileReport]:
    """The reports on several workbooks, in their order.

    Of several files none may stop the others: they are read in a worker with a limit of memory and
    time, and one that ends its worker is a finding.
    """
    if len(paths) < 2:
        yield from (check_file(path, occasion, forms) for path in paths)
        return
    from ..reader.isolated import LostTaskError, isolated  # one file needs no processes

    with isolated() as pool:
        running = [pool.submit(check_file, path, occasion, forms) for path in paths]
        for path, future in zip(paths, running, strict=True):
            try:
                yield future.result()
            except LostTaskError:
                name = name_of(path.name)
                fault = Refused("unbearable", file=name).fault
                yield check_reading(Reading(name, sha256_of(path), fault=fault))


def check_cells(cells: Cells, name: str, forms: Forms = PACKAGED) -> FileReport:
    """The report on the cells of an open workbook; what cannot be read is a finding too."""
    try:
        return check_reading(read_cells(cells, name, "", forms))
    except Refused as refused:
        return check_reading(Reading(name, "", fault=refused.fault))


def check_reading(reading: Reading, occasion: Occasion = BY_THE_SCHOOL) -> FileReport:
    """The report on a reading, wherever its cells came from."""
    if reading.submission is not None:
        submission = reading.submission
        found = check_submission(submission, occasion)
        stage = occasion.stage or submission["meta.stage"]
        to_sign = is_to_sign(submission, found, occasion)
        return FileReport(reading, tuple(found), to_sign, stage == DRAFT)
    fault = reading.fault
    if fault is None:
        return FileReport(reading, ())
    finding = Finding(
        code=fault.code,
        severity=Severity.ERROR,
        message=fault.message,
        fix=fault.fix,
        excludes=Excludes.FILE,
    )
    return FileReport(reading, (finding,))


def _digits(code: str) -> str:
    """A control code as it is compared, however it was spaced when it was typed."""
    return "".join(filter(str.isdecimal, code))
