"""Gates: rules that a result has to keep, read from a bundle alone, each with a verdict and a sentence."""
