"""Planning: what is to be predicted, how samples are divided, by which metric, and which fits this requires."""
