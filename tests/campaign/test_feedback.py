"""Back to the schools: a letter for each, a repaired workbook, nobody's work written over."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from district_files import (
    CITY,
    FORM,
    REGISTRY,
    SCHOOLS,
    STATION,
    VILLAGE,
    Invented,
    Sent,
    SentFiles,
    sent,
)
from openpyxl import load_workbook

from roadmap_xl.campaign.collect import collect
from roadmap_xl.campaign.demo.run import REGISTRY as REGISTRY_FILE
from roadmap_xl.campaign.demo.run import SENT, DemoResult
from roadmap_xl.campaign.feedback import FeedbackError, answers_to, write_feedback
from roadmap_xl.campaign.letters import letter
from roadmap_xl.campaign.owned import LIST, LOG, Owned
from roadmap_xl.cli import commands
from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.lines import Status, SubmissionLine
from roadmap_xl.district.school import School
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import blank
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.checking import Occasion, group_findings
from roadmap_xl.school.repair import repair_reading
from roadmap_xl.summary.consolidation import consolidate
from roadmap_xl.summary.numbers.from_files import findings_on
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2020, 10, 12)
OCCASION = Occasion("На сдачу", today=DAY)
TARGET = Settings("Степной район", deadline=date(2020, 10, 15), send_to="roo@example.ru",
                  ring="Иванова И. И., тел. 2-11-11")  # fmt: skip
LETTER, WORKBOOK = " - письмо.txt", " - с замечаниями.xlsx"


@pytest.fixture(scope="module")
def demo(demo_district: DemoResult) -> Path:
    return demo_district.registry.parent


@pytest.fixture(scope="module")
def three(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three of the demo's files: clean, with errors, with a warning."""
    folder = tmp_path_factory.mktemp("three") / "Книги"
    folder.mkdir()
    for name in ("Гимназия 1 дорожная карта.xlsx", "Приозёрная СОШ Дорожная карта.xlsx",
                 "Верхнереченская (1).xlsx"):  # fmt: skip
        shutil.copy(demo / SENT / name, folder)
    return folder


@pytest.fixture(scope="module")
def summary(three: Path) -> DistrictSummary:
    return collect(three, occasion=OCCASION, settings=TARGET)


def answered(target: Path, three: Path, summary: DistrictSummary, **more: object) -> list[str]:
    """The lines that the command says."""
    done = write_feedback(
        target, three, summary, written=DAY, occasion=OCCASION, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return done.as_lines()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def text_of(folder: Path, name: str) -> str:
    (path,) = [path for path in folder.iterdir() if name in path.name and path.suffix == ".txt"]
    return path.read_bytes().decode("utf-8-sig")


# --- what is written ---


def test_a_letter_and_a_workbook_for_each_school(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    before = files(three)
    said = answered(tmp_path / "п", three, summary)
    assert said == ["Писем школам: 3, книг с замечаниями: 2."]
    written = files(tmp_path / "п")
    assert sum(name.endswith(LETTER) for name in written) == 3
    assert sum(name.endswith(WORKBOOK) for name in written) == 2  # nothing to show to the first
    assert files(three) == before


def test_the_letter_says_what_to_mend_where_and_until_when(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    answered(tmp_path / "п", three, summary)
    said = text_of(tmp_path / "п", "Приозёрная")
    assert "Получен файл «Приозёрная СОШ Дорожная карта.xlsx»" in said
    assert "принято с замечаниями" in said
    assert "Нужно исправить:\r\n1. Лист «Паспорт», C29." in said
    assert "(EGE-010)" in said
    assert "Принято и учтено в сводке района всё, кроме того, в чём ошибка:" in said
    assert "строка «Русский язык» (EGE-010)" in said
    assert "Пришлите книгу до 15.10.2020: roo@example.ru. Вопросы: Иванова И. И." in said


def test_a_school_with_nothing_to_mend_is_thanked(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    answered(tmp_path / "п", three, summary)
    said = text_of(tmp_path / "п", "гимназия")
    assert "Спасибо! Исправлять ничего не нужно" in said
    assert "Пришлите" not in said
    assert "приложена" not in said


def test_the_findings_are_the_summary_s_and_the_copy_s(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    answered(tmp_path / "п", three, summary)
    for line in summary.lines:
        assert line.school is not None
        assert line.received is not None
        said = text_of(tmp_path / "п", line.school.name)
        found = [one for one in findings_on(summary, line) if one.audience == "school"]
        for finding in group_findings([one for one in found if one.severity != "note"]):
            assert " ".join(finding.message.split()) in said
        occasion = replace(OCCASION)
        again = repair_reading(read_workbook(three / line.received.file), occasion).notes.findings
        assert {one.key for one in again} == {one.key for one in found}


def test_the_copy_can_be_opened_and_has_the_school_s_numbers(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    answered(tmp_path / "п", three, summary)
    (path,) = [
        p for p in (tmp_path / "п").iterdir() if "Приозёрная" in p.name and p.suffix == ".xlsx"
    ]
    assert load_workbook(path)["ЕГЭ"]["D7"].value == 5
    assert path.name in text_of(tmp_path / "п", "Приозёрная")


def test_processes_write_the_same_bytes(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    answered(tmp_path / "один", three, summary)
    with ProcessPoolExecutor(2) as pool:
        answered(tmp_path / "два", three, summary, executor=pool)
    assert files(tmp_path / "один") == files(tmp_path / "два")


def test_the_command_writes_for_the_whole_registry(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Книги"
    folder.mkdir()
    shutil.copy(demo / SENT / "полевская.xlsx", folder)
    (folder / "Верхнереченская битая.xlsx").write_bytes(b"PK")
    answer = CliRunner().invoke(
        commands,
        ["consolidate", str(folder), "-o", str(tmp_path / "С.xlsx"), "--date", "2020-10-12",
         "--registry", str(demo / REGISTRY_FILE), "--feedback", str(tmp_path / "Письма")],
        catch_exceptions=False,
    )  # fmt: skip
    assert answer.exit_code == 0
    assert "Писем школам: 12, книг с замечаниями: 1." in answer.stdout
    assert "Дорожная карта вашей школы не получена." in text_of(tmp_path / "Письма", "гимназия")


# --- nobody's work is written over ---


def test_a_file_that_somebody_changed_stays(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    target = tmp_path / "п"
    answered(target, three, summary)
    changed = next(name for name in files(target) if name.endswith(LETTER))
    book = next(name for name in files(target) if name.endswith(WORKBOOK))
    (target / changed).write_text("Дописано рукой", encoding="utf-8")
    (target / book).write_bytes((target / book).read_bytes() + b"typed")
    said = " ".join(
        write_feedback(
            target, three, replace(summary), written=date(2020, 10, 13), occasion=OCCASION
        ).as_lines()
    )
    assert changed in said
    assert book in said
    assert (target / changed).read_text(encoding="utf-8") == "Дописано рукой"
    assert (target / book).read_bytes().endswith(b"typed")


def test_what_was_written_here_is_replaced_and_what_is_not_needed_goes(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    target = tmp_path / "п"
    answered(target, three, summary)
    (target / "записка.txt").write_text("моя", encoding="utf-8")
    less = replace(summary, lines=summary.lines[:1])
    write_feedback(target, three, less, written=date(2020, 10, 13), occasion=OCCASION)
    left = files(target)
    assert set(left) - {LIST, "записка.txt"} == set(json.loads(left[LIST]))
    assert len(left) == 4
    assert "13.10.2020" in next(d for n, d in left.items() if n.endswith(LETTER)).decode(
        "utf-8-sig"
    )


def test_a_strange_file_of_the_same_name_is_not_replaced(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    target = tmp_path / "п"
    target.mkdir()
    name = f"{next(answers_to(summary)).stem}{WORKBOOK}"
    (target / name).write_bytes(b"somebody's")
    said = " ".join(answered(target, three, summary))
    assert name in said
    assert (target / name).read_bytes() == b"somebody's"


def test_a_damaged_list_replaces_nothing(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    target = tmp_path / "п"
    answered(target, three, summary)
    (target / LIST).write_text('{"../../чужое.txt": "0"}', encoding="utf-8")
    before = {n: d for n, d in files(target).items() if n != LIST}
    write_feedback(target, three, summary, written=date(2021, 1, 1), occasion=OCCASION)
    assert {n: d for n, d in files(target).items() if n != LIST} == before


def test_a_folder_among_the_schools_files_is_refused(three: Path, summary: DistrictSummary) -> None:
    for target in (three, three / "Письма"):
        with pytest.raises(FeedbackError, match="среди книг школ"):
            answered(target, three, summary)
    assert not (three / "Письма").exists()


def test_a_file_that_changed_meanwhile_is_not_answered_with_old_findings(
    tmp_path: Path, three: Path, summary: DistrictSummary
) -> None:
    folder = Path(shutil.copytree(three, tmp_path / "Книги"))
    name = "Верхнереченская (1).xlsx"
    shutil.copy(folder / "Гимназия 1 дорожная карта.xlsx", folder / name)
    said = " ".join(answered(tmp_path / "п", folder, summary))
    assert f"файл «{name}» изменился" in said


# --- names ---


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ('МБОУ "СОШ № 5" <ст. Степная>', "МБОУ СОШ № 5 ст. Степная"),
        ("../..\\etc/passwd", "etc passwd"),
        ("CON", "школа CON"),
        ("СОШ\nс. Ивановка. ", "СОШ с. Ивановка"),
        ("Ш" * 300, "Ш" * 80),
        ("???", "школа"),
    ],
)
def test_names_that_windows_takes(name: str, stem: str) -> None:
    lines = (SubmissionLine(Status.MISSING, School(name, "", name)),)
    empty = consolidate(SentFiles([]), FORM)
    assert [one.stem for one in answers_to(replace(empty, lines=lines))] == [stem]


def test_schools_of_one_name_get_two_files() -> None:
    lines = tuple(
        SubmissionLine(Status.MISSING, School(k, "", n)) for k, n in (("a", "сош"), ("b", "СОШ"))
    )
    empty = consolidate(SentFiles([]), FORM)
    assert [one.stem for one in answers_to(replace(empty, lines=lines))] == ["сош", "СОШ (2)"]


# --- letters ---


def letters(*found: Sent, registry: bool = True) -> dict[str, str]:
    summary = consolidate(SentFiles(found), FORM, REGISTRY if registry else None, settings=TARGET)
    return {
        answer.line.school.name: letter(summary, answer.line, written=DAY)
        for answer in answers_to(summary)
        if answer.line.school
    }


def test_a_school_without_a_file_is_reminded() -> None:
    said = letters(sent(CITY))["ООШ х. Дальний"]
    assert "не получена" in said
    assert "Пришлите книгу до 15.10.2020: roo@example.ru." in said


def test_after_the_deadline_no_past_day_is_asked_for() -> None:
    summary = consolidate(SentFiles([sent(CITY)]), FORM, REGISTRY, settings=TARGET)
    missing = next(line for line in summary.lines if line.status is Status.MISSING)
    said = letter(summary, missing, written=date(2020, 10, 16))
    assert "Срок сдачи прошёл 15.10.2020. Пришлите книгу: roo@example.ru." in said


def test_a_school_that_has_nothing_to_report_is_asked_for_nothing() -> None:
    confirmed = Journal([JournalEntry.model_validate({"school": "104", "no_data": True})])
    summary = consolidate(SentFiles([sent(CITY)]), FORM, REGISTRY, confirmed, TARGET)
    asked = [one.line.school.code for one in answers_to(summary) if one.line.school]
    assert asked == ["101", "102", "103"]


def test_two_files_that_differ_are_not_guessed_between() -> None:
    files = [sent(CITY, "а.xlsx"), sent(CITY, "б.xlsx", {"ege.phys.total": 4})]
    summary = consolidate(SentFiles(files), FORM, REGISTRY, settings=TARGET)
    answer = next(
        a for a in answers_to(summary) if a.line.school and a.line.school.name == CITY.name
    )
    assert not answer.has_copy
    said = letter(summary, answer.line, written=DAY)
    assert "не принято" in said
    assert "«а.xlsx», «б.xlsx»" in said
    assert "в сводку района пока не вошли" in said


def test_each_school_gets_its_letter_and_an_unknown_file_none() -> None:
    said = letters(*map(sent, SCHOOLS))
    assert set(said) == {CITY.name, VILLAGE.name, STATION.name, "ООШ х. Дальний"}
    nameless = Invented("СОШ №", 5, STATION.ege)
    assert letters(sent(nameless), registry=False) == {}


def letter_on(*found: Sent, day: date = DAY, **dates: date) -> str:
    """The letter to the first school; `dates` are the days of receipt by the file's stem."""
    noted = [
        JournalEntry(sha256=one.sha256, file=one.file, received=dates.get(Path(one.file).stem))
        for one in found
    ]
    summary = consolidate(SentFiles(found), FORM, REGISTRY, Journal(noted), TARGET)
    return letter(summary, summary.lines[0], written=day)


LATE = date(2020, 10, 16)


def test_an_empty_blank_is_not_thanked_for() -> None:
    empty = Invented(CITY.name, None, {}, code="101")
    said = letter_on(sent(empty, "пустая.xlsx", {"org.participants_persons": None}))
    assert "Состояние: пустой бланк." in said
    assert "Спасибо" not in said
    assert "Заполните книгу и пришлите её." in said
    assert "Пришлите книгу до 15.10.2020" in said


def test_a_draft_after_the_deadline_is_told_to_be_one() -> None:
    said = letter_on(sent(CITY, "моя.xlsx", {"meta.stage": "Черновик"}), day=LATE)
    assert "Состояние: черновик. В книге стадия «Черновик»: она не считается сданной." in said
    assert "выберите на листе «Титул» стадию «На сдачу»" in said
    assert "Срок сдачи прошёл 15.10.2020." in said
    assert said.count("SCH-017") == 0


def test_two_files_that_differ_are_named_without_folders_and_asked_about() -> None:
    files = [sent(CITY, "2020/а.xlsx"), sent(CITY, "папка/б.xlsx", {"ege.phys.total": 4})]
    said = letter_on(*files, а=LATE, б=LATE)
    assert "«а.xlsx» (16.10.2020), «б.xlsx» (16.10.2020). Какой из них верный?" in said
    assert "папка" not in said
    assert said.count("пока не учтён ни один") == 1


def test_a_file_that_does_not_count_is_told_beside_the_one_that_does() -> None:
    draft = sent(CITY, "папка/правка.xlsx", {"meta.stage": "Черновик"})
    stranger = sent(replace(STATION, name="СОШ № 9", code="101"), "чужая.xlsx")
    said = letter_on(sent(CITY, "книга.xlsx"), draft, stranger, правка=LATE)
    assert "файл «книга.xlsx». Состояние: принято" in said
    assert "Не учтён 16.10.2020 файл «правка.xlsx». В книге стадия «Черновик»" in said
    assert "Не учтён файл «чужая.xlsx». Код 101 — это" in said
    assert "если не ваша — ничего делать не нужно" in said


def test_a_form_of_another_year_gets_this_years_blank_with_what_carries_over(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "Книги"
    folder.mkdir()
    values = {**CITY.values(), "psp.team": "Рабочая группа из трёх человек", "meta.school_id": "7"}
    write_school_workbook(folder / "старая.xlsx", blank(form_of("2020"), values), created=DAY)
    summary = collect(folder, edition="2026", occasion=OCCASION, settings=TARGET)
    assert answered(tmp_path / "п", folder, summary) == ["Писем школам: 1, книг с замечаниями: 1."]
    (path,) = (tmp_path / "п").glob("*бланк 2026 года.xlsx")
    carried = read_workbook(path).submission
    assert carried is not None
    assert carried.form.edition.key == "2026"
    assert (carried["psp.team"], carried["meta.school_id"]) == (values["psp.team"], "7")
    assert carried["ege.rus.total"] is None
    said = text_of(tmp_path / "п", "письмо")
    assert "Это бланк 2020 года" in said
    assert path.name in said
    assert "Нужно исправить" not in said


def test_what_a_killed_run_wrote_is_known_to_the_next(
    tmp_path: Path, three: Path, summary: DistrictSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is written last; what was about to be written stands in the log before."""
    target = tmp_path / "п"
    with monkeypatch.context() as killed:
        killed.setattr(Owned, "save", lambda self, whole: None)
        answered(target, three, summary)
    assert LIST not in files(target)
    later = write_feedback(target, three, summary, written=LATE, occasion=OCCASION)
    assert later.not_written == []
    assert "16.10.2020" in text_of(target, "гимназия")
    assert LOG not in files(target)
