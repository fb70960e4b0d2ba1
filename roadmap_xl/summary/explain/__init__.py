"""«Откуда эта цифра»: from a cell of a summary to the schools, files and cells behind it."""
