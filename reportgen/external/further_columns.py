"""What files of predictions bring of the samples besides: columns that errors are described and searched by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reportgen.bundle.data_records import ColumnInfo
from reportgen.datasets.tabular.column import Column
from reportgen.datasets.tabular.column_roles import Role, record
from reportgen.datasets.tabular.column_values import read_column
from reportgen.external.sample_parts import Part, Rows
from reportgen.predictions.analysis_predictions import JudgedSamples
from reportgen.predictions.sample_data import SampleData

#: Columns that are looked at; more than these are embeddings and the like.
MOST_COLUMNS = 200


@dataclass(frozen=True, eq=False)
class FurtherColumns:
    """Columns of the samples that are neither truth nor predictions, and a record of them and the target."""

    columns: tuple[Column, ...]
    infos: tuple[ColumnInfo, ...]

    def sample_data(self, samples: JudgedSamples, codes: np.ndarray) -> SampleData:
        """Return them as features of the samples.

        Samples that models were trained on are not known: what is usual is judged by all of these, and none is looked
        for among the others.
        """
        import pandas as pd

        frame: pd.DataFrame = pd.DataFrame(
            {column.name: column.series for column in self.columns}, index=range(len(codes))
        )
        return SampleData(
            features=frame,
            codes=codes,
            sample_ids=samples.ids,
            train=np.arange(len(codes)),
            test=np.empty(0, dtype=np.int64),
            judged=samples.positions,
            feature_names=tuple(frame.columns),
            own_ids=samples.own_ids,
        )


def further_columns(parts: Sequence[Part], rows: Sequence[Rows]) -> FurtherColumns:
    """Return the columns of the samples that have no other part, of the first file that has each."""
    roles = list(_roles(parts, rows))
    features = tuple(role.column for role in roles if role.role == "feature")
    return FurtherColumns(features, tuple(record(role) for role in roles))


def _is_of_answers(name: str, part: Part, own: Rows, parts: Sequence[Part], rows: Sequence[Rows]) -> bool:
    """Whether a column says another thing of the same sample for another model: it is the model's, not the sample's."""
    values = part.named(name).codes[own]
    return any(
        other is not part and other.table is part.table and (other.named(name).codes[places] != values).any()
        for other, places in zip(parts, rows, strict=True)
    )


def _roles(parts: Sequence[Part], rows: Sequence[Rows]) -> Iterator[Role]:
    seen: set[str] = set()
    for part, own in zip(parts, rows, strict=True):
        named = {
            part.roles.id: "shown",
            part.roles.groups: "group",
            part.roles.fold: "split",
            part.roles.split: "split",
        }
        taken = part.roles.columns - {name for name in named if name is not None}
        for name, column in part.table.columns.items():
            if name in seen or name in taken or len(seen) >= MOST_COLUMNS:
                continue
            seen.add(name)
            if _is_of_answers(name, part, own, parts, rows):
                continue
            values = column.series.iloc[part.rows[own]].reset_index(drop=True)
            read = read_column(name, values)
            yield Role(
                read, named.get(name, "withheld" if read.kind == "other" or not read.distinct else "feature")
            )
