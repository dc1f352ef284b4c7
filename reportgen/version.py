"""The version of reportgen, which the distribution, `--version` and every bundle state."""

__version__ = "0.1.0"
