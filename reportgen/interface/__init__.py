"""The Python interface: reports from arrays, estimators and data frames."""
