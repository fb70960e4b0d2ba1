"""A school's page: its faults on the sheet, what changed, and what is made of a file."""

import io
import zipfile
from pathlib import Path

import pytest
from intake.desk import Desk
from openpyxl import load_workbook

FAULTY, SCHOOL = "Верхнереченская (1).xlsx", "230511"


@pytest.fixture
def received(desk: Desk, sent: list[Path]) -> str:
    """The SHA-256 of a book with faults that has come."""
    (said,) = desk.drop(next(path for path in sent if path.name == FAULTY))
    desk.wait()
    return str(said["sha256"])


def test_a_fault_is_shown_on_the_sheet(desk: Desk, received: str) -> None:
    page = desk.get(f"/schools/{SCHOOL}")
    assert "«Всего» 7, а отметок в сумме 6" in page
    assert '<th scope="row">25<td>2019 год<td><td class="meant">7<td>' in page


def test_what_is_made_of_a_file_comes_as_a_download(desk: Desk, received: str) -> None:
    base = f"{desk.base}/files/{received}"
    itself, repaired, paper = (
        desk.client.get(f"{base}/{what}") for what in ("itself", "repaired", "paper")
    )
    for answer in (itself, repaired, paper):
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["content-type"] == "application/octet-stream"
    assert itself.content == (desk.folder.incoming / FAULTY).read_bytes()
    assert "Проверка" in load_workbook(io.BytesIO(repaired.content)).sheetnames
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(paper.content)).namelist()


def test_two_files_of_a_school_are_compared_cell_by_cell(
    desk: Desk, received: str, tmp_path: Path
) -> None:
    book = load_workbook(desk.folder.incoming / FAULTY)
    book["ЕГЭ"]["D25"] = 6
    book.save(tmp_path / "исправлено.xlsx")
    (said,) = desk.drop(tmp_path / "исправлено.xlsx")
    desk.wait()
    school = desk.get(f"/schools/{SCHOOL}")
    for name in ("older", "newer"):  # any two of them
        chosen = school.partition(f'<select name="{name}">')[2].partition("</select>")[0]
        assert (received in chosen, str(said["sha256"]) in chosen) == (True, True)
    page = desk.get(f"/schools/{SCHOOL}/changes?older={received}&newer={said['sha256']}")
    assert "<td>ЕГЭ<td>D25<td>вторая строка — Всего<td>7<td><b>6</b>" in page
    assert "Изменено значений: 1" in page


@pytest.mark.parametrize(
    "path", [f"/files/{'0' * 64}/itself", "/files/..%2f..%2fx/itself", "/schools/77",
             f"/schools/{SCHOOL}/changes?older=x&newer=y"]
)  # fmt: skip
def test_what_is_not_there_is_said_in_words(desk: Desk, path: str) -> None:
    answer = desk.client.get(desk.base + path)
    assert answer.status_code == 404
    assert "Такой страницы нет." in answer.text


def test_what_is_typed_on_the_page_stands_in_the_registry(desk: Desk) -> None:
    desk.post("/settings", deadline="15.10.2020", ring="Петрова А. А.")
    desk.post("/schools", school="230503", contact="Новый, n@x.example")
    assert "срок 15.10.2020" in desk.get()
    assert "Новый, n@x.example" in desk.get("/schools/230503")
    refused = desk.client.post(f"{desk.base}/settings", data={"deadline": "потом"})
    assert refused.status_code == 409
    assert "вместо" in refused.text or "пишут, например" in refused.text


def test_a_page_that_is_stale_writes_back_only_what_was_typed(desk: Desk) -> None:
    """What a colleague has changed in Excel since it was opened stays."""
    shown = {"was-deadline": "05.10.2020", "deadline": "05.10.2020"}
    desk.post("/settings", deadline="20.10.2020")
    desk.post("/settings", **shown, **{"was-ring": "", "ring": "Петрова А. А."})
    assert "срок 20.10.2020" in desk.get()
    assert "Петрова А. А." in desk.get("/settings")
    page = desk.get("/settings")
    assert '<input type="hidden" name="was-deadline" value="20.10.2020">' in page


def test_a_new_campaign_is_made_on_the_page(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "Документы"
    place.mkdir()
    made = desk.client.post(
        f"{desk.keys.path}/campaigns",
        data={"name": "Сбор: весна", "place": str(place), "edition": "2026",
              "deadline": "01.12.2026"},
        files={"registry": ("Реестр.xlsx", desk.folder.registry.read_bytes())},
    )  # fmt: skip
    assert made.status_code == 200, made.text
    assert "Школы: 12" in made.text
    assert {path.name for path in (place / "Сбор весна").iterdir()} >= {
        "Реестр школ.xlsx", "Журнал.xlsx", "Книги школ"}  # fmt: skip


def test_a_new_campaign_may_have_no_school_yet(desk: Desk, tmp_path: Path) -> None:
    """Else its every page was a refusal, and there was no place to enter one."""
    where = {"name": "Новый", "place": str(tmp_path), "edition": "2026"}
    made = desk.client.post(f"{desk.keys.path}/campaigns", data=where)
    assert (made.status_code, "Школы: 0" in made.text) == (200, True)
    base = str(made.url).rsplit("/", 1)[0]
    for page in ("/", "/incoming", "/summary", "/letters", "/blanks", "/events"):
        assert desk.client.get(base + page).status_code == 200, page
    desk.client.post(f"{base}/settings", data={"was-ring": "", "ring": "Петрова, 2-22-22"})
    added = desk.client.post(f"{base}/schools", data={"code": "1", "name": "Первая"})
    assert ("Школы: 1" in added.text, "Петрова, 2-22-22" in added.text) == (True, True)
    assert "Первая" in desk.client.get(f"{base}/").text
