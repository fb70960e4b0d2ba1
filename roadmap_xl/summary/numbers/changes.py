"""What has changed at a school since the summary before, as findings for the district."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...district.counted import CountedSchool
from ...district.matching import receipt_finding
from ...expressions.numbers import round_half_up, show_value
from ...form.tables import Average, SubjectResults
from ...rules.findings import Finding
from ...texts.marks import State
from ...texts.plan import PlannedActivity, activities_of_school
from ...texts.wording import with_noun
from .comparable import breaks

LEAST_PEOPLE = 10
"""Where fewer sit a subject, its average jumps by itself."""
GREATEST_CHANGE = 15
"""Points of an average in a year."""
TIMES = 2
_TIMES = ("раз", "раза", "раз")


def changes(was: CountedSchool, now: CountedSchool) -> Iterator[Finding]:
    """Jumps of averages and participants; then, of one roadmap, activities that are no longer done,
    of two years, numbers that are the same."""
    yield from _jumps(was, now)
    before, after = (one.submission.form.edition for one in (was, now))
    if before.exam_year == after.exam_year:
        yield from _no_longer_done(was, now)
    elif was.received.numbers and was.received.numbers == now.received.numbers:
        yield receipt_finding("last-years-numbers", year=before.results_year)


def _jumps(was: CountedSchool, now: CountedSchool) -> Iterator[Finding]:
    old, new = was.submission.form, now.submission.form
    for subject in new.edition.subjects:
        mean, number = (
            f"{Average.prefix}.{subject.key}",
            f"{SubjectResults.prefix}.{subject.key}.total",
        )
        if number in old.by_id and number in new.by_id:
            words = {"subject": subject.label, "year": old.edition.results_year}
            fewer, more = sorted((_number(was, number), _number(now, number)))
            same = not breaks(old.edition, new.edition, subject.key)
            has_means = mean in old.by_id and mean in new.by_id
            if fewer >= LEAST_PEOPLE and same and has_means:
                yield from _average(was, now, mean, words)
            if more >= LEAST_PEOPLE and 0 < fewer * TIMES <= more:
                yield _participants(was, now, number, words)


def _participants(
    was: CountedSchool, now: CountedSchool, field_id: str, words: dict[str, str]
) -> Finding:
    before, after = _number(was, field_id), _number(now, field_id)
    more = "больше" if after > before else "меньше"
    numbers = {
        "was": show_value(before),
        "now": show_value(after),
        "more": more,
        "times": _times(before, after),
    }
    return _at(now, field_id, "participants-jump", words | numbers)


def _times(before: float, after: float) -> str:
    """«2,4 раза», «5 раз»."""
    times = round_half_up(max(before, after) / min(before, after), 1)
    return with_noun(int(times), _TIMES) if times == int(times) else f"{show_value(times)} раза"


def _average(
    was: CountedSchool, now: CountedSchool, field_id: str, words: dict[str, str]
) -> Iterator[Finding]:
    before, after = _number(was, field_id), _number(now, field_id)
    change = round(after - before, 6)
    if before and after and abs(change) > GREATEST_CHANGE:
        numbers = {
            "was": show_value(before),
            "now": show_value(after),
            "change": show_value(change),
        }
        yield _at(now, field_id, "average-jumps", words | numbers)


def _number(school: CountedSchool, field_id: str) -> float:
    """The number that counts; 0 for a blank and for what is left out."""
    return school.number(school.submission.form.by_id[field_id].slot) or 0


def _no_longer_done(was: CountedSchool, now: CountedSchool) -> Iterator[Finding]:
    done = {item.row.key for item in activities_of_school(was.submission) if _is_done(item)}
    for item in activities_of_school(now.submission):
        if item.row.key in done and item.applies and not _is_done(item):
            mark = f"«{item.mark.source}»" if item.mark else "отметки нет"
            words = {"code": item.code, "mark": mark}
            yield _at(now, item.field_id("mark"), "no-longer-done", words)


def _is_done(item: PlannedActivity) -> bool:
    return item.mark is not None and item.mark.state is State.DONE


def _at(school: CountedSchool, field_id: str, note: str, words: dict[str, str]) -> Finding:
    """The finding, with its place in the school's file."""
    submission = school.submission
    place = submission.place(submission.form.by_id[field_id])
    found = receipt_finding(note, **words)
    return replace(found, sheet=place.sheet, cell=place.cell, field=field_id)
