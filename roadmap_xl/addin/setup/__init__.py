"""Setting up the add-in for one user: where things lie, what is put there, what is amiss."""
