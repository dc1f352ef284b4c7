"""The images newly broken and newly fixed since the baseline, a row of up to six in each picture."""

from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.run_changes import ChangedCase
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.figures.error_strips import Strip, chunks, plot_of
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.wording.analysis_words import nouns
from reportgen.wording.text import slug

FIGURE = "change_strips"


def change_place(model: str, kind: str) -> str:
    """Return the name of the row of a model's images that are newly broken or newly fixed."""
    return f"{slug(model)}-{kind}-since"


def pictured(bundle: Bundle, analysis: Analysis) -> dict[int, NDArray[Any]]:
    """Return the pictures of changed samples that the bundle keeps, by the sample's id."""
    at = keys.shown_pixels(analysis.id, "changes")
    if at.values not in bundle.arrays:
        return {}
    ids, values = bundle.arrays[at.ids], bundle.arrays[at.values]
    return {int(sample): values[place] for place, sample in enumerate(ids)}


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the images of the recommended model that turned; nothing where the data are no images."""
    images = pictured(bundle, analysis)
    return [
        plot_of(analysis, strip, number, samples, images, FIGURE)
        for strip in _strips(bundle, analysis, set(images))
        for number, samples in enumerate(chunks(strip.samples))
    ]


def _strips(bundle: Bundle, analysis: Analysis, known: set[int]) -> Iterator[Strip]:
    changes = bundle.record.changes
    for found in changes.analyses if changes is not None else ():
        for row in found.samples if found.id == analysis.id else ():
            if (row.model, row.baseline_model) == (found.chosen, found.baseline_chosen or found.chosen):
                yield from (
                    Strip(
                        change_place(row.model, kind),
                        row.model,
                        _kept(cases, known),
                        f"{nouns(analysis)} newly {said} since the baseline",
                    )
                    for kind, said, cases in (
                        ("broken", "predicted wrongly", row.broken_cases),
                        ("fixed", "predicted rightly", row.fixed_cases),
                    )
                )


def _kept(cases: list[ChangedCase], known: set[int]) -> tuple[int, ...]:
    return tuple(case.sample for case in cases if case.sample in known)


FIGURES.register(
    FigureSpec(FIGURE, "Samples that turned", draw, section="changes", of_samples=True, order=61)
)
