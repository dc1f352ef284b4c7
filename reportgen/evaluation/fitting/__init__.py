"""Predict: every fit once, side by side, taken up again after an interruption."""
