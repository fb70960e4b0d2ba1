"""`python -m roadmap_xl.addin.building`: the committed workbooks with macros, built anew."""

from pathlib import Path

from .books import write_macro_workbooks

if __name__ == "__main__":
    for path in write_macro_workbooks(Path("workbook_templates")):
        print(path)
