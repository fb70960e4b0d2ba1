"""From a workbook to its paper: draft or to sign, the control code, the PDF, what goes wrong."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import word_documents as w
from click.testing import CliRunner, Result
from demo_files import demo_files
from made_once import opened

from roadmap_xl.addin.protocol import counts_text
from roadmap_xl.cli import commands
from roadmap_xl.form.columns import Kind
from roadmap_xl.form.fields import Field, form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Submission, Value, blank
from roadmap_xl.form.vocabulary import DRAFT, SUBMITTING
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.school.check import check_file
from roadmap_xl.school.document import document_file
from roadmap_xl.school.paper import pdf
from roadmap_xl.school.repair import repair_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 25)
FORM = form_of("2020")
TODAY = ("--date", "2020-10-01")
CODE = re.compile(r"\d{4}-\d{4}-\d{4}")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demo's workbooks by the school's code."""
    folder = tmp_path_factory.mktemp("demo")
    files = demo_files(folder)
    return {str(of(file.path)["meta.school_id"]): file.path for file in files}


@pytest.fixture
def clean(demo: dict[str, Path]) -> Path:
    return demo["230503"]


@pytest.fixture
def faulty(demo: dict[str, Path]) -> Path:
    return demo["230508"]


def of(path: Path) -> Submission:
    submission = read_workbook(path).submission
    assert submission is not None
    return submission


def run(*words: object) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


def documents(source: Path, target: Path, *more: str) -> bytes:
    done = run("document", source, "-o", target, *TODAY, *more)
    assert done.exit_code == 0, done.output
    return target.read_bytes()


def asked(source: Path, *more: str) -> dict[str, object]:
    answer = run("check", source, "--format", "json", *TODAY, *more).stdout
    found: dict[str, object] = json.loads(answer)["files"][0]
    return found


def test_a_faultless_workbook_makes_a_paper_to_sign(clean: Path, tmp_path: Path) -> None:
    data = documents(clean, tmp_path / "карта.docx")
    told = asked(clean)
    assert told["to_sign"] is True
    assert w.headers(data) == [[told["school"]["name"]]] * 4  # type: ignore[index]
    assert w.footers(data)[0].startswith(f"Контрольный код {told['control_code']} · ")


def test_a_workbook_with_errors_makes_a_draft_with_as_many_as_check_finds(
    faulty: Path, tmp_path: Path
) -> None:
    data = documents(faulty, tmp_path / "карта.docx")
    told = asked(faulty)
    errors = told["counts"]["error"]  # type: ignore[index]
    assert errors > 0
    assert told["to_sign"] is False
    assert {lines[0] for lines in w.headers(data)} == {
        f"ЧЕРНОВИК · ошибок: {errors} · не для подписи"
    }
    assert not CODE.search("".join(w.footers(data)))


def test_while_it_is_being_filled_a_workbook_without_errors_is_a_draft_too(
    clean: Path, tmp_path: Path
) -> None:
    data = documents(clean, tmp_path / "карта.docx", "--stage", DRAFT)
    assert w.headers(data)[0][0] == "ЧЕРНОВИК · стадия «Черновик» · не для подписи"
    assert asked(clean, "--stage", DRAFT)["to_sign"] is False
    untouched = tmp_path / "бланк.xlsx"
    write_school_workbook(untouched, prefilled(FORM), created=DAY)
    said = run("document", untouched, "-o", tmp_path / "б.docx").output
    assert "выберите на «Титуле» стадию «На сдачу»" in said


@pytest.mark.parametrize("edition", ["2026", "2026-район"])
def test_the_command_says_what_it_made(edition: str, tmp_path: Path) -> None:
    book, target = tmp_path / "книга.xlsx", tmp_path / "карта.docx"
    submission = with_values(prefilled(form_of(edition)), {"meta.stage": SUBMITTING})
    write_school_workbook(book, submission, created=DAY)
    done = run("document", book, "-o", target, *TODAY)
    errors = asked(book)["counts"]["error"]  # type: ignore[index]
    assert done.output.splitlines() == [
        f"Черновик: в книге осталось ошибок — {errors}.",
        f"Документ записан: {target}",
    ]
    assert w.table_with(target.read_bytes(), "Мероприятия")


def with_values(submission: Submission, values: dict[str, Value]) -> Submission:
    known = zip(submission.form.fields, submission.values, strict=True)
    return blank(submission.form, {f.id: value for f, value in known} | values)


def test_what_had_no_place_is_counted(clean: Path, tmp_path: Path) -> None:
    book, copy = opened(clean), tmp_path / "книга.xlsx"
    book["План"]["M5"] = "вписано мимо граф"
    book.save(copy)
    said = run("document", copy, "-o", tmp_path / "карта.docx", *TODAY).output
    assert "Не вошло, потому что не нашлось места в бланке: 1." in said


def test_what_was_typed_and_not_understood_stands_in_the_draft(clean: Path, tmp_path: Path) -> None:
    book, copy = opened(clean), tmp_path / "книга.xlsx"
    sheet = book["ЕГЭ"]
    row = next(r for r in range(1, 30) if sheet.cell(r, 2).value == "Физика")
    sheet.cell(row, 4).value = "около десяти"
    book.save(copy)
    data = documents(copy, tmp_path / "карта.docx")
    physics = next(r for r in w.table_with(data, "Предмет") if r[0] == "Физика")
    assert physics[1] == "около десяти"
    assert w.headers(data)[0][0].startswith("ЧЕРНОВИК")


def other_value(field: Field, value: Value) -> Value:
    if field.kind is Kind.DATE:
        return date(2019, 2, 3)
    if isinstance(value, int | float) or field.kind in (Kind.COUNT, Kind.AMOUNT, Kind.SCORE):
        return (value if isinstance(value, int | float) else 0) + 1
    return "другое"


def test_the_code_follows_everything_that_is_signed_and_nothing_else(clean: Path) -> None:
    submission = of(clean)
    assert CODE.fullmatch(submission.control_code)
    not_signed = set()
    codes = {submission.control_code}
    inputs = [field for field in FORM.fields if field.is_input]
    for field in inputs:
        changed = {field.id: other_value(field, submission.values[field.slot])}
        code = with_values(submission, changed).control_code
        if code == submission.control_code:
            not_signed.add(field.id)
        codes.add(code)
    assert {field_id for field_id in not_signed if not field_id.startswith("acc.")} == {
        "meta.school_id",
        "meta.stage",
        "meta.report_date",
        "meta.grads11_total",
        "meta.contact",
        "meta.note",
    }
    assert len(codes) == 1 + len(inputs) - len(not_signed)


SAME = [
    ("ege.rus.total", 5, 5.0),
    ("prob.avg.rus", 0.1 + 0.2, 0.3),
    ("psp.goal", "Цель\r\nи  средства ", "Цель\nи средства"),
    ("psp.goal", "", None),
]


@pytest.mark.parametrize(("field_id", "one", "other"), SAME)
def test_the_code_is_of_values_and_not_of_how_they_are_kept(
    field_id: str, one: Value, other: Value
) -> None:
    first, second = (blank(FORM, {field_id: value}) for value in (one, other))
    assert first.control_code == second.control_code


def test_the_code_tells_editions_and_neighbouring_fields_apart() -> None:
    def code(edition: str, **values: Value) -> str:
        named = {key.replace("__", "."): value for key, value in values.items()}
        return blank(form_of(edition), named).control_code

    codes = [
        code("2020"),
        code("2026"),
        code("2020", ege__rus__total=1),
        code("2020", ege__phys__total=1),
        code("2020", psp__goal="a\nb"),
        code("2020", psp__goal="a", psp__team="b"),
    ]
    assert len(set(codes)) == len(codes)


def test_a_repair_and_another_program_keep_the_code(demo: dict[str, Path], tmp_path: Path) -> None:
    for path in demo.values():
        copy = tmp_path / f"{path.stem} копия.xlsx"
        repair_file(path, copy, created=DAY)
        assert of(copy).control_code == of(path).control_code
    saved = tmp_path / "сохранена иначе.xlsx"
    opened(demo["230503"]).save(saved)
    assert saved.read_bytes() != demo["230503"].read_bytes()
    assert of(saved).control_code == of(demo["230503"]).control_code


def test_check_says_the_code_where_the_paper_carries_it(clean: Path, faulty: Path) -> None:
    said = run("check", clean, *TODAY).output
    assert f"Контрольный код документа к подписи: {of(clean).control_code}" in said
    assert "Контрольный код" not in run("check", faulty, *TODAY).output
    assert asked(faulty)["control_code"] == of(faulty).control_code


def test_the_protocol_says_the_code_where_the_paper_carries_it(clean: Path, faulty: Path) -> None:
    said = {path: counts_text(check_file(path)) for path in (clean, faulty)}
    assert said[clean].endswith(f"документа к подписи: {of(clean).control_code}.")
    assert "Контрольный код" not in said[faulty]


def test_a_paper_is_compared_with_its_workbook(clean: Path, faulty: Path, tmp_path: Path) -> None:
    footer = w.footers(documents(clean, tmp_path / "карта.docx"))[0]
    code = CODE.search(footer)
    assert code is not None
    same = run("check", clean, "--code", code[0].replace("-", " "), *TODAY)
    assert (same.exit_code, "код совпадает" in same.output) == (0, True)
    other = run("check", faulty, "--code", code[0], *TODAY)
    assert (other.exit_code, f"на бумаге {code[0]}, у книги" in other.output) == (1, True)
    changed = tmp_path / "книга.xlsx"
    book = opened(clean)
    book["Паспорт"].cell(*place(clean, "prob.n_olymp")).value = 99
    book.save(changed)
    assert run("check", changed, "--code", code[0], *TODAY).exit_code == 1


def place(path: Path, field_id: str) -> tuple[int, int]:
    submission = of(path)
    at = submission.place(submission.form.by_id[field_id])
    return at.row + 1, at.column + 1


def test_the_workbook_is_only_read_and_the_paper_is_the_same_again(
    clean: Path, tmp_path: Path
) -> None:
    before = clean.read_bytes()
    once = documents(clean, tmp_path / "раз.docx")
    assert documents(clean, tmp_path / "два.docx") == once
    assert clean.read_bytes() == before


def wrong(tmp_path: Path, clean: Path) -> Iterator[tuple[list[object], str]]:
    """The words after `document`, and what is said."""
    other, there = tmp_path / "чужая.xlsx", tmp_path / "есть.docx"
    book = opened(clean)
    for sheet in book.sheetnames[1:]:
        del book[sheet]
    book.save(other)
    there.write_text("чужое")
    (tmp_path / "текст.xlsx").write_text("текст")
    (tmp_path / "папка.docx").mkdir()
    yield [other, "-o", tmp_path / "x.docx"], "не бланк дорожной карты"
    yield [tmp_path / "нет.xlsx", "-o", tmp_path / "x.docx"], "такого файла нет"
    yield [tmp_path / "текст.xlsx", "-o", tmp_path / "x.docx"], "не открывается"
    yield [clean, "-o", tmp_path / "x.doc"], "окончанием .docx"
    yield [clean, "-o", there], "добавьте --overwrite"
    yield [clean, "-o", tmp_path / "папка.docx", "--overwrite"], "Не удалось записать"
    yield [clean, "-o", tmp_path / "нет такой" / "x.docx"], "Не удалось записать"
    yield [clean], "Не указано обязательное: -o / --output"


def test_what_cannot_be_done_is_one_sentence_and_writes_nothing(
    clean: Path, tmp_path: Path
) -> None:
    cases = list(wrong(tmp_path, clean))
    before = sorted(tmp_path.rglob("*"))
    for words, said in cases:
        done = run("document", *words, *TODAY)
        assert (done.exit_code, type(done.exception)) == (2, SystemExit), words
        assert said in done.output, (words, done.output)
        assert len(done.output.strip().splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "есть.docx").read_text() == "чужое"


def test_the_same_document_again_needs_no_leave(clean: Path, tmp_path: Path) -> None:
    target = tmp_path / "карта.docx"
    assert documents(clean, target) == documents(clean, target)
    target.write_text("чужое")
    assert documents(clean, target, "--overwrite")[:2] == b"PK"


def test_without_libreoffice_a_pdf_is_refused_and_nothing_written(
    clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("document", clean, "-o", tmp_path / "карта.docx", "--pdf", *TODAY)
    assert done.exit_code == 2
    assert "LibreOffice, а на этом компьютере он не найден" in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n", "not a program"])
def test_a_libreoffice_that_makes_no_pdf_is_said(
    program: str, clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    office.write_text(program)
    office.chmod(0o755)
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: office)
    done = run("document", clean, "-o", tmp_path / "карта.docx", "--pdf", *TODAY)
    assert (done.exit_code, "не установлена его часть Writer" in done.output) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["soffice"]


def pages(path: Path) -> list[str]:
    """The text of each page, as pdftotext reads it."""
    done = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8").split("\f")[:-1]


@pytest.mark.writer
def test_the_pdf_says_on_every_page_what_it_is(clean: Path, faulty: Path, tmp_path: Path) -> None:
    documents(clean, tmp_path / "чистая.docx", "--pdf")
    documents(faulty, tmp_path / "черновик.docx", "--pdf")
    final, draft = pages(tmp_path / "чистая.pdf"), pages(tmp_path / "черновик.pdf")
    code = of(clean).control_code
    assert 9 <= len(final) <= 14
    for number, page in enumerate(final, start=1):
        assert f"Контрольный код {code} · стр. {number} из {len(final)}" in page
        assert "ЧЕРНОВИК" not in page
    assert all("ЧЕРНОВИК · ошибок: " in page for page in draft)
    assert all("Контрольный код" not in page for page in draft)


@pytest.mark.writer
def test_the_pdf_repeats_the_headers_and_lies_as_it_should(clean: Path, tmp_path: Path) -> None:
    documents(clean, tmp_path / "карта.docx", "--pdf")
    found = pages(tmp_path / "карта.pdf")
    (start,) = [n for n, page in enumerate(found) if "II раздел. План мероприятий" in page]
    ends = next(n for n, page in enumerate(found) if "(подпись)" in page)
    for page in found[start : ends + 1]:
        assert re.search(r"№ п/п +Мероприятия +Сроки +Ответственные +Результат", page)
    notes = re.search(r"1\s+Указывается .+\s2\s+Русский язык\s+3\s+Математика", found[1])
    assert notes
    sizes = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "99", tmp_path / "карта.pdf"], check=True, capture_output=True
    )
    turned = re.findall(r"size: +([\d.]+) x ([\d.]+)", sizes.stdout.decode())
    across = [float(width) > float(height) for width, height in turned]
    assert across == [False, True, *[False] * (start - 2), *[True] * (len(found) - start)]
    fonts = subprocess.run(["pdffonts", tmp_path / "карта.pdf"], check=True, capture_output=True)
    names = set(re.findall(r"\+(\w+?)(?:-\w+)? ", fonts.stdout.decode()))
    assert names <= {"LiberationSerif", "TimesNewRomanPS", "TimesNewRomanPSMT"}, names


@pytest.mark.writer
def test_a_text_longer_than_a_page_is_printed_to_its_end(tmp_path: Path) -> None:
    long = " ".join(f"слово{n}" for n in range(3000))
    book = tmp_path / "книга.xlsx"
    write_school_workbook(
        book, blank(FORM, {"pln.1-01.result": long, "psp.goal": long}), created=DAY
    )
    document_file(book, tmp_path / "карта.docx", created=DAY, with_pdf=True)
    text = "".join(pages(tmp_path / "карта.pdf"))
    assert len(set(re.findall(r"слово\d+", text))) == 3000
    assert text.count("слово2999") == 2
