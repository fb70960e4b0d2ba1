"""The workbook for publication: small groups hidden, and a page that says what and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ...expressions.numbers import percent
from ...form.tables import BANDS, SchoolMeasures, SubjectResults, Table
from ...workbook.drawing import PlainSheet, lines_of, streamed_workbook
from ...workbook.looks import Formats
from ..numbers.schools import MEASURES
from ..numbers.summary import DistrictSummary
from .published import Publication, publication
from .suppression import Published, Shown

_TITLE, _TEXT = "section", "open"
_PROTECTED = (
    "Вместе с малыми числами строки скрыты и другие небольшие: меньше {twice}, а если этого мало — "
    "меньше {four_times} и так далее. Достаточно ли этого, решают только количество скрытых чисел "
    "и их сумма, а их и так видит каждый. Поэтому скрытого числа не узнает и тот, кто знает это "
    "правило: у каждого остаются возможными значения, которые различаются не меньше чем на "
    "{width}. Проценты скрытых чисел не показаны.",
    "Если участников в строке едва больше, чем занятых диапазонов, скрыты все диапазоны, и нули.",
    "«Участники» по школам скрыты тем же правилом. Где скрыты участники школы, скрыты все её числа "
    "по этому предмету. Нуль, который следует из итога, показан.",
    "«Не сдали», «Сдали до 60 баллов» и «80 и более» показаны по предмету у всех школ или ни у "
    "одной: если ни у одной школы ни само число, ни остаток участников не мал, и если показаны "
    "соответствующие диапазоны по району.",
)
_NOT_PROTECTED = (
    "Предмет, у которого скрыто и «Всего», сдавали меньше {least} человек или не сдавал никто: это "
    "видно, сколько именно — нет.",
    "Кто сам входит в число или знает его (например, школа — своё), может вычесть его и узнать "
    "о других больше, чем остальные.",
    "То, что известно о школе со стороны: сколько в ней выпускников, что русский язык сдавали все, "
    "что написано в отчёте самой школы или в прежней публикации.",
    "Сравнение с публикацией, собранной из других файлов: после исправлений разница двух "
    "публикаций может показать, что изменилось. Публикуйте один раз.",
    "Если все участники попали в один диапазон или показатель, это видно; нуль не скрывается.",
)
_LEFT_OUT = (
    "«Средние баллы» и отклонения: у малой группы средний балл — это баллы отдельных людей.",
    "«Численность участников» по школам и по району: вместе с числами по предметам она сужает "
    "скрытые числа.",
    "«Базовая математика», «Показатели», «План», «Риски», «Динамика»: их защита от вычитания не "
    "доказана, а показатели малых школ говорят об отдельных людях.",
    "«Сдача», «Замечания», «Просрочено», перечень файлов, ответственные и контакты: это "
    "переписка района, а не итоги.",
)


def paragraphs(summary: DistrictSummary, published: Publication) -> Iterator[tuple[str, str]]:
    """The page's lines, each with its style."""
    least = published.least
    yield _TITLE, "Что скрыто"
    yield (
        _TEXT,
        f"Числа от 1 до {least - 1} человек (меньше {least}) — малые группы. На их месте и на "
        f"месте чисел, по которым их можно вычислить, стоит «{Shown.HIDDEN.value}».",
    )
    yield _TITLE, "Что этим защищено"
    limits = {"width": least - 1, "twice": 2 * least, "four_times": 4 * least}
    yield from ((_TEXT, text.format(**limits)) for text in _PROTECTED)
    yield _TITLE, "Что не защищено"
    yield from ((_TEXT, text.format(least=least)) for text in _NOT_PROTECTED)
    yield _TITLE, "Чего здесь нет и почему"
    yield from ((_TEXT, text) for text in (*_withheld(published), *_LEFT_OUT))


def _withheld(published: Publication) -> Iterator[str]:
    if not published.subjects:
        yield "Итоги ЕГЭ: в бланке этого издания таблицы «Итоги ЕГЭ» нет, публиковать нечего."
        return
    columns = [column.label for column in published.columns if not column.measures]
    if columns:
        yield (
            f"«По школам», графы «{'», «'.join(columns)}»: сдававших или школ слишком мало, чтобы "
            "числа школ можно было защитить, или числа школ не сходятся с итогом района."
        )
    if len(published.measures) < len(MEASURES):
        yield (
            "«По школам», часть строк («Не сдали», «до 60», «80 и более»): ни по одному предмету "
            "их нельзя было защитить от вычитания."
        )
    if published.languages_withheld:
        yield (
            "Иностранные языки по отдельности: среди них малые группы, показан только общий "
            "итог по иностранным языкам."
        )


ABOUT, SUBJECTS, SCHOOLS = "О публикации", "Предметы", "По школам"
_HEAD = 3
"""Title, what it covers, the legend; the table's header comes next."""
_ABOUT_WIDTH = 118


def write_published_workbook(path: Path, summary: DistrictSummary, *, created: date) -> None:
    """The published tables; the same summary and date give the same bytes.

    Written at once or not at all. Raises `OutputError` if it cannot be.
    """
    title = f"Итоги ЕГЭ {summary.edition.results_year} учебного года"
    with streamed_workbook(path, title=title, created=created) as workbook:
        drawing = _Drawing(workbook, summary, publication(summary), created)
        drawing.about()
        drawing.subjects()
        drawing.schools()


class _Drawing:
    """The published workbook, being drawn sheet by sheet from top to bottom."""

    def __init__(
        self, workbook: Workbook, summary: DistrictSummary, published: Publication, created: date
    ) -> None:
        self._workbook = workbook
        self._summary = summary
        self._published = published
        self._created = created
        self._formats = Formats(workbook)

    def about(self) -> None:
        """What is hidden, what that protects and what not, what is left out."""
        sheet = self._sheet(ABOUT, [_ABOUT_WIDTH])
        self._head(sheet, "Итоги ЕГЭ: для публикации", "")
        for row, (style, text) in enumerate(paragraphs(self._summary, self._published), _HEAD):
            sheet.set_row(row, 13 * lines_of(text, _ABOUT_WIDTH) + 5)
            sheet.write_string(row, 0, text, self._formats[style])

    def subjects(self) -> None:
        """«Предметы»: the district's numbers by bands, with the percents of what is shown."""
        if not self._published.subjects:
            return
        titles = [_label(SubjectResults, "total")]
        for band in BANDS:
            titles += [_label(SubjectResults, band), "%"]
        sheet = self._sheet(SUBJECTS, [24, 9, *(14, 7) * len(BANDS)])
        self._head(sheet, "Итоги ЕГЭ по предметам", _legend(self._published))
        self._header(sheet, ["Предмет", *titles])
        for row, subject in enumerate(self._published.subjects, start=_HEAD + 1):
            sheet.write_string(row, 0, subject.label, self._formats["label"])
            self._cell(sheet, row, 1, subject.row.whole)
            for at, part in enumerate(subject.row.parts):
                self._cell(sheet, row, 2 + 2 * at, part)
                self._percent(sheet, row, 3 + 2 * at, part, subject.row.whole)
        self._finish(sheet)

    def schools(self) -> None:
        """«По школам»: the lines of each school, then the district's; no sheet without a column."""
        columns, measures = self._published.shown, self._published.measures
        if not columns:
            return
        sheet = self._sheet(SCHOOLS, [40, 26, *(12 for _ in columns)])
        self._head(sheet, "Итоги ЕГЭ по школам", _legend(self._published))
        self._header(sheet, ["Школа", "Итоги ЕГЭ", *(column.label for column in columns)])
        row = _HEAD + 1
        for key, name in self._published.schools:
            cells = [[c.cell(key, measure) for c in columns] for measure in measures]
            row = self._block(sheet, row, name, cells, "label")
        cells = [[c.total(measure) for c in columns] for measure in measures]
        self._block(sheet, row, "ИТОГО по району", cells, "total")
        self._finish(sheet)

    def _block(
        self,
        sheet: Worksheet,
        row: int,
        name: str,
        cells: Sequence[Sequence[Published]],
        style: str,
    ) -> int:
        """The lines of a school or of the district; the row after them."""
        sheet.set_row(row, max(16, 12.6 * lines_of(name, 36) + 4))
        for at, (measure, line) in enumerate(zip(self._published.measures, cells, strict=True)):
            again = "_again" if at else ""
            sheet.write_string(row + at, 0, name, self._formats[f"{style}{again}"])
            label = "total" if style == "total" else "block_label"
            sheet.write_string(row + at, 1, _label(SchoolMeasures, measure), self._formats[label])
            for column, value in enumerate(line, start=2):
                self._cell(sheet, row + at, column, value, "total_cell" if style == "total" else "")
        return row + len(cells)

    def _sheet(self, name: str, widths: Sequence[float]) -> Worksheet:
        sheet: Worksheet = self._workbook.add_worksheet(name, PlainSheet)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(
            f"&L&8Итоги {self._summary.edition.results_year}&C&8{name}&R&8Стр. &P из &N"
        )
        return sheet

    def _head(self, sheet: Worksheet, title: str, legend: str) -> None:
        summary = self._summary
        covers = (
            summary.settings.district,
            f"Итоги {summary.edition.results_year} учебного года",
            f"собрано {self._created:%d.%m.%Y}",
            summary.exam_coverage.words,
        )
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, title, self._formats["title"])
        sheet.write_string(1, 0, "  ·  ".join(filter(None, covers)), self._formats["school"])
        sheet.write_string(2, 0, legend, self._formats["note"])

    def _header(self, sheet: Worksheet, titles: Sequence[str]) -> None:
        sheet.set_row(_HEAD, 42)
        for column, title in enumerate(titles):
            sheet.write_string(_HEAD, column, title, self._formats["header"])

    def _finish(self, sheet: Worksheet) -> None:
        sheet.repeat_rows(_HEAD)
        sheet.freeze_panes(_HEAD + 1, 1)

    def _cell(
        self, sheet: Worksheet, row: int, column: int, value: Published, style: str = ""
    ) -> None:
        if isinstance(value, Shown):
            faint = self._formats[style or "label_faint_center"]
            sheet.write_string(row, column, value.value, faint)
        elif value is None:
            sheet.write_blank(row, column, None, self._formats[style or "cell"])
        else:
            sheet.write_number(row, column, value, self._formats[style or "cell"])

    def _percent(
        self, sheet: Worksheet, row: int, column: int, part: Published, whole: Published
    ) -> None:
        """The percent of a number that is shown; a hidden one's would give it back."""
        if isinstance(part, int) and isinstance(whole, int) and whole:
            share = (percent(part, whole) or 0) / 100
            sheet.write_number(row, column, share, self._formats["share"])
        else:
            self._cell(sheet, row, column, part if isinstance(part, Shown) else None)


def _label(table: type[Table], name: str) -> str:
    return table.columns[name][1].label


def _legend(published: Publication) -> str:
    return (
        f"{Shown.HIDDEN.value} скрыто: малая группа или число рядом с ней (меньше "
        f"{published.least} человек не показываем)     {Shown.WITHHELD.value} не публикуется     "
        f"{Shown.UNKNOWN.value} в данных школы ошибка     пусто: не сдавали"
    )
