"""Metrics: one file for each family, each metric a function of an `Outcome`."""
