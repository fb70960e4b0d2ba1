"""«Обзор»: the district on one page, read in a minute."""

from __future__ import annotations

from collections.abc import Mapping

from ..district.overview import Overview, Tile
from .overview_charts import ChartSheet, overview_charts
from .page import lines_of
from .summary_page import HEAD_ROWS, SummaryPage

PER_TILE, WIDTH = 2, 160
"""Columns of a tile; letters across all of them, as many as a screen of 1366 px shows."""
_CHART_WIDTH, _ROW_HEIGHT = 580, 20
_LEAST_HEIGHT, _PER_CATEGORY, _AROUND = 240, 22, 110
_HINT = (
    "Каждое число стоит и на своём листе; откуда оно, скажет команда roadmap-xl explain. "
    "Рядом сказано, скольких школ оно касается."
)


def draw_overview(page: SummaryPage) -> None:
    """Tiles, sentences, charts: in the order a head of department asks."""
    overview = Overview(page.summary)
    tiles = {at * PER_TILE: tile for at, tile in enumerate(overview.tiles())}
    columns = len(tiles) * PER_TILE
    page.head("Обзор", _HINT, (WIDTH / columns,) * columns)
    page.tag_columns({at: tile.tag for at, tile in tiles.items() if tile.tag})
    row = _tiles(page, HEAD_ROWS, tiles)
    row = _sentences(page, row + 1, overview)
    last = _charts(page, row + 1, overview)
    page.finish(header_row=0, last_row=last, freeze=(HEAD_ROWS, 0), pages_high=1)
    page.sheet.set_portrait()


def _tiles(page: SummaryPage, row: int, tiles: Mapping[int, Tile]) -> int:
    """Captions, numbers, notes; the row below them."""
    page.sheet.set_row(row, 30)
    for at, tile in tiles.items():
        page.merged(row, tile.caption, "tile_caption", at, at + PER_TILE - 1)
    page.sheet.set_row(row + 1, 34)
    page.tag_row(row + 1, "overview")
    for at, tile in tiles.items():
        page.merged(row + 1, "", tile.style, at, at + PER_TILE - 1)
        if isinstance(tile.value, str):
            page.text(row + 1, at, tile.value, tile.style)
        else:
            page.number(row + 1, at, tile.value, tile.style)
    page.sheet.set_row(row + 2, 26)
    for at, tile in tiles.items():
        page.merged(row + 2, tile.note, "tile_note", at, at + PER_TILE - 1)
    return row + 3


def _sentences(page: SummaryPage, row: int, overview: Overview) -> int:
    """What needs somebody, a line each."""
    said = list(overview.sentences())
    if not said:
        return row
    page.sheet.set_row(row, 20)
    page.merged(row, "На что обратить внимание", "section")
    for at, sentence in enumerate(said, start=row + 1):
        page.sheet.set_row(at, 13 * lines_of(sentence, WIDTH) + 6)
        page.merged(at, sentence, "label")
    return row + len(said) + 1


def _charts(page: SummaryPage, row: int, overview: Overview) -> int:
    """Two charts beside each other; the last row that they cover."""
    sheet, charts = ChartSheet(page), list(overview_charts(overview))
    for left in range(0, len(charts), 2):
        pair = charts[left : left + 2]
        bars = max(len(one.categories) * _thick(len(one.series), one.subtype) for one in pair)
        height = max(_LEAST_HEIGHT, int(_AROUND + _PER_CATEGORY * bars))
        for at, chart in enumerate(pair):
            made = sheet.chart(chart, _CHART_WIDTH, height)
            options = {"description": chart.description, "object_position": 2, "x_offset": 2}
            page.sheet.insert_chart(row, at * len(page.widths) // 2, made, options)
        row += height // _ROW_HEIGHT + 2
    return row


def _thick(series: int, subtype: str) -> float:
    """How much room a category needs: stacked bars are one."""
    return 1 if subtype else 0.5 + 0.5 * series
