"""Formats of tables, one file for each, named by its id."""
