"""SectionSpec and SectionContext: what a section of the report is, what it is given, and the registry of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.bundle.schema import Analysis
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.registry import Registry
from reportgen.rendering.plot_pictures import Pictures


@dataclass(frozen=True, eq=False)
class SectionContext:
    """What a section may draw on: the bundle, one of its analyses, the pictures drawn of it.

    `samples` False leaves out everything that shows a single sample.
    """

    bundle: Bundle
    analysis: Analysis
    index: ScoreIndex
    pictures: Pictures
    samples: bool = True

    @property
    def earlier(self) -> list[Analysis]:
        """The analyses of chapters before this one that are on the same data."""
        analyses = self.bundle.record.analyses
        place = next(place for place, other in enumerate(analyses) if other.id == self.analysis.id)
        mine = self.analysis.dataset.fingerprint
        return [other for other in analyses[:place] if other.dataset.fingerprint == mine]

    @property
    def classes_are_new(self) -> bool:
        """Whether no earlier chapter has shown the same data by the same classes."""
        mine = self.analysis.dataset.classes
        return all(other.dataset.classes != mine for other in self.earlier)


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents, with those below it."""

    title: str
    anchor: str
    below: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class SectionSpec:
    """A section of the report.

    Attributes
    ----------
    title : str
        Names it in tables of contents.
    view : callable
        Returns what its template `sections/<id>.html.j2` is given as `view`, ready to show; an exception is shown in
        its place. Besides, the template is given `title` and `anchor`, the id that tables of contents lead to.
    applies : callable
        Where it returns False the section is left out.
    entries : callable
        Lines below it in tables of contents.
    joint : callable, optional
        Where it is given, a study has the section once, at its end, instead of in each chapter: what the template
        `sections/<id>_study.html.j2` is given as `view`, from the contexts of all analyses.
    templates : Path, optional
        The folder above `sections/`, where the section comes from another package.
    """

    id: str
    title: str
    view: Callable[[SectionContext], object]
    applies: Callable[[SectionContext], bool] = lambda _: True
    entries: Callable[[SectionContext], tuple[Entry, ...]] = lambda _: ()
    joint: Callable[[Sequence[SectionContext]], object] | None = None
    templates: Path | None = None
    order: int = 50


SECTIONS: Registry[SectionSpec] = Registry(
    "sections", "reportgen.rendering.sections", sort=lambda spec: (spec.order, spec.id)
)
