"""Models of one analysis compared: every pair on the same samples or folds, and fits over several seeds."""
