"""How tasks of one kind are encoded for fitting: a file for each kind."""
