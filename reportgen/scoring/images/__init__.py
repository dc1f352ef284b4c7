"""Images as targets: the noise that is added, how alike two images are, and what is kept of the predictions."""
