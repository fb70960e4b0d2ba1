"""A folder from which a Windows computer without a network installs everything.

pip judges by the system it runs on which packages are needed; the lock names those of Windows.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ...errors import SetupError
from ...files import replacing, temporary_folder
from .places import ADDIN, naming_faults

LOCK = Path("locks", "users.txt")
"""Every package with its version and the hashes of its files, as `make locks` made it."""
PACKAGES = "packages.txt"
"""What the folder holds, with hashes: the installer takes no file that says anything else."""
_ON_WINDOWS = " ; sys_platform == 'win32'"
INSTALLER, COLLECTOR = "Установить.cmd", "Собрать свод.cmd"
_INSTALLER_TEXT = Path(__file__).with_name("install.cmd")


@dataclass(frozen=True, slots=True)
class Target:
    """The computer to install on: its Python and its system, as tags of wheels name them."""

    python: str = "3.11"
    platform: str = "win_amd64"


def collect_wheels(folder: Path, target: Target, project: Path) -> list[str]:
    """Fills a folder with wheels and the script that installs them; returns the files' names.

    What lies there is replaced when the new is whole: a folder that has an installer can be
    installed from. Versions and hashes are those of `LOCK` in `project`, the folder of this
    project. Raises `SetupError` if it is another folder or pip refuses.
    """
    if not _is_this_project(project):
        raise SetupError(
            f"Перейдите в папку проекта и повторите команду: нужны pyproject.toml и {LOCK} "
            f"программы, а в папке «{project}» их нет."
        )
    with naming_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with temporary_folder() as temporary:
        made = temporary / "made"
        made.mkdir()
        _download(made, temporary / "lock.txt", target, project)
        _pip("wheel", "--no-deps", "--wheel-dir", str(made), str(project))
        _add_scripts(made, target, project)
        _put_in_place(made, folder)
    return sorted(path.name for path in folder.iterdir())


def _is_this_project(folder: Path) -> bool:
    """Somebody else's project must not be built in place of this one."""
    try:
        described = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    is_named = described.get("project", {}).get("name") == "roadmap_xl"
    return is_named and (folder / LOCK).is_file()


def _download(folder: Path, wanted: Path, target: Target, project: Path) -> None:
    """The wheels of the lock, each with one of its hashes; `wanted` is the lock that pip reads."""
    lock = (project / LOCK).read_text(encoding="utf-8")
    if target.platform.startswith("win"):  # pip would judge by the system it runs on
        lock = lock.replace(_ON_WINDOWS, "")
    wanted.write_text(lock, encoding="utf-8")
    _pip(
        *("download", "--dest", str(folder), "--only-binary=:all:", "--implementation", "cp"),
        *("--platform", target.platform, "--python-version", target.python),
        *("--no-deps", "--require-hashes", "--requirement", str(wanted)),
    )


def _pip(*arguments: str) -> None:
    if getattr(sys, "frozen", False):
        raise SetupError("В программе без Python нет pip: папку собирают в установленном Python.")
    command = [sys.executable, "-m", "pip", *arguments, "--disable-pip-version-check", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise SetupError(f"pip не собрал пакеты: {errors[0] if errors else done.stderr[-300:]}")


def _add_scripts(folder: Path, target: Target, project: Path) -> None:
    system = target.platform.replace("_", "-", 1)
    text = _INSTALLER_TEXT.read_bytes().decode()
    text = text.replace("@PYTHON@", target.python).replace("@SYSTEM@", system)
    with naming_faults(folder):
        (folder / INSTALLER).write_bytes(text.encode())
        lines = (_lock_line(path) for path in sorted(folder.glob("*.whl")))
        (folder / PACKAGES).write_text("".join(lines), encoding="ascii", newline="\n")
        for name in (COLLECTOR, ADDIN):
            if (project / "workbook_templates" / name).is_file():
                shutil.copyfile(project / "workbook_templates" / name, folder / name)


def _put_in_place(made: Path, folder: Path) -> None:
    """Moves the files there; the installer goes first and comes last."""
    with naming_faults(folder):
        (folder / INSTALLER).unlink(missing_ok=True)
        for old in folder.glob("*.whl"):
            if not (made / old.name).exists():
                old.unlink()
        for path in sorted(made.iterdir(), key=lambda one: (one.name == INSTALLER, one.name)):
            with replacing(folder / path.name) as temporary:
                shutil.copyfile(path, temporary)


def _lock_line(wheel: Path) -> str:
    """A line of a lock: name, version and hash of this very file."""
    name, version = wheel.name.split("-")[:2]
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
