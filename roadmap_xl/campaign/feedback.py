"""A letter for each school, and the workbook that goes with it, put into one folder."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ..district.lines import Status, SubmissionLine
from ..errors import RoadmapError
from ..files import make_folder
from ..form.forms import PACKAGED, Forms
from ..form.prefilled import Delivery
from ..rules.checking import Occasion
from ..rules.findings import Audience, Severity
from ..summary.numbers.from_files import findings_on
from ..summary.numbers.summary import DistrictSummary
from ..texts.days import day_text
from ..texts.signs import safe_lines
from .copies import Copy, NewBlank, Order, make_copies
from .folder import safe_names
from .letters import is_of_another_year, is_undecided, letter
from .owned import Owned
from .receiving import Progress, no_progress

_CHANGED = "файл изменили после записи, он оставлен"


class FeedbackError(RoadmapError):
    """A folder that letters cannot be put into, or a run that was stopped."""


@dataclass(slots=True)
class Feedback:
    """What was written, and what was not and why."""

    letters: int = 0
    workbooks: int = 0
    not_written: list[str] = field(default_factory=list)

    def as_lines(self) -> list[str]:
        """The numbers, and each file that was left as it is."""
        lines = [f"Писем школам: {self.letters}, книг с замечаниями: {self.workbooks}."]
        if self.not_written:
            lines += [f"Не записано: {len(self.not_written)}."]
            lines += [f"  {problem}" for problem in self.not_written]
        return lines


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes to one school."""

    line: SubmissionLine
    stem: str
    has_copy: bool
    year: str = ""
    """Of the blank that goes with it in place of a copy of another year's workbook."""

    @property
    def letter(self) -> str:
        return f"{self.stem} - письмо.txt"

    @property
    def workbook(self) -> str:
        what = f"бланк {self.year} года" if self.year else "с замечаниями"
        return f"{self.stem} - {what}.xlsx"


def write_feedback(
    target: Path,
    folder: Path,
    summary: DistrictSummary,
    *,
    written: date,
    occasion: Occasion,
    executor: Executor | None = None,
    progress: Progress = no_progress,
    forms: Forms = PACKAGED,
) -> Feedback:
    """Writes what goes to each school into `target`; `folder` holds the files they sent.

    `occasion` is what they were checked for. The same summary and day give the same files. Raises
    `FeedbackError` if `target` lies among the schools' files, `OutputError` where it cannot be
    written to.
    """
    may_write_to(target, folder)
    make_folder(target)
    owned, done, is_whole = Owned(target), Feedback(), False
    answers = list(answers_to(summary))
    occasion = replace(occasion, audience=Audience.SCHOOL)
    orders = (_order(answer, folder, summary) for answer in answers)
    try:
        results = make_copies(orders, written, occasion, executor, forms)
        for number, (answer, copy) in enumerate(zip(answers, results, strict=True), start=1):
            name = _copy(answer, copy, owned, done)
            _letter(answer, letter(summary, answer.line, written=written, copy=name), owned, done)
            progress(number, len(answers))
        owned.remove_outdated()
        is_whole = True
    except BrokenExecutor as fault:
        raise FeedbackError(
            "Система остановила процессы: возможно, не хватило памяти. Закройте другие программы и "
            "повторите команду."
        ) from fault
    finally:
        owned.save(whole=is_whole)
    return done


def may_write_to(target: Path, folder: Path) -> None:
    """Raises `FeedbackError` if the letters would lie among the schools' files."""
    if target.resolve().is_relative_to(folder.resolve()):
        raise FeedbackError(
            f"Папка для писем «{target}» лежит среди книг школ: в следующий раз письма прочитались "
            "бы как присланные. Укажите другую папку."
        )


def answers_to(summary: DistrictSummary) -> Iterator[Answer]:
    """One for each school, on its best file. A workbook goes with it where there is something to
    mend in it; of several files that stand against each other none is repaired."""
    lines = [line for line in summary.best_lines if line.status is not Status.NO_DATA]
    names = safe_names(map(_school_words, lines), prefix="школа ")
    for line, name in zip(lines, names, strict=True):
        was_read = line.received is not None and line.received.was_read
        can_be_copied = was_read and line.status is not Status.EMPTY and not is_undecided(line)
        year = summary.edition.key if is_of_another_year(line) else ""
        has_copy = can_be_copied and (bool(year) or _asks_something(summary, line))
        yield Answer(line, name, has_copy, year)


def _school_words(line: SubmissionLine) -> str:
    return f"{line.school.code} {line.school.name}" if line.school else ""


def _asks_something(summary: DistrictSummary, line: SubmissionLine) -> bool:
    """There is something for the school to mend or to explain in its workbook."""
    return any(
        one.audience is Audience.SCHOOL and one.severity is not Severity.NOTE
        for one in findings_on(summary, line)
    )


def _order(answer: Answer, folder: Path, summary: DistrictSummary) -> Order | None:
    received = answer.line.received
    if not answer.has_copy or received is None:
        return None
    blank = _blank(answer, summary) if answer.year else None
    return Order(folder / received.file, received.sha256, blank)


def _blank(answer: Answer, summary: DistrictSummary) -> NewBlank:
    """This year's blank with what the registry and the settings know of the school."""
    school, settings = answer.line.school, summary.settings
    known = {"meta.school_id": school.code, "meta.school_name": school.full_name} if school else {}
    until = day_text(settings.deadline) if settings.deadline else ""
    delivery = Delivery(settings.send_to.rstrip(" ."), until, settings.ring.rstrip(" ."))
    return NewBlank(summary.form, {key: text for key, text in known.items() if text}, delivery)


def _copy(answer: Answer, copy: Copy | None, owned: Owned, done: Feedback) -> str:
    """The name of the school's workbook, if there is one."""
    if copy is None:
        return ""
    if copy.why_not:
        owned.keep(answer.workbook)
        done.not_written.append(f"{answer.workbook}: {copy.why_not}")
    elif owned.write(answer.workbook, copy.data):
        done.workbooks += 1
        return answer.workbook
    else:
        done.not_written.append(f"{answer.workbook}: {_CHANGED}")
    return ""


def _letter(answer: Answer, text: str, owned: Owned, done: Feedback) -> None:
    """UTF-8 with its mark and line ends of Windows: Notepad of any age shows it right."""
    data = safe_lines(text).replace("\n", "\r\n").encode("utf-8-sig")
    if owned.write(answer.letter, data):
        done.letters += 1
    else:
        done.not_written.append(f"{answer.letter}: {_CHANGED}")
