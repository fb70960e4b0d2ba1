"""One calm look for every workbook: named formats, each made once."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from ..form.layout import NO_ZEROS
from ..rules.findings import Severity

NAVY, SLATE, INPUT, COMPUTED, SECTION = "#1F3864", "#5B7083", "#FFF9E3", "#F0F1F3", "#DCE6F2"
PINK, AMBER, GREEN_INK, RED_INK, AMBER_INK = "#F9D5D0", "#FFE9B8", "#2E6B34", "#9C1C12", "#7A5200"
MENDED = "#DDEBF7"
"""The background of what a repair changed; a note on the cell says what."""
OTHERS = "#FFFFFF"
"""The background of inputs that somebody else fills."""
GREY_INK, LINE = "#5A6270", "#B8BFC9"

_BOX = {"border": 1, "border_color": LINE}
_CELL = {**_BOX, "valign": "vcenter", "text_wrap": True}
_UNBOXED = {"valign": "vcenter", "text_wrap": True}
_CENTERED = {**_CELL, "align": "center"}
_TOTAL = {**_CELL, "bold": True, "bg_color": "#E9ECF1"}
_TILE = {
    **_UNBOXED, "bold": True, "font_size": 20, "font_color": NAVY, "align": "center",
    "bg_color": "#F3F6FA",
}  # fmt: skip
_HEADER = {**_CELL, "bold": True, "align": "center", "font_color": "white"}
_ERROR = {
    "bg_color": PINK, "font_color": RED_INK, "bold": True, "border": 1, "border_color": RED_INK,
}  # fmt: skip
"""Bold in a solid frame: on black and white paper too it is no warning."""
_WARNING = {
    "bg_color": AMBER, "font_color": AMBER_INK, "border": 3, "border_color": AMBER_INK,
}  # fmt: skip
"""In a dashed frame; 1 and 3 are among the few borders that a condition may draw."""

STYLES: dict[str, dict[str, Any]] = {
    "plain": {"valign": "vcenter"},
    "title": {"bold": True, "font_size": 16, "font_color": NAVY, "valign": "vcenter"},
    "big": {"bold": True, "font_size": 20, "font_color": NAVY, "valign": "vcenter"},
    "subtitle": {"font_size": 11, "font_color": NAVY, "text_wrap": True, "valign": "top"},
    "hint": {"font_size": 9, "font_color": GREY_INK, "text_wrap": True, "valign": "top"},
    "note": {"font_size": 9, "font_color": GREY_INK},
    "school": {"bold": True, "font_size": 11, "valign": "vcenter"},
    "link": {"font_color": "#1F4E9E", "underline": 1, "valign": "vcenter"},
    "link_bold": {
        "bold": True, "font_size": 11, "font_color": "#1F4E9E", "underline": 1, "valign": "vcenter",
    },
    "link_cell": {**_CELL, "font_color": "#1F4E9E", "underline": 1},
    "header": {**_HEADER, "bg_color": NAVY},
    "header_turned": {**_HEADER, "bg_color": NAVY, "rotation": 90, "font_size": 9, "bold": False},
    "header_left": {**_HEADER, "bg_color": NAVY, "align": "left"},
    "header_added": {**_HEADER, "bg_color": SLATE, "italic": True},
    "number_row": {**_BOX, "align": "center", "font_size": 9, "font_color": GREY_INK},
    "label": {**_CELL},
    "code_text": {**_CELL, "num_format": "@"},
    "code_column": {"valign": "vcenter", "num_format": "@"},
    "label_indented": {**_CELL, "indent": 1},
    "label_added": {**_CELL, "font_color": "#37474F", "italic": True},
    "label_faint": {**_CELL, "font_color": GREY_INK},
    "label_faint_center": {**_CELL, "font_color": GREY_INK, "align": "center"},
    "label_center": {**_CELL, "align": "center"},
    "day": {**_CELL, "align": "center", "num_format": "dd.mm.yyyy"},
    "sub_heading": {**_CELL, "italic": True, "bg_color": "#F7F9FC"},
    "section": {**_CELL, "bold": True, "bg_color": SECTION, "font_color": NAVY},
    "section_note": {
        **_CELL, "italic": True, "font_size": 9, "bg_color": SECTION, "font_color": NAVY,
    },
    "absent": {**_CELL, "bg_color": "#E7E9ED", "align": "center", "font_color": "#4B5563"},
    "check": {**_CELL, "font_size": 9, "font_color": "#37474F"},
    "check_header": {**_HEADER, "bg_color": SLATE, "italic": True, "align": "left"},
    "caption": {"font_size": 9, "font_color": GREY_INK, "align": "center", "top": 1},
    "count": {**_CELL, "bold": True, "align": "center", "font_size": 11},
    "status": {**_CELL, "bold": True, "font_size": 13, "indent": 1},
    "bar": {**_CELL, "font_color": NAVY},
    "severity": {**_CELL, "align": "center", "bold": True},
    "code": {**_CELL, "align": "center", "font_size": 9, "font_color": GREY_INK},
    "legend_input": {**_CELL, "bg_color": INPUT},
    "legend_computed": {**_CELL, "bg_color": COMPUTED},
    "legend_error": {**_CELL, **_ERROR},
    "legend_warning": {**_CELL, **_WARNING},
    "input": {**_CELL, "bg_color": INPUT, "locked": False, "align": "left"},
    "input_number": {**_CELL, "bg_color": INPUT, "locked": False, "align": "center"},
    "input_percent": {
        **_CELL, "bg_color": INPUT, "locked": False, "align": "center", "num_format": "0%",
    },
    "input_tenths": {
        **_CELL, "bg_color": INPUT, "locked": False, "align": "center", "num_format": "0.0%",
    },
    "input_default": {
        **_CELL, "bg_color": INPUT, "locked": False, "align": "center", "font_color": "#37474F",
        "num_format": NO_ZEROS,
    },
    "input_counted": {
        **_CELL, "bg_color": INPUT, "locked": False, "align": "center", "font_color": "#37474F",
    },
    "input_date": {
        **_CELL, "bg_color": INPUT, "locked": False, "align": "left",
        "num_format": "dd.mm.yyyy",
    },
    "input_exact": {**_CELL, "bg_color": INPUT, "locked": False, "num_format": "@"},
    "percent": {
        **_CELL, "bg_color": COMPUTED, "locked": False, "align": "center", "num_format": "0%",
        "font_color": "#4B5563",
    },
    "tenths": {
        **_CELL, "bg_color": COMPUTED, "locked": False, "align": "center", "num_format": "0.0%",
        "font_color": "#4B5563",
    },
    "computed": {**_CELL, "bg_color": COMPUTED, "locked": False, "align": "center"},
    "cell": {**_CELL, "align": "center"},
    "share": {**_CENTERED, "num_format": "0%", "font_color": "#4B5563"},
    "share_tenths": {**_CENTERED, "num_format": "0.0%", "font_color": "#4B5563"},
    "total": {**_TOTAL, "align": "left"},
    "total_cell": {**_TOTAL, "align": "center"},
    "total_share": {**_TOTAL, "align": "center", "num_format": "0%"},
    "total_share_tenths": {**_TOTAL, "align": "center", "num_format": "0.0%"},
    "coverage_label": {**_CELL, "font_size": 9, "font_color": GREY_INK, "bg_color": COMPUTED},
    "coverage": {**_CENTERED, "font_size": 9, "font_color": GREY_INK, "bg_color": COMPUTED},
    "coverage_less": {**_CENTERED, "font_size": 9, "font_color": AMBER_INK, "bg_color": AMBER},
    "total_mark": {**_TOTAL, "align": "center", "num_format": "0.0"},
    "total_signed": {**_TOTAL, "align": "center", "num_format": "+0.0;-0.0;0.0"},
    "total_small": {**_TOTAL, "font_size": 9},
    "total_thousands": {**_TOTAL, "align": "center", "num_format": "#,##0"},
    "thousands": {**_CELL, "align": "center", "num_format": "#,##0"},
    "total_two": {**_TOTAL, "align": "center", "num_format": "0.00"},
    "two": {**_CENTERED, "num_format": "0.00"},
    "of_district": {**_CENTERED, "font_color": GREY_INK},
    "of_district_mark": {**_CENTERED, "font_color": GREY_INK, "num_format": "0.0"},
    "signed": {**_CENTERED, "num_format": "+0.0;-0.0;0.0"},
    "signed_whole": {**_CENTERED, "num_format": "+0;-0;0"},
    "low": {**_CENTERED, "num_format": "+0.0;▼ -0.0", "bg_color": AMBER, "font_color": AMBER_INK},
    "low_whole": {**_CENTERED, "num_format": "+0;▼ -0", "bg_color": AMBER, "font_color": AMBER_INK},
    "mark_low": {**_CELL, "align": "center", "num_format": '"▼ "General', "bg_color": AMBER},
    "mark_small": {
        **_CELL, "align": "center", "num_format": 'General"*"', "font_color": GREY_INK,
    },
    "block_label": {**_CELL},
    "small": {**_CELL, "font_size": 9},
    "clipped": {
        **_CELL, "align": "fill", "text_wrap": False, "font_size": 9, "font_color": GREY_INK,
    },
    "small_link": {**_CELL, "font_size": 9, "font_color": "#1F4E9E", "underline": 1},
    "mono": {**_CELL, "font_name": "Courier New", "font_size": 9},
    "tally": {"bold": True, "font_size": 10, "font_color": "#37474F", "valign": "vcenter"},
    "flagged": {**_CELL, "bg_color": AMBER, "font_color": AMBER_INK},
    "average": {**_CELL, "align": "center", "num_format": "0.0"},
    "change": {**_CELL, "align": "center", "num_format": "+0.0;-0.0;0.0"},
    "state_good": {**_CENTERED, "bold": True, "font_color": GREEN_INK},
    "state_warning": {**_CENTERED, "bold": True, "font_color": AMBER_INK, "bg_color": AMBER},
    "state_error": {**_CENTERED, "bold": True, "font_color": RED_INK, "bg_color": PINK},
    "state_note": {**_CENTERED, "font_color": GREY_INK},
    "tile_caption": {
        **_UNBOXED, "font_size": 9, "font_color": GREY_INK, "align": "center",
        "bg_color": "#F3F6FA",
    },
    "tile_number": {**_TILE, "num_format": "# ##0"},
    "tile_mark": {**_TILE, "num_format": "0.0"},
    "tile_share": {**_TILE, "num_format": "0%"},
    "tile_note": {
        **_UNBOXED, "font_size": 9, "font_color": GREY_INK, "align": "center",
        "bg_color": "#F3F6FA",
    },
    "open": {**_UNBOXED},
    "open_severity": {**_UNBOXED, "align": "center", "bold": True},
    "open_link": {**_UNBOXED, "font_color": "#1F4E9E", "underline": 1},
    "open_code": {**_UNBOXED, "align": "center", "font_size": 9, "font_color": GREY_INK},
    "paint_above": {**_BOX, "top_color": NAVY},
    "paint_line": {"bottom": 1, "border_color": LINE},
    "paint_error": _ERROR,
    "paint_warning": _WARNING,
    "paint_good": {"font_color": GREEN_INK, "bg_color": OTHERS},
}  # fmt: skip
STYLES |= {
    f"{name}_faint": {**STYLES[name], "bg_color": OTHERS}
    for name in (
        *("input", "input_number", "input_percent", "input_tenths"),
        *("input_exact", "input_default", "input_counted"),
    )
}
"""Inputs that somebody else fills, or that follow from others: open, but not asked for."""
STYLES |= {
    f"{name}_again": {
        **STYLES[name], "font_color": GREY_INK, "font_size": 9, "bold": False, "text_wrap": False,
    }
    for name in ("cell", "label", "total", "coverage_label")
}  # fmt: skip
"""What the line above says too, for those who filter and sort."""
STYLES |= {
    f"{name}_mended": {**style, "bg_color": MENDED}
    for name, style in STYLES.items()
    if name.startswith("input")
}
"""Inputs whose value a repair has read otherwise than it was written."""
SEVERITY_STYLES = {
    Severity.ERROR: "state_error",
    Severity.WARNING: "state_warning",
    Severity.NOTE: "state_note",
}


class Formats(dict[str, Format]):
    """The formats of one workbook by name, made when first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        super().__init__()
        self._workbook = workbook

    def __missing__(self, name: str) -> Format:
        font = {} if name.startswith("paint") else {"font_name": "Arial", "font_size": 10}
        made = self[name] = self._workbook.add_format({**font, **STYLES[name]})
        return made
