"""What a blank took from last year's workbook and nobody has looked at since."""

from ..rule import WARNING, structure_rule

CARRIED_NUMBER = structure_rule(
    "FIL-029", "carried-number", WARNING, "численность — этого года, а не прошлогодняя",
    "«{label}», {column}: {value} взято из прошлогодней книги. Осталось столько же?",
    "Если нет, впишите новое число. Если да, примите предупреждение внизу листа «Проверка».",
    "За год численность меняется почти всегда, а от неё считаются доли всех показателей.",
    "decision 21",
)  # fmt: skip

RULES = (CARRIED_NUMBER,)
