"""The summary's tables as an analyst would make them: pandas, cell addresses, nothing checked.

python benchmarks/peer.py openpyxl|calamine|polars all|named FOLDER LAYOUT.json OUTPUT.xlsx

It takes the cells by the addresses that `roadmap-xl layout` prints, so it is right only while
nobody moves a row. It knows neither registry nor resubmissions nor findings. «all» reads a workbook
as pandas' own idiom does (`sheet_name=None`), «named» only the sheets it needs: whoever writes that
knows the form well. With «polars» the files are read by fastexcel into frames of polars; the tables
are those of pandas all the same. Files are read one at a time and only their fields are kept.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd

SHEETS = ("Титул", "Паспорт", "ЕГЭ", "ЕГЭ по школе", "Показатели", "План")
BANDS = ("below", "b_min_50", "b_51_60", "b_61_70", "b_71_90", "b_91_99", "b_100")
STATES = {"выполнено": "выполнен", "выполняется": "выполняется|в работе", "не применимо": "не прим"}
REPORT = pd.Timestamp(2020, 12, 31)
_CELL = re.compile(r"([A-Z]+)(\d+)")


def place(cell: str) -> tuple[int, int]:
    letters, row = _CELL.fullmatch(cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row) - 1, column - 1


def read(
    path: Path, fields: dict[str, tuple[str, int, int]], engine: str, which: str
) -> dict[str, object]:
    values = grids(path, None if which == "all" else list(SHEETS), engine)
    found = {}
    for field, (sheet, row, column) in fields.items():
        cells = values[sheet]
        if row < cells.shape[0] and column < cells.shape[1]:
            found[field] = cells[row, column]
    return found


def grids(path: Path, names: list[str] | None, engine: str) -> dict[str, np.ndarray]:
    """The cells of these sheets, or of all."""
    if engine == "polars":
        import fastexcel

        book = fastexcel.read_excel(path)
        return {
            name: book.load_sheet(name, header_row=None, dtypes="string").to_polars().to_numpy()
            for name in names or book.sheet_names
        }
    sheets = pd.read_excel(path, sheet_name=names, header=None, engine=engine)
    return {name: sheet.to_numpy() for name, sheet in sheets.items()}


def tables(region: pd.DataFrame, labels: dict[str, str]) -> dict[str, pd.DataFrame]:
    """Counts are summed, percents come from the sums, averages are weighted: as in the summary."""
    schools = region[["meta.school_id", "meta.school_name", "file"]]
    numbers = region.apply(pd.to_numeric, errors="coerce")
    return {
        "Сдача": schools,
        "Предметы": _subjects(numbers),
        "По школам": _schools(numbers, schools),
        "Средние баллы": _averages(numbers, schools),
        "Базовая математика": _base_math(numbers, schools),
        "Показатели": _indicators(numbers, schools),
        "План": _plan(region, schools),
        "Просрочено": _overdue(region, schools),
        "Риски": _risks(numbers, schools),
    }


def _subjects(numbers: pd.DataFrame) -> pd.DataFrame:
    keys = [c.split(".")[1] for c in numbers if c.startswith("ege.") and c.endswith(".total")]
    rows = {}
    for key in keys:
        whole = numbers[f"ege.{key}.total"]
        row = {"Всего": whole.sum(), "Школ": (whole > 0).sum()}
        for band in BANDS:
            count = numbers[f"ege.{key}.{band}"].sum()
            row |= {band: count, f"{band} %": count / row["Всего"] if row["Всего"] else None}
        rows[key] = row
    return pd.DataFrame.from_dict(rows, orient="index")


def _schools(numbers: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    columns = sorted({c.split(".")[1] for c in numbers if c.count(".") == 2 and c[:4] == "org."})
    measures = ("participants", "not_passed", "below60", "n80_plus")
    blocks = []
    for measure in measures:
        block = numbers[[f"org.{c}.{measure}" for c in columns]].set_axis(columns, axis=1)
        block.insert(0, "мера", measure)
        block.insert(0, "школа", schools["meta.school_name"])
        blocks.append(block)
    return pd.concat(blocks).sort_index(kind="stable")


def _averages(numbers: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    found = []
    for column in (c for c in numbers if c.startswith("prob.avg.")):
        key = column.rsplit(".", 1)[1]
        if f"ege.{key}.total" not in numbers:
            continue
        part = pd.DataFrame(
            {
                "школа": schools["meta.school_name"],
                "предмет": key,
                "N": numbers[f"ege.{key}.total"],
                "балл": numbers[column],
            }
        ).dropna()
        mean = (part["балл"] * part["N"]).sum() / part["N"].sum() if len(part) else None
        part["район"] = mean
        part["отклонение"] = part["балл"] - mean if len(part) else None
        part["место"] = part["балл"].rank(ascending=False, method="min")
        found.append(part)
    return pd.concat(found)


def _base_math(numbers: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    found = pd.DataFrame({"школа": schools["meta.school_name"]})
    grades = [numbers[f"bm.2.g{grade}"] for grade in (2, 3, 4, 5)]
    for grade, count in zip((2, 3, 4, 5), grades, strict=True):
        found[str(grade)] = count
        found[f"{grade} %"] = count / numbers["bm.2.total"]
    found["Всего"] = numbers["bm.2.total"]
    weighted = sum(grade * count for grade, count in zip((2, 3, 4, 5), grades, strict=True))
    found["средняя"] = weighted / found["Всего"]
    return found


def _indicators(numbers: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """A row per school and indicator, as on the summary's sheet."""
    shares = sorted({c[:-7] for c in numbers if c.startswith("ind.") and c.endswith(".y1.num")})
    parts = []
    for key in shares:
        part = pd.DataFrame({"школа": schools["meta.school_name"], "показатель": key})
        for year in ("y1", "y2"):
            count, whole = numbers[f"{key}.{year}.num"], numbers[f"{key}.{year}.den"]
            part[f"{year} численность"], part[f"{year} всего"] = count, whole
            part[f"{year} %"] = count / whole
        total = part.sum(numeric_only=True)
        part["район, %"] = total["y1 численность"] / total["y1 всего"]
        parts.append(part)
    return pd.concat(parts)


def _overdue(region: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Terms that are a plain day in the past, and not marked as done."""
    rows = []
    for column in (c for c in region if c.startswith("pln.") and c.endswith(".term")):
        key = column[: -len(".term")]
        if f"{key}.mark" not in region:
            continue
        days = pd.to_datetime(
            region[column].astype(str).str.extract(r"(\d{2}\.\d{2}\.\d{4})")[0],
            format="%d.%m.%Y", errors="coerce",
        )  # fmt: skip
        marks = region[f"{key}.mark"].astype(str)
        late = (days < REPORT) & ~marks.str.contains("выполнен", case=False)
        found = pd.DataFrame(
            {
                "школа": schools["meta.school_name"],
                "пункт": key,
                "срок": region[column],
                "дней": (REPORT - days).dt.days,
                "ответственный": region[f"{key}.responsible"],
                "отметка": region[f"{key}.mark"],
            }
        )
        rows.append(found[late])
    return pd.concat(rows).sort_values("дней", ascending=False, kind="stable")


def _risks(numbers: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    found = pd.DataFrame({"школа": schools["meta.school_name"]})
    found["не прошли обязательный"] = numbers["ege.rus.below"] > 0
    keys = [c.split(".")[1] for c in numbers if c.startswith("ege.") and c.endswith(".below")]
    shares = [numbers[f"ege.{key}.below"] / numbers[f"ege.{key}.total"] for key in keys]
    found["доля ниже порога"] = pd.concat(shares, axis=1).max(axis=1)
    for key in ("rus", "math_prof"):
        means = numbers[f"prob.avg.{key}"]
        weights = numbers[f"ege.{key}.total"]
        found[f"{key} ниже района"] = (means * weights).sum() / weights.sum() - means
    return found


def _plan(region: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    marks = [c for c in region if c.startswith("pln.") and c.endswith(".mark")]
    sections = sorted({c.split(".")[1].split("-")[0] for c in marks})
    found = pd.DataFrame({"школа": schools["meta.school_name"]})
    for section in sections:
        own = region[[c for c in marks if c.split(".")[1].split("-")[0] == section]].astype(str)
        for state, words in STATES.items():
            counts = own.apply(lambda column, w=words: column.str.contains(w, case=False))
            found[f"{section} {state}"] = counts.sum(axis=1)
    return found


def main(engine: str, which: str, folder: str, layout: str, output: str) -> None:
    declared = json.loads(Path(layout).read_text(encoding="utf-8"))["fields"]
    fields = {f["id"]: (f["sheet"], *place(f["cell"])) for f in declared if f["sheet"] in SHEETS}
    rows = []
    for path in sorted(Path(folder).rglob("*.xlsx")):
        rows.append({**read(path, fields, engine, which), "file": path.name})
    found = tables(pd.DataFrame(rows), {f["id"]: f["label"] for f in declared})
    writer = "openpyxl" if engine == "openpyxl" else "xlsxwriter"  # each its best
    with pd.ExcelWriter(output, engine=writer) as book:
        for name, table in found.items():
            table.to_excel(book, sheet_name=name, index=name == "Предметы")
    print(sum(table.size for table in found.values()), "cells")


if __name__ == "__main__":
    main(*sys.argv[1:])
