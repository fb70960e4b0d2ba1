"""What goes wrong on a deadline's evening: a sentence each, and nothing is lost."""

from __future__ import annotations

import errno
import os
import re
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from intake.desk import TODAY, Desk, made_campaign
from openpyxl import load_workbook

from roadmap_xl.campaign import incoming, receiving
from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.campaign.opening import BusyError, only_run_in
from roadmap_xl.campaign.store import attempts, jobs
from roadmap_xl.campaign.store.database import open_store
from roadmap_xl.district.journal import read_journal
from roadmap_xl.files import TEMPORARY_PREFIX
from roadmap_xl.intake import open_campaign, work
from roadmap_xl.intake.open_campaign import OpenCampaign
from roadmap_xl.intake.results_thread import SECONDS_KEPT


def of(sent: list[Path], name: str) -> Path:
    return next(path for path in sent if path.name == name)


def test_a_journal_that_is_open_is_written_when_it_is_closed(desk: Desk, sent: list[Path]) -> None:
    lock = desk.folder.journal.with_name(f"~${desk.folder.journal.name}")
    lock.touch()
    desk.post("/schools/230510/decisions", name="no_data", value="да")
    desk.campaign.bring_sheet().result()
    assert "он открыт" in desk.get()
    assert "230510" not in read_journal(desk.folder.journal).journal.without_data
    lock.unlink()
    desk.campaign.bring_sheet().result()
    assert "он открыт" not in desk.get()
    assert "230510" in read_journal(desk.folder.journal).journal.without_data


def test_what_is_typed_into_the_journal_is_on_the_board(desk: Desk, sent: list[Path]) -> None:
    desk.drop(of(sent, "полевская.xlsx"))
    desk.wait()
    assert desk.statuses()["230509"].startswith("принято")
    desk.campaign.bring_sheet().result()
    type_into_journal(desk, "полевская.xlsx", "Отозван", "да")
    assert desk.statuses()["230509"] == "не сдано"
    assert "«полевская.xlsx»: «Отозван» — да" in desk.get("/events")


def type_into_journal(desk: Desk, file: str, title: str, value: str) -> None:
    """Into the row of a file, as in Excel."""
    workbook = load_workbook(desk.folder.journal)
    sheet = workbook["Журнал"]
    titles: dict[Any, int] = {cell.value: cell.column for cell in sheet[3]}
    for row in sheet.iter_rows(min_row=4):
        if row[0].value == file:
            sheet.cell(row[0].row, titles[title], value)
    workbook.save(desk.folder.journal)


@pytest.mark.parametrize(("as_in", "stands"), [("journal", "Верно"), ("program", "Неверно")])
def test_what_the_journal_and_the_page_say_otherwise_is_asked_on_the_board(
    desk: Desk, sent: list[Path], as_in: str, stands: str
) -> None:
    """She typed into the journal in Excel, and on the page before she saved it."""
    (said,) = desk.drop(of(sent, "полевская.xlsx"))
    desk.wait()
    desk.campaign.bring_sheet().result()
    type_into_journal(desk, "полевская.xlsx", "Примечание", "Верно")
    lock = desk.folder.journal.with_name(f"~${desk.folder.journal.name}")
    lock.touch()
    decided = {"name": "remark", "code": "230509"}
    desk.post(f"/files/{said['sha256']}/decisions", **decided, value="Неверно")
    lock.unlink()
    desk.campaign.bring_sheet().result()
    board = desk.get()
    assert ("Что верно?" in board, "Верно" in board, "Неверно" in board) == (True, True, True)
    about = re.search(r'name="about" value="([^"]+)"', board)
    assert about is not None
    desk.post("/disputes", about=about[1], name="remark", as_in=as_in)
    desk.campaign.bring_sheet().result()
    assert "Что верно?" not in desk.get()
    assert f"Примечание: {stands}</b>" in desk.get("/schools/230509")
    entry = read_journal(desk.folder.journal).journal.of(str(said["sha256"]))
    assert entry is not None
    assert entry.remark == stands


def test_each_decision_can_be_taken_back(desk: Desk, sent: list[Path]) -> None:
    """The board and the journal are then as they were; the events say both."""
    (said,) = desk.drop(of(sent, "полевская.xlsx"))
    desk.wait()
    desk.campaign.bring_sheet().result()
    before = (desk.statuses(), read_journal(desk.folder.journal).journal.entries)
    file, school = f"/files/{said['sha256']}/decisions", "/schools/230510/decisions"
    made = [(file, "withdrawn", "да"), (file, "returned", "физика"), (file, "school", "230510"),
            (file, "remark", "по почте"), (file, "received", "01.10.2020"),
            (school, "no_data", "да"), (school, "deadline", "10.10.2020"),
            (school, "remark", "звонили")]  # fmt: skip
    for where, name, value in made:
        desk.post(where, name=name, value=value)
        desk.campaign.bring_sheet().result()
    assert read_journal(desk.folder.journal).journal.entries != before[1]
    for where, name, _ in made:
        desk.post(where, name=name, value="06.10.2020" if name == "received" else "")
    desk.campaign.bring_sheet().result()
    assert (desk.statuses(), read_journal(desk.folder.journal).journal.entries) == before
    assert desk.get("/events").count("(было: ") == len(made)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "на диске нет места"),
        (errno.EROFS, "диск только для чтения"),
        (errno.EACCES, "нет доступа"),
    ],
)
def test_a_disk_that_takes_nothing_refuses_the_file_and_leaves_nothing_of_it(
    number: int, words: str, desk: Desk, sent: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(incoming, "sync", full)
    answer = desk.client.post(f"{desk.base}/incoming", files=[("files", ("к.xlsx", b"x"))])
    assert answer.status_code == 409
    assert words in answer.text
    assert [*desk.folder.incoming.iterdir()] == []
    monkeypatch.undo()
    (said,) = desk.drop(of(sent, "полевская.xlsx"))
    assert said["new"]
    desk.wait()


def test_a_folder_that_is_read_only_is_said(
    desk: Desk, demo_district: DemoResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = made_campaign(demo_district, tmp_path / "чтение" / "Сбор")
    monkeypatch.setattr(
        open_campaign, "open_store", lambda path: replace(open_store(path), is_kept=False)
    )
    key = desk.known.know(other)
    answer = desk.client.get(f"{desk.keys.path}/campaigns/{key}/")
    assert (answer.status_code, "в неё нельзя писать" in answer.text) == (409, True)


def test_a_clock_that_was_set_back_is_told(desk: Desk, sent: list[Path]) -> None:
    desk.drop(of(sent, "полевская.xlsx"))
    desk.campaign.today = lambda: TODAY - timedelta(days=30)
    desk.drop(of(sent, "Дорожная карта Ивановка.xlsx"))
    desk.wait()
    assert "а последний файл получен 06.10.2020" in desk.get()


def test_a_campaign_is_led_by_one_page(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(BusyError, match="уже открыт на странице"):
        OpenCampaign(desk.folder, lambda: TODAY, tmp_path / "mail.json")


def test_while_the_command_line_works_files_are_taken_all_the_same(
    desk: Desk, sent: list[Path]
) -> None:
    before = desk.get()
    time.sleep(2 * SECONDS_KEPT)  # the page gives the folder back when nothing is to be done
    with only_run_in(desk.folder.path):
        (said,) = desk.drop(of(sent, "полевская.xlsx"))
        assert said["words"] == "получен, проверяется"
        assert "МКОУ Полевская" in before
    desk.wait()
    assert desk.statuses()["230509"].startswith("принято")


def end_the_worker(*arguments: object) -> None:
    os.abort()


def test_a_file_that_ends_its_worker_costs_only_itself(
    desk: Desk, sent: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SECONDS_BETWEEN_TRIES", 0)
    whole = receiving.check_data
    monkeypatch.setattr(receiving, "check_data", end_the_worker)
    (hostile,) = desk.drop(of(sent, "Дорожная карта Ивановка.xlsx"))
    desk.wait()
    monkeypatch.setattr(receiving, "check_data", whole)
    desk.drop(of(sent, "полевская.xlsx"))
    desk.wait()
    with desk.campaign.store.reading() as connection:
        states = {one.file: one.state for one in attempts.every(connection) if one.sent_as}
    assert states == {
        "Дорожная карта Ивановка.xlsx": attempts.State.LOST,
        "полевская.xlsx": attempts.State.CHECKED,
    }
    assert desk.statuses()["230509"].startswith("принято")
    assert "не хватило отведённых времени и памяти" in desk.get("/events")
    assert hostile["new"]
    assert desk.get("/incoming").count("Проверить ещё раз") == 1
    desk.post(f"/files/{hostile['sha256']}/check")
    desk.wait()
    assert "Проверить ещё раз" not in desk.get("/incoming")
    assert "Проверить ещё раз: «Дорожная карта Ивановка.xlsx»" in desk.get("/events")
    assert desk.statuses()["230503"] == "принято"
    left = list(desk.folder.path.rglob(f"{TEMPORARY_PREFIX}*"))
    assert left == []


def test_files_are_answered_before_they_are_checked_but_not_for_ever(
    desk: Desk, sent: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SECONDS_OF_ANSWERS", 3600)
    with desk.work.after_answers():  # somebody else's upload
        (said,) = desk.drop(of(sent, "полевская.xlsx"))
        time.sleep(2 * work.SECONDS_BETWEEN_LOOKS)
        assert said["words"] == "получен, проверяется"
        assert "проверяется" in desk.get("/incoming")
        assert desk.statuses()["230509"] == "не сдано"
        monkeypatch.setattr(work, "SECONDS_OF_ANSWERS", 0)
        desk.wait()
    assert desk.statuses()["230509"].startswith("принято")
