"""The workbook of an edition: out and back nothing is lost, and every fault has a cell."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from roadmap_xl.edition_book.building import BuiltEdition, build_edition
from roadmap_xl.edition_book.next_year import next_year_of
from roadmap_xl.edition_book.reading import edition_book_of, read_edition_book
from roadmap_xl.edition_book.stored import stored, toml_of
from roadmap_xl.edition_book.writing import write_edition_book
from roadmap_xl.form.edition import Edition
from roadmap_xl.form.fields import Form
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import blank
from roadmap_xl.form.validation import edition_of
from roadmap_xl.rules.checklist import checklist_of
from roadmap_xl.school.paper.whole import PaperState, document_bytes
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
KEY = "2026-степной"
SUBJECTS = "Предметы и пороги"
Sheets = dict[str, list[list[object]]]
Edit = Callable[[Sheets], None]
HEADER = 2


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """The cells of the workbook of the newest edition, as they are read."""
    path = tmp_path_factory.mktemp("издание") / "Издание.xlsx"
    write_edition_book(path, stored("2026").raw, "", created=DAY)
    return read_edition_book(path).sheets


@pytest.fixture
def built(exported: Sheets) -> Callable[..., BuiltEdition]:
    """The edition of the exported workbook after these changes."""

    def build(*edits: Edit) -> BuiltEdition:
        sheets = {name: [list(row) for row in rows] for name, rows in exported.items()}
        put(sheets, "Общее", "Код издания", "Значение", KEY)
        for edit in edits:
            edit(sheets)
        return build_edition(edition_book_of(sheets, "Издание.xlsx"))

    return build


def cell_at(rows: list[list[object]], row_text: str, title: str) -> tuple[int, int]:
    """Row and column by a text of the row and the title of the column."""
    return next(n for n, row in enumerate(rows) if row_text in row), rows[HEADER].index(title)


def put(sheets: Sheets, sheet: str, row_text: str, title: str, value: object) -> None:
    """Types into a cell."""
    row, column = cell_at(sheets[sheet], row_text, title)
    sheets[sheet][row][column] = value


def typed(sheet: str, row_text: str, title: str, value: object) -> Edit:
    return lambda sheets: put(sheets, sheet, row_text, title, value)


def row_of(rows: list[list[object]], cells: dict[str, object]) -> list[object]:
    titles = rows[HEADER]
    found: list[object] = [None] * len(titles)
    for title, value in cells.items():
        found[titles.index(title.replace("_", " "))] = value
    return found


def inserted(sheet: str, above: str, **cells: object) -> Edit:
    """A new row below the one with this text."""

    def edit(sheets: Sheets) -> None:
        row, _ = cell_at(sheets[sheet], above, "Название")
        sheets[sheet].insert(row + 1, row_of(sheets[sheet], cells))

    return edit


def without_own(edition: Edition) -> Edition:
    """To compare with the package's, whose key is another and which says defaults aloud."""
    return replace(edition, key="2026", off={})


def test_out_and_back_it_is_the_same(built: Callable[..., BuiltEdition]) -> None:
    done = built()
    assert done.findings == ()
    assert done.edition is not None
    assert done.changes is not None
    assert done.changes.as_lines() == ["Отличий нет."]
    assert without_own(done.edition) == stored("2026").edition
    assert edition_of(tomllib.loads(toml_of(done.raw).decode()), "файл") == done.edition


def test_what_was_edited_is_said(built: Callable[..., BuiltEdition]) -> None:
    done = built(
        typed("Показатели", "Доля молодых специалистов", "Действует", "нет"),
        inserted(
            "Показатели", "Доля наставников", Действует="да", Вид="доля",
            Название="Доля тьюторов", Доля_от="Численность педагогов",
        ),
        inserted(
            "Мероприятия", "Аналитическая работа", Действует="да", Вид="мероприятие",
            Название="Диагностика в октябре {exam_year} года", Кто_отвечает="школа",
        ),
        typed("Показатели", "Доля наставников", "Название", "Доля педагогов-наставников"),
    )  # fmt: skip
    assert done.findings == ()
    assert done.edition is not None
    assert done.changes is not None
    new = next(row for row in done.edition.indicators if row.label == "Доля тьюторов")
    assert (new.key, new.group, new.base) == ("степной-1", "1.3", ("teachers_total",))
    items = [row for row in done.edition.plan_items if row.headings == ("2",)]
    assert (items[0].label, items[0].owner) == ("Диагностика в октябре 2026 года", "S")
    assert "1.2-5" not in {row.key for row in done.edition.indicators}
    assert [row["key"] for row in done.edition.off["indicators"]] == ["1.2-5"]
    assert done.changes.as_lines() == [
        "Добавлено: 2.",
        "  показатель «Доля тьюторов»",
        "  мероприятие «Диагностика в октябре 2026 года»",
        "Переименовано: 1.",
        "  показатель «Доля наставников» → «Доля педагогов-наставников»",
        "Выключено: 1.",
        "  показатель «Доля молодых специалистов»",
        "Не сравнить с прежним изданием: 2.",
        "  показатель «Доля тьюторов»: прежде не было",
        "  показатель «Доля молодых специалистов»: больше нет",
    ]


def test_a_row_that_is_off_can_be_switched_on_again(
    built: Callable[..., BuiltEdition], tmp_path: Path
) -> None:
    done = built(typed("Показатели", "Доля молодых специалистов", "Действует", "нет"))
    path = tmp_path / "снова.xlsx"
    write_edition_book(path, done.raw, "", created=DAY)
    sheets = read_edition_book(path).sheets
    put(sheets, "Показатели", "Доля молодых специалистов", "Действует", "да")
    again = build_edition(edition_book_of(sheets, path.name))
    assert again.edition is not None
    assert without_own(again.edition) == stored("2026").edition


def moved_down(sheets: Sheets) -> None:
    """The whole row of «Физика» behind «Химия», as cut and inserted cells are."""
    rows = sheets[SUBJECTS]
    row, _ = cell_at(rows, "Физика", "Название")
    rows.insert(row + 1, rows.pop(row))


def test_a_row_that_was_moved_keeps_its_key(built: Callable[..., BuiltEdition]) -> None:
    done = built(moved_down)
    assert done.edition is not None
    assert [row.key for row in done.edition.subjects][2:4] == ["chem", "phys"]
    assert done.changes is not None
    assert len(done.changes.moved) == 1


REFUSED: tuple[tuple[Edit, str, str, str], ...] = (
    (typed("Общее", "Код издания", "Значение", "2025-степной"), "Общее", "EDT-007", "не годится"),
    (typed("Общее", "Код издания", "Значение", f"2026-{'ж' * 60}"), "Общее", "EDT-007", "годится"),
    (typed("Общее", "Год экзамена", "Значение", "двадцать"), "Общее", "EDT-001", "не целое число"),
    (typed("Общее", "Годы в бланке", "Значение", "2025; 2024"), "Общее", "EDT-008", "года экз"),
    (typed(SUBJECTS, "Физика", "Порог", "сорок"), SUBJECTS, "EDT-001", "сорок"),
    (typed(SUBJECTS, "Физика", "Источник порога", "сайт, 2025"), SUBJECTS,
     "EDT-007", "не за 2026 год"),
    (typed(SUBJECTS, "Физика", "Графа «По школе»", "Труд"), SUBJECTS,
     "EDT-001", "«Труд» нет среди строк"),
    (typed(SUBJECTS, "Физика", "Название", "Химия"), SUBJECTS, "EDT-011", "так же названа"),
    (typed("Диапазоны", "61-70", "До", 75), "Диапазоны", "EDT-013", "начинается не там"),
    (typed("Показатели", "Доля наставников", "Вид", "да или нет"), "Показатели", "EDT-003",
     "было бы другое число"),
    (typed("Показатели", "Доля наставников", "Доля от", "Численность обучающихся"), "Показатели",
     "EDT-003", "стало бы другим числом"),
    (typed("Показатели", "Доля наставников", "Название", None), "Показатели", "EDT-001",
     "не заполнено"),
    (typed("Мероприятия", "Аналитическая работа", "Название", "Итоги 2021/2022 года"),
     "Мероприятия", "EDT-008", "2021/2022"),
    (typed("Мероприятия", "Аналитическая работа", "Название", "Работа {года}"), "Мероприятия",
     "EDT-006", "неизвестное слово"),
    (inserted("Мероприятия", "Аналитическая работа", Действует="да", Вид="раздел",
              Название="Пустой"), "Мероприятия", "EDT-014", "нет ни одного мероприятия"),
    (typed("Паспорт", "Численность обучающихся", "Действует", "нет"), "", "EDT-014",
     "Выключена численность"),
    (typed("Графы по школе", "Литература", "Действует", "нет"), SUBJECTS, "EDT-014",
     "его графа выключена"),
    (typed(SUBJECTS, "Литература", "Действует", "нет"), "Графы по школе", "EDT-014",
     "не идёт ни один предмет"),
    (inserted("Мероприятия", "Аналитическая работа", Действует="да", Вид="мероприятие",
              Название="Чьё?"), "Мероприятия", "EDT-001", "кто отвечает"),
)  # fmt: skip


@pytest.mark.parametrize(("edit", "sheet", "code", "said"), REFUSED)
def test_a_fault_is_refused_with_its_cell(
    edit: Edit, sheet: str, code: str, said: str, built: Callable[..., BuiltEdition]
) -> None:
    done = built(edit)
    assert done.edition is None
    found = [one for one in done.findings if one.code == code and said in one.message]
    assert found, done.findings
    assert not sheet or all(one.sheet == sheet and one.cell for one in found)
    assert all(one.fix for one in found)


def test_a_year_forward_is_refused_until_it_is_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "Издание 2027.xlsx"
    base = stored("2026").raw
    write_edition_book(path, next_year_of(base), "", created=DAY, base=base)
    sheets = read_edition_book(path).sheets
    put(sheets, "Общее", "Код издания", "Значение", "2027-степной")
    refused = build_edition(edition_book_of(sheets, path.name))
    assert refused.edition is None
    sources = [one for one in refused.findings if one.sheet == SUBJECTS]
    assert len(sources) == len(base["subjects"])
    put(sheets, "Общее", "Базовая математика была", "Значение", "2027; 2026")
    for subject in base["subjects"]:
        source = "приказ Рособрнадзора, январь 2027"
        put(sheets, SUBJECTS, subject["label"], "Источник порога", source)
        put(sheets, SUBJECTS, subject["label"], "Подтверждено", "да")
    done = build_edition(edition_book_of(sheets, path.name))
    assert done.edition is not None, done.findings
    assert done.edition.results_year == "2026/2027"
    assert [row.prefilled for row in done.edition.base_math] == ["2027 год", "2026 год"]


def test_borders_of_bands_are_the_edition_s(built: Callable[..., BuiltEdition]) -> None:
    done = built(typed("Диапазоны", "71-90", "До", 85), typed("Диапазоны", "91-99", "От", 86))
    assert done.edition is not None, done.findings
    form = Form(done.edition)
    labels = [form.by_id[f"ege.rus.{key}"].label for key in ("b_min_50", "b_71_90", "b_91_99")]
    assert labels == ["Минимальный порог-50", "71-85", "86-99"]
    assert done.changes is not None
    assert "границы диапазонов баллов другие" in done.changes.breaking[0]
    refused = built(typed("Диапазоны", "51-60", "До", 61), typed("Диапазоны", "61-70", "От", 62))
    assert [one.code for one in refused.findings] == ["EDT-013"]


# --- «Контроли» ---

CONTROL = {
    "Действует": "да", "Что_проверить": "Описание проблемы: победители", "Сравнение": "не больше",
    "Важность": "ошибка", "Сообщение": "Победителей больше, чем обучающихся.",
    "Что_сделать": "Проверьте оба числа.", "Пример_верно": "3; 100", "Пример_неверно": "101; 100",
}  # fmt: skip
WINNERS, PUPILS = "prob.n_olymp", "meta.pupils_total.y1"


def controlled(**cells: object) -> Edit:
    """A row of «Контроли», its fields chosen from the list of the workbook."""

    def edit(sheets: Sheets) -> None:
        names = [str(row[0]) for row in sheets["_fields"]]
        chosen = {
            title: next((name for name in names if name.endswith(f"({value})")), value)
            for title, value in (CONTROL | cells).items()
        }
        sheets["Контроли"].insert(HEADER + 1, row_of(sheets["Контроли"], chosen))

    return edit


KINDS: tuple[tuple[dict[str, object], tuple[tuple[dict[str, object], str], ...]], ...] = (
    ({"Что_проверить": WINNERS, "С_чем": PUPILS},
     (({WINNERS: 3, PUPILS: 100}, "✓"), ({WINNERS: 101, PUPILS: 100}, "✗"), ({WINNERS: 3}, "–"))),
    ({"Что_проверить": WINNERS, "Сравнение": "равно сумме", "С_чем": "prob.n80_plus",
      "С_чем_2": "prob.n_not_passed_ege", "Пример_верно": "5; 2; 3", "Пример_неверно": "5; 2; 2"},
     (({WINNERS: 5, "prob.n80_plus": 5}, "✓"), ({WINNERS: 5, "prob.n80_plus": 4}, "✗"))),
    ({"Что_проверить": "psp.goal", "Сравнение": "заполнено, если", "С_чем": "psp.funding",
      "Пример_верно": "цель; 5", "Пример_неверно": "; 5"},
     (({"psp.goal": "цель", "psp.funding": "5"}, "✓"), ({"psp.funding": "5"}, "✗"), ({}, "–"))),
    ({"Что_проверить": WINNERS, "Сравнение": "в пределах", "От": 1, "До": 9,
      "Пример_верно": "9", "Пример_неверно": "10"}, (({WINNERS: 1}, "✓"), ({WINNERS: 0}, "✗"))),
    ({"Что_проверить": WINNERS, "Сравнение": "доля от", "С_чем": PUPILS, "От": 0, "До": 50,
      "Пример_верно": "5; 10", "Пример_неверно": "6; 10"},
     (({WINNERS: 5, PUPILS: 10}, "✓"), ({WINNERS: 51, PUPILS: 100}, "✗"),
      ({WINNERS: 5, PUPILS: 0}, "–"))),
)  # fmt: skip


@pytest.mark.parametrize(("cells", "cases"), KINDS)
def test_a_control_of_ones_own_is_asked(
    cells: dict[str, object],
    cases: tuple[tuple[dict[str, object], str], ...],
    built: Callable[..., BuiltEdition],
) -> None:
    done = built(controlled(**cells))
    assert done.edition is not None, done.findings
    form = Form(done.edition)
    checklist = checklist_of(form)
    (check,) = (one for one in checklist.checks if one.rule.code == "OWN-001")
    for filled, verdict in cases:
        values = blank(form, filled).values
        assert check.verdict(checklist.raw_cell_values(values)) == verdict, filled
    assert "OWN-001" not in {one.rule.code for one in checklist_of(form.of_district).checks}


WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"Что_проверить": "Такой графы нет"}, "Графы «Такой графы нет» в бланке нет."),
    ({"Что_проверить": "psp.goal", "С_чем": PUPILS}, "текст, а сравниваются числа"),
    ({"Что_проверить": "ege.rus.below_pct", "С_чем": PUPILS}, "считает сам бланк"),
    ({"Что_проверить": WINNERS}, "укажите графу «С чем» или число «До»"),
    ({"Что_проверить": WINNERS, "С_чем": PUPILS, "Пример_верно": "200; 100"},
     "Пример «200; 100»: получается «неверно»."),
    ({"Что_проверить": WINNERS, "С_чем": PUPILS, "Пример_неверно": "много"}, "не подходит"),
)  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), WRONG)
def test_a_control_that_does_not_fit_is_refused(
    cells: dict[str, object], said: str, built: Callable[..., BuiltEdition]
) -> None:
    done = built(controlled(**cells))
    assert done.edition is None
    assert any(
        one.sheet == "Контроли" and one.cell and said.casefold() in one.message.casefold()
        for one in done.findings
    ), done.findings


# --- What somebody who lives in Excel does to it ---

PLAIN = {
    "Действует": "да", "Вид": "мероприятие", "Название": "Ещё одно", "Кто_отвечает": "школа"
}  # fmt: skip


def without_column(sheet: str, title: str) -> Edit:
    def edit(sheets: Sheets) -> None:
        column = sheets[sheet][HEADER].index(title)
        sheets[sheet] = [[*row[:column], *row[column + 1 :]] for row in sheets[sheet]]

    return edit


def many(number: int) -> Edit:
    def edit(sheets: Sheets) -> None:
        rows = sheets["Мероприятия"]
        at, _ = cell_at(rows, "Аналитическая работа", "Название")
        rows[at + 1 : at + 1] = [row_of(rows, PLAIN) for _ in range(number)]

    return edit


def renamed_sheet(sheets: Sheets) -> None:
    sheets["Лист1"] = sheets.pop("Мероприятия")


def pasted_over(sheets: Sheets) -> None:
    rows = sheets["Показатели"]
    at, _ = cell_at(rows, "Доля наставников", "Название")
    rows[at + 1] = list(rows[at])


HURT: dict[str, tuple[Edit, str, str, str]] = {
    "threshold in words": (typed(SUBJECTS, "Физика", "Порог", "много"), SUBJECTS, "F", "«много»"),
    "threshold of nothing": (typed(SUBJECTS, "Физика", "Порог", 0), SUBJECTS, "F", "Порог 0"),
    "threshold too high": (typed(SUBJECTS, "Физика", "Порог", 55), SUBJECTS, "F", "Порог 55"),
    "fails by another": (
        typed(SUBJECTS, "Физика", "Не сдал, если меньше", 99), SUBJECTS, "G", "не из порогов"
    ),
    "bands overlap": (typed("Диапазоны", "51-60", "От", 49), "Диапазоны", "C", "начинается не там"),
    "bands leave a gap": (typed("Диапазоны", "61-70", "От", 63), "Диапазоны", "C", ": 61"),
    "a share of nothing": (
        typed("Показатели", "Доля наставников", "Доля от", "Дворники"), "Показатели", "F", "Дворник"
    ),
    "a row pasted over": (pasted_over, "Показатели", "D", "так же названа"),
    "neither yes nor no": (
        typed("Показатели", "Доля наставников", "Действует", "?"), "Показатели", "B", "«?»"
    ),
    "a broken formula": (
        typed("Показатели", "Доля наставников", "Название", "#REF!"), "Показатели", "D", "#REF!"
    ),
    "a title in one line": (
        typed("Общее", "Заголовок плана", "Значение", "План"), "Общее", "C", "две строки"
    ),
    "too high": (
        typed("Паспорт", "Цель разработки и реализации", "Строк", 400), "Паспорт", "G", "больше 25"
    ),
    "no column": (without_column("Мероприятия", "Действует"), "Мероприятия", "A", "Действует"),
    "no sheet": (renamed_sheet, "Мероприятия", "", "Нет листа"),
    "too many": (many(520), "Мероприятия", "E", "500"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "sheet", "column", "words"), HURT.values(), ids=HURT)
def test_what_is_wrong_is_said_with_its_cell(
    built: Callable[..., BuiltEdition], edit: Edit, sheet: str, column: str, words: str
) -> None:
    done = built(edit)
    first = done.findings[0]
    assert done.edition is None
    assert (first.sheet, first.cell.rstrip("0123456789")) == (sheet, column)
    assert words in first.message
    assert first.fix


def test_only_maths_is_left(built: Callable[..., BuiltEdition], tmp_path: Path) -> None:
    """One subject, none by choice: a form all the same."""

    def edit(sheets: Sheets) -> None:
        for sheet, title in ((SUBJECTS, "Название"), ("Графы по школе", "Полностью")):
            rows = sheets[sheet]
            name, active = rows[HEADER].index(title), rows[HEADER].index("Действует")
            for row in rows[HEADER + 1 :]:
                if row[name] and "Математика" not in str(row[name]):
                    row[active] = "нет"

    done = built(edit)
    assert done.findings == ()
    assert done.edition is not None
    assert [one.key for one in done.edition.subjects] == ["math_prof"]
    form = Form(done.edition)
    write_school_workbook(tmp_path / "Бланк.xlsx", prefilled(form), created=DAY)
    assert document_bytes(prefilled(form), PaperState(False), created=DAY)
