"""From predictions to figures: rows, curves, operating points, comparisons, errors, and the recommended model."""
