"""The seam: what models predicted for which samples, whoever made the predictions, and the question asked."""
