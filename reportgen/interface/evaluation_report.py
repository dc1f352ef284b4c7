"""Report: a result bundle with what one does with it in Python and in notebooks."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack

from reportgen.bundle.store import Bundle, load_bundle, write_bundle
from reportgen.config.run_options import JudgingOptions

if TYPE_CHECKING:
    import pandas as pd

#: Lines of a leaderboard that `repr` shows.
MOST_LISTED = 6

#: In pixels: the height of page one in a notebook, without its leaderboard, and of a row of that.
PAGE, ROW = 620, 46


@dataclass(frozen=True, eq=False, repr=False)
class Report(Bundle):
    """A result: `record` and `arrays` are those of the bundle.

    In a notebook it shows page one. `save` writes reports, `check` holds it to gates, and `scores`, `comparisons`,
    `findings` and `confusion` return tables.
    """

    @classmethod
    def of(cls, bundle: Bundle) -> Self:
        """Return the report of a bundle."""
        return cls(bundle.record, bundle.arrays)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Return the report of a bundle that was saved: its folder, the folder above, or a zip of it."""
        return cls.of(load_bundle(path))

    def scores(self) -> "pd.DataFrame":
        """Return every figure in long form: model, split, metric, label, fold, value, and its interval."""
        from reportgen.interface.result_frames import score_frame

        return score_frame(self.record)

    def comparisons(self) -> "pd.DataFrame":
        """Return the comparisons of models: difference, interval, adjusted p-value and verdict of each pair."""
        from reportgen.interface.result_frames import comparison_frame

        return comparison_frame(self.record)

    def findings(self) -> "pd.DataFrame":
        """Return the sentences of page one with their level, the headline first."""
        from reportgen.interface.result_frames import finding_frame

        return finding_frame(self.record)

    def confusion(self, model: str, split: str | None = None, analysis: str | None = None) -> "pd.DataFrame":
        """Return the confusion matrix of a model: true classes as rows, predicted ones as columns.

        Raises
        ------
        InputError
            If there is no such model, or it has no matrix on the split.
        """
        from reportgen.interface.result_frames import confusion_frame

        return confusion_frame(self, model, split, analysis)

    def check(self, *gates: str, baseline: str | None = None) -> "pd.DataFrame":
        """Hold the result to gates, such as "accuracy >= 0.9"; return the verdict on each.

        Raises
        ------
        GatesFailedError
            If one failed.
        InputError
            If one cannot be read, or names what is not there.
        """
        from reportgen.interface.gate_check import checked

        return checked(self, gates, baseline)

    def save(
        self,
        output: Path | str = "output",
        formats: Sequence[str] = ("html",),
        **options: Unpack[JudgingOptions],
    ) -> list[Path]:
        """Write reports and the bundle into a folder; return the paths.

        Parameters
        ----------
        output : Path or str
        formats : sequence of str
            html, pdf, md, json, csv, junit or openmetrics.
        **options
            Of presentation: `title`, `author`, `logo`, `templates`, `samples`, `attach`.
        """
        from reportgen.bundle.bundle_files import BUNDLE_FOLDER
        from reportgen.run.redact import shown
        from reportgen.run.render import render

        asked: JudgingOptions = {
            **options,
            "format": (formats,) if isinstance(formats, str) else tuple(formats),
        }
        kept = shown(self, samples=asked.get("samples", True))
        written = render(kept, output=output, **asked)
        return [*written, write_bundle(kept, Path(output) / BUNDLE_FOLDER)]

    def __repr__(self) -> str:
        from reportgen.interface.result_frames import in_short

        return in_short(self.record, MOST_LISTED)

    def _repr_html_(self) -> str:
        """Return page one, in a frame of its own that the styles of a notebook do not reach."""
        from reportgen.rendering.report import render_page_one

        page = render_page_one(self)
        rows = max(len(analysis.models) for analysis in self.record.analyses)
        return (
            f'<iframe sandbox srcdoc="{html.escape(page)}" title="Evaluation report, page one" '
            f'style="width:100%;height:{PAGE + ROW * rows}px;border:0;color-scheme:normal"></iframe>'
        )
