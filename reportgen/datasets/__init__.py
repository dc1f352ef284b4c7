"""Sources of data: one file for each kind, each turning what a user names into a `Dataset`."""
