"""The result bundle: what computing hands to presenting, as `bundle.json` and `arrays.npz`."""
