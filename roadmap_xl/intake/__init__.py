"""«Приёмная»: the district's campaigns on a page of its own computer. The extra `intake`."""
