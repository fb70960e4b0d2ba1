"""An edition as a workbook: written, edited by people, read back, compared and built."""
