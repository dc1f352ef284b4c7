"""How predictions of one kind of task are scored: a file for each kind."""
