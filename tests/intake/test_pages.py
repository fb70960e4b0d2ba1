"""What a district specialist does on the page, without script: drop, look, decide."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from intake.desk import ON_BOTH, TODAY, Desk, made_campaign
from seed_document import seed_document

from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.campaign.opening import account
from roadmap_xl.campaign.store import attempts, jobs
from roadmap_xl.cli import commands
from roadmap_xl.district.journal import Journal, JournalEntry, read_journal
from roadmap_xl.district.journal_workbook import write_journal


def zipped(files: list[Path], *more: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path in files:
            archive.write(path, f"Почта/{path.name}")
        for name, content in more:
            archive.writestr(name, content)
    return data.getvalue()


def test_a_dropped_book_is_stored_checked_and_on_the_board(desk: Desk, sent: list[Path]) -> None:
    book = next(path for path in sent if path.name == "полевская.xlsx")
    (said,) = desk.drop(book)
    assert (said["words"], said["new"]) == ("получен, проверяется", True)
    assert said["sha256"] == hashlib.sha256(book.read_bytes()).hexdigest()
    assert (desk.folder.incoming / book.name).read_bytes() == book.read_bytes()
    desk.wait()
    assert desk.statuses()["230509"].startswith("принято")
    assert "Проверен «полевская.xlsx»" in desk.get("/events")
    assert "полевская.xlsx" in desk.get("/schools/230509")


@ON_BOTH
def test_the_same_bytes_are_one_attempt(desk: Desk, sent: list[Path]) -> None:
    """However often and under whatever name: twice at once, renamed, in an archive."""
    book = sent[0]
    desk.drop(book, book, ("другое имя.xlsx", book.read_bytes()))
    desk.drop(("почта.zip", zipped([book])))
    desk.wait()
    with desk.campaign.store.reading() as connection:
        marks = [one.sha256 for one in attempts.every(connection)]
    assert marks.count(hashlib.sha256(book.read_bytes()).hexdigest()) == 1
    assert len(marks) == len(set(marks))
    assert [path.name for path in desk.folder.incoming.iterdir()] == [book.name]


def test_an_archive_is_unpacked_and_junk_passed_over(desk: Desk, sent: list[Path]) -> None:
    junk = [("~$x.xlsx", b"x"), ("Thumbs.db", b"x"), ("x.xlsx.sig", b"x"), ("../../вон.xlsx", b"x")]
    said = desk.drop(("Книги.zip", zipped(sent[:3], *junk)))
    assert [one["new"] for one in said] == [True] * 3 + [False] * 3 + [True]
    names = {path.name for path in desk.folder.incoming.iterdir()}
    assert names == {path.name for path in sent[:3]} | {"вон.xlsx"}
    desk.wait()


@ON_BOTH
def test_what_is_decided_stands_on_the_page_and_in_the_journal(
    desk: Desk, sent: list[Path]
) -> None:
    book = next(path for path in sent if path.name == "полевская.xlsx")
    (said,) = desk.drop(book)
    desk.wait()
    desk.post(f"/files/{said['sha256']}/decisions", name="withdrawn", value="да", code="230509")
    desk.post("/schools/230510/decisions", name="no_data", value="да")
    desk.campaign.bring_sheet().result()
    statuses = desk.statuses()
    assert (statuses["230509"], statuses["230510"]) == ("не сдано", "нет данных — подтверждено")
    journal = read_journal(desk.folder.journal).journal
    assert [one.file for one in journal.entries if one.withdrawn] == ["полевская.xlsx"]
    assert list(journal.without_data) == ["230510"]
    events = desk.get("/events")
    assert "«полевская.xlsx»: «Отозван» — да" in events


@ON_BOTH
def test_each_decision_says_who_made_it_and_when(desk: Desk, sent: list[Path]) -> None:
    book = next(path for path in sent if path.name == "полевская.xlsx")
    (said,) = desk.drop(book)
    desk.wait()
    desk.post(f"/files/{said['sha256']}/decisions", name="returned", value="физика", code="230509")
    desk.post("/schools/230510/decisions", name="deadline", value="10.10.2020")
    by = rf"\. {re.escape(account())} \(страница\), \d\d\.\d\d\.\d{{4}} \d\d:\d\d"
    board, school = desk.get(), desk.get("/schools/230509")
    assert re.search(rf"Возвращён на доработку: физика{by}", board)
    assert re.search(rf"Другой срок: 10\.10\.2020{by}", board)
    assert re.search(rf"Записан: {account()} \(страница\), \d", school)
    assert "Возвращён на доработку: физика</b>" in school
    found = desk.get("/?search=доработку физика")
    assert ("230509" in found, "<td>230510" in found) == (True, False)
    assert "Таких школ нет" in desk.get("/?search=нигде")


def test_a_file_that_is_checked_anew_is_not_missing(desk: Desk) -> None:
    """After an update everything is checked again: nobody is told meanwhile that it never came."""
    desk.work.stop()
    with desk.campaign.store.writing() as connection:
        attempts.add(connection, "1" * 64, "к.xlsx", desk.campaign.by, received=TODAY, run=1,
                     recognised="230510 — МБОУ Приозёрная СОШ")  # fmt: skip
        jobs.ask(connection, jobs.Kind.CHECK, "1" * 64)
    found = desk.statuses()
    assert (found["230510"], found["230509"]) == ("получено, проверяется", "не сдано")


def test_what_came_says_what_became_of_it(desk: Desk, sent: list[Path]) -> None:
    """A Word document is poured by the queue; one that cannot be says why, and may come again."""
    nothing = desk.client.post(f"{desk.base}/incoming", files=[("files", ("", b""))])
    assert "Выберите файлы или папку" in nothing.text
    seed, no_form = ("карта.docx", seed_document()), ("письмо.docx", b"PK no document")
    assert [one["words"] for one in desk.drop(seed, no_form)] == [
        "получен, переносится в книгу"
    ] * 2
    desk.drop(next(path for path in sent if path.name == "полевская.xlsx"))
    desk.wait()
    page = desk.get("/incoming")
    assert "письмо.docx: не перенесён в книгу. " in page
    assert re.search(r"<td>карта\.xlsx<td>.*<td class=\"\w+\">проверен: ", page)
    assert re.search(r"<td>полевская\.xlsx<td>.*проверен: принято с замечаниями<td>2<td>0", page)
    assert (desk.folder.documents / "карта.docx").read_bytes() == seed[1]
    (again,) = desk.drop(seed)
    assert again["words"] == "такой же файл уже получен"
    desk.wait()


@ON_BOTH
def test_the_page_and_the_command_line_give_the_same_bytes(
    desk: Desk, sent: list[Path], demo_district: DemoResult, tmp_path: Path
) -> None:
    """The same books dropped or copied, the same decisions clicked or typed into the journal."""
    said = {str(one["sent_as"]): str(one["sha256"]) for one in desk.drop(*sent)}
    desk.wait()
    desk.post("/schools/230510/decisions", name="deadline", value="10.10.2020")
    returned = said["полевская.xlsx"]
    desk.post(f"/files/{returned}/decisions", name="returned", value="физика", code="230509")
    with desk.campaign.store.writing() as connection:
        jobs.ask(connection, jobs.Kind.RUN, "publish tidy letters")
    desk.wait()
    with desk.campaign.store.reading() as connection:
        done = jobs.latest(connection, jobs.Kind.RUN)
    assert done is not None
    assert done.state is jobs.State.DONE, done.words
    assert "учтено 12 из 12 школ" in done.words

    other = made_campaign(demo_district, tmp_path / "другой" / "Сбор")
    for book in sent:
        shutil.copy(book, other.incoming)
    known = read_journal(other.journal).journal
    rows = [
        JournalEntry(sha256=sha256, file=name, received=TODAY, run=1,
                     returned="физика" if sha256 == returned else "")
        for name, sha256 in said.items()
        if known.of(sha256) is None
    ]  # fmt: skip
    agreed = JournalEntry(school="230510", deadline=date(2020, 10, 10))
    write_journal(other.journal, Journal([*known.entries, *rows, agreed]), created=TODAY)
    outputs = ("--publish", str(tmp_path / "п.xlsx"), "--tidy", str(tmp_path / "д.csv"),
               "--feedback", str(other.letters))  # fmt: skip
    command = ["consolidate", str(other.path), "--date", TODAY.isoformat(), *outputs]
    typed = CliRunner().invoke(commands, command, catch_exceptions=False)
    assert typed.exit_code == 0, typed.output
    pairs = [
        (desk.folder.summary(TODAY), other.summary(TODAY)),
        (
            desk.folder.summary(TODAY).with_suffix(".json"),
            other.summary(TODAY).with_suffix(".json"),
        ),
        (desk.folder.published(TODAY), tmp_path / "п.xlsx"),
        (desk.folder.tidy(TODAY), tmp_path / "д.csv"),
        *((path, other.letters / path.name) for path in desk.folder.letters.glob("*.txt")),
    ]
    differ = [one.name for one, same in pairs if one.read_bytes() != same.read_bytes()]
    letter = next(other.letters.glob("*Полевская*.txt")).read_text(encoding="utf-8-sig")
    assert "Книга возвращена на доработку: физика" in letter
    late = json.loads(pairs[1][1].read_text(encoding="utf-8"))["lines"]
    days = {one["school"]: one.get("days_late") for one in late}
    assert (days["230510"], days["230509"]) == (0, 1)  # the files came on the 6th
    assert len(pairs) > 10
    assert differ == []
