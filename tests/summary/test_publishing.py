"""What is published hides small groups: attacked by whoever knows everything it shows.

The first attacker knows every number of the published workbook, that hidden ones are whole and not
negative, and how the form's numbers add up; he uses linear programs. The second knows the method as
well: he makes every table that there can be, and keeps those that would be published alike. Both
find the least and the greatest value that each hidden number may have; these have to lie
`min_group - 1` apart.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from demo_files import demo_files
from district_files import BANDS, CITY, EDITION, FORM, SCHOOLS, Invented, SentFiles, error, sent
from openpyxl import load_workbook
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from roadmap_xl.district.settings import Settings
from roadmap_xl.rules.findings import Excludes
from roadmap_xl.summary.consolidation import consolidate
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.publishing.suppression import Shown, hidden_schools, protected_row
from roadmap_xl.summary.publishing.workbook import write_published_workbook

BUILT = date(2020, 10, 12)
HIDDEN, WITHHELD, UNKNOWN = "•", "—", "н/д"
MEASURES = ("Участники", "Не сдали", "Сдали до 60 баллов", "Сдали 80 и более баллов")
MOST = 10_000
LANGUAGES = ("eng", "deu", "fra")


# --- the attack ---


@dataclass
class Attack:
    """Everything published as unknowns with bounds and sums."""

    names: dict[str, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    sums: list[tuple[dict[str, int], float, float]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def unknown(self, name: str, cell: Any, *, least: int = 0) -> str:
        """A number of the workbook; a blank is 0, a hidden one at least `least`."""
        if name in self.names:
            return name
        self.names[name] = len(self.names)
        known = None if isinstance(cell, str) else cell or 0
        self.low.append(least if known is None else known)
        self.high.append(MOST if known is None else known)
        if cell == HIDDEN:
            self.hidden.append(name)
        return name

    def equal(self, whole: str, parts: Sequence[str], *, slack: bool = False) -> None:
        """The parts come to the whole; with `slack` to at most the whole."""
        terms = {whole: -1, **dict.fromkeys(parts, 1)}
        self.sums.append((terms, -np.inf if slack else 0, 0))

    @cached_property
    def limits(self) -> LinearConstraint:
        rows = np.zeros((len(self.sums), len(self.names)))
        for at, (terms, _, _) in enumerate(self.sums):
            for term, factor in terms.items():
                rows[at, self.names[term]] += factor
        return LinearConstraint(
            csr_array(rows), [low for _, low, _ in self.sums], [high for _, _, high in self.sums]
        )

    def range_of(self, name: str) -> tuple[int, int]:
        found = []
        for sign in (1, -1):
            goal = np.zeros(len(self.names))
            goal[self.names[name]] = sign
            answer = milp(
                goal, constraints=self.limits, integrality=np.ones(len(self.names)),
                bounds=Bounds(self.low, self.high),
            )  # fmt: skip
            assert answer.success, f"what is published contradicts itself: {name}"
            found.append(round(sign * answer.fun))
        return found[0], found[1]


def published(path: Path) -> dict[str, list[list[Any]]]:
    book = load_workbook(path)
    return {s.title: [list(row) for row in s.iter_rows(values_only=True)] for s in book.worksheets}


def attacked(path: Path) -> Attack:
    """The attack on a published workbook, from its cells alone."""
    sheets, attack = published(path), Attack()
    lines = _subjects(attack, sheets["Предметы"])
    if "По школам" in sheets:
        _schools(attack, sheets["По школам"], lines)
    return attack


def _subjects(attack: Attack, rows: list[list[Any]]) -> dict[str, list[str]]:
    """By subject, the names of «Всего» and of its bands."""
    found: dict[str, list[str]] = {}
    for row in rows[4:]:
        label, whole, bands = row[0], row[1], row[2:16:2]
        zeros_are_shown = not all(band == HIDDEN for band in bands)
        least = 1 if zeros_are_shown else 0
        names = [attack.unknown(f"{label}|{n}", b, least=least) for n, b in enumerate(bands)]
        total = attack.unknown(f"{label}|всего", whole, least=1)
        attack.equal(total, names)
        found[label] = [total, *names]
        for band, share in zip(bands, row[3:17:2], strict=True):
            assert (band == HIDDEN) == (share == HIDDEN)  # a percent would give its number back
    languages = [
        found[s.label] for s in EDITION.subjects if s.key in LANGUAGES and s.label in found
    ]
    if len(languages) == len(LANGUAGES):
        for parts in zip(found["Итого по иностранным"], *languages, strict=True):
            attack.equal(parts[0], parts[1:])
    return found


def _schools(attack: Attack, rows: list[list[Any]], lines: Mapping[str, list[str]]) -> None:
    header, body = rows[3], rows[4:]
    for at, label in enumerate(header[2:], start=2):
        column = next(c for c in EDITION.school_columns if c.label == label)
        mine = [s.label for s in EDITION.subjects if s.school_column == column.key]
        line = lines[mine[0] if len(mine) == 1 else "Итого по иностранным"]
        cells: dict[tuple[str, str], Any] = {(row[0], row[1]): row[at] for row in body}
        _column(attack, label, cells, line)


def _column(attack: Attack, label: str, cells: Mapping[Any, Any], line: Sequence[str]) -> None:
    """One subject over the schools, and what its total is on «Предметы»."""
    measures = [m for m in MEASURES if cells.get(("ИТОГО по району", m), WITHHELD) != WITHHELD]
    schools = list(dict.fromkeys(name for name, _ in cells if name != "ИТОГО по району"))
    for measure in measures:
        seen = [cells[school, measure] for school in schools]
        zeros_are_shown = measure == MEASURES[0] and any(isinstance(one, int) for one in seen)
        names = [
            attack.unknown(
                f"{label}|{school}|{measure}", cells[school, measure],
                least=int(zeros_are_shown),
            )
            for school in schools
            if cells[school, measure] not in (None, UNKNOWN)
        ]  # fmt: skip
        total = attack.unknown(f"{label}|{measure}", cells["ИТОГО по району", measure])
        attack.equal(total, names)
    for school in schools:
        here = [
            f"{label}|{school}|{m}" for m in measures if f"{label}|{school}|{m}" in attack.names
        ]
        if here:
            attack.equal(here[0], here[1:], slack=True)
    total, below, to_50, to_60, _, to_90, to_99, hundred = line
    same = dict(zip(MEASURES, ([total], [below], [to_50, to_60], None), strict=True))
    for measure in measures:
        if parts := same[measure]:
            attack.equal(f"{label}|{measure}", parts)
    if MEASURES[3] in measures:
        attack.sums.append(({f"{label}|{MEASURES[3]}": 1, to_99: -1, hundred: -1}, 0, np.inf))
        attack.sums.append(
            ({f"{label}|{MEASURES[3]}": -1, to_90: 1, to_99: 1, hundred: 1}, 0, np.inf)
        )


def withstands(path: Path, least: int) -> int:
    """The number of hidden cells, each of which stays unknown widely enough."""
    attack = attacked(path)
    for name in attack.hidden:
        low, high = attack.range_of(name)
        assert high - low >= least - 1, f"{name}: from {low} to {high}"
    return len(attack.hidden)


# --- districts ---


def district(seed: int, schools: int) -> list[Invented]:
    """Schools of all sizes with consistent numbers: many small ones, a few large."""
    chance = random.Random(seed)
    return [_school(chance, number) for number in range(schools)]


def _school(chance: random.Random, number: int) -> Invented:
    size = chance.choice([1, 2, 3, 6, 10, 25, 60])
    ege: dict[str, list[int]] = {}
    n80: dict[str, int] = {}
    for subject in ("rus", "phys", "soc", "lit", *LANGUAGES):
        sat = size if subject == "rus" else chance.randint(0, size)
        if not sat or (subject in LANGUAGES and chance.random() < 0.6):
            continue
        bands = [0] * len(BANDS)
        for _ in range(sat):
            bands[min(6, max(0, round(chance.gauss(3, 1.6))))] += 1
        ege[subject] = bands
        column = next(s.school_column for s in EDITION.subjects if s.key == subject)
        n80[column] = n80.get(column, 0) + bands[5] + bands[6] + chance.randint(0, bands[4])
    return Invented(f"СОШ № {number + 1}", size, ege, n80)


def summary_of(schools: Sequence[Invented], least: int, *more: Any) -> DistrictSummary:
    files = SentFiles([*(sent(school) for school in schools), *more])
    return consolidate(files, FORM, settings=Settings("Степной район", min_group=least))


def written(tmp_path: Path, summary: DistrictSummary) -> Path:
    path = tmp_path / "Публикация.xlsx"
    write_published_workbook(path, summary, created=BUILT)
    return path


@pytest.mark.parametrize("seed", range(12))
def test_no_hidden_number_can_be_computed(tmp_path: Path, seed: int) -> None:
    """Random districts; together they hide and show thousands of numbers."""
    least = (3, 5, 10)[seed % 3]
    path = written(tmp_path, summary_of(district(seed, 4 + 2 * seed), least))
    assert withstands(path, least) > 0


@pytest.mark.parametrize("seed", range(12))
def test_no_small_number_is_shown(tmp_path: Path, seed: int) -> None:
    least = (3, 5, 10)[seed % 3]
    path = written(tmp_path, summary_of(district(seed, 4 + 2 * seed), least))
    for sheet in ("Предметы", "По школам"):
        for row in published(path).get(sheet, [])[4:]:
            step = 2 if sheet == "Предметы" else 1
            counts = [row[1], *row[2:16:2]] if step == 2 else row[2:]
            assert not [n for n in counts if isinstance(n, int) and 0 < n < least], row


def test_the_attack_finds_what_is_hidden_badly(tmp_path: Path) -> None:
    """The same workbook with all hidden numbers of a line but one written back: it is found."""
    path = written(tmp_path, summary_of(district(3, 12), 5))
    attack = attacked(path)
    book = load_workbook(path)
    row = next(r for r in book["Предметы"].iter_rows(min_row=5) if 2 <= len(_hidden_in(r)) < 7)
    subject = next(s.key for s in EDITION.subjects if s.label == row[0].value)
    numbers = [one.ege[subject] for one in district(3, 12) if subject in one.ege]
    for cell in _hidden_in(row)[1:]:
        cell.value = sum(bands[(cell.column - 3) // 2] for bands in numbers)
        row[cell.column].value = 0
    book.save(path)
    again = attacked(path)
    (other,) = [n for n in again.hidden if n.startswith(f"{row[0].value}|") and "СОШ" not in n]
    assert again.range_of(other)[0] == again.range_of(other)[1]
    low, high = attack.range_of(other)
    assert high - low >= 4


def _hidden_in(row: Sequence[Any]) -> list[Any]:
    return [cell for cell in row[2:16:2] if cell.value == HIDDEN]


def test_the_demo_is_safe(tmp_path: Path) -> None:
    from roadmap_xl.campaign.collect import collect

    demo_files(tmp_path / "sent")
    path = written(tmp_path, collect(tmp_path / "sent"))
    assert withstands(path, 5) > 50


# --- one row ---

ROWS = [
    # whole, parts, what is shown
    (0, (0, 0, 0), (None, None, None)),
    (4, (2, 2, 0), ("•", "•", "•")),
    (20, (10, 10, 0), (10, 10, 0)),
    (20, (3, 7, 10), ("•", "•", 10)),  # the smallest that is enough
    (20, (1, 9, 10), ("•", "•", 10)),
    (13, (1, 1, 11), ("•", "•", "•")),  # two of them would be exactly 1 and 1
    (5, (3, 2, 0), ("•", "•", "•")),  # even all are too few: zeros are hidden too
]


@pytest.mark.parametrize(("whole", "parts", "shown"), ROWS)
def test_a_row_hides_as_little_as_is_safe(
    whole: int, parts: tuple[int, ...], shown: tuple[Any, ...]
) -> None:
    row = protected_row(whole, parts, 5)
    assert tuple(p.value if isinstance(p, Shown) else p for p in row.parts) == shown


def test_every_row_of_three_is_safe_by_trying_all_values() -> None:
    least = 3
    for parts in product(range(7), repeat=3):
        row = protected_row(sum(parts), parts, least)
        for at, _ in enumerate(parts):
            if row.parts[at] is Shown.HIDDEN and isinstance(row.whole, int):
                values = set(_possible(row.parts, row.whole, at))
                assert parts[at] in values
                assert max(values) - min(values) >= least - 1


def _possible(shown: Sequence[Any], whole: int, at: int) -> Iterator[int]:
    zeros = all(one is Shown.HIDDEN for one in shown)
    choices = [
        range(0 if zeros else 1, whole + 1) if one is Shown.HIDDEN else (one,) for one in shown
    ]
    yield from (values[at] for values in product(*choices) if sum(values) == whole)


def test_one_school_alone_is_withheld_with_its_column() -> None:
    assert hidden_schools({"a": {"participants": 3}}, (), 5) is None
    assert hidden_schools({"a": {"participants": 30}}, (), 5) == frozenset()
    assert hidden_schools({"a": {"participants": 3}, "b": {"participants": 30}}, (), 5) == {
        "a",
        "b",
    }


def test_a_small_rest_withholds_the_measure() -> None:
    """Ten sat it and eight failed: two passed, which nobody wrote down."""
    schools = {
        "a": {"participants": 10, "not_passed": 8},
        "b": {"participants": 30, "not_passed": 10},
        "c": {"participants": 40, "not_passed": 0},
    }
    assert hidden_schools(schools, (), 5) is None
    five = schools | {"a": {"participants": 10, "not_passed": 5}}
    assert hidden_schools(five, (), 5) == frozenset()


# --- the attacker who knows the method ---


def tables(whole: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to write a whole as so many numbers."""
    if places == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        yield from ((first, *rest) for rest in tables(whole - first, places - 1))


LINES = [
    # least, parts, the wholes that are tried
    (5, 3, range(5, 46)),
    (5, 7, range(5, 13)),
    (3, 4, range(3, 22)),
    (10, 3, range(10, 46)),
]


@pytest.mark.parametrize(("least", "places", "wholes"), LINES)
def test_who_knows_the_method_learns_nothing_of_a_line(
    least: int, places: int, wholes: range
) -> None:
    hidden = 0
    for whole in wholes:
        alike: dict[tuple[Any, ...], list[tuple[int, ...]]] = {}
        for parts in tables(whole, places):
            alike.setdefault(protected_row(whole, parts, least).parts, []).append(parts)
        for shown, possible in alike.items():
            for at in (n for n, part in enumerate(shown) if part is Shown.HIDDEN):
                hidden += 1
                values = [parts[at] for parts in possible]
                assert max(values) - min(values) >= least - 1, (whole, shown)
    assert hidden > 100


def seen_in_a_column(sat: Sequence[int], failed: Sequence[int], least: int) -> tuple[Any, ...]:
    """What a column of «По школам» shows of these schools, of both measures or of one."""
    for names in (("participants", "not_passed"), ("participants",)):
        parts = {
            str(at): dict(zip(names, pair, strict=False))
            for at, pair in enumerate(zip(sat, failed, strict=True))
        }
        hidden = hidden_schools(parts, (), least)
        if hidden is not None:
            cells = [
                HIDDEN if key in hidden and sum(parts[k][name] for k in hidden) else one[name]
                for name in names
                for key, one in parts.items()
            ]
            return (*cells, *[WITHHELD] * (2 * len(sat) - len(cells)))
    return (WITHHELD,) * 2 * len(sat)


@pytest.mark.parametrize(
    ("least", "schools", "wholes"), [(3, 2, range(3, 16)), (3, 3, range(4, 9))]
)
def test_who_knows_the_method_learns_nothing_of_a_column(
    least: int, schools: int, wholes: range
) -> None:
    """Hidden numbers stay wide; of a withheld measure he knows what its sums say, or no less."""
    unknown = 0
    for whole, failing in product(wholes, range(max(wholes))):
        if failing > whole or 0 < failing < least:
            continue
        alike: dict[tuple[Any, ...], list[tuple[int, ...]]] = {}
        for sat in tables(whole, schools):
            for failed in tables(failing, schools):
                if all(f <= s for f, s in zip(failed, sat, strict=True)):
                    seen = seen_in_a_column(sat, failed, least)
                    alike.setdefault(seen, []).append((*sat, *failed))
        for seen, possible in alike.items():
            for at in (n for n, cell in enumerate(seen) if isinstance(cell, str)):
                unknown += 1
                needed = least - 1
                if seen[at] == WITHHELD:
                    needed = min(needed, _wide_by_sums(seen, alike, at))
                values = [one[at] for one in possible]
                assert max(values) - min(values) >= needed, (whole, failing, seen)
    assert unknown > 300


def _wide_by_sums(seen: Sequence[Any], alike: Mapping[Any, list[tuple[int, ...]]], at: int) -> int:
    """How far the values lie apart for somebody who knows the shown numbers and the sums."""
    values = [
        one[at]
        for possible in alike.values()
        for one in possible
        if all(isinstance(cell, str) or cell == n for cell, n in zip(seen, one, strict=True))
    ]
    return max(values) - min(values)


@pytest.mark.parametrize(
    ("from_80", "is_shown"),
    [
        (6, True),  # the band 71–90 holds nobody with 80 and more
        (7, False),  # two of the district's have 80 to 90: 14 less 12
        (12, True),  # 12 have, 12 have not
        (17, False),  # two have 71 to 79
    ],
)
def test_80_and_more_does_not_part_a_band_into_a_small_group(
    tmp_path: Path, from_80: int, is_shown: bool
) -> None:
    schools = [
        Invented(f"СОШ № {number}", 38, {"rus": (0, 0, 0, 20, 12, 6, 0)}, {"rus": from_80})
        for number in (1, 2)
    ]
    rows = published(written(tmp_path, summary_of(schools, 5)))["По школам"]
    assert ((MEASURES[3], 2 * from_80) in [(row[1], row[2]) for row in rows]) == is_shown


# --- what else the workbook says ---


def test_nothing_of_the_inside_is_published(tmp_path: Path) -> None:
    odd = sent(CITY, "письмо Петровой.xlsx", {"meta.contact": "Петрова А. А., тел. 2-22-22"})
    path = written(tmp_path, summary_of(SCHOOLS[1:], 5, odd))
    with ZipFile(path) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    for inside in ("Петров", "2-22-22", ".xlsx", "EGE-0", "ege.rus", "=org", "sha256", "hidden="):
        assert inside not in "".join(parts)
    assert list(published(path)) == ["О публикации", "Предметы", "По школам"]


def test_the_page_says_what_is_left_out_and_why(tmp_path: Path) -> None:
    path = written(tmp_path, summary_of([CITY], 5))
    said = " ".join(str(row[0]) for row in published(path)["О публикации"])
    assert "меньше 5" in said
    assert "не меньше чем на 4" in said
    assert "«Средние баллы»" in said
    assert "«По школам», графы" in said
    assert "Иностранные языки по отдельности" in said


def test_a_number_that_is_in_no_total_is_no_blank(tmp_path: Path) -> None:
    wrong = sent(SCHOOLS[2], more=[error("ege.phys.total", Excludes.ROW)])
    ege = {"rus": (0, 0, 0, 40, 0, 0, 0), "phys": (0, 9, 9, 9, 0, 0, 0)}
    big = [Invented(f"СОШ № {number}", 40, ege) for number in (11, 12)]
    path = written(tmp_path, summary_of(big, 5, wrong))
    rows = published(path)["По школам"]
    at = next(n for n, title in enumerate(rows[3]) if title == "Физика")
    cells = {row[0]: row[at] for row in rows[4:] if row[1] == "Участники"}
    assert cells[SCHOOLS[2].name] == UNKNOWN
    assert cells["СОШ № 11"] == 27
    assert cells["ИТОГО по району"] == 54


def test_the_same_summary_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(tmp_path, summary_of(SCHOOLS, 5)).read_bytes()
    assert written(tmp_path, summary_of(list(reversed(SCHOOLS)), 5)).read_bytes() == first
