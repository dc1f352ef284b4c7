"""All figures of a bundle, and the files of them beside it."""

import json
from collections.abc import Iterable
from pathlib import Path

from reportgen.bundle.atomic_files import write_atomically
from reportgen.bundle.redacted_bundle import redacted
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.wording.analysis_words import plot_id

INDEX_NAME = "index.json"


def draw_all(bundle: Bundle, *, samples: bool = True) -> tuple[Plot, ...]:
    """Draw every figure that applies; one that cannot be drawn becomes a Plot that says why.

    With `samples` False those that show single samples are left out, and the others are of what tells of none.
    """
    bundle = bundle if samples else redacted(bundle)
    plots: list[Plot] = []
    for analysis in bundle.record.analyses:
        for spec in FIGURES:
            if samples or not spec.of_samples:
                plots += _drawn(spec, bundle, analysis)
    return tuple(plots)


def _drawn(spec: FigureSpec, bundle: Bundle, analysis: Analysis) -> list[Plot]:
    try:
        return spec.draw(bundle, analysis)
    except Exception as error:  # noqa: BLE001 - whatever a figure stumbles over, the report is made without it
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        missing = Plot(
            id=plot_id(analysis, spec.id, None, None),
            figure=spec.id,
            analysis=analysis.id,
            model=None,
            split=None,
            media="svg",
            content=b"",
            alt="",
            width_points=0,
            missing=reason,
        )
        return [missing]


def write_figures(plots: Iterable[Plot], folder: Path) -> list[Path]:
    """Write each plot into `folder`, with an index of them all, and remove the files of an earlier index.

    Files come first, then the index, then what the old index named and the new one does not: at no time does an
    index name a file that is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    earlier = _files_of(folder / INDEX_NAME)
    rows = []
    for plot in plots:
        if plot.missing is None:
            name = f"{plot.id}.{plot.media}"
            write_atomically(folder / name, plot.content)
            rows.append(
                {
                    "id": plot.id,
                    "analysis": plot.analysis,
                    "figure": plot.figure,
                    "model": plot.model,
                    "split": plot.split,
                    "file": name,
                    "alt": plot.alt,
                }
            )
    write_atomically(folder / INDEX_NAME, json.dumps(rows, indent=1, ensure_ascii=False).encode() + b"\n")
    written = [str(row["file"]) for row in rows]
    for name in earlier - set(written):
        (folder / name).unlink(missing_ok=True)
    return [folder / name for name in written]


def _files_of(index: Path) -> set[str]:
    """Return the names in an index; only plain file names, so that no index can have other files removed."""
    try:
        rows = json.loads(index.read_text(encoding="utf-8"))
        return {row["file"] for row in rows if Path(row["file"]).name == row["file"]}
    except (OSError, ValueError, TypeError, KeyError):
        return set()
