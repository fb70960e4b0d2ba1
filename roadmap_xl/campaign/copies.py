"""The workbooks that go with letters: a school's own, repaired, or this year's blank."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..errors import OutputError
from ..files import temporary_folder
from ..form.fields import Form
from ..form.forms import PACKAGED, Forms
from ..form.prefilled import Delivery, prefilled
from ..form.submission import Value
from ..reader.isolated import LostTaskError
from ..reader.workbook import read_workbook
from ..rules.checking import Occasion
from ..school.repair import NotRepairableError, copy_of, repair_reading
from ..workbook.school_workbook import write_school_workbook
from .owned import sha256_of
from .receiving import AHEAD


@dataclass(frozen=True, slots=True)
class NewBlank:
    """Which blank a school gets in place of a corrected copy of another year's."""

    form: Form
    school: Mapping[str, Value]
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Order:
    """One workbook to be made, and which bytes its source must have."""

    source: Path
    sha256: str
    blank: NewBlank | None = None
    """Where the source is of another year."""


@dataclass(frozen=True, slots=True)
class Copy:
    """How one of them ended: the workbook, or why there is none."""

    data: bytes = b""
    why_not: str = ""


def make_copy(order: Order, created: date, occasion: Occasion, forms: Forms = PACKAGED) -> Copy:
    """One workbook; what cannot be made is told, so that the other schools get theirs."""
    if sha256_of(order.source) != order.sha256:
        return Copy(why_not=f"файл «{order.source.name}» изменился, пока собиралась сводка")
    reading = read_workbook(order.source, forms)
    try:
        if order.blank is None:
            return Copy(copy_of(repair_reading(reading, occasion), created))
        blank = order.blank
        carried = prefilled(blank.form, school=blank.school, last=reading.submission)
        with temporary_folder() as folder:
            path = folder / "blank.xlsx"
            write_school_workbook(path, carried, created=created, delivery=blank.delivery)
            return Copy(path.read_bytes())
    except (NotRepairableError, OutputError) as fault:
        return Copy(why_not=str(fault))


def make_copies(
    orders: Iterable[Order | None],
    created: date,
    occasion: Occasion,
    executor: Executor | None,
    forms: Forms = PACKAGED,
) -> Iterator[Copy | None]:
    """How each ended, in the order they were asked for; None for None."""
    waiting: deque[Future[Copy] | Copy | None] = deque()
    for order in orders:
        if order is None or executor is None:
            waiting.append(None if order is None else make_copy(order, created, occasion, forms))
        else:
            waiting.append(executor.submit(make_copy, order, created, occasion, forms))
        while len(waiting) > (AHEAD if executor else 0):
            yield _result(waiting.popleft())
    while waiting:
        yield _result(waiting.popleft())


def _result(one: Future[Copy] | Copy | None) -> Copy | None:
    try:
        return one.result() if isinstance(one, Future) else one
    except LostTaskError:
        return Copy(why_not="на книгу не хватило отведённых времени и памяти")
