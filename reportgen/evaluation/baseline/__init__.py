"""A run against an earlier one: what can be compared, figure by figure, sample by sample, and what else differs."""
