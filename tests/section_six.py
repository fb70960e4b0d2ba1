"""The real-life inputs of the form's description, section 6: typed cells, row by row.

✓ accepted silently, N with a note, W with a warning, E with an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from roadmap_xl.form.tables import BANDS

Cells = Mapping[str, object]
TOTAL, BELOW, SCORE = "ege.rus.total", "ege.rus.below", "prob.avg.rus"
PERCENT, TERM, MARK = "ind.1.2-1.y1", "pln.1-01.term", "pln.1-01.mark"
SAT: Cells = {
    **{f"ege.rus.{band}": 0 for band in BANDS},
    TOTAL: 5,
    "ege.rus.b_51_60": 5,
    SCORE: 55,
    "org.participants_persons": 5,
}
COUNTED: Cells = {f"{PERCENT}.num": 18, f"{PERCENT}.den": 21}
"""18 of 21: computed are 85,7, that is 86 %."""
NO_VALUE = object()
"""The cell is read as blank, or not taken."""


@dataclass(frozen=True)
class Typed:
    """What somebody typed into a cell among others, and what became of it."""

    row: int
    at: str
    raw: object
    taken: object
    outcome: str
    said: tuple[str, ...] = ()
    """The codes of the findings on the cell."""
    around: Cells = field(default_factory=dict)
    number_format: str = "General"

    def __str__(self) -> str:
        return f"{self.row}-{self.raw!r}"


def _each(
    row: int, at: str, raws: tuple[object, ...], *rest: object, **more: object
) -> list[Typed]:
    return [Typed(row, at, raw, *rest, **more) for raw in raws]  # type: ignore[arg-type]


NUMBERS: list[Typed] = [
    *_each(1, BELOW, ("-", "–", "—"), NO_VALUE, "✓"),
    *_each(2, BELOW, ("-", "–", "—"), 0, "N", ("TXT-002",), SAT),
    *_each(3, BELOW, ("нет", "Нет.", "не было"), 0, "N", ("TXT-002",), SAT),
    Typed(3, BELOW, "0 чел.", 0, "N", ("TXT-001",), SAT),
    *_each(4, TOTAL, ("не сдавали", "н/с", "не выбирали"), NO_VALUE, "N", ("TXT-002",)),
    *_each(5, TOTAL, ("н/д", "нет данных", "?"), NO_VALUE, "W", ("TXT-010",)),
    *_each(6, TOTAL, ("x", "Х", "х"), NO_VALUE, "N", ("TXT-002",)),
    *_each(7, TOTAL, ("5 чел", "5 чел.", "5 человек", "5ч"), 5, "N", ("TXT-001",), SAT),
    *_each(8, TOTAL, ("5 ", " 5", "\u00a05"), 5, "N", ("TXT-001",), SAT),
    Typed(9, TOTAL, "'5", 5, "N", ("TXT-001",), SAT),
    Typed(10, TOTAL, "пять", NO_VALUE, "E", ("TXT-003",)),
    *_each(11, TOTAL, ("5+2", "12/25"), NO_VALUE, "E", ("TXT-006",)),
    Typed(11, TOTAL, "3 (из них 1 ОВЗ)", NO_VALUE, "E", ("TXT-006",)),
    *_each(12, TOTAL, (2.5, "2.5"), NO_VALUE, "E", ("TXT-004",)),
    Typed(13, SCORE, -49, -49, "E", ("PRB-002",), SAT),
    *_each(14, SCORE, ("51,4", "51.4", "51,40"), 51.4, "N", ("TXT-001",), SAT),
    Typed(14, SCORE, 51.4, 51.4, "✓", (), SAT),
    *_each(15, SCORE, ("51 балл", "51б."), 51, "N", ("TXT-001",), SAT),
    Typed(15, SCORE, "≈51", 51, "W", ("TXT-011",), SAT),
    Typed(16, SCORE, 0, NO_VALUE, "N", ("TXT-002",)),
    Typed(17, SCORE, 5, 5, "E", ("PRB-005",), SAT),
    Typed(17, SCORE, "3,8", 3.8, "E", ("TXT-001", "PRB-005"), SAT),
    Typed(76, "prob.n_olymp", "12 (3 рег.)", 12, "N", ("TXT-018",)),
    *_each(66, SCORE, (date(2020, 5, 27),), NO_VALUE, "E", ("TXT-005",), SAT),
    *_each(72, TOTAL, ("#ДЕЛ/0!", "#ССЫЛКА!"), NO_VALUE, "E", ("FIL-010",)),
]

PERCENTS: list[Typed] = [
    *_each(18, PERCENT, ("86%", "86 %", "86,0%"), 0.86, "N", ("TXT-001",), COUNTED),
    Typed(18, PERCENT, "86", 0.86, "N", ("TXT-014",), COUNTED),
    Typed(19, PERCENT, 0.86, 0.86, "✓", (), COUNTED),
    *_each(19, PERCENT, ("0,86", ".86"), 0.86, "N", ("TXT-001",), COUNTED),
    Typed(20, PERCENT, 1, 1, "✓", (), {f"{PERCENT}.num": 21, f"{PERCENT}.den": 21}),
    Typed(20, PERCENT, 1, 0.01, "N", ("TXT-014",), {f"{PERCENT}.num": 1, f"{PERCENT}.den": 100}),
    Typed(21, PERCENT, "86 % (18 чел)", 0.86, "N", ("TXT-016",), COUNTED),
    Typed(22, PERCENT, 86, 0.86, "W", ("TXT-015",), COUNTED, "0%"),
    Typed(23, PERCENT, "86%", 0.86, "N", ("TXT-001",), COUNTED),
    Typed(24, PERCENT, 0.85, 0.85, "W", ("IND-014",), COUNTED, "0%"),
    Typed(25, "ind.1.2-1.unit", 18, "18", "E", ("IND-001",)),
    Typed(26, "ind.1.3-1.y1", 4, 4, "E", ("IND-002",)),
    Typed(27, PERCENT, "-", "не применимо", "N", ("TXT-002",)),
]

PLAN: list[Typed] = [
    *_each(54, TERM, ("до 01.10.2020", "01.10.2020 г.", "1 октября 2020", "к 1.10.20"), ..., "✓"),
    *_each(55, TERM, ("сентябрь 2020", "сент. 2020г", "09.2020"), ..., "✓"),
    Typed(56, TERM, "сентябрь", ..., "N", ("PLN-026",)),
    *_each(57, TERM, ("сентябрь-октябрь 2020", "сентябрь 2020 – май 2021"), ..., "✓"),
    Typed(57, TERM, "сентябрь – май", ..., "N", ("PLN-026",)),
    Typed(57, TERM, "июль - август 2015", ..., "E", ("PLN-006",)),
    *_each(58, TERM, ("в течение года", "весь период", "постоянно"), ..., "✓"),
    Typed(58, TERM, "в течение учебного года", ..., "✓"),
    *_each(59, TERM, ("ежеквартально", "1 раз в четверть", "ежемесячно", "еженедельно"), ..., "✓"),
    Typed(59, TERM, "до 25 числа каждого месяца", ..., "✓"),
    *_each(60, TERM, ("I квартал 2021", "каникулы", "август 2021 (педсовет)"), ..., "✓"),
    *_each(60, TERM, ("1 полугодие", "III четверть"), ..., "✓"),
    *_each(61, TERM, ("по плану", "по графику", "согласно приказу"), ..., "W", ("PLN-028",)),
    *_each(62, TERM, ("2020-2021 уч.г.", "2020/21", "20-21 уч. год"), ..., "✓"),
    *_each(63, TERM, (44105, date(2020, 10, 1)), "01.10.2020", "N", ("TXT-008",)),
    *_each(64, TERM, ("31.09.2020", "30.02.2021"), ..., "E", ("PLN-025",)),
    Typed(65, TERM, "10.01.2020", ..., "E", ("PLN-006",)),
    Typed(67, "pln.1-01.responsible", "администрация", ..., "✓"),
    Typed(67, "pln.1-01.responsible", "директор, ЗУВР", ..., "✓"),
    *_each(67, "pln.1-01.responsible", ("все учителя", "все"), ..., "W", ("PLN-024",)),
    *_each(67, "pln.1-02.responsible", ("—//—", "то же", '"'), "Иванова И. И.", "N", ("TXT-013",),
           {"pln.1-01.responsible": "Иванова И. И."}),
    *_each(71, "pln.1-01.result", (".", ",", "…", "/", " "), NO_VALUE, "✓ or N"),
]  # fmt: skip

_LATER: Cells = {TERM: "до 01.09.2021"}
MARKS: list[Typed] = [
    Typed(68, MARK, "проведено 12.10.2020, протокол №3", ..., "✓"),
    *_each(68, MARK, ("выполнено 12.10.2020", "исполнено, приказ № 5"), ..., "✓"),
    *_each(68, MARK, ("+", "да", "✓"), ..., "W", ("PLN-009",)),
    *_each(69, MARK, ("в работе", "выполняется", "частично"), ..., "✓", (), _LATER),
    Typed(69, MARK, "перенесено на май 2022", ..., "✓"),
    *_each(70, MARK, ("не выполнено (карантин)", "отменено"), ..., "✓", (), _LATER),
]
"""Asked at the report, with a term that has passed."""

ELSEWHERE: Mapping[int, str] = {
    28: "test_structure.test_a_hurt_workbook_is_read_and_told",
    29: "test_structure.test_a_hurt_workbook_is_read_and_told",
    30: "test_structure.test_a_hurt_workbook_is_read_and_told",
    31: "test_structure.test_a_hurt_workbook_is_read_and_told",
    32: "test_structure.test_a_hurt_workbook_is_read_and_told",
    33: "test_structure.test_a_hurt_workbook_is_read_and_told",
    34: "test_structure.test_a_hurt_workbook_is_read_and_told",
    35: "test_structure.test_a_hurt_workbook_is_read_and_told",
    36: "test_structure.test_a_hurt_workbook_is_read_and_told",
    37: "test_structure.test_a_hurt_workbook_is_read_and_told",
    38: "test_structure.test_a_hurt_workbook_is_read_and_told",
    39: "test_reading.test_a_filled_workbook_reads_back_the_same",
    40: "test_section_six.test_a_folder_is_searched_through_and_locks_are_passed_over",
    41: "test_other_formats.test_what_libreoffice_saves_says_the_same",
    42: "test_other_formats.test_what_libreoffice_saves_says_the_same",
    43: "test_reading.test_a_file_that_is_no_workbook_is_one_clear_fault",
    44: "test_other_formats.test_what_libreoffice_saves_says_the_same",
    45: "test_other_formats.test_a_file_that_no_program_has_calculated_is_read",
    46: "test_structure.test_a_hurt_workbook_is_read_and_told",
    47: "test_reading.test_a_file_that_is_no_workbook_is_one_clear_fault",
    48: "test_section_six.test_a_folder_is_searched_through_and_locks_are_passed_over",
    49: "test_reading.test_a_file_that_is_only_in_the_cloud_is_said_to_be",
    50: "test_school_names.test_one_school_is_known_by_every_spelling",
    51: "test_school_names.test_a_name_of_two_schools_is_not_guessed",
    52: "test_school_names.test_one_school_is_known_by_every_spelling",
    53: "test_school_names.test_a_name_without_number_or_own_name_says_nothing",
    73: "test_structure.test_a_link_to_another_file_gives_its_last_value_and_a_warning",
    74: "test_structure.test_a_hurt_workbook_is_read_and_told",
    75: "test_structure.test_a_hurt_workbook_is_read_and_told",
    77: "test_import.test_the_name_and_the_number_glued_to_it",
    78: "test_structure.test_a_table_pasted_one_row_lower_is_suspected",
    79: "test_dynamics.test_last_years_numbers_sent_again_are_told",
    80: "test_reading.test_macros_of_a_file_are_neither_read_nor_run",
}
"""Rows about files, sheets and names: the tests that try them."""
WAITING: Mapping[int, str] = {}
