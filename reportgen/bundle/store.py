"""Reading and writing bundles: validated on reading, replaced atomically on writing."""

import io
import json
import math
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.atomic_files import beside_it, followed, named_as, write_atomically
from reportgen.bundle.bundle_files import ARRAYS_NAME, DAMAGE, RECORD_NAME, Parts, find_parts, refuse_bomb
from reportgen.bundle.digest import refuse_changed
from reportgen.bundle.record_json import as_json
from reportgen.bundle.redaction import without_references
from reportgen.bundle.schema import SCHEMA_VERSION, BundleRecord
from reportgen.bundle.swapped_folder import can_be_swapped, swapped
from reportgen.errors import InputError

#: What else stands in a bundle's folder and is made anew from it: its figures, and what was written of it.
DERIVED = ("figures", "written.json")


class StoredArrays(Mapping[str, NDArray[Any]]):
    """The arrays of a bundle by key, each read from the file when it is first asked for."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], name: str) -> None:
        self._source = arrays
        self._name = name
        self._read: dict[str, NDArray[Any]] = {}

    def __getitem__(self, key: str) -> NDArray[Any]:
        if key not in self._read:
            self._read[key] = self._taken(key)
        return self._read[key]

    def _taken(self, key: str) -> NDArray[Any]:
        try:
            return self._source[key]
        except MemoryError as error:
            if not self._is_overstated(key):
                raise
            raise self._damaged(key, "it claims to be larger than it is") from error
        except (*DAMAGE, OSError) as error:
            raise self._damaged(key, error) from error

    def _damaged(self, key: str, why: object) -> InputError:
        return InputError(f"`{key}` in {ARRAYS_NAME} of the bundle at `{self._name}` is damaged ({why}).")

    def _is_overstated(self, key: str) -> bool:
        """Whether an array claims to be larger than what is stored of it: numpy makes room before it looks."""
        archive = self._source.zip if isinstance(self._source, np.lib.npyio.NpzFile) else None
        if archive is None:
            return False
        member = archive.getinfo(f"{key}.npy")
        with archive.open(member) as file:
            version = np.lib.format.read_magic(file)
            read = (
                np.lib.format.read_array_header_1_0
                if version == (1, 0)
                else np.lib.format.read_array_header_2_0
            )
            shape, _, kind = read(file)
        return math.prod(shape) * kind.itemsize > member.file_size

    def refuse_damaged(self) -> None:
        """Read every array once, keeping none; an InputError names the first that does not have its checksum."""
        for key in self._source:
            self._taken(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._source)

    def __contains__(self, key: object) -> bool:
        return key in self._source

    def __len__(self) -> int:
        return len(self._source)


@dataclass(frozen=True, eq=False)
class Bundle:
    """A result bundle in memory: the record of `bundle.json` and the arrays it refers to."""

    record: BundleRecord
    arrays: Mapping[str, NDArray[Any]]


def write_bundle(bundle: Bundle, folder: Path) -> Path:
    """Write `bundle.json` and `arrays.npz` into `folder`, both or none of the new ones; return the folder.

    The folder is replaced as one, so that there is always the old bundle or the new one.
    """
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **{key: bundle.arrays[key] for key in bundle.arrays})
    names = (ARRAYS_NAME, RECORD_NAME)
    if not can_be_swapped(folder, names):
        return _write_in_place(bundle, buffer, folder)
    with swapped(folder, (*names, *DERIVED)) as new:
        for name, content in ((ARRAYS_NAME, buffer.getbuffer()), (RECORD_NAME, encode(bundle.record))):
            with _said_of(folder / name, new / name):
                write_atomically(new / name, content)
    return folder


@contextmanager
def _said_of(place: Path, written: Path) -> Iterator[None]:
    """Let errors name the file as users know it, and not the one in a hidden folder that is written first."""
    try:
        yield
    except OSError as error:
        if error.filename is not None and Path(os.fsdecode(error.filename)) == written:
            error.filename, error.filename2 = str(place), None
        raise


def _write_in_place(bundle: Bundle, arrays: io.BytesIO, folder: Path) -> Path:
    """Write into a folder that cannot be replaced: because of links in it, or nothing can be put beside it."""
    existed = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    places = {name: followed(folder / name) for name in (ARRAYS_NAME, RECORD_NAME)}
    new = {name: beside_it(place, "new") for name, place in places.items()}
    try:
        for name, content in ((ARRAYS_NAME, arrays.getbuffer()), (RECORD_NAME, encode(bundle.record))):
            with named_as(places[name]):
                write_atomically(new[name], content)
        # Between the two the folder holds no record, hence no bundle, and never one of mixed runs.
        with _set_aside(places[RECORD_NAME]), _set_aside(places[ARRAYS_NAME]):
            for name, file in new.items():
                file.replace(places[name])
    except BaseException:
        if not existed:  # half a bundle is none
            shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        for file in new.values():
            file.unlink(missing_ok=True)
    return folder


@contextmanager
def _set_aside(path: Path) -> Iterator[None]:
    """Move a file out of the way, if it is there; where anything is raised meanwhile, all is as it was before."""
    aside = beside_it(path, "old")
    existed = path.exists()
    if existed:
        path.replace(aside)
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        if existed:
            aside.replace(path)
        raise
    aside.unlink(missing_ok=True)


def encode(record: BundleRecord) -> bytes:
    """Return the record as JSON, NaN and infinity as null, one line for each short row."""
    return msgspec.json.format(as_json(record), indent=1)


def load_bundle(path: str | Path) -> Bundle:
    """Read a bundle from its folder, the folder above it, a zip of it, or a report as PDF that carries all of it.

    Raises
    ------
    InputError
        If there is no bundle, or it is truncated, foreign, or of a newer schema.
    """
    parts = find_parts(Path(path).expanduser())
    record = decode(parts.record, _where(parts))
    if parts.arrays is None:
        raise InputError(
            f"The bundle at `{parts.name}` lacks {ARRAYS_NAME}. It was moved without it, its writing was cut short, or "
            "it is a summary as reports carry, which holds no curves and no single samples."
        )
    return _whole(record, parts.record, read_arrays(parts.arrays, parts.name), parts.name)


def load_baseline(path: str | Path) -> Bundle:
    """Read a bundle to be compared with: also the figures alone, as reports and lone records carry them.

    Then it has no arrays, and nothing in its record refers to any.

    Raises
    ------
    InputError
        As `load_bundle`.
    """
    parts = find_parts(Path(path).expanduser())
    record = decode(parts.record, _where(parts))
    if parts.alone:
        record = without_references(record)
    if parts.arrays is None:
        return _joined(record, {}, parts.name)
    return _whole(record, parts.record, read_arrays(parts.arrays, parts.name), parts.name)


def _where(parts: Parts) -> str:
    place = Path(parts.name)
    return str(place / RECORD_NAME) if place.is_dir() else parts.name


def _whole(record: BundleRecord, content: bytes, arrays: StoredArrays, name: str) -> Bundle:
    """Return the bundle; arrays of another run, and results that are not those of its digest, are refused."""
    bundle = _joined(record, arrays, name)
    refuse_changed(content, arrays, record.run.digest_of_stored, name)
    return bundle


def _joined(record: BundleRecord, arrays: Mapping[str, NDArray[Any]], name: str) -> Bundle:
    """Return the bundle; arrays that are not those of the record are refused."""
    for analysis in record.analyses:
        references = [curve.arrays for curve in analysis.curves]
        references += [confusion.cells or {} for confusion in analysis.confusions]
        missing = next((key for keys in references for key in keys.values() if key not in arrays), None)
        if missing is not None:
            raise InputError(
                f"The bundle at `{name}` is not whole: {ARRAYS_NAME} lacks `{missing}`. The two files may be of "
                "different runs."
                if arrays
                else f"The bundle at `{name}` lacks {ARRAYS_NAME}, which it refers to. It was moved without it, or its "
                "writing was cut short."
            )
    return Bundle(record, arrays)


def read_arrays(file: Path | io.BytesIO, name: str) -> StoredArrays:
    """Open a file of arrays; an InputError, also of each array that is asked for later, says that it is damaged."""
    refuse_bomb(file, name)
    try:
        loaded = np.load(file, allow_pickle=False)
    except (*DAMAGE, OSError) as error:
        raise InputError(f"{ARRAYS_NAME} of `{name}` is no readable arrays file ({error}).") from error
    if not isinstance(loaded, np.lib.npyio.NpzFile):
        raise InputError(f"{ARRAYS_NAME} of `{name}` is no readable arrays file (it is a single array).")
    return StoredArrays(loaded, name)


def decode(content: bytes, name: str) -> BundleRecord:
    """Validate the JSON of a bundle; `name` says in messages where it came from."""
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"`{name}` is no bundle: it is not the JSON of one ({error}).") from error
    version = read.get("schema_version") if isinstance(read, dict) else None
    if not isinstance(version, int):
        raise InputError(f"`{name}` is no bundle: it has no schema_version.")
    if version > SCHEMA_VERSION:
        raise InputError(
            f"`{name}` has schema version {version}, newer than the {SCHEMA_VERSION} "
            "that this reportgen reads. Update reportgen."
        )
    try:
        return msgspec.json.decode(content, type=BundleRecord)
    except (msgspec.DecodeError, RecursionError) as error:  # of which a ValidationError is one
        raise InputError(f"`{name}` does not keep to the bundle's schema: {error}.") from error
