"""Which cell of a file is which of the form: sheets, rows and columns, by tags and by labels."""
