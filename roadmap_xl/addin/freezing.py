"""The whole command line as one folder that needs no Python: `python -m roadmap_xl.addin.freezing`.

PyInstaller builds for the system it runs on. The parts of xlwings under its noncommercial licence
are left out, so what is handed on is free for everyone.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import click

from ..errors import RoadmapError
from .setup.wheels import LOCK

PROGRAM = "roadmap-xl"
LEFT_OUT = (
    # PolyForm Noncommercial or paid; no button and no command needs them.
    *("xlwings.pro", "xlwings.xlwingslib", "xlwings.server", "xlwings.rest", "xlwings.reports"),
    # Parts of Python, and of its tools, that only developers use.
    *("tkinter", "unittest", "doctest", "pdb", "pydoc", "lib2to3", "setuptools"),
)
"""Parts of what the program carries that it does without."""
USERS_LOCK = Path(__file__).parents[2] / LOCK
"""What the program carries beside this project; of other packages nothing."""
_LOCKED = re.compile(r"^([\w.-]+)==", re.MULTILINE)
LICENCES = "Лицензии.txt"
_NO_BYTECODE = shutil.ignore_patterns("__pycache__")
"""It says when a source was written, so it would be other bytes elsewhere."""
MIGRATIONS = Path(__file__).parents[1] / "campaign" / "store" / "migrations"
TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
"""Blanks, the workbook with the button, «Собрать свод.cmd»: they lie beside the program."""
_ENTRY = """\
from multiprocessing import freeze_support

freeze_support()  # a process that reads files is this program once more

from roadmap_xl.cli import main

main()
"""
_IS_LICENCE = re.compile(r"(?i)licen[cs]e|copying|notice")
_FOR_THE_SAME_BYTES = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1793491200"}


class FreezingError(RoadmapError):
    """A program that could not be built."""


def freeze(folder: Path) -> Path:
    """Builds `folder/roadmap-xl`, replacing what an earlier build left; returns the program."""
    built = folder / PROGRAM
    with tempfile.TemporaryDirectory() as work:
        entry = Path(work, "roadmap_xl_entry.py")
        entry.write_text(_ENTRY, encoding="utf-8")
        shutil.copytree(MIGRATIONS, Path(work, MIGRATIONS.name), ignore=_NO_BYTECODE)
        command = [sys.executable, "-m", "PyInstaller", *_options(folder, Path(work)), str(entry)]
        done = subprocess.run(
            command, env=os.environ | _FOR_THE_SAME_BYTES, capture_output=True, text=True
        )
    if done.returncode:
        raise FreezingError(f"PyInstaller не собрал программу:\n{done.stderr[-2000:]}")
    _write_version(built)
    (built / LICENCES).write_text(licences(), encoding="utf-8")
    for path in sorted(TEMPLATES.iterdir()):
        shutil.copyfile(path, built / path.name)
    return built / (f"{PROGRAM}.exe" if sys.platform == "win32" else PROGRAM)


def _options(folder: Path, work: Path) -> Iterator[str]:
    yield from ("--onedir", "--console", "--noconfirm", "--clean", "--log-level=WARN")
    yield from ("--name", PROGRAM, "--distpath", str(folder))
    yield from ("--workpath", str(work), "--specpath", str(work))
    yield from ("--collect-data", "roadmap_xl")
    # python-docx reads its blank by way of a folder of its sources, which has to be there.
    yield from ("--collect-all", "docx")
    # Alembic reads its steps as files; the page is asked for by name, and uvicorn's parts too.
    steps = work / MIGRATIONS.name
    yield from ("--add-data", f"{steps}:roadmap_xl/campaign/store/migrations")
    yield from ("--collect-submodules", "roadmap_xl.campaign.store")
    yield from ("--collect-submodules", "uvicorn")
    for module in (*LEFT_OUT, *not_locked()):
        yield from ("--exclude-module", module)


def _write_version(built: Path) -> None:
    """What `--version` asks for; PyInstaller would copy all that pip noted, with paths in it."""
    version = metadata.version("roadmap_xl")
    noted = built / "_internal" / f"roadmap_xl-{version}.dist-info" / "METADATA"
    shutil.rmtree(noted.parent, ignore_errors=True)
    noted.parent.mkdir()
    noted.write_text(f"Metadata-Version: 2.1\nName: roadmap_xl\nVersion: {version}\n", "utf-8")


def licences() -> str:
    """What the program is made of, with the licence that each part came with."""
    parts = [f"Python {sys.version.split()[0]}: PSF License 2 (python.org)"]
    parts.append("PyInstaller, загрузчик: GPL 2 с исключением для собранных программ")
    for one in _inside().values():
        about = one.metadata.json
        named = str(about.get("license_expression") or about.get("license") or "см. текст")
        texts = [
            file.read_text(encoding="utf-8")
            for file in one.files or ()
            if _IS_LICENCE.match(file.name) and "dist-info" in str(file)
        ]
        heading = f"{one.name} {one.version}: {named.splitlines()[0]}"
        parts.append("\n\n".join([heading, *texts]))
    return f"\n\n{'-' * 70}\n\n".join(parts) + "\n"


def not_locked() -> list[str]:
    """The modules of every package that is installed here and no user's.

    Many packages take along what they find, under whatever licence; a developer has hundreds.
    """
    inside = _inside().keys()
    return sorted(
        module
        for module, packages in metadata.packages_distributions().items()
        if module.isidentifier() and inside.isdisjoint(map(_canonical, packages))
    )


def _inside() -> dict[str, metadata.Distribution]:
    """By name, the project and all that its users' lock lists, as it is installed."""
    locked = _LOCKED.findall(USERS_LOCK.read_text(encoding="utf-8"))
    first_last = reversed(list(metadata.distributions()))  # of two the first is imported
    installed = {_canonical(one.name): one for one in first_last}
    names = map(_canonical, ("roadmap_xl", *locked))
    return {name: installed[name] for name in sorted(names) if name in installed}


def _canonical(name: str) -> str:
    """A package's name as an index compares it."""
    return re.sub(r"[-_.]+", "-", name.lower())


@click.command()
@click.option("-o", "--output", "folder", default="dist", type=click.Path(path_type=Path))
def main(folder: Path) -> None:
    """Собрать программу, которой не нужен Python."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        click.echo(f"Программа собрана: {freeze(folder)}")
    except FreezingError as fault:
        raise SystemExit(str(fault)) from fault


if __name__ == "__main__":
    main()
