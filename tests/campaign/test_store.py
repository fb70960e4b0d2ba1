"""The database of a campaign and its journal's sheet, in SQLite and in PostgreSQL."""

from __future__ import annotations

import errno
import itertools
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import postgresql
import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import Connection, inspect, text

from roadmap_xl.campaign import journal_sheet
from roadmap_xl.campaign.store import attempts, database, decisions, jobs, letters, tables
from roadmap_xl.campaign.store.database import ADDRESS, FILE_NAME, Store, StoreError, open_store
from roadmap_xl.campaign.store.events import FILE, SCHOOL, Actor, listed
from roadmap_xl.district.journal import Journal, JournalEntry, read_journal
from roadmap_xl.district.journal_workbook import write_journal

DAY, PAGE = date(2026, 11, 30), Actor("Петрова", "страница")
ONE, TWO = "1" * 64, "2" * 64
NUMBERS = itertools.count(1)
KEPT = Journal([
    JournalEntry(sha256=ONE, file="один.xlsx", recognised="Первая школа", received=DAY, run=1,
                 remark="по почте"),
    JournalEntry(sha256=TWO, file="два.xlsx", school="2", received=DAY, withdrawn=True, run=1),
    JournalEntry(school="3", no_data=True, remark="закрыта"),
])  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql.served() as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with a journal, whose database is one or the other."""
    if request.param == "postgresql":
        address = request.getfixturevalue("server")
        found = postgresql.new_database(address, f"сбор{next(NUMBERS)}")
        (tmp_path / ADDRESS).write_text(f"{found}\n", encoding="utf-8")
    write_journal(tmp_path / "Журнал.xlsx", KEPT, created=DAY)
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with closing(open_store(folder)) as found:
        yield found


def brought(store: Store, folder: Path) -> journal_sheet.Taken:
    """What a run does with the sheet: takes it over, then writes what it does not say."""
    path = folder / "Журнал.xlsx"
    sheet = read_journal(path)
    with store.writing() as connection:
        taken = journal_sheet.take_over(connection, sheet, str, "Петрова")
        found = journal_sheet.pending(connection, sheet, str)
    journal_sheet.write(path, found, sheet, str)
    with store.writing() as connection:
        journal_sheet.wrote(connection)
    return taken


def edit(folder: Path, file: str, title: str, value: object) -> None:
    """Types a value into the row of a file, or of a school's code."""
    workbook = load_workbook(folder / "Журнал.xlsx")
    sheet = workbook["Журнал"]
    titles: dict[Any, int] = {cell.value: cell.column for cell in sheet[3]}
    (row,) = {cell.row for row in sheet.iter_rows(min_row=4) for cell in row if cell.value == file}
    sheet.cell(row, titles[title]).value = value
    workbook.save(folder / "Журнал.xlsx")


def cell(folder: Path, file: str, title: str) -> object:
    sheet = load_workbook(folder / "Журнал.xlsx")["Журнал"]
    titles: dict[Any, int] = {cell.value: cell.column for cell in sheet[3]}
    (row,) = {cell.row for row in sheet.iter_rows(min_row=4) for cell in row if cell.value == file}
    return sheet.cell(row, titles[title]).value


def decide(store: Store, key: str, name: str, value: str) -> None:
    with store.writing() as connection:
        about = FILE if len(key) == 64 else SCHOOL
        decisions.decide(connection, about, key, name, value, PAGE, "файл")


def journal(store: Store) -> Journal:
    with store.reading() as connection:
        return decisions.journal_of(connection)


def words(store: Store) -> list[str]:
    with store.reading() as connection:
        return [one.words for one in listed(connection)]


def test_a_journal_of_old_is_taken_over_without_a_question(store: Store, folder: Path) -> None:
    before = (folder / "Журнал.xlsx").read_bytes()
    taken = brought(store, folder)
    assert (taken.lines, taken.disagreements) == ([], [])
    assert set(journal(store).entries) == set(KEPT.entries)
    assert words(store) == ["Взят журнал, строк: 3"]
    assert brought(store, folder).lines == []
    assert (folder / "Журнал.xlsx").read_bytes() == before


EDITS = (
    ("один.xlsx", "Код школы", "7", ONE, "school", "7"),
    ("один.xlsx", "Дата получения", date(2026, 11, 29), ONE, "received", date(2026, 11, 29)),
    ("один.xlsx", "Отозван", "да", ONE, "withdrawn", True),
    ("два.xlsx", "Отозван", None, TWO, "withdrawn", False),
    ("один.xlsx", "Засчитать", "да", ONE, "counts", True),
    ("один.xlsx", "Примечание", None, ONE, "remark", ""),
    ("один.xlsx", "Сбор", 4, ONE, "run", 4),
    ("один.xlsx", "Возвращён на доработку", "физика", ONE, "returned", "физика"),
    ("3", "Примечание", "по телефону", "3", "remark", "по телефону"),
    ("3", "Другой срок", date(2026, 12, 9), "3", "deadline", date(2026, 12, 9)),
    ("3", "Нет данных — подтверждено", None, "3", "no_data", False),
)


@pytest.mark.parametrize(("file", "title", "typed", "key", "name", "found"), EDITS)
def test_an_edit_of_the_sheet_is_taken_over_by_name(
    file: str, title: str, typed: object, key: str, name: str, found: object,
    store: Store, folder: Path,
) -> None:  # fmt: skip
    brought(store, folder)
    edit(folder, file, title, typed)
    (line,) = brought(store, folder).lines
    assert f"«{title}»" in line
    noted = journal(store)
    entry = noted.of(key) or noted.of_schools[key]
    assert getattr(entry, name) == found
    assert any(f"«{title}»" in one for one in words(store))
    assert brought(store, folder).lines == []


def test_what_the_page_decides_stands_in_the_sheet(store: Store, folder: Path) -> None:
    """And nothing else in it is touched: a colleague's colour and column stay."""
    brought(store, folder)
    workbook = load_workbook(folder / "Журнал.xlsx")
    workbook["Журнал"]["N4"] = "звонила"
    workbook.save(folder / "Журнал.xlsx")
    decide(store, ONE, "withdrawn", "да")
    decide(store, TWO, "withdrawn", "")
    decide(store, "3", "no_data", "")
    decide(store, "4", "no_data", "да")
    decide(store, "5", "deadline", "2026-12-09")
    decide(store, "6", "remark", "обещали завтра")
    decide(store, TWO, "returned", "базовая математика")
    brought(store, folder)
    found = read_journal(folder / "Журнал.xlsx").journal
    assert [one.file for one in found.entries if one.withdrawn] == ["один.xlsx"]
    assert list(found.without_data) == ["4"]
    assert found.deadlines == {"5": date(2026, 12, 9)}
    assert found.of_schools["6"].remark == "обещали завтра"
    assert cell(folder, "два.xlsx", "Возвращён на доработку") == "базовая математика"
    assert load_workbook(folder / "Журнал.xlsx")["Журнал"]["N4"].value == "звонила"
    assert brought(store, folder).lines == []


OLD_HEADER = (
    *("Файл", "Опознана как", "Код школы", "Дата получения", "Отозван", "Засчитать"),
    *("Нет данных — подтверждено", "Примечание", "Сбор", "SHA-256", "Моя графа"),
)


def test_a_journal_of_before_gets_its_new_columns_at_the_right(store: Store, folder: Path) -> None:
    """Nothing that stands in it moves, and what is typed into them is taken over."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Журнал"
    for row in (
        ("Журнал полученных файлов",),
        (),
        OLD_HEADER,
        ("один.xlsx", "Первая школа", None, DAY, None, None, None, "по почте", 1, ONE, "моё"),
        (None, None, "3", None, None, None, "да", "закрыта", None, None, None),
    ):
        sheet.append(row)
    workbook.save(folder / "Журнал.xlsx")
    before = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert brought(store, folder).lines == []
    decide(store, ONE, "returned", "физика")
    decide(store, "4", "deadline", "2026-12-09")
    brought(store, folder)
    after = load_workbook(folder / "Журнал.xlsx")["Журнал"]
    kept = [[cell.value for cell in row[:11]] for row in after.iter_rows(max_row=5)]
    assert repr(kept) == repr(before).replace("datetime.date(2026, 11, 30)", f"{kept[3][3]!r}")
    assert [after.cell(3, 12).value, after.cell(4, 12).value] == [
        "Возвращён на доработку",
        "физика",
    ]
    edit(folder, "4", "Другой срок", date(2026, 12, 10))
    (line,) = brought(store, folder).lines
    assert line == "Школа 4: «Другой срок» — 10.12.2026 (было: 09.12.2026)"
    assert journal(store).deadlines == {"4": date(2026, 12, 10)}


def test_a_column_that_was_deleted_takes_no_decision_back(store: Store, folder: Path) -> None:
    """It says nothing; it is written again with all that stood in it."""
    brought(store, folder)
    decide(store, ONE, "returned", "физика")
    brought(store, folder)
    decided = set(journal(store).entries)
    workbook = load_workbook(folder / "Журнал.xlsx")
    for title in ("Отозван", "Возвращён на доработку", "Нет данных — подтверждено", "Сбор"):
        sheet = workbook["Журнал"]
        titles: dict[Any, int] = {cell.value: cell.column for cell in sheet[3]}
        sheet.delete_cols(titles[title])
    workbook.save(folder / "Журнал.xlsx")
    taken = brought(store, folder)
    assert (taken.lines, taken.disagreements) == ([], [])
    assert set(journal(store).entries) == decided
    assert set(read_journal(folder / "Журнал.xlsx").journal.entries) == decided


def test_a_deleted_row_takes_back_only_what_stood_in_it(store: Store, folder: Path) -> None:
    brought(store, folder)
    decide(store, "3", "deadline", "2026-12-09")
    workbook = load_workbook(folder / "Журнал.xlsx")
    workbook["Журнал"].delete_rows(6)
    workbook.save(folder / "Журнал.xlsx")
    (line,) = brought(store, folder).lines
    assert "строка журнала удалена (было: «Нет данных — подтверждено» — да" in line
    found = read_journal(folder / "Журнал.xlsx").journal
    assert (found.without_data, list(found.deadlines)) == ({}, ["3"])


@pytest.mark.parametrize(
    ("as_in_sheet", "expected"), [(True, "из журнала"), (False, "со страницы")]
)
def test_where_both_have_decided_otherwise_it_is_asked(
    as_in_sheet: bool, expected: str, store: Store, folder: Path
) -> None:
    brought(store, folder)
    edit(folder, "один.xlsx", "Примечание", "из журнала")
    decide(store, ONE, "remark", "со страницы")
    for _ in range(2):  # it stays asked, and both words stay where they are
        (asked,) = brought(store, folder).disagreements
        assert (asked.in_sheet, asked.in_store) == ("из журнала", "со страницы")
        assert cell(folder, "один.xlsx", "Примечание") == "из журнала"
        noted = journal(store).of(ONE)
        assert noted is not None
        assert noted.remark == "со страницы"
    with store.writing() as connection:
        journal_sheet.settle(connection, asked, PAGE, as_in_sheet=as_in_sheet)
    assert brought(store, folder).disagreements == []
    noted = journal(store).of(ONE)
    assert noted is not None
    assert noted.remark == cell(folder, "один.xlsx", "Примечание") == expected


def test_a_file_may_come_before_the_journal_is_seen(store: Store, folder: Path) -> None:
    """What people wrote of it counts; what the page has decided since is asked."""
    with store.writing() as connection:
        for sha256 in (ONE, TWO):
            attempts.add(connection, sha256, "иной.xlsx", PAGE, received=date(2026, 12, 5), run=9)
    decide(store, TWO, "school", "5")
    (asked,) = brought(store, folder).disagreements
    assert (asked.name, asked.in_sheet, asked.in_store) == ("school", "2", "5")
    one, two = journal(store).of(ONE), journal(store).of(TWO)
    assert one is not None
    assert two is not None
    assert (one.received, one.run, one.remark) == (DAY, 1, "по почте")
    assert (two.received, two.withdrawn) == (DAY, True)


def test_both_deciding_alike_is_no_dispute(store: Store, folder: Path) -> None:
    brought(store, folder)
    edit(folder, "один.xlsx", "Отозван", "да")
    decide(store, ONE, "withdrawn", "да")
    taken = brought(store, folder)
    assert (taken.lines, taken.disagreements) == ([], [])


def test_rows_that_vanish(store: Store, folder: Path) -> None:
    """A deleted «нет данных» is taken back; a file's row, or a whole sheet, is written again."""
    brought(store, folder)
    workbook = load_workbook(folder / "Журнал.xlsx")
    workbook["Журнал"].delete_rows(5, 2)
    workbook.save(folder / "Журнал.xlsx")
    (line,) = brought(store, folder).lines
    assert "удалена" in line
    found = read_journal(folder / "Журнал.xlsx").journal
    assert {one.file for one in found.entries} == {"один.xlsx", "два.xlsx"}
    decide(store, "3", "no_data", "да")
    write_journal(folder / "Журнал.xlsx", Journal(), created=DAY)
    assert brought(store, folder).lines == []
    assert set(read_journal(folder / "Журнал.xlsx").journal.entries) == set(journal(store).entries)


def test_a_job_is_claimed_once_and_outlives_the_program(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.writing() as connection:
        asked = [jobs.ask(connection, jobs.Kind.CHECK, key) for key in (ONE, TWO, ONE)]
    assert asked[0] == asked[2] != asked[1]

    def claim() -> jobs.Job | None:
        with store.writing() as connection:
            return jobs.claim(connection)

    with ThreadPoolExecutor(4) as pool:
        claimed = [one for one in pool.map(lambda _: claim(), range(4)) if one]
    assert sorted(one.key for one in claimed) == [ONE, TWO]
    with closing(open_store(folder)) as again, again.writing() as connection:
        jobs.give_back(connection)
        found = jobs.claim(connection)
        assert found is not None
        assert (found.key, found.tries) == (ONE, 0)  # that it was ended is not its fault
        assert not jobs.fail(connection, found.number, "не вышло")
        assert jobs.claim(connection) != found  # it waits a little, the other comes first
        monkeypatch.setattr(jobs, "TRIES", 1)
        assert jobs.fail(connection, found.number, "снова")
        found = jobs.of(connection, found.number)
        assert found is not None
        assert (found.state, found.words) == (jobs.State.FAILED, "снова")


def test_many_threads_at_once_lose_nothing(store: Store) -> None:
    """Each decides and reads; nobody's connection is taken from another."""
    with store.writing() as connection:
        attempts.add(connection, ONE, "один.xlsx", PAGE, received=DAY, run=1)

    def work(number: int) -> bool:
        for step in range(5):
            decide(store, str(number), "remark", f"{number}.{step}")
            with store.reading() as connection:
                value = decisions.value_of(connection, SCHOOL, str(number), "remark")
            if value != f"{number}.{step}":
                return False
        return True

    with ThreadPoolExecutor(24) as pool:
        assert all(pool.map(work, range(24)))
    assert len(words(store)) == 24 * 5


def test_what_was_answered_for_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each writer's commit lies before the beginning of a sync that ended before its answer."""
    synced: set[str] = set()

    def slow(path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
            known = {key for (key,) in other.execute("SELECT key FROM decisions")}
        assert path.stat().st_size  # the log itself, or its folder
        time.sleep(0.02)
        synced.update(known)

    def write(number: int) -> bool:
        decide(store, str(number), "remark", "да")
        return str(number) in synced

    with closing(open_store(tmp_path)) as store, monkeypatch.context() as patched:
        patched.setattr(database, "sync", slow)
        with ThreadPoolExecutor(10) as pool:
            assert all(pool.map(write, range(30)))


def test_a_disk_that_fails_to_keep_a_write_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with closing(open_store(tmp_path)) as store:
        monkeypatch.setattr(database, "sync", full)
        with pytest.raises(StoreError, match="нет места"):
            decide(store, ONE, "remark", "да")


@pytest.mark.parametrize("statement", ["UPDATE events SET words=''", "DELETE FROM events"])
def test_an_event_is_never_changed(statement: str, store: Store, folder: Path) -> None:
    brought(store, folder)
    with pytest.raises(StoreError), store.writing() as connection:
        connection.execute(text(statement))
    assert words(store) == ["Взят журнал, строк: 3"]


def test_nothing_of_a_transaction_that_fails_stays(store: Store) -> None:
    def fail(connection: Connection) -> None:
        attempts.add(connection, ONE, "один.xlsx", PAGE, received=DAY, run=1)
        decisions.decide(connection, FILE, ONE, "deadline", "да", PAGE, "файл")

    with pytest.raises(ValueError, match="no decision"), store.writing() as connection:
        fail(connection)
    assert journal(store).entries == ()


def test_the_tables_are_those_of_the_migrations(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, tables.METADATA) == []
        assert context.get_current_revision() == tables.VERSION


@pytest.mark.parametrize("version", ["first", "second"])
def test_a_database_of_before_is_brought_up(
    version: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all that stood in it; a letter's state has room for longer words then."""
    monkeypatch.setattr(database, "VERSION", version)
    one = letters.Letter("1", "1", letters.Kind.MEND, "a@b.ru", "Т", "п.txt", "", ONE, DAY)
    with closing(open_store(folder)) as store:
        brought(store, folder)
        before = journal(store).entries
        with store.writing() as connection:
            assert inspect(connection).has_table("letters") == (version != "first")
            if version != "first":
                letters.replace_all(connection, [one])
    monkeypatch.undo()
    with closing(open_store(folder)) as store:
        assert journal(store).entries == before
        assert words(store) == ["Взят журнал, строк: 3"]
        with store.writing() as connection:
            letters.replace_all(connection, letters.every(connection) or [one])
            assert letters.queue(connection, "1")
            assert letters.begin(connection, "1")
            letters.note_unknown(connection, "")
            (found,) = letters.every(connection)
    assert found == replace(one, state=letters.State.UNKNOWN)


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match=r"повреждён\..* из резервной копии"):
        open_store(tmp_path)
    (tmp_path / ADDRESS).write_text("http://example.org/", encoding="utf-8")
    with pytest.raises(StoreError, match="не адрес базы PostgreSQL"):
        open_store(tmp_path)


def test_a_newer_programs_database_is_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database, database:
        database.execute("UPDATE alembic_version SET version_num='from the future'")
    with pytest.raises(StoreError, match="от более новой программы"):
        open_store(tmp_path)
