"""The story of a run, a file for each verb, and what is made sure of before and after."""
