"""The summary on the page: made in the background, shown, each number with where it is from."""

from datetime import date
from pathlib import Path

from intake.desk import TODAY, Desk
from openpyxl import load_workbook

from roadmap_xl.campaign.demo.run import DemoResult


def test_a_summary_is_made_shown_and_explained(desk: Desk, sent: list[Path]) -> None:
    desk.drop(*sent[:3])
    desk.wait()
    assert "Сводки ещё нет" in desk.get("/summary")
    desk.post("/summary/run", beside="publish")
    desk.wait()
    page = desk.get("/summary")
    assert "учтено 3 из 12 школ" in page
    assert page.count('<figure class="chart">') >= 3
    number = load_workbook(desk.folder.summary(TODAY), data_only=True)["Предметы"]["B6"].value
    subjects = desk.get("/summary?sheet=Предметы")
    assert f'cell=B6">{number:g}</a>' in subjects
    explained = desk.get("/summary/explain?sheet=Предметы&cell=B6")
    assert f"Предметы!B6 = {number:g}" in explained
    of_russian = [path for path in sent[:3] if load_workbook(path)["ЕГЭ"]["D7"].value]
    assert of_russian
    assert all(path.name in explained for path in of_russian)
    for what in ("book", "published", "snapshot"):
        answer = desk.client.get(f"{desk.base}/summary/files/{what}")
        assert answer.headers["content-disposition"].startswith("attachment;")
    assert desk.client.get(f"{desk.base}/summary/files/tidy").status_code == 404


def test_files_that_came_since_are_told(desk: Desk, sent: list[Path]) -> None:
    desk.drop(sent[0])
    desk.wait()
    desk.post("/summary/run")
    desk.wait()
    assert "пришли ещё файлы" not in desk.get("/summary")
    desk.drop(sent[1])
    desk.wait()
    assert "пришли ещё файлы" in desk.get("/summary")


def test_a_cell_without_a_number_is_said(desk: Desk, sent: list[Path]) -> None:
    desk.drop(sent[0])
    desk.wait()
    desk.post("/summary/run")
    desk.wait()
    answer = desk.client.get(f"{desk.base}/summary/explain?sheet=Предметы&cell=A6")
    assert (answer.status_code, "не число" in answer.text) == (409, True)


def test_the_latest_summary_is_shown_whatever_else_lies_there(desk: Desk) -> None:
    folder = desk.folder.summaries
    (folder / "Сводка 31.02.2020.xlsx").write_bytes(b"")
    (folder / "Сводка моя.xlsx").write_bytes(b"")
    assert "Сводки ещё нет" in desk.get("/summary")
    desk.folder.summary(date(2020, 10, 1)).write_bytes(b"PK")
    answer = desk.client.get(f"{desk.base}/summary")
    assert (answer.status_code, "Соберите её снова" in answer.text) == (409, True)


def test_last_year_stands_beside_this_one(
    desk: Desk, sent: list[Path], demo_district: DemoResult
) -> None:
    snapshot = demo_district.summary.with_suffix(".json")
    desk.post("/settings", previous=str(snapshot))
    desk.drop(sent[0])
    desk.wait()
    desk.post("/summary/run")
    desk.wait()
    page = desk.get("/summary?sheet=Динамика")
    assert "в сводке 2019/2020, на 06.10.2020" in page
