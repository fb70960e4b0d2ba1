"""The VBA sources of a workbook: ours, and the modules of xlwings that they call."""

from __future__ import annotations

from pathlib import Path

import xlwings

from ...errors import RoadmapError

VBA = Path(__file__).parent.parent / "vba"
_XLWINGS = Path(xlwings.__file__).parent
CLASSES = ("Dictionary",)
"""Class modules; xlwings needs this one on a Mac."""


def sources(*, for_addin: bool) -> dict[str, str]:
    """By name of the module, its source; raises `RoadmapError` where one is not ASCII.

    An add-in takes the variant of xlwings' module that works on the open workbook, and brings the
    functions for cells, so that nobody has to let Excel import them.
    """
    bridge = "xlwings_custom_addin.bas" if for_addin else "xlwings.bas"
    paths = {
        **{path.stem: path for path in sorted(VBA.glob("*.bas"))},
        "xlwings": _XLWINGS / bridge,
        "Dictionary": _XLWINGS / "addin" / "Dictionary.cls",
    }
    if for_addin:
        paths |= {path.stem: path for path in sorted((VBA / "addin").glob("*.bas"))}
    return {name: _source(path) for name, path in paths.items()}


def _source(path: Path) -> str:
    data = path.read_bytes()
    if not data.isascii():
        raise RoadmapError(f"В исходном тексте «{path.name}» есть не ASCII: Excel покажет «?».")
    return "\r\n".join(data.decode("ascii").splitlines()) + "\r\n"
