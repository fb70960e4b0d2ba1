"""XWB-005, XWB-006 and XWB-008: what has changed since the summary before. For the district alone.

They need the snapshot of that summary, so they are no formulas.
"""

from ..findings import Audience, Severity
from .rule import ReadingRule

RULES = (
    ReadingRule(
        code="XWB-005",
        name="average-jumps",
        note="average-jumps",
        severity=Severity.WARNING,
        audience=Audience.DISTRICT,
        title="средний балл не меняется за год больше чем на 15 (при 10 участниках и больше)",
        message="{subject}: средний балл был {was}, стал {now} — изменился на {change} с прошлой "
        "сводки ({year}).",
        fix="Проверьте у школы, из какого протокола взят балл.",
        why="Так выглядят и опечатка, и балл чужого предмета; настоящая перемена стоит разговора.",
        source="domain.md 2, XWB-005",
    ),
    ReadingRule(
        code="XWB-005",
        name="participants-jump",
        note="participants-jump",
        severity=Severity.WARNING,
        audience=Audience.DISTRICT,
        title="число участников не меняется за год вдвое (при 10 участниках и больше)",
        message="{subject}: участников было {was}, стало {now} — {more} в {times}, чем в прошлой "
        "сводке ({year}).",
        fix="Проверьте у школы численность участников.",
        why="Вдвое больше или меньше участников — чаще другая строка или другой год.",
        source="domain.md 2, XWB-005",
    ),
    ReadingRule(
        code="XWB-006",
        name="no-longer-done",
        note="no-longer-done",
        severity=Severity.WARNING,
        audience=Audience.DISTRICT,
        title="выполненный пункт плана остаётся выполненным",
        message="Пункт {code} раньше был выполнен, теперь — {mark}.",
        fix="Спросите школу, какая из отметок верна.",
        why="Отметка, которая пропала, чаще всего стёрта нечаянно.",
        source="domain.md 2, XWB-006",
    ),
    ReadingRule(
        code="XWB-008",
        name="last-years-numbers",
        note="last-years-numbers",
        severity=Severity.WARNING,
        audience=Audience.DISTRICT,
        title="числа не повторяют прошлогодние",
        message="Все числа в файле те же, что в прошлой сводке ({year}).",
        fix="Проверьте у школы, не прислана ли прошлогодняя книга с новой датой.",
        why="Итоги двух лет не совпадают до единицы.",
        source="domain.md 6, row 79; decision 17",
    ),
)
"""One for each thing that a comparison with the summary before may show."""
