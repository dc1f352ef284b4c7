"""Plots and picture grids, drawn with matplotlib from a bundle and `wording` alone: one file for each figure."""
