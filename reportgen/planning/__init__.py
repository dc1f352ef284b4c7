"""Planning: what is to be answered, how samples are divided, by which metric, and which fits that takes."""
