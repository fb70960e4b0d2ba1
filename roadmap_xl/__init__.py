"""Excel workbooks for a school's «дорожная карта»: filled, checked, merged for the district.

What other programs may rely on is here (docs/api.md); everything else may change. A name is loaded
when it is first asked for, so that `roadmap-xl check` starts light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .campaign.collect import collect, write_summary
    from .errors import RoadmapError
    from .reader.workbook import read_workbook
    from .rules.checking import Occasion
    from .school.check import check_file
    from .school.document import document_file
    from .school.from_word import import_file
    from .school.repair import repair_file
    from .summary.explain.answers import explain

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
    "Occasion": "rules.checking",
    "RoadmapError": "errors",
    "check_file": "school.check",
    "collect": "campaign.collect",
    "document_file": "school.document",
    "explain": "summary.explain.answers",
    "import_file": "school.from_word",
    "read_workbook": "reader.workbook",
    "repair_file": "school.repair",
    "write_summary": "campaign.collect",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
