"""Last year's workbook or Word document handed on: what does not change from year to year."""

from __future__ import annotations

from pathlib import Path

from ..errors import RoadmapError
from ..form.fields import Form, form_of
from ..form.forms import PACKAGED, Forms
from ..form.loading import DISTRICT_SUFFIX, newest
from ..form.prefilled import prefilled
from ..form.submission import Submission
from ..reader.files.kinds import DOCUMENTS
from ..reader.workbook import read_workbook


class LastYearError(RoadmapError):
    """A workbook or document of last year that cannot be taken over from."""


def newest_blank(last: Submission, newest_form: Form | None = None) -> Submission:
    """The newest year's blank with what this one hands on; a district's for a district's."""
    is_of_district = last.form.edition.key.endswith(DISTRICT_SUFFIX)
    form = newest_form or form_of(newest())
    return prefilled(form.of_district if is_of_district else form, last=last)


def read_last_year(path: Path, forms: Forms = PACKAGED) -> Submission:
    """What last year's file says; raises `LastYearError` where it cannot be read."""
    if path.suffix.lower() in DOCUMENTS:
        from .word.document import read_document  # seldom needed

        reading, refused = read_document(path, forms=forms), "Прошлогодний документ не прочитан."
    else:
        reading, refused = read_workbook(path, forms), "Прошлогодняя книга не прочитана."
    if reading.submission is None:
        raise LastYearError(f"{refused} {reading.refusal}")
    return reading.submission
