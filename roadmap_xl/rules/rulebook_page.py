"""The catalogue of controls as a page: text for a console, Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..form.fields import Form
from ..form.vocabulary import STAGES
from .catalogue import RETIRED
from .rulebook import RuleEntry, entries

FAMILIES = {
    "BM": "Математика базовая",
    "DOC": "Документ Word",
    "EGE": "Итоги ЕГЭ по предметам",
    "FIL": "Файл",
    "IND": "Показатели",
    "NUM": "Численность",
    "ORG": "ЕГЭ по школе",
    "PLN": "План мероприятий",
    "PRB": "Описание проблемы",
    "PSP": "Паспорт",
    "SCH": "Школа и её файл",
    "SGN": "Подпись",
    "TXT": "Запись чисел, дат и слов",
    "XWB": "Сводка района",
    "YR": "Годы",
}
"""What each family of codes is about."""
_HEAD = (
    "Код", "Вид контроля", "Условие", "Сообщение", "Как исправить", "Основание", "Где действует",
)  # fmt: skip


def as_plain_text(found: Iterable[RuleEntry]) -> Iterator[str]:
    """The controls one below another, for a console."""
    for entry in found:
        yield f"{entry.code}  {entry.control}: {entry.title}"
        for name, text in _details(entry):
            yield f"    {name}: {text}"
        yield ""


def _details(entry: RuleEntry) -> Iterator[tuple[str, str]]:
    yield "сообщение", entry.message
    yield "как исправить", entry.fix
    yield "основание", f"{entry.basis} ({entry.source})"
    yield "где действует", _where(entry)
    if entry.condition:
        yield "условие точно", entry.condition
    if entry.not_live:
        yield "почему не формула", entry.not_live
    if entry.leaves_out:
        yield "при ошибке в сводку не идёт", entry.leaves_out
    if entry.silenced_by:
        yield "молчит, если есть", ", ".join(entry.silenced_by)


def _where(entry: RuleEntry) -> str:
    stages = "" if entry.stages == STAGES else f"; стадия «{'», «'.join(entry.stages)}»"
    audience = "" if entry.audience == "школа" else "; сообщает только району"
    return entry.where + stages + audience


def as_markdown(form: Form) -> str:
    """The whole page of an edition's controls."""
    return "\n".join(_page(form)) + "\n"


def _page(form: Form) -> Iterator[str]:
    found, key = entries(form), form.edition.key
    yield f"# Контроли бланка {key} года"
    yield ""
    yield (
        f"Всего {len(found)}. Страница сделана командой `roadmap-xl rules --edition {key} "
        "--format markdown` из тех же правил, что проверяют книгу. «…» — то, что стоит в ячейках."
    )
    for family, of_family in groupby(found, key=lambda entry: entry.code.split("-")[0]):
        yield from ("", f"## {FAMILIES[family]} ({family})", "")
        yield _row(_HEAD)
        yield _row(["---"] * len(_HEAD))
        for entry in of_family:
            yield _row(_cells(entry))
    yield from _why_no_formula(found)
    yield from _precedence(found)
    yield from _no_rules()


def _cells(entry: RuleEntry) -> tuple[str, ...]:
    return (
        entry.code,
        entry.control,
        entry.title,
        entry.message,
        entry.fix,
        f"{entry.basis} ({entry.source})",
        _where(entry),
    )


def _why_no_formula(found: Iterable[RuleEntry]) -> Iterator[str]:
    yield from ("", "## Почему не формула", "")
    yield "Эти контроли живыми формулами книги не проверяются."
    yield ""
    reasons: dict[str, list[str]] = {}
    for entry in found:
        if entry.not_live:
            reasons.setdefault(entry.not_live, []).append(entry.code)
    for reason, codes in reasons.items():
        yield f"- {', '.join(dict.fromkeys(codes))}: {reason}"


def _precedence(found: Iterable[RuleEntry]) -> Iterator[str]:
    yield from ("", "## Что о чём молчит", "")
    yield (
        "Сообщается причина, а не следствия. Сначала то, как записана ячейка (TXT): непринятая "
        "запись не число, и остальные контроли о ней не спрашивают. Дальше — по таблице: контроль "
        "слева молчит о строке, в которой нарушен контроль справа."
    )
    yield ""
    yield _row(("Код", "Молчит, если есть"))
    yield _row(("---", "---"))
    for entry in found:
        if entry.silenced_by:
            yield _row((entry.code, ", ".join(entry.silenced_by)))


def _no_rules() -> Iterator[str]:
    yield from ("", "## Коды без контроля", "")
    for code, reason in sorted(RETIRED.items()):
        yield f"- {code} снят. {reason}"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
