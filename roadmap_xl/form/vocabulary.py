"""Words that mean something to the rules, in every edition alike."""

DRAFT, SUBMITTING, REPORTING = STAGES = ("Черновик", "На сдачу", "Отчёт об исполнении")
"""The stages of a workbook, the first for the time while it is being filled."""

HAS_GRADE11, NO_GRADUATES, NO_GRADE11 = GRADE11_STATES = (
    "есть",
    "выпускников в этом году нет",
    "11 класса нет",
)
WITHOUT_EXAMS = (NO_GRADUATES, NO_GRADE11)
"""The states of a school that nobody of this year sits ЕГЭ in."""

PERCENT = "%"
UNITS = (PERCENT, "чел.", "ед.", "шк.", "тыс. руб.")

NOT_APPLICABLE = ("не применимо", "Не применимо")
"""What a school writes where an indicator or an activity is not for it."""

YES_OR_NO = ("да", "нет")

LIST_NAMES = ("results_years", "stages", "grade11_states", "exam_year_labels", "units")
"""The lists of choices, one column each on the hidden sheet of lists."""
