"""From received files to the district's summary, in any order of the files the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ..district.journal import Journal
from ..district.lines import Status, SubmissionLine
from ..district.matching import Match, matcher_of, receipt_finding, school_of
from ..district.official import Official, OfficialTable
from ..district.received import Files, Received, leaves_out_file
from ..district.registry import Registry
from ..district.school import DISTRICT, School, is_of_district, split_by_sender
from ..district.settings import UNDECIDED, Settings
from ..errors import RegistryError
from ..form.edition import Edition, are_of_one_year
from ..form.fields import Form
from ..form.loading import DISTRICT_SUFFIX
from ..form.tables import PlanItem, SchoolMeasures
from ..rules.findings import Finding, Severity
from .figures import Basis, Figures, Recipe
from .kept_sums import NOTHING_KEPT, KeptSums, sum_by_groups
from .numbers.averages import average_recipes
from .numbers.base_math import base_math_recipes
from .numbers.dynamics import dynamic_recipes
from .numbers.indicators import indicator_recipes
from .numbers.overview import overview_recipes
from .numbers.plan import ALL, plan_recipes, sections
from .numbers.replacement import with_number_of_changes
from .numbers.schools import school_recipes
from .numbers.subjects import groups, subject_recipes
from .numbers.summary import CountedSchools, Coverage, DistrictSummary
from .other_editions import FilesOnForm
from .receipt import coverage_findings, rank_files, with_receipt_findings


def control_findings(edition: Edition, figures: Figures) -> tuple[Finding, ...]:
    """A finding for each number that stands twice and differs; none, as a rule.

    Where an error leaves something out the sheets may differ: by the row there, by the cell here.
    """
    return tuple(
        receipt_finding(
            "control-total", what=what, one=_number_text(one), other=_number_text(other)
        )
        for what, keys, also in _numbers_that_stand_twice(edition)
        if all(figures[key].left_out.number == 0 for key in (*keys, *also))
        and (one := _sum(figures, keys)) != (other := _sum(figures, also))
    )


def _numbers_that_stand_twice(
    edition: Edition,
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """What stands twice, in words, and the keys of both; several keys are added up."""
    has_columns = edition.has(SchoolMeasures)
    columns = {column.key for column in edition.school_columns if has_columns}
    for key, label, subjects in groups(edition):
        column = {subject.school_column for subject in subjects}
        single = key if key in columns else next(iter(column & columns), "")
        alone = [one for one in edition.subjects if one.school_column == single]
        if has_columns and len(alone) == len(subjects):
            yield f"«{label}: Всего»", [f"ege.{key}.total"], [f"org.participants.{single}"]
            yield f"«{label}: не сдали»", [f"ege.{key}.below"], [f"org.not_passed.{single}"]
        yield f"«{label}: участники»", [f"ege.{key}.total"], [f"dyn.{key}.n"]
    if not edition.has(PlanItem):
        return
    parts = [key for key, _ in sections(edition)]
    for measure, what in (("items", "пунктов"), ("done", "выполнено"), ("overdue", "просрочено")):
        of_parts = [f"plan.{measure}.{part}" for part in parts]
        yield f"«План: {what}»", of_parts, [f"plan.{measure}.{ALL}"]


def _sum(figures: Figures, keys: Sequence[str]) -> float:
    return float(sum(figures[key].count or 0 for key in keys))


def _number_text(number: float) -> str:
    return f"{number:g}".replace(".", ",")


RECIPES: tuple[Callable[[Basis], dict[str, Recipe]], ...] = (
    subject_recipes,
    school_recipes,
    average_recipes,
    base_math_recipes,
    indicator_recipes,
    plan_recipes,
    dynamic_recipes,
    overview_recipes,
)
"""The numbers of the summary; a table adds its own here."""


def consolidate(
    files: Files,
    form: Form,
    registry: Registry | None = None,
    journal: Journal | None = None,
    settings: Settings = UNDECIDED,
    today: date | None = None,
    previous: DistrictSummary | None = None,
    official: OfficialTable | None = None,
    kept: KeptSums = NOTHING_KEPT,
) -> DistrictSummary:
    """The summary of these files. Without a registry the files say which schools there are.

    What depends on a day is computed for the day of the report in the settings, else for that of
    each file, else for `today`. `previous` is the summary before, from its snapshot; `official` is
    compared with the schools' numbers. Sums that are `kept` are not made anew.
    """
    edition, files = form.edition, FilesOnForm(files, form)
    schools, lines, own_lines = lines_of(files, edition, registry, journal, settings, today)
    counted = CountedSchools(lines, files)
    figures = _figures_of(Basis(form, settings, today), schools, counted, kept)
    coverage = Coverage(len(counted), len(schools))
    beside = Official(official, edition, schools) if official and official.rows else None
    return DistrictSummary(
        settings=settings,
        today=today,
        form=form,
        has_registry=registry is not None,
        schools=schools,
        lines=lines,
        counted=counted,
        figures=figures,
        files=files,
        own_lines=own_lines,
        added=(*_findings_on_the_whole(coverage, beside, edition, figures), *files.differences()),
        previous=previous,
        official=beside,
    )


def _journal_with_codes(journal: Journal | None, registry: Registry | None) -> Journal:
    """The journal, its schools by the registry's full codes; an empty one where there is none."""
    noted = journal or Journal()
    return noted.with_codes(registry.full_code) if registry else noted


def _figures_of(
    basis: Basis, schools: Sequence[School], counted: CountedSchools, kept: KeptSums
) -> Figures:
    """Every number over the schools that count."""
    day = basis.settings.report_day or basis.today
    edition = basis.form.edition
    rests_on = f"{edition.key}{edition.mark} {basis.settings} {day}"
    return sum_by_groups(recipes_of(basis), schools, counted, rests_on, kept)


def _findings_on_the_whole(
    coverage: Coverage, official: Official | None, edition: Edition, figures: Figures
) -> tuple[Finding, ...]:
    not_compared = official.not_compared() if official else ()
    return (*coverage_findings(coverage), *not_compared, *control_findings(edition, figures))


class Lines(NamedTuple):
    """Who there is, and what came: «Сдача» without a number."""

    schools: tuple[School, ...]
    lines: tuple[SubmissionLine, ...]
    own_lines: tuple[SubmissionLine, ...]
    """The district's own books, the one that counts first."""


def lines_of(
    files: Files,
    edition: Edition,
    registry: Registry | None,
    journal: Journal | None,
    settings: Settings,
    today: date | None,
) -> Lines:
    """Each file with its school and its status, each school without one."""
    received, of_district = split_by_sender(sorted(files, key=lambda one: (one.file, one.sha256)))
    noted = _journal_with_codes(journal, registry)
    schools, found = _match_files(received, edition, registry, noted)
    lines = _with_changes(with_receipt_findings(found, noted, settings, today), files)
    own_lines = _with_changes(_own_lines(of_district, edition, noted), files)
    return Lines(tuple(schools), tuple(lines), tuple(own_lines))


def recipes_of(basis: Basis) -> dict[str, Recipe]:
    """Every number of the summary by its key."""
    found: dict[str, Recipe] = {}
    for recipes_of_table in RECIPES:
        found |= recipes_of_table(basis)
    return found


def _match_files(
    received: Sequence[Received], edition: Edition, registry: Registry | None, journal: Journal
) -> tuple[list[School], list[SubmissionLine]]:
    """The district's schools, and a line for each file and for each school that sent none."""
    _require_known_codes(journal, registry)
    matcher = matcher_of(received, registry, journal)
    found = [_line(one, matcher.match(one), edition.key, journal) for one in received]
    schools = _schools(found, registry, journal)
    return schools, _lines(schools, found)


def _require_known_codes(journal: Journal, registry: Registry | None) -> None:
    """Raises `RegistryError` where the journal decides about a school that is not there."""
    for words, codes in (
        ("«нет данных» подтверждено", journal.without_data),
        ("«другой срок» указан", journal.deadlines),
    ):
        if unknown := [code for code in codes if registry and code not in registry.by_code]:
            raise RegistryError(
                f"В журнале {words} для кода {', '.join(unknown)}, а в реестре такого кода нет. "
                "Исправьте код в журнале или добавьте школу в реестр."
            )


def _own_lines(
    received: Sequence[Received], edition: Edition, journal: Journal
) -> list[SubmissionLine]:
    """The district's own books, the one that counts first."""
    key = f"{edition.key}{DISTRICT_SUFFIX}"
    found = [_line(one, Match(DISTRICT), key, journal) for one in received]
    return [_with_remarks(line) for line in rank_files(found)]


def _with_changes(lines: Sequence[SubmissionLine], files: Files) -> list[SubmissionLine]:
    return [with_number_of_changes(line, files) for line in lines]


def _line(one: Received, match: Match, edition: str, journal: Journal) -> SubmissionLine:
    """The file with its school and its status, as long as it is the school's only one."""
    noted = journal.of(one.sha256)
    line = SubmissionLine(
        status=Status.UNKNOWN,
        school=match.school,
        claimed=match.claimed,
        received=one,
        received_on=noted.received if noted else None,
        run=noted.run if noted else None,
        remark=noted.remark if noted else "",
        returned=noted.returned if noted else "",
        added=(*match.findings, *_other_year_findings(one, edition)),
    )
    if noted and noted.withdrawn:
        return replace(line, status=Status.WITHDRAWN)
    if match.school is None:
        return line
    if any(map(leaves_out_file, line.refusals)):
        return replace(line, status=Status.REFUSED)
    if noted and noted.counts:
        return replace(line, status=Status.ACCEPTED)
    return _status_of_content(line, one)


def _status_of_content(line: SubmissionLine, one: Received) -> SubmissionLine:
    """Accepted, unless it is an empty blank or calls itself a draft (decision 23).

    The district's own book is no submission: what is in it counts as it stands.
    """
    if is_of_district(one):
        return replace(line, status=Status.ACCEPTED)
    if one.is_blank:
        note = receipt_finding("empty-blank")
        return replace(line, status=Status.EMPTY, added=(*line.added, note))
    if one.is_draft:
        return replace(line, status=Status.DRAFT, added=(*line.added, receipt_finding("draft")))
    return replace(line, status=Status.ACCEPTED)


def _other_year_findings(one: Received, edition: str) -> tuple[Finding, ...]:
    if one.edition in ("", edition):
        return ()
    if are_of_one_year(*(key.removesuffix(DISTRICT_SUFFIX) for key in (one.edition, edition))):
        return (receipt_finding("sibling-edition", edition=one.edition, year=edition),)
    return (receipt_finding("another-edition", edition=one.edition, year=edition),)


def _schools(
    lines: Sequence[SubmissionLine], registry: Registry | None, journal: Journal
) -> list[School]:
    """The registry's schools in its order, else those of the files by name."""
    if registry is not None:
        return [school_of(entry) for entry in registry.schools]
    found: dict[str, School] = {}
    for line in lines:
        if line.school is not None:
            found.setdefault(line.school.key, line.school)
    for code in journal.without_data:
        found.setdefault(code, School(code, code, f"Школа с кодом {code}"))
    return sorted(found.values(), key=lambda school: (school.name.casefold(), school.key))


def _lines(schools: Sequence[School], found: Sequence[SubmissionLine]) -> list[SubmissionLine]:
    """Each school's lines in the schools' order, then the files nobody knows the school of."""
    of_school: dict[str, list[SubmissionLine]] = {school.key: [] for school in schools}
    for line in found:
        if line.school is not None:
            of_school[line.school.key].append(line)
    lines = [line for school in schools for line in _lines_of(school, of_school[school.key])]
    return [*lines, *(line for line in found if line.school is None)]


def _lines_of(school: School, found: Sequence[SubmissionLine]) -> list[SubmissionLine]:
    """A school's files, its best one first; a line that it is missing where none speaks for it."""
    lines = [
        _with_remarks(line) for line in rank_files([replace(one, school=school) for one in found])
    ]
    if all(line.status is Status.WITHDRAWN for line in lines):
        return [SubmissionLine(Status.MISSING, school), *lines]
    return lines


def _with_remarks(line: SubmissionLine) -> SubmissionLine:
    """Accepted «с замечаниями» where the school has something to mend or to explain."""
    has_remarks = line.count(Severity.ERROR) or line.count(Severity.WARNING)
    if line.status is Status.ACCEPTED and has_remarks:
        return replace(line, status=Status.WITH_REMARKS)
    return line
