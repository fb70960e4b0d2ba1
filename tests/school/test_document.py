"""The Word document: the real form's own text in its order, percents from counts, only text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import word_documents as w
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from roadmap_xl.campaign.demo.real_school import real_school
from roadmap_xl.campaign.demo.schools import DemoSchool, demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Submission, Value, blank
from roadmap_xl.form.vocabulary import NO_GRADE11, NO_GRADUATES
from roadmap_xl.school.paper.whole import PaperState, document_bytes

DAY = date(2026, 11, 25)
FORM = form_of("2020")
SEED = Path(__file__).parents[1].joinpath("seed_roadmap_2020.txt").read_text(encoding="utf-8")
DRAFT, FINAL = PaperState(to_sign=False, errors=3), PaperState(to_sign=True)
SETTINGS = "word/settings.xml"
EVERY_EDITION = [*editions(), *(f"{key}-район" for key in editions())]


def made(submission: Submission, state: PaperState = FINAL, day: date = DAY) -> bytes:
    return document_bytes(submission, state, created=day)


def of(values: dict[str, Value], edition: str = "2020") -> bytes:
    return made(blank(form_of(edition), values))


@pytest.fixture(scope="module")
def real() -> bytes:
    return made(real_school(FORM))


def seed_lines() -> Iterator[str]:
    """The real document's lines as the form has them; docs/form.md says where they differ."""
    seen = set()
    for line in SEED.splitlines():
        line = re.sub(r"\[bookmark: \w+\]|\[footnoteRef:\d\]", "", line)
        line = re.sub(r"\[\d:(.*?)\]", r"\1", line)
        if line == "Биология –  " and line in seen:
            line = "История –"  # the document names «Биология» twice
        seen.add(line)
        if w.compact(line):
            yield line


def test_every_line_of_the_real_document_stands_in_it_in_order(real: bytes) -> None:
    text, at = w.compact(w.all_text(real)), 0
    lines = list(seed_lines())
    assert len(lines) > 330
    for line in lines:
        found = text.find(w.compact(line), at)
        assert found >= 0, f"after …{text[at - 60 : at]}: {line!r}"
        at = found + len(w.compact(line))


def test_the_tables_stand_in_the_documents_order_with_its_headers(real: bytes) -> None:
    heads = [w.rows(table)[0] for table in w.opened(real).tables]
    indicator = ["Наименование целевого показателя", "Единица измерения", "2020/2021", "2021/2022"]
    plan = ["№ п/п", "Мероприятия", "Сроки", "Ответственные", "Результат", "Отметка об исполнении"]
    assert [head[0] for head in heads[:4]] == [
        "Предмет",
        "Математика базовая",
        "№ п/п",
        "Состав рабочей группы",
    ]
    assert heads[4:9] == [indicator] * 5
    assert heads[9] == plan
    assert len(heads) == 11


def test_the_footnotes_are_footnotes(real: bytes) -> None:
    said = [text.strip() for text in w.footnotes(real).values()]
    assert said == ["Указывается параметр «численность»", "Русский язык", "Математика (профильная)"]
    head = w.table_with(real, "№ п/п")[0]
    assert head[2:5] == ["Итоги ЕГЭ", "Р/Я", "М (П)"]


@pytest.mark.parametrize("edition", EVERY_EDITION)
def test_every_activity_and_indicator_of_every_edition_is_there(edition: str) -> None:
    form = form_of(edition)
    text, at = w.compact(w.all_text(made(prefilled(form)))), 0
    printed = [row for row in form.edition.indicators if row.kind != "own"]
    activities = [row for row in form.edition.plan_items if row.kind != "own"]
    for row in (*printed, *activities):
        found = text.find(w.compact(row.label), at)
        assert found >= 0, row.label
        at = found + len(w.compact(row.label))
    assert len(activities) == 78
    assert text.find(w.compact("(подпись) (ФИО)"), at) > 0


def percent(count: int, whole: int) -> str:
    exact = Decimal(100 * count) / Decimal(whole)
    return f"{exact.quantize(Decimal(1), ROUND_HALF_UP)}%"


SAT = [s for s in demo_schools(FORM) if isinstance(s.raw.get("ege.rus.total"), int)]


@pytest.mark.parametrize("school", SAT, ids=lambda school: school.code)
def test_percents_are_computed_from_the_counts_beside_them(school: DemoSchool) -> None:
    submission = school.submission(FORM)
    data = made(submission)
    table = w.table_with(data, "Предмет")[1:]
    assert [row[0] for row in table] == [row.label for row in FORM.edition.subjects]
    for subject, row in zip(FORM.edition.subjects, table, strict=True):
        total = submission[f"ege.{subject.key}.total"]
        assert row[1] == ("" if total is None else str(total))
        for count, share in zip(row[2::2], row[3::2], strict=True):
            assert share == (percent(int(count or 0), total) if total else "")


def test_a_typed_percent_never_stands_over_the_counts() -> None:
    counts = {"ind.1.2-1.unit": "%", "ind.1.2-1.y1.num": 18, "ind.1.2-1.y1.den": 21}
    typed = {"ind.1.2-1.y1": 0.5, "ind.1.2-1.y2": 0.87, "ind.1.3-1.y1": 4, "ind.1.3-1.y2": 0.195}
    tables = w.tables_with(of(counts | typed), "Единица измерения")
    assert tables[1][1] == ["Доля педагогов, повысивших квалификацию", "%", "86%", "87%"]
    assert tables[2][1] == ["Доля наставников", "", "4", "19,5%"]


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("%", 0.91, "91%"),
        ("%", 1, "100%"),
        ("%", 95, "95"),
        ("ед.", 0.5, "0,5"),
        ("ед.", 1, "1"),
        ("шк.", "да", "да"),
        ("%", "не применимо", "не применимо"),
    ],
)
def test_an_indicator_of_its_own_is_shown_in_its_unit(unit: str, value: Value, shown: str) -> None:
    values: dict[str, Value] = {"ind.1.5-1.name": "Свой", "ind.1.5-1.unit": unit}
    table = w.tables_with(of(values | {"ind.1.5-1.y1": value}), "Единица измерения")[4]
    assert table[1] == ["Свой", unit, shown, ""]


def test_the_whole_of_a_share_is_the_headcount_where_none_is_typed() -> None:
    values: dict[str, Value] = {"meta.teachers_total.y1": 8, "ind.1.2-1.y1.num": 1}
    assert w.tables_with(of(values), "Единица измерения")[1][1][2] == "13%"  # 12.5, half up


def test_the_schools_own_table_is_computed_from_the_exams() -> None:
    taken = {"rus": (3, 1, 1, 1), "eng": (2, 1, 0, 0), "deu": (1, 0, 1, 0)}
    values: dict[str, Value] = {"meta.school_name": "СОШ с. Ивановка"}
    values |= {"org.participants_persons": 4, "org.foreign.n80_plus": 1}
    for subject, numbers in taken.items():
        columns = ("total", "below", "b_min_50", "b_51_60")
        values |= {f"ege.{subject}.{c}": n for c, n in zip(columns, numbers, strict=True)}
    table = w.table_with(of(values), "Общеобразовательная организация")
    assert [row[1] for row in table[1:]] == ["СОШ с. Ивановка\nЧисленность участников 4"] * 4
    measures = {row[2]: dict(zip(table[0], row, strict=True)) for row in table[1:]}
    assert [measures[name]["Р/Я"] for name in measures] == ["3", "1", "2", ""]
    assert [measures[name]["И/Я"] for name in measures] == ["3", "1", "1", "1"]


def test_headings_of_the_plan_are_merged_and_say_what_holds_for_their_activities() -> None:
    values: dict[str, Value] = {
        "pln.1.term": "сентябрь 2020",
        "pln.1.responsible": "директор",
        "pln.1-01.term": "до 01.10.2020",
        "pln.1-01.mark": "выполнено",
        "pln.1-X1.text": "Свой пункт",
        "pln.2-X1.term": "май",
    }
    table = w.table_with(of(values), "Мероприятия")
    assert table[1] == [
        "1.",
        "Организационные мероприятия\nСроки: сентябрь 2020\nОтветственные: директор",
    ]
    assert table[2] == ["1.1.", FORM.edition.plan_items[0].label, "до 01.10.2020", "директор", "",
                        "выполнено"]  # fmt: skip
    own = [row for row in table[1:] if row[0] == "" and row[1] in ("Свой пункт", "")]
    assert own == [["", "Свой пункт", "", "", "", ""], ["", "", "май", "", "", ""]]
    assert len(table) == 1 + 20 + 78 + 2


def test_what_others_answer_for_is_marked() -> None:
    plan = w.table_with(of({}), "Мероприятия")
    assert sum("район" in row[0].split("\n") for row in plan) == 24
    of_district = w.table_with(of({}, "2020-район"), "Мероприятия")
    assert sum("школа" in row[0].split("\n") for row in of_district) == 78 - 24


def test_the_districts_own_document_has_its_parts_alone() -> None:
    data = of({"meta.school_name": "Управление образования"}, "2026-район")
    assert [w.rows(table)[0][0] for table in w.opened(data).tables] == [
        "Наименование целевого показателя",
        "№ п/п",
        "",
    ]
    text = w.all_text(data)
    assert "ЕГЭ 2025/2026" not in text
    assert "(наименование управления образования)" in text


@pytest.mark.parametrize("state", [NO_GRADE11, NO_GRADUATES])
def test_a_school_without_graduates_signs_no_empty_exam_tables(state: str) -> None:
    data = made(prefilled_with({"meta.grade11": state}))
    text = w.all_text(data)
    assert text.count(f"Итоги ЕГЭ не заполняются: {state}.") == 2
    assert "Итоги ЕГЭ 2025/2026 учебного года" in text
    assert "Численность не прошедших ГИА" in text
    assert "Численность не прошедших ЕГЭ" not in text
    assert w.tables_with(data, "Предмет") == []


@pytest.mark.parametrize("filled", ["ege.rus.total", "bm.1.total", "org.participants_persons"])
def test_exams_of_a_school_that_says_it_has_none_are_not_lost(filled: str) -> None:
    data = made(prefilled_with({"meta.grade11": NO_GRADE11, filled: 77}))
    assert "77" in w.all_text(data)
    averages = made(prefilled_with({"meta.grade11": NO_GRADE11, "prob.avg.chem": 77}))
    assert "Химия – 77" in w.all_text(averages)


def prefilled_with(values: dict[str, Value]) -> Submission:
    form = form_of("2026")
    known = {f.id: v for f, v in zip(form.fields, prefilled(form).values, strict=True)}
    return blank(form, known | values)


@pytest.mark.parametrize("edition", EVERY_EDITION)
def test_every_filled_field_that_is_signed_is_printed(edition: str) -> None:
    """A text that stands nowhere else, in each field a signature stands for."""
    form = form_of(edition)
    unprinted = {"meta.results_year", "meta.grade11", "sgn.date"}
    asked = [f for f in form.fields if f.is_signed and f.id not in unprinted]
    shown = [f for f in asked if f.column not in ("y1_num", "y1_den", "y2_num", "y2_den")]
    shown = [f for f in shown if not f.id.startswith("meta.") or f.id == "meta.school_name"]
    values: dict[str, Value] = {f.id: f"w{n:04}w" for n, f in enumerate(shown)}
    text = w.all_text(made(blank(form, values)))
    assert [f.id for f in shown if str(values[f.id]) not in text] == []


def test_a_value_that_was_not_understood_stands_as_it_was_typed() -> None:
    slot = FORM.by_id["ege.rus.total"].slot
    submission = Submission(FORM, (None,) * len(FORM.fields), rejected=frozenset({slot}))
    state = PaperState(to_sign=False, errors=1, typed={slot: "около 20"})
    assert w.table_with(made(submission, state), "Предмет")[1][1] == "около 20"


HOSTILE = {
    "markup": "<w:p>&amp; </w:t> ]]>",
    "a template's": "{{ 7*7 }} {% for x in y %} {r x }",
    "a formula": "=cmd|' /C calc'!A0",
    "a field": '{ INCLUDETEXT "c:/x" } \\* MERGEFORMAT',
    "what XML forbids": "a\x00\x01\x08\x1f\ud800\ufffe\uffffb",
    "all ends of lines": "1\r\n2\r3\n4\x0b5\x0c6\u20287",
    "a tab": "а\tб",
    "an emoji": "План 😀",
    "spaces": "  два  пробела  ",
}
CLEANED = {
    "what XML forbids": "ab",
    "all ends of lines": "1\n2\n3\n4\n5\n6\n7",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_text_of_a_school_is_only_text(name: str) -> None:
    text = HOSTILE[name]
    everywhere = {f.id: text for f in FORM.fields if f.is_input and not f.kind.is_number}
    data = of(everywhere)
    expected = CLEANED.get(name, text)
    plan = w.table_with(data, "Мероприятия")
    assert plan[2][2:] == [expected] * 4
    assert w.table_with(data, "Состав рабочей группы")[0][1] == expected
    root = w.opened(data).element
    fields = {one.get(qn("w:instr")) for one in root.iter(qn("w:fldSimple"))}
    assert not fields
    assert not list(root.iter(qn("w:instrText"), qn("w:hyperlink"), qn("w:object")))


def test_a_name_without_end_is_whole_under_the_title_and_short_at_the_top() -> None:
    name = "Муниципальное бюджетное общеобразовательное учреждение " * 600
    data = of({"meta.school_name": name})
    assert w.opened(data).paragraphs[2].text == name
    assert {lines[0] for lines in w.headers(data)} == {f"{name[:160]}…"}


@pytest.mark.parametrize("state", [DRAFT, FINAL, PaperState(to_sign=False)])
def test_every_page_says_whether_it_may_be_signed(state: PaperState) -> None:
    submission = real_school(FORM)
    data = made(submission, state)
    drafts = {DRAFT: "ЧЕРНОВИК · ошибок: 3 · не для подписи", FINAL: ""}
    mark = drafts.get(state, "ЧЕРНОВИК · стадия «Черновик» · не для подписи")
    assert len(w.headers(data)) == 4
    for lines in w.headers(data):
        assert lines == [*([mark] if mark else []), "СОШ №  "]
    code = f"Контрольный код {submission.control_code} · " if state is FINAL else ""
    assert w.footers(data) == [f"{code}стр. 1 из 1"] * 4


def test_wide_parts_lie_across_and_the_passport_stands(real: bytes) -> None:
    sections = w.opened(real).sections
    upright, across = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [section.orientation for section in sections] == [upright, across, upright, across]
    assert all((s.page_width > s.page_height) == (s.orientation == across) for s in sections)


def test_rows_stay_whole_and_headers_stand_again_on_every_page(real: bytes) -> None:
    for table in w.opened(real).tables:
        rows = table._tbl.tr_lst
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        headers = [n for n, row in enumerate(rows) if row.trPr.find(qn("w:tblHeader")) is not None]
        has_header = w.rows(table)[0][0] not in ("Состав рабочей группы", "")
        assert headers == ([0] if has_header else [])


def test_a_row_too_high_for_any_page_may_part() -> None:
    table = w.opened(of({"pln.1-01.result": "слово " * 4000})).tables[9]
    (parted,) = [row for row in table._tbl.tr_lst if not list(row.iter(qn("w:cantSplit")))]
    assert "слово слово" in w.text_in(parted)


def test_everything_is_set_in_times_new_roman(real: bytes) -> None:
    styles = w.part(real, "word/styles.xml")
    fonts = set(re.findall(r'<w:rFonts[^>]*w:(?:ascii|hAnsi|cs|eastAsia)="([^"]+)"', styles))
    assert fonts == {"Times New Roman"}
    assert "Theme=" not in styles
    assert "rFonts" not in w.part(real, "word/document.xml")


def test_word_opens_it_without_compatibility_mode(real: bytes) -> None:
    (mode,) = re.findall(
        r'<w:compatSetting w:name="compatibilityMode"[^>]*>', w.part(real, SETTINGS)
    )
    assert 'w:val="15"' in mode


def test_what_is_blank_is_a_line_to_write_on() -> None:
    data = of({})
    text = w.all_text(data)
    assert "Химия – \n" in text
    document = w.opened(data)
    (line,) = [p for p in document.paragraphs if p.text == "Химия – \t"]
    assert line.paragraph_format.tab_stops[0].leader is not None
    team, developer = document.tables[3].rows[0].cells[1], document.tables[3].rows[1].cells[1]
    assert len(team.paragraphs) == 4
    assert len(developer.paragraphs) == 1
    assert {p.style.name for p in team.paragraphs} == {"By Hand"}
    assert "w:pBdr" in document.styles["By Hand"].element.xml


def test_the_same_submission_and_day_give_the_same_bytes(real: bytes) -> None:
    assert made(real_school(FORM)) == real
    other = made(real_school(FORM), day=date(2026, 12, 1))
    assert "2026-12-01T00:00:00Z" in w.part(other, "docProps/core.xml")
    assert w.part(other, "word/document.xml") == w.part(real, "word/document.xml")


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens spacing ind contextualSpacing "
    "jc textDirection textAlignment outlineLvl rPr sectPr",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblCellSpacing tblInd tblBorders shd tblLayout "
    "tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs vertAlign lang",
}
"""What may stand where, in this order: ECMA-376 part 1, 17.3.1.26, 17.3.2.28, 17.4.60, 17.4.70.

Word refuses a file that mixes it up; LibreOffice and python-docx do not mind.
"""


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "word/footnotes.xml"])
def test_properties_stand_in_the_order_that_word_wants(name: str, real: bytes) -> None:
    from lxml import etree

    root = etree.fromstring(w.part(real, name).encode())
    for kind, order in ORDER.items():
        for one in root.iter(qn(f"w:{kind}")):
            tags = [etree.QName(child).localname for child in one]
            assert tags == sorted(tags, key=order.split().index), etree.tostring(one)


def test_tables_say_how_they_look_as_word_2007_does(real: bytes) -> None:
    """One number; its parts as attributes are of Word 2010, and 2007 does not declare them."""
    looks = re.findall(r"<w:tblLook ([^>]*)/>", w.part(real, "word/document.xml"))
    assert looks
    assert {re.sub(r'"\w+"', "", look) for look in looks} == {"w:val="}


def test_every_part_is_related_and_has_a_type(real: bytes) -> None:
    from lxml import etree

    types = etree.fromstring(w.part(real, "[Content_Types].xml").encode())
    typed = {one.get("PartName") for one in types if one.get("PartName")}
    assert "/word/footnotes.xml" in typed
    relations = w.part(real, "word/_rels/document.xml.rels")
    assert 'Target="footnotes.xml"' in relations
    assert "thumbnail" not in w.part(real, "_rels/.rels")


# --- nothing that was left open becomes a percent ---

_UNSAID = {
    "ind.1.2-1.y1": 0.86,  # typed, and no численность beside it
    "meta.teachers_total.y1": 21,  # «Всего» of both is prefilled from here
    "ege.rus.total": 4,
    "ege.rus.b_51_60": 3,
}


def test_a_typed_percent_without_a_count_is_printed_as_it_was_typed() -> None:
    tables = w.tables_with(of(_UNSAID, "2026"), "Единица измерения")
    said = {row[0]: row[2:] for table in tables for row in table}
    assert said["Доля педагогов, повысивших квалификацию"] == ["86%", ""]
    assert said["Доля педагогов, имеющих первую квалификационную категорию"] == ["", ""]


def test_the_percent_of_a_band_that_nobody_filled_is_blank() -> None:
    rows = w.table_with(of(_UNSAID, "2026"), "Не преодолели порог")
    russian = next(row for row in rows if row[0] == "Русский язык")
    assert russian[1:8] == ["4", "", "", "", "", "3", "75%"]


def test_an_activity_shows_the_term_that_its_section_says_for_it() -> None:
    """The nearest heading's, where it has none of its own; the district's activities have none."""
    said: dict[str, Value] = {
        "pln.3.term": "в течение года",
        "pln.3.2.3.term": "май 2027",
        "pln.1.term": "октябрь 2026",
        "pln.1-02.term": "до 15.09.2026",
    }
    table = w.table_with(of(said, "2026"), "Мероприятия")
    rows = {row[1]: row[2] for row in table if len(row) > 2}
    items = {row.key: row.label for row in form_of("2026").edition.plan_items}
    shown = {key: rows[items[key]] for key in ("1-01", "1-02", "1-03", "3.2.3-02", "3.2.1-01")}
    assert shown == {
        "1-01": "октябрь 2026",
        "1-02": "до 15.09.2026",
        "1-03": "",
        "3.2.3-02": "май 2027",
        "3.2.1-01": "",
    }
