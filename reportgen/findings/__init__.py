"""The sentences of page one: each from a rule and from numbers of the bundle alone."""
