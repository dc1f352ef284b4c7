"""Finished fits, kept on disk so that an interrupted run goes on where it stopped.

A fit is found again only by a key over everything that it depends on: the data, the rows, the estimator with
its parameters, the seed, the versions of Python and of the libraries, and the source of our own fitting code.
Each file begins with the hash of what follows, so that a truncated or altered one is fitted anew.
"""

import hashlib
import io
import json
import os
import platform
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from inspect import getsourcefile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.atomic_files import write_atomically
from reportgen.bundle.search_records import Search
from reportgen.fitting.fit_result import FitResult
from reportgen.models.catalogue import Model
from reportgen.models.class_parameters import ClassCode
from reportgen.planning.fit_job import FitData, FitJob
from reportgen.predictions.scores import Scores

#: Libraries whose version can change what a fit gives.
LIBRARIES = ("scikit-learn", "numpy", "scipy", "pandas", "skrub", "joblib")

#: The oldest fits go when the folder outgrows this.
MAX_BYTES = 2 * 1024**3

#: Begins the names of the arrays that scores are made of.
_SCORES = "scores_"

_CACHEDIR_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# Finished fits of reportgen; can be deleted at any time.\n"
)


class FitCache:
    """The folder of finished fits. `fresh` keeps new ones but takes none up; a folder that cannot be used is not."""

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self.folder = folder / "fits"
        self.fresh = fresh
        self.problem: str | None = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (folder / "CACHEDIR.TAG").write_text(_CACHEDIR_TAG, encoding="utf-8")
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        except OSError as error:
            self.problem = f"Finished fits are not kept: `{folder}` cannot be written ({error.strerror})."

    def find(self, key: str) -> FitResult | None:
        """Return the finished fit of this key, or None where there is none or its file is damaged."""
        if self.fresh or self.problem:
            return None
        try:
            content = (self.folder / key).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            return None
        try:
            found = _decode(content[32:])
            os.utime(self.folder / key)  # so that those longest unused go first
        except (OSError, TypeError, ValueError, KeyError):  # written by another release, or pruned meanwhile
            return None
        return replace(found, taken_up=True)

    def keep(self, key: str, result: FitResult) -> None:
        """Store a finished fit; failures are not kept, as their cause may be outside (memory, for one)."""
        if self.problem or result.error:
            return
        content = _encode(result)
        try:
            write_atomically(self.folder / key, hashlib.sha256(content).digest() + content)
        except OSError as error:
            self.problem = f"Finished fits are no longer kept: {error.strerror}."

    def prune(self) -> None:
        """Remove the fits that were longest unused until the folder is within its limit."""
        if self.problem:
            return
        total = 0
        for _, size, file in sorted(self._files(), reverse=True):
            total += size
            if total > MAX_BYTES:
                file.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Give the time of last use, size and path of each fit; another run may remove some meanwhile."""
        for file in self.folder.iterdir():
            try:
                facts = file.stat()
            except FileNotFoundError:
                continue
            if not file.name.startswith("."):  # being written
                yield facts.st_mtime, facts.st_size, file


def fit_key(job: FitJob, data: FitData) -> str:
    """Return the name under which a fit is kept: a hash of all that it depends on."""
    return _hash(
        data.content,
        job.train.tobytes(),
        job.held_out.tobytes(),
        job.model.id,
        repr(sorted(job.model.params.items())),
        _class_codes(job.model),
        str(job.seed),
        _added(job),
        _versions(),
        _own_source(),
        _source_of(job.model.spec.build),
        _versions_behind(job.model.spec.build.__module__),
    )


def _class_codes(model: Model) -> str:
    """Return the codes behind the classes that parameters name, whose text is the name alone."""
    searched = model.grid.values.values() if model.grid else ()
    values = [*model.params.values(), *(value for tried in searched for value in tried)]
    return repr([int(value) for value in values if isinstance(value, ClassCode)])


def _added(job: FitJob) -> str:
    """Return what a search inside the fit depends on, and what is added to its training data."""
    if job.inner is None:
        return repr(job.shifts)
    folds = _hash(*(rows.tobytes() for pair in job.inner.folds for rows in pair))
    return repr((job.shifts, job.model.grid, job.inner.metric, folds))


def _hash(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


@cache
def _versions() -> str:
    found = [platform.python_version(), platform.machine()]
    for library in LIBRARIES:
        try:
            found.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            found.append(f"{library} none")
    return "; ".join(found)


@cache
def _own_source() -> str:
    return _hash(*[file.read_bytes() for file in own_files()])


def own_files() -> list[Path]:
    """Return the source files of all that a fit comes from, the metrics that a search inside it scores by included."""
    package = Path(__file__).parents[1]
    folders = ("models", "fitting", "predictions", "metrics")
    single = (
        "tasks.py",
        "planning/augmentation.py",
        "planning/fit_job.py",
        "bundle/single_outputs.py",
        "statistics/calibration.py",
    )
    found = (file for folder in folders for file in (package / folder).rglob("*.py"))
    return sorted([*(package / name for name in single), *found])


@cache
def _versions_behind(module: str) -> str:
    """Return the versions of the distribution that a model comes from and of what it requires directly.

    For our own models that is `_versions`; looking through all that is installed would cost them a tenth of a second.
    """
    top = module.partition(".")[0]
    if top == "reportgen":
        return ""
    found = []
    for name in packages_distributions().get(top, []):
        required = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in requires(name) or []]
        for one in (name, *sorted(required)):
            try:
                found.append(f"{one} {version(one)}")
            except PackageNotFoundError:
                continue
    return "; ".join(found)


def _source_of(build: Any) -> str:
    """Return a hash of the file that a model's builder stands in, which may be a plug-in's."""
    try:
        file = getsourcefile(build)
        return _hash(Path(file).read_bytes()) if file else repr(build)
    except (TypeError, OSError):
        return "unknown"


def _encode(result: FitResult) -> bytes:
    arrays: dict[str, NDArray[Any]] = {"predicted": result.predicted}
    if result.scores is not None:
        arrays |= {
            f"{_SCORES}{name}": value for name, value in vars(result.scores).items() if value is not None
        }
    facts = {k: v for k, v in vars(result).items() if k not in ("predicted", "scores", "taken_up")}
    facts["search"] = msgspec.to_builtins(result.search)
    arrays["facts"] = np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _decode(content: bytes) -> FitResult:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        facts = json.loads(arrays["facts"].tobytes())
        facts["notes"] = tuple(facts["notes"])
        facts["search"] = msgspec.convert(facts["search"], Search | None)
        own = {name.removeprefix(_SCORES): arrays[name] for name in arrays.files if name.startswith(_SCORES)}
        return FitResult(predicted=arrays["predicted"], scores=Scores(**own) if own else None, **facts)
