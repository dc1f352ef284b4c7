"""Detectors: one class against all others, and what can be wrong with asking for one."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.config import RunConfig
from reportgen.config.prevalence import PrevalenceError, positive_share
from reportgen.errors import InputError, nearest
from reportgen.planning.target import Target, listed
from reportgen.tasks import Task

if TYPE_CHECKING:
    from reportgen.planning.splits import Division

#: How the other classes together are called; the first that none of the data's classes is called is taken.
REST_NAMES = ("not {}", "other than {}", "anything but {}", "the rest (not {})")


def detect(target: Target, positive: str) -> Target:
    """Return the target as a question about one class: codes 1 where a sample is of it, else 0.

    Of two classes both keep their names; of more the others become one, called `not 5` where `5` is detected.

    Raises
    ------
    InputError
        If there is no such class, or too few samples of it to learn from and judge.
    """
    if positive not in target.classes:
        raise InputError(
            f"--positive: there is no class `{positive}`.{nearest(positive, target.classes)} "
            f"The classes are {listed(target.classes)}."
        )
    code = target.classes.index(positive)
    is_positive = target.codes == code
    if is_positive.sum() < 2:
        raise InputError(
            f"--positive: only one sample is of the class `{positive}`. A detector needs at least two, "
            "one to learn from and one to be judged on."
        )
    others = [name for name in target.classes if name != positive]
    rest = others[0] if len(others) == 1 else _rest_name(positive, target.classes)
    return replace(
        target,
        task=Task.BINARY,
        classes=(rest, positive),
        codes=is_positive.astype(np.int64),
        positive=positive,
    )


def _rest_name(positive: str, classes: tuple[str, ...]) -> str:
    names = (pattern.format(positive) for pattern in REST_NAMES)
    free = next((name for name in names if name not in classes), None)
    return free or f"not {positive} ({len(classes) - 1} classes)"


def refuse_misfits(config: RunConfig, target: Target) -> None:
    """Raise an InputError where options of detectors are given for something that is none."""
    if config.positive is not None and target.positive is None:
        raise InputError(
            "--positive makes a detector of one class, but here a sample has several targets or an image as "
            "its target. Leave it out, or give --target and --task for a single target of classes."
        )
    given = [
        flag
        for flag, value in (
            ("--operating-point", config.operating_points),
            ("--threshold", config.threshold is not None),
        )
        if value
    ]
    if not given or target.task in (Task.BINARY, Task.MULTILABEL):
        return
    if target.task is not Task.MULTICLASS:
        raise InputError(
            f"{given[0]} is about the decision threshold of a detector or label, and here there is none. Leave it out."
        )
    raise InputError(
        f"{given[0]} is about the decision threshold of a detector, but there are {len(target.classes)} classes "
        "here. Name the class to be detected with --positive."
    )


def prevalence_of(config: RunConfig, target: Target) -> float | None:
    """Return the share of the positive class where the model will work; None where none was given.

    Raises
    ------
    InputError
        If there are no two classes, or the named one is not among them.
    """
    if config.prevalence is None:
        return None
    if target.task is not Task.BINARY:
        raise InputError(
            "--prevalence is about the positive one of two classes. Name the class to be detected with --positive."
        )
    try:
        return positive_share(config.prevalence, target.classes)
    except PrevalenceError as error:
        raise InputError(f"--prevalence {error}") from None


def refuse_unlearnable(target: Target, division: "Division") -> None:
    """Raise an InputError where a detector would have to learn its class from no sample of it."""
    if target.positive is None:
        return
    fits = [train for train, _ in division.folds] + ([division.train] if len(division.test) else [])
    lacking = [place for place, train in enumerate(fits) if not target.codes[train].any()]
    if lacking:
        where = f"fold {lacking[0]}" if lacking[0] < len(division.folds) else "the test"
        number = int(target.codes[division.train].sum())
        raise InputError(
            f"--positive: {number:,} of {len(division.train):,} training samples are of the class "
            f"`{target.positive}`, and none of those that the models of {where} would learn from. "
            "Use stratified folds, fewer folds, more data, or another class."
        )
    if not any(target.codes[held].any() for held in (*(held for _, held in division.folds), division.test)):
        raise InputError(
            f"--positive: no sample of the class `{target.positive}` is left to judge on. "
            "Use another division, or another class."
        )
