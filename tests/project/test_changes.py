"""CHANGELOG.md names the controls of each edition, no fewer and no more."""

from __future__ import annotations

import re
from pathlib import Path

from roadmap_xl.form.fields import form_of
from roadmap_xl.rules.rulebook import entries

CHANGES = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
BOTH, ONLY = "both editions", {"2020": "2020 alone", "2026": "2026 alone"}


def codes(column: str) -> set[str]:
    """The codes of a column: «001…003, 005» in the row of «EGE» are EGE-001, -002, -003, -005."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in CHANGES.splitlines()
        if line.startswith("|")
    ]
    at = rows[0].index(column)
    found = set[str]()
    for family, *cells in rows[2:]:
        for first, last in re.findall(r"(\d{3})(?:…(\d{3}))?", cells[at - 1]):
            numbers = range(int(first), int(last or first) + 1)
            found |= {f"{family}-{number:03}" for number in numbers}
    return found


def test_the_controls_of_each_edition_are_listed() -> None:
    told = {key: {entry.code for entry in entries(form_of(key))} for key in ONLY}
    assert codes(BOTH) == told["2020"] & told["2026"]
    for key, column in ONLY.items():
        assert codes(column) == told[key] - codes(BOTH)
