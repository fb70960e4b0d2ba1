"""A sheet written as usual is read by one look over it; any other is left to a parser."""

from __future__ import annotations

from datetime import date

import pytest

from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.reader.files.scan import UncertainError, rows_of, scanned, values_of
from roadmap_xl.reader.files.shared_texts import usual_texts

TEXTS = {"0": "Предмет", "1": None}
DAY, MOMENT = "4", "5"
DATED = {DAY: True, MOMENT: False}


def sheet(cells: str) -> bytes:
    row = f'<row r="1" spans="1:9">{cells}</row>'
    return f"<worksheet><sheetData>{row}</sheetData></worksheet>".encode()


def values(cells: str) -> dict[str, object]:
    scan = scanned(sheet(cells))
    assert scan is not None
    return values_of(scan, TEXTS, DATED)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ('<c r="B3" s="12"/>', {}),
        ('<c r="B3" s="12" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c>', {"B3": "Предмет"}),
        ('<c r="B3"><v>5</v></c><c r="C3" t="n"><v>-1.5E2</v></c>', {"B3": 5.0, "C3": -150.0}),
        (f'<c r="B3" s="{DAY}"><v>44166</v></c>', {"B3": date(2020, 12, 1)}),
        ('<c r="B3" t="b"><v>1</v></c>', {"B3": True}),
        ('<c r="B3" t="e"><v>#DIV/0!</v></c>', {"B3": ErrorValue("#DIV/0!")}),
        ('<c r="B3" t="str"><f>A1&amp;"я"</f><v>&lt;я&gt; &amp; ты</v></c>', {"B3": "<я> & ты"}),
        ('<c r="B3" t="str"><f t="shared" si="0"/><v></v></c>', {}),
        ('<c r="B3"><f>A1</f></c></row><row r="4"/><row r="5"><c r="A5"><v>1</v></c>', {"A5": 1.0}),
    ],
)
def test_what_stands_in_a_cell(cells: str, expected: dict[str, object]) -> None:
    assert values(cells) == expected


@pytest.mark.parametrize(
    "cells",
    [
        '<x:c r="B3"><v>5</v></x:c>',
        '<c r="b3"><v>5</v></c>',
        "<c><v>5</v></c>",
        '<c r="B3" r="C3"><v>5</v></c>',
        '<c r="B3"><v>5</v></c><c r="B3"><v>6</v></c>',
        '<c r="XFD1"><v>5</v></c>',
        '<c r="B1048576"><v>5</v></c>',
        '<c r="B3"><v>5</v><v>6</v></c>',
        '<c r="B3" t="inlineStr"><is><t>5</t></is></c>',
        '<c r="B3"><v><![CDATA[5]]></v></c>',
        '<!-- <c r="B3"><v>5</v></c> -->',
        '<c r="B3" t="e" vm="1"><v>#VALUE!</v></c>',
        '<c r="B3"><v>5</c>',
        '<c r="B3"><v>5<v><</c>',
        '<c r="B3"></v>5<v></c>',
        '<c r="B3"><v>5</v></c></v>6<v>',
        '<c r="B3"><v/><v>5</v></c>',
        '<c r="B3"/><v>5</v></c>',
        '</row></row><row r="2"><row r="3"><c r="B3"><v>5</v></c>',
        '<c r="B3" t="str"><v>a\rb</v></c>',
        "</sheetData><sheetData>",
    ],
)
def test_what_is_written_otherwise_is_left_to_a_parser(cells: str) -> None:
    assert scanned(sheet(cells)) is None


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="B3" t="s"><v>2</v></c>',
        '<c r="B3" t="s"><v>00</v></c>',
        '<c r="B3"><v>1_000</v></c>',
        '<c r="B3"><v>nan</v></c>',
        '<c r="B3"><v>1e999</v></c>',
        '<c r="B3" t="b"><v>yes</v></c>',
        '<c r="B3" t="d"><v>2020-12-01</v></c>',
        '<c r="B3" t="str"><v>_x000D_</v></c>',
        '<c r="B3" t="str"><v>&nbsp;</v></c>',
        f'<c r="B3" s="{DAY}"><v>44166.5</v></c>',
        f'<c r="B3" s="{DAY}"><v>59</v></c>',
        f'<c r="B3" s="{MOMENT}"><v>44166</v></c>',
    ],
)
def test_what_programs_read_differently_is_not_decided_here(cells: str) -> None:
    with pytest.raises(UncertainError):
        values(cells)


def test_the_rows_begin_at_the_first_cell() -> None:
    assert rows_of({"C2": 1.0, "A1": "а"}) == [["а", None, None], [None, None, 1.0]]
    assert rows_of({}) == []


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("<si><t>а &amp; б</t></si><si><t/></si>", {"0": "а & б", "1": None}),
        ("<si><r><rPr><b/></rPr><t>а</t></r><r><t xml:space='preserve'> б</t></r></si>", None),
        (
            '<si><r><rPr><b/></rPr><t>а</t></r><r><t xml:space="preserve"> б</t></r></si>',
            {"0": "а б"},
        ),
        ("<si><r><rPr><strike/></rPr><t>1</t></r><r><t>3</t></r></si>", None),
        ("<si><t>а</t><rPh sb='0'><t>б</t></rPh></si>", None),
        ("<si><t>_x000D_</t></si>", None),
        ("<si><t><![CDATA[а]]></t></si>", None),
        ("<!-- --><si><t>а</t></si>", None),
    ],
)
def test_shared_texts_by_their_number(items: str, expected: dict[str, object] | None) -> None:
    found = usual_texts(f'<?xml version="1.0"?><sst count="9">{items}</sst>'.encode())
    assert found == expected
