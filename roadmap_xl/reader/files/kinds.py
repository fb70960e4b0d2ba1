"""What a file is that cannot be read as a workbook: by its name, or by its first bytes.

The refusal says what the school has sent, in the words of the program that saved it.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """The reason of a refusal, and what the file is in words."""

    note: str
    words: str


SPREADSHEET, DOCUMENT, ARCHIVE = "other-spreadsheet", "other-document", "archive"
SIGNATURE, LINK, WORD = "signature", "google-link", "word-document"
MAIL, SHORTCUT, MISNAMED = "mail", "shortcut", "misnamed"
_SPREADSHEETS = {
    "двоичная книга Excel": (".xlsb",),
    "шаблон Excel": (".xltx", ".xltm", ".xlt"),
    "рабочая область или надстройка Excel": (".xlw", ".xla", ".xlam"),
    "шаблон LibreOffice": (".ots",),
    "плоская таблица LibreOffice": (".fods",),
    "таблица OpenOffice.org": (".sxc", ".stc"),
    "таблица Unified Office": (".uos",),
    "таблица МойОфис": (".xods", ".xots"),
    "таблица WPS Office": (".et", ".ett", ".ets"),
    "таблица Numbers": (".numbers",),
    "таблица Gnumeric": (".gnumeric",),
    "таблица-текст": (".csv", ".tsv", ".tab", ".prn"),
    "таблица SYLK или DIF": (".slk", ".sylk", ".dif"),
    "таблица dBASE": (".dbf",),
    "таблица Lotus или Quattro Pro": (".wk1", ".wks", ".wk3", ".wk4", ".123", ".wb2", ".qpw"),
    "таблица в виде веб-страницы": (".htm", ".html", ".mht", ".mhtml"),
}
_BY_EXTENSION = {
    **{ext: Kind(SPREADSHEET, f"{ext} ({w})") for w, all_ in _SPREADSHEETS.items() for ext in all_},
    **{
        ext: Kind(ARCHIVE, ext)
        for ext in (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".arj", ".cab")
    },
    **{ext: Kind(WORD, ext) for ext in (".docx", ".docm", ".doc", ".dotx", ".rtf", ".odt")},
    **{ext: Kind(SIGNATURE, ext) for ext in (".sig", ".sgn", ".p7s", ".p7m")},
    **{ext: Kind(LINK, ext) for ext in (".gsheet", ".url", ".webloc")},
    **{ext: Kind(MAIL, ext) for ext in (".eml", ".msg", ".mbox", ".emlx")},
    ".lnk": Kind(SHORTCUT, ".lnk"),
}
DOCUMENTS = (".docx", ".docm")
"""Word documents that are read, though not as workbooks."""
SIGNATURES = (".sig", ".sgn", ".p7s")
"""Signatures apart from what they sign: beside a workbook they need no answer."""


def kind_named(extension: str) -> Kind:
    """What a file with this extension, in small letters, is sent as."""
    named = extension or "файл без расширения"
    return _BY_EXTENSION.get(extension, Kind(DOCUMENT, named))


def misnamed(kind: Kind, data: bytes) -> Kind:
    """The same, unless the first and last bytes of a package speak of a workbook."""
    names = data.replace(b"\\", b"/").lower()
    is_workbook = b"xl/workbook.xml" in names or b"opendocument.spreadsheet" in names
    return Kind(MISNAMED, kind.words) if kind.note == DOCUMENT and is_workbook else kind


_HEAD, _LIST = 4_096, 65_536
_LAST_RECORD = b"PK\x05\x06"
_BEGINNINGS = {
    b"%PDF": Kind(DOCUMENT, "документ PDF"),
    b"{\\rtf": Kind(WORD, "документ RTF"),
    b"\xff\xd8\xff": Kind(DOCUMENT, "снимок (JPEG)"),
    b"\x89PNG": Kind(DOCUMENT, "снимок (PNG)"),
    b"Rar!": Kind(ARCHIVE, "RAR"),
    b"7z\xbc\xaf": Kind(ARCHIVE, "7-Zip"),
    b"\x1f\x8b": Kind(ARCHIVE, "GZ"),
    b"BZh": Kind(ARCHIVE, "BZ2"),
    b"\xfd7zXZ": Kind(ARCHIVE, "XZ"),
    b"ID;P": Kind(SPREADSHEET, "таблица SYLK"),
    b"TABLE\r\n": Kind(SPREADSHEET, "таблица DIF"),
    b"\x09\x00\x04\x00": Kind(SPREADSHEET, "книга Excel 2"),
    b"\x09\x02\x06\x00": Kind(SPREADSHEET, "книга Excel 3"),
    b"\x09\x04\x06\x00": Kind(SPREADSHEET, "книга Excel 4"),
    b"\xff\xfe": Kind(SPREADSHEET, "текст Юникод"),
    b"\xfe\xff": Kind(SPREADSHEET, "текст Юникод"),
}
_IN_ARCHIVE = {
    b"xl/workbook.bin": Kind(SPREADSHEET, "двоичная книга Excel (.xlsb)"),
    b"word/document.xml": Kind(WORD, "документ Word"),
    b"ppt/presentation.xml": Kind(DOCUMENT, "презентация"),
    b"index/document.iwa": Kind(SPREADSHEET, "таблица Numbers"),
}
_OF_WORKBOOKS = (b".xlsx", b".xlsm", b".xls", b".ods", b".docx")
_PAGES = (b"<!doctype html", b"<html", b"<table", b"mime-version:", b"<meta", b"<head")
_SEPARATORS = (b"\t", b";", b",")


def kind_of(data: bytes) -> Kind | None:
    """What these bytes are, where that can be seen; None for a package that may be a workbook."""
    head = data[:_HEAD]
    for beginning, kind in _BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _in_archive(data)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_PAGES):
        return Kind(SPREADSHEET, "веб-страница")
    if text.startswith(b"{") and b"doc_id" in text:
        return Kind(LINK, "ссылка на Google Таблицу")
    if text.startswith(b"<"):
        return _of_xml(text)
    return _of_text(head)


def _in_archive(data: bytes) -> Kind | None:
    """By the names of its parts, which an archive lists at its end."""
    names = _listed(data).replace(b"\\", b"/").lower()
    for part, kind in _IN_ARCHIVE.items():
        if part in names:
            return kind
    if b"_rels/.rels" in names:
        return None
    holds_workbooks = any(name in names for name in _OF_WORKBOOKS)
    return Kind(ARCHIVE, "ZIP") if holds_workbooks else None


def _listed(data: bytes) -> bytes:
    """The end of an archive with its list, as far as its last record says where that begins."""
    end, tail = data.rfind(_LAST_RECORD), len(data) - _LIST
    begin = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    return data[begin:] if tail <= begin <= end else data[-_LIST:]


def _of_xml(text: bytes) -> Kind | None:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        return Kind(SPREADSHEET, "таблица XML 2003")
    if b"<html" in text:
        return Kind(SPREADSHEET, "веб-страница")
    if b"office:document" in text:
        return Kind(SPREADSHEET, "плоская таблица LibreOffice (.fods)")
    return None


def _of_text(head: bytes) -> Kind | None:
    """Lines that are all cut by the same sign."""
    if b"\x00" in head:
        return None
    lines = head.splitlines()[:5]
    is_table = len(lines) > 1 and any(all(sign in line for line in lines) for sign in _SEPARATORS)
    return Kind(SPREADSHEET, "таблица-текст (CSV)") if is_table else None
