"""Predictions of other programs: read from their files, told apart by what columns hold, made into `Predictions`."""
