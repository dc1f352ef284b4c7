"""Fitting: every job carried out once on the cores of the run, kept, and handed on as predictions."""
