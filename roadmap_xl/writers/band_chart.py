"""The chart on «ЕГЭ»: how the participants of each subject are spread over the bands of marks."""

from __future__ import annotations

from ..form.tables import BANDS, SubjectResults
from ..layout import EGE, Block
from .sheet import FormSheet

BAND_COLOURS = ("#B3261E", "#E07B39", "#F2C14E", "#C9D7A5", "#8FBBD9", "#4A7FB5", "#1F3864")
"""From the lowest band to the highest; the legend names each, so colour is not the only sign."""
_SIZE = {"width": 1010, "height": 400}


def add_band_chart(sheet: FormSheet, block: Block, row: int) -> None:
    """Stacked bars of whole percents, a bar for each subject, below the tables."""
    chart = sheet.workbook.add_chart({"type": "bar", "subtype": "percent_stacked"})
    columns = dict(block.columns)
    first, last = block.lines[0].row, block.last_row
    for band, colour in zip(BANDS, BAND_COLOURS, strict=True):
        field = sheet.layout.form.field(SubjectResults, block.lines[0].spec.key, band)
        chart.add_series(
            {
                "name": field.label if field else band,
                "categories": [EGE, first, 1, last, 1],
                "values": [EGE, first, columns[band], last, columns[band]],
                "fill": {"color": colour},
                "border": {"color": "white", "width": 0.5},
                "gap": 45,
            }
        )
    chart.set_title(
        {
            "name": "Участники по диапазонам баллов",
            "name_font": {**_FONT, "size": 11, "color": "#1F3864"},
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": {**_FONT, "size": 9}})
    chart.set_x_axis(
        {
            "num_format": "0%",
            "num_font": {**_FONT, "size": 9},
            "major_gridlines": {"visible": True, "line": _GRID},
        }
    )
    chart.set_legend({"position": "bottom", "font": {**_FONT, "size": 9}})
    chart.set_size(_SIZE)
    options = {
        "description": "Диаграмма: доли участников каждого предмета по диапазонам баллов",
        "object_position": 2,
    }
    sheet.sheet.insert_chart(row, 1, chart, options)
    sheet.last_row = row + 21


_FONT = {"name": "Arial"}
_GRID = {"color": "#D9DDE3", "width": 0.5}
