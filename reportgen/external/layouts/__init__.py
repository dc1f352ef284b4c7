"""Layouts in which programs leave predictions: a file for each."""
