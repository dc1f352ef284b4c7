"""Error analysis of one class for each sample: one module for each question, all from predictions already made."""
