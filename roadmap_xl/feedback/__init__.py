"""Back to the schools: for each a letter, and a repaired workbook where it sent one."""
