"""The buttons that write a file: what they write beside the open workbook, and say."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import made_once
import pytest
import xlwings as xw
from openpyxl import Workbook, load_workbook
from remote_book import OpenBook, opened

from roadmap_xl.addin import buttons
from roadmap_xl.addin import repair_book as document_book
from roadmap_xl.addin.book_cells import ENGINE_FAULTS
from roadmap_xl.addin.building.books import write_district_macro_workbook
from roadmap_xl.addin.collect_book import collect_on
from roadmap_xl.addin.repair_book import document_on, repair_on, target_beside
from roadmap_xl.campaign.collect import collect, summary_lines
from roadmap_xl.campaign.demo.run import EDITION, SENT, DemoResult
from roadmap_xl.district.registry import read_registry
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.school.document import document_file
from roadmap_xl.school.repair import repair_file

TODAY = date(2020, 10, 1)


@pytest.fixture
def opens(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """What Excel would be asked to open; the remote engine opens nothing but payloads."""
    files, payloads = Mock(), xw.main.Books.open

    def opened_by_name(books: xw.main.Books, *names: str, **payload: Any) -> Any:
        return payloads(books, **payload) if payload else files(*names)

    monkeypatch.setattr(xw.main.Books, "open", opened_by_name)
    return files


def alerts(book: xw.Book) -> list[str]:
    return [a["args"][0] for a in book.json()["actions"] if a["func"] == "alert"]


def copying(path: Path) -> SimpleNamespace:
    """Excel's own copy of what is open, unsaved changes included."""
    return SimpleNamespace(SaveCopyAs=lambda to: Path(to).write_bytes(path.read_bytes()))


def test_the_copy_is_that_of_the_command(
    demo_district: DemoResult, opens: Mock, tmp_path: Path
) -> None:
    school = tmp_path / "школа.xlsx"
    school.write_bytes(demo_district.real_school.read_bytes())
    before = school.read_bytes()
    book = OpenBook(made_once.opened(school, values=True), school, copying(school))
    repair_on(book, TODAY)
    target = tmp_path / "школа — исправленная копия.xlsx"
    (tmp_path / "по команде").mkdir()
    typed = tmp_path / "по команде" / target.name
    expected = repair_file(school, typed, created=TODAY)
    assert target.read_bytes() == typed.read_bytes()
    assert school.read_bytes() == before
    opens.assert_called_once_with(str(target))
    assert alerts(book) == ["\n".join([f"Открыта исправленная копия: {target.name}",
                                       *expected.as_lines()])]  # fmt: skip
    assert {action["func"] for action in book.json()["actions"]} == {"alert"}


def test_what_is_typed_but_not_saved_is_in_the_copy(
    demo_district: DemoResult, opens: Mock, tmp_path: Path
) -> None:
    saved, unsaved = tmp_path / "школа.xlsx", tmp_path / "в Excel.xlsx"
    saved.write_bytes(demo_district.real_school.read_bytes())
    workbook = load_workbook(saved)
    workbook["Титул"]["C7"].value = "МБОУ СОШ № 77 г. Степной"
    workbook.save(unsaved)
    repair_on(OpenBook(workbook, saved, copying(unsaved)), TODAY)
    submission = read_workbook(Path(opens.call_args.args[0])).submission
    assert submission is not None
    assert submission["meta.school_name"] == "МБОУ СОШ № 77 г. Степной"


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ([], "школа — исправленная копия.xlsx"),
        ([""], "школа — исправленная копия 2.xlsx"),
        (["", " 2"], "школа — исправленная копия 3.xlsx"),
    ],
)
def test_no_earlier_copy_is_written_over(there: list[str], chosen: str, tmp_path: Path) -> None:
    for number in there:
        (tmp_path / f"школа — исправленная копия{number}.xlsx").touch()
    assert target_beside(OpenBook(Workbook(), tmp_path / "школа.xlsm")) == tmp_path / chosen


def test_of_a_workbook_in_the_cloud_the_copy_goes_to_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    book = OpenBook(Workbook(), "https://d.docs.live.net/7b/Документы/школа.xlsx")
    assert target_beside(book).parent == tmp_path / "Documents"


@pytest.fixture
def shows(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """What the system would be asked to open in Word."""
    files = Mock(return_value=True)
    monkeypatch.setattr(document_book, "open_file", files)
    return files


def test_the_document_is_that_of_the_command(
    demo_district: DemoResult, shows: Mock, tmp_path: Path
) -> None:
    school = tmp_path / "школа.xlsx"
    school.write_bytes(demo_district.real_school.read_bytes())
    book = OpenBook(made_once.opened(school, values=True), school, copying(school))
    document_on(book, TODAY)
    target, by_command = tmp_path / "школа — документ.docx", tmp_path / "по команде.docx"
    made = document_file(school, by_command, created=TODAY, occasion=Occasion(today=TODAY))
    assert target.read_bytes() == by_command.read_bytes()
    assert school.read_bytes() == demo_district.real_school.read_bytes()
    shows.assert_called_once_with(target)
    assert alerts(book) == ["\n".join([f"Открыт документ: {target.name}", f"Папка: {tmp_path}",
                                       *made.as_lines()])]  # fmt: skip
    shows.return_value = False
    document_on(book, TODAY)
    assert alerts(book)[1].startswith("Документ записан: школа — документ 2.docx\n")


@pytest.mark.parametrize(("platform", "opener"), [("darwin", "open"), ("linux", "")])
def test_no_program_for_documents_is_no_failure(
    platform: str, opener: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = Mock(side_effect=FileNotFoundError)
    monkeypatch.setattr(document_book.sys, "platform", platform)
    monkeypatch.setattr(document_book.subprocess, "run", called)
    assert document_book.open_file(tmp_path / "карта.docx") is False
    assert [call.args[0][0] for call in called.call_args_list] == ([opener] if opener else [])


def in_cloud(workbook: Workbook, path: Path) -> OpenBook:
    return OpenBook(workbook, "https://company-my.sharepoint.com/personal/школа.xlsx")


def other_workbook(workbook: Workbook, path: Path) -> OpenBook:
    for sheet in workbook.sheetnames[1:]:
        del workbook[sheet]
    workbook.save(path)
    return OpenBook(workbook, path, copying(path))


def refused(workbook: Workbook, path: Path) -> OpenBook:
    api = SimpleNamespace(SaveCopyAs=Mock(side_effect=ENGINE_FAULTS[0]("0x800A03EC")))
    return OpenBook(workbook, path, api)


SPOILED = [
    (in_cloud, "Файл книги не найден на этом компьютере"),
    (other_workbook, "не бланк дорожной карты"),
    (refused, "Excel не дал сохранить копию"),
]


@pytest.mark.parametrize(("spoil", "said"), SPOILED)
def test_what_makes_no_document_is_said(
    spoil: Any,
    said: str,
    demo_district: DemoResult,
    shows: Mock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    book = spoil(made_once.opened(demo_district.real_school, values=True), tmp_path / "школа.xlsx")
    document_on(book, TODAY)
    (alert,) = alerts(book)
    assert said in alert
    shows.assert_not_called()
    assert not list(tmp_path.rglob("*.docx"))


@pytest.mark.parametrize(("spoil", "said"), SPOILED)
def test_what_cannot_be_repaired_is_said(
    spoil: Any, said: str, demo_district: DemoResult, opens: Mock, tmp_path: Path
) -> None:
    book = spoil(made_once.opened(demo_district.real_school), tmp_path / "школа.xlsx")
    repair_on(book, TODAY)
    (shown,) = alerts(book)
    assert said in shown
    assert "0x" not in shown
    opens.assert_not_called()


def district(
    demo: DemoResult, path: Path, settings: dict[str, object], with_registry: bool = True
) -> Workbook:
    """The district's workbook with its settings filled in."""
    registry, _ = read_registry(demo.registry)
    write_district_macro_workbook(path, registry if with_registry else None, created=TODAY)
    workbook = load_workbook(path)
    for row in workbook["Настройки"].iter_rows(min_row=5, min_col=2, max_col=3):
        if row[0].value in settings:
            row[1].value = settings[row[0].value]
    return workbook


@pytest.mark.parametrize("with_registry", [True, False])
def test_the_summary_is_that_of_the_command(
    with_registry: bool, demo_district: DemoResult, opens: Mock, tmp_path: Path
) -> None:
    sent = Path(shutil.copytree(demo_district.real_school.parent, tmp_path / SENT))
    settings: dict[str, object] = {
        "Папка с книгами школ": str(sent), "Название района": "Степной район",
        "Стадия": "на сдачу", "Дата отчёта": "01.12.2020",
    }  # fmt: skip
    book = opened(district(demo_district, tmp_path / "р.xlsm", settings, with_registry), "р.xlsm")
    collect_on(book, TODAY)
    target = sent.parent / f"Сводка {SENT} 01.10.2020.xlsx"
    opens.assert_called_once_with(str(target))
    registry = read_registry(demo_district.registry)[0] if with_registry else None
    summary = collect(sent, registry=registry, edition=EDITION)
    (shown,) = alerts(book)
    assert shown.split("\n")[:2] == [f"Открыта сводка: {target.name}", summary_lines(summary)[0]]
    workbook = load_workbook(target)
    assert "Степной район" in str(workbook.worksheets[0]["A1"].value) + str(
        [cell.value for row in workbook.worksheets[0].iter_rows(max_row=3) for cell in row]
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "Не указана папка с книгами школ"),
        ({"Папка с книгами школ": "/нет такой"}, "Нет папки «/нет такой»"),
        ({"Год бланка": "1999"}, "стоит «1999», а есть бланки: 2020, 2026"),
        ({"Стадия": "готово"}, "стоит «готово», а можно: Черновик"),
        ({"Дата отчёта": "скоро"}, "стоит «скоро», а пишут, например, 01.12.2026"),
        ({"Снимок прошлой сводки": "нет.json"}, "Снимок сводки «{sent}/нет.json» не открывается"),
    ],
)
def test_a_wrong_setting_is_named(
    settings: dict[str, object], said: str, demo_district: DemoResult, opens: Mock, tmp_path: Path
) -> None:
    sent = demo_district.real_school.parent
    if "Снимок прошлой сводки" in settings:
        settings = {"Папка с книгами школ": str(sent), **settings}
    book = opened(district(demo_district, tmp_path / "р.xlsm", settings))
    collect_on(book, TODAY)
    (shown,) = alerts(book)
    assert said.format(sent=sent.parent) in shown
    opens.assert_not_called()


def test_last_years_snapshot_is_compared_with(
    demo_district: DemoResult, opens: Mock, tmp_path: Path
) -> None:
    """Its path may be relative to where the folder of the books is."""
    folder = shutil.copytree(demo_district.registry.parent, tmp_path / "Район № 1")
    sent = Path(folder, SENT)
    settings = {
        "Папка с книгами школ": str(sent),
        "Снимок прошлой сводки": demo_district.summary.stem + ".json",
    }
    collect_on(opened(district(demo_district, tmp_path / "р.xlsm", settings)), TODAY)
    workbook = load_workbook(sent.parent / f"Сводка {SENT} 01.10.2020.xlsx")
    cells = [cell for row in workbook["Динамика"].iter_rows(values_only=True) for cell in row]
    assert not [cell for cell in cells if "--previous" in str(cell)]
    opens.assert_called_once()


def test_any_other_workbook_collects_nothing(opens: Mock) -> None:
    book = opened(Workbook())
    collect_on(book, TODAY)
    assert "Откройте книгу района district_summary.xlsm" in alerts(book)[0]


def test_a_button_takes_the_workbook_that_calls(
    demo_district: DemoResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(made_once.opened(demo_district.real_school, values=True))
    monkeypatch.setattr(xw.Book, "caller", lambda: book)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    buttons.press("check")
    assert alerts(book)[0].startswith("Осталось ошибок")


def test_what_nobody_foresaw_is_a_sentence_and_a_log(tmp_path: Path) -> None:
    """In a process of its own, as xlwings starts one: no traceback, no error status for xlwings."""
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from pathlib import Path
from openpyxl import Workbook
from remote_book import OpenBook, opened
from roadmap_xl.addin import buttons
import xlwings as xw
buttons.LOG = Path({str(tmp_path / "log.txt")!r})
book = opened(Workbook())
xw.Book.caller = classmethod(lambda cls: book)
def broken(book):
    raise ZeroDivisionError("a bug \\ud800")  # half a letter, as a workbook may have it
buttons.BUTTONS["check"] = broken
from roadmap_xl.addin.buttons import press
xw.App.alert = lambda self, text, **_: print(text)
press("check")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Программа проверки остановилась из-за своей ошибки" in done.stdout
    assert r"ZeroDivisionError: a bug \ud800" in (tmp_path / "log.txt").read_text("utf-8")
