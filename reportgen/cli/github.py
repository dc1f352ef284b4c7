"""GitHub Actions: the summary of the job and annotations for failed gates, where it runs us."""

import os

from reportgen.bundle.schema import BundleRecord
from reportgen.cli.messages import say


def in_github() -> bool:
    """Whether GitHub Actions runs this process."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def tell_github(record: BundleRecord) -> None:
    """Append to the job's summary, and annotate the worst failed gates.

    Annotations go to standard error, which the runner reads like standard output, where the paths of reports stand.
    """
    from reportgen.deliver.github import annotations, summary

    for line in annotations(record):
        say(line)
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with open(path, "ab") as file:  # noqa: PTH123 - as short, and appends
            file.write(summary(record).encode())
    except OSError as error:
        say(f"The job's summary could not be written to `{path}` ({error.strerror}); nothing else is lost.")
