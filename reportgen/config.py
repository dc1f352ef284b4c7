"""RunConfig: everything that a run was asked for, frozen and validated."""

from pathlib import Path
from typing import Any, Literal

import msgspec

from reportgen.errors import InputError

ParamValue = bool | int | float | str | None


class RunConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One analysis, as asked for on the command line, in a file or through the Python interface.

    The fields are the options of `reportgen build`, with their defaults; `docs/configuration.md` explains them.
    """

    dataset: str = "digits"
    target: tuple[str, ...] = ()
    task: Literal["auto", "binary", "multiclass"] = "auto"
    metric: str | None = None
    models: tuple[str, ...] = ("sgd", "rf", "svc")
    params: dict[str, dict[str, ParamValue]] = msgspec.field(default_factory=dict)
    cv: int = 3
    test_size: float = 0.2
    shuffle: bool | None = None
    folds: Literal["stratified", "consecutive"] | None = None
    groups: str | None = None
    time: str | None = None
    split_column: str | None = None
    limit: str | None = None
    seed: int = 42
    jobs: int | None = None
    format: tuple[str, ...] = ("html",)
    output: str = "output"
    title: str | None = None
    author: str | None = None
    logo: str | None = None
    samples: bool = True
    attach: Literal["none", "summary", "full"] = "summary"
    fresh: bool = False
    cache_dir: str = ".reportgen_cache"

    def __post_init__(self) -> None:
        """Refuse values that no run can have; messages name the option."""
        if self.cv < 0 or self.cv == 1:
            raise InputError(f"--cv is {self.cv}: use 2 or more folds, or 0 for no cross-validation.")
        if not 0 <= self.test_size < 1:
            raise InputError(f"--test-size is {self.test_size}: give a share from 0 (no test) up to, not including, 1.")
        if self.cv == 0 and self.test_size == 0:
            raise InputError("--cv 0 and --test-size 0 leave nothing to measure on. Give one of them a value.")
        if not 0 <= self.seed < 2**32:
            raise InputError(f"--seed is {self.seed}: give a whole number from 0 to {2**32 - 1}.")
        if self.jobs is not None and self.jobs < 1:
            raise InputError(f"--jobs is {self.jobs}: give 1 or more, or leave it out for all cores.")
        if not self.models:
            raise InputError("--models is empty: name at least one model; `reportgen list models` shows them.")
        if self.limit is not None:
            parse_limit(self.limit)

    @property
    def output_folder(self) -> Path:
        """The folder that reports and bundle are written to."""
        return Path(self.output)


def parse_limit(text: str) -> tuple[int, bool]:
    """Return (samples, first): `2000` is a stratified sample of 2000, `first:2000` the first 2000."""
    number = text.removeprefix("first:")
    if not number.isascii() or not number.isdigit() or int(number) < 1:
        raise InputError(f"--limit is `{text}`: give a number of training samples, as in 2000 or first:2000.")
    return int(number), text != number


def parse_param(text: str) -> tuple[str, str, ParamValue]:
    """Split `KEY.NAME=VALUE` into model key, parameter name and typed value (number, bool, None or text)."""
    left, equals, value = text.partition("=")
    key, dot, name = left.strip().partition(".")
    if not (equals and dot and key and name.replace("__", "_").isidentifier()):
        raise InputError(f"--param `{text}` is not KEY.NAME=VALUE, as in knn.n_neighbors=4.")
    return key, name, parse_value(value.strip())


def parse_value(text: str) -> ParamValue:
    """Read a parameter's value: `4` is a number, `true` a bool, `none` None, everything else text."""
    words: dict[str, ParamValue] = {"true": True, "false": False, "none": None}
    if text.lower() in words:
        return words[text.lower()]
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text.strip("'\"")


def as_record(config: RunConfig) -> dict[str, Any]:
    """Return the configuration as plain values, as the bundle stores it."""
    record: dict[str, Any] = msgspec.to_builtins(config)
    return record
