"""Healthy files of other programs are read; what is none is called by its name."""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msoffcrypto
import pytest
import saved_otherwise as so
from msoffcrypto.format.ooxml import OOXMLFile
from reading_workbooks import repacked, written

from roadmap_xl.campaign.collect import workbooks_in
from roadmap_xl.district.journal import Journal
from roadmap_xl.district.registry import Registry, SchoolEntry, read_registry
from roadmap_xl.district.registry_workbook import write_registry_workbook
from roadmap_xl.reader.workbook import Reading, read_workbook
from roadmap_xl.school.check import check_file

VALUES = {"ege.rus.total": 12, "psp.goal": "Повысить  качество", "pln.1-01.term": "до 01.10.2020"}


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("ours") / "школа.xlsx", VALUES)


def says_the_same(path: Path, ours: Path) -> bool:
    found, expected = read_workbook(path), read_workbook(ours)
    assert found.submission is not None, found.fault
    assert expected.submission is not None
    return found.submission.values == expected.submission.values


# --- healthy files ---


def renamed(ours: Path, target: Path, new: Callable[[str], str]) -> Path:
    """The same parts under other names in the archive; what names them stays."""
    with zipfile.ZipFile(ours) as old, zipfile.ZipFile(target, "w") as made:
        for part in old.namelist():
            made.writestr(new(part), old.read(part))
    return target


def moved(ours: Path, target: Path) -> Path:
    """The list of texts and the styles stand where the relations say."""
    with zipfile.ZipFile(ours) as old, zipfile.ZipFile(target, "w") as made:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"sharedStrings.xml", b"texts/all.xml")
                data = data.replace(b'"styles.xml"', b'"looks/all.xml"')
            name = {"xl/sharedStrings.xml": "xl/texts/all.xml", "xl/styles.xml": "xl/looks/all.xml"}
            made.writestr(name.get(part, part), data)
    return target


@pytest.mark.parametrize(
    "new",
    [
        lambda part: part.replace("sharedStrings", "SharedStrings"),
        lambda part: part.replace("sheet3", "Sheet3").replace("styles", "STYLES"),
        lambda part: part.replace("/", "\\"),
        str.upper,
    ],
    ids=["SharedStrings.xml", "Sheet3.xml", "backslashes", "capitals"],
)
def test_names_of_parts_in_other_letters(
    new: Callable[[str], str], ours: Path, tmp_path: Path
) -> None:
    assert says_the_same(renamed(ours, tmp_path / "б.xlsx", new), ours)


def test_parts_stand_where_the_relations_say(ours: Path, tmp_path: Path) -> None:
    assert says_the_same(moved(ours, tmp_path / "б.xlsx"), ours)


def test_texts_as_cdata_are_texts(ours: Path, tmp_path: Path) -> None:
    def change(part: str, data: bytes) -> bytes:
        cdata = b"<t><![CDATA[" + "Повысить  качество".encode() + b"]]></t>"
        is_text = part == "xl/sharedStrings.xml"
        return re.sub(rb"<t[^>]*>" + cdata[12:-7] + b"</t>", cdata, data) if is_text else data

    assert says_the_same(repacked(ours, tmp_path / "б.xlsx", change), ours)


@pytest.mark.parametrize("mimetype", ["first", "last", "nowhere"])
@pytest.mark.parametrize("indent", ["", "\n   "], ids=["", "indented"])
def test_an_ods_however_it_is_packed(
    mimetype: str, indent: str, ours: Path, tmp_path: Path
) -> None:
    content = so.ods_content(so.cells_in(ours), indent=indent)
    assert says_the_same(so.write_ods(tmp_path / "б.ods", content, mimetype), ours)


def test_an_xls_of_another_writer(ours: Path, tmp_path: Path) -> None:
    assert says_the_same(so.write_xls(tmp_path / "б.xls", so.cells_in(ours)), ours)


DAYS = [
    (b' t="d"><v>2026-09-05</v>', "2026-09-05"),
    (b' t="d"><v>2026-09-05T00:00:00Z</v>', "2026-09-05"),
    (b' t="d"><v>2026-09-05T00:00:00.000+03:00</v>', "2026-09-05"),
    (b"><v>46270.99999</v>", "2026-09-06"),
    (b"><v>46270</v>", "2026-09-05"),
]


@pytest.mark.parametrize(("cell", "day"), DAYS, ids=lambda one: str(one)[-30:])
def test_a_day_however_a_program_writes_it(cell: bytes, day: str, tmp_path: Path) -> None:
    """With a time of midnight, with a zone, or some seconds short of midnight."""
    signed = written(tmp_path / "а.xlsx", {"sgn.date": date(2026, 9, 5)})

    def change(part: str, data: bytes) -> bytes:
        return data.replace(b"><v>46270</v>", cell) if part.startswith("xl/worksheets") else data

    submission = read_workbook(repacked(signed, tmp_path / "б.xlsx", change)).submission
    assert submission is not None
    assert str(submission["sgn.date"]) == day


def locked(ours: Path, target: Path, password: str) -> Path:
    with ours.open("rb") as plain, target.open("wb") as made:
        OOXMLFile(plain).encrypt(password, made)
    return target


def test_excels_own_password_is_nobodys(ours: Path, tmp_path: Path) -> None:
    assert says_the_same(locked(ours, tmp_path / "б.xlsx", "VelvetSweatshop"), ours)
    fault = read_workbook(locked(ours, tmp_path / "в.xlsx", "1234")).fault
    assert fault is not None
    assert "закрыт паролем" in fault.message
    assert msoffcrypto.OfficeFile(io.BytesIO((tmp_path / "в.xlsx").read_bytes())).is_encrypted()


def test_without_ciphers_nobody_is_told_of_a_password(
    ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a browser there are none: Excel may have encrypted a workbook that nobody has locked."""
    book = locked(ours, tmp_path / "б.xlsx", "VelvetSweatshop")
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    fault = read_workbook(book).fault
    assert fault is not None
    assert "зашифрован" in fault.message
    assert "Не спросит пароль — сохраните заново" in fault.fix


# --- what is no workbook ---


def archive_of(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, b"PK")
    return made.getvalue()


TABLE = "Код\tШкола\r\n1\tСОШ № 1\r\n"
A_BOOK = archive_of("xl/workbook.xml")
NAMED = [
    ("школа", A_BOOK, "книга, но имя у неё не книги (файл без расширения)", "Допишите"),
    ("школа.xlsx.tmp", A_BOOK, "книга, но имя у неё не книги (.tmp)", "Допишите"),
    ("школа.tmp", b"", "сохранён как .tmp", "перенесите данные"),
    ("письмо.eml", b"From: a@example.ru", "письмо (.eml)", "вложенную"),
    ("письмо.msg", b"", "письмо (.msg)", "вложенную"),
    ("школа.xlsx.lnk", b"L", "ярлык (.lnk)", "сам файл"),
    ("школа.ots", b"", "сохранён как .ots (шаблон LibreOffice)", "Сохранить как"),
    ("школа.fods", b"", "сохранён как .fods (плоская таблица LibreOffice)", "Сохранить как"),
    ("школа.sxc", b"", "сохранён как .sxc (таблица OpenOffice.org)", "Сохранить как"),
    ("школа.xods", b"", "сохранён как .xods (таблица МойОфис)", "Сохранить как"),
    ("школа.xlsb", b"", "сохранён как .xlsb (двоичная книга Excel)", "Сохранить как"),
    ("школа.xlt", b"", "сохранён как .xlt (шаблон Excel)", "Сохранить как"),
    ("школа.et", b"", "сохранён как .et (таблица WPS Office)", "Сохранить как"),
    ("школа.dbf", b"", "сохранён как .dbf (таблица dBASE)", "Сохранить как"),
    ("школа.slk", b"", "сохранён как .slk (таблица SYLK или DIF)", "Сохранить как"),
    ("школа.csv", b"", "сохранён как .csv (таблица-текст)", "Сохранить как"),
    ("школа.html", b"", "сохранён как .html (таблица в виде веб-страницы)", "Сохранить как"),
    ("школа.gsheet", b"{}", "только ссылка на таблицу", "Скачать"),
    ("школа.xlsx.sig", b"", "электронная подпись", "саму книгу"),
    ("школа.p7s", b"", "электронная подпись", "саму книгу"),
    ("школа.rar", b"", "архив (.rar)", "Распакуйте"),
    ("школа.docx", b"", "сохранён как .docx", "команда import"),
    ("школа.xlsx", archive_of("школа.xlsx"), "архив (ZIP)", "Распакуйте"),
    ("школа.xlsx", b"Rar!\x1a\x07", "архив (RAR)", "Распакуйте"),
    ("школа.xlsx", archive_of("xl/workbook.bin"), "двоичная книга Excel", "Сохранить как"),
    ("школа.xlsx", archive_of("word/document.xml"), "документ Word", "команда import"),
    ("школа.xls", b"<html><table><tr><td>1</table>", "веб-страница", "Сохранить как"),
    ("школа.xls", b"MIME-Version: 1.0\r\n", "веб-страница", "Сохранить как"),
    ("школа.xls", TABLE.encode("utf-16"), "текст Юникод", "Сохранить как"),
    ("школа.xls", TABLE.encode("cp1251"), "таблица-текст (CSV)", "Сохранить как"),
    ("школа.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00", "книга Excel 4", "Сохранить как"),
    (
        "школа.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "таблица XML 2003",
        "Сохранить как",
    ),
    (
        "школа.ods",
        b'<?xml version="1.0"?><office:document office:mimetype="application/vnd"/>',
        "плоская таблица LibreOffice",
        "Сохранить как",
    ),
    ("школа.xlsx", b"%PDF-1.4", "документ PDF", "перенесите данные в бланк"),
]


@pytest.mark.parametrize(("name", "data", "said", "advice"), NAMED, ids=lambda one: str(one)[:20])
def test_what_cannot_be_read_is_called_by_its_name(
    name: str, data: bytes, said: str, advice: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data or b"x")
    (finding,) = check_file(tmp_path / name).findings
    assert finding.code == "FIL-001"
    assert said in finding.message
    assert advice in finding.fix


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
@pytest.mark.timeout(20)
def test_a_pipe_among_the_books_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "школа.xlsx")
    reading: Reading = read_workbook(tmp_path / "школа.xlsx")
    assert reading.fault is not None
    assert "это не файл" in reading.fault.message


# --- what a reader of the sheet sees ---

RICH = b"<si><r><rPr>%s</rPr><t>%s</t></r><r><rPr>%s</rPr><t>%s</t></r></si>"
SEEN = [("1", "3", "first struck", 3), ("3", "1", "second raised", None), ("3", "1", "", 31)]
SEEN += [("13", "", "first struck", 13)]  # struck as a whole: whether it counts is asked


def rich_xlsx(ours: Path, target: Path, pieces: tuple[str, str, str]) -> Path:
    first, second, look = pieces
    struck = b"<strike/>" if look == "first struck" else b""
    raised = b'<vertAlign val="superscript"/>' if look == "second raised" else b""
    text = RICH % (struck, first.encode(), raised, second.encode())

    def change(part: str, data: bytes) -> bytes:
        if part == "xl/sharedStrings.xml":
            return data.replace(b"</sst>", text + b"</sst>")
        if part == "xl/worksheets/sheet3.xml":
            cell = b'<c r="D7" t="s"><v>%d</v></c>' % number
            return re.sub(rb'<c r="D7"[^>]*><v>12</v></c>', cell, data)
        return data

    with zipfile.ZipFile(ours) as archive:
        number = archive.read("xl/sharedStrings.xml").count(b"<si>")
    return repacked(ours, target, change)


def rich_ods(ours: Path, target: Path, pieces: tuple[str, str, str]) -> Path:
    first, second, look = pieces
    first = so.STRUCK.format(first) if look == "first struck" else first
    second = so.RAISED.format(second) if look == "second raised" else second
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    cut = {("ЕГЭ", "D7"): cell.format(first + second)}
    return so.write_ods(target, so.ods_content(so.cells_in(ours), cut))


def rich_xls(ours: Path, target: Path, pieces: tuple[str, str, str]) -> Path:
    first, second, look = pieces
    fonts = so.font(struck=look == "first struck"), so.font(raised=look == "second raised")
    cut = {("ЕГЭ", "D7"): [(first, fonts[0]), (second, fonts[1])]}
    return so.write_xls(target, so.cells_in(ours), cut)


@pytest.mark.parametrize(("first", "second", "look", "value"), SEEN)
@pytest.mark.parametrize("make", [rich_xlsx, rich_ods, rich_xls])
def test_a_struck_or_raised_digit_is_no_part_of_a_number(
    make: Callable[[Path, Path, tuple[str, str, str]], Path],
    first: str,
    second: str,
    look: str,
    value: int | None,
    ours: Path,
    tmp_path: Path,
) -> None:
    extension = make.__name__.removeprefix("rich_")
    path = make(ours, tmp_path / f"б.{extension}", (first, second, look))
    report = check_file(path)
    assert report.reading.submission is not None
    assert report.reading.submission["ege.rus.total"] == value
    told = {f.code for f in report.findings if f.cell == "D7"}
    assert ("TXT-017" in told) == (look == "first struck")
    assert ("TXT-003" in told) == (look == "second raised")


STYLE = '<style:style style:name="{}" style:family="{}"{}>{}</style:style>'
THROUGH = '<style:text-properties style:text-line-through-style="solid"/>'
NAMED = STYLE.format("Struck", "table-cell", "", THROUGH)
CELL = '<table:table-cell office:value-type="float" office:value="13"{}>{}</table:table-cell>'
STRUCK_BY = {
    "a named style": ("", CELL.format(' table:style-name="Struck"', "")),
    "what its style inherits": (
        STYLE.format("ce7", "table-cell", ' style:parent-style-name="Struck"', ""),
        CELL.format(' table:style-name="ce7"', ""),
    ),
    "the style of its column": (
        "", '<table:table-column table:default-cell-style-name="Struck"/>' + CELL.format("", ""),
    ),
    "the style of its row": ("", "row" + CELL.format("", "")),
    "the style of its paragraph": (
        STYLE.format("P1", "paragraph", "", THROUGH),
        CELL.format("", '<text:p text:style-name="P1">13</text:p>'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", STRUCK_BY)
def test_a_cell_of_an_ods_is_struck_by_whatever_style(how: str, ours: Path, tmp_path: Path) -> None:
    automatic, cell = STRUCK_BY[how]
    content = so.ods_content(so.cells_in(ours), {("ЕГЭ", "D7"): "<D7/>"})
    if cell.startswith("<table:table-column"):
        column, _, cell = cell.partition("/>")
        whole = f'<table:table-column table:number-columns-repeated="3"/>{column}/>'
        content = content.replace('table:name="ЕГЭ">', f'table:name="ЕГЭ">{whole}')
    if cell.startswith("row"):
        cell, at = (
            cell.removeprefix("row"),
            content.rindex("<table:table-row>", 0, content.index("<D7/>")),
        )
        row = '<table:table-row table:default-cell-style-name="Struck">'
        content = content[:at] + content[at:].replace("<table:table-row>", row, 1)
    content = content.replace("<D7/>", cell).replace(
        "<office:automatic-styles>", f"<office:automatic-styles>{automatic}"
    )
    path = so.write_ods(tmp_path / "б.ods", content)
    with zipfile.ZipFile(path, "a") as archive:
        head, _, _ = so.ODS_HEAD.partition("<office:automatic-styles>")
        named = head.replace("document-content", "document-styles")
        archive.writestr(
            "styles.xml", f"{named}<office:styles>{NAMED}</office:styles></office:document-styles>"
        )
    submission = read_workbook(path).submission
    assert submission is not None
    assert submission["ege.rus.total"] == 13
    assert "TXT-017" in {f.code for f in check_file(path).findings if f.cell == "D7"}


def merged_xlsx(ours: Path, target: Path) -> Path:
    def change(part: str, data: bytes) -> bytes:
        of_sheet = part == "xl/worksheets/sheet3.xml"
        return (
            data.replace(b"</mergeCells>", b'<mergeCell ref="D7:D8"/></mergeCells>')
            if of_sheet
            else data
        )

    return repacked(ours, target, change)


def merged_ods(ours: Path, target: Path) -> Path:
    cell = so.ods_cell(12).replace(
        "<table:table-cell", '<table:table-cell table:number-rows-spanned="2"'
    )
    return so.write_ods(target, so.ods_content(so.cells_in(ours), {("ЕГЭ", "D7"): cell}))


@pytest.mark.parametrize("make", [merged_xlsx, merged_ods])
def test_a_number_over_two_rows_is_asked_about(
    make: Callable[[Path, Path], Path], ours: Path, tmp_path: Path
) -> None:
    """Whoever reads the sheet sees 12 in both rows; the second is never «не сдавали»."""
    path = make(ours, tmp_path / f"б.{make.__name__.removeprefix('merged_')}")
    (asked,) = [f for f in check_file(path).findings if f.code == "FIL-020"]
    assert (asked.cell, asked.severity.name) == ("D8", "ERROR")
    submission = read_workbook(path).submission
    assert submission is not None
    assert submission.form.by_id[asked.field].slot in submission.lost


PICTURES = [
    b'<c r="D7" t="e" vm="1"><v>#VALUE!</v></c>',
    b'<c r="D7" t="str"><f>_xlfn.DISPIMG("ID_7",1)</f><v>=DISPIMG("ID_7",1)</v></c>',
]


@pytest.mark.parametrize("cell", PICTURES, ids=["Excel", "WPS Office"])
def test_a_picture_in_a_cell_is_neither_a_text_nor_a_blank(
    cell: bytes, ours: Path, tmp_path: Path
) -> None:
    def change(part: str, data: bytes) -> bytes:
        of_sheet = part == "xl/worksheets/sheet3.xml"
        return re.sub(rb'<c r="D7"[^>]*><v>12</v></c>', cell, data) if of_sheet else data

    found = check_file(repacked(ours, tmp_path / "б.xlsx", change)).findings
    assert {f.code for f in found if f.cell == "D7"} == {"FIL-010", "FIL-027"}


def test_printed_numbers_that_became_numbers_are_the_blanks(ours: Path, tmp_path: Path) -> None:
    """«10» over a column, «1.11» of an item, «2020.1» of the version, as another program saves."""
    with zipfile.ZipFile(ours) as archive:
        strings = archive.read("xl/sharedStrings.xml")
    texts = re.findall(rb"<si><t[^>]*>([^<]*)</t></si>", strings)
    digits = {n: text for n, text in enumerate(texts) if re.fullmatch(rb"[0-9]+(\.[0-9]+)?", text)}
    assert len(digits) > 20

    def number(cell: re.Match[bytes]) -> bytes:
        text = digits.get(int(cell[2]))
        return cell[0] if text is None else cell[1] + b"><v>" + text + b"</v>"

    def change(part: str, data: bytes) -> bytes:
        cell = rb'(<c r="[A-Z]+[0-9]+"[^>]*?) t="s"><v>([0-9]+)</v>'
        return re.sub(cell, number, data) if part.startswith("xl/worksheets/") else data

    path = repacked(ours, tmp_path / "б.xlsx", change)
    assert check_file(path).findings == check_file(ours).findings


def test_a_registry_of_any_format_is_read(tmp_path: Path) -> None:
    registry = Registry([SchoolEntry(code="230501", name="СОШ № 1")])
    book = tmp_path / "Реестр.xlsx"
    write_registry_workbook(book, registry, Journal(), created=date(2026, 11, 1))
    cells = so.cells_of(book.read_bytes(), book.name, ())
    so.write_xls(tmp_path / "Реестр.xls", cells)
    so.write_ods(tmp_path / "Реестр.ods", so.ods_content(cells), "last")
    for extension in ("xlsx", "xls", "ods"):
        found, _ = read_registry(book.with_suffix(f".{extension}"))
        assert [school.name for school in found.schools] == ["СОШ № 1"]


def test_a_detached_signature_beside_a_book_is_passed_over(ours: Path, tmp_path: Path) -> None:
    for name in ("школа.xlsx", "школа.xlsx.sig", "школа.XLSX.P7S"):
        (tmp_path / name).write_bytes(ours.read_bytes())
    assert [path.name for path in workbooks_in(tmp_path)] == ["школа.xlsx"]
