"""The model catalogue: one file for each model, and the steps that come in front of it."""
