"""Files made to hurt by their structure: attributes, records, duplicates, lies about sizes.

`python tests/fuzzing.py 5000` makes as many, reads each in an isolated worker, and says what they
cost; the tests take the first 300. The same number gives the same file; `5000 5000` makes as many
from that number on.
"""

from __future__ import annotations

import io
import random
import re
import struct
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import NamedTuple

import saved_otherwise as so
from pyopenvba.cfb import CFB
from reading_workbooks import written
from seed_document import seed_document

from roadmap_xl.reader.isolated import IsolatedPool, LostTaskError
from roadmap_xl.reader.workbook import Reading, read_data
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.school.check import check_reading
from roadmap_xl.school.word.document import read_document

MOST_SECONDS, MOST_MEGABYTES = 5.0, 300
FORMATS = ("xlsx", "ods", "xls", "docx")
VALUES = {
    "meta.school_name": "СОШ № 1",
    "ege.rus.total": 12,
    "ege.rus.below": 1,
    "psp.goal": "Повысить\nкачество",
    "pln.1-01.term": "до 01.10.2020",
}
LIES = (
    *(b"", b"0", b"-1", b"1", b"65536", b"1048576", b"4294967295", b"99999999999", b"9" * 5000),
    *(b"1e999", b"NaN", b"zzz9", b"XFD1048576", b"A1:XFD1048576", b"a1", b"$A$1", "д7".encode()),
    *("٣٣".encode(), b"true", b"&#1;", b"&amp;" * 2000, b" " * 5000, b"../../x", b"%00", b"\\x"),
)
TEXTS = (
    *(b"9" * 6000, b"1e999", b" " * 40_000, b"&#1;", b"&#xFFFE;", b"<![CDATA[7]]>", b"<!-- 7 -->"),
    *(
        b"&x;",
        b"12/25" * 4000,
        "ё̈".encode() * 3000,
        b"-" * 30_000,
        b"<x>" * 70,
        b"]]>",
        b"&lt;" * 9,
    ),
)
_TAG = re.compile(rb"<[A-Za-z][^<>]{0,2000}>")
_ATTRIBUTE = re.compile(rb' ([A-Za-z:]+)="([^"<>]{0,500})"')
_TEXT = re.compile(rb">([^<>]{1,300})<")


@cache
def healthy(extension: str) -> bytes:
    """A file of this format that is read without a fault."""
    if extension == "docx":
        return seed_document()
    with tempfile.TemporaryDirectory() as folder:
        book = written(Path(folder, "школа.xlsx"), VALUES)
        if extension == "ods":
            so.write_ods(Path(folder, "a.ods"), so.ods_content(so.cells_in(book)))
        elif extension == "xls":
            so.write_xls(Path(folder, "a.xls"), so.cells_in(book))
        return (
            (Path(folder, "a") if extension != "xlsx" else book)
            .with_suffix(f".{extension}")
            .read_bytes()
        )


class Made(NamedTuple):
    """A file with its name, which says how it was hurt."""

    name: str
    data: bytes


def made(number: int) -> Made:
    """The file of this number."""
    chance = random.Random(number)
    extension = FORMATS[number % len(FORMATS)]
    hurt = hurt_xls if extension == "xls" else hurt_package
    how, data = hurt(healthy(extension), chance)
    return Made(f"{number} {how}.{extension}", data)


# --- parts of a package ---


def hurt_package(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    done = []
    for _ in range(chance.choice((1, 1, 2, 4))):
        name = chance.choice(names)
        change = chance.choice(CHANGES)
        parts[name] = change(parts[name], chance)
        done.append(change.__name__)
    return "+".join(done), packed(parts, chance)


def packed(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """The archive, at times with a lie about a size, a part twice, or another name's letters."""
    warnings.filterwarnings("ignore", "Duplicate name")
    lie = chance.randrange(8)
    written_to = io.BytesIO()
    with zipfile.ZipFile(written_to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.upper() if lie == 1 else name, data)
        if lie == 2:
            again = chance.choice(list(parts))
            archive.writestr(again.replace("/", "\\"), parts[again] + b" " * 30_000_000)
    found = bytearray(written_to.getvalue())
    if lie == 3:
        at = found.rfind(b"PK\x01\x02", 0, chance.randrange(1, len(found)))
        size = struct.pack("<I", chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFE)))
        found[at + 24 : at + 28] = size if at >= 0 else b""
    return bytes(found)


def lying_attribute(xml: bytes, chance: random.Random) -> bytes:
    return _replaced(
        xml, _ATTRIBUTE, chance, lambda one: b' %s="%s"' % (one[1], chance.choice(LIES))
    )


def foreign_attribute(xml: bytes, chance: random.Random) -> bytes:
    def changed(one: re.Match[bytes]) -> bytes:
        name = one[1].rpartition(b":")[2]
        return b' x:%s="%s" xmlns:x="u:x"%s' % (name, chance.choice(LIES), one[0])

    return _replaced(xml, _ATTRIBUTE, chance, changed)


def doubled_attribute(xml: bytes, chance: random.Random) -> bytes:
    return _replaced(xml, _ATTRIBUTE, chance, lambda one: one[0] * 2)


def another_text(xml: bytes, chance: random.Random) -> bytes:
    return _replaced(xml, _TEXT, chance, lambda one: b">" + chance.choice(TEXTS) + b"<")


def doubled_element(xml: bytes, chance: random.Random) -> bytes:
    """From a tag to its end, or to the next tag, many times."""

    def many(at: int, piece: bytes) -> bytes:
        times = chance.choice((1, 3, 200, 20_000))
        return piece * min(times, 4_000_000 // len(piece) + 1)

    tags = list(_TAG.finditer(xml))
    if not tags:
        return xml
    begin = chance.choice(tags)
    name = re.match(rb"<([\w:.-]+)", begin[0])
    end = xml.find(b"</" + name[1] + b">", begin.end()) if name else -1
    stop = end + len(name[1]) + 3 if name and 0 <= end - begin.start() < 50_000 else begin.end()
    piece = xml[begin.start() : stop]
    return xml[:stop] + many(stop, piece) + xml[stop:]


def lost_tag(xml: bytes, chance: random.Random) -> bytes:
    return _replaced(xml, _TAG, chance, lambda one: b"")


def endless_tag(xml: bytes, chance: random.Random) -> bytes:
    """Begun a hundred thousand times, never ended."""
    return _replaced(
        xml, _TAG, chance, lambda one: one[0] + (one[0][:40].rstrip(b">") + b" ") * 100_000
    )


def deep_elements(xml: bytes, chance: random.Random) -> bytes:
    depth = chance.choice((50, 100, 100_000))
    return _replaced(xml, _TAG, chance, lambda one: one[0] + b"<x>" * depth + b"</x>" * depth)


def entities(xml: bytes, chance: random.Random) -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY x "' + b"y" * 10_000 + b'">]>'
    return xml.replace(b"?>", b"?>" + doctype, 1)


def other_bytes(xml: bytes, chance: random.Random) -> bytes:
    hurt = bytearray(xml)
    for _ in range(chance.randrange(1, 8)):
        hurt[chance.randrange(len(hurt))] = chance.choice(b'<>"/ =0AZ&;x\xd0\x00')
    return bytes(hurt)


def cut_off(xml: bytes, chance: random.Random) -> bytes:
    return xml[: chance.randrange(len(xml))]


CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(lying_attribute, lying_attribute, foreign_attribute, doubled_attribute, another_text),
    *(another_text, doubled_element, lost_tag, endless_tag, deep_elements, entities),
    *(other_bytes, cut_off),
)


def _replaced(
    xml: bytes,
    pattern: re.Pattern[bytes],
    chance: random.Random,
    changed: Callable[[re.Match[bytes]], bytes],
) -> bytes:
    """One of the pieces that the pattern finds, or a few, changed."""
    found = list(pattern.finditer(xml))
    for one in sorted(
        chance.sample(found, min(len(found), chance.choice((1, 1, 5)))),
        key=lambda one: -one.start(),
    ):
        xml = xml[: one.start()] + changed(one) + xml[one.end() :]
    return xml


# --- records of an .xls ---


def hurt_xls(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    container = CFB.from_bytes(data)
    records = list(_records(container.get_stream("Workbook")))
    done = []
    for _ in range(chance.choice((1, 1, 2, 5))):
        how = chance.choice(("length", "type", "bytes", "many", "lost", "count", "pointer"))
        at = _chosen(records, how, chance)
        kind, content = records[at]
        records[at : at + 1] = _hurt_record(how, kind, content, chance)
        done.append(how)
    stream = b"".join(
        struct.pack("<HH", kind, len(content) & 0xFFFF) + content for kind, content in records
    )
    container.write_stream("Workbook", stream)
    found = container.to_bytes()
    if chance.randrange(10) == 0:
        hurt = bytearray(found)
        for _ in range(4):
            hurt[chance.randrange(min(len(hurt), 2048))] = chance.randrange(256)
        return "+".join((*done, "container")), bytes(hurt)
    return "+".join(done), found


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


_COUNTED = {"count": (0x00FC, 0x0200, 0x00E5, 0x0017), "pointer": (0x0085,)}


def _chosen(records: list[tuple[int, bytes]], how: str, chance: random.Random) -> int:
    wanted = _COUNTED.get(how, ())
    places = [n for n, (kind, _) in enumerate(records) if not wanted or kind in wanted]
    return chance.choice(places or [0])


def _hurt_record(
    how: str, kind: int, content: bytes, chance: random.Random
) -> list[tuple[int, bytes]]:
    number = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 5000)))
    if how == "length":
        return [(kind, content[: chance.randrange(len(content) + 1)])]
    if how == "type":
        return [(chance.choice((0x0006, 0x0203, 0x00BD, 0x00FD, 0x0809, 0x000A, 0x002F)), content)]
    if how == "many":
        return [(kind, content)] * chance.choice((2, 100, 20_000))
    if how == "lost":
        return []
    if how in ("count", "pointer"):
        return [(kind, number + number + content[8:] if how == "count" else number + content[4:])]
    hurt = bytearray(content)
    for _ in range(min(len(hurt), 4)):
        hurt[chance.randrange(len(hurt))] = chance.randrange(256)
    return [(kind, bytes(hurt))]


# --- reading them ---


class Cost(NamedTuple):
    """What a file came to: read, or the code of its fault; in seconds of work and megabytes."""

    outcome: str
    seconds: float
    megabytes: int


def cost(name: str, data: bytes) -> Cost:
    """One file read and checked; runs in a worker."""
    peak = Path("/proc/self/clear_refs")
    if peak.exists():
        peak.write_text("5")  # the highest memory from here on
    began = time.process_time()
    reading = _reading(name, data)
    report = check_reading(reading, Occasion(audience=None))
    took = time.process_time() - began
    status = Path("/proc/self/status")
    highest = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    outcome = "read" if report.was_read else report.findings[0].code
    return Cost(outcome, took, int(highest[1]) // 1024 if highest else 0)


def _reading(name: str, data: bytes) -> Reading:
    if not name.endswith(".docx"):
        return read_data(data, name, "0" * 64)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "школа.docx")
        path.write_bytes(data)
        return read_document(path)


def costs(numbers: range, workers: int = 1) -> Iterator[tuple[str, Cost | BaseException]]:
    """What each file came to; a worker's end, or an exception, stands for itself."""
    with IsolatedPool(workers) as pool:
        waiting: list[tuple[str, Future[Cost]]] = []
        for number in numbers:
            one = made(number)
            waiting.append((one.name, pool.submit(cost, one.name, one.data)))
            while len(waiting) > (8 if number < numbers[-1] else 0):
                name, future = waiting.pop(0)
                fault = future.exception()
                yield name, future.result() if fault is None else fault


def faults(name: str, found: Cost | BaseException) -> str:
    """What is wrong with what a file came to; empty where nothing is."""
    if isinstance(found, LostTaskError):
        return f"{name}: its worker was lost ({found})"
    if isinstance(found, BaseException):
        return f"{name}: {type(found).__name__}: {found}"
    if found.seconds > MOST_SECONDS or found.megabytes > MOST_MEGABYTES:
        return f"{name}: {found.seconds:.1f} s, {found.megabytes} MB"
    return ""


def main(number: int, first: int = 0) -> int:
    """Prints what the files cost and what went wrong; 1 if anything did."""
    outcomes: Counter[str] = Counter()
    wrong, slowest, largest = [], 0.0, 0
    for name, found in costs(range(first, first + number), workers=2):
        if said := faults(name, found):
            wrong.append(said)
            print(said, flush=True)
        if isinstance(found, Cost):
            outcomes[found.outcome] += 1
            slowest, largest = max(slowest, found.seconds), max(largest, found.megabytes)
    print(
        f"{number} files: {dict(outcomes)}, at most {slowest:.1f} s and {largest} MB; "
        f"{len(wrong)} wrong"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
