"""What is made sure of before the work: options that make sense, formats that can be written, a folder to write to."""

import errno
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from reportgen.bundle.bundle_files import ARRAYS_NAME, BUNDLE_FOLDER, RECORD_NAME
from reportgen.bundle.written_files import WRITTEN_NAME
from reportgen.config import RunConfig
from reportgen.config.addresses import address_of, is_address
from reportgen.config.run_config import NO_ADDRESSES
from reportgen.errors import InputError, nearest
from reportgen.options import by_name
from reportgen.run.foreign_files import refuse_foreign

if TYPE_CHECKING:
    from reportgen.models.catalogue import Model
    from reportgen.run.planned import Planned


def settled(config: RunConfig | None, options: Mapping[str, Any]) -> RunConfig:
    """Return the configuration, or one made of options by keyword; both at once are refused."""
    if config is not None and options:
        raise InputError("Give either a RunConfig or options by keyword, not both.")
    if config is not None:
        return config
    for option in options:
        if option not in RunConfig.__struct_fields__:
            raise InputError(f"There is no option `{option}`.{nearest(option, RunConfig.__struct_fields__)}")
    try:
        return msgspec.convert(
            {name: _one_as_several(name, value) for name, value in options.items()}, RunConfig
        )
    except msgspec.ValidationError as error:
        raise InputError(f"Options: {error}.") from error


def _check_templates(folder: Path) -> None:
    """Refuse a folder of templates that is not there, and one of which a template cannot be compiled."""
    if not folder.is_dir():
        raise InputError(f"--templates: there is no folder `{folder}`.")
    from reportgen.rendering.template_environment import refuse_broken

    refuse_broken(folder)


def _one_as_several(name: str, value: object) -> object:
    """Return a text given for an option that takes several as the only one of them: `target="survived"`."""
    option = by_name().get(name)
    if option is None or not isinstance(value, str) or option.kind not in ("texts", "list", "rules"):
        return value
    return tuple(value.split(",")) if option.kind == "list" else (value,)


def check_formats(config: RunConfig) -> None:
    """Make sure that every format asked for is known and can be written, and that the logo is there."""
    from reportgen.deliver.format_spec import FORMATS

    for name in config.format:
        FORMATS.get(name).check()
    if config.logo:
        from reportgen.rendering.logo import logo_uri

        logo_uri(config.logo)
    if config.templates:
        _check_templates(Path(config.templates))


def slow_models(plans: "Sequence[Planned]") -> list[str]:
    """Return a warning for each model asked for that is known to take hours on its training rows."""
    most: dict[str, tuple[int, Model]] = {}
    for job in (job for plan in plans for job in getattr(plan, "jobs", ())):
        rows, _ = most.get(job.model.id, (0, job.model))
        most[job.model.id] = max(rows, len(job.train)), job.model
    notes = [model.slow_note(rows) for rows, model in most.values()]
    return [note for note in notes if note is not None]


def check_output(folder: Path, formats: Sequence[str] = (), *, force: bool = False) -> None:
    """Make sure, before the work, that reports can be written to a folder; it need not exist yet.

    `formats` are those whose files will be written to it, beside the bundle; somebody else's are replaced with `force`.
    """
    if is_address(str(folder)):
        raise InputError(f"--output is `{address_of(str(folder))}`: {NO_ADDRESSES['output']}")
    _refuse_names(folder)
    existing = folder
    while not existing.exists() and existing != existing.parent:
        if existing.is_symlink():
            raise InputError(f"--output {folder}: `{existing}` is a link that leads nowhere.")
        existing = existing.parent
    if not existing.is_dir():
        raise InputError(f"--output {folder}: `{existing}` is a file, not a folder.")
    files = _report_files(folder, formats)
    _refuse_obstacles(folder, files)
    refuse_foreign(files, f"--output {folder}", force=force)
    try:
        with tempfile.TemporaryFile(dir=existing) as probe:
            probe.write(b"reportgen")
    except OSError as error:
        raise InputError(
            f"--output {folder}: nothing can be written to `{existing}` ({os.strerror(error.errno or 0)})."
        ) from error


def _report_files(folder: Path, formats: Sequence[str]) -> list[Path]:
    from reportgen.deliver.format_spec import FORMATS

    return [folder / FORMATS.get(name).filename for name in formats]


def _refuse_names(folder: Path) -> None:
    """Refuse a name that no folder can have: too long, with a zero byte, or no text that can be encoded."""
    try:
        os.lstat(folder)
    except (ValueError, UnicodeError) as error:
        raise InputError(f"--output {str(folder)!a}: no folder can be called so ({error}).") from error
    except OSError as error:
        if error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
            raise InputError(f"--output {folder}: {os.strerror(error.errno)}.") from error


def _refuse_obstacles(folder: Path, files: Sequence[Path]) -> None:
    """Refuse a folder where a file has to be written, a file where the bundle has to be, links that lead nowhere."""
    bundle = folder / BUNDLE_FOLDER
    inside = [bundle / name for name in (RECORD_NAME, ARRAYS_NAME, WRITTEN_NAME)]
    if os.path.lexists(bundle / "figures") and not (bundle / "figures").is_dir():
        raise InputError(
            f"--output {folder}: `{bundle / 'figures'}` is no folder, and figures would be in it."
        )
    for file in (*files, *inside):
        if file.is_symlink() and not file.exists():
            raise InputError(f"--output {folder}: `{file}` is a link that leads nowhere. Remove it.")
    for file in inside:
        if file.is_dir():
            raise InputError(f"--output {folder}: `{file}` is a folder, and a file would be. Move it away.")
    if os.path.lexists(bundle) and not bundle.is_dir():
        raise InputError(
            f"--output {folder}: `{bundle}` is no folder, and the bundle would be. Move it away."
        )
    for file in files:
        if file.is_dir():
            raise InputError(f"--output {folder}: `{file}` is a folder, and a report would be. Move it away.")
