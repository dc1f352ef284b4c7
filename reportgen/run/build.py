"""Build: evaluate, keep the bundle and render it, the main job."""

from pathlib import Path
from typing import Unpack

from reportgen.bundle.bundle_files import BUNDLE_FOLDER
from reportgen.bundle.held_folder import held
from reportgen.bundle.store import write_bundle
from reportgen.config import RunConfig
from reportgen.config.run_options import RunOptions
from reportgen.progress import Progress, Silent
from reportgen.run.evaluate import evaluate
from reportgen.run.gates import refuse_failed
from reportgen.run.preflight import check_formats, check_output, settled
from reportgen.run.record import refuse_all_failed, tell_headlines
from reportgen.run.redact import tell_kept
from reportgen.run.render import report


def build(
    config: RunConfig | None = None,
    progress: Progress | None = None,
    command: str = "",
    **options: Unpack[RunOptions],
) -> list[Path]:
    """Evaluate, store the bundle and render it: the main job. Returns the paths of the reports and the bundle.

    Raises
    ------
    InputError
        Before any fit, if anything asked for cannot be done, the comparison with the baseline included.
    AllModelsFailedError
        After the report that says why was written, if no model could be trained.
    GatesFailedError
        After the report was written, if a gate of level error failed.
    """
    config = settled(config, options)
    check_formats(config)
    check_output(config.output_folder, config.format, force=config.force)
    bundle = evaluate(config, progress, command)
    told = progress or Silent()
    with held(config.output_folder, told.message):
        folder = write_bundle(bundle, config.output_folder / BUNDLE_FOLDER)
        written = [*report(bundle, config, told, config.output_folder), folder]
    _name_leftovers(config, progress or Silent())
    tell_headlines(bundle, progress or Silent())
    tell_kept(bundle, progress or Silent())
    refuse_all_failed(bundle, written)
    refuse_failed(bundle.record, written)
    return written


def _name_leftovers(config: RunConfig, progress: Progress) -> None:
    """Say which reports in the folder are an earlier run's, as this one did not write their format."""
    from reportgen.deliver.format_spec import FORMATS

    left = [one.filename for one in FORMATS if one.id not in config.format]
    found = [name for name in left if (config.output_folder / name).exists()]
    if found:
        which = " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
        progress.message(
            f"Of an earlier run, and left as {'they are' if len(found) > 1 else 'it is'}: {which}."
        )
