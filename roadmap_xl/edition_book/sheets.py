"""The sheets of an edition's workbook: which lists stand on each, which column is which property.

One declaration from which the workbook is drawn, with prompts and live checks, and read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from ..form.parts import PARTS

YES_WORD, NO_WORD = "да", "нет"
THRESHOLD_WORD = "порог"
"""What stands for each subject's own threshold among the borders of the bands."""
SERVICE_SHEET = "_edition"
"""The hidden sheet that says which edition the workbook was made of."""
FIELDS_SHEET = "_fields"
"""The hidden sheet with the fields that a control may compare."""
FORM_NAME = "roadmap_xl edition"
SPARE_ROWS = 40
"""Below the last row of a list, ready to be filled in."""
ACTIVE = "Действует"


class Cell(Enum):
    """What a cell of a column holds."""

    TEXT = "text"
    LINES = "lines"
    """A list of texts, one in each line of the cell."""
    PIECES = "pieces"
    """A list of texts with «;» between them."""
    NUMBER = "number"
    NUMBERS = "numbers"
    """Whole numbers with «;» between them."""
    YES_NO = "yes or no"
    CHOICE = "choice"
    """One of the words of the column."""
    FIELD = "field"
    """A field of the form: its sheet, row and column, with its id in brackets."""
    BORDER = "border"
    """A mark, or «порог»."""
    VALUE = "value"
    """A number or a text, as it is typed."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet, or a line of «Общее» and «Надписи»."""

    name: str
    """The property of the row in the edition's file."""
    title: str
    width: float
    prompt: str
    cell: Cell = Cell.TEXT
    words: Mapping[str, object] = field(default_factory=dict)
    """What may be chosen, with what it means in the edition's file."""
    needed: bool = False
    chosen_from: str = ""
    """The list of the same workbook whose labels are chosen from: «school_columns»."""


@dataclass(frozen=True)
class Sheet:
    """A sheet with a row for each row of one or several lists."""

    name: str
    hint: str
    columns: tuple[Column, ...]
    lists: Mapping[str, str]
    """By the word of «Вид», the edition's list and the kind of row there, `list` or `list:kind`;
    with a single list there is no such column."""
    may_grow: bool = True
    """Rows may be added and switched off."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The words of «Вид»; none where all rows are of one kind."""
        return tuple(self.lists) if len(self.lists) > 1 else ()


KIND = "Вид"
LABEL = "Название"
_LABEL = Column("label", LABEL, 60, "Текст, как он будет напечатан в бланке.", needed=True)
_GRADE11 = Column(
    "needs_grade11",
    "Только с 11 классом",
    13,
    "«да», если строка не нужна школам без выпускников 11 класса.",
    Cell.YES_NO,
)

SUBJECTS = Sheet(
    "Предметы и пороги",
    "Строка — предмет ЕГЭ. Порог, источник и «подтверждено» ищут каждый год заново.",
    (
        Column("label", LABEL, 24, "Название предмета в таблице ЕГЭ.", needed=True),
        Column("average_label", "В описании проблемы", 34, "Подпись среднего балла.", needed=True),
        Column(
            "school_column",
            "Графа «По школе»",
            24,
            "В какую графу таблицы «ЕГЭ по школе» идёт предмет (лист «Графы по школе»).",
            needed=True,
            chosen_from="school_columns",
        ),
        Column(
            "thresholds",
            "Порог",
            10,
            "Официальный минимальный балл года; если их два — через точку с запятой: 24; 36.",
            Cell.NUMBERS,
            needed=True,
        ),
        Column(
            "fail_threshold",
            "Не сдал, если меньше",
            12,
            "Заполняют, если порогов два и «не преодолел» считают не от высшего.",
            Cell.NUMBER,
        ),
        Column("mandatory", "Обязательный", 16, "«да» для обязательных предметов.", Cell.YES_NO),
        Column(
            "confirmed",
            "Подтверждено",
            16,
            "«да», если порог этого года найден в источнике.",
            Cell.YES_NO,
        ),
        Column(
            "threshold_source",
            "Источник порога",
            44,
            "Документ или адрес страницы и дата, с годом. Не нашли — напишите, откуда взято.",
            needed=True,
        ),
        Column(
            "aliases",
            "Другие названия",
            34,
            "Как предмет ещё пишут, через точку с запятой: по ним узнаётся документ Word.",
            Cell.PIECES,
        ),
    ),
    {"предмет": "subjects"},
)
SCHOOL_COLUMNS = Sheet(
    "Графы по школе",
    "Графы таблицы «ЕГЭ по школе»: у каждого предмета есть своя или общая.",
    (
        Column("label", LABEL, 18, "Короткая подпись графы: «Р/Я²».", needed=True),
        Column("full_label", "Полностью", 34, "Название в сообщениях.", needed=True),
        Column(
            "single",
            "Один предмет",
            13,
            "«нет» для графы, в которой предметов несколько: «И/Я».",
            Cell.YES_NO,
        ),
    ),
    {"графа": "school_columns"},
)
BANDS = Sheet(
    "Диапазоны",
    "Границы граф баллов в таблице ЕГЭ. Слово «порог» — минимальный балл предмета.",
    (
        Column("lowest", "От", 12, "Балл, с которого начинается графа.", Cell.BORDER, needed=True),
        Column("highest", "До", 12, "Последний балл графы.", Cell.BORDER, needed=True),
    ),
    {"диапазон": "bands"},
    may_grow=False,
)
PASSPORT = Sheet(
    "Паспорт",
    "Числа и поля листа «Паспорт». «Численность» становится «Всего» показателей.",
    (
        _LABEL,
        _GRADE11,
        Column(
            "of_which",
            "Часть в скобках",
            13,
            "«да», если часть числа пишут в скобках: «12 (3 рег.)».",
            Cell.YES_NO,
        ),
        Column("height", "Строк", 9, "Высота поля паспорта в строках.", Cell.NUMBER),
        Column(
            "carried",
            "Переносить",
            13,
            "«нет», если в бланк следующего года текст поля не переносится.",
            Cell.YES_NO,
        ),
        Column(
            "fixed",
            "Печатный текст",
            44,
            "Если поле не заполняют: его текст, каждая строка с новой строки (Alt+Enter).",
            Cell.LINES,
        ),
    ),
    {
        "численность": "headcounts",
        "число проблемы": "problem_counts",
        "поле паспорта": "passport",
    },
)
INDICATOR_GROUP, SHARE = "группа", "доля"
OWNERS = {"школа": "S", "район": "D", "совместно": "DS"}
INDICATORS = Sheet(
    "Показатели",
    "Строка «группа» — заголовок; показатели ниже неё — её. Порядок строк — порядок в бланке.",
    (
        _LABEL,
        Column(
            "owner",
            "Кто отвечает",
            12,
            "Школа или район.",
            Cell.CHOICE,
            {word: OWNERS[word] for word in ("школа", "район")},
        ),
        Column(
            "base",
            "Доля от",
            34,
            "Для доли: от какой численности листа «Паспорт»; своё «всего» — пусто.",
            chosen_from="headcounts",
        ),
        Column("tenths", "До десятых", 11, "«да», если процент считают до десятых.", Cell.YES_NO),
        Column(
            "of_school_budget",
            "Доля бюджета школы",
            13,
            "«да», если это часть одного бюджета: такие доли в сумме не больше 100%.",
            Cell.YES_NO,
        ),
        Column(
            "category",
            "Категория",
            12,
            "Если это педагоги с категорией: первая или высшая.",
            Cell.CHOICE,
            {"первая": "first", "высшая": "highest"},
        ),
    ),
    {
        INDICATOR_GROUP: "indicator_groups",
        SHARE: "indicators:share",
        "да или нет": "indicators:flag",
        "своя строка школы": "indicators:own",
    },
)
LEVELS = {"раздел": 1, "подраздел": 2, "подраздел 2": 3}
ITEM, OWN_ITEM = "мероприятие", "своя строка школы"
_BELOW = "У раздела — для всех его мероприятий."
PLAN = Sheet(
    "Мероприятия",
    "Мероприятие стоит под своим разделом; «своя строка школы» — пустая строка в конце раздела.",
    (
        Column("number", "№", 9, "Номер, как он печатается; может быть пустым."),
        Column("label", LABEL, 90, "Текст, как он будет напечатан в бланке.", needed=True),
        Column(
            "owner",
            "Кто отвечает",
            13,
            "Для мероприятия: школа, район или совместно.",
            Cell.CHOICE,
            OWNERS,
        ),
        _GRADE11,
        Column("proposed_term", "Предложить срок", 30, f"Школа примет его отметкой. {_BELOW}"),
        Column("proposed_responsible", "Предложить ответственного", 30, f"Должность. {_BELOW}"),
        Column("proposed_result", "Предложить результат", 40, "Чем подтвердится мероприятие."),
    ),
    {
        **{word: f"plan_headings:{level}" for word, level in LEVELS.items()},
        ITEM: "plan_items:item",
        OWN_ITEM: "plan_items:own",
    },
)
_FIELD = "Графа бланка из списка (стрелка справа). Новую графу пишут словами: «Строка: графа»."
_EXAMPLE = "Значение проверяемой графы, затем тех, что в «С чем», через точку с запятой: 5; 7."
CONTROLS = Sheet(
    "Контроли",
    "Свои проверки: графа, сравнение из списка, сообщение. Формул писать не нужно.",
    (
        Column("field", "Что проверить", 44, _FIELD, Cell.FIELD, needed=True),
        Column(
            "comparison",
            "Сравнение",
            18,
            "Не больше (графы или числа «До»), равно сумме, заполнено, если заполнено другое, в "
            "пределах «От» и «До», доля в процентах от другой графы.",
            Cell.CHOICE,
            {
                "не больше": "at_most",
                "равно сумме": "sum",
                "заполнено, если": "filled_if",
                "в пределах": "between",
                "доля от": "share",
            },
            needed=True,
        ),
        Column("other", "С чем", 44, _FIELD, Cell.FIELD),
        Column("other2", "С чем 2", 30, _FIELD, Cell.FIELD),
        Column("other3", "С чем 3", 30, _FIELD, Cell.FIELD),
        Column("other4", "С чем 4", 30, _FIELD, Cell.FIELD),
        Column("low", "От", 8, "Наименьшее; для процентов — в процентах.", Cell.NUMBER),
        Column("high", "До", 8, "Наибольшее; для процентов — в процентах.", Cell.NUMBER),
        Column(
            "severity",
            "Важность",
            16,
            "С ошибкой документ не подписать; предупреждение школа может пояснить.",
            Cell.CHOICE,
            {"ошибка": "error", "предупреждение": "warning", "к сведению": "note"},
            needed=True,
        ),
        Column("label", "Сообщение", 44, "Что увидит школа, если это не так.", needed=True),
        Column("fix", "Что сделать", 44, "Что школе исправить.", needed=True),
        Column("holds", "Пример верно", 14, _EXAMPLE, Cell.TEXT, needed=True),
        Column("fails", "Пример неверно", 14, _EXAMPLE, Cell.TEXT, needed=True),
    ),
    {"контроль": "controls"},
)
SHEETS = (SUBJECTS, SCHOOL_COLUMNS, BANDS, PASSPORT, INDICATORS, PLAN, CONTROLS)
"""The sheets with lists, in the workbook's order; «Общее» stands before them."""
SHEET_OF = {target.partition(":")[0]: sheet for sheet in SHEETS for target in sheet.lists.values()}
"""By list of the edition, its sheet."""


# --- Sheets with a value in each row ---

GENERAL = "Общее"
LABELS = "Надписи"
_YEARS_PROMPT = "Годы через точку с запятой, новый — первым: 2027; 2026."
GENERAL_LINES: tuple[Column, ...] = (
    Column("exam_year", "Год экзамена", 0, "Год ЕГЭ, итоги которого в бланке.", Cell.NUMBER,
           needed=True),
    Column("exam_years_shown", "Годы в бланке", 0, _YEARS_PROMPT, Cell.NUMBERS, needed=True),
    Column("base_math_held", "Базовая математика была", 0, _YEARS_PROMPT, Cell.NUMBERS),
    Column("certificate_without_exams", "Аттестат без экзаменов", 0,
           "«да» для года, когда аттестат выдавали без ЕГЭ (2020).", Cell.YES_NO),
    Column("russian_is_sat_by_all", "Русский язык сдают все", 0,
           "«нет» для года, когда русский сдавали по выбору.", Cell.YES_NO),
    Column("one_maths_level", "Один уровень математики", 0,
           "«да», если выпускник сдаёт или базовую, или профильную.", Cell.YES_NO),
    Column("titles.document", "Название документа", 0,
           "Две строки: вид документа и о чём он. {exam_year}, {year1} станут годами.",
           Cell.LINES, needed=True),
    Column("titles.passport", "Заголовок паспорта", 0, "Заголовок листа «Паспорт».", needed=True),
    Column("titles.problem", "Заголовок проблемы", 0, "Над средними баллами.", needed=True),
    Column("titles.ege", "Заголовок ЕГЭ", 0, "Над таблицей ЕГЭ.", needed=True),
    Column("titles.base_math", "Заголовок базовой", 0, "Над базовой математикой.", needed=True),
    Column("titles.school", "Заголовок «По школе»", 0, "Над таблицей по школе.", needed=True),
    Column("titles.school_footnotes", "Сноски", 0, "Под таблицей по школе, каждая с новой строки.",
           Cell.LINES),
    Column("titles.plan", "Заголовок плана", 0, "Две строки: раздел и о чём план.", Cell.LINES,
           needed=True),
)  # fmt: skip
"""The lines of «Общее»; below them the names of the region's bodies."""
LABEL_LINES: tuple[Column, ...] = (
    Column("titles.results_of_year", "Итоги года", 0, "Над средними баллами.", needed=True),
    Column("titles.elective_averages", "Предметы по выбору", 0, "Над ними.", needed=True),
    Column("titles.subject", "Графа предмета", 0, "Заголовок графы.", needed=True),
    Column("titles.number", "Графа номера", 0, "Заголовок графы.", needed=True),
    Column("titles.organisation", "Графа организации", 0, "Заголовок графы.", needed=True),
    Column("titles.school_measure", "Графа меры", 0, "Заголовок графы.", needed=True),
    Column("titles.signature", "Над подписью", 0, "Над строкой подписи.", needed=True),
    Column("titles.handwritten", "Под подписью", 0, "Под строкой подписи.", needed=True),
    Column("titles.school_caption", "Под названием", 0, "Под строкой с названием.", needed=True),
    Column("titles.without_exams", "Вместо ЕГЭ", 0, "Если ЕГЭ никто не сдавал.", needed=True),
)
PART = "part."
"""How the lines begin that say whether the form has a table."""
PART_LINES = tuple(
    Column(f"{PART}{part.name}", f"{ACTIVE}: {part.title}", 0,
           "«нет» — в бланке этой таблицы не будет. Её строки останутся здесь, в книге издания.",
           Cell.YES_NO, needed=True)
    for part in PARTS
)  # fmt: skip
"""The lines of «Общее» below its own; a table is switched off like a row."""
REGION = "region."
"""How the names of the region's bodies begin among the lines of «Общее»."""
