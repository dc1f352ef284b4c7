"""Output formats: one file for each, turning a bundle and its pictures into the bytes of a report."""
