"""Plots and picture grids, drawn from a bundle: one file for each family."""
