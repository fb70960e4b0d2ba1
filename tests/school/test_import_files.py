"""Files that are no document: one Russian sentence each, exit status 2, nothing written."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx_files as d
import pytest
from click.testing import CliRunner
from hurt import HANGS
from seed_document import seed_document

from roadmap_xl.cli import commands
from roadmap_xl.reader.files.opening import ENCRYPTED_STREAM, OLE_SIGNATURE
from roadmap_xl.school.word.content import MOST_TAGS
from roadmap_xl.school.word.document import read_document

SEED = seed_document()
TEXT = "word/document.xml"


def with_part(name: str, change: Callable[[bytes], bytes], data: bytes = SEED) -> bytes:
    """The document with one part of it changed."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, change(content) if part == name else content)
    return written.getvalue()


def bomb(_: bytes) -> bytes:
    return b"<w:document>" + b" " * 30_000_000


def entities(xml: bytes) -> bytes:
    return xml.replace(b"?>", b'?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', 1)


def deep(_: bytes) -> bytes:
    return b"<w:document xmlns:w='w'>" + b"<w:p>" * 100_000


def many_tags(_: bytes) -> bytes:
    return b"<w:document xmlns:w='w'>" + b"<w:p/>" * MOST_TAGS + b"</w:document>"


def encrypted_flag() -> bytes:
    data = bytearray(SEED)
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flag] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def to_workbook(relations: bytes) -> bytes:
    return relations.replace(b"word/document.xml", b"xl/workbook.xml")


def archive(**parts: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return written.getvalue()


OTHER_ROOT = with_part(TEXT, lambda _: b"<presentation/>")
BAD: dict[str, tuple[str, bytes, str]] = {
    "doc": ("карта.doc", OLE_SIGNATURE + bytes(2000), "сохраните: Файл → Сохранить как"),
    "doc-named-docx": ("карта.docx", OLE_SIGNATURE + bytes(2000), "данные не перенести"),
    "rtf": ("карта.rtf", b"{\\rtf1 text}", "данные не перенести (.rtf)"),
    "odt": ("карта.odt", archive(mimetype="application/vnd.oasis"), "данные не перенести (.odt)"),
    "pdf": ("карта.pdf", b"%PDF-1.7 ...", "не документ Word (.pdf)"),
    "pdf-named-docx": ("карта.docx", b"%PDF-1.7 ...", "не документ Word"),
    "photo": ("карта.jpg", b"\xff\xd8\xff\xe0", "не документ Word (.jpg)"),
    "password": ("карта.docx", OLE_SIGNATURE + ENCRYPTED_STREAM + bytes(99), "закрыт паролем"),
    "zip-password": ("карта.docx", encrypted_flag(), "закрыт паролем"),
    "empty": ("карта.docx", b"", "0 байт"),
    "no-zip": ("карта.docx", "Дорожная карта".encode(), "повреждён"),
    "cut": ("карта.docx", SEED[: len(SEED) // 2], "повреждён"),
    "no-text": ("карта.docx", archive(a="b"), "повреждён"),
    "broken-xml": ("карта.docx", with_part(TEXT, lambda xml: xml[:9000]), "повреждён"),
    "entities": ("карта.docx", with_part(TEXT, entities), "повреждён"),
    "deep": ("карта.docx", with_part(TEXT, deep), "повреждён"),
    "bomb": ("карта.docx", with_part(TEXT, bomb), "больше 10 МБ"),
    "many-tags": ("карта.docx", with_part(TEXT, many_tags), f"больше {MOST_TAGS} элементов"),
    "presentation": ("карта.docx", OTHER_ROOT, "нет таблиц дорожной карты"),
    "letter": ("письмо.docx", d.docx(d.paragraph("Уважаемые коллеги!")), "нет таблиц дорожной"),
    "other-tables": (
        "смета.docx", d.docx(d.table(["№", "Товар", "Цена"], ["1", "Стол", "900"])), "нет таблиц",
    ),
    "workbook": ("книга.docx", with_part("_rels/.rels", to_workbook), "книга Excel"),
}  # fmt: skip
"""By what it is: the file's name, its bytes, and what the sentence says."""


@pytest.mark.timeout(HANGS)  # none goes on without end
@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_document_is_one_sentence(kind: str, tmp_path: Path) -> None:
    name, data, said = BAD[kind]
    source, target = tmp_path / name, tmp_path / "книга.xlsx"
    source.write_bytes(data)
    answer = CliRunner().invoke(commands, ["import", str(source), "-o", str(target)])
    assert (answer.exit_code, type(answer.exception)) == (2, SystemExit)
    assert said in answer.output
    assert name in answer.output
    assert answer.output.count("\n") == 1
    assert not target.exists()


@pytest.mark.parametrize(
    ("kind", "said"), [("missing", "не открывается"), ("folder", "— папка, а не документ Word")]
)
def test_a_file_that_is_not_there(kind: str, said: str, tmp_path: Path) -> None:
    source = tmp_path / "карта.docx"
    if kind == "folder":
        source.mkdir()
    answer = CliRunner().invoke(commands, ["import", str(source), "-o", str(tmp_path / "к.xlsx")])
    assert (answer.exit_code, type(answer.exception)) == (2, SystemExit)
    assert said in answer.output
    assert ".xlsx" not in answer.output


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--edition", "1999"], "Нет бланка за «1999» год"),
        (["-o", "книга.docx"], "окончанием .xlsx"),
        (["-o", "занято.xlsx"], "уже есть, и в нём другое"),
    ],
)
def test_a_wrong_call_is_a_sentence(more: list[str], said: str, tmp_path: Path) -> None:
    source = tmp_path / "карта.docx"
    source.write_bytes(SEED)
    (tmp_path / "занято.xlsx").write_bytes(b"other")
    words = ["import", str(source), "-o", str(tmp_path / "книга.xlsx")]
    more = [str(tmp_path / word) if "." in word else word for word in more]
    answer = CliRunner().invoke(commands, [*words, *more])
    assert (answer.exit_code, type(answer.exception)) == (2, SystemExit)
    assert said in answer.output
    assert (tmp_path / "занято.xlsx").read_bytes() == b"other"


def test_macros_of_a_document_are_neither_read_nor_carried_over(tmp_path: Path) -> None:
    source, target = tmp_path / "карта.docm", tmp_path / "книга.xlsx"
    data = io.BytesIO(SEED)
    with zipfile.ZipFile(data, "a") as made:
        made.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    source.write_bytes(data.getvalue())
    answer = CliRunner().invoke(commands, ["import", str(source), "-o", str(target)])
    assert answer.exit_code == 0
    assert "есть макросы" in answer.output
    with zipfile.ZipFile(target) as book:
        assert not [name for name in book.namelist() if "vba" in name]


def test_pictures_are_told(tmp_path: Path) -> None:
    path = tmp_path / "карта.docx"
    path.write_bytes(with_part(TEXT, lambda xml: xml.replace(b"<w:sectPr/>", b"<w:blip/>", 1)))
    submission = read_document(path).submission
    assert submission is not None
    assert [one.words["number"] for one in submission.remarks if one.kind == "pictures"] == ["1"]


@pytest.mark.parametrize("seed", range(150))
def test_no_flipped_byte_is_more_than_a_sentence(seed: int, tmp_path: Path) -> None:
    """Bytes of the archive, and bytes of the XML that it holds."""
    rng = random.Random(seed)

    def flipped(data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(rng.randint(1, 20)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        return bytes(changed)

    path = tmp_path / "карта.docx"
    path.write_bytes(flipped(SEED) if seed % 2 else with_part(TEXT, flipped))
    reading = read_document(path)
    assert (reading.submission is None) == (reading.fault is not None)
    cells = reading.cells
    assert cells.filled == cells.used + cells.noted + cells.rejected


GAP = b'<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
MERGED = b"<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>"
BEGIN = b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
HURT = {
    "numbers of 5,000 digits": (b'w:val="2"', b'w:val="' + b"9" * 5000 + b'"'),
    "a gap before no row": (b"<w:tr>", GAP + b"<w:tr>"),
    "twenty thousand merged cells": (b"</w:tr>", MERGED * 20_000 + b"</w:tr>"),
    "twenty thousand open fields": (b"<w:body>", b"<w:body>" + BEGIN * 20_000),
}


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("kind", HURT)
def test_a_document_made_to_hurt_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "документ.docx"
    path.write_bytes(with_part(TEXT, lambda xml: xml.replace(*HURT[kind], 1)))
    reading = read_document(path)
    assert (reading.submission is None) == (reading.fault is not None)


def test_a_field_that_is_left_open_hides_nothing(tmp_path: Path) -> None:
    """A page number whose end is lost would take away everything below it."""
    page = (
        b'<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>'
    )
    whole, hurt = tmp_path / "а.docx", tmp_path / "б.docx"
    whole.write_bytes(SEED)
    hurt.write_bytes(with_part(TEXT, lambda xml: xml.replace(b"<w:body>", b"<w:body>" + page, 1)))
    expected, found = read_document(whole).submission, read_document(hurt).submission
    assert expected is not None
    assert found is not None
    assert found.values == expected.values
