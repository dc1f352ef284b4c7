"""Where tables come from other than files: one module for each kind of place, registered as `PLACES`."""
