"""Single samples as a page shows them: rows of pictures with what to know below each, or rows of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reportgen.bundle.error_records import ColumnValue, RowExcerpt
from reportgen.bundle.schema import Analysis
from reportgen.figures.error_strips import COLUMNS, FIGURE, chunks, strip_id
from reportgen.figures.style import HALF_POINTS
from reportgen.rendering.plot_pictures import Picture, rem
from reportgen.rendering.section_spec import SectionContext
from reportgen.wording.analysis_words import is_correctness
from reportgen.wording.grammar import Name, label, name
from reportgen.wording.numbers import NBSP, percent
from reportgen.wording.text import width_of

#: A class name below a picture is cut beyond this width, in text sizes; in a table beyond the other.
UNDER_PICTURE, IN_TABLE = 6.0, 9.0

#: How unusual a value is, is said only where no more than this share of the training rows are as unusual.
USUAL = 0.25


@dataclass(frozen=True)
class Caption:
    """What stands below one picture: lines from the top."""

    lines: tuple[Name, ...]


@dataclass(frozen=True)
class PictureRow:
    """A row of pictures with a caption below each; `width` in text sizes."""

    markup: Markup
    captions: tuple[Caption, ...]
    width: str
    inverts: bool


@dataclass(frozen=True)
class SampleEntry:
    """One sample: its number in the data, and texts that say what to know of it."""

    sample: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class CaseTable:
    """Samples as rows: the number of each, cells below `heads`, and what is unusual about it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Name, ...], str], ...]

    @property
    def has_unusual(self) -> bool:
        """Whether anything is known of the samples besides their classes."""
        return any(unusual for _, _, unusual in self.rows)


@dataclass(frozen=True)
class Samples:
    """Samples in the form that fits the data: as pictures, or as a table."""

    pictures: tuple[PictureRow, ...] = ()
    table: CaseTable | None = None


class Gallery:
    """The pictures and rows of the samples of one analysis: those of its error analysis, unless others are named."""

    def __init__(
        self, context: SectionContext, figure: str = FIGURE, rows: Sequence[RowExcerpt] | None = None
    ) -> None:
        self.analysis: Analysis = context.analysis
        drawn = context.pictures.of(figure) if context.samples else []
        self._pictures: Mapping[str, Picture] = {picture.id: picture for picture in drawn}
        described = context.analysis.errors.rows if rows is None else rows
        self._rows = {row.sample: row.columns for row in described}
        self._own_ids = {row.sample: row.own_id for row in described if row.own_id}
        self.as_pictures = context.analysis.dataset.image_shape is not None
        self.has_classes = not is_correctness(context.analysis)
        self.missing = tuple(dict.fromkeys(picture.missing for picture in drawn if picture.missing))

    def entry(self, sample: int, one: str, other: str, *more: str) -> SampleEntry:
        """Return a sample with two classes, from one to the other, and further texts."""
        if not self.as_pictures:
            return SampleEntry(sample, (one, other, *more))
        arrow = f"{one} → {other}"
        both = (arrow,) if width_of(arrow) <= UNDER_PICTURE else (one, f"→ {other}")
        return SampleEntry(sample, (*both, *more))

    def samples(self, place: str, heads: tuple[str, ...], entries: Sequence[SampleEntry]) -> Samples | None:
        """Return samples with their texts, `place` being that of their pictures; None where there are none.

        Where only right or wrong is known there are no classes to name.
        """
        if not entries:
            return None
        if not self.has_classes:
            heads, entries = (), [SampleEntry(entry.sample, ()) for entry in entries]
        if not self.as_pictures:
            rows = tuple(
                (self.called(entry.sample), _cut(entry.texts, IN_TABLE), self.unusual(entry.sample))
                for entry in entries
            )
            return Samples(table=CaseTable(heads, rows))
        parts = enumerate(chunks(entries))
        return Samples(
            pictures=tuple(self._row(strip_id(self.analysis, place, k), part) for k, part in parts)
        )

    def called(self, sample: int) -> str:
        """Return the number of a sample, and what the user calls it where a column says so."""
        own = self._own_ids.get(sample)
        return number(sample) if own is None else f"{number(sample)} ({name(own)})"

    def _row(self, plot: str, entries: Sequence[SampleEntry]) -> PictureRow:
        picture = self._pictures.get(plot)
        data = self.analysis.dataset
        captions = [
            Caption((*_cut(entry.texts, UNDER_PICTURE), Name(number(entry.sample)))) for entry in entries
        ]
        return PictureRow(
            markup=picture.markup if picture else Markup(),
            captions=tuple(captions),
            width=rem(HALF_POINTS * len(entries) / COLUMNS),
            inverts=data.ink_is_high and len(data.image_shape or ()) == 2,
        )

    def unusual(self, sample: int) -> str:
        """Return the most unusual values of a row, with how unusual they are where they are."""
        return "; ".join(_value(value) for value in self._rows.get(sample, ()))


def _value(value: ColumnValue) -> str:
    said = f"{name(value.column)}{NBSP}{name(value.value)}"
    return said if value.share > USUAL else f"{said} ({percent(value.share, 0)}{NBSP}%)"


def _cut(texts: Sequence[str], widest: float) -> tuple[Name, ...]:
    return tuple(label(text, widest) for text in texts)


def number(sample: int) -> str:
    """Return the number of a sample as it can be looked up: no separators."""
    return str(sample)
