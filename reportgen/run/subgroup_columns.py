"""The columns of --by: refused before any fit where they are not at hand, and the subgroups that gates may name."""

from typing import TYPE_CHECKING

from reportgen.config.option_errors import OptionError
from reportgen.errors import nearest
from reportgen.scoring.subgroup_values import subgroups_of
from reportgen.scoring.subgroups import slice_name

if TYPE_CHECKING:
    from reportgen.run.planned import Planned


def refuse_unknown_subgroups(plan: "Planned") -> None:
    """Raise an OptionError for a column of --by that describes no samples here."""
    wanted = plan.config.by
    if not wanted:
        return
    data = plan.sample_data
    names = () if data is None or not hasattr(data.features, "columns") else data.feature_names
    for name in wanted:
        if name not in names:
            known = (
                f" The columns are {', '.join(f'`{own}`' for own in names[:12])}."
                if names
                else " There are none."
            )
            raise OptionError(
                "by",
                f"names `{name}`, which is no column that describes samples here.{nearest(name, names)}{known}",
            )


def subgroup_names(plan: "Planned") -> tuple[str, ...]:
    """Return the subgroups that there will be, as gates name them: `sex=F`."""
    data, protocol = plan.sample_data, plan.question.protocol
    if data is None or not plan.config.by:
        return ()
    rows = data.judged["test" if protocol.test is not None else "cv"]
    return tuple(
        slice_name(column, name)
        for column in plan.config.by
        for name in subgroups_of(data.features[column].iloc[rows].reset_index(drop=True)).names  # type: ignore[union-attr]
    )
