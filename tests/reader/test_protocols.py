"""Protocols of РЦОИ: each row of each layout ends as counted, left out or not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import protocol_files as p
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap_xl.form.fields import form_of
from roadmap_xl.reader.protocols.newest import Results, newest_of
from roadmap_xl.reader.protocols.reading import PersonMarks, Protocol, files_of, read_protocol
from roadmap_xl.reader.protocols.rows import ProtocolError, State
from roadmap_xl.reader.protocols.subjects import SubjectNames

EDITION = form_of("2026").edition
FOUR = p.pupils(4)
SCORES = [(FOUR[0], 55), (FOUR[1], "100"), (FOUR[2], 12), (FOUR[3], "71")]
NUMBERS = Counter({55: 1, 100: 1, 12: 1, 71: 1})


def read(*tables: p.Rows, score_column: str = "", name: str = "протокол.csv") -> Results:
    """Several protocols as the lists of one run."""
    marks, protocols = PersonMarks(), list[Protocol]()
    for at, rows in enumerate(tables):
        data = p.csv_bytes(rows)
        protocols.append(read_protocol(data, f"{at} {name}", EDITION, marks, score_column))
    return newest_of(protocols)


def scores(results: Results, subject: str = "chem") -> Counter[int]:
    return Counter(one.score for one in results.usable() if one.subject == subject)


def reasons(results: Results, state: State = State.LEFT) -> dict[str, int]:
    return dict(results.reasons[state])


@pytest.mark.parametrize("kind", p.FORMATS)
@pytest.mark.parametrize("layout", [p.report, p.narrow, p.coded, p.language])
def test_layouts_and_formats(
    layout: Callable[[p.Scores], p.Rows], kind: str, tmp_path: Path
) -> None:
    ending, write = p.FORMATS[kind]
    path = write(tmp_path / f"Протокол{ending}", layout(SCORES))
    found = newest_of([read_protocol(path.read_bytes(), path.name, EDITION, PersonMarks())])
    assert scores(found, "eng" if layout is p.language else "chem") == NUMBERS
    assert found.count(State.UNCLEAR) == 0
    assert {one.school for one in found.outcomes if one.state is State.RESULT} == {"301"}
    assert len({one.person for one in found.usable()}) == 4


def test_several_subjects_one_under_another() -> None:
    found = read(
        p.one_under_another(
            p.report(SCORES), p.base([(FOUR[0], 5), (FOUR[1], "2")]), p.narrow(SCORES[:2], "Физика")
        )
    )
    assert scores(found) == NUMBERS
    assert scores(found, "base_math") == Counter({5: 1, 2: 1})
    assert scores(found, "phys") == Counter({55: 1, 100: 1})
    assert len({one.person for one in found.usable()}) == 4


WITHOUT_RESULT = [
    ("не явился", "не явился"),
    ("Неявка", "не явился"),
    ("н/я", "не явился"),
    ("не завершил по объективным причинам", "не завершил экзамен"),
    ("Аннулирован", "результат аннулирован"),
    ("удалён с экзамена", "результат аннулирован"),
    (None, "балла нет"),
]


@pytest.mark.parametrize(("written", "reason"), WITHOUT_RESULT)
def test_who_has_no_result_is_left_out_and_told(written: object, reason: str) -> None:
    found = read(p.report([*SCORES[:3], (FOUR[3], written)]))
    assert scores(found) == NUMBERS - Counter([71])
    assert reasons(found)[reason] == 1


@pytest.mark.parametrize("written", [101, "5.5", "-3", "пять", "3 из 5", "1e2", "०५"])
def test_a_score_that_is_none_leaves_the_subject_open(written: object) -> None:
    found = read(p.report([*SCORES[:3], (FOUR[3], written)]))
    assert found.usable() == []
    assert reasons(found, State.UNCLEAR) == {"балл или отметка не поняты": 1}


@pytest.mark.parametrize(
    ("grade", "reason"),
    [("ВПЛ", "выпускник прошлых лет"), ("выпускник прошлых лет", "выпускник прошлых лет"),
     ("СПО", "выпускник прошлых лет"), ("10", "не 11 класс"), ("9А", "не 11 класс")],
)  # fmt: skip
def test_those_who_are_no_graduates_of_this_year(grade: str, reason: str) -> None:
    found = read(p.report([*SCORES, (p.Pupil(7, "301", grade), 90)]))
    assert scores(found) == NUMBERS
    assert reasons(found)[reason] == 1


def test_a_class_that_is_missing_among_others_is_no_graduates() -> None:
    found = read(p.report([*SCORES, (p.Pupil(7, "301", ""), 90)]))
    assert reasons(found, State.UNCLEAR) == {"не указан класс": 1}
    assert found.usable() == []


def test_the_newest_score_wins() -> None:
    changed = p.appeals([(FOUR[0], 61), (FOUR[2], 36)])
    for tables in permutations([p.report(SCORES), changed]):
        found = read(*tables)
        assert scores(found) == Counter({61: 1, 100: 1, 36: 1, 71: 1})
        assert reasons(found)["есть более новый результат"] == 2


def test_a_reserve_day_and_a_second_copy() -> None:
    reserve = p.report([(FOUR[0], 64), (p.Pupil(9), 40)], "04 - Химия 2026.06.22")
    found = read(p.report(SCORES), reserve, p.narrow(SCORES))
    assert scores(found) == Counter({64: 1, 40: 1, 100: 1, 12: 1, 71: 1})
    assert reasons(found)["тот же результат ещё раз"] == 3


def test_an_annulment_later_takes_the_score_away() -> None:
    later = p.report([(FOUR[0], "аннулирован")], "04 - Химия 2026.06.22")
    found = read(p.report(SCORES), later)
    assert scores(found) == NUMBERS - Counter([55])


UNCLEAR_TOGETHER: list[tuple[list[p.Rows], str]] = [
    ([p.report(SCORES), p.narrow([(FOUR[0], 56)])], "два разных балла одного дня"),
    ([p.appeals([(FOUR[0], 56)])], "есть только список апелляций"),
    ([p.report(SCORES), p.appeals([(p.Pupil(11), 56)])], "апелляция того, кого нет в протоколах"),
    ([p.language(SCORES, "29 - Английский язык (устно) 2026.06.16")], "есть только устная часть"),
    ([[["Химия 01.06.2026"], ["Код ОО", "Класс", "Балл"], ["301", "11", 50]]] * 2,
     "не ясно, один ли это протокол дважды: в нём нет ни имён, ни номеров"),
    ([[["Химия 01.06.2026"], ["Код ОО", "Фамилия", "Балл"], ["301", "Аистова", 50],
       ["301", "Аистова", 50]]], "однофамильцы: не ясно, чей это балл"),
    ([[["Математика 01.06.2026"], ["Код ОО", "Фамилия", "Балл"], ["301", "Аистова", 50]]],
     "не ясно, какой предмет"),
    ([[["Химия 01.06.2026"], ["Код ОО", "Фамилия", "Балл"], [None, "Аистова", 50]]],
     "нет кода ОО"),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "reason"), UNCLEAR_TOGETHER)
def test_what_cannot_be_told_is_no_number(tables: list[p.Rows], reason: str) -> None:
    found = read(*tables)
    assert reason in reasons(found, State.UNCLEAR)
    assert found.usable() == []


def test_the_oral_part_is_in_the_score_of_the_written() -> None:
    found = read(
        p.language(SCORES, "09 - Английский язык 2026.06.14"),
        p.language([(one, 18) for one in FOUR], "29 - Английский язык (устно) 2026.06.16"),
    )
    assert scores(found, "eng") == NUMBERS


def test_namesakes_are_told_apart_by_their_documents() -> None:
    rows: p.Rows = [["Химия 01.06.2026"], ["Код ОО", "Фамилия", "Документ", "Балл"],
                    ["301", "Аистова", "1", 50], ["301", "Аистова", "2", 50]]  # fmt: skip
    assert scores(read(rows)) == Counter({50: 2})


OTHERS = [
    ("04 - Химия 2025.06.01", "экзамен другого года"),
    ("51 - Родной язык 2026.06.01", "предмета нет в бланке"),
]


@pytest.mark.parametrize(("subject", "reason"), OTHERS)
def test_exams_that_the_form_does_not_ask_for(subject: str, reason: str) -> None:
    found = read(p.report(SCORES, subject))
    assert found.usable() == []
    assert reasons(found)[reason] == 4
    assert found.count(State.UNCLEAR) == 0


def test_an_exam_of_grade_nine_is_none() -> None:
    found = read([["Протокол проверки результатов ОГЭ"], *p.report(SCORES)[3:]])
    assert reasons(found)["не ЕГЭ"] == 4


ASKED: p.Rows = [["Химия 01.06.2026"], ["Код ОО", "Фамилия", "Балл за работу", "Балл"],
         ["301", "Аистова", 13, 55]]  # fmt: skip


def test_it_asks_which_column_has_the_scores() -> None:
    with pytest.raises(ProtocolError, match=r"C «Балл за работу», D «Балл».*--score-column"):
        read(ASKED)
    assert scores(read(ASKED, score_column="балл")) == Counter({55: 1})
    assert scores(read(ASKED, score_column="D")) == Counter({55: 1})
    with pytest.raises(ProtocolError, match="графы «Итог» нет"):
        read(ASKED, score_column="Итог")


@pytest.mark.parametrize(
    "rows",
    [[], [["Отчёт"], ["Аистова", 5]], [["Код ОО", "Фамилия", "Балл"], ["301", "Аистова", 50]]],
)
def test_what_is_no_protocol_is_refused_without_a_name(rows: p.Rows) -> None:
    with pytest.raises(ProtocolError) as refused:
        read(rows)
    assert "Аистова" not in str(refused.value)
    assert "»" in str(refused.value)


CODED = [
    ("Математика профильная", ("math_prof",)),
    ("02 - Математика 2026.06.08", ("math_prof",)),
    ("22 - Математика 08.06.2026", ("base_math",)),
    ("22 - Математика базовая (ЕГЭ)", ("base_math",)),
    ("Математика", ("math_prof", "base_math")),
    ("22 - Математика профильная", ("math_prof", "base_math")),
    ("25 - Информатика (КЕГЭ) 2026.06.18", ("inf",)),
    ("Предмет: 01 - Русский язык", ("rus",)),
    ("Английский язык п:2022.06.14; у:2022.06.16", ("eng",)),
    ("Обществознание(2026.06.11)", ("soc",)),
    ("20 - Республика Степная", ()),
]


@pytest.mark.parametrize(("text", "subjects"), CODED)
def test_titles_of_exams(text: str, subjects: tuple[str, ...]) -> None:
    assert SubjectNames(EDITION).title(text).subjects == subjects


# Any list of results, in any order of columns, with anything around it.

RESULTS = st.lists(
    st.tuples(st.integers(0, 11), st.one_of(st.integers(0, 100), st.sampled_from(["н/я", None]))),
    max_size=12,
    unique_by=lambda one: one[0],
)


@settings(max_examples=40)
@given(RESULTS, st.randoms(use_true_random=False), st.integers(0, 3), st.integers(0, 3))
def test_columns_moved_widened_and_put_in(
    drawn: list[tuple[int, object]], dice: object, above: int, within: int
) -> None:
    """Whatever stands around them, the scores are those that were drawn, and every row is told."""
    wanted = Counter(score for _, score in drawn if isinstance(score, int))
    table = p.narrow([(p.Pupil(number), score) for number, score in drawn])
    order = list(range(len(table[1])))
    dice.shuffle(order)  # type: ignore[attr-defined]
    rows: p.Rows = [["Справка"]] * above + [table[0]]
    for line in table[1:]:
        moved = [line[at] for at in order]
        cut = within % len(order)
        rows.append([*moved[:cut], *[None] * within, *moved[cut:]])
    rows += [["Всего участников", len(drawn)], ["Исполнитель: Снегирёва И. П."]]
    found = read(rows)
    assert scores(found) == wanted
    assert found.count(State.RESULT) == wanted.total()
    assert found.count(State.LEFT) == len(drawn) - wanted.total() + 2


def test_every_file_of_a_folder_is_a_protocol(tmp_path: Path) -> None:
    """What cannot be read is said: results that were passed over would be missed by nobody."""
    (tmp_path / "май").mkdir()
    for name in ("б.csv", "май/а.xlsx", "май/~$а.xlsx", ".roadmap-1", "приказ.pdf"):
        (tmp_path / name).write_bytes(b"")
    found = [path.relative_to(tmp_path).as_posix() for path in files_of([tmp_path])]
    assert found == ["б.csv", "май/а.xlsx", "приказ.pdf"]


TITLES = ["№", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Номер", "Балл"]


def plain(given: p.Scores) -> p.Rows:
    """Below `TITLES`."""
    return [
        [at, one.school, one.grade, one.surname, one.first, one.patronymic, one.document, score]
        for at, (one, score) in enumerate(given, start=1)
    ]


@pytest.mark.parametrize(
    ("written", "subject", "unclear"),
    [("04", "chem", 0), (4, "chem", 0), ("04 Химия", "chem", 0), ("04. Химия", "chem", 0),
     ("22", "base_math", 4), ("06", "bio", 4), ("химия 11", "chem", 4), ("Родной язык", "chem", 0)],
)  # fmt: skip
def test_a_column_of_subjects(written: object, subject: str, unclear: int) -> None:
    """Codes that were seen are known; what may be a subject of the form is never just left out."""
    if subject == "base_math":
        rows = [["Предмет", *TITLES[:-1], "Оценка"]]
    else:
        rows = [["Предмет", *TITLES]]
    found = read([["Результаты ЕГЭ"], *rows, *([written, *row] for row in plain(SCORES))])
    assert found.count(State.UNCLEAR) == unclear
    expected = Counter[int]() if unclear or written == "Родной язык" else NUMBERS
    assert scores(found, subject) == expected


def test_a_number_between_rows_is_no_subject() -> None:
    """The number of a page, or a total, is not taken for the code of another exam."""
    rows = plain(SCORES)
    found = read([[p.SUBJECT], TITLES, *rows[:2], ["22"], ["1", "22.06.2026"], [12], *rows[2:]])
    assert scores(found) == NUMBERS


@pytest.mark.parametrize("status", ["Отменён", "Результат отменен", "недействителен"])
def test_what_was_revoked_is_no_result(status: str) -> None:
    marks = [*[[*row, "Действующий результат"] for row in plain(SCORES[:3])],
             [*plain(SCORES[3:])[0], status]]  # fmt: skip
    found = read([[p.SUBJECT], [*TITLES, "Статус"], *marks])
    assert found.count(State.UNCLEAR) == 1
    assert scores(found) == Counter()


def test_several_schools_without_a_column_are_refused() -> None:
    titles = [one for one in TITLES if one != "Код ОО"]
    rows = [[row[0], *row[2:]] for row in plain(SCORES)]
    one = [[p.SUBJECT], titles, ["301 МБОУ СОШ № 5"], *rows]
    assert scores(read(one)) == NUMBERS
    with pytest.raises(ProtocolError, match="несколько школ"):
        read([*one[:4], ["302 МБОУ СОШ № 6"], *rows[1:]])


def test_commas_inside_texts_part_no_columns() -> None:
    """More commas in masks than semicolons between columns; zeros and points in codes."""
    masks = "1(2),0(3),1(1),0(2),2(2),0(3),1(3),0(1),0(1),1(1),1(1),2(2),0(1)"
    codes = ("0301", "301", "301.0", "0 301")
    rows = [[row[0], code, *row[2:], masks] for row, code in zip(plain(SCORES), codes, strict=True)]
    lines = [[p.SUBJECT], [*TITLES, "Задания с развёрнутым ответом"], *rows]
    data = "\r\n".join(";".join(map(str, line)) for line in lines).encode("cp1251")
    found = newest_of([read_protocol(data, "протокол.csv", EDITION, PersonMarks())])
    assert scores(found) == NUMBERS
    assert set(found.by_school()) == {"301"}
