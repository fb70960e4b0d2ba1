"""The readings of the expression tree agree: compiled Python, the slow referee, words."""

from __future__ import annotations

import pytest
import referee
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from roadmap_xl.expressions import nodes, write
from roadmap_xl.expressions import nodes as walking
from roadmap_xl.expressions.cell_values import CellValues, ErrorValue
from roadmap_xl.expressions.excel import formula_of, value_formula, verdict_formula
from roadmap_xl.expressions.nodes import TRUE, Cell, Expression, Parameter, Reference
from roadmap_xl.expressions.python import compile_value, compile_verdict
from roadmap_xl.expressions.words import in_words
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import DISTRICT_SUFFIX
from roadmap_xl.form.references import every, joined, named, this
from roadmap_xl.form.tables import SchoolMeasures, SubjectResults
from roadmap_xl.rules.catalogue import RULES
from roadmap_xl.rules.checklist import Check, checklist_of

CHECKLIST = checklist_of(form_of("2020"))
FORM = form_of("2020")
OWN = f"2026{DISTRICT_SUFFIX}"
"""The form of the district's own book, without exams."""
N1, N2, N3 = (Cell(slot, is_text=False) for slot in range(3))
T1, T2 = Cell(3, is_text=True), Cell(4, is_text=True)

counts = st.integers(0, 4) | st.integers(-3, 1000)
fractions = st.builds(
    lambda number, digits: number / 10**digits, st.integers(-2000, 120_000), st.integers(1, 3)
)
huge = st.sampled_from([10**9, 89181234567, -(10**9)])
texts = st.sampled_from(
    (
        *("", " ", "-", "—", " – ", "\u00a0", "5", "86%", "%", "пусто", "СОШ №  ", "СОШ № 5"),
        *("есть", "11 класса нет", "выпускников в этом году нет", "а\u00a0б"),
        *("не применимо", " Не применимо "),
    )
)
errors = st.sampled_from([ErrorValue(), ErrorValue("#DIV/0!")])
cells = st.one_of(st.none(), counts, counts, counts, fractions, huge, texts, errors)
mostly_numbers = st.one_of(st.none(), counts, counts, counts, counts, fractions)


def by_rule() -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = {}
    for check in CHECKLIST.checks:
        found.setdefault(check.rule.code, []).append(check)
    return found


def values_of(check: Check, drawn: list[object]) -> list[object]:
    """Raw cells with the drawn values in the slots the check looks at."""
    values: list[object] = [None] * len(FORM.fields)
    for slot, value in zip(sorted(check.slots), drawn, strict=False):
        values[slot] = value
    return values


class TestEveryCheckOfTheForm:
    @pytest.mark.parametrize(("code", "checks"), by_rule().items(), ids=by_rule())
    def test_python_gives_the_verdict_of_the_referee(self, code: str, checks: list[Check]) -> None:
        widest = max(len(check.slots) for check in checks)

        @examples(150)
        @given(
            st.lists(cells, min_size=widest, max_size=widest)
            | st.lists(mostly_numbers, min_size=widest, max_size=widest),
            st.integers(0),
        )
        def same_verdict(drawn: list[object], turn: int) -> None:
            step = min(len(checks), 15)  # the same tree over other cells: each comes ten times
            for check in checks[turn % step :: step]:
                values = values_of(check, drawn)
                expected = referee.verdict(check.applies, check.holds, values)
                assert check.verdict(CellValues(values)) == expected, (check.field.id, values)

        same_verdict()

    @examples(300)
    @given(st.lists(cells, min_size=14, max_size=14), st.integers(0))
    def test_computed_cells_have_the_referees_value(self, drawn: list[object], turn: int) -> None:
        computed = list(FORM.computed.items())
        for slot, term in computed[turn % 5 :: 5]:
            values: list[object] = [None] * len(FORM.fields)
            for cell, value in zip(walking.cells_in(term), drawn, strict=False):
                values[cell.slot] = value
            expected = referee.value(term, values)
            found = compile_value(term)(CellValues(values))
            if expected is None:
                assert found is None, (FORM.fields[slot].id, drawn)
            else:
                assert found is not None
                # floats, like Excel's, keep 15 digits of the largest term of a sum
                numbers = [abs(value) for value in drawn if isinstance(value, int | float)]
                slack = 1e-15 * max(numbers, default=0) + 1e-9
                assert found == pytest.approx(float(expected), rel=1e-12, abs=slack)


TREES: dict[str, Expression] = {
    "equal": write.same(N1, N2),
    "at most": write.at_most(N1, N2),
    "at least": write.at_least(N1, N2),
    "more": write.more(N1, N2),
    "between": write.between(N1, N2, N3),
    "total": write.same(N1, write.total(N2, N3)),
    "largest": write.same(N1, write.largest(N2, N3)),
    "smallest": write.same(N1, write.smallest(N2, N3)),
    "difference": write.same(write.minus(N1, N2), N3),
    "product": write.same(write.times(N1, N2), N3),
    "quotient": write.same(write.quotient(N1, N2), N3),
    "share": write.same(write.share(N1, N2), write.quotient(N3, 100)),
    "rounded": write.same(write.rounded(N1, 1), N2),
    "choice": write.same(write.conditional(write.at_least(N1, 2), N2, N3), 1),
    "whole": write.is_whole(N1),
    "whole total": write.is_whole(write.total(N1, N2)),
    "negated": write.negated(write.is_whole(N1)),
    "when": write.when(write.filled(N1), write.at_least(N2, N1)),
    "filled number": write.filled(N1),
    "filled text": write.filled(T1),
    "filled any": write.filled(N1, T1, T2),
    "filled all": write.all_filled(N1, T1, T2),
    "filled two": nodes.Filled((N1, N2, T1, T2), 2),
    "one of": write.one_of(T1, "есть", "не применимо"),
    "has any of": write.has_any_of(T1, "№"),
    "either": write.either(write.one_of(T1, "%"), write.same(N1, 1)),
    "always": TRUE,
}


class TestEveryNode:
    @pytest.mark.parametrize("name", TREES)
    def test_python_gives_the_verdict_of_the_referee(self, name: str) -> None:
        tree = TREES[name]
        asked = write.filled(N1, T1)

        @examples(200)
        @given(st.lists(cells, min_size=5, max_size=5), st.booleans())
        @example([0.1, 0.2, 0.3, None, None], False)
        @example([1, 0, 3, "есть", "#"], False)
        def same_verdict(values: list[object], only_when_filled: bool) -> None:
            when = asked if only_when_filled else TRUE
            found = compile_verdict(when, tree)(CellValues(values))
            assert found == referee.verdict(when, tree, values)

        same_verdict()

    def test_the_trees_above_have_every_node(self) -> None:
        used = {type(part).__name__ for tree in TREES.values() for part in referee.parts(tree)}
        declared = {node.__name__ for node in Expression.__subclasses__()}
        assert used == declared - {Reference.__name__, Parameter.__name__}

    @pytest.mark.parametrize("name", TREES)
    def test_has_words(self, name: str) -> None:
        names = dict(zip((N1, N2, N3, T1, T2), "абвгд", strict=True))
        tree = _with_references(TREES[name])
        assert in_words(tree, lambda node: names[_CELL_OF[node]])  # type: ignore[index]


_REFERENCES = {
    cell: Reference(SubjectResults, f"column {cell.slot}", "this") for cell in (N1, N2, N3, T1, T2)
}
_CELL_OF = {reference: cell for cell, reference in _REFERENCES.items()}


def _with_references(node: Expression) -> Expression:
    """The tree as an author writes it: with references in place of cells."""
    if isinstance(node, Cell):
        return _REFERENCES[node]
    values = {name: _replaced(getattr(node, name)) for name in type(node).__dataclass_fields__}
    return type(node)(**values)


def _replaced(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_replaced(part) for part in value)
    return _with_references(value) if isinstance(value, Expression) else value


class TestWords:
    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
    def test_every_rule_can_be_said(self, rule: object) -> None:
        said = in_words(rule.condition, lambda node: "графа")  # type: ignore[attr-defined]
        assert "графа" in said

    @pytest.mark.parametrize(
        ("tree", "words"),
        [
            (write.same(this(SubjectResults).total, 0), "Всего = 0"),
            (write.more(this(SubjectResults).total, 2), "Всего больше 2"),
            (write.negated(write.filled(this(SubjectResults).total)), "не заполнено Всего"),
            (write.share(this(SubjectResults).total, 4), "(Всего : 4), округлённое до сотых"),
            (write.is_whole(this(SubjectResults).total), "Всего — целое число"),
        ],
    )
    def test_reads_like_a_sentence(self, tree: Expression, words: str) -> None:
        assert in_words(tree, lambda node: "Всего") == words


class TestMistakesOfAnAuthor:
    @pytest.mark.parametrize("rows", [this, joined, named, every])
    def test_a_column_that_is_not_there_is_refused_at_once(self, rows: object) -> None:
        with pytest.raises(AttributeError, match="SubjectResults has no column 'totl'"):
            _ = (rows(SubjectResults, by="key") if rows is named else rows(SubjectResults)).totl  # type: ignore[operator]

    def test_an_expression_is_neither_true_nor_false(self) -> None:
        with pytest.raises(TypeError, match="no truth value"):
            bool(write.filled(N1))
        with pytest.raises(TypeError, match="no truth value"):
            _ = write.filled(N1) and write.filled(N2)

    def test_a_reference_to_many_rows_where_one_cell_is_needed_is_refused(self) -> None:
        row = FORM.edition.rows_of("school_columns")[0]
        with pytest.raises(ValueError, match="11 cells where one is needed"):
            FORM.resolved(write.is_whole(every(SchoolMeasures).n80_plus), row, SchoolMeasures)

    def test_a_text_is_no_number_of_an_expression(self) -> None:
        with pytest.raises(TypeError, match="neither an expression nor a number"):
            write.total(N1, "5")


class TestFormulas:
    """What a formula looks like; that it says the same as Python, LibreOffice tells."""

    @staticmethod
    def address(cell: Cell) -> str:
        return "ABCDE"[cell.slot] + "1"

    @pytest.mark.parametrize(
        ("asked", "holds", "formula"),
        [
            (
                write.filled(N1),
                write.same(N1, write.total(N2, N3)),
                '=IFERROR(IF(COUNTA(A1)>=1,IF(COUNT(A1,B1,C1)<>COUNTA(A1,B1,C1),"?",'
                'IF(ROUND(A1-SUM(B1,C1),6)=0,"✓","✗")),"–"),"?")',
            ),
            (
                TRUE,
                write.at_least(write.quotient(N1, N2), 0.5),
                '=IFERROR(IF(COUNT(A1,B1)<>COUNTA(A1,B1),"?",IF(B1=0,"–",'
                'IF(ROUND((A1/B1)-0.5,6)>=0,"✓","✗"))),"?")',
            ),
            (
                TRUE,
                write.one_of(T1, 'так "да"'),
                '=IFERROR(IF(EXACT(TRIM(SUBSTITUTE(D1,"\u00a0"," ")),"так ""да"""),"✓","✗"),"?")',
            ),
        ],
    )
    def test_guards_are_added(self, asked: Expression, holds: Expression, formula: str) -> None:
        assert verdict_formula(asked, holds, self.address) == formula

    def test_a_percent_is_blank_where_nothing_can_be_said(self) -> None:
        assert value_formula(write.share(N1, N2), self.address) == (
            '=IFERROR(IF(COUNT(A1,B1)<2,"",IF(B1=0,"",ROUND((A1/B1),2))),"")'
        )


@pytest.mark.parametrize(
    "nothing",
    [
        nodes.Sum(()),
        nodes.Extreme("max", ()),
        nodes.Logic("and", ()),
        nodes.Filled(()),
        nodes.Comparison("<=", nodes.Sum(()), nodes.Constant(0)),
    ],
)
def test_what_is_about_nothing_has_no_formula(nothing: Expression) -> None:
    """Excel cannot parse `SUM()`: it would remove the formula on opening."""
    with pytest.raises(ValueError, match="about nothing"):
        formula_of(nothing, lambda cell: "A1")


def test_a_district_is_not_asked_of_exams_its_form_has_not() -> None:
    forms = {key: form_of(key) for key in ("2026", OWN)}
    codes = {key: {c.rule.code for c in checklist_of(one).checks} for key, one in forms.items()}
    assert "SCH-016" in codes["2026"] - codes[OWN]
