"""GitHub Actions: the summary of the job and annotations for failed gates, where it runs us."""

import os

from reportgen.bundle.schema import BundleRecord
from reportgen.cli.messages import say, tell_service
from reportgen.errors import InputError


def in_github() -> bool:
    """Whether GitHub Actions runs this process."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def tell_github(record: BundleRecord, *, failed: bool) -> None:
    """Append to the job's summary, and annotate the worst failed gates.

    Annotations go to standard error, which the runner reads like standard output, where the paths of reports stand.

    Raises
    ------
    InputError
        If the summary cannot be written; where something else `failed`, which then decides the exit code, it is only
        said.
    """
    from reportgen.deliver.github_annotations import annotations, summary

    for line in annotations(record):
        tell_service(line)
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with open(path, "ab") as file:  # noqa: PTH123 - as short, and appends
            taken = os.fstat(file.fileno()).st_size
            text = summary(record, taken)
            file.write(text.encode())
    except OSError as error:
        problem = (
            f"The job's summary could not be written to `{path}` ({error.strerror}); nothing else is lost. Let "
            "GITHUB_STEP_SUMMARY name a file that can be written, or unset it."
        )
        if not failed:
            raise InputError(problem) from None
        say(f"Error: {problem}")
        return
    if not text:
        say(f"The job's summary is full ({taken:,} bytes in `{path}`), so that nothing was added to it.")
