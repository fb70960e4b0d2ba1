"""Word documents for the tests, written as XML by hand: no writer of the project, no library.

A piece is XML; `docx` puts pieces into the archive that Word opens.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from html import escape
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_NAMES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

Parts = Mapping[str, Sequence[str]]


def run(text: str) -> str:
    """A run; its line feeds are line breaks, its tabs tabs."""
    said = escape(text, quote=False).replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    said = said.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    return f"<w:r><w:t xml:space='preserve'>{said}</w:t></w:r>"


def paragraph(text: str, *more: str) -> str:
    """A paragraph of one run, and whatever else of XML stands in it."""
    return f"<w:p>{run(text) if text else ''}{''.join(more)}</w:p>"


def cell(text: str = "", *, span: int = 1, merged: str = "", content: str = "") -> str:
    """A cell with a paragraph for each line; `merged` is "restart" or "continue"."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merged:
        properties += "<w:vMerge/>" if merged == "continue" else f'<w:vMerge w:val="{merged}"/>'
    inside = content or "".join(map(paragraph, text.split("\n")))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str) -> str:
    """A row of cells; a plain text is a cell of its own."""
    made = (one if one.startswith("<w:") else cell(one) for one in cells)
    return f"<w:tr>{''.join(made)}</w:tr>"


def table(*rows: str | Sequence[str], columns: int = 0) -> str:
    """A table of rows, or of texts."""
    made = [one if isinstance(one, str) else row(*one) for one in rows]
    grid = '<w:gridCol w:w="900"/>' * (columns or max((m.count("<w:tc>") for m in made), default=1))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"


def text_box(*blocks: str) -> str:
    """A text box as Word writes it: once for itself and once for older programs."""
    inside = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def footnote_mark(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def docx(
    *blocks: str, beside: Parts | None = None, more: Mapping[str, bytes] | None = None
) -> bytes:
    """The bytes of a document.

    `beside` has paragraphs by kind: header, footer, footnotes, comments; `more` are further parts.
    """
    beside = beside or {}
    body = "".join(blocks)
    main = f"<w:document {_NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    kinds = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for kind in beside
    )
    links = "".join(
        f'<Relationship Id="r{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in beside
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        "</Relationships>",
        "word/document.xml": main,
    }
    files |= {f"word/{kind}.xml": _part(kind, texts) for kind, texts in beside.items()}
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, xml in files.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + xml)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return written.getvalue()


def _part(kind: str, blocks: Sequence[str]) -> str:
    outer = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    one = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}.get(kind)
    if one is None:
        return f"<w:{outer} {_NAMES}>{''.join(blocks)}</w:{outer}>"
    notes = "".join(
        f'<w:{one} w:id="{n}" w:author="Иванова">{block}</w:{one}>'
        for n, block in enumerate(blocks, start=1)
    )
    return f"<w:{outer} {_NAMES}>{notes}</w:{outer}>"
