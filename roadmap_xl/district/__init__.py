"""From many submissions to the district's summary; reads and writes no file."""
