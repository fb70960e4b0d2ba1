"""The committed blanks are what the code makes, and the same bytes come out every time."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.workbook.school_workbook import (
    template_name,
    write_school_workbook,
    write_templates,
)

COMMITTED = Path(__file__).parents[2] / "workbook_templates"
MOST_BYTES = 150_000


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("edition", editions())
class TestTemplate:
    def test_committed_blank_is_built_anew_part_by_part(self, edition: str, tmp_path: Path) -> None:
        write_templates(tmp_path)
        built, committed = (
            parts(tmp_path / template_name(edition)),
            parts(COMMITTED / template_name(edition)),
        )
        assert built.keys() == committed.keys()
        differing = [name for name in built if built[name] != committed[name]]
        assert not differing, "run `make templates` and commit the blanks"

    def test_same_bytes_twice(self, edition: str, tmp_path: Path) -> None:
        for name in ("first.xlsx", "second.xlsx"):
            blank = prefilled(form_of(edition))
            write_school_workbook(tmp_path / name, blank, created=date(2026, 1, 1))
        assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "second.xlsx").read_bytes()

    def test_small_enough_for_a_letter(self, edition: str) -> None:
        assert (COMMITTED / template_name(edition)).stat().st_size < MOST_BYTES

    def test_nothing_from_outside(self, edition: str) -> None:
        """No macros and no links to other files, which mail filters and teachers distrust."""
        names = parts(COMMITTED / template_name(edition))
        assert not [name for name in names if "vba" in name.lower() or "externalLink" in name]
