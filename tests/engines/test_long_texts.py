"""What people type at length, or as marks of a format, leaves every limit of Excel kept.

The check of our own knows the limits: a row's height, a header's, a validation's, a formula's text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from engines import strict

from roadmap_xl.district.journal import Journal, JournalEntry, read_journal
from roadmap_xl.district.journal_workbook import extend_journal, write_journal
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.registry_workbook import write_campaign_workbook
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import blank
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
FORM = form_of("2026")
LONG = '&A «Ж» {0} "it\'s"\n' * 60
"""A thousand letters in many lines, with what headers, formulas and templates take for signs."""


def copy(path: Path) -> None:
    """The repaired book of a school that writes a lot wherever a text is asked for."""
    values = {one.id: LONG for one in FORM.fields if one.is_input and not one.kind.is_number}
    source = path.with_name("book.xlsx")
    write_school_workbook(source, blank(FORM, values), created=DAY)
    repair_file(source, path, created=DAY)


def registry(path: Path) -> None:
    schools = [SchoolEntry(code="1", name=LONG, settlement=LONG, contact=LONG)]
    settings = Settings(LONG, send_to=LONG, ring=LONG)
    write_campaign_workbook(path, Registry(schools), settings, created=DAY)


def journal(path: Path) -> None:
    entries = [JournalEntry(sha256=digit * 64, file=f"{LONG}.xlsx", remark=LONG) for digit in "ab"]
    write_journal(path, Journal(entries[:1]), created=DAY)
    header = read_journal(path).header
    extend_journal(path, entries[1:], header.row, header.places)


@pytest.mark.parametrize("write", [copy, registry, journal])
def test_long_texts_leave_every_limit_kept(write: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "written.xlsx"
    write(path)
    assert [str(message) for message in strict.validated([path])] == []
