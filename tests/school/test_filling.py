"""A workbook filled from protocols: what an independent count gives, and nothing over the typed."""

from __future__ import annotations

import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import protocol_files as p
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from roadmap_xl.cli import commands
from roadmap_xl.errors import OutputError
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.results import BASE_MATH, Result, count_results
from roadmap_xl.form.submission import Submission
from roadmap_xl.reader.protocols.rows import ProtocolError
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.school.filling import Filling, fill_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

FORM = form_of("2026")
EDITION = FORM.edition
DAY = date(2026, 11, 24)
EIGHT = p.pupils(8)
RUSSIAN = list(zip(EIGHT, (20, 24, 55, 60, 61, 90, 99, 100), strict=True))
PROFILE = list(zip(EIGHT[:4], (26, 27, 50, 81), strict=True))
BASE = list(zip(EIGHT[4:], (2, 3, 4, 5), strict=True))
CHEMISTRY = [(EIGHT[7], 80)]
FILES = {
    "Русский.xlsx": (p.xlsx, p.report(RUSSIAN, "01 - Русский язык 2026.06.04")),
    "Математика.xls": (p.xls, p.narrow(PROFILE, "02 - Математика профильная 2026.06.08")),
    "База.csv": (p.csv_in("cp1251"), p.base(BASE)),
    "Химия.csv": (p.csv_in("utf-8-sig"), p.report(CHEMISTRY)),
}
EXPECTED = {
    "ege.rus.total": 8, "ege.rus.below": 1, "ege.rus.b_min_50": 1, "ege.rus.b_51_60": 2,
    "ege.rus.b_61_70": 1, "ege.rus.b_71_90": 1, "ege.rus.b_91_99": 1, "ege.rus.b_100": 1,
    "prob.avg.rus": 63.63, "ege.math_prof.total": 4, "ege.math_prof.below": 1,
    "ege.math_prof.b_min_50": 2, "prob.avg.math_prof": 46, "bm.1.total": 4, "bm.1.g2": 1,
    "bm.1.g3": 1, "bm.1.g4": 1, "bm.1.g5": 1, "ege.chem.total": 1, "prob.avg.chem": 80,
    "org.rus.n80_plus": 3, "org.math_prof.n80_plus": 1, "org.chem.n80_plus": 1,
    "org.participants_persons": 8,
    "prob.n80_plus": 4,  # three in Russian, one more in mathematics
    "prob.n_not_passed_ege": 2,  # one in Russian and in mathematics, one in base mathematics
    "ege.phys.total": None, "org.phys.n80_plus": None, "prob.avg.phys": None,
}  # fmt: skip
"""Worked out by hand."""


def protocols(folder: Path, *names: str) -> list[Path]:
    return [FILES[name][0](folder / name, FILES[name][1]) for name in names or FILES]


def book(folder: Path, values: dict[str, object] | None = None) -> Path:
    path = folder / "Книга.xlsx"
    school = {"meta.school_id": "301", "meta.school_name": "СОШ № 5", **(values or {})}
    write_school_workbook(path, prefilled(FORM, school=school), created=DAY)  # type: ignore[arg-type]
    return path


def fill(folder: Path, paths: list[Path], values: dict[str, object] | None = None,
         **options: object) -> tuple[Filling, Submission]:  # fmt: skip
    target = folder / "Заполненная.xlsx"
    done = fill_file(book(folder, values), paths, target, created=DAY, **options)  # type: ignore[arg-type]
    again = read_workbook(target).submission
    assert again is not None
    return done, again


def test_the_tables_are_those_counted_by_hand(tmp_path: Path) -> None:
    done, filled = fill(tmp_path, protocols(tmp_path))
    assert {key: filled[key] for key in EXPECTED} == EXPECTED
    said = "\n".join(done.as_lines())
    assert "учтено: 17" in said
    assert "не понято: 0" in said
    assert len(done.filled) == 38
    assert done.differences == ()


def test_what_was_typed_stays_and_is_told(tmp_path: Path) -> None:
    typed = {"ege.rus.total": 9, "ege.rus.below": 1, "prob.avg.rus": 63.6, "ege.rus.b_100": "один"}
    done, filled = fill(tmp_path, protocols(tmp_path), typed)
    assert filled["ege.rus.total"] == 9
    assert filled["prob.avg.rus"] == 63.6
    said = "\n".join(done.as_lines())
    assert "ЕГЭ, D7 (Русский язык — Всего): вписано 9, по протоколам 8; оставлено" in said
    assert [one.field.id for one in done.differences] == ["ege.rus.total", "ege.rus.b_100"]
    replaced, now = fill(tmp_path, protocols(tmp_path), typed, may_replace_typed=True,
                         may_replace=True)  # fmt: skip
    assert {key: now[key] for key in EXPECTED if key != "prob.avg.rus"} == {
        key: value for key, value in EXPECTED.items() if key != "prob.avg.rus"
    }
    assert "заменено" in "\n".join(replaced.as_lines())
    assert read_workbook(tmp_path / "Заполненная.xlsx").submission == now


def test_no_file_is_written_over(tmp_path: Path) -> None:
    paths, source = protocols(tmp_path), book(tmp_path)
    before = {path: path.read_bytes() for path in (*paths, source)}
    for target in (source, tmp_path / "Русский.xlsx"):
        with pytest.raises(OutputError, match="не изменяется"):
            fill_file(source, paths, target, created=DAY, may_replace=True)
    assert {path: path.read_bytes() for path in before} == before


def test_persons_wait_for_all_the_protocols(tmp_path: Path) -> None:
    done, filled = fill(tmp_path, protocols(tmp_path, "Химия.csv"))
    assert filled["org.participants_persons"] is None
    assert filled["ege.chem.total"] == 1
    assert "обязательных предметов" in done.persons_left_out
    done, filled = fill(tmp_path, protocols(tmp_path), {"ege.phys.total": 3}, may_replace=True)
    assert "Физика" in done.persons_left_out
    assert filled["prob.n80_plus"] is None


def test_a_row_that_is_not_understood_leaves_its_subject_open(tmp_path: Path) -> None:
    paths = protocols(tmp_path)
    p.xlsx(paths[0], p.report([*RUSSIAN[:7], (EIGHT[7], "сто")], "01 - Русский язык 2026.06.04"))
    done, filled = fill(tmp_path, paths)
    assert filled["ege.rus.total"] is None
    assert filled["ege.math_prof.total"] == 4
    assert filled["org.participants_persons"] is None
    said = "\n".join(done.as_lines())
    assert "«Русский.xlsx», лист «Page 1», строка 15: балл или отметка не поняты" in said
    assert "Не заполнено, пока не поняты все строки: Русский язык." in said


OTHER = [(one, 50) for one in p.pupils(5, "302", 20)]


def test_whose_results_are_taken(tmp_path: Path) -> None:
    both = [p.xlsx(tmp_path / "Химия.xlsx", p.report([*CHEMISTRY, *OTHER]))]
    _, filled = fill(tmp_path, both)
    assert filled["ege.chem.total"] == 1
    _, filled = fill(tmp_path, both, school="302", may_replace=True)
    assert filled["ege.chem.total"] == 5
    with pytest.raises(ProtocolError, match=r"кода школы «7».*301, 302.*--school"):
        fill(tmp_path, both, {"meta.school_id": "7"}, may_replace=True)
    with pytest.raises(ProtocolError, match=r"в книге нет кода школы"):
        fill(tmp_path, both, {"meta.school_id": None}, may_replace=True)
    _, filled = fill(tmp_path, both, {"meta.school_id": "0301"}, may_replace=True)
    assert filled["ege.chem.total"] == 1


def test_no_name_is_in_anything_that_a_run_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the outputs, not in what was passing, not on the console, also where it fails."""
    left: list[bytes] = []
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    given = tmp_path / "Протоколы"
    given.mkdir()
    paths, source = protocols(given), book(tmp_path)
    p.xlsx(given / "Плохой.xlsx", [["Фамилия", "Балл"], ["Аистова", 5]])
    original = Path.replace

    def seen(self: Path, target: Path) -> Path:
        left.append(self.read_bytes())
        return original(self, target)

    monkeypatch.setattr(Path, "replace", seen)
    outputs = tmp_path / "out"
    outputs.mkdir()
    for files in (paths, [*paths, given / "Плохой.xlsx"]):
        arguments = ["fill", str(source), *map(str, files), "-o", str(outputs / "Книга.xlsx")]
        left.append(CliRunner().invoke(commands, arguments).output.encode())
    assert b"\xd1\x83\xd1\x87\xd1\x82\xd0\xb5\xd0\xbd\xd0\xbe: 17" in left[-2]
    written_files = [*passing.rglob("*"), *outputs.rglob("*")]
    left += [path.read_bytes() for path in written_files if path.is_file()]
    for path in outputs.glob("*.xlsx"):
        for sheet in load_workbook(path):
            left += [str(cell.value).encode() for row in sheet for cell in row if cell.value]
    assert p.names_in(left) == set()
    assert p.names_in([(given / "База.csv").read_bytes()]) != set()


# Any set of results gives the tables that a slow count gives.

SUBJECTS = [subject.key for subject in EDITION.subjects]
EXAMS = st.dictionaries(
    st.tuples(st.integers(0, 9), st.sampled_from([*SUBJECTS[:4], "eng", "deu", BASE_MATH])),
    st.integers(0, 100),
    max_size=30,
)


def slow_count(results: list[Result]) -> dict[str, object]:
    """Person by person and score by score, with nothing of the program but the thresholds."""
    found: dict[str, object] = {}
    passing = {subject.key: subject.threshold for subject in EDITION.subjects}
    ends = {"b_51_60": (51, 60), "b_61_70": (61, 70), "b_71_90": (71, 90), "b_91_99": (91, 99)}
    high, failed, persons = set(), set(), set()
    for one in results:
        persons.add(one.person)
        if one.subject == BASE_MATH:
            keys = ["bm.1.total", f"bm.1.g{one.score}"]
            zeros = [f"bm.1.g{mark}" for mark in (2, 3, 4, 5)]
            failed |= {one.person} if one.score == 2 else set()
        else:
            start = passing[one.subject]
            band = "below" if one.score < start else "b_min_50" if one.score <= 50 else "b_100"
            band = next((b for b, (a, z) in ends.items() if a <= one.score <= z), band)
            keys = [f"ege.{one.subject}.total", f"ege.{one.subject}.{band}"]
            zeros = [f"ege.{one.subject}.{b}" for b in (*ends, "below", "b_min_50", "b_100")]
            column = "foreign" if one.subject in ("eng", "deu") else one.subject
            zeros.append(f"org.{column}.n80_plus")
            if one.score >= 80:
                keys.append(f"org.{column}.n80_plus")
                high.add(one.person)
            failed |= {one.person} if one.score < start else set()
        found |= {key: 0 for key in zeros if key not in found}
        for key in keys:
            found[key] = int(str(found.get(key, 0))) + 1
    for key in {one.subject for one in results} - {BASE_MATH}:
        mine = [one.score for one in results if one.subject == key]
        found[f"prob.avg.{key}"] = (
            float(int(Fraction(sum(mine) * 100, len(mine)) + Fraction(1, 2))) / 100
        )
    if results:
        found |= {"org.participants_persons": len(persons), "prob.n80_plus": len(high)}
        found["prob.n_not_passed_ege"] = len(failed)
    return found


@settings(max_examples=150)
@given(EXAMS)
def test_any_results_give_what_a_slow_count_gives(exams: dict[tuple[int, str], int]) -> None:
    results = [
        Result(key, 2 + score % 4 if key == BASE_MATH else score, person)
        for (person, key), score in exams.items()
    ]
    assert count_results(EDITION, results) == slow_count(results)
