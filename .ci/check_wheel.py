"""The wheel as somebody gets it: built twice, looked into, installed where nothing else is, used.

    python .ci/check_wheel.py [python3.12 ...]    Pythons to install into; this one by default

Needs the extra `release`; pip alone uses the network, for what the wheel and its building need.
What is built stays in `dist/`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DIST = PROJECT / "dist"
PACKAGE = "roadmap_xl"
ABOUT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OF_SETUPTOOLS = {"PKG-INFO", "setup.cfg"}
EDITIONS = ("2020", "2026")
"""The editions whose data has to be inside."""


def main() -> None:
    """Builds, looks, installs, uses; the first thing that is wrong ends it with a sentence."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as name:
        desk = Path(name)
        wheel, source = built(DIST), next(DIST.glob("*.tar.gz"))
        same = built(desk / "again").read_bytes() == wheel.read_bytes()
        expect(same, "the same sources gave two different wheels")
        run(desk, sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(source))
        looked_into(wheel, source)
        for number, python in enumerate(sys.argv[1:] or [sys.executable], start=1):
            used(desk / f"empty-{number}", python, wheel)
    print(f"{wheel.name}: {wheel.stat().st_size:,} bytes")


def expect(holds: object, otherwise: str) -> None:
    if not holds:
        sys.exit(f"The wheel is not in order: {otherwise}.")


def run(folder: Path, *command: str, status: int = 0) -> str:
    """What a command says; nothing of this project's folder is on its way."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder, env={**clean, "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8"
    )
    expect(done.returncode == status, f"{command} gave {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def built(folder: Path) -> Path:
    """The wheel, made from the source distribution alone, with the time of the last commit."""
    shutil.rmtree(folder, ignore_errors=True)
    epoch = run(PROJECT, "git", "log", "-1", "--format=%ct").strip()
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(PROJECT),
    ]
    subprocess.run(
        command, env={**os.environ, "SOURCE_DATE_EPOCH": epoch}, check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


def looked_into(wheel: Path, source: Path) -> None:
    """The wheel has each file of the package that git knows, and no other; what it says is true."""
    listed = run(PROJECT, "git", "ls-files", "-z").split("\0")
    tracked = {name for name in listed if (PROJECT / name).is_file()}
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        said = Parser().parsestr(archive.read(metadata).decode())
    of_package = {name for name in tracked if name.startswith(f"{PACKAGE}/")}
    expect(names == of_package, f"of package and wheel one alone has {sorted(names ^ of_package)}")
    with tarfile.open(source) as archive:
        inside = {one.name.partition("/")[2] for one in archive.getmembers() if one.isfile()}
    strange = {name for name in inside - tracked - OF_SETUPTOOLS if ".egg-info/" not in name}
    expect(not strange, f"the sources bring {sorted(strange)}")
    expect(tracked <= inside, f"the sources lack {sorted(tracked - inside)}")
    told_of(said)


def told_of(said: Message) -> None:
    """What an index and pip read in it."""
    expect(said["Requires-Python"] == ABOUT["requires-python"], "Requires-Python")
    expect(said["License-Expression"] == ABOUT["license"], "its licence")
    expect(said["Description-Content-Type"] == "text/markdown", "the kind of its description")
    expect("дорожную карту" in said.get_payload(), "its description is not the README")


def used(folder: Path, python: str, wheel: Path) -> None:
    """An empty environment gets the wheel, and each path of the work is gone once."""
    run(folder.parent, python, "-m", "venv", str(folder))
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    desk = folder / "Рабочая папка"
    desk.mkdir()
    pip = (str(programs / "python"), "-m", "pip", "install", "--quiet", "--no-compile")
    run(desk, *pip, "--require-hashes", "-r", str(without_build(desk)))
    run(desk, *pip, "--no-deps", str(wheel))
    for command, status in WORK:
        run(desk, str(programs / "roadmap-xl"), *command, status=status)
    run(desk, *pip, "--require-hashes", "-r", str(PROJECT / "locks" / "users.txt"))
    run(desk, str(programs / "roadmap-xl"), "template", "-o", "Бланк.xlsm")
    same = run(desk, str(programs / "python"), "-c", MACROS_INSIDE)
    expect(str(folder) in same, "not the installed package was used")
    print(f"{run(desk, str(programs / 'python'), '--version').strip()}: installed and used")


def without_build(folder: Path) -> Path:
    """The users' lock without the extra `build`, which they may leave out."""
    lock = (PROJECT / "locks" / "users.txt").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", lock.strip())
    left = [one for one in packages if not re.match(r"(pyopenvba|setuptools)==", one)]
    expect(len(packages) - len(left) == 2, "the extra build has other packages")
    path = folder / "lock.txt"
    path.write_text("\n".join(left) + "\n", encoding="utf-8")
    return path


BOOK = "demo/Книги школ/полевская.xlsx"
WORK: tuple[tuple[tuple[str, ...], int], ...] = (
    ((), 2),
    (("--version",), 0),
    *((("template", "--edition", year, "-o", f"{year}.xlsx"), 0) for year in EDITIONS),
    (("template", "-o", "Бланк.xlsm"), 2),  # without the extra it says which
    (("demo",), 0),
    (("check", BOOK), 1),
    (("check", "--quiet", "нет.xlsx"), 2),
    (("repair", BOOK, "-o", "Копия.xlsx"), 0),
    (("document", BOOK, "-o", "Карта.docx"), 0),
    (("import", "Карта.docx", "-o", "Из документа.xlsx"), 0),
    (("init", "Сбор", "--edition", "2020", "--registry", "demo/Реестр района.xlsx"), 0),
    (("template", "--all", "Сбор"), 0),
    (("consolidate", "demo/Книги школ", "-o", "Сводка.xlsx", "--feedback", "Письма"), 0),
    (("explain", "Сводка.xlsx", "Предметы!B6"), 0),
    (("rules", "EGE-002"), 0),
    (("layout",), 0),
    (("completion", "bash"), 0),
)
"""Commands in an empty folder, with the exit status of each."""
MACROS_INSIDE = """
import roadmap_xl, zipfile
assert "xl/vbaProject.bin" in zipfile.ZipFile("Бланк.xlsm").namelist()
from roadmap_xl.form.loading import editions
assert editions() == ("2020", "2026"), editions()
print(roadmap_xl.__file__)
"""

if __name__ == "__main__":
    main()
