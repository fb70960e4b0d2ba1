"""A workbook given macros: the VBA sources, and a file with a project of them and a ribbon."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import olefile
import xlwings

from ...errors import RoadmapError
from ...files import pack_parts, read_parts
from ...form.layout import XLWINGS_SETTINGS
from . import commands as ribbon

try:
    from pyopenvba import ExcelFile
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import VBAModuleKind
except ModuleNotFoundError as missing:
    raise RoadmapError(
        'Книги с кнопками делает дополнение build. Установите его: pip install "roadmap_xl[build]"'
    ) from missing

VBA = Path(__file__).parent.parent / "vba"
_XLWINGS = Path(xlwings.__file__).parent
CLASSES = ("Dictionary",)
"""Class modules; xlwings needs this one on a Mac."""
_PROJECT_NAME = re.compile(r'(Public Const PROJECT_NAME As String = )"\w+"')
_SETTINGS_OF_THE_USER = (
    # Of sheet, folder and user the last alone is asked, whatever a caller wants.
    (re.compile(r"(Function GetConfig\(.*?Dim configValue As String\n)", re.DOTALL),
     r'\1    source = "user"\n', 1),
    # No sheet is a program, and no folder of a workbook a place to import from.
    (re.compile(r'Right\$\(sht\.Name, 3\) = "\.py"'), "False", 2),
    (re.compile(r'GetConfig\("ADD_WORKBOOK_TO_PYTHONPATH", "true"\)'), '"false"', 2),
    # Nor is the folder that Excel happens to be in.
    (re.compile(r' -B -c ""'), ' -B -P -c ""', 2),
)  # fmt: skip
"""What is changed in xlwings' module, and in how many places: whatever comes with a workbook must
not choose the program that runs."""


def sources(*, for_addin: bool) -> dict[str, str]:
    """By name of the module, its source; raises `RoadmapError` where one is not ASCII.

    An add-in takes the variant of xlwings' module that works on the open workbook, with settings of
    its own, and brings the functions for cells, so that nobody has to let Excel import them.
    """
    bridge = "xlwings_custom_addin.bas" if for_addin else "xlwings.bas"
    paths = {
        **{path.stem: path for path in sorted(VBA.glob("*.bas"))},
        "xlwings": _XLWINGS / bridge,
        "Dictionary": _XLWINGS / "addin" / "Dictionary.cls",
    }
    if for_addin:
        paths |= {path.stem: path for path in sorted((VBA / "addin").glob("*.bas"))}
    found = {name: _source(path) for name, path in paths.items()}
    return found | {"xlwings": _with_settings_of_the_user(found["xlwings"])}


def _with_settings_of_the_user(source: str) -> str:
    """xlwings' module that takes settings from the user's own file alone, of xlwings' own name.

    The module for add-ins leaves it to each add-in how its settings are called; ours are those that
    `addin install` writes.
    """
    source = source.replace("\r\n", "\n")
    name = XLWINGS_SETTINGS.removesuffix(".conf")
    changes = ((_PROJECT_NAME, rf'\1"{name}"', 1), *_SETTINGS_OF_THE_USER)
    for pattern, instead, times in changes:
        source, found = pattern.subn(instead, source)
        if found != times:
            raise RoadmapError(f"Модуль xlwings устроен иначе, чем ожидалось: {pattern.pattern}")
    return source.replace("\n", "\r\n")


def _source(path: Path) -> str:
    data = path.read_bytes()
    if not data.isascii():
        raise RoadmapError(f"В исходном тексте «{path.name}» есть не ASCII: Excel покажет «?».")
    return "\r\n".join(data.decode("ascii").splitlines()) + "\r\n"


# The file: a VBA project, a ribbon, and the content type that goes with them.


WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_PROJECT = "xl/vbaProject.bin"
_NO_CACHE = bytes.fromhex("CC61FFFF000000")
"""The stream `_VBA_PROJECT` without compiled code, as MS-OVBA 2.3.4.1 asks of whoever writes it."""
_ENTRY, _KIND, _COLOUR, _BLACK = 128, 66, 67, 1
"""The size of a directory's entry, its bytes of kind (0 for none) and colour: MS-CFB 2.6.1."""


def with_macros(
    path: Path, sources: Mapping[str, str], ribbon_xml: bytes, content_type: str = WORKBOOK
) -> bytes:
    """The workbook at this path as one with macros; the file itself is left as it is."""
    parts = _with_project(read_parts(path.read_bytes()), sources)
    parts[_TYPES] = parts[_TYPES].replace(WORKBOOK.encode(), content_type.encode())
    parts[_RELATIONS] = _relate(parts[_RELATIONS])
    parts[ribbon.PART] = ribbon_xml
    return pack_parts(parts)


def _with_project(parts: dict[str, bytes], sources: Mapping[str, str]) -> dict[str, bytes]:
    """The parts with a VBA project and the code names that bind its documents to the sheets."""
    parts[_TYPES] = parts[_TYPES].replace(_PLAIN.encode(), WORKBOOK.encode())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "workbook.xlsm")
        path.write_bytes(pack_parts(parts))
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for name, source in sources.items():
                kind = VBAModuleKind.other if name in CLASSES else VBAModuleKind.standard
                project.add_module(name, source, kind=kind)
            book.save(path)
        made = read_parts(path.read_bytes())
    compound = CFB.from_bytes(made[_PROJECT])
    compound.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    return {**made, _PROJECT: _blacken(compound.to_bytes())}


def _blacken(storage: bytes) -> bytes:
    """The compound file with every entry of its directory black.

    A directory is a red-black tree, and pyOpenVBA writes its entries red; no red one may stand
    below a red one. All black is what MS-CFB 2.6.4 calls the simplest way to keep that.
    """
    data = bytearray(storage)
    with olefile.OleFileIO(storage) as compound:
        size, sector = compound.sector_size, compound.first_dir_sector
        while sector != olefile.ENDOFCHAIN:
            start = (sector + 1) * size  # the header takes the place of a sector
            for entry in range(start, start + size, _ENTRY):
                if data[entry + _KIND]:
                    data[entry + _COLOUR] = _BLACK
            sector = compound.fat[sector]
    return bytes(data)


def _relate(relations: bytes) -> bytes:
    """The package's relations with the ribbon among them."""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    ElementTree.register_namespace("", space)
    tree = ElementTree.fromstring(relations)
    attributes = {"Id": "rIdRibbon", "Type": ribbon.RELATION, "Target": ribbon.PART}
    ElementTree.SubElement(tree, f"{{{space}}}Relationship", attributes)
    xml: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return xml
