"""Whether a subject of two years means the same: else its row of years is broken there.

Everything is read from the two editions; no year stands here.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...form.edition import Edition
from ...form.rows import Subject
from .subjects import groups


def breaks(was: Edition, now: Edition, key: str) -> tuple[str, ...]:
    """Why a line of «Предметы» may not be compared between two editions; nothing where it may."""
    old, new = _subjects(was, key), _subjects(now, key)
    if [subject.key for subject in old] != [subject.key for subject in new]:
        return ("состав предметов изменился",)
    found = [reason for pair in zip(old, new, strict=True) for reason in _of_subject(*pair)]
    if was.bands != now.bands:
        found.append("границы диапазонов баллов изменились")
    if any(subject.mandatory for subject in new):
        found += _who_sits(was, now)
    return tuple(dict.fromkeys(found))


def _subjects(edition: Edition, key: str) -> tuple[Subject, ...]:
    found = (tuple(subjects) for line, _, subjects in groups(edition) if line == key)
    return next(found, ())


def _of_subject(was: Subject, now: Subject) -> Iterator[str]:
    if was.threshold != now.threshold:
        yield f"порог: был {was.threshold}, стал {now.threshold}"
    elif was.thresholds != now.thresholds:
        yield f"пороги: были {_or(was)}, стали {_or(now)}"


def _or(subject: Subject) -> str:
    return " или ".join(map(str, subject.thresholds))


def _who_sits(was: Edition, now: Edition) -> Iterator[str]:
    """Who takes a mandatory exam at all: its mean is another where others sit it."""
    if was.certificate_without_exams != now.certificate_without_exams:
        without = was if was.certificate_without_exams else now
        yield f"в {without.exam_year} году сдавали не все: аттестат выдавали без экзаменов"
    held = [edition for edition in (was, now) if edition.exam_year in edition.base_math_held]
    if len(held) == 1:
        yield f"базовая математика проводилась только в {held[0].exam_year} году"
