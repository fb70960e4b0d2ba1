"""Repaired workbooks of many schools: here or in worker processes, a few ahead at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..campaign.receiving import AHEAD
from ..checking import Occasion
from ..errors import OutputError
from ..repairing import NotRepairableError, repair_file
from .owned import sha256_of


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
    return one.result() if isinstance(one, Future) else one
