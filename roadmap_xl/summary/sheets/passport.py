"""«Паспорт сводки»: from what, when and how the summary was made, so that it can be made again."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata

from ...district.official import OFFICIAL_SHEET
from ...form.layout import SUMMARY_PASSPORT
from ...form.rows import Subject
from ..numbers.summary import INTERNAL
from .page import HEAD_ROWS, SummaryPage

_WIDTHS = (44, 44, 22, 76)
_HINT = (
    "По этому листу сводку можно проверить и собрать заново: из каких файлов и по каким правилам."
)
HOW_COUNTED = (
    "Складываются только численности. Каждый процент посчитан из суммы численностей по району; "
    "проценты школ не усредняются и не складываются.",
    "Проценты — целые, округление обычное: половина вверх (12,5 → 13). Поэтому сумма процентов "
    "строки может быть от 98 до 102. Если делить не на что, процента нет.",
    "Пустая строка предмета значит «не сдавали», и школа не входит в «Школ, где сдавали». Если "
    "указано «Всего», пустой диапазон — это 0.",
    "Ошибка оставляет вне сводки самое меньшее: ячейку, строку или таблицу одной школы. Рядом с "
    "итогом сказано, скольких школ он касается.",
    "«Численность участников» — люди: она складывается по школам. Сумма «Всего» по предметам — это "
    "экзамены, один выпускник сдаёт их несколько; как число людей она не показывается нигде.",
    "Иностранные языки показаны отдельно и вместе («И/Я», «Итого по иностранным»): складывают либо "
    "группу, либо языки.",
    "«Участники», «Не сдали» и «Сдали до 60 баллов» посчитаны из таблицы по предметам; «до 60» — "
    "сдавшие и набравшие не больше 60. «80 и более» школы указали сами: это не граница диапазона.",
    "Из нескольких файлов школы учтён последний по дате получения. Если порядок неизвестен, не "
    "учтён ни один. Неопознанный файл ждёт, пока его отнесут к школе в журнале.",
)


def draw_passport(page: SummaryPage) -> None:
    """«Паспорт сводки»: what it was computed from, and how."""
    page.head(SUMMARY_PASSPORT, _HINT, _WIDTHS)
    row = _facts(page, HEAD_ROWS)
    row = _how_counted(page, row + 1)
    row = _thresholds(page, row + 1)
    row = _files(page, row + 1)
    page.finish(header_row=0, last_row=row - 1, freeze=(HEAD_ROWS, 0))


def _facts(page: SummaryPage, row: int) -> int:
    summary = page.summary
    edition = summary.edition
    facts = (
        ("Район", summary.settings.district),
        ("Назначение", f"{INTERNAL.capitalize()}: для неё есть отдельная книга (--publish)"),
        ("Собрано", f"{page.created:%d.%m.%Y}"),
        ("Программа", f"roadmap_xl {metadata.version('roadmap_xl')}"),
        ("Бланк", f"итоги {edition.results_year}, версия бланка {edition.template_version}"),
        ("Снимок: откуда каждое число", page.snapshot),
        *_before(page),
        (OFFICIAL_SHEET, _official(page)),
        ("Охват", _coverage(page)),
        (
            "Перечень школ",
            "по реестру района" if summary.has_registry else "реестра нет: по файлам",
        ),
    )
    for label, value in facts:
        if value:
            page.text(row, 0, label, "label_faint")
            page.merged(row, value, "label", 1)
            page.height(row, [(3, value)], 18)
            row += 1
    return row


def _before(page: SummaryPage) -> Iterator[tuple[str, str]]:
    """The snapshots of the campaigns before, the latest first."""
    previous = page.summary.previous
    while previous is not None:
        if previous.kept_in is not None:
            file, mark = previous.kept_in
            yield f"Прошлая сводка, {previous.edition.results_year}", f"{file}, SHA-256 {mark}"
        previous = previous.previous


def _official(page: SummaryPage) -> str:
    official = page.summary.official
    if official is None:
        return ""
    table = official.table
    rows = f"сверено строк: {official.compared} из {len(table.rows)}"
    return f"{table.file}, SHA-256 {table.sha256}; {rows}"


def _coverage(page: SummaryPage) -> str:
    unknown = page.summary.unknown
    more = f"; не опознано файлов: {unknown}" if unknown else ""
    return page.summary.coverage.words + more


def _how_counted(page: SummaryPage, row: int) -> int:
    row = _section(page, row, "Как посчитаны числа")
    width = sum(_WIDTHS)
    for text in HOW_COUNTED:
        page.merged(row, text, "label")
        page.sheet.set_row(row, 17 if len(text) < width else 31)
        row += 1
    return row


def _thresholds(page: SummaryPage, row: int) -> int:
    row = _section(page, row, "Пороги ЕГЭ: ниже них — «не преодолели порог»")
    page.header(row, ["Предмет", "Минимальный балл", "Подтверждён", "Пояснение"], 20)
    for subject in page.summary.edition.subjects:
        row += 1
        page.text(row, 0, subject.label, "label")
        page.text(row, 1, " или ".join(str(mark) for mark in subject.thresholds), "label_center")
        page.text(row, 2, *_confirmed_cell(subject))
        page.text(row, 3, _threshold_note(subject), "small")
    return row + 1


def _confirmed_cell(subject: Subject) -> tuple[str, str]:
    return ("да", "state_good") if subject.confirmed else ("не подтверждено", "state_warning")


def _threshold_note(subject: Subject) -> str:
    if len(subject.thresholds) > 1:
        return "Официальных порога два; какой считать, подтверждает РЦОИ."
    return "" if subject.confirmed else "Совпадает с порогами соседних лет; уточните в РЦОИ."


def _files(page: SummaryPage, row: int) -> int:
    row = _section(page, row, "Файлы")
    page.header(row, ["Файл", "Школа", "Статус", "SHA-256"], 20)
    row += 1
    for line in page.summary.all_lines:
        if line.received is None:
            continue
        name = line.school.name if line.school else ""
        page.file(row, 0, line.received.file)
        page.text(row, 1, name, "small")
        page.text(row, 2, line.status.value, "label_center")
        page.text(row, 3, line.received.sha256, "mono")
        page.height(row, [(0, line.received.file), (1, name)])
        row += 1
    return row


def _section(page: SummaryPage, row: int, title: str) -> int:
    page.merged(row, title, "section")
    page.sheet.set_row(row, 20)
    return row + 1
