"""The folder for installing without a network, from an index that is a folder of small wheels."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from hashlib import sha256
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from packaging.requirements import Requirement

from roadmap_xl.addin.setup.wheels import COLLECTOR, INSTALLER, LOCK, PACKAGES
from roadmap_xl.cli import commands

WINDOWS = {"platform_system": "Windows", "sys_platform": "win32", "os_name": "nt", "extra": ""}
BACKEND = """
import pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = "roadmap_xl-0.1.0-py3-none-any.whl"
    pathlib.Path(wheel_directory, name).write_bytes(pathlib.Path("own.whl").read_bytes())
    return name
"""
INDEX = (
    ("engine", "1.0", "py3-none-any"),
    ("engine", "2.0", "py3-none-any"),
    ("fast", "1.0", "cp311-cp311-win_amd64"),
    ("fast", "1.0", "cp313-cp313-win_amd64"),
    ("fast", "1.0", "cp311-cp311-manylinux_2_17_x86_64"),
    ("pywin32", "300", "cp311-cp311-win_amd64"),
)


def wheel(path: Path, name: str, version: str, requires: tuple[str, ...] = ()) -> None:
    noted = f"{name}-{version}.dist-info"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    about += "".join(f"Requires-Dist: {other}\n" for other in requires)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{noted}/METADATA", about)
        archive.writestr(f"{noted}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n")
        archive.writestr(f"{noted}/RECORD", "")


def lock(folder: Path, index: Path) -> None:
    """The lock of the project: each version with the hashes of its files in the index."""
    lines = []
    for name, version, marker in (
        ("engine", "1.0", ""),
        ("fast", "1.0", ""),
        ("pywin32", "300", " ; sys_platform == 'win32'"),
    ):
        files = index.glob(f"{name}-{version}-*.whl")
        hashes = (f"    --hash=sha256:{sha256(path.read_bytes()).hexdigest()}" for path in files)
        lines.append(" \\\n".join([f"{name}=={version}{marker}", *hashes]))
    (folder / LOCK).parent.mkdir(exist_ok=True)
    (folder / LOCK).write_text("\n".join(lines) + "\n")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that needs «engine» and «fast», and an index that has these."""
    index, folder = tmp_path / "index", tmp_path / "проект"
    index.mkdir()
    for name, version, tag in INDEX:
        wheel(index / f"{name}-{version}-{tag}.whl", name, version)
    folder.mkdir()
    wheel(folder / "own.whl", "roadmap_xl", "0.1.0", ("engine", "fast"))
    (folder / "backend.py").write_text(BACKEND)
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "roadmap_xl"\nversion = "0.1.0"\n'
    )
    lock(folder, index)
    (folder / "workbook_templates").mkdir()
    (folder / "workbook_templates" / COLLECTOR).write_bytes(b"@echo off\r\n")
    for name, value in (
        ("NO_INDEX", "1"),
        ("FIND_LINKS", str(index)),
        ("CONFIG_FILE", "/dev/null"),
    ):
        monkeypatch.setenv(f"PIP_{name}", value)
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["addin", "wheels", *arguments], catch_exceptions=False)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("python", ["3.11", "3.13"])
def test_a_folder_for_windows(tmp_path: Path, python: str) -> None:
    folder = tmp_path / "Установка (1)"
    short = "cp" + python.replace(".", "")
    if python == "3.13":
        wheel(tmp_path / "index" / f"pywin32-300-{short}-{short}-win_amd64.whl", "pywin32", "300")
        lock(tmp_path / "проект", tmp_path / "index")
    for _ in range(2):
        answer = run("-o", str(folder), "--python", python)
        assert answer.exit_code == 0, answer.stderr
    assert {path.name for path in folder.iterdir()} == {
        "engine-1.0-py3-none-any.whl",
        f"fast-1.0-{short}-{short}-win_amd64.whl",
        f"pywin32-300-{short}-{short}-win_amd64.whl",
        "roadmap_xl-0.1.0-py3-none-any.whl",
        PACKAGES,
        INSTALLER,
        COLLECTOR,
    }
    said = dict(
        line.split(" --hash=sha256:") for line in (folder / PACKAGES).read_text().split("\n")[:-1]
    )
    assert said == {
        "==".join(path.name.split("-")[:2]): sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("*.whl")
    }
    text = (folder / INSTALLER).read_bytes().decode()
    assert f"py -{python} " in text
    assert "== 'win-amd64'" in text
    assert "@" not in text.replace("@echo off", "")
    assert INSTALLER in answer.stdout


def test_a_package_that_somebody_has_changed_is_not_taken(project: Path, tmp_path: Path) -> None:
    wheel(tmp_path / "index" / "engine-1.0-py3-none-any.whl", "engine", "1.0", ("evil",))
    answer = run("-o", str(tmp_path / "Установка"))
    assert answer.exit_code == 2
    assert "HASHES" in answer.stderr


def test_what_the_index_does_not_have(project: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "index").glob("fast-*"):
        path.unlink()
    answer = run("-o", str(tmp_path / "Установка"))
    assert answer.exit_code == 2
    (line,) = answer.stderr.splitlines()
    assert line.startswith("Не получилось: pip не собрал пакеты: ERROR: ")
    assert "fast" in line


@pytest.mark.parametrize(
    "spoil",
    [
        lambda project: (project / "pyproject.toml").unlink(),
        lambda project: (project / "pyproject.toml").write_text('[project]\nname = "other"\n'),
        lambda project: (project / "pyproject.toml").write_text("no toml"),
        lambda project: (project / LOCK).unlink(),
    ],
    ids=["no project", "another project", "damaged", "no lock"],
)
def test_in_another_folder_it_says_where_to_go(
    spoil: Callable[[Path], object], project: Path, tmp_path: Path
) -> None:
    spoil(project)
    answer = run("-o", str(tmp_path / "Установка"))
    assert answer.exit_code == 2
    assert "Перейдите в папку проекта и повторите команду" in answer.stderr
    assert f"в папке «{project}» их нет" in answer.stderr
    assert not (tmp_path / "Установка").exists()


def test_packages_of_windows_alone_are_all_locked() -> None:
    """pip asks the system it runs on; what a package wants on Windows only must be in the lock."""
    locked = (Path(__file__).parents[2] / LOCK).read_text()
    wanted, waiting = set(), ["roadmap_xl"]
    while waiting:
        for text in metadata.requires(waiting.pop()) or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate(WINDOWS):
                if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
                    wanted.add(requirement.name)
                else:
                    waiting.append(requirement.name)
    assert wanted == {"pywin32"}
    assert "\npywin32==" in locked
