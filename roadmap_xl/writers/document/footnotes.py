"""Real footnotes: python-docx has none, so the part of the file that holds them is made here."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.parts.document import DocumentPart
from docx.text.paragraph import Paragraph

from .letters import printable
from .styles import NOTE, NOTE_MARK

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
        said = Paragraph(paragraph, line.part)
        said.style = styles[NOTE]
        said.add_run("", styles[NOTE_MARK])._r.append(OxmlElement("w:footnoteRef"))
        said.add_run(printable(f" {text}"))
        self._notes.append(note)

    def keep(self) -> None:
        """Puts the notes into the document's file, if there are any."""
        if not self._count:
            return
        data = serialize_part_xml(self._notes)
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, data, self._document.package)
        self._document.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
