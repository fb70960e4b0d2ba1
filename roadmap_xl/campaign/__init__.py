"""Many files in one run: what was read is kept by content, so that nothing is read twice."""
