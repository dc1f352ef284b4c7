"""The parts of reading a table: files, columns by name, values, roles, summaries, suspicions."""
