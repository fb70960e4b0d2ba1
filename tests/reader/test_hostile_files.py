"""Files made to hurt: one clear finding, in little memory and without end nowhere; nothing runs.

How soon is measured in benchmarks/hostile.py.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import hurt as h
import pytest
from demo_files import demo_files
from hostile_files import (
    CHANGES,
    COMMENT_CHANGES,
    NUMBERS,
    Change,
    comments,
    hostile,
    hurt_bytes,
    with_a_place_beyond_all,
    with_comments,
    with_number,
    with_paths_that_lead_out,
)
from measured import Measuring, measuring
from reading_workbooks import LAYOUT, SheetsInMemory, written

from roadmap_xl.form.vocabulary import REPORTING
from roadmap_xl.reader.workbook import Reading, read_cells, read_workbook
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.school.check import FileReport, check_file, check_reading
from roadmap_xl.school.repair import repair_file

MOST_MEGABYTES = 300
OUR_LINES = 30
"""As many lines the report on one file may have when thousands of cells say the same."""


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return h.clean(tmp_path_factory.mktemp("clean") / "целая.xlsx")


@pytest.fixture(scope="module")
def measured(clean: Path) -> Iterator[Measuring]:
    if not sys.platform.startswith("linux"):
        pytest.skip("memory is read from /proc")
    with measuring(clean) as process:
        yield process


@pytest.mark.timeout(h.HANGS)
@pytest.mark.parametrize("name", [one[0] for one in CHANGES])
def test_a_hostile_file_costs_little_and_is_told_once(
    name: str, clean: Path, measured: Measuring, tmp_path: Path
) -> None:
    path, code = hostile(clean, name, tmp_path)
    said = measured(path)
    assert set(said.codes) == ({code} if code else set())
    assert said.megabytes < MOST_MEGABYTES


@pytest.fixture(scope="module")
def commented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return h.hurt(tmp_path_factory.mktemp("commented"), h.comment)


@pytest.mark.timeout(h.HANGS)
@pytest.mark.parametrize(
    ("change", "code"),
    [one[1:] for one in COMMENT_CHANGES],
    ids=[one[0] for one in COMMENT_CHANGES],
)
def test_hostile_comments_cost_little_and_are_told(
    change: Change, code: str, commented: Path, measured: Measuring, tmp_path: Path
) -> None:
    path = with_comments(commented, change, tmp_path)
    said = measured(path)
    assert set(said.codes) == {code}
    assert said.lines < OUR_LINES
    assert said.megabytes < MOST_MEGABYTES
    assert len(check_file(path).as_lines()[1]) < 1000


def test_every_comment_stands_in_the_repaired_copy(commented: Path, tmp_path: Path) -> None:
    """Thousands of them, one that is longer than a cell, several on one cell, one on no cell."""
    names = [f"D{n}" for n in range(1, 3001)]
    xml = comments(*names, "нигде")(b"").replace(
        b"</commentList>",
        b'<comment ref="D1" authorId="0"><text><t>'
        + b"z" * 40_000
        + b"</t></text></comment></commentList>",
    )
    path = with_comments(commented, lambda _: xml, tmp_path)
    repair_file(path, tmp_path / "копия.xlsx", created=date(2026, 11, 24))
    repair_file(tmp_path / "копия.xlsx", tmp_path / "ещё.xlsx", created=date(2026, 11, 24))
    assert (tmp_path / "ещё.xlsx").read_bytes() == (tmp_path / "копия.xlsx").read_bytes()
    left = [one for one in read_workbook(tmp_path / "копия.xlsx").left if "примечание" in one.why]
    assert {one.cell for one in left} == {*names, ""}
    of_first = "".join(str(one.value) for one in left if one.cell == "D1")
    assert of_first == "двое на больничном\n" + "z" * 40_000


@pytest.mark.parametrize(
    ("value", "kind", "code"),
    NUMBERS,
    ids=lambda one: one[:9].decode() if isinstance(one, bytes) else one,
)
def test_a_number_that_is_none_is_a_finding_on_its_cell(
    value: bytes, kind: bytes, code: str, clean: Path, tmp_path: Path
) -> None:
    path = with_number(clean, value, kind, tmp_path)
    assert [f.code for f in check_file(path).findings if f.cell == "D8"] == [code]


def test_all_of_them_go_with_the_repaired_copy(clean: Path, tmp_path: Path) -> None:
    path, cells = clean, [f"D{row}" for row in range(h.FIRST_SUBJECT, h.LAST_SUBJECT + 1)]
    for cell, (value, kind, _) in zip(cells, NUMBERS, strict=True):
        path = with_number(path, value, kind, tmp_path, cell)
    once, twice = tmp_path / "копия.xlsx", tmp_path / "ещё.xlsx"
    repair_file(path, once, created=date(2026, 11, 24))
    repair_file(once, twice, created=date(2026, 11, 24))
    assert twice.read_bytes() == once.read_bytes()
    told = Counter(f.cell for f in check_file(once).findings if f.sheet == h.EGE)
    assert [told[cell] for cell in cells] == [1] * len(cells)


LETTERS = 32_767
TEXTS = (
    "9" * LETTERS, "9 " * 16_000, "1." * 16_000, "01.10.2020 " * 2900, " " * LETTERS + "x",
    "сентябрь - " * 2900, "не " * 10_000, "до " + "9" * LETTERS, "1 000 " * 5400, "86 % (" * 5400,
    "протокол № " + "9" * LETTERS, "ежемесячно до " * 2300, "(" * LETTERS, "12/25" * 6500,
)  # fmt: skip
"""As long as a cell holds; each would stop a search that goes back again and again."""


@pytest.mark.timeout(h.HANGS)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:8].strip())
def test_no_text_stops_the_reading_of_any_kind_of_cell(text: str) -> None:
    kinds = {(f.table, f.column): f.id for f in LAYOUT.form.fields if f.is_input}
    raw = dict.fromkeys(kinds.values(), text) | {"meta.stage": REPORTING}
    reading = read_cells(SheetsInMemory(raw), "школа.xlsx", "0" * 64)
    assert check_reading(reading, Occasion(today=date(2026, 11, 24), audience=None)).was_read


def test_no_sign_of_a_name_makes_a_copy_that_cannot_be_read(tmp_path: Path) -> None:
    """calamine gives back control signs and halves of letters, which no XML may hold."""
    book = written(tmp_path / "школа.xlsx", {"meta.school_name": "МБОУ СОШ № 1"})
    signs = "".join(f"&#{number};" for number in (1, 8, 11, 27, 31))

    def change(name: str, data: bytes) -> bytes:
        return data.replace("СОШ № 1".encode(), f"{signs}СОШ{signs} № 1".encode())

    h.repacked(book, book, change)
    repair_file(book, tmp_path / "копия.xlsx", created=date(2026, 11, 24))
    submission = read_workbook(tmp_path / "копия.xlsx").submission
    assert submission is not None
    assert submission["meta.school_name"] == "МБОУ СОШ № 1"
    with ZipFile(tmp_path / "копия.xlsx") as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(part))


def test_a_repaired_copy_is_never_more_than_the_program_reads(
    commented: Path, tmp_path: Path
) -> None:
    """Of sixteen megabytes of comments the copy keeps what it can, and says that there is more."""
    path = with_comments(
        commented, comments(*(f"D{n}" for n in range(1, 201)), text="а" * 40_000), tmp_path
    )
    once, twice = tmp_path / "копия.xlsx", tmp_path / "ещё.xlsx"
    repair_file(path, once, created=date(2026, 11, 24))
    repair_file(once, twice, created=date(2026, 11, 24))
    assert twice.read_bytes() == once.read_bytes()
    assert any("не поместилось" in one.why for one in read_workbook(once).left)


def test_paths_that_lead_out_of_the_archive_lead_nowhere(clean: Path, tmp_path: Path) -> None:
    path = with_paths_that_lead_out(clean, tmp_path)
    assert check_file(path).findings == ()
    assert not Path("/tmp/roadmap_xl_was_here").exists()


def test_a_part_further_than_a_system_can_seek_is_damage(clean: Path, tmp_path: Path) -> None:
    """On 64 bits zip64 can say so; on 32, as in a browser, two gigabytes are enough."""
    report = check_file(with_a_place_beyond_all(clean, tmp_path))
    assert [finding.code for finding in report.findings] == ["FIL-002"]


FUZZED = 2500


@pytest.mark.parametrize("seed", range(5))
def test_no_cut_no_flipped_byte_is_an_exception(seed: int, clean: Path, tmp_path: Path) -> None:
    """Each reading ends as a submission or as one fault; a hang would end the whole run."""
    data, chance, path = clean.read_bytes(), random.Random(seed), tmp_path / "b.xlsx"
    read = 0
    for _ in range(FUZZED // 5):
        path.write_bytes(hurt_bytes(data, chance))
        reading = read_workbook(path)
        assert (reading.submission is None) == (reading.fault is not None)
        read += reading.submission is not None
    assert read < FUZZED // 5


@pytest.mark.parametrize("seed", range(3))
def test_no_flipped_byte_of_a_sheet_is_an_exception(seed: int, clean: Path, tmp_path: Path) -> None:
    """Behind a right checksum: what a program wrote that does not know how."""
    chance = random.Random(seed)
    for attempt in range(60):
        part = chance.choice(
            ["xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
        )

        def change(xml: bytes) -> bytes:
            hurt = bytearray(xml)
            for _ in range(chance.randrange(1, 6)):
                hurt[chance.randrange(len(hurt))] = chance.choice(b'<>"/ =0AZ&;x\xd0')
            return bytes(hurt)

        path = h.repacked(
            clean, tmp_path / f"{attempt}.xlsx", lambda n, d, p=part: change(d) if n == p else d
        )
        report = check_file(path)
        assert report.was_read or len(report.findings) == 1


@pytest.mark.parametrize("cell", ["D7", "F7"], ids=["typed", "computed"])
@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999"])
def test_a_number_that_is_none_is_a_finding(cell: str, number: str, tmp_path: Path) -> None:
    """Excel writes none of these; other programs and hands do."""
    pattern = re.compile(rf'(<c r="{cell}"[^>]*>)(?:<f>[^<]*</f>)?<v>[^<]*'.encode())
    path = h.rewritten(
        tmp_path,
        "xl/worksheets/sheet3.xml",
        lambda xml: pattern.sub(rb"\1<v>" + number.encode(), xml),
    )
    report = check_file(path)
    assert [f.cell for f in report.findings if "#ЧИСЛО!" in f.message] == [cell]


@pytest.mark.parametrize("name", ["a.xls", "a.ods"])
def test_no_flipped_byte_of_other_formats_is_an_exception(name: str, tmp_path: Path) -> None:
    """From random bytes behind the right beginning; whole files are tried in test_other_formats."""
    start = {
        "a.xls": bytes.fromhex("D0CF11E0A1B11AE1"),
        "a.ods": b"PK\x03\x04"
        + b"\0" * 26
        + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    }[name]
    chance, path = random.Random(3), tmp_path / name
    for _ in range(300):
        path.write_bytes(start + chance.randbytes(chance.randrange(0, 3000)))
        reading: Reading = read_workbook(path)
        assert reading.fault is not None
        assert reading.fault.code == "FIL-002"


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    """A good file after a bad one, a bad one after a good one: the same findings as alone."""
    files = [f.path for f in demo_files(tmp_path)]
    bad = tmp_path / "пустой.xlsx"
    bad.write_bytes(b"")
    (tmp_path / "hurt").mkdir()
    files += [bad, h.hurt(tmp_path / "hurt", h.subject_doubled), written(tmp_path / "б.xlsx", {})]
    alone: dict[Path, FileReport] = {path: check_file(path) for path in files}
    for order in (reversed(files), random.Random(5).sample(files, len(files))):
        for path in order:
            assert check_file(path).findings == alone[path].findings
