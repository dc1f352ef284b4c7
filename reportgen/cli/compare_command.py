"""`compare`: two bundles in, the candidate's reports with what changed and `comparison.json` out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportgen.cli.build_commands import configuration, open_first, with_progress
from reportgen.cli.messages import print_paths
from reportgen.run.compare import compare_to


def run_compare(baseline: str, candidate: str, options: Mapping[str, Any]) -> None:
    """Compare; only a flag moves the reports elsewhere than beside the candidate, not the configuration file."""
    config = configuration(options, "compare")
    folder = Path(options["output"]) if options["output"] else None
    written = with_progress(
        options, lambda progress: compare_to(baseline, candidate, config, progress, output=folder)
    )
    print_paths(written)
    open_first(options, written)
