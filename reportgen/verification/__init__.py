"""Whether a report file can be handed on: it asks for nothing, runs nothing unasked, is small enough and intact."""
