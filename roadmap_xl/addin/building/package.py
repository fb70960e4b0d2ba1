"""A workbook's file with a VBA project, a ribbon and the content type that goes with them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import xlwings

from ...errors import RoadmapError
from ...files import packed, parts_of
from . import commands as ribbon

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


# --- A workbook's file with a VBA project, a ribbon and the content type that goes with them. ---

try:
    from pyopenvba import ExcelFile
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import VBAModuleKind
except ModuleNotFoundError as missing:
    raise RoadmapError(
        'Книги с кнопками делает дополнение build. Установите его: pip install "roadmap_xl[build]"'
    ) from missing

WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_PROJECT = "xl/vbaProject.bin"
_NO_CACHE = bytes.fromhex("CC61FFFF000000")
"""The stream `_VBA_PROJECT` without compiled code, as MS-OVBA 2.3.4.1 asks of whoever writes it."""


def with_macros(
    path: Path, sources: Mapping[str, str], ribbon_xml: bytes, content_type: str = WORKBOOK
) -> bytes:
    """The workbook at this path as one with macros; the file itself is left as it is."""
    parts = _with_project(parts_of(path.read_bytes()), sources)
    parts[_TYPES] = parts[_TYPES].replace(WORKBOOK.encode(), content_type.encode())
    parts[_RELATIONS] = _related(parts[_RELATIONS])
    parts[ribbon.PART] = ribbon_xml
    return packed(parts)


def _with_project(parts: dict[str, bytes], sources: Mapping[str, str]) -> dict[str, bytes]:
    """The parts with a VBA project and the code names that bind its documents to the sheets."""
    parts[_TYPES] = parts[_TYPES].replace(_PLAIN.encode(), WORKBOOK.encode())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "workbook.xlsm")
        path.write_bytes(packed(parts))
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for name, source in sources.items():
                kind = VBAModuleKind.other if name in CLASSES else VBAModuleKind.standard
                project.add_module(name, source, kind=kind)
            book.save(path)
        made = parts_of(path.read_bytes())
    compound = CFB.from_bytes(made[_PROJECT])
    compound.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    project_bytes: bytes = compound.to_bytes()
    return {**made, _PROJECT: project_bytes}


def _related(relations: bytes) -> bytes:
    """The package's relations with the ribbon among them."""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    ElementTree.register_namespace("", space)
    tree = ElementTree.fromstring(relations)
    attributes = {"Id": "rIdRibbon", "Type": ribbon.RELATION, "Target": ribbon.PART}
    ElementTree.SubElement(tree, f"{{{space}}}Relationship", attributes)
    xml: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return xml
