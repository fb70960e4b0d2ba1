"""How the add-in of a user stands: what runs, whether it runs, what to do."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .installing import PROGRAM_KEY
from .places import Places, Settings, naming_faults

_MEND = "Выполните: roadmap-xl addin install"
_SECONDS = 60
"""A first start after an update reads everything anew, an antivirus with it."""
_NOT_FROM_EXCEL = 2
"""What the frozen program answers to a button that Excel did not press: it came that far."""
_ASKED = """
import json, sys
from importlib import metadata
found = {"python": sys.version.split()[0], "free": None}
for name in ("roadmap_xl", "xlwings"):
    try:
        found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        found[name] = None
print(json.dumps(found), flush=True)
import roadmap_xl.addin.buttons
import xlwings
print(json.dumps(found | {"free": not xlwings.__pro__}))
"""
"""Its last line but one stands even if a button cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Runner:
    """What is known of an interpreter or a program after it was tried."""

    path: str
    versions: tuple[str, ...] = ()
    """«Python 3.11.7», «xlwings 0.37.8», as far as they are there."""
    fault: str = ""
    """Why a button would not run, in Russian; empty if it would."""
    free: bool | None = None
    """Whether only the free part of xlwings is switched on; None if it could not be asked."""


def try_interpreter(path: str) -> Runner:
    """Loads the buttons in an interpreter just as xlwings' `RunPython` would."""
    done = _run([path, "-B", "-c", _ASKED])
    if isinstance(done, str):
        return Runner(path, fault=done)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        return Runner(path, fault=f"Это не Python, который подходит: {_last(done.stderr)}")
    found = json.loads(lines[-1])
    names = {"python": "Python", "roadmap_xl": "roadmap_xl", "xlwings": "xlwings"}
    versions = tuple(f"{name} {found[key]}" for key, name in names.items() if found[key])
    missing = [name for key, name in names.items() if not found[key]]
    fault = ""
    if missing:
        fault = f"В этом Python не установлено: {', '.join(missing)}."
    elif done.returncode:
        fault = f"Кнопки не загружаются: {_last(done.stderr)}"
    return Runner(path, versions, fault, found["free"])


def try_program(path: str) -> Runner:
    """Starts the frozen program, and a button of it, without Excel."""
    version = _run([path, "--version"])
    if isinstance(version, str):
        return Runner(path, fault=version)
    pressed = _run([path, "button", "check"])
    if isinstance(pressed, str):
        return Runner(path, fault=pressed)
    fault = ""
    if pressed.returncode != _NOT_FROM_EXCEL:
        fault = f"Кнопки не загружаются: {_last(pressed.stderr)}"
    return Runner(path, (version.stdout.strip(),), fault)


def _run(command: list[str]) -> subprocess.CompletedProcess[str] | str:
    """What a program answered, or why it could not be asked. Never in the current folder: a file
    of the same name that lies there would be taken for the installed one."""
    program = Path(command[0])
    if not program.is_file():
        return "Такого файла нет: программу удалили или перенесли."
    try:
        return subprocess.run(
            command,
            cwd=program.parent,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return f"Не ответил за {_SECONDS} с: возможно, его задерживает антивирус."
    except OSError as fault:
        return f"Не запускается: {fault.strerror}."


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "причина не названа."


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
    with naming_faults(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()
