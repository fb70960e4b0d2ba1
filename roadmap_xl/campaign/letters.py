"""Letters to the schools: what was received, what to mend, what was taken, until when.

Plain text that goes into a mail as it is, in the form's own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from ..district.lines import Status, SubmissionLine
from ..district.settings import Settings
from ..rules.checking import group_findings
from ..rules.findings import Audience, Finding, Severity
from ..summary.numbers.from_files import findings_on
from ..summary.numbers.summary import DistrictSummary

_MEND = "Нужно исправить"
_EXPLAIN = "Проверьте: исправьте или объясните на листе «Проверка»"
_LET_STAND = "Принято с вашим пояснением"
WRONG_YEAR, FILES_DIFFER, IS_A_DRAFT = "YR-005", "SCH-005", "SCH-017"
_MOST_PLACES = 3
"""Of one error; all of them stand in the school's copy."""


def letter(summary: DistrictSummary, line: SubmissionLine, *, written: date, copy: str = "") -> str:
    """The letter to a line's school; `copy` is the name of the workbook that goes with it."""
    paragraphs = [
        "\n".join(_head(summary, line, written)),
        _received_lines(line),
        _returned(line),
        *_faults(summary, line),
        _which_counts(summary, line),
        *_other_files(summary, line),
        _taken_lines(summary, line),
        _copy(copy, line, has_to_mend=has_to_mend(summary, line)),
        _until(summary.settings, line, has_to_mend(summary, line), written),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def is_of_another_year(line: SubmissionLine) -> bool:
    """Its file was read, and is a form of another year than the summary."""
    return any(one.code == WRONG_YEAR for one in line.added)


def is_undecided(line: SubmissionLine) -> bool:
    """It stands against another file of the same school."""
    return any(one.code == FILES_DIFFER for one in line.added)


def _head(summary: DistrictSummary, line: SubmissionLine, written: date) -> Iterator[str]:
    if line.school:
        code = f" (код {line.school.code})" if line.school.code else ""
        yield f"{line.school.full_name}{code}"
    yield f"Дорожная карта школы. Итоги {summary.edition.results_year} учебного года"
    yield " · ".join(filter(None, (summary.settings.district, f"{written:%d.%m.%Y}")))


def _received_lines(line: SubmissionLine) -> str:
    if line.received is None:
        return (
            "Дорожная карта вашей школы не получена. Если сдавать нечего, ответьте «сдавать "
            "нечего» и напишите почему."
        )
    text = f"Получен {_file(line)}. Состояние: {line.status.value}."
    if is_undecided(line):
        return text
    what_to_do = line.refusals[-1].fix if _reason_says_enough(line) else ""
    return " ".join(filter(None, (text, line.why_not, what_to_do)))


def _returned(line: SubmissionLine) -> str:
    """What the district has written beside a file that it sends back."""
    return f"Книга возвращена на доработку: {line.returned}" if line.returned else ""


def _reason_says_enough(line: SubmissionLine) -> bool:
    """What to mend in it matters less than that it is a draft, empty or of another year."""
    return line.status in (Status.DRAFT, Status.EMPTY) or is_of_another_year(line)


def _file(line: SubmissionLine) -> str:
    day = f"{line.received_on:%d.%m.%Y} " if line.received_on else ""
    return f"{day}файл {_name(line)}"


def _name(line: SubmissionLine) -> str:
    """The file's name; never the folder into which the district has put it."""
    return f"«{PurePosixPath(line.received.file).name}»" if line.received else ""


def _name_and_day(line: SubmissionLine) -> str:
    day = f" ({line.received_on:%d.%m.%Y})" if line.received_on else ""
    return f"{_name(line)}{day}"


def _which_counts(summary: DistrictSummary, line: SubmissionLine) -> str:
    """The question of two files that differ."""
    if not is_undecided(line):
        return ""
    rivals = [one for one in summary.lines if one.school == line.school and is_undecided(one)]
    files = ", ".join(sorted(_name_and_day(one) for one in rivals))
    return (
        f"От вашей школы пришли файлы с разными данными: {files}. Какой из них верный? Ответьте "
        "или пришлите верный ещё раз: пока не учтён ни один."
    )


def _other_files(summary: DistrictSummary, line: SubmissionLine) -> Iterator[str]:
    """What came from the school, or in its name, and does not count."""
    for one in summary.lines:
        if one is line or not one.why_not or is_undecided(one):
            continue
        if line.school is not None and one.school == line.school:
            yield f"Не учтён {_file(one)}. {one.why_not}"
        elif line.school is not None and one.claimed == line.school:
            yield (
                f"Не учтён {_file(one)}. {one.why_not} Если это ваша книга, исправьте код или "
                "название на листе «Титул» и пришлите её снова; если не ваша — ничего делать не "
                "нужно."
            )


def _findings(summary: DistrictSummary, line: SubmissionLine) -> list[Finding]:
    """Those that are for the school to mend or to explain."""
    return [
        one
        for one in findings_on(summary, line)
        if one.audience is Audience.SCHOOL and one.severity is not Severity.NOTE
    ]


def has_to_mend(summary: DistrictSummary, line: SubmissionLine) -> bool:
    """The school owes something: a file, a mend, a word on a warning."""
    found = _findings(summary, line)
    is_open = any(not finding.accepted for finding in found)
    return not line.status.counts or bool(line.returned) or is_open


def _faults(summary: DistrictSummary, line: SubmissionLine) -> Iterator[str]:
    if line.status is Status.EMPTY or is_of_another_year(line):
        return
    found = [one for one in _findings(summary, line) if one.code != IS_A_DRAFT]
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
            yield "\n".join([f"{title}:", *_number_lines(findings)])


def _number_lines(findings: Sequence[Finding]) -> Iterator[str]:
    for number, finding in enumerate(group_findings(findings), start=1):
        place = f"Лист «{finding.sheet}»" if finding.sheet else ""
        place += f", {finding.cell}" if finding.sheet and finding.cell else ""
        text = f"{place}. {finding.message}" if place else finding.message
        yield f"{number}. {_in_one_line(text)} ({finding.code})"
        after = f"Ваше пояснение: {finding.accepted}" if finding.accepted else finding.fix
        yield f"   {_in_one_line(after)}"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _taken_lines(summary: DistrictSummary, line: SubmissionLine) -> str:
    if line.received is None:
        return ""
    if not line.status.counts:
        return "Данные этого файла в сводку района пока не вошли."
    if out := "; ".join(_left_out_lines(summary, line)):
        return f"Принято и учтено в сводке района всё, кроме того, в чём ошибка: {out}."
    if has_to_mend(summary, line):
        return "Все данные приняты и учтены в сводке района."
    return "Спасибо! Исправлять ничего не нужно, все данные приняты и учтены в сводке района."


def _left_out_lines(summary: DistrictSummary, line: SubmissionLine) -> Iterator[str]:
    """What is in no total, by the code of the error; of many places the first."""
    school = summary.counted.open(line)
    by_code: dict[str, dict[str, None]] = {}
    for exclusion in school.contents.exclusions:
        found = school.left_out((exclusion.slot,))
        if found is not None:
            by_code.setdefault(found.code, {})[found.what] = None
    for code, places in by_code.items():
        more = len(places) - _MOST_PLACES
        listed = "; ".join(list(places)[:_MOST_PLACES]) + (f" и ещё {more}" if more > 0 else "")
        yield f"{listed} ({code})"


def _copy(name: str, line: SubmissionLine, *, has_to_mend: bool) -> str:
    if not name:
        return ""
    if is_of_another_year(line):
        return (
            f"К письму приложен бланк нужного года «{name}»: то, что не меняется из года в год, в "
            "него перенесено. Впишите в него данные этого года. Присланный вами файл не изменён."
        )
    text = f"К письму приложена книга «{name}»: ваши данные в чистом бланке."
    if has_to_mend:
        text += " Что исправить и что прочитано иначе, чем записано, в ней отмечено: правьте в ней."
    return f"{text} Присланный вами файл не изменён."


def _until(settings: Settings, line: SubmissionLine, has_to_mend: bool, written: date) -> str:
    """Until when and to whom; nothing of it where nothing is awaited."""
    parts: list[str] = []
    deadline = line.deadline or settings.deadline
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
