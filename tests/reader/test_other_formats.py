"""Workbooks saved by other programs: LibreOffice for real, others by the marks of their files."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import hurt as h
import pytest
from libreoffice import converted
from openpyxl import load_workbook
from reading_workbooks import repacked, written

from roadmap_xl.form.submission import Submission
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.school.check import check_file

SOFFICE = shutil.which("soffice")
SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with cleaned and refused cells and an error in it."""

    def change(workbook: h.Workbook) -> None:
        sheet = workbook[h.EGE]
        sheet["D7"], sheet["E8"], sheet["G7"], sheet["D9"] = "12 чел.", "-", "5+2", "#DIV/0!"

    return h.hurt(tmp_path_factory.mktemp("sent"), change)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as the blank's own writer saves it; other programs' ways are made from it."""
    values = {"ege.rus.total": "12 чел.", "ege.rus.below": "-", "ege.phys.total": "5+2"}
    texts = {"psp.goal": "Повысить <качество> & «успех».\nИ ещё.", "pln.1-01.term": "до 01.10.2020"}
    return written(tmp_path_factory.mktemp("ours") / "школа.xlsx", {**values, **texts})


def of(path: Path) -> Submission:
    submission = read_workbook(path).submission
    assert submission is not None
    return submission


def codes(path: Path) -> set[str]:
    return {finding.code for finding in check_file(path).findings}


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("extension", "also"), [("xlsx", set()), ("ods", {"FIL-018"}), ("xls", {"FIL-018"})]
)
def test_what_libreoffice_saves_says_the_same(
    extension: str, also: set[str], sent: Path, tmp_path: Path
) -> None:
    path = converted(sent, extension, tmp_path)
    before, after = of(sent), of(path)
    assert after.values == before.values
    assert after.rejected == before.rejected
    assert codes(path) == codes(sent) | also


def named(name: str, change: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    return lambda part, data: change(data) if re.fullmatch(name, part) else data


def without(*elements: bytes) -> Callable[[bytes], bytes]:
    def change(xml: bytes) -> bytes:
        for name in elements:
            xml = re.sub(rb"<%s\b.*?</%s>|<%s\b[^>]*/>" % (name, name, name), b"", xml, flags=re.S)
        return xml

    return change


def as_google_saves(path: Path, target: Path) -> Path:
    """No names, no prompts, no protection."""
    lost = without(b"dataValidations", b"sheetProtection", b"definedNames")
    return repacked(path, target, lambda part, data: lost(data) if part.endswith(".xml") else data)


def as_excel_on_the_web_saves(path: Path, target: Path) -> Path:
    """Prompts and lists move to the extension with its own namespace."""

    def moved(one: re.Match[bytes]) -> bytes:
        areas = b"<xm:sqref>" + one[2] + b"</xm:sqref></x14:dataValidation>"
        inside = (one[4] or b"").removesuffix(b"</dataValidation>")
        return b"<x14:dataValidation " + one[1] + b">" + inside + areas

    def change(xml: bytes) -> bytes:
        one = rb'<dataValidation ([^>]*?)sqref="([^"]*)"(/>|>(.*?</dataValidation>))'
        xml = re.sub(one, moved, xml, flags=re.S)
        xml = re.sub(rb"<(/?)dataValidations", rb"<\1x14:dataValidations", xml)
        return xml.replace(b"<worksheet ", b'<worksheet xmlns:x14="u:14" xmlns:xm="u:xm" ', 1)

    return repacked(path, target, named(SHEET.pattern, change))


def with_texts_in_place(path: Path, target: Path) -> Path:
    """Each text in its cell, as programs save that keep no list of texts."""
    with zipfile.ZipFile(path) as archive:
        strings = archive.read("xl/sharedStrings.xml")
    texts = re.findall(rb"<si>(.*?)</si>", strings, flags=re.S)

    def inline(cell: re.Match[bytes]) -> bytes:
        return cell[1] + b't="inlineStr"><is>' + texts[int(cell[2])] + b"</is></c>"

    def change(xml: bytes) -> bytes:
        return re.sub(rb'(<c [^>]*?)t="s"[^>]*><v>(\d+)</v></c>', inline, xml)

    return repacked(path, target, named(SHEET.pattern, change))


def with_attributes_in_another_order(path: Path, target: Path) -> Path:
    """The place of a cell and of a row last."""

    def change(xml: bytes) -> bytes:
        return re.sub(rb'<(c|row) r="(\w+)"([^>]*?)(/?)>', rb'<\1\3 r="\2"\4>', xml)

    return repacked(path, target, named(SHEET.pattern, change))


def with_a_prefix(path: Path, target: Path) -> Path:
    """Every element of a sheet with a prefix, as some libraries write."""

    def change(xml: bytes) -> bytes:
        found = re.sub(rb"<(/?)([A-Za-z]\w*)(?=[\s/>])", rb"<\1x:\2", xml)
        return found.replace(b"xmlns=", b"xmlns:x=", 1)

    return repacked(path, target, named(SHEET.pattern, change))


@pytest.mark.parametrize(
    ("saved", "also"),
    [
        (as_google_saves, {"FIL-013"}),
        (as_excel_on_the_web_saves, set()),
        (with_texts_in_place, set()),
        (with_attributes_in_another_order, set()),
        (with_a_prefix, set()),
    ],
)
def test_other_programs_write_otherwise_and_say_the_same(
    saved: Callable[[Path, Path], Path], also: set[str], ours: Path, tmp_path: Path
) -> None:
    path = saved(ours, tmp_path / "другая программа.xlsx")
    before, after = of(ours), of(path)
    assert after.values == before.values
    assert after.rejected == before.rejected
    assert codes(path) == codes(ours) | also


def test_a_file_that_no_program_has_calculated_is_read(sent: Path) -> None:
    """openpyxl has saved it: no formula has a value, and none is needed."""
    sheet = load_workbook(sent, data_only=True)[h.EGE]
    assert sheet["F7"].value is None
    assert not codes(sent) & {"FIL-019", "FIL-013", "FIL-009"}
