"""The check of our own sees what it is for: a good workbook, hurt in one place.

Each row of the tables is something that Excel mends with a message or does not open, and that a
validator may take: the name of the fault, what is done to the file, what the check says.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from engines import book_checks, formula_checks, package_checks, sheet_checks, strict
from xlsxwriter import Workbook

from roadmap_xl.files import pack_parts, read_parts

SHEET, OTHER = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
STYLES, BOOK, TEXTS = "xl/styles.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
TYPES, RELATIONS = "[Content_Types].xml", "xl/worksheets/_rels/sheet1.xml.rels"
VML, COMMENTS = "xl/drawings/vmlDrawing1.vml", "xl/comments1.xml"
SAID_BY = (formula_checks, package_checks, book_checks, sheet_checks)
Parts = dict[str, bytes]
Hurt = Callable[[Parts], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with one of everything that can be wrong."""
    path = tmp_path_factory.mktemp("good") / "good.xlsx"
    workbook = Workbook(path)
    sheet, other = workbook.add_worksheet("Лист"), workbook.add_worksheet("Другой")
    sheet.set_column("A:B", 12)
    sheet.write_row(0, 0, [1, 2, 3], workbook.add_format({"num_format": "0.0 \\р"}))
    sheet.write_formula("A2", "=SUM(A1:C1)", None, 6)
    sheet.merge_range("A4:B4", "вместе")
    sheet.data_validation("A6", {"validate": "list", "source": ["да", "нет"]})
    sheet.data_validation("A7", {"validate": "custom", "value": "=A1>0"})
    painted = workbook.add_format({"bold": True})
    rule = {"type": "formula", "criteria": "=$A1>5", "format": painted}
    for cells in ("A1:C1", "A2:C2"):
        sheet.conditional_format(cells, rule)
    sheet.autofilter("A1:C1")
    sheet.filter_column("C", "x > 1")
    sheet.write_url("A8", "internal:'Другой'!A1", tip="Туда")
    sheet.write_url("A9", "https://example.org/")
    sheet.set_header("&CСтр. &P")
    sheet.insert_button("D1", {"macro": "Press", "caption": "Нажать"})
    for cell in ("A1", "B1"):
        sheet.write_comment(cell, "Почему", {"author": "Школа"})
    for cell in ("A2", "A3"):
        other.write_formula(cell, "=1+1", None, 2)
    workbook.define_name("доля", "=Лист!$A$1:$C$1")
    workbook.define_name("сумма", "=Лист!$A$2")
    workbook.close()
    return path


def test_a_good_workbook_has_no_fault(good: Path) -> None:
    assert [str(message) for message in strict.validated([good])] == []


# --- how a file is hurt ---


def replaced(part: str, before: str, after: str) -> Hurt:
    """The first place of a part where a pattern fits, written otherwise."""

    def hurt(parts: Parts) -> None:
        text = parts[part].decode()
        found, times = re.subn(before, after, text, count=1)
        assert times == 1, text
        parts[part] = found.encode()

    return hurt


def formula(text: str) -> Hurt:
    return replaced(SHEET, r"<f>.*?</f>", f"<f>{text}</f>")


def added(part: str, of: str, text: str) -> Hurt:
    """More before the end of an element."""
    return replaced(part, f"(?=</{of}>)", text.replace("\\", r"\\"))


def attribute(part: str, element: str, name: str, value: str) -> Hurt:
    """An attribute of the first such element, set anew."""

    def hurt(parts: Parts) -> None:
        text = parts[part].decode()
        match = re.search(rf"<{element}(?=[ />])[^>]*>", text)
        assert match is not None, text
        bare = re.sub(rf' {name}="[^"]*"', "", match[0])
        fresh = bare.replace(f"<{element}", f'<{element} {name}="{value}"', 1)
        parts[part] = (text[: match.start()] + fresh + text[match.end() :]).encode()

    return hurt


def again(part: str, element: str, times: int = 1) -> Hurt:
    """The first such element, written that many times more."""
    return replaced(
        part, rf"(<{element}(?=[ />])[^>]*?(?:/>|>.*?</{element}>))", r"\1" * (times + 1)
    )


def part_named(name: str, of: str = BOOK) -> Hurt:
    def hurt(parts: Parts) -> None:
        parts[name] = parts[of]

    return hurt


def without(part: str) -> Hurt:
    def hurt(parts: Parts) -> None:
        del parts[part]

    return hurt


def all_hidden(parts: Parts) -> None:
    parts[BOOK] = parts[BOOK].replace(b"<sheet ", b'<sheet state="hidden" ')


def same_shapes(parts: Parts) -> None:
    parts[VML] = re.sub(rb'id="_x0000_s\d+"', b'id="_x0000_s1025"', parts[VML])


# --- the faults ---

Faults = dict[str, tuple[Hurt, str]]
FORMULAS: Faults = {
    "no argument": (formula("SUM()"), "SUM with 0 arguments"),
    "too many": (formula("ABS(1,2)"), "ABS with 2 arguments"),
    "256 arguments": (formula(f"SUM({','.join('1' * 256)})"), "SUM with 256 arguments"),
    "a newer function": (formula("XLOOKUP(1,A1:A2,A1:A2)"), "is no function of Excel 2007"),
    "a Russian function": (formula("СУММ(1)"), "no name СУММ"),
    "a sign of no formula": (formula("A1 &amp; ¤"), "no part of a formula"),
    "not closed": (formula("SUM(A1"), "a bracket is not closed"),
    "closed twice": (formula("SUM(1))"), "a bracket too many"),
    "nothing in brackets": (formula("1+()"), "brackets around nothing"),
    "a sign too many": (formula("A1*/2"), "no value before /"),
    "a sign at the end": (formula("A1+"), "no value behind +"),
    "no sign": (formula("A1 2"), "two values side by side"),
    "no sign before a call": (formula("A1SUM(1)"), "A1SUM is no function"),
    "a one-cell range": (formula("SUM($A$1:$A$1)"), "a range of one cell"),
    "too deep": (formula("ABS(" * 65 + "1" + ")" * 65), "65 functions in one another"),
    "too long": (formula("+".join("1" * 4097)), "8194 characters"),
    "a long text": (formula(f'LEN("{"я" * 256}")'), "a text of 256 characters"),
    "no sheet": (formula("Нет!A1"), "no sheet Нет"),
    "no name": (formula("часть*2"), "no name часть"),
    "an error": (formula("SUM(#REF!)"), "the error #REF!"),
    "nothing": (formula(""), "a formula of nothing"),
    "a circle": (formula("SUM(A1:A3)"), "reads itself through a range"),
    "no result": (replaced(SHEET, "<v>6</v>", "<v></v>"), "a formula without its result"),
    "shared, another sheet": (
        replaced(SHEET, "<f>", '<f t="shared" ref="A2:A3" si="0">Другой!A1+'),
        "a shared formula that looks at another sheet",
    ),
    "shared, no group": (
        replaced(SHEET, "<f>.*?</f>", '<f t="shared" si="4"/>'), "a shared formula of no group"
    ),
    "shared, its text twice": (
        replaced(OTHER, "<f>(.*?)</f>(.*?)<f>", r'<f t="shared" ref="A2:A3" si="0">\1</f>\2'
                 '<f t="shared" si="0">'), "the text of a shared formula twice",
    ),
    "shared, one number twice": (
        replaced(OTHER, "<f>(.*?)</f>(.*?)<f>", r'<f t="shared" ref="A2" si="0">\1</f>\2'
                 '<f t="shared" ref="A3" si="0">'), "two shared formulas of one number",
    ),
}  # fmt: skip
SHEETS: Faults = {
    "a row twice": (again(SHEET, "row"), "rows out of order"),
    "a row too high": (attribute(SHEET, "row", "ht", "410"), "a row too high"),
    "a cell twice": (again(SHEET, "c"), "a cell out of order"),
    "a cell in another row": (attribute(SHEET, "c", "r", "A7"), "a cell out of order"),
    "a cell too far": (replaced(SHEET, '<c r="C1"', '<c r="XFE1"'), "a cell beyond the sheet"),
    "columns twice": (again(SHEET, "col"), "columns out of order"),
    "a column too wide": (attribute(SHEET, "col", "width", "256"), "a column too wide"),
    "a number that is none": (replaced(SHEET, "<v>1</v>", "<v>1,5</v>"), "no number: '1,5'"),
    "infinite": (replaced(SHEET, "<v>1</v>", "<v>INF</v>"), "no number: 'INF'"),
    "a text too long": (
        replaced(TEXTS, "<t>.*?</t>", f"<t>{'я' * 32768}</t>"), "a text too long"
    ),
    "a text in its cell too long": (
        replaced(SHEET, '<c r="A2".*?</c>',
                 f'<c r="A2" t="inlineStr"><is><t>{"я" * 32768}</t></is></c>'), "a text too long",
    ),
    "no shared text": (replaced(SHEET, 't="s"><v>0', 't="s"><v>99'), "a shared text that is not"),
    "merges": (added(SHEET, "mergeCells", '<mergeCell ref="B4:C4"/>'), "a merge over another"),
    "a merge of one": (added(SHEET, "mergeCells", '<mergeCell ref="F9:F9"/>'), "a merge of one"),
    "a header": (
        replaced(SHEET, "<oddHeader>", f"<oddHeader>{'я' * 255}"), "longer than a header may be"
    ),
    "a filter's name": (
        attribute(SHEET, "autoFilter", "ref", "A1:D1"), "a filter without its hidden name"
    ),
    "a filter's column": (
        attribute(SHEET, "filterColumn", "colId", "3"), "by a column that is not in it"
    ),
    "no sheet of a link": (
        replaced(SHEET, "location=\"'?Другой", "location=\"'Иной"), "a link to no sheet"
    ),
    "a tip too long": (attribute(SHEET, "hyperlink", "tooltip", "я" * 256), "a link too long"),
    "a place too long": (
        attribute(SHEET, "hyperlink", "location", f"Другой!{'A' * 256}"), "a link too long"
    ),
    "an address too long": (
        replaced(RELATIONS, "https://example.org/", f"https://example.org/{'a' * 2079}"),
        "an address that is too long",
    ),
    "too many links": (again(SHEET, "hyperlink", 65_530), "too many links"),
}  # fmt: skip
VALIDATIONS_AND_COLOURS: Faults = {
    **{
        f"{name} of {most + 1}": (
            attribute(SHEET, "dataValidation", name, "я" * (most + 1)), f"{name} longer than {most}"
        )
        for name, most in (("promptTitle", 32), ("prompt", 255), ("errorTitle", 32), ("error", 225))
    },
    "one over another": (
        attribute(SHEET, "dataValidation", "sqref", "A6:A7"), "a validation over another"
    ),
    "a list": (
        replaced(SHEET, '<formula1>"да', f'<formula1>"{"я" * 255}'), "a list too long"
    ),
    "a validation's formula": (
        replaced(SHEET, "<formula1>A1&gt;0", "<formula1>SUM()&gt;0"), "SUM with 0 arguments"
    ),
    "a rank": (attribute(SHEET, "cfRule", "priority", "2"), "two rules of one rank"),
    "no format": (attribute(SHEET, "cfRule", "dxfId", "9"), "a format that is not there"),
    "another sheet": (
        replaced(SHEET, r"<formula>\$A1", "<formula>Другой!A1"), "takes no other sheet"
    ),
    "a colour's formula": (
        replaced(SHEET, r"<formula>\$A1", "<formula>часть"), "no name часть"
    ),
}  # fmt: skip
STYLES_AND_NAMES: Faults = {
    "a cell's": (attribute(SHEET, "c", "s", "99"), "a style that is not there"),
    "a row's": (attribute(SHEET, "row", "s", "99"), "a style that is not there"),
    "a column's": (attribute(SHEET, "col", "style", "99"), "a style that is not there"),
    **{
        f"no {name}": (attribute(STYLES, "xf", name, "77"), f"{name} of nothing")
        for name in ("fontId", "fillId", "borderId")
    },
    "no xfId": (replaced(STYLES, 'xfId="0"', 'xfId="77"'), "xfId of nothing"),
    "no number format": (attribute(STYLES, "xf", "numFmtId", "199"), "a number format that is not"),
    "a number format twice": (again(STYLES, "numFmt"), "two number formats of one id"),
    **{
        f"a format's {name}": (attribute(STYLES, "numFmt", "formatCode", code), "no number format")
        for name, code in (("quote", "0&quot;р"), ("bracket", "[Red0"), ("sections", "0;0;0;0;0"),
                           ("length", "0" * 256), ("end", "0\\"))
    },
    "too many fonts": (again(STYLES, "font", 1024), "more than 1024"),
    "too many number formats": (again(STYLES, "numFmt", 250), "more than 250"),
    "a sheet's name": (attribute(BOOK, "sheet", "name", "я" * 32), "no name of a sheet"),
    "a sign in it": (attribute(BOOK, "sheet", "name", "за 1/2 года"), "no name of a sheet"),
    "two of one name": (attribute(BOOK, "sheet", "name", "ДРУГОЙ"), "two sheets of one name"),
    "two quite equal": (attribute(BOOK, "sheet", "name", "Другой"), "two sheets of one name"),
    "two of one id": (attribute(BOOK, "sheet", "sheetId", "2"), "two sheets of one id"),
    "all hidden": (all_hidden, "no sheet is shown"),
    "opens nowhere": (
        attribute(BOOK, "workbookView", "activeTab", "2"), "opens at a sheet that is not there"
    ),
    "defined twice": (again(BOOK, "definedName"), "defined twice"),
    "in other letters": (
        added(BOOK, "definedNames", '<definedName name="СУММА">Лист!$A$3</definedName>'),
        "defined twice",
    ),
    **{
        f"the name {name[:9]}": (
            replaced(BOOK, 'name="сумма"', f'name="{name}"'), "no name that may be defined"
        )
        for name in ("A1", "R1C1", "2020", "две доли", "я" * 256)
    },
    "a name's sheet": (
        replaced(BOOK, 'name="сумма"', 'name="сумма" localSheetId="2"'), "on a sheet that is not"
    ),
    "a name's formula": (replaced(BOOK, r">Лист!\$A\$2<", ">Нет!$A$2<"), "no sheet Нет"),
}  # fmt: skip
PACKAGES: Faults = {
    "two parts": (part_named("xl/Workbook.xml"), "two parts of one name"),
    "a folder's sign": (part_named("xl\\other.xml"), "no name of a part"),
    "no XML": (replaced(SHEET, "</sheetData>", "</sheetDate>"), "no XML"),
    "a part apart": (part_named("xl/other.xml"), "no relation leads to it"),
    "no type": (part_named("xl/other.bin"), "no content type"),
    "a type too many": (
        added(TYPES, "Types", '<Override PartName="/xl/no.xml" ContentType="text/xml"/>'),
        "a type for a part that is not there",
    ),
    "a type twice": (again(TYPES, "Override"), "two types for one part"),
    "an ending twice": (again(TYPES, "Default"), "two types for one ending"),
    "leads nowhere": (replaced(RELATIONS, "vmlDrawing1", "vmlDrawing7"), "which is not there"),
    "a part is gone": (without(VML), "which is not there"),
    "an id twice": (again(RELATIONS, "Relationship"), "two relations of one id"),
    "an unknown id": (
        attribute(SHEET, "legacyDrawing", "r:id", "rId99"), "an id of no relation"
    ),
    "a macro": (replaced(VML, r"\[0\]!Press", "Press it"), "no macro's name"),
    "an anchor": (replaced(VML, "<x:Anchor>[^<]*", "<x:Anchor>1, 2, 3"), "an anchor of 3 numbers"),
    "a shape's type": (attribute(VML, "v:shape", "type", "#_x0000_t1"), "a shape of no type"),
    "shapes of one id": (same_shapes, "two shapes of one id"),
    "maps of one number": (again(VML, "o:idmap"), "two maps of one number"),
    "a comment twice": (again(COMMENTS, "comment"), "two comments on one cell"),
    "no author": (attribute(COMMENTS, "comment", "authorId", "3"), "a comment of no author"),
    "no shape": (replaced(VML, "<x:Row>0</x:Row>", "<x:Row>8</x:Row>"), "without its shape"),
}  # fmt: skip
FAULTS = {
    f"{kind}: {name}": fault
    for kind, table in (
        ("formula", FORMULAS),
        ("sheet", SHEETS),
        ("rule", VALIDATIONS_AND_COLOURS),
        ("book", STYLES_AND_NAMES),
        ("package", PACKAGES),
    )
    for name, fault in table.items()
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_seen(name: str, good: Path, tmp_path: Path) -> None:
    hurt, said = FAULTS[name]
    parts = read_parts(good.read_bytes())
    hurt(parts)
    path = tmp_path / "hurt.xlsx"
    path.write_bytes(pack_parts(parts))
    assert said in " | ".join(message.text for message in strict.validated([path]))


# --- nothing that the check knows is without its fault ---


def sentences() -> Iterator[str]:
    """What the modules of the check say; of a sentence with gaps the longest piece."""
    for module in SAID_BY:
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
            pieces = [str(one.value) for one in _said(node) if isinstance(one, ast.Constant)]
            if pieces and " " in (sentence := max(pieces, key=len).strip()):
                yield sentence


def _said(node: ast.AST) -> Iterator[ast.AST]:
    """The last thing that is yielded or appended here, with its pieces."""
    if isinstance(node, ast.Yield) and node.value is not None:
        yield from ast.walk(
            node.value.elts[-1] if isinstance(node.value, ast.Tuple) else node.value
        )
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "append":
        yield from ast.walk(node.args[0])


def test_each_sentence_of_the_check_has_its_fault() -> None:
    shown = [said for _, said in FAULTS.values()]
    unshown = [
        sentence
        for sentence in sentences()
        if not any(sentence in said or said in sentence for said in shown)
    ]
    assert unshown == []
