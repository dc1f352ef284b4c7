"""Reports of another run than the bundle beside them, because whoever wrote them was stopped in between."""

from pathlib import Path

from reportgen.bundle.run_records import Run
from reportgen.bundle.written_files import torn


def torn_in_words(folder: Path, run: Run) -> str:
    """Say which reports in a folder are not of the run whose bundle is there, and how to mend it; else empty."""
    from reportgen.deliver.format_spec import FORMATS

    found = torn(folder, run, [form.filename for form in FORMATS])
    if not found:
        return ""
    verb = "is" if len(found) == 1 else "are"
    return (
        f"{' and '.join(found)} {verb} not of the run in `{folder}/bundle`: writing was stopped in between, or files "
        f"were changed. `reportgen render {folder}` writes reports anew."
    )
