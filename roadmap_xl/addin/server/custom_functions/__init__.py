"""What may be called in a cell."""
