"""SCH-002 to SCH-012 and YR-005: whose file it is, and which of a school's files counts.

They need the registry, the journal and the other files, so they are no formulas. A code may stand
for several reasons; `note` tells them apart.
"""

from ..findings import Audience, Excludes, Severity
from . import previous
from .rule import ReadingRule

_BY_HAND = "впишите код школы в журнал напротив этого файла"

RECEIPT_RULES = (
    ReadingRule(
        code="SCH-002",
        name="school-not-in-registry",
        note="not-in-registry",
        severity=Severity.ERROR,
        excludes=Excludes.FILE,
        title="школа есть в реестре района",
        message="Школы «{name}» нет в реестре района.",
        fix="Выберите название из списка; если школа новая — сообщите специалисту управления "
        "образования.",
        why="Файл неизвестной школы нельзя сложить с другими: он ждёт решения района.",
        source="domain.md 2, SCH-002; decision 10",
    ),
    ReadingRule(
        code="SCH-003",
        name="school-named-otherwise",
        note="named-otherwise",
        severity=Severity.NOTE,
        title="название школы такое же, как в реестре",
        message="«{name}» опознана как «{school}».",
        fix="Делать ничего не нужно; если это другая школа — " + _BY_HAND + ".",
        why="Название может быть записано по-разному, а школа одна.",
        source="domain.md 2, SCH-003",
    ),
    ReadingRule(
        code="SCH-004",
        name="school-ambiguous",
        note="ambiguous",
        severity=Severity.ERROR,
        excludes=Excludes.FILE,
        title="название подходит к одной школе реестра",
        message="Название «{name}» подходит к нескольким школам: {schools}.",
        fix="Укажите населённый пункт или выберите школу из списка.",
        why="Данные нельзя приписать школе наугад.",
        source="domain.md 2, SCH-004",
    ),
    ReadingRule(
        code="SCH-004",
        name="code-of-another-school",
        note="code-of-another",
        severity=Severity.ERROR,
        excludes=Excludes.FILE,
        title="код и название указывают на одну школу",
        message="Код {code} — это «{school}», а по названию «{name}» это «{other}».",
        fix="Исправьте код или название на листе «Титул», либо " + _BY_HAND + ".",
        why="Так выглядит чужой файл, взятый за образец: данные попали бы не в ту школу.",
        source="domain.md 2, SCH-004",
    ),
    ReadingRule(
        code="SCH-005",
        name="files-differ",
        note="files-differ",
        severity=Severity.ERROR,
        excludes=Excludes.FILE,
        audience=Audience.DISTRICT,
        title="от школы один файл, или известно, какой из них новее",
        message="От школы «{school}» пришло файлов: {number} ({files}). Данные в них разные, "
        "а какой новее — неизвестно.",
        fix="Оставьте в папке один — тот, который верный, — или впишите даты получения в журнал.",
        why="Пока порядок неизвестен, не учтён ни один: чужой выбор мог бы оказаться неверным.",
        source="domain.md 2, SCH-005; decision 13",
    ),
    ReadingRule(
        code="SCH-006",
        name="files-are-equal",
        note="files-equal",
        severity=Severity.NOTE,
        audience=Audience.DISTRICT,
        title="файлы одной школы не повторяют друг друга",
        message="Файлы {files} одинаковы, учтён один.",
        fix="Делать ничего не нужно.",
        why="Один и тот же файл часто присылают дважды.",
        source="domain.md 2, SCH-006",
    ),
    ReadingRule(
        code="SCH-011",
        name="assigned-by-journal",
        note="by-journal",
        severity=Severity.NOTE,
        audience=Audience.DISTRICT,
        title="файл отнесён к школе по журналу",
        message="Файл отнесён к школе «{school}» по журналу; в самом файле она названа «{name}».",
        fix="Делать ничего не нужно.",
        why="Неопознанный файл учитывается, когда район записал в журнал, чей он.",
        source="decision 10",
    ),
    ReadingRule(
        code="SCH-012",
        name="journal-names-unknown-code",
        note="unknown-code",
        severity=Severity.ERROR,
        excludes=Excludes.FILE,
        audience=Audience.DISTRICT,
        title="код в журнале есть в реестре",
        message="В журнале файл отнесён к школе с кодом {code}, а в реестре такого кода нет.",
        fix="Исправьте код в журнале или добавьте школу в реестр.",
        why="Без школы в реестре непонятно, чьи это данные.",
        source="decision 10",
    ),
    ReadingRule(
        code="YR-005",
        name="form-of-another-year",
        note="another-edition",
        severity=Severity.ERROR,
        excludes=Excludes.FILE,
        title="бланк того же года, что и сводка",
        message="Это бланк {edition} года, а сводка собирается за {year}.",
        fix="Пришлите данные на бланке нужного года.",
        why="Итоги разных лет нельзя складывать.",
        source="domain.md 2, YR-005",
    ),
    *previous.RULES,
)
"""One for each thing the receipt of a file may show."""
