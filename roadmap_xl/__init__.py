"""Excel workbooks for a school's «дорожная карта»: filled, checked, merged for the district.

What other programs may rely on is here (docs/api.md); everything else may change. A name is loaded
when it is first asked for, so that `roadmap-xl check` starts light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .checking import Occasion
    from .collecting import collect, write_summary
    from .documenting import document_file
    from .errors import RoadmapError
    from .explaining.answers import explain
    from .importing import import_file
    from .readers.workbook import read_workbook
    from .repairing import repair_file
    from .report import check_file

__all__ = [
    "Occasion",
    "RoadmapError",
    "check_file",
    "collect",
    "document_file",
    "explain",
    "import_file",
    "read_workbook",
    "repair_file",
    "write_summary",
]
_HOMES = {
    "Occasion": "checking",
    "RoadmapError": "errors",
    "check_file": "report",
    "collect": "collecting",
    "document_file": "documenting",
    "explain": "explaining.answers",
    "import_file": "importing",
    "read_workbook": "readers.workbook",
    "repair_file": "repairing",
    "write_summary": "collecting",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
