"""The paper document as python-docx builds it: pages, paragraphs, footnotes, page headers.

`Paper` grows from top to bottom; every text put on it is only text, and the same texts and day give
the same bytes. python-docx writes no footnotes, so `Footnotes` does.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.parts.document import DocumentPart
from docx.section import Section
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from ...files import pack_parts, read_parts
from .letters import printable
from .styles import GAP, NOTE, NOTE_MARK, PAGE_BOTTOM, TEXT, set_styles

_RULES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
    f'w:lineRule="auto"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for number, (kind, mark) in enumerate(
        [("separator", "separator"), ("continuationSeparator", "continuationSeparator")], start=-1
    )
)
"""The two lines that Word wants to know: between text and notes, and where notes go on."""


class Footnotes:
    """The footnotes of a document, numbered as they come."""

    def __init__(self, document: DocumentPart) -> None:
        self._document = document
        self._notes = parse_xml(f"<w:footnotes {nsdecls('w')}>{_RULES}</w:footnotes>")
        self._count = 0

    def add(self, line: Paragraph, text: str) -> None:
        """A mark at the end of the line, its note at the bottom of the page."""
        self._count += 1
        styles = self._document.styles
        run = line.add_run("", styles[NOTE_MARK])
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(self._count))
        run._r.append(mark)
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self._count))
        paragraph = OxmlElement("w:p")
        note.append(paragraph)
        body = Paragraph(paragraph, line.part)
        body.style = styles[NOTE]
        body.add_run("", styles[NOTE_MARK])._r.append(OxmlElement("w:footnoteRef"))
        body.add_run(printable(f" {text}"))
        self._notes.append(note)

    def keep(self) -> None:
        """Puts the notes into the document's file, if there are any."""
        if not self._count:
            return
        data = serialize_part_xml(self._notes)
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, data, self._document.package)
        self._document.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


_A4 = (Cm(21), Cm(29.7))
_BINDING, _EDGE = Cm(2.5), Cm(1.5)
"""The margin that is bound, and the others."""
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 17.0, 26.7
"""What the margins leave, in centimetres."""
_TOP = Cm(2)
_MOST_OF_TITLE = 255
"""Letters of a file's title: the standard's own limit."""
_NOT_OURS = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)


class Paper:
    """A document that grows from top to bottom; every text put on it is only text."""

    def __init__(self, *, title: str, created: date) -> None:
        self.docx = docx.Document()
        set_styles(self.docx.styles)
        self._style_ids: dict[str, str | None] = {}
        _drop_unneeded_parts(self.docx)
        _leave_compatibility_mode(self.docx)
        self.footnotes = Footnotes(self.docx.part)
        moment = datetime.combine(created, time())
        properties = self.docx.core_properties
        properties.title = printable(title)[:_MOST_OF_TITLE]
        properties.author = properties.comments = ""
        properties.last_modified_by, properties.language, properties.revision = "", "ru-RU", 1
        properties.created = properties.modified = moment
        _set_orientation(self.docx.sections[0], landscape=False)

    def gap(self) -> None:
        """Room between two tables, which would otherwise become one."""
        self.docx.add_paragraph(style=GAP)

    def turn(self, *, landscape: bool) -> None:
        """The next page, and those after it, this way."""
        _set_orientation(self.docx.add_section(WD_SECTION.NEW_PAGE), landscape=landscape)

    def line(self, text: str, style: str = TEXT) -> Paragraph:
        """A paragraph; a new line inside the text stays one."""
        return self.docx.add_paragraph(printable(text), style)

    def set_style(self, line: Paragraph, style: str) -> None:
        """As python-docx would, which looks through all styles for each paragraph."""
        if style not in self._style_ids:
            line.style = self.docx.styles[style]
            self._style_ids[style] = line._p.style
        line._p.style = self._style_ids[style]

    def to_fill(self, label: str, value: str, width: float = 11) -> None:
        """«Label value», or a line to write the value on, up to `width` centimetres."""
        line = self.line(f"{label} {value}" if value else f"{label} \t")
        if not value:
            stop = (Cm(width), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
            line.paragraph_format.tab_stops.add_tab_stop(*stop)

    def mark_pages(self, top: Iterable[tuple[str, str]], bottom: str) -> None:
        """The same words on every page: lines of text and style at the top, one at the bottom."""
        header, footer = self.docx.sections[0].header, self.docx.sections[0].footer
        line = header.paragraphs[0]
        for number, (text, style) in enumerate(top):
            line = header.add_paragraph() if number else line
            line.style = self.docx.styles[style]
            line.add_run(printable(text))
        line = footer.paragraphs[0]
        line.style = self.docx.styles[PAGE_BOTTOM]
        line.add_run(printable(f"{bottom} · стр. " if bottom else "стр. "))
        _add_counter(line, "PAGE")
        line.add_run(" из ")
        _add_counter(line, "NUMPAGES")

    def to_bytes(self) -> bytes:
        """The .docx file, the same every time."""
        self.footnotes.keep()
        data = io.BytesIO()
        self.docx.save(data)
        return pack_parts(read_parts(data.getvalue()))


def _set_orientation(section: Section, *, landscape: bool) -> None:
    short, long = _A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    # A landscape page is bound at its top, where it lies turned among the others.
    section.top_margin = _BINDING if landscape else _TOP
    section.left_margin = _EDGE if landscape else _BINDING
    section.right_margin, section.bottom_margin = _EDGE, _EDGE
    section.header_distance = section.footer_distance = Cm(0.7)


def _add_counter(line: Paragraph, name: str) -> None:
    """A number that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = line.add_run("1")
    field.append(run._r)
    line._p.append(field)


def _drop_unneeded_parts(document: Document) -> None:
    """Without what python-docx's own blank brings along: its picture, its program, its extras."""
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype in _NOT_OURS]:
            del rels[key]


def _leave_compatibility_mode(document: Document) -> None:
    """Word 2013 and newer would say «режим совместимости» of the library's own blank."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
