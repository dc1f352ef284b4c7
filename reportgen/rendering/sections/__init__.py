"""The sections of a report: one file for each, with the template of the same name."""
