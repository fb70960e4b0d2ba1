"""Workbooks made to hurt a reader: each part of a real one, changed as bytes."""

from __future__ import annotations

import random
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from reading_workbooks import repacked

SHEET, STRINGS = "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml"
HIDDEN = "xl/worksheets/sheet9.xml"
MAIN, STYLES = "xl/workbook.xml", "xl/styles.xml"
Change = Callable[[bytes], bytes]


def _before(end: bytes, added: bytes) -> Change:
    return lambda xml: xml.replace(end, added + end, 1)


def _rows(added: bytes) -> Change:
    return _before(b"</sheetData>", added)


def _deep(end: bytes, depth: int) -> Change:
    return _before(end, b"<x>" * depth + b"</x>" * depth)


def _entities() -> Change:
    laughs = [b'<!ENTITY a0 "ha">']
    laughs += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    return lambda xml: xml.replace(b"?>", b"?><!DOCTYPE x [" + b"".join(laughs) + b"]>", 1)


def _sheets(number: int) -> Change:
    named = (b'<sheet name="s%d" sheetId="%d" r:id="rId6"/>' % (n, 100 + n) for n in range(number))
    return _before(b"</sheets>", b"".join(named))


def _cell(attributes: bytes) -> bytes:
    return b"<row><c " + attributes + b"><v>1</v></c></row>"


def _counted(number: bytes) -> Change:
    return lambda xml: re.sub(rb'ount="[0-9]+', b'ount="' + number, xml)


def _reaching(area: bytes) -> Change:
    return lambda xml: re.sub(rb'<dimension ref="[^"]+', b'<dimension ref="' + area, xml, count=1)


_DIGITS = b"9" * 6000
_FORMAT = b'<xf numFmtId="' + _DIGITS + b'"/>'
_CORNER = b'<row r="1048576"><c r="XFD1048576"%s><v>1</v></c></row>'
_MANY_ROWS = b"".join(b'<row r="%d"/>' % n for n in range(30, 900_000))
_MANY_MERGES = b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (n, n + 9) for n in range(1, 100_000))
_MANY_AREAS = b" ".join(b"A%d:B%d" % (n, n) for n in range(1, 300_000))
_LONG_TEXT = b"<si><t>" + b"a" * 19_000_000 + b"</t></si>"
_LAST_ROW = b'<row r="1048576"><c r="A1048576" s="3"/></row>'
REFUSED, READ = "FIL-002", ""

# name, part, change, the code of the one finding
CHANGES: tuple[tuple[str, str, Change, str], ...] = (
    ("inflates without end", SHEET, lambda xml: xml + b" " * 200_000_000, REFUSED),
    ("one long text", STRINGS, _before(b"</sst>", _LONG_TEXT), READ),
    ("a million texts", STRINGS, _before(b"</sst>", b"<si><t>a</t></si>" * 1_000_000), READ),
    ("four million cells", SHEET, _rows(b"<row>" + b"<c/>" * 4_000_000 + b"</row>"), REFUSED),
    ("a million rows", SHEET, _rows(_MANY_ROWS), REFUSED),
    ("a format to the last row", SHEET, _rows(_LAST_ROW), READ),
    ("a cell in the last corner", SHEET, _rows(_CORNER % b""), REFUSED),
    ("a corner that looks blank", SHEET, _rows(_CORNER % b' s="/>"'), REFUSED),
    ("deep sheet", SHEET, _deep(b"</worksheet>", 1_500_000), READ),
    ("deep workbook", MAIN, _deep(b"</workbook>", 100_000), REFUSED),
    ("deep styles", STYLES, _deep(b"</styleSheet>", 1_500_000), REFUSED),
    ("entities in a sheet", SHEET, _entities(), READ),
    ("entities in texts", STRINGS, _entities(), READ),
    ("entities in the workbook", MAIN, _entities(), REFUSED),
    ("entities in styles", STYLES, _entities(), REFUSED),
    ("five thousand sheets", MAIN, _sheets(5000), REFUSED),
    ("eighty sheets", MAIN, _sheets(80), "FIL-024"),
    ("merged areas without number", SHEET, _before(b"</mergeCells>", _MANY_MERGES), READ),
    ("a place in small letters", SHEET, _rows(_cell(b'r="zzz900"')), REFUSED),
    ("a foreign place", SHEET, _rows(_cell(b'x:r="A30" xmlns:x="u" r="XFD99999"')), REFUSED),
    ("a column of many letters", SHEET, _rows(_cell(b'r="ZZZZZ30"')), REFUSED),
    ("a row of many digits", SHEET, _rows(b'<row r="' + _DIGITS + b'"><c/></row>'), REFUSED),
    ("a style of many digits", SHEET, _rows(_cell(b's="' + _DIGITS + b'"')), "FIL-016"),
    ("a format of many digits", STYLES, _before(b"</cellXfs>", _FORMAT), READ),
    ("four thousand million texts", STRINGS, _counted(b"4000000000"), READ),
    (
        "two lists of texts",
        STRINGS,
        _before(b"</sst>", b'<sst uniqueCount="4000000000"/>'),
        REFUSED,
    ),
    ("a dimension that lies", SHEET, _reaching(b"A1:XFD1048576"), READ),
    ("a hidden row of many digits", HIDDEN, _rows(_cell(b'r="A' + _DIGITS + b'"')), "FIL-024"),
    ("cells without end", SHEET, _rows(b"<c r=" * 100_000), REFUSED),
    (
        "validations without end",
        SHEET,
        _before(b"</worksheet>", b"<dataValidation " * 100_000),
        READ,
    ),
    ("objects without end", SHEET, _before(b"</worksheet>", b"<oleObject " * 100_000), READ),
    (
        "validations without number",
        SHEET,
        _before(b"</dataValidations>", b'<dataValidation sqref="' + _MANY_AREAS + b'"/>'),
        READ,
    ),
)


COMMENTS = "xl/comments/comment1.xml"


def comments(*refs: str, text: str = "двое на больничном") -> Change:
    said = f"<text><t>{text}</t></text></comment>"
    listed = "".join(f'<comment ref="{ref}" authorId="0">{said}' for ref in refs)
    return lambda xml: (
        b"<comments><authors><author>x</author></authors><commentList>"
        + listed.encode()
        + b"</commentList></comments>"
    )


# name, change of a sheet's comments, the code of the one finding (said as often as it stands there)
COMMENT_CHANGES: tuple[tuple[str, Change, str], ...] = (
    ("a row of six thousand digits", comments("D" + "9" * 6000), "FIL-017"),
    ("five million letters", comments("Z" * 5_000_000 + "9"), "FIL-017"),
    ("a hundred thousand letters", comments("Z" * 100_000 + "9"), "FIL-017"),
    ("no place", comments(""), "FIL-017"),
    ("a place of nobody", comments("D7:E9", "7D", "д7", "D0", "$D$7"), "FIL-017"),
    ("fifteen megabytes", comments("D7", text="а" * 7_500_000), "FIL-017"),
    ("five thousand", comments(*(f"D{n}" for n in range(1, 5001))), "FIL-017"),
    ("two hundred thousand", comments(*(f"D{n}" for n in range(1, 200_001))), REFUSED),
    (
        "an author of thousands of digits",
        lambda xml: comments("D7")(xml).replace(b'"0"', b'"' + b"9" * 6000 + b'"'),
        "FIL-017",
    ),
)

# what stands in a number's cell, its type, the code of the finding on it
NUMBERS: tuple[tuple[bytes, bytes, str], ...] = (
    (b"NaN", b"", "FIL-010"),
    (b"-nan", b"", "FIL-010"),
    (b"1e999", b"", "FIL-010"),
    (b"-inf", b"", "FIL-010"),
    (b"9" * 6000, b"", "FIL-010"),
    (b"1e300", b"", "TXT-003"),
    (b"1e15", b"", "TXT-003"),
    (b"-0", b"", "EGE-002"),
    (b"9" * 6000, b"str", "TXT-003"),
    (b"1e999", b"str", "TXT-006"),
    (b"#SPILL!", b"e", "FIL-010"),
    (b"#FOO!", b"e", "FIL-010"),
    (b"#" + b"A" * 100_000, b"e", "FIL-010"),
)


def with_number(source: Path, value: bytes, kind: bytes, folder: Path, cell: str = "D8") -> Path:
    """The file with this in a cell of «ЕГЭ»."""
    name = cell.encode()
    typed = b' t="' + kind + b'"' if kind else b""
    there = b'<c r="' + name + b'"' + typed + b"><v>" + value + b"</v></c>"
    blank_or_not = rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % name

    def change(part: str, xml: bytes) -> bytes:
        return re.sub(blank_or_not, there, xml, count=1) if part == SHEET else xml

    return repacked(source, folder / "присланная.xlsx", change)


def with_comments(commented: Path, change: Change, folder: Path) -> Path:
    """The file, which has a comment, with others."""
    return repacked(
        commented,
        folder / "присланная.xlsx",
        lambda part, data: change(data) if part == COMMENTS else data,
    )


def hostile(clean: Path, name: str, folder: Path) -> tuple[Path, str]:
    """The file of this name, and the code it is to be refused with."""
    _, part, change, code = next(one for one in CHANGES if one[0] == name)
    target = folder / "присланная.xlsx"
    repacked(clean, target, lambda there, data: change(data) if there == part else data)
    return target, code


def with_paths_that_lead_out(clean: Path, folder: Path) -> Path:
    target = folder / "присланная.xlsx"
    with zipfile.ZipFile(clean) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("../../../../tmp/roadmap_xl_was_here", "x")
        new.writestr("/tmp/roadmap_xl_was_here", "x")
    return target


def with_a_place_beyond_all(clean: Path, folder: Path) -> Path:
    """The file whose list of parts places one further than any system can seek."""
    parts = folder / "присланная.xlsx"
    data = bytearray(clean.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.find(MAIN.encode(), data.find(b"PK\x01\x02")))
    name = struct.unpack_from("<H", data, at + 28)[0]
    data[at + 30 : at + 32] = struct.pack("<H", 12)  # the length of what follows the name
    data[at + 42 : at + 46] = b"\xff" * 4  # the place is told there
    data[at + 46 + name : at + 46 + name] = struct.pack("<HHQ", 1, 8, 2**64 - 1)
    end = data.rfind(b"PK\x05\x06")
    size = struct.unpack_from("<I", data, end + 12)[0]
    data[end + 12 : end + 16] = struct.pack("<I", size + 12)
    parts.write_bytes(data)
    return parts


def hurt_bytes(data: bytes, chance: random.Random) -> bytes:
    """Cut off, bytes flipped anywhere or in the archive's directory, a piece moved or doubled."""
    kind = chance.randrange(5)
    if kind == 0:
        return data[: chance.randrange(len(data))]
    hurt = bytearray(data)
    if kind in (1, 2):
        first = 0 if kind == 1 else data.rindex(b"PK\x01\x02") - 1500
        for _ in range(chance.randrange(1, 12)):
            hurt[chance.randrange(first, len(hurt))] = chance.randrange(256)
        return bytes(hurt)
    start, length = chance.randrange(len(data)), chance.randrange(1, 5000)
    piece = hurt[start : start + length]
    if kind == 3:
        del hurt[start : start + length]
    hurt[chance.randrange(len(hurt)) : 0] = piece
    return bytes(hurt)
