"""Gates held against a report in Python."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.bundle.store import Bundle
from reportgen.config import RunConfig
from reportgen.interface.result_frames import gate_frame
from reportgen.run.baseline import read_baseline, with_changes
from reportgen.run.gates import gates_for, references, refuse_failed, with_gates

if TYPE_CHECKING:
    import pandas as pd


def checked(report: Bundle, gates: Sequence[str], baseline: str | None) -> "pd.DataFrame":
    """Return the verdict of each gate on a report.

    Raises
    ------
    GatesFailedError
        If one failed.
    """
    config = RunConfig(gates=tuple(gates), baseline=baseline)
    understood = gates_for(report.record, config)
    before = read_baseline(baseline)
    held_against = references(report, config, before, None)
    bundle = report if before is None else with_changes(before, report, held_against[0].changes)
    judged = with_gates(bundle, understood, held_against)
    refuse_failed(judged.record, [])
    return gate_frame(judged.record)
