"""The first of the files that `make fuzz` makes: none aborts, none is a traceback."""

from __future__ import annotations

import fuzzing
import pytest

from roadmap_xl.reader.workbook import read_data

FILES = 300


@pytest.mark.parametrize("extension", ["xlsx", "ods", "xls"])
def test_what_is_hurt_is_read_before(extension: str) -> None:
    assert read_data(fuzzing.healthy(extension), f"a.{extension}", "").submission is not None


@pytest.mark.timeout(600)
def test_no_file_hurts_more_than_itself() -> None:
    found = list(fuzzing.costs(range(FILES)))
    assert [said for name, one in found if (said := fuzzing.faults(name, one))] == []
    read = sum(isinstance(one, fuzzing.Cost) and one.outcome == "read" for _, one in found)
    assert FILES // 10 < read < FILES
