"""Every text that the sheets share is known by its number, however many there are."""

from __future__ import annotations

import pytest

from roadmap_xl.reader.files.sheet_xml import SharedTexts


@pytest.mark.parametrize("number", [0, 1, 905, 999, 1000, 1001, 2500])
def test_each_text_has_its_number(number: int) -> None:
    xml = b"<sst>" + b"".join(b"<si><t>text %d</t></si>" % n for n in range(number)) + b"</sst>"
    assert SharedTexts(xml).by_cell == {b' t="s"><v>%d' % n: b"text %d" % n for n in range(number)}
