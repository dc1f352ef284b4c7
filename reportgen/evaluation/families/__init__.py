"""Kinds of task: one file for each way in which answers are encoded, gathered and measured."""
