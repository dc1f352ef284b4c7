"""The kinds of gates, one file each."""
