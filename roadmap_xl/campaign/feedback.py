"""A letter and a repaired workbook for each school, put into one folder."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ..district.lines import Status, SubmissionLine
from ..errors import OutputError, RoadmapError
from ..files import made
from ..reader.isolated import LostTaskError
from ..rules.checking import Occasion
from ..rules.findings import Audience
from ..school.repair import NotRepairableError, repair_file
from ..summary.numbers.summary import DistrictSummary
from ..texts.signs import safe_lines, seen
from .letters import letter
from .owned import Owned, sha256_of
from .receiving import AHEAD, Progress, no_progress


@dataclass(frozen=True, slots=True)
class Order:
    """One copy to be made: whose bytes the source must have, and where the copy goes."""

    source: Path
    sha256: str
    target: Path
    may_replace: bool


@dataclass(frozen=True, slots=True)
class Copied:
    """How one repair ended."""

    sha256: str = ""
    """Of the workbook that was written; empty where none was."""
    why_not: str = ""


def copied(order: Order, created: date, occasion: Occasion) -> Copied:
    """One file repaired; what cannot be is said, so that the other schools get theirs."""
    if sha256_of(order.source) != order.sha256:
        return Copied(why_not=f"файл «{order.source.name}» изменился, пока собиралась сводка")
    try:
        repair_file(
            order.source,
            order.target,
            created=created,
            occasion=occasion,
            may_replace=order.may_replace,
        )
    except (NotRepairableError, OutputError) as fault:
        return Copied(why_not=str(fault))
    return Copied(sha256_of(order.target))


def copies(
    orders: Iterable[Order | None], created: date, occasion: Occasion, executor: Executor | None
) -> Iterator[Copied | None]:
    """How each repair ended, in the order they were asked for; None for None."""
    waiting: deque[Future[Copied] | Copied | None] = deque()
    for order in orders:
        if order is None or executor is None:
            waiting.append(None if order is None else copied(order, created, occasion))
        else:
            waiting.append(executor.submit(copied, order, created, occasion))
        while len(waiting) > (AHEAD if executor else 0):
            yield _result(waiting.popleft())
    while waiting:
        yield _result(waiting.popleft())


def _result(one: Future[Copied] | Copied | None) -> Copied | None:
    try:
        return one.result() if isinstance(one, Future) else one
    except LostTaskError:
        return Copied(why_not="на книгу не хватило отведённых времени и памяти")


# --- A letter and a repaired workbook for each school, put into one folder. ---

LONGEST_NAME = 80
"""Letters of a name; Windows has room for 260 with the whole path."""
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_UNANSWERED = (Status.REPLACED, Status.WITHDRAWN, Status.NO_DATA)
"""Of these lines there is nothing to say to the school."""


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
            lines += [f"  {said}" for said in self.not_written]
        return lines


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes to one school."""

    line: SubmissionLine
    stem: str
    has_copy: bool

    @property
    def letter(self) -> str:
        return f"{self.stem} - письмо.txt"

    @property
    def workbook(self) -> str:
        return f"{self.stem} - с замечаниями.xlsx"


def write_feedback(
    target: Path,
    folder: Path,
    summary: DistrictSummary,
    *,
    written: date,
    occasion: Occasion,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> Feedback:
    """Writes what goes to each school into `target`; `folder` holds the files they sent.

    `occasion` is what they were checked for. The same summary and day give the same files. Raises
    `FeedbackError` if `target` lies among the schools' files, `OutputError` where it cannot be
    written to.
    """
    may_write_to(target, folder)
    made(target)
    owned, done, is_whole = Owned(target), Feedback(), False
    answers = list(answers_to(summary))
    occasion = replace(occasion, audience=Audience.SCHOOL)
    orders = (_order(answer, folder, owned) for answer in answers)
    try:
        results = copies(orders, written, occasion, executor)
        for number, (answer, copy) in enumerate(zip(answers, results, strict=True), start=1):
            name = _copy(answer, copy, owned, done)
            _letter(answer, letter(summary, answer.line, written=written, copy=name), owned, done)
            progress(number, len(answers))
        owned.take_away_others()
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
    """One for each school. A workbook goes with it where there is something to show in it; of
    several files that stand against each other none is repaired."""
    standing: dict[str, list[SubmissionLine]] = {}
    for line in summary.lines:
        if line.school is not None and line.status not in _UNANSWERED:
            standing.setdefault(line.school.key, []).append(line)
    taken: set[str] = set()
    for lines in standing.values():
        received = lines[0].received
        is_alone = len(lines) == 1 and received is not None and received.was_read
        has_copy = is_alone and _says_something(summary, lines[0])
        yield Answer(lines[0], _stem(lines[0], taken), has_copy)


def _says_something(summary: DistrictSummary, line: SubmissionLine) -> bool:
    """There is something to show the school in its workbook."""
    return any(one.audience is Audience.SCHOOL for one in summary.findings(line))


def _stem(line: SubmissionLine, taken: set[str]) -> str:
    """A name that Windows takes too, another for each school."""
    school = line.school
    name = _NOT_IN_NAMES.sub(" ", seen(f"{school.code} {school.name}") if school else "")
    name = " ".join(name.split())[:LONGEST_NAME].strip(" .'") or "школа"
    name = f"школа {name}" if _DEVICES.match(name) else name
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name} ({number})"
    taken.add(found.casefold())
    return found


def _order(answer: Answer, folder: Path, owned: Owned) -> Order | None:
    received = answer.line.received
    if not answer.has_copy or received is None:
        return None
    target = owned.folder / answer.workbook
    may_replace = owned.may_replace(answer.workbook)
    return Order(folder / received.file, received.sha256, target, may_replace)


def _copy(answer: Answer, copy: Copied | None, owned: Owned, done: Feedback) -> str:
    """The name of the school's copy, if there is one."""
    if copy is None:
        return ""
    if copy.why_not:
        owned.kept(answer.workbook)
        done.not_written.append(f"{answer.workbook}: {copy.why_not}")
        return ""
    owned.wrote(answer.workbook, copy.sha256)
    done.workbooks += 1
    return answer.workbook


def _letter(answer: Answer, text: str, owned: Owned, done: Feedback) -> None:
    """UTF-8 with its mark and line ends of Windows: Notepad of any age shows it right."""
    data = safe_lines(text).replace("\n", "\r\n").encode("utf-8-sig")
    if owned.write(answer.letter, data):
        done.letters += 1
    else:
        done.not_written.append(f"{answer.letter}: файл изменили после записи, он оставлен")
