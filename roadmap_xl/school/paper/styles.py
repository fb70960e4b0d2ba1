"""How the paper's paragraphs look: Times New Roman, black, as official papers are set."""

from __future__ import annotations

from dataclasses import dataclass

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT as ALIGN
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle
from docx.styles.styles import Styles

FONT = "Times New Roman"

TITLE, SUBTITLE, SCHOOL, CAPTION = "Title", "Subtitle", "School", "Form Caption"
PART, CHAPTER, SUB_HEADING = "Heading 1", "Heading 2", "Heading 3"
TEXT, CELL, CELL_MIDDLE, CELL_HEAD, CELL_PART, CELL_FAINT = (
    "Normal",
    "Cell",
    "Cell Middle",
    "Cell Head",
    "Cell Part",
    "Cell Faint",
)
BY_HAND = "By Hand"
"""An empty line with a rule below, to write on."""
PAGE_TOP, PAGE_BOTTOM, DRAFT, GAP = "Header", "Footer", "Draft Mark", "Gap"
RULED = "Table Grid"
NOTE, NOTE_MARK = "footnote text", "footnote reference"


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph's look; sizes and spaces in points."""

    size: float
    bold: bool = False
    italic: bool = False
    align: ALIGN = ALIGN.LEFT
    before: float = 0
    after: float = 0
    with_next: bool = False
    ruled: bool = False
    """A thin line below, and between several."""


_LOOKS = {
    TEXT: _Look(12, after=2),
    TITLE: _Look(16, bold=True, align=ALIGN.CENTER, before=6, after=4, with_next=True),
    SUBTITLE: _Look(14, bold=True, align=ALIGN.CENTER, after=12),
    SCHOOL: _Look(14, align=ALIGN.CENTER),
    CAPTION: _Look(9, align=ALIGN.CENTER, after=8),
    PART: _Look(14, bold=True, align=ALIGN.CENTER, before=10, after=4, with_next=True),
    CHAPTER: _Look(12, bold=True, before=10, after=4, with_next=True),
    SUB_HEADING: _Look(12, italic=True, before=4, after=2, with_next=True),
    CELL: _Look(10),
    CELL_MIDDLE: _Look(10, align=ALIGN.CENTER),
    CELL_HEAD: _Look(9, bold=True, align=ALIGN.CENTER),
    CELL_PART: _Look(10.5, bold=True, with_next=True),
    CELL_FAINT: _Look(8, italic=True, align=ALIGN.CENTER),
    BY_HAND: _Look(12, before=2, ruled=True),
    PAGE_TOP: _Look(9, align=ALIGN.CENTER, after=4),
    PAGE_BOTTOM: _Look(9, align=ALIGN.CENTER),
    DRAFT: _Look(14, bold=True, align=ALIGN.CENTER),
    GAP: _Look(8),
    NOTE: _Look(9),
}

_KEPT = (TEXT, "Default Paragraph Font", "Normal Table", "No List", RULED)
"""What Word expects, and the tables with lines."""
_OF_WORD = (TITLE, SUBTITLE, PART, CHAPTER, SUB_HEADING, PAGE_TOP, PAGE_BOTTOM, NOTE, NOTE_MARK)
"""Word's own names: a heading of these is one for its pane of headings too."""
_OUTLINE = (PART, CHAPTER, SUB_HEADING)
"""By level, from the highest."""


def set_styles(styles: Styles) -> None:
    """Every style the paper uses, and none of the library's own look."""
    _set_defaults(styles)
    for style in styles:
        if style.name not in _KEPT:
            style.delete()
    for name, look in _LOOKS.items():
        style = styles[TEXT] if name == TEXT else _add_style(styles, name, WD_STYLE_TYPE.PARAGRAPH)
        if isinstance(style, ParagraphStyle):
            _apply(style, look)
    mark = _add_style(styles, NOTE_MARK, WD_STYLE_TYPE.CHARACTER)
    if isinstance(mark, CharacterStyle):
        mark.font.superscript = True


def _add_style(styles: Styles, name: str, kind: WD_STYLE_TYPE) -> BaseStyle:
    builtin = name in _OF_WORD
    style: BaseStyle = styles.add_style(name, kind, builtin)  # type: ignore[no-untyped-call]
    return style


def _apply(style: ParagraphStyle, look: _Look) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    set_as = style.paragraph_format
    set_as.alignment, set_as.keep_with_next = look.align, look.with_next
    set_as.space_before, set_as.space_after = Pt(look.before), Pt(look.after)
    set_as.line_spacing, set_as.widow_control = 1.0, True
    if look.ruled:
        _add_rule_below(style)
    if style.name in _OUTLINE:
        _add_to_outline(style, _OUTLINE.index(style.name))


def _add_to_outline(style: ParagraphStyle, level: int) -> None:
    """Named in Word's pane of headings."""
    mark = style.element.makeelement(qn("w:outlineLvl"), {qn("w:val"): str(level)})
    style.element.get_or_add_pPr().append(mark)


def _add_rule_below(style: ParagraphStyle) -> None:
    borders = style.element.makeelement(qn("w:pBdr"))
    for side in ("bottom", "between"):
        border = borders.makeelement(qn(f"w:{side}"))
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "7F7F7F")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    style.element.get_or_add_pPr().insert_element_before(borders, "w:tabs", "w:spacing", "w:jc")


def _set_defaults(styles: Styles) -> None:
    """The font and the language of everything, so that Word spells in Russian."""
    defaults = styles.element.find(qn("w:docDefaults"))
    fonts, language = defaults.find(f".//{qn('w:rFonts')}"), defaults.find(f".//{qn('w:lang')}")
    fonts.attrib.clear()
    for letters in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{letters}"), FONT)
    language.set(qn("w:val"), "ru-RU")
