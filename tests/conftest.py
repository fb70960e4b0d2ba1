"""Tests that need a program are skipped loudly where it is missing, and fail with `CI=true`."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import libreoffice
import made_once
import page_browser
import pane_browser
import postgresql
import pytest
from engines import open_xml_sdk, recalculated
from hypothesis import HealthCheck, settings
from made_books import MadeBooks

from roadmap_xl.campaign.demo.run import DemoResult, run_demo

NEEDS = {
    "libreoffice": (libreoffice.missing, "ЖИВЫЕ ФОРМУЛЫ НЕ ПРОВЕРЕНЫ"),
    "writer": (libreoffice.missing_writer, "ДОКУМЕНТ НЕ НАПЕЧАТАН"),
    "validators": (open_xml_sdk.missing, "ФАЙЛЫ НЕ ПРОВЕРЕНЫ СРЕДСТВАМИ MICROSOFT И ДРУГИХ"),
    "engines": (recalculated.missing, "ДРУГИЕ ДВИЖКИ ТАБЛИЦ НЕ СПРОШЕНЫ"),
    "page": (page_browser.missing, "СТРАНИЦА ДЛЯ БРАУЗЕРА НЕ ПРОВЕРЕНА"),
    "postgresql": (postgresql.missing, "СБОР В POSTGRESQL НЕ ПРОВЕРЕН"),
    "server": (pane_browser.missing, "СЕРВЕР НАДСТРОЙКИ И ПАНЕЛЬ НЕ ПРОВЕРЕНЫ"),
}
"""By marker, what says that something is missing, and what was not tested then."""
SLOW = (
    "addin/test_addin.py", "addin/test_buttons.py", "addin/test_cell_functions.py",
    "addin/test_frozen.py", "addin/test_wheels.py", "campaign/", "edition_book/",
    "engines/test_validators.py", "intake/", "project/test_always_true.py",
    "project/test_documented_commands.py", "project/test_public_names.py",
    "reader/test_beside_cells.py", "reader/test_earlier_blanks.py", "reader/test_fuzzing.py",
    "reader/test_hidden_sheets.py", "reader/test_hostile_files.py", "reader/test_kinds_of_files.py",
    "reader/test_losses.py", "reader/test_program_sheets.py", "reader/test_structure.py",
    "rules/test_mutations.py", "rules/test_section_six.py", "school/",
    "summary/test_averages_sheets.py", "summary/test_explain.py",
    "summary/test_explain_every_number.py", "summary/test_kept_sums.py",
    "summary/test_publishing.py", "summary/test_receipt.py", "summary/test_spill.py",
    "summary/test_summary_workbook.py", "summary/test_tidy.py",
    "workbook/test_alternative_texts.py", "workbook/test_black_and_white.py",
    "workbook/test_contrast.py", "workbook/test_keyboard.py", "workbook/test_macro_workbooks.py",
    "workbook/test_prompts.py", "workbook/test_unique_values.py",
)  # fmt: skip
"""Whose tests make and open whole workbooks by the dozen, or start processes; `make quick` leaves
them out."""

settings.register_profile(
    "any machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("any machine"), max_examples=10)
settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def _cache_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the program keeps for its user is kept for the run, for the processes it starts too."""
    os.environ["ROADMAP_XL_CACHE"] = str(tmp_path_factory.getbasetemp() / "cache")


@pytest.fixture(scope="session", autouse=True)
def _files_made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Workers have folders of their own, side by side; what is made once lies beside them."""
    own = tmp_path_factory.getbasetemp()
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made_once.FOLDER = root / "made once"
    made_once.FOLDER.mkdir(exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _one_libreoffice() -> Iterator[None]:
    """Of each worker, for all tests that ask it; whoever has started it ends it."""
    yield
    libreoffice.stop()


@pytest.fixture(scope="session")
def demo_district(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """The demo's district, made once to be read; who writes into it takes a copy."""
    return run_demo(tmp_path_factory.mktemp("Район № 1"), created=date(2020, 10, 1))


def pytest_collection_finish() -> None:
    """Rarely looks for garbage, as the program itself: a fifth of the time went into looking."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(Path(__file__).parent).as_posix().startswith(SLOW):
            item.add_marker(pytest.mark.slow)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (missing, _) in NEEDS.items():
        if item.get_closest_marker(marker) is None or not missing():
            continue
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI=true, а {missing()}", pytrace=False)
        pytest.skip(missing())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for missing, title in NEEDS.values():
        skipped = [
            report.nodeid
            for report in terminalreporter.stats.get("skipped", [])
            if missing() and missing() in str(report.longrepr)
        ]
        if skipped:
            terminalreporter.section(title, sep="!", red=True, bold=True)
            terminalreporter.line(f"Пропущено тестов: {len(skipped)}, потому что {missing()}.")
            for name in skipped:
                terminalreporter.line(f"  {name}")


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> MadeBooks:
    """Every kind of workbook, each made when a test first asks for it."""
    return MadeBooks(tmp_path_factory.mktemp("books"))
