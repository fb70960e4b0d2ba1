"""Last year's campaign, for this year's blanks: what each school's accepted workbook hands on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ..district.registry import Registry
from ..form.fields import Form
from ..form.submission import Submission
from ..school.next_year import LastYearError
from ..summary.snapshot import SUFFIX, read_snapshot
from .folder import CampaignFolder


def read_last_campaign(folder: Path, form: Form, registry: Registry) -> Mapping[str, Submission]:
    """By code the schools' submissions of the newest summary in last year's folder.

    Raises `LastYearError` if there is none, or it is not of a year before; `SnapshotError`.
    """
    summaries = CampaignFolder(folder).summaries
    snapshots = [read_snapshot(path) for path in sorted(summaries.glob(f"*{SUFFIX}"))]
    if not snapshots:
        raise LastYearError(
            f"В папке «{folder}» нет сводки прошлого года. Соберите её: "
            f'roadmap-xl consolidate "{folder}".'
        )
    newest = max(snapshots, key=lambda one: one.today or date.min)
    year, wanted = newest.edition.exam_year, form.edition.exam_year
    if year >= wanted:
        raise LastYearError(f"Сводка в папке «{folder}» — за {year} год, а бланки — за {wanted}.")
    found: dict[str, Submission] = {}
    for school in newest.counted:
        entry = registry.by_code.get(school.school.code) if school.school.code else None
        if entry is not None:
            found[entry.code] = school.submission
    return found
