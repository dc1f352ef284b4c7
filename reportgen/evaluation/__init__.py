"""Predict (fit models and score samples) and score (everything from true answers and scores)."""
