"""Made by `make templates` from the rules and the form: look at those, not here.

A function's name is the hash of its text (`functions.py`).
"""
# fmt: off
# ruff: noqa
# mypy: ignore-errors

from .numbers import round_half_up as rounded
from .snapshot import says_something as says
from .snapshot import trimmed


def _00b8edf9c0e248db(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 _ = s
 return True


def _00fbc0f266b4ab60(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((not (trimmed(t[s0] or '') in ('не применимо', 'Не применимо')))): return '–'
 if errors and not errors.isdisjoint((s1,s2,s3,s4,)): return '?'
 return '✓' if (says(t[s1] or '') or says(t[s2] or '') or says(t[s3] or '') or says(t[s4] or '')) else '✗'


def _03ee97d6a975c9cb(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 0) + (z[s1] * 24) + (z[s2] * 51) + (z[s3] * 61) + (z[s4] * 71) + (z[s5] * 91) + (z[s6] * 100)) / z[s7])


def _0b3bb70ca4fbc5af(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((z[s1] - 0 < 5e-07) or ((t[s2] is not None))) else '✗'


def _0b9acc36c28f7752(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,s11,s12,s10,s13,)): return '?'
 return '✓' if ((z[s1] - max((z[s2], z[s3], z[s4], z[s5], z[s6], z[s7], z[s8], z[s9], z[s11], z[s12],)) > -5e-07) and (z[s1] - (z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12]) < 5e-07) and ((not ((t[s13] is not None))) or (z[s1] - z[s13] < 5e-07))) else '✗'


def _0c4bede3d67c7671(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4, = s
 if errors and not errors.isdisjoint((s0,s1,s2,s3,s4,)): return '?'
 if not ((says(t[s0] or '') or says(t[s1] or '') or says(t[s2] or '') or says(t[s3] or '') or says(t[s4] or ''))): return '–'
 if errors and not errors.isdisjoint((s0,s1,s2,)): return '?'
 return '✓' if ((says(t[s0] or '')) and (says(t[s1] or '')) and (says(t[s2] or ''))) else '✗'


def _0d8401f2f9f3a1db(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if ((says(t[s0] or '')) and ((not any(piece in (t[s0] or '') for piece in ('№',))) or any(piece in (t[s0] or '') for piece in ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')))) else '✗'


def _112cc8b0a48201c1(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,)): return '?'
 return '✓' if ((z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14]) - 0 < 5e-07) else '✗'


def _11f6d62af0a4a0ce(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 41) + (z[s1] * 50) + (z[s2] * 60) + (z[s3] * 70) + (z[s4] * 90) + (z[s5] * 99) + (z[s6] * 100)) / z[s7])


def _1258b4d836ff513a(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,s1,)): return '?'
 if not ((says(t[s0] or '') or says(t[s1] or ''))): return '–'
 if errors and not errors.isdisjoint((s0,s1,)): return '?'
 return '✓' if (((not (says(t[s0] or ''))) or (trimmed(t[s0] or '') in ('да', 'Да', 'нет', 'Нет', 'не применимо', 'Не применимо'))) and ((not (says(t[s1] or ''))) or (trimmed(t[s1] or '') in ('да', 'Да', 'нет', 'Нет', 'не применимо', 'Не применимо')))) else '✗'


def _12bcc6b11c4287b5(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None))))): return '–'
 if bad and not bad.isdisjoint((s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s16,s1,)): return '?'
 if errors and not errors.isdisjoint((s15,)): return '?'
 return '✓' if ((z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + (z[s16] if (trimmed(t[s15] or '') in ('2020 год',)) else 0)) - z[s1] > -5e-07) else '✗'


def _132172cafdc7f988(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 _ = s
 return False


def _15a8b879aee83c7a(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,)): return '?'
 return '✓' if (((t[s8] is not None)) or (-5e-07 < (z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7]) - 0 < 5e-07)) else '✗'


def _15dac23b5f11f64f(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9])


def _1867d0481f268ae3(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s4,s5,s6,s2,s7,s8,s9,s3,s10,s11,s12,s13,s14,s15,)): return '?'
 return '✓' if ((-5e-07 < z[s1] - (z[s4] + z[s5] + z[s6]) < 5e-07) and (-5e-07 < z[s2] - (z[s7] + z[s8] + z[s9]) < 5e-07) and (-5e-07 < z[s3] - (z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15]) < 5e-07)) else '✗'


def _186b8e37eae93cc8(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 39) + (z[s1] * 50) + (z[s2] * 60) + (z[s3] * 70) + (z[s4] * 90) + (z[s5] * 99) + (z[s6] * 100)) / z[s7])


def _19849109beffbb8e(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13, = s
 return ((z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12]) / z[s13])


def _1ad221f6af4971d9(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15, = s
 return (min(((z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + (z[s15] if (trimmed(t[s14] or '') in ('2020 год',)) else 0)), z[s0],)) if ((t[s0] is not None)) else (z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + (z[s15] if (trimmed(t[s14] or '') in ('2020 год',)) else 0)))


def _1c47f4e938586edc(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((not (40 - z[s1] < 5e-07)) or (z[s1] - (40 + 3) > -5e-07)) else '✗'


def _1c9bb4f9d1715dbd(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None) or (t[s15] is not None) or (t[s16] is not None))))): return '–'
 if bad and not bad.isdisjoint((s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s1,)): return '?'
 if z[s1] == 0: return '–'
 return '✓' if (((z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15] + z[s16]) / z[s1]) - 6 < 5e-07) else '✗'


def _1cbf31901844d6f2(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if (says(t[s0] or '')) else '✗'


def _1cc6565cbb9604dc(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s17, = s
 return (min(((z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15] + (z[s17] if (trimmed(t[s16] or '') in ('2026 год',)) else 0)), z[s0],)) if ((t[s0] is not None)) else (z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15] + (z[s17] if (trimmed(t[s16] or '') in ('2026 год',)) else 0)))


def _1d9779aea8da4b8e(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((not (trimmed(t[s0] or '') in ('не применимо', 'Не применимо')))): return '–'
 if errors and not errors.isdisjoint((s1,)): return '?'
 return '✓' if (says(t[s1] or '')) else '✗'


def _1daf8cc1789523c7(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if not (((t[s0] is not None))): return '–'
 if bad and not bad.isdisjoint((s0,)): return '?'
 return '✓' if ((z[s0] % 1 == 0) and (z[s0] - 0 > -5e-07)) else '✗'


def _1eaf6d4bbaee75fa(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((not (27 - z[s1] < 5e-07)) or (z[s1] - (27 + 3) > -5e-07)) else '✗'


def _1fd5071ffb658cf6(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) or ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None) or (t[s15] is not None) or (t[s16] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if (((t[s1] is not None)) and (z[s1] % 1 == 0) and (z[s1] - 0 > -5e-07)) else '✗'


def _228bc6d9b5508f90(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 return (z[s0] + z[s1] + z[s2])


def _25c9b95907707c89(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((z[s1] - 0 < 5e-07) or ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None))) else '✗'


def _29179c04670bcba1(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 if errors and not errors.isdisjoint((s0,s3,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None)) and (trimmed(t[s3] or '') in ('2026 год',))))): return '–'
 if bad and not bad.isdisjoint((s1,s2,)): return '?'
 return '✓' if (z[s1] - z[s2] < 5e-07) else '✗'


def _2a8aa79fe0546b12(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15, = s
 return ((z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14]) / z[s15])


def _2df404e4e78f4ba7(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s3,s4,s5,s6,s7,s8,s9,s2,)): return '?'
 if z[s2] == 0: return '–'
 return '✓' if ((z[s1] - ((((z[s3] * 0) + (z[s4] * 27) + (z[s5] * 51) + (z[s6] * 61) + (z[s7] * 71) + (z[s8] * 91) + (z[s9] * 100)) / z[s2]) - 0.5) > -5e-07) and (z[s1] - ((((z[s3] * 26) + (z[s4] * 50) + (z[s5] * 60) + (z[s6] * 70) + (z[s7] * 90) + (z[s8] * 99) + (z[s9] * 100)) / z[s2]) + 0.5) < 5e-07)) else '✗'


def _3170d0d3c4c8f2d9(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 0) + (z[s1] * 27) + (z[s2] * 51) + (z[s3] * 61) + (z[s4] * 71) + (z[s5] * 91) + (z[s6] * 100)) / z[s7])


def _32617ab923597e54(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5, = s
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5])


def _36c9ee193f65bbc2(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if not (t[s0] is not None or t[s1] is not None or t[s2] is not None or t[s3] is not None or t[s4] is not None or t[s5] is not None or t[s6] is not None or t[s7] is not None or t[s8] is not None or t[s9] is not None): return None
 if bad and not bad.isdisjoint((s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,)): return None
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9])


def _38ed140bf1bda386(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if (z[s1] - 0 > -5e-07) else '✗'


def _3a95b3a5eee1556c(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 26) + (z[s1] * 50) + (z[s2] * 60) + (z[s3] * 70) + (z[s4] * 90) + (z[s5] * 99) + (z[s6] * 100)) / z[s7])


def _3aed631f167a2cd5(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if not (t[s0] is not None or t[s1] is not None): return None
 if bad and not bad.isdisjoint((s0,s1,)): return None
 if z[s1] == 0: return None
 return rounded((z[s0] / z[s1]), 2)


def _3ce119d901c0b1dd(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s3,s4,s5,s6,s7,s8,s9,s2,)): return '?'
 if z[s2] == 0: return '–'
 return '✓' if ((z[s1] - ((((z[s3] * 0) + (z[s4] * 37) + (z[s5] * 51) + (z[s6] * 61) + (z[s7] * 71) + (z[s8] * 91) + (z[s9] * 100)) / z[s2]) - 0.5) > -5e-07) and (z[s1] - ((((z[s3] * 36) + (z[s4] * 50) + (z[s5] * 60) + (z[s6] * 70) + (z[s7] * 90) + (z[s8] * 99) + (z[s9] * 100)) / z[s2]) + 0.5) < 5e-07)) else '✗'


def _3f240ad066c6ee5a(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if not (((t[s0] is not None))): return '–'
 if bad and not bad.isdisjoint((s1,s0,)): return '?'
 return '✓' if ((z[s1] - 0 < 5e-07) or (z[s0] - z[s1] < 5e-07)) else '✗'


def _3f5730497bbe0742(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 21) + (z[s1] * 50) + (z[s2] * 60) + (z[s3] * 70) + (z[s4] * 90) + (z[s5] * 99) + (z[s6] * 100)) / z[s7])


def _3faa8a65b9d3b1a0(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 0) + (z[s1] * 42) + (z[s2] * 51) + (z[s3] * 61) + (z[s4] * 71) + (z[s5] * 91) + (z[s6] * 100)) / z[s7])


def _3fb982e945713bf5(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if (-5e-07 < z[s1] - 0 < 5e-07) else '✗'


def _42adeda76fe8c9b2(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((not (32 - z[s1] < 5e-07)) or (z[s1] - (32 + 3) > -5e-07)) else '✗'


def _4384e58bdbc20131(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if not (((t[s0] is not None) and (t[s1] is not None))): return '–'
 if bad and not bad.isdisjoint((s0,s1,)): return '?'
 return '✓' if (not (-5e-07 < z[s0] - z[s1] < 5e-07)) else '✗'


def _45084bae0055c79f(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if bad and not bad.isdisjoint((s0,)): return '?'
 return '✓' if (((t[s0] is not None)) and (z[s0] % 1 == 0) and (z[s0] - 0 > -5e-07)) else '✗'


def _4913baf8895117ab(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 return (not ((t[s0] is not None)))


def _49291c68288ba059(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10, = s
 if errors and not errors.isdisjoint((s0,s1,s2,s3,s4,s6,s7,)): return '?'
 return '✓' if (says(t[s0] or '') or says(t[s1] or '') or says(t[s2] or '') or says(t[s3] or '') or says(t[s4] or '') or (t[s5] is not None) or says(t[s6] or '') or says(t[s7] or '') or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None)) else '✗'


def _4948fa93a567e46c(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 0) + (z[s1] * 32) + (z[s2] * 51) + (z[s3] * 61) + (z[s4] * 71) + (z[s5] * 91) + (z[s6] * 100)) / z[s7])


def _4a2ed0f4e7dcd1bb(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((not (36 - z[s1] < 5e-07)) or (z[s1] - (36 + 3) > -5e-07)) else '✗'


def _4a721d9f67b1374c(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s17,s18,s19,s20,s21,s22,s23, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s4,s5,s6,s7,s8,s2,s9,s10,s11,s12,s13,s3,s14,s15,s16,s17,s18,s19,s20,s21,s22,s23,)): return '?'
 return '✓' if ((-5e-07 < z[s1] - (z[s4] + z[s5] + z[s6] + z[s7] + z[s8]) < 5e-07) and (-5e-07 < z[s2] - (z[s9] + z[s10] + z[s11] + z[s12] + z[s13]) < 5e-07) and (-5e-07 < z[s3] - (z[s14] + z[s15] + z[s16] + z[s17] + z[s18] + z[s19] + z[s20] + z[s21] + z[s22] + z[s23]) < 5e-07)) else '✗'


def _4c22329ba2ec9af0(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4, = s
 return (z[s0] - (z[s1] + z[s2] + z[s3] + z[s4]))


def _50e0f249437b033d(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4, = s
 if errors and not errors.isdisjoint((s0,s1,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('не применимо', 'Не применимо'))) and (not (trimmed(t[s1] or '') in ('выпускников в этом году нет', '11 класса нет'))))): return '–'
 if errors and not errors.isdisjoint((s2,s3,s4,)): return '?'
 return '✓' if (says(t[s2] or '') or says(t[s3] or '') or says(t[s4] or '')) else '✗'


def _51ab28275f8c3303(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((says(t[s0] or ''))): return '–'
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if (trimmed(t[s0] or '') in ('есть', 'выпускников в этом году нет', '11 класса нет')) else '✗'


def _51d3c70430eeef0c(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 0) + (z[s1] * 22) + (z[s2] * 51) + (z[s3] * 61) + (z[s4] * 71) + (z[s5] * 91) + (z[s6] * 100)) / z[s7])


def _52cb6546f3d4294b(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 return (z[s0] + z[s1])


def _53c63e6c45c20dda(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 36) + (z[s1] * 50) + (z[s2] * 60) + (z[s3] * 70) + (z[s4] * 90) + (z[s5] * 99) + (z[s6] * 100)) / z[s7])


def _54b7a91cd0f02277(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if (trimmed(t[s0] or '') in ('2019/2020',)) else '✗'


def _54fc8040f142f798(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s3,s4,s5,s6,s7,s8,s9,s2,)): return '?'
 if z[s2] == 0: return '–'
 return '✓' if ((z[s1] - ((((z[s3] * 0) + (z[s4] * 36) + (z[s5] * 51) + (z[s6] * 61) + (z[s7] * 71) + (z[s8] * 91) + (z[s9] * 100)) / z[s2]) - 0.5) > -5e-07) and (z[s1] - ((((z[s3] * 35) + (z[s4] * 50) + (z[s5] * 60) + (z[s6] * 70) + (z[s7] * 90) + (z[s8] * 99) + (z[s9] * 100)) / z[s2]) + 0.5) < 5e-07)) else '✗'


def _5786b16fd2034a05(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 0) + (z[s1] * 40) + (z[s2] * 51) + (z[s3] * 61) + (z[s4] * 71) + (z[s5] * 91) + (z[s6] * 100)) / z[s7])


def _58d364d7fefffe4f(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))): return '–'
 return '✓' if ((0) - 0 < 5e-07) else '✗'


def _60eee42e67f6aed5(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 return (z[s0])


def _63b668d1016da91a(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,)): return '?'
 return '✓' if ((-5e-07 < (z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9]) - 0 < 5e-07) or (not (0 - (z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9]) < 5e-07)) or ((t[s10] is not None))) else '✗'


def _647fc9cabff5046f(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 return (z[s0] + z[s1] + (z[s3] if (trimmed(t[s2] or '') in ('2026 год',)) else 0))


def _66dfb4ea985a24a7(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if not ((((t[s0] is not None)) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s0,s1,)): return '?'
 return '✓' if (z[s0] - z[s1] < 5e-07) else '✗'


def _6856d94d914e6a4e(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if not (t[s0] is not None): return None
 if bad and not bad.isdisjoint((s0,)): return None
 return (z[s0])


def _693feaf981ba6f34(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None) or (t[s15] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,)): return '?'
 return '✓' if (z[s1] - max((z[s1], z[s2], z[s3], z[s4], z[s5], z[s6], z[s7], z[s8], z[s9], z[s10], z[s11], z[s12], z[s13], z[s14], z[s15],)) > -5e-07) else '✗'


def _6c9ac5bdb123f053(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s8,s9,s2,s10,s3,s11,s4,s12,s5,s13,s6,s14,s7,s15,)): return '?'
 if z[s9] == 0: return '–'
 return '✓' if ((-5e-07 < z[s1] - rounded((z[s8] / z[s9]), 2) < 5e-07) and (-5e-07 < z[s2] - rounded((z[s10] / z[s9]), 2) < 5e-07) and (-5e-07 < z[s3] - rounded((z[s11] / z[s9]), 2) < 5e-07) and (-5e-07 < z[s4] - rounded((z[s12] / z[s9]), 2) < 5e-07) and (-5e-07 < z[s5] - rounded((z[s13] / z[s9]), 2) < 5e-07) and (-5e-07 < z[s6] - rounded((z[s14] / z[s9]), 2) < 5e-07) and (-5e-07 < z[s7] - rounded((z[s15] / z[s9]), 2) < 5e-07)) else '✗'


def _6e910b0caa233ba5(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,)): return '?'
 return '✓' if ((-5e-07 < (z[s1] + z[s2] + z[s3]) - 0 < 5e-07) or (not (0 - (z[s1] + z[s2] + z[s3]) < 5e-07)) or ((t[s4] is not None))) else '✗'


def _6f8146151fe65628(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s2,s1,)): return '?'
 return '✓' if ((not (z[s2] - 0 < 5e-07)) and (z[s1] - 0 > -5e-07)) else '✗'


def _7008bffc26ed751d(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s17,s18, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None) or (t[s15] is not None) or (t[s16] is not None))))): return '–'
 if bad and not bad.isdisjoint((s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s18,s1,)): return '?'
 if errors and not errors.isdisjoint((s17,)): return '?'
 return '✓' if ((z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15] + z[s16] + (z[s18] if (trimmed(t[s17] or '') in ('2026 год',)) else 0)) - z[s1] > -5e-07) else '✗'


def _7095058e49cf7d15(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s17,s18,s19,s20,s21, = s
 if not (((t[s0] is not None) or (t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None) or (t[s15] is not None) or (t[s16] is not None) or (t[s17] is not None) or (t[s18] is not None) or (t[s19] is not None))): return '–'
 return '✓' if (((not ((t[s0] is not None) or (t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None))) or ((t[s20] is not None))) and ((not ((t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None) or (t[s15] is not None) or (t[s16] is not None) or (t[s17] is not None) or (t[s18] is not None) or (t[s19] is not None))) or ((t[s21] is not None)))) else '✗'


def _72eb9146779664e1(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,)): return '?'
 return '✓' if (-5e-07 < z[s1] - (z[s2] + z[s3]) < 5e-07) else '✗'


def _75f5fb691c77e380(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if not (((t[s0] is not None) or (t[s1] is not None))): return '–'
 if bad and not bad.isdisjoint((s0,s1,)): return '?'
 return '✓' if (((not ((t[s0] is not None))) or ((z[s0] - 0 > -5e-07) and (z[s0] - 1 < 5e-07))) and ((not ((t[s1] is not None))) or ((z[s1] - 0 > -5e-07) and (z[s1] - 1 < 5e-07)))) else '✗'


def _76e826dbc3e1580b(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 if errors and not errors.isdisjoint((s0,s1,s2,s3,)): return '?'
 if not ((says(t[s0] or '') or says(t[s1] or '') or says(t[s2] or '') or says(t[s3] or ''))): return '–'
 if errors and not errors.isdisjoint((s3,s0,s1,s2,)): return '?'
 return '✓' if ((trimmed(t[s3] or '') in ('не применимо', 'Не применимо')) and (not (says(t[s0] or '') or says(t[s1] or '') or says(t[s2] or '')))) else '✗'


def _79975a767c73af2e(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 return (not (says(t[s0] or '')))


def _79f706a66f8670ec(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s17, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s17,s15,)): return '?'
 if errors and not errors.isdisjoint((s16,)): return '?'
 return '✓' if ((z[s1] - max((z[s2], z[s3], z[s4], z[s5], z[s6], z[s7], z[s8], z[s9], z[s10], z[s11], z[s12], z[s13], z[s14],)) > -5e-07) and (z[s1] - (min(((z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + (z[s17] if (trimmed(t[s16] or '') in ('2020 год',)) else 0)), z[s15],)) if ((t[s15] is not None)) else (z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + (z[s17] if (trimmed(t[s16] or '') in ('2020 год',)) else 0))) < 5e-07)) else '✗'


def _7ee2892454acb79b(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,)): return '?'
 return '✓' if ((z[s1] - (z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11]) > -5e-07) and (z[s1] - (z[s12] + z[s13] + z[s14] + z[s15] + z[s16] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11]) < 5e-07)) else '✗'


def _7eeb7846a114b4d1(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s2,s1,)): return '?'
 return '✓' if ((z[s2] - 0 < 5e-07) or ((((z[s1] * z[s2]) - rounded((z[s1] * z[s2]), 0)) - (0 if (-5e-07 < z[s2] - 1 < 5e-07) else (z[s2] * (0.5 if (-5e-07 < z[s1] - rounded(z[s1], 0) < 5e-07) else (0.05 if (-5e-07 < z[s1] - rounded(z[s1], 1) < 5e-07) else 0.005)))) < 5e-07) and (((z[s1] * z[s2]) - rounded((z[s1] * z[s2]), 0)) - (0 - (0 if (-5e-07 < z[s2] - 1 < 5e-07) else (z[s2] * (0.5 if (-5e-07 < z[s1] - rounded(z[s1], 0) < 5e-07) else (0.05 if (-5e-07 < z[s1] - rounded(z[s1], 1) < 5e-07) else 0.005))))) > -5e-07))) else '✗'


def _7feeb3c0a368b59b(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12, = s
 return max((z[s0], z[s1], z[s2], z[s3], z[s4], z[s5], z[s6], z[s7], z[s8], z[s9], z[s10], z[s11], z[s12],))


def _80ef677fcf27ac4c(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s3,s4,s5,s6,s7,s8,s9,s2,)): return '?'
 if z[s2] == 0: return '–'
 return '✓' if ((z[s1] - ((((z[s3] * 0) + (z[s4] * 24) + (z[s5] * 51) + (z[s6] * 61) + (z[s7] * 71) + (z[s8] * 91) + (z[s9] * 100)) / z[s2]) - 0.5) > -5e-07) and (z[s1] - ((((z[s3] * 35) + (z[s4] * 50) + (z[s5] * 60) + (z[s6] * 70) + (z[s7] * 90) + (z[s8] * 99) + (z[s9] * 100)) / z[s2]) + 0.5) < 5e-07)) else '✗'


def _83f27754baada7f4(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) or ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if (((t[s1] is not None)) and (z[s1] % 1 == 0) and (z[s1] - 0 > -5e-07)) else '✗'


def _85586be66cd26f74(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14, = s
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14])


def _85b1fced582a01f9(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s3,s4,s5,s6,s7,s8,s9,s2,)): return '?'
 if z[s2] == 0: return '–'
 return '✓' if ((z[s1] - ((((z[s3] * 0) + (z[s4] * 42) + (z[s5] * 51) + (z[s6] * 61) + (z[s7] * 71) + (z[s8] * 91) + (z[s9] * 100)) / z[s2]) - 0.5) > -5e-07) and (z[s1] - ((((z[s3] * 41) + (z[s4] * 50) + (z[s5] * 60) + (z[s6] * 70) + (z[s7] * 90) + (z[s8] * 99) + (z[s9] * 100)) / z[s2]) + 0.5) < 5e-07)) else '✗'


def _87f6c47a1739b1a0(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14, = s
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + (z[s14] if (trimmed(t[s13] or '') in ('2020 год',)) else 0))


def _897bb5497df6a8c8(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4, = s
 if not (t[s0] is not None or t[s1] is not None or t[s2] is not None or t[s3] is not None or t[s4] is not None): return None
 if bad and not bad.isdisjoint((s0,s1,s2,s3,s4,)): return None
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4])


def _8ed12a1f3ee079a3(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s3,s4,s5,s6,s7,s8,s9,s2,)): return '?'
 if z[s2] == 0: return '–'
 return '✓' if ((z[s1] - ((((z[s3] * 0) + (z[s4] * 22) + (z[s5] * 51) + (z[s6] * 61) + (z[s7] * 71) + (z[s8] * 91) + (z[s9] * 100)) / z[s2]) - 0.5) > -5e-07) and (z[s1] - ((((z[s3] * 21) + (z[s4] * 50) + (z[s5] * 60) + (z[s6] * 70) + (z[s7] * 90) + (z[s8] * 99) + (z[s9] * 100)) / z[s2]) + 0.5) < 5e-07)) else '✗'


def _8ef48056f77f3a76(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((z[s1] - 0 > -5e-07) and (z[s1] - 100 < 5e-07)) else '✗'


def _9014b7b62e2670fd(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((says(t[s0] or ''))): return '–'
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if (trimmed(t[s0] or '') in ('2026 год', '2025 год')) else '✗'


def _907e9248af199098(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if errors and not errors.isdisjoint((s0,s1,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('не применимо', 'Не применимо'))) and (not (trimmed(t[s1] or '') in ('выпускников в этом году нет', '11 класса нет'))))): return '–'
 if errors and not errors.isdisjoint((s2,)): return '?'
 return '✓' if (says(t[s2] or '')) else '✗'


def _9089c4c055636364(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((not (trimmed(t[s0] or '') in ('не применимо', 'Не применимо')))): return '–'
 if errors and not errors.isdisjoint((s1,s2,s3,)): return '?'
 return '✓' if (says(t[s1] or '') or says(t[s2] or '') or says(t[s3] or '')) else '✗'


def _91281cde9b0e828d(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s2,)): return '?'
 return '✓' if ((z[s1] - 9 < 5e-07) or (z[s2] - (z[s1] * 0.3) < 5e-07)) else '✗'


def _931fa2483befda0a(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((z[s1] % 1 == 0) and (z[s1] - 0 > -5e-07)) else '✗'


def _933ced84fe37563a(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((says(t[s0] or ''))): return '–'
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if (trimmed(t[s0] or '') in ('2020 год', '2019 год')) else '✗'


def _94095bd4deff11c7(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,)): return '?'
 return '✓' if ((z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15] + z[s16]) - 0 < 5e-07) else '✗'


def _94af63a1d06942f8(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((z[s1] - 0 < 5e-07) or ((t[s2] is not None) and (t[s3] is not None) and (t[s4] is not None) and (t[s5] is not None) and (t[s6] is not None) and (t[s7] is not None) and (t[s8] is not None))) else '✗'


def _98164e4bae4ed602(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s2,)): return '?'
 return '✓' if (z[s1] - z[s2] < 5e-07) else '✗'


def _9d324ddce80c0c37(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None) or (t[s15] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,)): return '?'
 return '✓' if ((-5e-07 < (z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15]) - 0 < 5e-07) or (not (0 - (z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15]) < 5e-07)) or ((t[s16] is not None))) else '✗'


def _a388edf9192f6edf(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 return (z[s0] + z[s1] + z[s2] + z[s3])


def _a41e4670cac3ae9e(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((trimmed(t[s0] or '') in ('2020 год',))): return '–'
 return '✓' if (not ((t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None))) else '✗'


def _a7cef09f30c32fa5(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None))))): return '–'
 if bad and not bad.isdisjoint((s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s1,)): return '?'
 if z[s1] == 0: return '–'
 return '✓' if (((z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14]) / z[s1]) - 6 < 5e-07) else '✗'


def _a88d080df17527af(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11, = s
 return (min(((z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11]), z[s0],)) if ((t[s0] is not None)) else (z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11]))


def _ac22f76645a4d014(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((says(t[s0] or ''))): return '–'
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if (trimmed(t[s0] or '') in ('Черновик', 'На сдачу', 'Отчёт об исполнении')) else '✗'


def _aca49e485a8963c0(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 0) + (z[s1] * 37) + (z[s2] * 51) + (z[s3] * 61) + (z[s4] * 71) + (z[s5] * 91) + (z[s6] * 100)) / z[s7])


def _acbe0e2ad0cbfca8(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5, = s
 if not (((t[s0] is not None) or (t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None))): return '–'
 return '✓' if (((not ((t[s0] is not None) or (t[s1] is not None))) or ((t[s4] is not None))) and ((not ((t[s2] is not None) or (t[s3] is not None))) or ((t[s5] is not None)))) else '✗'


def _adfa9ea824cd875b(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5, = s
 if not (((t[s0] is not None) or (t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None))): return '–'
 if bad and not bad.isdisjoint((s4,s0,s1,s5,s2,s3,)): return '?'
 return '✓' if (((not (not (z[s4] - 0 < 5e-07))) or ((z[s0] + z[s1]) - z[s4] < 5e-07)) and ((not (not (z[s5] - 0 < 5e-07))) or ((z[s2] + z[s3]) - z[s5] < 5e-07))) else '✗'


def _ae6a5a067f779a7e(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((says(t[s0] or ''))): return '–'
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if (trimmed(t[s0] or '') in ('%', 'чел.', 'ед.', 'шк.', 'тыс. руб.')) else '✗'


def _af0dc4003d968bfb(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8, = s
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8])


def _af98a54ffa7fb7ab(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5, = s
 if not ((((t[s0] is not None) or (t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None)) and ((t[s0] is not None) or (t[s3] is not None)))): return '–'
 if bad and not bad.isdisjoint((s0,s1,s2,s3,s4,s5,)): return '?'
 return '✓' if (((z[s0] + z[s1] + z[s2]) - 1 < 5e-07) and ((z[s3] + z[s4] + z[s5]) - 1 < 5e-07)) else '✗'


def _afa513bc89b4578d(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,)): return '?'
 return '✓' if ((z[s1] - (z[s2] + z[s3]) > -5e-07) and (z[s1] - (z[s4] + z[s2] + z[s3]) < 5e-07)) else '✗'


def _b08f5dede2a2fd0e(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,s1,)): return '?'
 return '✓' if ((says(t[s0] or '')) and (says(t[s1] or ''))) else '✗'


def _b5c80954b9651ee2(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,)): return '?'
 return '✓' if ((z[s1] - (z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7]) > -5e-07) and (z[s1] - (z[s8] + z[s9] + z[s10] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7]) < 5e-07)) else '✗'


def _b5eccacb5ea689ab(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,)): return '?'
 return '✓' if (-5e-07 < z[s1] - (z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8]) < 5e-07) else '✗'


def _b60860ab9cd4d776(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 if not (((t[s0] is not None) or (t[s1] is not None))): return '–'
 if bad and not bad.isdisjoint((s2,s0,s3,s1,)): return '?'
 return '✓' if (((not (not ((z[s2]) - 0 < 5e-07))) or (-5e-07 < z[s0] - (z[s2]) < 5e-07)) and ((not (not ((z[s3]) - 0 < 5e-07))) or (-5e-07 < z[s1] - (z[s3]) < 5e-07))) else '✗'


def _b857088a96c35591(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4, = s
 if not (((t[s0] is not None) or (t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None))): return '–'
 if bad and not bad.isdisjoint((s0,s1,s2,s3,s4,)): return '?'
 return '✓' if (-5e-07 < z[s0] - (z[s1] + z[s2] + z[s3] + z[s4]) < 5e-07) else '✗'


def _bb7f4c68b279f19f(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16, = s
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + (z[s16] if (trimmed(t[s15] or '') in ('2026 год',)) else 0))


def _bbbfcc9c7fa58b7d(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((not (24 - z[s1] < 5e-07)) or (z[s1] - (24 + 3) > -5e-07)) else '✗'


def _bd43a73b949c2c22(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14, = s
 if errors and not errors.isdisjoint((s0,s1,s2,)): return '?'
 return '✓' if (says(t[s0] or '') or says(t[s1] or '') or says(t[s2] or '') or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None)) else '✗'


def _bd8981c8a5f50ec4(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((not (42 - z[s1] < 5e-07)) or (z[s1] - (42 + 3) > -5e-07)) else '✗'


def _bdcadc665dccc5eb(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((not (22 - z[s1] < 5e-07)) or (z[s1] - (22 + 3) > -5e-07)) else '✗'


def _be69cfdc2e151dca(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s1,)): return '?'
 if not ((((t[s0] is not None)) or (not (trimmed(t[s1] or '') in ('выпускников в этом году нет', '11 класса нет'))))): return '–'
 if bad and not bad.isdisjoint((s0,)): return '?'
 return '✓' if (((t[s0] is not None)) and (z[s0] % 1 == 0) and (z[s0] - 0 > -5e-07)) else '✗'


def _bedad7078a0e6a72(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 return max((z[s0], z[s1], z[s2], z[s3], z[s4], z[s5], z[s6], z[s7], z[s8], z[s9],))


def _c51bca815b4663ab(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 0) + (z[s1] * 36) + (z[s2] * 51) + (z[s3] * 61) + (z[s4] * 71) + (z[s5] * 91) + (z[s6] * 100)) / z[s7])


def _c645354ad461d180(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 if errors and not errors.isdisjoint((s0,s1,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('не применимо', 'Не применимо'))) and (not (trimmed(t[s1] or '') in ('выпускников в этом году нет', '11 класса нет'))))): return '–'
 if errors and not errors.isdisjoint((s2,s3,)): return '?'
 return '✓' if (says(t[s2] or '') or says(t[s3] or '')) else '✗'


def _c77b02aa1765f3c5(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s3,s4,s5,s6,s7,s8,s9,s2,)): return '?'
 if z[s2] == 0: return '–'
 return '✓' if ((z[s1] - ((((z[s3] * 0) + (z[s4] * 40) + (z[s5] * 51) + (z[s6] * 61) + (z[s7] * 71) + (z[s8] * 91) + (z[s9] * 100)) / z[s2]) - 0.5) > -5e-07) and (z[s1] - ((((z[s3] * 39) + (z[s4] * 50) + (z[s5] * 60) + (z[s6] * 70) + (z[s7] * 90) + (z[s8] * 99) + (z[s9] * 100)) / z[s2]) + 0.5) < 5e-07)) else '✗'


def _c90e35c40a5d36a2(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if not ((((t[s0] is not None)) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s0,s1,s2,)): return '?'
 if z[s2] == 0: return '–'
 return '✓' if ((-5e-07 < rounded(z[s0], 2) - rounded((z[s1] / z[s2]), 2) < 5e-07) or (((z[s1] / z[s2]) - rounded(z[s0], 2) > -5e-07) and (not ((rounded(z[s0], 2) + 0.01) - (z[s1] / z[s2]) < 5e-07)))) else '✗'


def _cb531ed1ac9f78a2(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8, = s
 if not (((t[s0] is not None) or (t[s1] is not None) or (t[s2] is not None) or (t[s3] is not None))): return '–'
 if bad and not bad.isdisjoint((s0,s4,s5,s1,s6,s2,s7,s3,s8,)): return '?'
 if z[s5] == 0: return '–'
 return '✓' if ((-5e-07 < z[s0] - rounded((z[s4] / z[s5]), 2) < 5e-07) and (-5e-07 < z[s1] - rounded((z[s6] / z[s5]), 2) < 5e-07) and (-5e-07 < z[s2] - rounded((z[s7] / z[s5]), 2) < 5e-07) and (-5e-07 < z[s3] - rounded((z[s8] / z[s5]), 2) < 5e-07)) else '✗'


def _cd97c829ebd81a30(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 if errors and not errors.isdisjoint((s0,s1,s2,s3,)): return '?'
 if not ((says(t[s0] or '') or says(t[s1] or '') or says(t[s2] or '') or says(t[s3] or ''))): return '–'
 if errors and not errors.isdisjoint((s0,s1,s2,s3,)): return '?'
 return '✓' if ((says(t[s0] or '') and says(t[s1] or '')) and (says(t[s2] or '') or says(t[s3] or ''))) else '✗'


def _cda1feb8f318ec74(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4, = s
 if errors and not errors.isdisjoint((s0,s3,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None)) and (trimmed(t[s3] or '') in ('2026 год',)) and ((t[s4] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s4,s2,)): return '?'
 return '✓' if ((z[s1] + z[s4]) - z[s2] < 5e-07) else '✗'


def _d27332b7cb83b219(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s3,s4,s5,s6,s7,s8,s9,s2,)): return '?'
 if z[s2] == 0: return '–'
 return '✓' if ((z[s1] - ((((z[s3] * 0) + (z[s4] * 32) + (z[s5] * 51) + (z[s6] * 61) + (z[s7] * 71) + (z[s8] * 91) + (z[s9] * 100)) / z[s2]) - 0.5) > -5e-07) and (z[s1] - ((((z[s3] * 31) + (z[s4] * 50) + (z[s5] * 60) + (z[s6] * 70) + (z[s7] * 90) + (z[s8] * 99) + (z[s9] * 100)) / z[s2]) + 0.5) < 5e-07)) else '✗'


def _d35446882df8ed58(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if not (t[s0] is not None or t[s1] is not None or t[s2] is not None): return None
 if bad and not bad.isdisjoint((s0,s1,s2,)): return None
 return (z[s0] + z[s1] + z[s2])


def _d487e4a9df78f096(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 return (z[s0] * 100)


def _d53bb71e7de6c13a(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if (any(piece in (t[s0] or '') for piece in ('предусм', 'ПРЕДУСМ', 'требуется', 'ТРЕБУЕТСЯ', 'ез финанс', 'ЕЗ ФИНАНС', 'рименимо')) or (any(piece in (t[s0] or '') for piece in ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')) and any(piece in (t[s0] or '') for piece in ('руб', 'Руб', 'РУБ', 'тыс', 'Тыс', 'ТЫС', 'млн', 'Млн', 'МЛН', '₽')))) else '✗'


def _d7a038f4329f7899(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 35) + (z[s1] * 50) + (z[s2] * 60) + (z[s3] * 70) + (z[s4] * 90) + (z[s5] * 99) + (z[s6] * 100)) / z[s7])


def _da1826ec9e452bcd(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 return ((z[s0] + z[s1] + z[s2]) * 100)


def _dc58d39a7fb2acb5(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,s2,)): return '?'
 return '✓' if (-5e-07 < z[s1] - (z[s2]) < 5e-07) else '✗'


def _dc81dd66be24a5ad(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 if errors and not errors.isdisjoint((s0,s3,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None)) and (trimmed(t[s3] or '') in ('2020 год',))))): return '–'
 if bad and not bad.isdisjoint((s1,s2,)): return '?'
 return '✓' if (z[s1] - z[s2] < 5e-07) else '✗'


def _de7d91a11f768a1c(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s4,s5,)): return '?'
 if errors and not errors.isdisjoint((s3,)): return '?'
 return '✓' if (((z[s1] - 0 < 5e-07) and ((z[s2] + (z[s4] if (trimmed(t[s3] or '') in ('2026 год',)) else 0)) - 0 < 5e-07)) or ((not (z[s1] - 0 < 5e-07)) and (not ((z[s2] + z[s5] + (z[s4] if (trimmed(t[s3] or '') in ('2026 год',)) else 0)) - 0 < 5e-07)))) else '✗'


def _e271af18a29eca02(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s17,s18,s19, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and (((t[s1] is not None)) and ((t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None) or (t[s15] is not None) or (t[s16] is not None))))): return '–'
 if bad and not bad.isdisjoint((s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s19,s17,)): return '?'
 if errors and not errors.isdisjoint((s18,)): return '?'
 return '✓' if ((z[s1] - max((z[s2], z[s3], z[s4], z[s5], z[s6], z[s7], z[s8], z[s9], z[s10], z[s11], z[s12], z[s13], z[s14], z[s15], z[s16],)) > -5e-07) and (z[s1] - (min(((z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15] + z[s16] + (z[s19] if (trimmed(t[s18] or '') in ('2026 год',)) else 0)), z[s17],)) if ((t[s17] is not None)) else (z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7] + z[s8] + z[s9] + z[s10] + z[s11] + z[s12] + z[s13] + z[s14] + z[s15] + z[s16] + (z[s19] if (trimmed(t[s18] or '') in ('2026 год',)) else 0))) < 5e-07)) else '✗'


def _e2fd3536dca7c415(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3, = s
 if not (((t[s0] is not None) or (t[s1] is not None))): return '–'
 if bad and not bad.isdisjoint((s0,s2,s1,s3,)): return '?'
 return '✓' if (((not (((t[s0] is not None)) and (z[s0] - 0 > -5e-07))) or (not (z[s2] - 0 < 5e-07))) and ((not (((t[s1] is not None)) and (z[s1] - 0 > -5e-07))) or (not (z[s3] - 0 < 5e-07)))) else '✗'


def _e560c57385bd2b79(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if not (((t[s0] is not None))): return '–'
 if bad and not bad.isdisjoint((s0,)): return '?'
 return '✓' if (z[s0] - 0 < 5e-07) else '✗'


def _e779c9888e03b426(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 return '✓' if (trimmed(t[s0] or '') in ('2025/2026',)) else '✗'


def _e77b91c55720fc10(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((not (trimmed(t[s0] or '') in ('не применимо', 'Не применимо')))): return '–'
 if errors and not errors.isdisjoint((s1,s2,)): return '?'
 return '✓' if (says(t[s1] or '') or says(t[s2] or '')) else '✗'


def _e8e6b2ab125e0796(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s17,s18,s19,s20,s21,s22,s23,s24, = s
 if errors and not errors.isdisjoint((s0,s1,s2,s3,s4,)): return '?'
 return '✓' if (says(t[s0] or '') or says(t[s1] or '') or says(t[s2] or '') or says(t[s3] or '') or says(t[s4] or '') or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None) or (t[s10] is not None) or (t[s11] is not None) or (t[s12] is not None) or (t[s13] is not None) or (t[s14] is not None) or (t[s15] is not None) or (t[s16] is not None) or (t[s17] is not None) or (t[s18] is not None) or (t[s19] is not None) or (t[s20] is not None) or (t[s21] is not None) or (t[s22] is not None) or (t[s23] is not None) or (t[s24] is not None)) else '✗'


def _e93f6b8cb06bced5(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9, = s
 if errors and not errors.isdisjoint((s0,s1,)): return '?'
 return '✓' if (says(t[s0] or '') or says(t[s1] or '') or (t[s2] is not None) or (t[s3] is not None) or (t[s4] is not None) or (t[s5] is not None) or (t[s6] is not None) or (t[s7] is not None) or (t[s8] is not None) or (t[s9] is not None)) else '✗'


def _eabe9920ce7f18d9(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (z[s0] - (z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6] + z[s7]))


def _ee7138cf4b4b1480(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((not (37 - z[s1] < 5e-07)) or (z[s1] - (37 + 3) > -5e-07)) else '✗'


def _ee7c7f572701460a(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 return (rounded((z[s0] / z[s1]), 2) * 100)


def _efe56efe2631fb6e(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not ((trimmed(t[s0] or '') in ('Отчёт об исполнении',))): return '–'
 if errors and not errors.isdisjoint((s1,)): return '?'
 return '✓' if (says(t[s1] or '')) else '✗'


def _f07c4970bb457d1a(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14, = s
 return max((z[s0], z[s1], z[s2], z[s3], z[s4], z[s5], z[s6], z[s7], z[s8], z[s9], z[s10], z[s11], z[s12], z[s13], z[s14],))


def _f0f36a1ab5e6c558(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6,s7, = s
 return (((z[s0] * 31) + (z[s1] * 50) + (z[s2] * 60) + (z[s3] * 70) + (z[s4] * 90) + (z[s5] * 99) + (z[s6] * 100)) / z[s7])


def _f7eef328b531ede8(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5,s6, = s
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5] + z[s6])


def _fc295bdd3b94f21c(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if not (t[s0] is not None or t[s1] is not None): return None
 if bad and not bad.isdisjoint((s0,s1,)): return None
 return (z[s0] + z[s1])


def _fcb4fbf1ea7254b1(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1,s2,s3,s4,s5, = s
 if not (t[s0] is not None or t[s1] is not None or t[s2] is not None or t[s3] is not None or t[s4] is not None or t[s5] is not None): return None
 if bad and not bad.isdisjoint((s0,s1,s2,s3,s4,s5,)): return None
 return (z[s0] + z[s1] + z[s2] + z[s3] + z[s4] + z[s5])


def _fd72a0a0f76408b2(values, s):
 z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors
 s0,s1, = s
 if errors and not errors.isdisjoint((s0,)): return '?'
 if not (((not (trimmed(t[s0] or '') in ('выпускников в этом году нет', '11 класса нет'))) and ((t[s1] is not None)))): return '–'
 if bad and not bad.isdisjoint((s1,)): return '?'
 return '✓' if ((z[s1] - 0 < 5e-07) or (not (z[s1] - 4 < 5e-07))) else '✗'
