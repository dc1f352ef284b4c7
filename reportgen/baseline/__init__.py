"""Two runs compared: which analyses, models and samples belong together, and what changed."""
