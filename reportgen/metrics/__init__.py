"""Metrics: from what a model predicted to a number; searches score by them too."""
