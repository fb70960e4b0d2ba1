"""«Баллы»: a list of results to paste, and the hidden sheet that counts it."""

from __future__ import annotations

from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..expressions.excel import excel_text
from ..form.layout import SCORES
from ..form.results import HIGH
from ..form.score_list import MOST_ROWS, WITHOUT_RESULT, ScoreRow, differs_from_list
from ..texts.typed import as_text
from .drawing import PROTECTION
from .live import Live
from .live_state import LiveState
from .looks import Formats
from .score_formulas import (
    BAD,
    COUNTED,
    DIFFERS,
    FAILED,
    FAILED_ROWS,
    FIRST_ROW,
    HEADERS,
    HIGH_ROWS,
    LAST_ROW,
    NO_RESULT,
    OVERTYPED,
    RESULTS,
    UNCLEAR,
    VALUE,
    ScoreFormulas,
    first_bad_row,
)
from .seen_rows import share_formula

_HINT = (
    "Вставьте список («Специальная вставка → Значения»): строка — один результат. Участник — номер "
    "или инициалы, у одного человека везде одинаково: без него не посчитать людей. Таблицы ЕГЭ "
    "заполнятся сами; что впишете поверх, останется. Лист в документ и в сводку не входит."
)
_WIDTHS = (16, 30, 18, 24)
_EMPTY = "Список пуст: таблицы ЕГЭ заполняйте вручную."
_DONE, _OVER = "Учтено результатов: ", ". Вписано поверх другое, ячеек: "
_BAD = "Не разобрана строка "
_BAD_ENDS = (
    ": проверьте предмет, балл (число от 0 до 100, отметка от 2 до 5) и причину. Пока есть такие "
    "строки, таблицы ЕГЭ по списку не заполняются."
)


def draw_scores(workbook: Workbook, formats: Formats, live: LiveState) -> None:
    """The two sheets of a workbook that has a list, blank or filled."""
    formulas = live.score_formulas
    if formulas is None or live.scores is None:
        return
    _draw_list(workbook, formats, live)
    _write_counted(workbook, live, formulas)


def _draw_list(workbook: Workbook, formats: Formats, live: LiveState) -> None:
    sheet = workbook.get_worksheet_by_name(SCORES)
    sheet.set_column(0, 0, 2)
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.set_column(column, column, width, formats["input"])
    sheet.write_string(0, 1, "Баллы участников", formats["title"])
    sheet.merge_range(1, 1, 1, 4, "", formats["hint"])
    sheet.write_string(1, 1, _HINT, formats["hint"])
    sheet.set_row(1, 64)
    said = _status_line(live)
    sheet.merge_range(3, 1, 3, 4, "", formats["check"])
    sheet.write_formula(3, 1, said.formula, formats["check"], said.value)
    sheet.set_row(3, 44)
    for row in (2, 4):
        for column in range(1, 5):
            sheet.write_blank(row, column, None, formats["plain"])
    for column, header in enumerate(HEADERS, start=1):
        sheet.write_string(FIRST_ROW - 2, column, header, formats["header"])
    for at, typed in enumerate(live.scores.rows if live.scores else (), start=FIRST_ROW - 1):
        _write_row(sheet, formats, at, typed)
    names = f"={COUNTED}!$I$1:$I${len(live.layout.edition.subjects) + 1}"
    _choose(sheet, 2, names, "Предмета нет в списке")
    _choose(sheet, 4, list(WITHOUT_RESULT[:-1]), "Причины нет в списке")
    sheet.freeze_panes(FIRST_ROW - 1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", PROTECTION)
    sheet.set_selection(FIRST_ROW - 1, 1, FIRST_ROW - 1, 1)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 1, 3, 4)  # with the whole workbook the list itself is not printed


def _write_row(sheet: Worksheet, formats: Formats, at: int, row: ScoreRow) -> None:
    for column, value in enumerate(row, start=1):
        if isinstance(value, bool):
            sheet.write_boolean(at, column, value, formats["input"])
        elif isinstance(value, int | float):
            sheet.write_number(at, column, value, formats["input"])
        elif isinstance(value, date):
            sheet.write_datetime(at, column, value, formats["input_date"])
        elif value is not None:
            sheet.write_string(at, column, as_text(value), formats["input"])


def _choose(sheet: Worksheet, column: int, source: object, title: str) -> None:
    options = {
        "validate": "list", "source": source, "error_type": "warning", "error_title": title,
        "error_message": "Лучше выбрать значение из списка: стрелка справа от ячейки.",
    }  # fmt: skip
    sheet.data_validation(FIRST_ROW - 1, column, LAST_ROW - 1, column, options)


def _status_line(live: LiveState) -> Live:
    """What stands above the list: how many results are counted, or which row is not understood."""
    results, bad, over = (f"{COUNTED}!{cell}" for cell in (RESULTS, BAD, OVERTYPED))
    done = f'{excel_text(_DONE)}&{results}&IF({over}>0,{excel_text(_OVER)}&{over},"")'
    wrong = f"{excel_text(_BAD)}&{first_bad_row()}&{excel_text(_BAD_ENDS)}"
    formula = f"=IF({bad}>0,{wrong},IF({results}=0,{excel_text(_EMPTY)},{done}))"
    return Live(formula, _status_text(live))


def _status_text(live: LiveState) -> str:
    """What the line shows now, before any program calculates it."""
    edition = live.layout.edition
    if live.scores is None:
        return _EMPTY
    fault = next(live.scores.faults(edition), None)
    if fault is not None:
        return f"{_BAD}{fault[0] + FIRST_ROW}{_BAD_ENDS}"
    results = len(live.scores.results(edition))
    if not results:
        return _EMPTY
    over = sum(_differs(live, field_id) for field_id in live.score_values)
    return f"{_DONE}{results}" + (f"{_OVER}{over}" if over else "")


def _differs(live: LiveState, field_id: str) -> int:
    """1 where something else stands in the field than the list says."""
    return int(differs_from_list(live.score_values.get(field_id), live.submission[field_id]))


def _write_counted(workbook: Workbook, live: LiveState, formulas: ScoreFormulas) -> None:
    sheet = workbook.get_worksheet_by_name(COUNTED)
    sheet.very_hidden()
    sheet.write_number(0, 0, 0)
    sheet.write_number(0, 1, 0)
    codes, persons, numbers, points = zip(*_rows_now(live, formulas), strict=True)
    share_formula(sheet, 0, formulas.code_of(2), codes)
    share_formula(sheet, 1, formulas.person_of(2), persons)
    share_formula(sheet, 2, formulas.subject_of(), numbers)
    share_formula(sheet, 3, formulas.score_of(), points)
    for column, formula, lowest, limit in (
        (HIGH_ROWS, formulas.high_of(2), HIGH, FAILED),
        (FAILED_ROWS, formulas.failed_of(2), FAILED, 1000),
    ):
        chosen = [
            person if code >= 1000 and lowest <= code % 1000 < limit else 0
            for code, person in zip(codes, persons, strict=True)
        ]
        sheet.write_number(f"{column}1", 0)
        share_formula(sheet, "ABCDEFGHIJKLM".index(column), formula, chosen)
    for row, (name, key) in enumerate(formulas.names):
        sheet.write_string(row, 4, name)
        sheet.write_number(row, 5, formulas.numbers[key])
    labels = {key: name for name, key in reversed(formulas.names)}
    for key, number in formulas.numbers.items():
        sheet.write_number(number - 1, 6, formulas.threshold_of(key))
        sheet.write_string(number - 1, 8, labels[key])
    for row, status in enumerate(WITHOUT_RESULT):
        sheet.write_string(row, 7, status)
    _write_fields(workbook, live, formulas)


def _write_fields(workbook: Workbook, live: LiveState, formulas: ScoreFormulas) -> None:
    sheet = workbook.get_worksheet_by_name(COUNTED)
    form = live.layout.form
    for field_id, formula in formulas.fields():
        row = formulas.at[field_id]
        field = form.by_id[field_id]
        value = live.score_values.get(field_id)
        shown = "" if value is None else value
        cell = live.addresses.own_cell(field.slot)
        differs = f'=IF({VALUE}{row}="",0,IFERROR(IF({cell}={VALUE}{row},0,1),1))'
        cells = {VALUE: (formula, shown), DIFFERS: (differs, _differs(live, field_id))}
        for column, (text, now) in cells.items():
            sheet.write_formula(f"{column}{row}", text, None, now)
    sums = _sums_now(live)
    for cell, formula in formulas.sums():
        sheet.write_formula(cell.replace("$", ""), formula, None, sums[cell])


def _sums_now(live: LiveState) -> dict[str, int]:
    edition = live.layout.edition
    if live.scores is None:
        return {BAD: 0, RESULTS: 0, OVERTYPED: 0}
    return {
        BAD: sum(1 for _ in live.scores.faults(edition)),
        RESULTS: len(live.scores.results(edition)),
        OVERTYPED: sum(_differs(live, field_id) for field_id in live.score_values),
    }


def _rows_now(live: LiveState, formulas: ScoreFormulas) -> list[tuple[int, int, int, float]]:
    """Code, participant, subject and score of each row of the list, as its formulas have them."""
    edition = live.layout.edition
    rows = list(live.scores.rows[:MOST_ROWS]) if live.scores else []
    found: list[tuple[int, int, int, float]] = []
    first_of: dict[object, int] = {}
    for at, row in enumerate(rows, start=1):
        number, score, person = live.scores.row_now(edition, row) if live.scores else ("", -1, None)
        key_number = formulas.numbers.get(number, 0)
        if person is not None:
            first_of.setdefault(person, at)
        code = UNCLEAR
        if all(value is None for value in row):
            code = 0
        elif live.scores and not live.scores.fault_of(edition, row):
            code = NO_RESULT
            if row.status is None:
                failed = FAILED if score < formulas.threshold_of(number) else 0
                code = 1000 * key_number + int(score) + failed
        mark = 0 if code < 1000 else first_of.get(person, -1) if person is not None else -1
        found.append((code, mark, key_number, score))
    return found + [(0, 0, 0, -1)] * (MOST_ROWS - len(found))
