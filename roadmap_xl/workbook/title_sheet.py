"""The title sheet: whose workbook it is, how far it is filled, what to mend, how to fill it."""

from __future__ import annotations

from ..expressions.excel import excel_text
from ..form.layout import EGE, INDICATORS, PASSPORT, PLAN, REVIEW, SCHOOL, SIGNATURE, TITLE
from ..form.vocabulary import REPORTING, SUBMITTING
from .live import Live
from .live_state import LiveState
from .review_sheet import ReviewLines
from .sheet import FLAG_SHIFT, FormSheet

FIRST_FINDINGS = 5
_WIDTHS = (32, 58, 56)
_ABOUT = {
    PASSPORT: "Численность, описание проблемы, поля паспорта",
    EGE: "Итоги ЕГЭ по предметам, математика базовая",
    SCHOOL: "Численность участников, сдали 80 и более баллов",
    INDICATORS: "Целевые показатели 1.1–1.5",
    PLAN: "План мероприятий, подпись руководителя",
    SIGNATURE: "Кто подписывает документ",
    REVIEW: "Все замечания: сначала ошибки, с переходом к ячейке",
}
_FINISHED = (SUBMITTING, REPORTING)
_READY = "Ошибок нет — книгу можно сдавать"
_CALM = "Ошибок нет. Когда всё заполните, выберите стадию «На сдачу»"
_LOST = "В книге нет листа «{sheet}»: сдать её нельзя. Возьмите чистый бланк и перенесите данные"
_STEPS = (
    "1. Впишите школу — выше, данные — в жёлтые ячейки всех листов.",
    "2. Исправьте то, что перечислено выше и на листе «Проверка».",
    "3. Перед отправкой выберите стадию «На сдачу»: незаполненное станет ошибкой.",
    "4. Сохраните книгу в формате .xlsx и отправьте специалисту управления образования.",
)
_PASTING = (
    "Только через «Специальная вставка → Значения»; «Вырезать» не используйте: сбиваются проверки."
)
_LEGEND = (
    ("legend_input", "Жёлтая ячейка", "Сюда вводят данные. Выделите ячейку — появится подсказка."),
    ("legend_computed", "Серая ячейка", "Считается сама. Если вписать число поверх, в сводку всё "
     "равно пойдёт вычисленное."),
    ("legend_error", "Розовая, в рамке", "Ошибка: числа противоречат друг другу или чего-то не "
     "хватает. Слова — справа, в графе «Проверка»."),
    ("legend_warning", "Оранжевая, рамка пунктиром", "Необычное значение: проверьте ещё раз."),
    ("header_added", "Серо-синий заголовок, курсив", "Графы, которых нет в документе: их добавила "
     "программа, чтобы посчитать проценты и собрать сводку."),
)  # fmt: skip


def draw_title(sheet: FormSheet) -> None:
    """«Титул»: who fills the form, how far it is, the first findings, the legend."""
    titles, text = sheet.layout.edition.titles, sheet.layout.form.edition_text
    sheet.text(0, 1, titles.document[0], "big")
    sheet.sheet.set_row(0, 32)
    sheet.merged(1, 1, 3, text(titles.document[1]), "subtitle")
    sheet.sheet.set_row(1, 46)
    _status(sheet)
    _identity(sheet)
    row = _sheets(sheet, sheet.layout.list_of_sheets)
    row = _first_findings(sheet, row + 1)
    _legend(sheet, row + 1)
    sheet.finish(landscape=False, widths=_WIDTHS, with_checks=True)
    sheet.sheet.fit_to_pages(1, 1)


def _status(sheet: FormSheet) -> None:
    """One line that says how many errors are left, or which sheet of the form is."""
    live = sheet.live
    errors = live.count(3)
    number, stage = errors.formula[1:], live.addresses.field("meta.stage")
    ready = ",".join(f"EXACT(TRIM({stage}),{excel_text(word)})" for word in _FINISHED)
    words = f"IF(IFERROR(OR({ready}),1=0),{excel_text(_READY)},{excel_text(_CALM)})"
    words = f'IF({number}=0,{words},"Осталось ошибок: "&{number}&" — см. лист «{REVIEW}»")'
    there = [(name, live.rows_there(name)) for name in sheet.layout.sheets if name != TITLE]
    for name, rows in reversed(there):
        words = f"IF({rows}=0,{excel_text(_LOST.format(sheet=name))},{words})"
    sheet.sheet.merge_range(2, 1, 2, 3, "", sheet.formats["status"])
    sheet.formula(2, 1, Live(f"={words}", _status_words(live, int(errors.value))), "status")
    sheet.sheet.set_row(2, 28)
    lost = f"MIN({','.join(rows for _, rows in there)})=0"
    flag = Live(f"=IF(OR({lost},{number}>0),3,0)", 3 if errors.value else 0)
    for column in (1, 2, 3):
        sheet.formula(2, column + FLAG_SHIFT, flag, "plain")


def _status_words(live: LiveState, errors: int) -> str:
    if errors:
        return f"Осталось ошибок: {errors} — см. лист «{REVIEW}»"
    stage = live.submission["meta.stage"]
    return _READY if isinstance(stage, str) and stage.strip(" ") in _FINISHED else _CALM


def _identity(sheet: FormSheet) -> None:
    block = sheet.layout.block("meta")
    sheet.tags(block)
    sheet.merged(block.header_row, 1, 2, "Чья это книга", "header_left")
    sheet.check_header(block.header_row)
    for line in block.lines:
        ((tag, field),) = sheet.layout.fields_on(block, line)
        sheet.text(line.row, 1, field.label, "label")
        sheet.field(line.row, dict(block.columns)[tag], field)
        sheet.check(line.row, [field])
        value = str(sheet.live.submission.values[field.slot] or "")
        sheet.height(line.row, [(field.label, _WIDTHS[0]), (value, _WIDTHS[1])], 20)


def _sheets(sheet: FormSheet, row: int) -> int:
    """The sheets with links, how far each is filled, and its errors."""
    for column, label in ((1, "Лист"), (2, "Что на нём"), (3, "Заполнено обязательного, ошибок")):
        sheet.text(row, column, label, "header_left")
    for name in sheet.layout.sheets[1:]:
        about = _ABOUT[name]
        row += 1
        link = sheet.formats["link_cell"]
        sheet.sheet.write_url(row, 1, f"internal:'{name}'!A1", link, name)
        sheet.text(row, 2, about, "label")
        sheet.formula(row, 3, _state(sheet, name), "bar")
        sheet.sheet.set_row(row, 20)
    return row + 1


def _state(sheet: FormSheet, name: str) -> Live:
    """«██████░░░░ 60 %, ошибок: 3» of a sheet."""
    errors = sheet.live.count(3, "" if name == REVIEW else name)
    progress = sheet.live.progress(name)
    counted = f'"ошибок: "&{errors.formula[1:]}'
    error_count = f"ошибок: {errors.value}"
    if progress is None:
        return Live(f"={counted}", error_count)
    part = progress.formula[1:]
    tenths, percent = int(progress.value * 10), int(progress.value * 100)
    value = "█" * tenths + "░" * (10 - tenths) + f" {percent}%, {error_count}"
    bar = f'REPT("█",INT({part}*10))&REPT("░",10-INT({part}*10))&" "&INT({part}*100)&"%, "'
    return Live(f"={bar}&{counted}", value)


def _first_findings(sheet: FormSheet, row: int) -> int:
    lines = ReviewLines(sheet.live)
    sheet.merged(row, 1, 3, "Что сделать в первую очередь", "header_left")
    for place in range(1, FIRST_FINDINGS + 1):
        row += 1
        sheet.formula(row, 1, lines.link(place), "link_cell")
        sheet.sheet.merge_range(row, 2, row, 3, "", sheet.formats["label"])
        sheet.formula(row, 2, lines.message(place), "label")
        sheet.sheet.set_row(row, 27)
    return row + 1


def _legend(sheet: FormSheet, row: int) -> None:
    sheet.merged(row, 1, 3, "Как заполнять", "header_left")
    for step in _STEPS:
        row += 1
        sheet.merged(row, 1, 3, step, "label")
        sheet.sheet.set_row(row, 18)
    where = sheet.live.delivery.words
    sending = (("label", "Куда сдать", where), ("label", "Как вставлять скопированное", _PASTING))
    for style, name, text in (*sending, *_LEGEND):
        row += 1
        sheet.text(row, 1, name, style)
        sheet.merged(row, 2, 3, text, "label")
        sheet.height(row, [(text, _WIDTHS[1] + _WIDTHS[2])])
    sheet.last_row = row
