"""The journal: what people typed stays, every new file gets a row, and none gets two."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.district.journal import COLUMNS, Journal, JournalEntry, new_entries, read_journal
from roadmap_xl.district.journal_workbook import CellEdit, extend_journal, write_journal
from roadmap_xl.district.received import Received
from roadmap_xl.errors import NotExtendedError, RegistryError
from roadmap_xl.files import pack_parts, read_parts, write_parts

FIRST, SECOND = date(2026, 11, 25), date(2026, 11, 26)
RED = PatternFill("solid", fgColor="FFFF0000")


def received(*files: str, content: str = "") -> list[Received]:
    """Files of these names; with `content` all of the same bytes."""
    return [
        Received(file, hashlib.sha256((content or file).encode("utf-8", "replace")).hexdigest())
        for file in files
    ]


def extended(path: Path, files: list[Received], day: date) -> Journal:
    """One run: the journal is read, and gets a row for each file it does not know."""
    sheet = read_journal(path)
    new = new_entries(sheet.journal, files, lambda one: f"школа {one.file}", day)
    if new:
        extend_journal(path, new, sheet.header.row, sheet.header.places)
    return read_journal(path).journal


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "Журнал.xlsx"
    write_journal(path, Journal(), created=FIRST)
    return path


def sheet_of(path: Path) -> Worksheet:
    return load_workbook(path)["Журнал"]


def edited(path: Path, edit: Any) -> None:
    """A person opens the journal, does something and saves it."""
    workbook = load_workbook(path)
    edit(workbook["Журнал"])
    workbook.save(path)


# --- rows ---


def test_a_new_file_gets_a_row(journal: Path) -> None:
    (entry,) = extended(journal, received("а.xlsx"), FIRST).entries
    assert entry.file == "а.xlsx"
    assert entry.sha256 == hashlib.sha256("а.xlsx".encode()).hexdigest()
    assert (entry.recognised, entry.school) == ("школа а.xlsx", "")
    assert (entry.received, entry.run, entry.withdrawn) == (FIRST, 1, False)


def test_fonts_have_their_properties_in_the_order_of_the_standard(journal: Path) -> None:
    """ECMA-376 part 1, 18.8.22: bold before size, size before colour, colour before name."""
    extended(journal, received("a.xlsx"), FIRST)
    with ZipFile(journal) as package:
        styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    order = ["b", "i", "strike", "u", "sz", "color", "name", "family", "charset", "scheme"]
    fonts = [[one.tag.removeprefix(main) for one in font] for font in styles.iter(f"{main}font")]
    assert ["b", "sz", "color", "name"] in [font[:4] for font in fonts]
    assert all(font == sorted(font, key=order.index) for font in fonts)


def test_a_renamed_file_gets_no_row(journal: Path) -> None:
    extended(journal, received("а.xlsx", content="1"), FIRST)
    before = journal.read_bytes()
    extended(journal, received("папка/б.xlsx", content="1"), SECOND)
    assert journal.read_bytes() == before


def test_two_copies_of_one_file_get_one_row(journal: Path) -> None:
    entries = extended(journal, received("б.xlsx", "а.xlsx", content="1"), FIRST).entries
    assert [entry.file for entry in entries] == ["а.xlsx"]


def test_a_file_that_could_not_be_read_waits(journal: Path) -> None:
    assert extended(journal, [Received("нет доступа.xlsx", "")], FIRST).entries == ()


def test_each_run_has_its_number(journal: Path) -> None:
    extended(journal, received("а.xlsx", "б.xlsx"), FIRST)
    entries = extended(journal, received("а.xlsx", "б.xlsx", "в.xlsx"), FIRST).entries
    assert [(entry.file, entry.run) for entry in entries] == [
        ("а.xlsx", 1), ("б.xlsx", 1), ("в.xlsx", 2),
    ]  # fmt: skip


def test_a_name_is_only_ever_text(journal: Path) -> None:
    names = ('=HYPERLINK("http://evil.example")', "+1+1.xlsx", "#N/A", "2026-11-25", "123")
    entries = extended(journal, received(*names), FIRST).entries
    assert {entry.file for entry in entries} == set(names)
    assert all(c.data_type != "f" for row in sheet_of(journal).iter_rows() for c in row)
    extended(journal, received("ещё.xlsx"), SECOND)
    assert all(c.data_type != "f" for row in sheet_of(journal).iter_rows() for c in row)


@pytest.mark.parametrize("name", ["a\x00b\x1f.xlsx", "\udcff.xlsx", "я" * 300 + ".xlsx"])
def test_a_name_that_a_workbook_cannot_hold_is_written_as_it_can(name: str, journal: Path) -> None:
    (entry,) = extended(journal, received(name), FIRST).entries
    assert entry.file.endswith(".xlsx")
    before = journal.read_bytes()
    extended(journal, received(name), SECOND)
    assert journal.read_bytes() == before


def test_the_same_run_gives_the_same_bytes(journal: Path) -> None:
    blank = journal.read_bytes()
    extended(journal, received("а.xlsx", "б.xlsx"), FIRST)
    first = journal.read_bytes()
    journal.write_bytes(blank)
    extended(journal, received("б.xlsx", "а.xlsx"), FIRST)
    assert journal.read_bytes() == first


# --- what people do to it ---


def colour_and_width(sheet: Worksheet) -> None:
    sheet["A4"].fill = RED
    sheet.column_dimensions["A"].width = 77
    sheet["A4"].comment = Comment("звонили", "Петрова")


def own_column(sheet: Worksheet) -> None:
    sheet["M3"].value, sheet["M4"].value = "Моя графа", "моё"


def other_order(sheet: Worksheet) -> None:
    sheet.move_range("A3:A4", cols=12)


def title_above(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 3)
    sheet["A1"].value = "Степной район"


def formula_of_ones_own(sheet: Worksheet) -> None:
    sheet["M3"].value, sheet["M4"].value = "Дней", "=D4-1"


def remark_below(sheet: Worksheet) -> None:
    sheet["A7"].value, sheet["D7"].value = None, datetime(2026, 11, 24)
    sheet["J7"].value = "ждём ещё две школы"


def sorted_and_filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A3:L4"


def no_tool_columns(sheet: Worksheet) -> None:
    sheet.delete_cols(11)
    sheet.delete_cols(2)


EDITS = (
    colour_and_width, own_column, other_order, title_above, formula_of_ones_own, remark_below,
    sorted_and_filtered, no_tool_columns,
)  # fmt: skip


def cells_of(path: Path) -> dict[str, tuple[Any, ...]]:
    """Everything of the sheet that a person may have done: value, colour, comment."""
    return {
        cell.coordinate: (
            cell.value, cell.data_type, cell.fill.fgColor.rgb, cell.number_format,
            cell.comment.text if cell.comment else None,
        )
        for row in sheet_of(path).iter_rows() for cell in row
        if cell.value is not None or cell.comment
    }  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_what_people_did_stays(edit: Any, journal: Path) -> None:
    extended(journal, received("а.xlsx"), FIRST)
    edited(journal, edit)
    before, width = cells_of(journal), sheet_of(journal).column_dimensions["A"].width
    entries = extended(journal, received("а.xlsx", "б.xlsx"), SECOND).entries
    after = cells_of(journal)
    assert {place: after[place] for place in before} == before
    assert sheet_of(journal).column_dimensions["A"].width == width
    assert [entry.file for entry in entries] == ["а.xlsx", "б.xlsx"]
    assert entries[1].received == SECOND


def test_columns_that_were_deleted_are_added_at_the_right(journal: Path) -> None:
    extended(journal, received("а.xlsx"), FIRST)
    edited(journal, no_tool_columns)
    entry = extended(journal, received("а.xlsx", "б.xlsx"), SECOND).entries[1]
    assert (entry.recognised, entry.run) == ("школа б.xlsx", 1)
    assert [cell.value for cell in sheet_of(journal)[3]][-2:] == ["Опознана как", "Сбор"]


def test_filters_and_tables_reach_the_new_rows(journal: Path) -> None:
    extended(journal, received("а.xlsx"), FIRST)

    def as_table(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = None
        sheet.add_table(Table(displayName="Журнал", ref="A3:L4"))

    edited(journal, as_table)
    extended(journal, received("а.xlsx", "б.xlsx", "в.xlsx"), SECOND)
    assert sheet_of(journal).tables["Журнал"].ref == "A3:L6"
    write_journal(journal, Journal(), created=FIRST)
    extended(journal, received("а.xlsx", "б.xlsx"), FIRST)
    assert sheet_of(journal).auto_filter.ref == "A3:L5"
    with ZipFile(journal) as package:  # the hidden name by which Excel knows the filter
        assert b"$A$3:$L$5" in package.read("xl/workbook.xml")


def test_lists_to_choose_from_and_prompts_stay(journal: Path) -> None:
    extended(journal, received("а.xlsx"), FIRST)
    asked = sheet_of(journal).data_validations.dataValidation
    lists = [str(one.sqref) for one in asked if one.type == "list"]
    assert sorted(lists) == ["E4:E2004", "F4:F2004", "H4:H2004"]
    prompted = [str(one.sqref) for one in asked if one.prompt]
    assert sorted(prompted) == [f"{column}4:{column}2004" for column in "CDEFGHIJ"]


# --- what other libraries would lose ---


def with_chart(path: Path) -> None:
    workbook = load_workbook(path)
    chart = BarChart()
    chart.add_data(Reference(workbook["Журнал"], min_col=10, min_row=3, max_row=4))
    workbook["Журнал"].add_chart(chart, "N3")
    workbook.save(path)


def with_formula(path: Path) -> None:
    edited(path, lambda sheet: sheet.__setitem__("D4", "=TODAY()"))


def with_excel_only_check(path: Path) -> None:
    """A list that refers to another sheet, as newer Excel stores it."""
    edited(path, lambda sheet: sheet.add_data_validation(DataValidation("list", "B1:B3")))
    out = io.BytesIO()
    with ZipFile(path) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                extension = (
                    b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst>'
                    b"</worksheet>"
                )
                data = data.replace(b"</worksheet>", extension)
            target.writestr(name, data)
    path.write_bytes(out.getvalue())


def with_no_day(path: Path) -> None:
    """A number in a column of one's own, shown as «########»."""

    def typed_as_day(sheet: Worksheet) -> None:
        sheet["N4"].value, sheet["N4"].number_format = 20261001, "DD.MM.YYYY"

    edited(path, typed_as_day)


def open_in_excel(path: Path) -> None:
    path.with_name(f"~${path.name}").touch()


def open_in_libreoffice(path: Path) -> None:
    path.with_name(f".~lock.{path.name}#").touch()


def with_names_in_other_letters(path: Path) -> None:
    """As some packers write the names of parts."""
    parts = read_parts(path.read_bytes())
    path.write_bytes(pack_parts({name.upper(): part for name, part in parts.items()}))


TOUCHED = ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    "change",
    [
        with_chart, with_excel_only_check, with_no_day, with_formula,
        with_names_in_other_letters,
    ],
    ids=lambda change: change.__name__,
)  # fmt: skip
def test_every_other_part_stays_as_it_is(change: Any, journal: Path) -> None:
    extended(journal, received("а.xlsx"), FIRST)
    change(journal)
    before = read_parts(journal.read_bytes())
    entries = extended(journal, received("а.xlsx", "б.xlsx"), SECOND).entries
    assert [entry.file for entry in entries] == ["а.xlsx", "б.xlsx"]
    after = read_parts(journal.read_bytes())
    assert list(after) == list(before)
    assert [name for name in before if before[name] != after[name]] <= [
        name for name in before if name.lower() in TOUCHED
    ]
    if change is with_formula:
        assert sheet_of(journal)["D4"].value == "=TODAY()"


def test_a_cell_is_written_anew_and_keeps_its_colour(journal: Path) -> None:
    extended(journal, received("а.xlsx"), FIRST)
    edited(journal, lambda sheet: setattr(sheet["D4"], "fill", RED))
    header = read_journal(journal).header
    edits = [
        CellEdit(4, "received", SECOND),
        CellEdit(4, "withdrawn", "да"),
        CellEdit(4, "school", "0101"),
    ]
    extend_journal(journal, [], header.row, header.places, edits=edits)
    (entry,) = read_journal(journal).journal.entries
    assert (entry.received, entry.withdrawn, entry.school) == (SECOND, True, "0101")
    cell = sheet_of(journal)["D4"]
    assert (cell.fill.fgColor.rgb, cell.is_date) == ("FFFF0000", True)
    edited(journal, lambda sheet: sheet.__setitem__("D4", "=TODAY()"))
    with pytest.raises(NotExtendedError, match="в ячейке D4 стоит формула"):
        extend_journal(journal, [], header.row, header.places, edits=edits)


# --- what cannot be extended stays, and is said ---


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (open_in_excel, "он открыт: рядом лежит «~$Журнал.xlsx»"),
        (open_in_libreoffice, "он открыт: рядом лежит «.~lock.Журнал.xlsx#»"),
    ],
)
def test_a_journal_that_cannot_be_extended_stays(spoil: Any, said: str, journal: Path) -> None:
    extended(journal, received("а.xlsx"), FIRST)
    spoil(journal)
    before = journal.read_bytes()
    with pytest.raises(NotExtendedError, match="не дополнен") as fault:
        extended(journal, received("а.xlsx", "б.xlsx"), SECOND)
    assert said in str(fault.value)
    assert journal.read_bytes() == before


def test_a_journal_that_windows_keeps_is_said(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, target: Any) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    before = journal.read_bytes()
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(NotExtendedError, match="открыт в Excel"):
        extended(journal, received("а.xlsx"), FIRST)
    assert journal.read_bytes() == before
    assert [path.name for path in journal.parent.iterdir()] == [journal.name]


# --- what its rows say ---

SHA = hashlib.sha256(b"x").hexdigest()
HEADER = list(COLUMNS.values())


def typed(path: Path, **cells: object) -> Path:
    """A journal of one row, as somebody typed it."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Журнал"
    sheet.append(HEADER)
    sheet.append([cells.get(name) for name in COLUMNS])
    workbook.save(path)
    return path


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"school": "101", "no_data": "да"}, JournalEntry(school="101", no_data=True)),
        ({"school": 101, "no_data": "+", "remark": "письмо"},
         JournalEntry(school="101", no_data=True, remark="письмо")),
        ({"sha256": SHA.upper(), "school": "101"}, JournalEntry(sha256=SHA, school="101")),
        ({"sha256": SHA, "no_data": "нет", "run": 3.0}, JournalEntry(sha256=SHA, run=3)),
        ({"sha256": SHA, "recognised": "101 — СОШ"},
         JournalEntry(sha256=SHA, recognised="101 - СОШ")),
        ({"sha256": SHA, "returned": "физика"}, JournalEntry(sha256=SHA, returned="физика")),
        ({"school": "101", "deadline": datetime(2026, 12, 9)},
         JournalEntry(school="101", deadline=date(2026, 12, 9))),
        ({"school": "101", "deadline": "9.12.2026", "no_data": "да"},
         JournalEntry(school="101", deadline=date(2026, 12, 9), no_data=True)),
        ({"school": "101", "remark": "звонили"}, JournalEntry(school="101", remark="звонили")),
        ({"remark": "позвонить в пятницу"}, None),
        ({"received": datetime(2026, 11, 25), "remark": "звонили"}, None),
        ({"withdrawn": "нет"}, None),
    ],
)  # fmt: skip
def test_a_row_says(
    cells: dict[str, object], expected: JournalEntry | None, tmp_path: Path
) -> None:
    found = read_journal(typed(tmp_path / "ж.xlsx", **cells)).journal.entries
    assert found == (() if expected is None else (expected,))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"school": "101"}, "строка 2: нет SHA-256, и непонятно, о каком файле"),
        ({"no_data": "да"}, "нет SHA-256"),
        ({"file": "а.xlsx", "received": datetime(2026, 11, 25)}, "нет SHA-256"),
        ({"sha256": SHA, "no_data": "да"}, "вписано напротив файла"),
        ({"sha256": "abc", "school": "1"}, "64 знака"),
        ({"sha256": SHA, "received": "вчера"}, "«вчера» — не дата"),
        ({"sha256": SHA, "withdrawn": "может быть"}, "впишите «да» или «нет»"),
        ({"sha256": SHA, "deadline": datetime(2026, 12, 9)}, "Срок дают школе"),
        ({"school": "101", "deadline": "потом"}, "«потом» — не дата"),
        ({"deadline": datetime(2026, 12, 9)}, "нет SHA-256"),
        ({"returned": "физика"}, "нет SHA-256"),
        ({"school": "101", "no_data": "да", "returned": "физика"}, "нет SHA-256"),
        ({"school": "101", "file": "а.xlsx", "remark": "звонили"}, "нет SHA-256"),
    ],
)
def test_a_row_that_says_nothing_clear_is_named(
    cells: dict[str, object], said: str, tmp_path: Path
) -> None:
    with pytest.raises(RegistryError, match=said):
        read_journal(typed(tmp_path / "ж.xlsx", **cells))


# --- any edits and any files: nothing lost, nothing doubled ---

FILES = tuple(f"файл {number}.xlsx" for number in range(6))
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
    st.sampled_from(["=1+1", "'=x", "  ", "01.02", "#Н/Д", "<b>&amp;"]),
    st.integers(-9, 10**12),
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map(
        lambda d: d.replace(microsecond=0)
    ),
    st.booleans(),
)
"""What stands in a column of a person's own or among the remarks."""
EDIT = st.tuples(st.sampled_from(["remark", "own", "note row", "colour", "title"]),
                 st.integers(0, 5), TEXTS)  # fmt: skip
RUN = st.tuples(st.sets(st.sampled_from(FILES)), st.lists(EDIT, max_size=4))


def done_to(sheet: Worksheet, header: int, kind: str, place: int, value: Any) -> None:
    """One edit of a person; `place` says in which row below the header."""
    row = header + 1 + place
    if kind == "title":
        sheet.cell(1, 3).value = value
    elif kind == "colour":
        sheet.cell(row, 1).fill = RED
    else:
        at = sheet.max_row + 1 + place if kind == "note row" else row
        cell = sheet.cell(at, 14 if kind == "own" else 10)
        cell.value = value
        if isinstance(value, int):  # a number in a cell that showed a day may be none: refused
            cell.number_format = "General"
        if kind != "own" and cell.data_type == "f":  # refused in a column of the journal's own
            cell.data_type = "s"


@examples(60)
@given(st.lists(RUN, min_size=1, max_size=4))
def test_nothing_is_lost_and_nothing_doubled(runs: list[tuple[set[str], list[Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "Журнал.xlsx")
        write_journal(path, Journal(), created=FIRST)
        known: set[str] = set()
        for files, edits in runs:
            for edit in edits:
                edited(path, lambda sheet, edit=edit: done_to(sheet, 3, *edit))
            before = cells_of(path)
            entries = extended(path, received(*files), SECOND).entries
            after = cells_of(path)
            assert {place: after[place] for place in before} == before
            new = files - known
            known |= files
            assert Counter(entry.file for entry in entries) == Counter(known)
            assert len(after) == len(before) + 5 * len(new)  # file, whose, day, run, SHA-256
            same = path.read_bytes()
            extended(path, received(*files), SECOND)
            assert path.read_bytes() == same


def test_a_file_is_replaced_at_once_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")

    def cut_off() -> Iterator[bytes]:
        yield b"n"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_parts(path, cut_off())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
