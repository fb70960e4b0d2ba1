"""Four other engines recalculate a sample; `make engines` asks them all files and many fills."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines.comparing import differing_books, differing_fills
from engines.kept import Kept
from engines.recalculated import ENGINES
from made_books import BLANK, DISTRICT, FAULTY, PUBLISHED, SUMMARY, MadeBooks

CHEAP = ("IronCalc", "Gnumeric")
"""Half a second of a processor for a workbook; ONLYOFFICE takes four, formulon ten to open it."""
OF_OTHERS = {"ONLYOFFICE": (FAULTY, SUMMARY), "formulon": (FAULTY,)}

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("engine", ENGINES)
def test_a_recalculation_changes_no_stored_value(engine: str, books: MadeBooks) -> None:
    names = OF_OTHERS.get(engine, (BLANK, FAULTY, SUMMARY, PUBLISHED, DISTRICT))
    paths = [books[name] for name in names]
    assert list(differing_books(Kept(engine), paths)) == []


@pytest.mark.parametrize("engine", CHEAP)
@pytest.mark.parametrize("edition", ["2020", "2026"])
def test_random_fills_agree_with_python(engine: str, edition: str, tmp_path: Path) -> None:
    assert list(differing_fills(Kept(engine), edition, range(4), tmp_path)) == []
