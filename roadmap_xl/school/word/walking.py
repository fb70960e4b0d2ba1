"""From the XML of a document to its paragraphs and tables.

One pass over each part: text boxes become blocks of their own, text that a tracked change took away
is listed apart, and page numbers, which Word counts itself, are no text.
"""

from __future__ import annotations

from ...reader.files.package_parts import digits_in, parse
from ...texts.typed import storable
from .content import Cell, Content, DocumentParts, Paragraph, Table, Where, lines_kept

_COMPUTED_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "PAGEREF")
"""Fields whose value Word computes: page numbers and contents."""
_LONGEST_CODE = 200
"""Characters kept of a field's code; its first word alone matters."""


class FieldCodes:
    """The fields that are open where a walk stands, one inside the other."""

    def __init__(self) -> None:
        self._codes: list[str] = []
        self._computed = 0
        """How many of them are computed."""

    def mark(self, kind: str) -> None:
        """A mark of Word's: «begin», «separate» or «end»."""
        if kind == "begin":
            self.open("")
        elif kind == "end":
            self.close()

    def open(self, code: str) -> None:
        self._codes.append(code)
        self._computed += _is_computed(code)

    def close(self) -> None:
        if self._codes:
            self._computed -= _is_computed(self._codes.pop())

    def add_code(self, code: str) -> None:
        """Adds to the code of the innermost field, whose first word alone matters."""
        if self._codes and len(self._codes[-1]) < _LONGEST_CODE:
            before = self._codes.pop()
            self._computed -= _is_computed(before)
            self.open(before + code[:_LONGEST_CODE])

    @property
    def hide_text(self) -> bool:
        """What stands here is the value of a page number."""
        return self._computed > 0

    @property
    def are_open(self) -> bool:
        return bool(self._codes)


def _is_computed(code: str) -> bool:
    return code.split()[:1] != [] and code.split()[0] in _COMPUTED_FIELDS


MOST_COLUMNS = 63
"""Word itself makes no table wider."""
_TEXT_BOX = "Надпись"
_REMOVED = ("del", "moveFrom")
_STRIKES = ("strike", "dstrike")
_OBJECTS = ("blip", "imagedata", "OLEObject", "chart", "altChunk")
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "•"}
_CHOICE, _FALLBACK = "Choice", "Fallback"


class NoDocumentError(Exception):
    """XML that is not a Word document's."""


def content_of(parts: DocumentParts) -> Content:
    """What a document says, all places named.

    Raises `NoDocumentError` where it is no document, `DamagedPartError` where it is no XML.
    """
    walk = _walked(parts.main)
    if walk.root != "document":
        raise NoDocumentError(walk.root)
    content = walk.content
    content.blocks += walk.boxes
    for name, xml in parts.beside:
        other = _walked(xml)
        first = 1 + sum(one.where.sheet == name for one in content.beside)
        content.beside += other.as_paragraphs(name, first)
        content.deleted += other.content.deleted
        content.objects += other.content.objects
    content.name_places()
    return content


def _walked(xml: bytes) -> _Walk:
    """A part that has been walked; where a field is left open, no field hides any text."""
    walk = _Walk()
    parse(xml, walk.start, walk.end, walk.data)
    if walk.leaves_fields_open:
        walk = _Walk(hides_fields=False)
        parse(xml, walk.start, walk.end, walk.data)
    return walk


class _Walk:
    """One part being walked, element by element."""

    def __init__(self, *, hides_fields: bool = True) -> None:
        self._hides_fields = hides_fields
        self.content = Content()
        self.boxes: list[Paragraph | Table] = []
        self.root = ""
        self._path: list[str] = []
        self._sinks: list[list[Paragraph | Table]] = [self.content.blocks]
        self._texts: list[list[str]] = []
        self._struck: list[int] = []
        """By open paragraph, how many letters of it are struck through."""
        self._is_struck = False
        self._tables: list[Table] = []
        self._inner: list[Table] = []
        """Tables inside cells, until the outermost one ends."""
        self._cells: list[Cell] = []
        self._fields = FieldCodes()
        self._chosen: list[bool] = []
        self._skipped = 0
        self._placeholder = False
        self._muted: list[int] = []
        """The depths of what only prompts for text."""
        self._removed: list[str] = []
        self._starts = {
            "p": self._start_paragraph, "tbl": self._start_table, "tr": self._start_row,
            "tc": self._start_cell, "txbxContent": self._start_box, "sdtContent": self._start_sdt,
        }  # fmt: skip
        self._ends = {
            "p": self._end_paragraph, "tbl": self._end_table, "tc": self._end_cell,
            "txbxContent": self._end_box, "fldSimple": self._fields.close,
        }  # fmt: skip

    def as_paragraphs(self, name: str, first: int) -> list[Paragraph]:
        """All text of the part, cells too, as paragraphs numbered from `first` on."""
        found: list[str] = []
        for block in (*self.content.blocks, *self.boxes):
            texts = (
                [cell.text for row in block.rows for cell in row]
                if isinstance(block, Table)
                else [block.text]
            )
            found += [text for text in texts if text.strip()]
        return [
            Paragraph(text, Where(name, f"абзац {number}"))
            for number, text in enumerate(found, start=first)
        ]

    @property
    def leaves_fields_open(self) -> bool:
        return self._fields.are_open

    # --- events ---

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._skipped:
            self._skipped += 1
            return
        if tag == _FALLBACK and self._chosen and self._chosen[-1]:
            self._skipped = 1
            return
        self.root = self.root or tag
        if tag in self._starts:
            self._starts[tag]()
        elif self._path and self._path[-1] == "r":
            self._start_in_run(tag, attributes)
        else:
            self._start_other(tag, attributes)
        self.content.objects += tag in _OBJECTS
        self._path.append(tag)

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._path.pop()
        if tag in self._ends:
            self._ends[tag]()
        elif tag == "r":
            self._is_struck = False
        elif tag in _REMOVED and self._removed:
            self._end_removed()
        elif tag == _CHOICE and self._chosen:
            self._chosen[-1] = True
        elif tag == "AlternateContent" and self._chosen:
            self._chosen.pop()
        if self._muted and self._muted[-1] > len(self._path):
            self._muted.pop()

    def data(self, text: str) -> None:
        inside = self._path[-1] if self._path else ""
        if self._skipped or self._muted:
            return
        if inside == "delText" or (inside == "t" and self._removed):
            self._removed.append(text)
        elif inside == "instrText":
            self._fields.add_code(text)
        elif inside == "t" and self._texts and not self._is_hidden:
            self._texts[-1].append(text)
            self._struck[-1] += len(text.strip()) if self._is_struck else 0

    @property
    def _is_hidden(self) -> bool:
        return self._hides_fields and self._fields.hide_text

    # --- what the elements mean ---

    def _start_in_run(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _BREAKS and self._texts and not (self._removed or self._muted):
            self._texts[-1].append(_BREAKS[tag])
        elif tag == "fldChar":
            self._fields.mark(attributes.get("fldCharType", ""))
        elif tag == "AlternateContent":
            self._chosen.append(False)

    def _start_other(self, tag: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        cell = self._cells[-1] if self._cells else None
        inside = self._path[-1] if self._path else ""
        if tag in _REMOVED and inside not in ("rPr", "trPr", "pPr"):
            self._removed.append("")
        elif tag == "AlternateContent":
            self._chosen.append(False)
        elif tag == "fldSimple":
            self._fields.open(attributes.get("instr", ""))
        elif tag in _STRIKES and self._path[-2:] == ["r", "rPr"]:
            self._is_struck = value not in ("0", "false", "off")
        elif tag == "showingPlcHdr":
            self._placeholder = True
        elif tag == "gridBefore" and inside == "trPr" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(Cell(0, _width(value), "", False))
        elif inside == "tcPr" and cell is not None:
            if tag == "gridSpan":
                cell.span = _width(value)
            elif tag == "vMerge":
                cell.continues = value != "restart"
            elif tag == "hMerge" and value != "restart":
                cell.span = 0

    def _start_paragraph(self) -> None:
        self._texts.append([])
        self._struck.append(0)

    def _end_paragraph(self) -> None:
        text, struck = storable("".join(self._texts.pop())), self._struck.pop()
        self._sinks[-1].append(Paragraph(text, is_struck=0 < len(text.strip()) <= struck))

    def _start_table(self) -> None:
        self._tables.append(Table())

    def _end_table(self) -> None:
        table = self._tables.pop()
        if self._cells:
            self._inner.append(table)
            return
        self._sinks[-1] += [table, *self._inner]
        self._inner.clear()

    def _start_row(self) -> None:
        if self._tables:
            self._tables[-1].rows.append([])

    def _start_cell(self) -> None:
        self._cells.append(Cell(0, 1, "", False))
        self._sinks.append([])

    def _end_cell(self) -> None:
        cell, blocks = self._cells.pop(), self._sinks.pop()
        lines = [block for block in blocks if isinstance(block, Paragraph)]
        cell.text = lines_kept("\n".join(line.text for line in lines))
        filled = [line.is_struck for line in lines if line.text.strip()]
        cell.is_struck = bool(filled) and all(filled)
        if not self._tables or not self._tables[-1].rows:
            self._sinks[-1].append(Paragraph(cell.text))  # a cell without a row: keep its text
            return
        row = self._tables[-1].rows[-1]
        cell.start = row[-1].end if row else 0
        if not cell.span and row and row[-1].span < MOST_COLUMNS:  # merged into the cell left of it
            row[-1].span += 1
            row[-1].text = lines_kept(f"{row[-1].text}\n{cell.text}")
            return
        cell.span = max(cell.span, 1)
        row.append(cell)

    def _start_box(self) -> None:
        self._sinks.append([])
        self._cells.append(Cell(0, 1, "", False))  # what stands in it is no part of a cell around

    def _end_box(self) -> None:
        self._cells.pop()
        for block in self._sinks.pop():
            if isinstance(block, Paragraph):
                block.where = Where(_TEXT_BOX, f"абзац {len(self.boxes) + 1}")
            self.boxes.append(block)
        self.boxes += self._inner
        self._inner.clear()

    def _start_sdt(self) -> None:
        if self._placeholder:
            self._muted.append(len(self._path) + 1)
            self._placeholder = False

    def _end_removed(self) -> None:
        parts = []
        while self._removed and (part := self._removed.pop()):
            parts.append(part)
        self.content.deleted += ["".join(reversed(parts))] if parts else []


def _width(value: str) -> int:
    return min(max(digits_in(value, 9) or 1, 1), MOST_COLUMNS)
