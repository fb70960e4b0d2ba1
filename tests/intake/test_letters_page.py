"""The page of letters: who gets what, and a reminder to nobody who owes nothing."""

import io
import zipfile
from pathlib import Path

from intake.desk import Desk
from openpyxl import load_workbook


def test_letters_are_listed_read_and_taken_as_drafts(desk: Desk, sent: list[Path]) -> None:
    assert "Писем ещё нет" in desk.get("/letters")
    desk.drop(next(path for path in sent if path.name == "Новая Балка - последняя.xlsx"))
    desk.wait()
    desk.post("/letters/write")
    desk.wait()
    assert "Писем: 12" in desk.get("/letters")
    assert "Дорожная карта вашей школы не получена" in desk.get("/letters/230501")
    assert "Письмо школе</a>: напоминание, не отправлено" in desk.get("/schools/230501")
    every, owed = (
        zipfile.ZipFile(io.BytesIO(desk.client.get(f"{desk.base}/letters/drafts.zip{one}").content))
        for one in ("", "?which=owed")
    )
    assert len(every.namelist()) == 12
    assert len(owed.namelist()) == 11
    assert not any("Новая Балка" in name for name in owed.namelist())
    draft = desk.client.get(f"{desk.base}/letters/230501/draft.eml")
    assert draft.content == every.read(next(n for n in every.namelist() if "230501" in n))


def test_without_a_server_nothing_is_sent(desk: Desk) -> None:
    answer = desk.client.post(f"{desk.base}/letters/send", data={"school": "230501"})
    assert (answer.status_code, "Сначала укажите почтовый сервер" in answer.text) == (409, True)


def test_the_password_is_never_shown(desk: Desk) -> None:
    server = {"host": "smtp.example.ru", "sender": "otdel@example.ru", "user": "otdel"}
    page = desk.post("/letters/server", **server, password="тайна-1")
    page += desk.post("/letters/server", **server, password="")
    assert "smtp.example.ru" in page
    assert "тайна-1" not in page
    assert "тайна-1" in desk.known.mail_server.read_text(encoding="utf-8")


def test_a_file_of_nobody_is_given_to_a_school_by_one_click(desk: Desk, sent: list[Path]) -> None:
    book = load_workbook(next(path for path in sent if path.name == "полевская.xlsx"))
    for row in book["Титул"].iter_rows():
        if row[0].value in ("meta.school_name", "meta.school_id"):
            row[2].value = None
    data = io.BytesIO()
    book.save(data)
    (said,) = desk.drop(("Полевская СОШ.xlsx", data.getvalue()))
    desk.wait()
    board = desk.get()
    assert '<button name="value" value="230509">' in board
    desk.post(f"/files/{said['sha256']}/decisions", name="school", value="230509")
    assert desk.statuses()["230509"].startswith("принято")
