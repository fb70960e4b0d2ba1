"""Letters to the schools: what was received, what to mend, what was taken, until when.

Plain text that goes into a mail as it is, in the form's own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..district.lines import SubmissionLine
from ..district.settings import Settings
from ..rules.checking import grouped
from ..rules.findings import Audience, Finding, Severity
from ..summary.numbers.summary import DistrictSummary

_MEND = "Нужно исправить"
_EXPLAIN = "Проверьте: исправьте или объясните на листе «Проверка»"
_LET_STAND = "Принято с вашим пояснением"
_MOST_PLACES = 3
"""Of one error; all of them stand in the school's copy."""


def letter(summary: DistrictSummary, line: SubmissionLine, *, written: date, copy: str = "") -> str:
    """The letter to a line's school; `copy` is the name of the workbook that goes with it."""
    paragraphs = [
        "\n".join(_head(summary, line, written)),
        _received(line),
        *(_faults(summary, line) if line.received else ()),
        _taken(summary, line),
        _copy(copy, has_to_mend=_has_to_mend(summary, line)),
        _until(summary.settings, _has_to_mend(summary, line), written),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _head(summary: DistrictSummary, line: SubmissionLine, written: date) -> Iterator[str]:
    if line.school:
        code = f" (код {line.school.code})" if line.school.code else ""
        yield f"{line.school.full_name}{code}"
    yield f"Дорожная карта школы. Итоги {summary.edition.results_year} учебного года"
    yield " · ".join(filter(None, (summary.settings.district, f"{written:%d.%m.%Y}")))


def _received(line: SubmissionLine) -> str:
    if line.received is None:
        return "Дорожная карта вашей школы не получена."
    day = f" {line.received_on:%d.%m.%Y}" if line.received_on else ""
    said = f"Получен{day} файл «{line.received.file}». Состояние: {line.status.value}."
    return f"{said} {line.why_not}" if line.why_not else said


def _findings(summary: DistrictSummary, line: SubmissionLine) -> list[Finding]:
    """Those that are for the school to mend or to explain."""
    return [
        one
        for one in summary.findings(line)
        if one.audience is Audience.SCHOOL and one.severity is not Severity.NOTE
    ]


def _has_to_mend(summary: DistrictSummary, line: SubmissionLine) -> bool:
    found = _findings(summary, line)
    return line.received is None or any(not finding.accepted for finding in found)


def _faults(summary: DistrictSummary, line: SubmissionLine) -> Iterator[str]:
    found = _findings(summary, line)
    kinds = (
        (_MEND, [one for one in found if one.severity is Severity.ERROR]),
        (
            _EXPLAIN,
            [one for one in found if one.severity is not Severity.ERROR and not one.accepted],
        ),
        (_LET_STAND, [one for one in found if one.accepted]),
    )
    for title, findings in kinds:
        if findings:
            yield "\n".join([f"{title}:", *_numbered(findings)])


def _numbered(findings: Sequence[Finding]) -> Iterator[str]:
    for number, finding in enumerate(grouped(findings), start=1):
        place = f"Лист «{finding.sheet}»" if finding.sheet else ""
        place += f", {finding.cell}" if finding.sheet and finding.cell else ""
        said = f"{place}. {finding.message}" if place else finding.message
        yield f"{number}. {_in_one_line(said)} ({finding.code})"
        after = f"Ваше пояснение: {finding.accepted}" if finding.accepted else finding.fix
        yield f"   {_in_one_line(after)}"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _taken(summary: DistrictSummary, line: SubmissionLine) -> str:
    if line.received is None:
        return ""
    if not line.status.counts:
        return "Данные этого файла в сводку района пока не вошли."
    if out := "; ".join(_left_out(summary, line)):
        return f"Принято и учтено в сводке района всё, кроме того, в чём ошибка: {out}."
    if _has_to_mend(summary, line):
        return "Все данные приняты и учтены в сводке района."
    return "Спасибо! Исправлять ничего не нужно, все данные приняты и учтены в сводке района."


def _left_out(summary: DistrictSummary, line: SubmissionLine) -> Iterator[str]:
    """What is in no total, by the code of the error; of many places the first."""
    school = summary.counted.opened(line)
    by_code: dict[str, dict[str, None]] = {}
    for exclusion in school.contents.exclusions:
        found = school.left_out((exclusion.slot,))
        if found is not None:
            by_code.setdefault(found.code, {})[found.what] = None
    for code, places in by_code.items():
        more = len(places) - _MOST_PLACES
        said = "; ".join(list(places)[:_MOST_PLACES]) + (f" и ещё {more}" if more > 0 else "")
        yield f"{said} ({code})"


def _copy(name: str, *, has_to_mend: bool) -> str:
    if not name:
        return ""
    said = f"К письму приложена книга «{name}»: ваши данные в чистом бланке."
    if has_to_mend:
        said += " Что исправить и что прочитано иначе, чем записано, в ней отмечено: правьте в ней."
    return f"{said} Присланный вами файл не изменён."


def _until(settings: Settings, has_to_mend: bool, written: date) -> str:
    """Until when and to whom; nothing of it where nothing is awaited."""
    parts: list[str] = []
    deadline = settings.deadline
    if has_to_mend:
        is_over = deadline is not None and deadline < written
        until = f" до {deadline:%d.%m.%Y}" if deadline and not is_over else ""
        where = f": {settings.send_to}" if settings.send_to else ""
        if deadline and is_over:
            parts.append(f"Срок сдачи прошёл {deadline:%d.%m.%Y}.")
        parts.append(f"Пришлите книгу{until}{where}.")
    if settings.ring:
        parts.append(f"Вопросы: {settings.ring}.")
    return " ".join(parts)
