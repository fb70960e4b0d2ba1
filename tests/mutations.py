"""One fault at a time, put into a school's valid workbook: each breaks exactly one control."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.rows import is_asked_of_school
from roadmap_xl.form.tables import Indicator
from roadmap_xl.form.vocabulary import NO_GRADE11, REPORTING

Cells = Mapping[str, object]


@dataclass(frozen=True)
class Mutation:
    """`changed` is typed into the workbook of a clean school; `code` is then told at `at`."""

    code: str
    at: str
    """The id of the field."""
    changed: Cells
    before: Cells = field(default_factory=dict)
    """Valid values that differ from the school's: the rule has to be asked."""
    edition: str = "2020"
    written: bool = False
    """By our writer, who gives a cell the format of its value; all others are typed."""
    also: tuple[str, ...] = ()
    """Codes that the page of the controls lets stand beside it."""
    why: str = ""
    """Why more than one cell has to change, or something else has to be said."""

    def __str__(self) -> str:
        return f"{self.code}-{self.at}"


SCHOOL = "230501"
"""The grammar school: exams in eleven subjects, every indicator, no fault."""
_REPORT: Cells = {"meta.stage": REPORTING}


def _one(
    code: str,
    at: str,
    value: object,
    before: Cells | None = None,
    *,
    edition: str = "2020",
    also: tuple[str, ...] = (),
) -> Mutation:
    return Mutation(code, at, {at: value}, before or {}, edition, also=also)


def _reported(code: str, at: str, changed: Cells) -> Mutation:
    return Mutation(code, at, changed, _REPORT)


def _base_math_sat_by(people: int) -> Cells:
    """This year's row, all with the same mark."""
    return {"bm.1.total": people, "bm.1.g3": 0, "bm.1.g4": people, "bm.1.g5": 0}


def _sat_by_one(*subjects: str) -> dict[str, object]:
    """The rows of a single graduate with 65 points in each of these subjects."""
    found: dict[str, object] = {}
    for subject in subjects:
        found |= {f"ege.{subject}.total": 1, f"ege.{subject}.b_61_70": 1}
        found |= {
            f"ege.{subject}.{band}": 0
            for band in ("below", "b_min_50", "b_51_60", "b_71_90", "b_91_99", "b_100")
        }
        found[f"prob.avg.{subject}"] = 65
    return found


def _single_graduate(*subjects: str) -> dict[str, object]:
    """A school whose only graduate sat these subjects."""
    form = form_of("2020")
    exams = {
        f.id: None
        for f in form.fields
        if f.is_input and f.id.startswith(("ege.", "org.", "prob.avg."))
    }
    counts = {"org.participants_persons": 1, "prob.n80_plus": 0, "prob.n_not_passed_ege": 0}
    return {**exams, **counts, **_sat_by_one(*subjects)}


def _every_term(text: str) -> dict[str, object]:
    """The column «Сроки» copied down."""
    rows = form_of("2020").edition.plan_items
    return {f"pln.{row.key}.term": text for row in rows if is_asked_of_school(row)}


def _blank_group(group: str) -> dict[str, object]:
    form = form_of("2020")
    return {
        f.id: None
        for f in form.fields
        if f.table is Indicator and f.is_input and getattr(f.row, "group", "") == group
    }


_SIX = ("rus", "math_prof", "phys", "chem", "inf", "bio")

MUTATIONS: tuple[Mutation, ...] = (
    # --- the exams ---
    _one("EGE-001", "ege.geo.b_51_60", -1),
    _one("EGE-002", "ege.geo.total", 4),
    _one("EGE-003", "ege.geo.total", None),
    Mutation(
        "EGE-004", "ege.geo.total",
        {f"ege.geo.{band}": None for band in
         ("below", "b_min_50", "b_51_60", "b_61_70", "b_71_90", "b_91_99", "b_100")},
        why="the fault is that all bands are blank",
    ),
    Mutation("EGE-005", "ege.geo.total", {"ege.geo.b_100": None}),
    Mutation(
        "EGE-006", "ege.geo.b_51_60", {"ege.geo.b_51_60": 5, "ege.geo.b_100": "пять"},
        also=("TXT-003",), why="where every band is a number, EGE-002 says it more precisely",
    ),
    Mutation("EGE-007", "ege.rus.b_51_60_pct", {"ege.rus.b_51_60_pct": 0.5}),
    Mutation(
        "EGE-009", "ege.rus.total",
        {**_sat_by_one("phys"), **_base_math_sat_by(1), "org.participants_persons": 1},
        {**_single_graduate("rus"), "ege.rus.total": None, "ege.rus.b_61_70": None,
         "prob.avg.rus": None, "org.participants_persons": None}, edition="2026",
        why="a school where Russian is not told and physics is",
    ),
    Mutation(
        "EGE-010", "ege.geo.total", {"ege.geo.total": 61, "ege.geo.b_61_70": 60},
        why="the sum of the bands has to agree",
    ),
    _one("EGE-011", "org.participants_persons", 181, {"meta.grads11_total": 200}),
    Mutation(
        "EGE-012", "org.participants_persons", _sat_by_one("hist"),
        _single_graduate(*_SIX), why="a whole row more",
    ),
    Mutation(
        "EGE-013", "ege.math_prof.total", _base_math_sat_by(40), edition="2026",
        why="the marks have to add up",
    ),
    Mutation("EGE-017", "ege.inf.below", {"ege.inf.below": 4, "ege.inf.b_51_60": 3}),
    Mutation("EGE-018", "ege.lit.b_100", {"ege.lit.b_100": 1, "ege.lit.b_71_90": 3}),
    Mutation(
        "EGE-020", "ege.chem.total",
        {"ege.chem.total": 4, "ege.chem.b_51_60": 0, "prob.avg.chem": 65.5},
    ),
    Mutation("EGE-021", "org.participants_persons", {"meta.grads11_total": 59}),
    # --- base maths ---
    _one("BM-001", "bm.2.total", 32),
    _one("BM-002", "bm.2.g3", -4),
    Mutation("BM-003", "bm.2.g3_pct", {"bm.2.g3_pct": 0.5}),
    Mutation("BM-004", "bm.1.year", {"bm.1.total": 3, "bm.1.g4": 3}),
    _one("BM-005", "bm.1.year", "2019 год"),
    Mutation("BM-006", "bm.1.total", _base_math_sat_by(61), edition="2026"),
    Mutation("BM-007", "bm.1.total", _base_math_sat_by(20), edition="2026"),
    # --- the table by school ---
    *(
        Mutation(code, f"org.{column}", {f"org.{column}": 55})
        for code, column in (
            ("ORG-001", "rus.participants"), ("ORG-002", "rus.not_passed"),
            ("ORG-003", "rus.below60"), ("ORG-007", "foreign.participants"),
        )
    ),
    _one("ORG-004", "org.chem.n80_plus", 3),
    _one("ORG-008", "org.participants_persons", None),
    _one("ORG-010", "org.chem.n80_plus", None),
    _one("ORG-011", "org.chem.n80_plus", -1),
    # --- the problem ---
    _one("PRB-001", "prob.avg.geo", 162.5),
    _one("PRB-002", "prob.avg.geo", -62.5),
    _one("PRB-003", "prob.avg.deu", 50),
    _one("PRB-004", "prob.avg.geo", None),
    _one("PRB-005", "prob.avg.geo", 90),
    _one("PRB-006", "prob.avg.geo", 62.3),
    _one("PRB-009", "prob.n_olymp", None),
    _one("PRB-010", "prob.n80_plus", 40),
    _one("PRB-011", "prob.n_not_passed_ege", 6),
    _one(
        "PRB-012", "prob.n_not_passed_gia", 1,
        {"ege.math_prof.below": 0, "ege.math_prof.b_min_50": 12, "prob.n_not_passed_ege": 4},
        edition="2026",
    ),
    _one("PRB-013", "prob.n_not_passed_gia", 1),
    _one("PRB-014", "prob.n_olymp", 900),
    _one("PRB-015", "prob.avg.inf", 42),
    # --- indicators and headcounts ---
    _one("IND-001", "ind.1.2-1.unit", "люди"),
    _one("IND-002", "ind.1.2-1.y1", 31),
    _one("IND-003", "ind.1.2-1.y1", 0.7),
    _one("IND-005", "ind.1.2-3.y1.den", 47),
    Mutation("IND-004", "ind.1.4-3.y1", {"ind.1.4-3.y1.den": None}),
    Mutation("IND-006", "ind.1.3-1.unit", _blank_group("1.3"), why="the whole table is blank"),
    Mutation("IND-007", "ind.1.2-4.y1.num", {"ind.1.2-3.y1.num": 30, "ind.1.2-3.y1": 0.65}),
    Mutation("IND-008", "ind.1.3-2.y2", {"ind.1.3-2.y2": 0.97, "ind.1.3-2.y2.num": 795}),
    _one("IND-009", "ind.1.4-1.y1", 1),
    Mutation("IND-010", "ind.1.5-1.name", {"ind.1.5-1.unit": None}),
    Mutation("IND-011", "ind.1.1-3.y1", {"ind.1.1-3.y1": 0.98, "ind.1.1-3.y1.num": 15190}),
    Mutation("IND-012", "ind.1.3-3.y1", {"ind.1.3-3.y1": 1, "ind.1.3-3.y1.num": 813}),
    Mutation("IND-013", "ind.1.2-1.y1.pct", {"ind.1.2-1.y1.pct": 0.5}),
    _one("IND-014", "ind.1.2-1.y2", 0.82),
    _one("IND-015", "ind.1.2-1.y2", "не применимо"),
    _one("NUM-001", "meta.heads_total.y1", None, {"ind.1.2-2.y1": None, "ind.1.2-2.y2": None}),
    _one("NUM-002", "meta.grads11_total", -1),
    _one("TXT-004", "meta.pupils_total.y2", -820),
    # --- the plan ---
    _one("PLN-001", "pln.1-01.term", None),
    _one("PLN-002", "pln.1-01.responsible", None),
    _one("PLN-003", "pln.1-01.result", None),
    _reported("PLN-004", "pln.1-01.mark", {"pln.1-01.mark": None}),
    _one("PLN-005", "pln.1-01.term", "когда получится"),
    _one("PLN-028", "pln.1-01.term", "по мере необходимости"),
    _one("PLN-006", "pln.1-01.term", "10.01.2020"),
    _one("PLN-007", "pln.1-01.term", "май 2021 – сентябрь 2020"),
    _reported("PLN-008", "pln.1-01.mark", {"pln.1-01.mark": "выполнено 07.12.2020, приказ № 181"}),
    _reported("PLN-009", "pln.1-01.mark", {"pln.1-01.mark": "выполнено"}),
    _reported("PLN-010", "pln.1-11.mark", {"pln.1-11.mark": "см. сайт школы"}),
    Mutation("PLN-013", "pln.1-X1.text", {"pln.1-X1.text": "Школа молодого учителя"}),
    Mutation("PLN-019", "pln.1-01.term", _every_term("в течение года"), why="copied down"),
    Mutation("PLN-020", "pln.1.term", {"pln.1.term": "октябрь 2020", "pln.1-07.term": None}),
    _one("PLN-021", "pln.3.1-01.result", "О результатах ГИА-2020"),
    _reported("PLN-023", "pln.1-07.mark", {"pln.1-07.term": "ежемесячно"}),
    _one("PLN-024", "pln.1-01.responsible", "Все учителя"),
    _one("PLN-026", "pln.1-01.term", "сентябрь"),
    _one("PLN-025", "pln.1-01.term", "до 31.09.2020"),
    # --- the passport, the school, its years ---
    _one("PSP-001", "psp.developer", None),
    _one("PSP-002", "psp.goal", None),
    _one("PSP-004", "psp.funding", "120"),
    _one("PSP-005", "psp.stages", "сентябрь 2018 – май 2019"),
    _one("SCH-001", "meta.school_name", "СОШ №"),
    _one("SCH-009", "meta.contact", None),
    _reported("SCH-010", "meta.report_date", {"meta.report_date": None}),
    _one("SCH-014", "meta.stage", "сдаём"),
    _one("SCH-015", "meta.grade11", "да"),
    _one("SCH-016", "meta.grade11", NO_GRADE11),
    Mutation("SGN-001", "sgn.position", {"sgn.fio": None}),
    _one("SGN-002", "sgn.date", None),
    _one("SGN-002", "sgn.date", date(2030, 1, 1)),
    _one("YR-001", "meta.results_year", "2018/2019"),
    _one("YR-002", "bm.2.year", "2015 год"),
    _one("YR-004", "pln.1-01.result", "Справка об итогах ГИА-2018"),
    # --- how it was typed ---
    _one("TXT-001", "ege.geo.total", "2 чел."),
    _one("TXT-002", "ege.geo.b_100", "нет"),
    _one("TXT-003", "prob.n_olymp", "сорок"),
    _one("TXT-004", "prob.n_olymp", 40.5),
    _one("TXT-005", "prob.n_olymp", date(2026, 5, 27)),
    _one("TXT-006", "prob.n_olymp", "40+1"),
    _one("TXT-007", "sgn.date", "скоро"),
    _one("TXT-008", "sgn.date", "01.10.2020"),
    _one("TXT-009", "meta.grade11", "Есть."),
    _one("TXT-010", "prob.n_olymp", "н/д"),
    _one("TXT-011", "prob.n_olymp", "≈41"),
    _one("TXT-012", "meta.school_id", "…"),
    _one("TXT-013", "pln.1-02.responsible", "—//—"),
    _one("TXT-014", "ind.1.2-1.y1", "67"),
    Mutation("TXT-014", "ind.1.2-1.y1", {"ind.1.2-1.y1": 67}, written=True),
    _one("TXT-015", "ind.1.2-1.y1", 67),
    _one("TXT-016", "ind.1.2-1.y1", "67 % (31 чел.)"),
    _one("TXT-018", "prob.n_olymp", "4 (2 рег.)"),
    _one("PSP-003", "psp.goal", ".", also=("PSP-002",)),
    _one("PLN-022", "pln.1-07.mark", "."),
    _one("FIL-010", "prob.n_olymp", "#Н/Д"),
)  # fmt: skip


def mutated_codes() -> Iterator[str]:
    for mutation in MUTATIONS:
        yield mutation.code
