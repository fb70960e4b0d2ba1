"""How the add-in of a user stands: what runs, whether it runs, what to do."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .installing import PROGRAM_KEY
from .places import Places
from .runner import Runner, try_interpreter, try_program
from .settings import Settings
from .writing import faults_said

_MEND = "Выполните: roadmap-xl addin install"


@dataclass(frozen=True, slots=True)
class Status:
    """What was seen, and what is wrong with it; both in Russian."""

    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def as_lines(self) -> Iterator[str]:
        yield from self.seen
        yield from (f"Неисправность: {fault}" for fault in self.faults)
        yield _MEND if self.faults else "Всё на месте: кнопка запустится."


def status_of(places: Places, addin: Path | None) -> Status:
    """The state of the add-in; `addin` is the file that should be installed, if it is at hand."""
    status = Status()
    status.seen.append(f"Настройки xlwings: {places.settings}")
    _look_at_runner(status, places)
    _look_at_addin(status, places, addin)
    return status


def _look_at_runner(status: Status, places: Places) -> None:
    settings = Settings(places.settings)
    program = settings.get(PROGRAM_KEY)
    configured = program or settings.get(places.interpreter_key)
    if not configured:
        status.faults.append("в настройках не сказано, какой Python запускать.")
        return
    found = try_program(configured) if program else try_interpreter(configured)
    status.seen.append(f"Кнопка запускает: {configured}")
    status.seen.extend(f"  {version}" for version in found.versions)
    status.seen.extend(_of_licence(found))
    if found.fault:
        status.faults.append(found.fault)
    if not _same_file(configured, sys.executable):
        status.faults.append(f"в настройках другая программа, а эта — {sys.executable}")


def _of_licence(found: Runner) -> Iterator[str]:
    if found.free is True:
        yield "  Ключ xlwings не нужен и не задан: работает свободная часть."
    elif found.free is False:
        yield "  Задан ключ xlwings PRO; программе он не нужен."


def _look_at_addin(status: Status, places: Places, addin: Path | None) -> None:
    if not places.addin.is_file():
        status.faults.append(f"надстройки нет на месте: {places.addin}")
        return
    same = "" if addin is None else ", та же, что в этой версии программы"
    if addin is not None and _hash(places.addin) != _hash(addin):
        same = ""
        status.faults.append("надстройка от другой версии программы.")
    status.seen.append(f"Надстройка: {places.addin}{same}")


def _same_file(one: str, other: str) -> bool:
    """Whether two paths name one file as written: links are not followed, a venv is links."""
    if sys.platform in ("win32", "darwin"):
        one, other = one.lower(), other.lower()
    return Path(one) == Path(other)


def _hash(path: Path) -> str:
    with faults_said(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()
