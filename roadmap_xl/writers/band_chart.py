"""The chart on «ЕГЭ»: how the participants of each subject are spread over the bands of marks."""

from __future__ import annotations

from ..form.tables import BANDS, SubjectResults
from ..layout import EGE, Block
from .chart_looks import BAND_LOOKS, FONT, GRID, bars
from .formats import NAVY
from .sheet import FormSheet

_SAID = (
    "Диаграмма: доли участников каждого предмета по диапазонам баллов. Те же числа стоят в таблице "
    "«ЕГЭ» выше и меняются вместе с ней."
)
_SIZE = {"width": 1010, "height": 400}


def add_band_chart(sheet: FormSheet, block: Block, row: int) -> None:
    """Stacked bars of whole percents, a bar for each subject, below the tables."""
    chart = sheet.workbook.add_chart({"type": "bar", "subtype": "percent_stacked"})
    columns = dict(block.columns)
    first, last = block.lines[0].row, block.last_row
    for band, look in zip(BANDS, BAND_LOOKS, strict=True):
        field = sheet.layout.form.field(SubjectResults, block.lines[0].spec.key, band)
        chart.add_series(
            {
                "name": field.label if field else band,
                "categories": [EGE, first, 1, last, 1],
                "values": [EGE, first, columns[band], last, columns[band]],
                "gap": 45,
                **bars(look, "0;;"),
            }
        )
    chart.set_title(
        {
            "name": "Участники по диапазонам баллов (на полосах — число человек)",
            "name_font": {**FONT, "size": 11, "color": NAVY},
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": FONT})
    chart.set_x_axis(
        {
            "num_format": "0%",
            "num_font": FONT,
            "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
        }
    )
    chart.set_legend({"position": "bottom", "font": FONT})
    chart.set_size(_SIZE)
    options = {
        "description": _SAID,
        "object_position": 2,
    }
    sheet.sheet.insert_chart(row, 1, chart, options)
    sheet.last_row = row + 21
