"""Setting the add-in up, looking at it and taking it away, on folders of a test."""

from __future__ import annotations

import hashlib
import locale
import re
import sys
import venv
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest
from click.testing import CliRunner, Result
from oletools.olevba import VBA_Parser

from roadmap_xl.addin.building.package import sources
from roadmap_xl.addin.setup import status as runner
from roadmap_xl.addin.setup.installing import PROGRAM_KEY, install, remove
from roadmap_xl.addin.setup.places import Places, Settings, places_of
from roadmap_xl.addin.setup.status import Status, status_of
from roadmap_xl.cli import commands
from roadmap_xl.errors import SetupError

OURS = f'"INTERPRETER_WIN","{sys.executable}"\n'.encode()
CYRILLIC = '"PYTHONPATH","C:\\Папка"\r\n'.encode("cp1251")
HOME = Path("/home/Анна")
ADDIN_FILE = Path(__file__).parents[2] / "workbook_templates" / "roadmap_xl.xlam"


@pytest.fixture
def addin(tmp_path: Path) -> Path:
    path = tmp_path / "новая надстройка.xlam"
    path.write_bytes(b"PK the add-in")
    return path


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "настройки", tmp_path / "автозапуск")


def files_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def configured(places: Places, content: bytes) -> None:
    places.settings.parent.mkdir(exist_ok=True)
    places.settings.write_bytes(content)


# --- where things lie ---


@pytest.mark.parametrize(
    ("platform", "environment", "settings", "addin", "key"),
    [
        (
            "win32",
            {"APPDATA": "/srv/roaming"},
            "/home/Анна/.xlwings/xlwings.conf",
            "/srv/roaming/Microsoft/Excel/XLSTART/roadmap_xl.xlam",
            "INTERPRETER_WIN",
        ),
        (
            "win32",
            {},
            "/home/Анна/.xlwings/xlwings.conf",
            "/home/Анна/AppData/Roaming/Microsoft/Excel/XLSTART/roadmap_xl.xlam",
            "INTERPRETER_WIN",
        ),
        (
            "darwin",
            {},
            "/home/Анна/Library/Containers/com.microsoft.Excel/Data/xlwings.conf",
            "/home/Анна/Library/Group Containers/UBF8T346G9.Office/User Content.localized/"
            "Startup.localized/Excel/roadmap_xl.xlam",
            "INTERPRETER_MAC",
        ),
    ],
)
def test_places(
    platform: str, environment: dict[str, str], settings: str, addin: str, key: str
) -> None:
    found = places_of(platform, HOME, environment)
    assert found is not None
    assert (found.settings, found.addin) == (Path(settings), Path(addin))
    assert found.interpreter_key == key


# --- the add-in looks where the setting up writes ---

VBA_CONSTANT = re.compile(r'"([^"]*)"|Environ\("(\w+)"\)|GetMacDir\("\$HOME", False\)|PROJECT_NAME')


def vba_value(expression: str, project: str, home: str) -> str:
    """What the strings of a VBA expression come to for a user."""

    def value(part: re.Match[str]) -> str:
        if part[0] == "PROJECT_NAME":
            return project
        return home if part[2] == "USERPROFILE" or "GetMacDir" in part[0] else part[1]

    return "".join(value(part) for part in VBA_CONSTANT.finditer(expression))


@pytest.fixture(scope="module")
def bridge() -> str:
    """xlwings' module as it stands in the committed add-in."""
    parser = VBA_Parser(str(ADDIN_FILE))
    (code,) = (code for _, _, name, code in parser.extract_macros() if name == "xlwings.bas")
    parser.close()
    return code.replace("\r", "")


def test_the_add_in_reads_the_file_that_the_setting_up_writes(bridge: str) -> None:
    (project,) = re.findall(r'Const PROJECT_NAME As String = "(\w+)"', bridge)
    mac, windows = re.findall(r"GetConfigFilePath = (.+)", bridge)
    at_home = PureWindowsPath("C:/Users/Анна")
    written = places_of("win32", Path("C:/Users/Анна"), {})
    assert written is not None
    found = PureWindowsPath(vba_value(windows, project, str(at_home)))
    assert found == PureWindowsPath(str(written.settings))

    library = HOME / "Library/Containers/com.microsoft.Excel/Data"
    written = places_of("darwin", HOME, {})
    assert written is not None
    assert Path(vba_value(mac, project, str(library))) == written.settings


@pytest.mark.parametrize("for_addin", [True, False])
def test_nothing_that_comes_with_a_workbook_says_which_program_runs(for_addin: bool) -> None:
    """Sheets, the folder's file, embedded code, the folder itself, the folder Excel is in."""
    bridge = sources(for_addin=for_addin)["xlwings"].replace("\r", "")
    function = re.search(r"^Function GetConfig\(.*?^End Function", bridge, re.M | re.S)
    assert function is not None
    forced = function[0].index('\n    source = "user"\n')
    assert forced < function[0].index('If source = "" Or source = "sheet" Then')
    assert forced < function[0].index('If source = "" Or source = "directory" Then')
    assert '".py"' not in bridge
    assert not re.search(r'GetConfig\("ADD_WORKBOOK', bridge)
    assert ' -B -P -c ""import xlwings.utils' in bridge


# --- what is written, and that nothing else changes ---


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", OURS),
        (b'"SHOW CONSOLE","True"\r\n', b'"SHOW CONSOLE","True"\r\n' + OURS),
        (
            b'"INTERPRETER_WIN","C:\\old\\python.exe"\n"LOG","1"\r\n',
            OURS + b'"LOG","1"\r\n',
        ),
        (b'"INTERPRETER_WIN","x"\n"INTERPRETER_WIN","y"\n', OURS + b'"INTERPRETER_WIN","y"\n'),
        (CYRILLIC, CYRILLIC + OURS),
        (b"not a setting\n", b"not a setting\n" + OURS),
        (f'"{PROGRAM_KEY}","C:\\gone.exe"\n'.encode(), OURS),
    ],
)
def test_other_settings_stay_and_come_back(
    places: Places, addin: Path, before: bytes, after: bytes
) -> None:
    configured(places, before)
    install(places, addin)
    assert places.settings.read_bytes() == after
    remove(places)
    assert (places.settings.read_bytes() if places.settings.is_file() else b"") == before


def test_a_second_time_changes_nothing(places: Places, addin: Path, tmp_path: Path) -> None:
    configured(places, b'"INTERPRETER_WIN","C:\\old.exe"\n')
    before = files_in(tmp_path)
    install(places, addin)
    once = files_in(tmp_path)
    install(places, addin)
    assert files_in(tmp_path) == once != before
    remove(places)
    assert files_in(tmp_path) == before
    assert not remove(places).files


def test_a_newer_add_in_takes_the_place_of_the_old(places: Places, addin: Path) -> None:
    install(places, addin)
    addin.write_bytes(b"PK newer")
    assert "надстройка от другой версии программы." in status_of(places, addin).faults
    install(places, addin)
    assert places.addin.read_bytes() == b"PK newer"
    assert not status_of(places, addin).faults


def test_what_somebody_changed_since_is_theirs(places: Places, addin: Path) -> None:
    install(places, addin)
    theirs = b'"INTERPRETER_WIN","D:\\theirs.exe"\n'
    places.settings.write_bytes(theirs)
    remove(places)
    assert places.settings.read_bytes() == theirs
    assert not places.addin.exists()


def test_the_frozen_program_names_itself(
    places: Places, addin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/srv/roadmap-xl.exe")
    install(places, addin)
    assert places.settings.read_bytes() == b'"ROADMAP_XL_PROGRAM","/srv/roadmap-xl.exe"\n'


def test_macos_gets_the_script_that_starts_python(tmp_path: Path, addin: Path) -> None:
    places = Places(tmp_path / "c", tmp_path / "s", "INTERPRETER_MAC", tmp_path / "scripts")
    install(places, addin)
    (script,) = (tmp_path / "scripts").glob("xlwings-*.applescript")
    assert "VbaHandler" in script.read_text("utf-8")
    assert places.settings.read_text("utf-8").startswith('"INTERPRETER_MAC"')
    remove(places)
    assert not script.exists()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("C:\\Школа\\python.exe", '"K","C:\\Школа\\python.exe"\n'.encode("cp1251")),
        ("C:\\Мәктәп\\python.exe", None),
    ],
)
def test_a_path_is_written_in_the_letters_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, written: bytes | None
) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: "cp1251")
    settings = Settings(tmp_path / "xlwings.conf")
    if written is None:
        with pytest.raises(SetupError, match="буквы не из языка системы"):
            settings.put("K", value)
        return
    settings.put("K", value)
    assert settings.content == written
    (tmp_path / "xlwings.conf").write_bytes(written)
    assert Settings(tmp_path / "xlwings.conf").get("k") == value


# --- what goes wrong, in words ---


def refusing(name: str) -> Callable[[Path, Path], Path]:
    """`Path.replace` where a file of this name is in use."""
    move = Path.replace

    def moved(path: Path, target: Path) -> Path:
        if target.name == name:
            raise PermissionError(13, "Permission denied")
        return move(path, target)

    return moved


@pytest.mark.parametrize(
    ("folder", "in_use", "said"),
    [
        ("XLSTART", True, "Закройте Excel (все окна)"),
        ("OneDrive - Школа", True, "Папка перенаправлена в OneDrive"),
        ("файл вместо папки", False, "на её месте файл"),
    ],
)
def test_a_folder_that_cannot_be_written(
    tmp_path: Path,
    addin: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    in_use: bool,
    said: str,
) -> None:
    places = Places(tmp_path / "c", tmp_path / folder)
    if in_use:
        monkeypatch.setattr(Path, "replace", refusing(places.addin.name))
    else:
        (tmp_path / folder).write_text("")
    before = files_in(tmp_path)
    with pytest.raises(SetupError) as fault:
        install(places, addin)
    assert said in str(fault.value)
    assert files_in(tmp_path) == before, "nothing is half set up"


@pytest.mark.parametrize("name", ["roadmap_xl.json", "xlwings.conf", "roadmap_xl.xlam"])
def test_what_fails_on_the_way_gives_back_what_was_there(
    places: Places, addin: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    configured(places, b'"INTERPRETER_WIN","x"\n')
    places.startup_folder.mkdir()
    places.addin.write_bytes(b"an older add-in")
    before = files_in(places.settings_folder.parent)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refusing(name))
        with pytest.raises(SetupError):
            install(places, addin)
    assert files_in(places.settings_folder.parent) == before


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["addin", *arguments], catch_exceptions=False)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="здесь есть Excel")
@pytest.mark.parametrize("command", ["install", "status", "remove"])
def test_where_there_is_no_excel(command: str, tmp_path: Path) -> None:
    for folders in ([], ["--config-dir", str(tmp_path)]):
        answer = run(command, *folders)
        assert answer.exit_code == 2
        assert answer.stderr.startswith("Не получилось: На этой системе нет Excel")


def test_the_commands_one_after_the_other(tmp_path: Path, addin: Path) -> None:
    folders = ["--config-dir", str(tmp_path / "c"), "--startup-dir", str(tmp_path / "s")]
    file = ["--file", str(addin)]
    steps: list[tuple[list[str], int, str]] = [
        (["status", *folders], 1, "Выполните: roadmap-xl addin install"),
        (["install", *file, *folders], 0, "Перезапустите Excel"),
        (["status", *file, *folders], 0, "Всё на месте: кнопка запустится."),
        (["remove", *folders], 0, "Возвращено как было: INTERPRETER_WIN"),
        (["remove", *folders], 0, "убирать нечего"),
        (["install", "--file", str(tmp_path / "нет.xlam"), *folders], 2, "нет.xlam"),
    ]
    for arguments, status, said in steps:
        answer = run(*arguments)
        assert (answer.exit_code, said in answer.output) == (status, True), answer.output


# --- the state ---


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python in which nothing is installed."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    venv.create(folder, symlinks=True)
    return folder / "bin" / "python"


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def state(places: Places, addin: Path, program: Path | str, key: str = "INTERPRETER_WIN") -> Status:
    install(places, addin)
    configured(places, f'"{key}","{program}"\n'.encode())
    return status_of(places, addin)


def test_a_button_that_runs(places: Places, addin: Path) -> None:
    found = state(places, addin, sys.executable)
    assert found.faults == []
    version = sys.version.split()[0]
    assert f"  Python {version}" in found.seen
    assert [line for line in found.seen if line.startswith(("  roadmap_xl 0", "  xlwings 0"))]
    assert f"Надстройка: {places.addin}, та же, что в этой версии программы" in found.seen


def test_faults_of_what_a_button_runs(
    places: Places, addin: Path, bare_python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "_SECONDS", 5)
    slow = script(tmp_path / "slow", "exec /bin/sleep 30")
    other = script(tmp_path / "other", "echo не питон >&2; exit 3")
    table: list[tuple[Path | str, str]] = [
        (bare_python, "В этом Python не установлено: roadmap_xl, xlwings."),
        ("/нет/python.exe", "Такого файла нет"),
        (other, "Это не Python, который подходит: не питон"),
        (slow, "Не ответил за 5 с"),
        (addin, "Не запускается"),
    ]
    for program, said in table:
        faults = state(places, addin, program).faults
        assert faults[0].startswith(said)
        assert faults[1].startswith("в настройках другая программа"), program


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ('[ "$1" = --version ] && echo roadmap-xl 0.1.0 && exit 0; exit 2', ""),
        ("echo ImportError: нет модуля >&2; exit 1", "Кнопки не загружаются: ImportError: нет"),
    ],
)
def test_the_frozen_program_is_tried_too(
    places: Places, addin: Path, tmp_path: Path, answer: str, fault: str
) -> None:
    program = script(tmp_path / "roadmap-xl", answer)
    found = state(places, addin, program, PROGRAM_KEY)
    assert found.faults[0].startswith(fault or "в настройках другая программа")


def test_a_python_in_the_current_folder_is_not_taken_for_the_installed_one(
    places: Places, addin: Path, bare_python: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert "не установлено" in state(places, addin, bare_python).faults[0]
