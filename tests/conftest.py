"""Tests that need LibreOffice are skipped loudly where it is missing, and fail with `CI=true`."""

from __future__ import annotations

import os

import pytest
from libreoffice import missing


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("libreoffice") is None or not missing():
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI=true, а {missing()}", pytrace=False)
    pytest.skip(missing())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if missing() and missing() in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("ЖИВЫЕ ФОРМУЛЫ НЕ ПРОВЕРЕНЫ", sep="!", red=True, bold=True)
        terminalreporter.line(f"Пропущено тестов: {len(skipped)}, потому что {missing()}.")
        for name in skipped:
            terminalreporter.line(f"  {name}")
