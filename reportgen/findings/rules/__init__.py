"""One file for each finding, named by its id; each registers its rule."""
