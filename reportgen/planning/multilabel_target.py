"""Several targets as codes: labels made from classes by rules, and targets of several columns."""

import operator
import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError, nearest
from reportgen.planning.target import Target, encode_target, listed
from reportgen.predictions.several_predictions import Output
from reportgen.tasks import MANY_CLASSES, Task

#: What the two classes of a label made by a rule are called.
NO_YES = ("no", "yes")

#: Pairs of classes, in sorted order, whose second needs no name of its own: the label is the column's.
YES_WORDS = frozenset({("0", "1"), ("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t")})

_COMPARISON = re.compile(r"(>=|<=|==|!=|=|>|<)\s*(.+)", re.DOTALL)
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
}
_SHAPES = "odd, even, a comparison such as >= 7, or names of classes with commas between them"


def label_target(dataset: Dataset, rules: Sequence[str]) -> Target:
    """Return the labels that rules make from the classes of a data set.

    Parameters
    ----------
    rules : sequence of str
        `NAME: RULE` each. A rule is `odd`, `even`, a comparison with a number, or names of classes.

    Raises
    ------
    InputError
        For a rule that cannot be read, does not fit the classes, or matches none or all of the samples.
    """
    if dataset.target.ndim > 1:
        raise InputError(
            "--label makes labels from the classes of one target, but the data have several targets already. "
            "Name one with --target, or leave --label out."
        )
    base = encode_target(dataset.target, "multiclass")
    parsed = [_named_rule(text) for text in rules]
    names = [name for name, _ in parsed]
    if len(names) == 1:
        raise InputError(
            f"--label is given once (`{names[0]}`): give two labels or more. For a single one "
            "use --positive with the name of a class."
        )
    _refuse_repeated(names, "--label")
    columns = [_column(name, rule, base) for name, rule in parsed]
    outputs = tuple(Output(name, NO_YES) for name in names)
    return Target(Task.MULTILABEL, tuple(names), np.column_stack(columns), outputs)


def _refuse_repeated(names: Sequence[str], option: str) -> None:
    repeated = [name for name in names if names.count(name) > 1]
    if repeated:
        raise InputError(f"{option}: the label `{repeated[0]}` is there twice. Give each its own name.")


def _named_rule(text: str) -> tuple[str, str]:
    name, colon, rule = (part.strip() for part in text.partition(":"))
    if not (name and colon and rule):
        raise InputError(f"--label `{text}` is not NAME: RULE, as in 'large: >= 7'. A rule is {_SHAPES}.")
    return name, rule


def _column(name: str, rule: str, base: Target) -> NDArray[np.int64]:
    """Return which samples have a label, as codes 0 and 1."""
    matching = _matching(name, rule, base.classes)
    codes: NDArray[np.int64] = matching[base.codes].astype(np.int64)
    if codes.min() == codes.max():
        which = "every sample" if codes[0] else "no sample"
        raise InputError(
            f"--label `{name}: {rule}` matches {which}, so there is nothing to learn. "
            f"The classes are {listed(base.classes)}."
        )
    return codes


def _matching(name: str, rule: str, classes: Sequence[str]) -> NDArray[np.bool_]:
    """Return which classes a rule matches; a class that is called like a rule is meant by its name."""
    if rule in classes:
        return np.array([known == rule for known in classes])
    comparison = _COMPARISON.fullmatch(rule)
    if rule in ("odd", "even"):
        numbers = _numbers(name, rule, classes)
        if fractions := [known for known, number in zip(classes, numbers, strict=True) if number % 1]:
            raise InputError(f"--label `{name}: {rule}`: the class {fractions[0]} is neither odd nor even.")
        return np.array([number % 2 == (rule == "odd") for number in numbers])
    if comparison is None:
        return _by_name(name, rule, classes)
    compare, number = _OPERATORS[comparison[1]], comparison[2]
    try:
        limit = float(number)
    except ValueError:
        raise InputError(f"--label `{name}: {rule}`: `{number}` is no number to compare with.") from None
    return np.array([compare(value, limit) for value in _numbers(name, rule, classes)])


def _numbers(name: str, rule: str, classes: Sequence[str]) -> list[float]:
    try:
        return [float(known) for known in classes]
    except ValueError:
        raise InputError(
            f"--label `{name}: {rule}` needs classes that are numbers, but they are {listed(tuple(classes))}. "
            "Name classes instead, with commas between them."
        ) from None


def _by_name(name: str, rule: str, classes: Sequence[str]) -> NDArray[np.bool_]:
    wanted = [word.strip() for word in rule.split(",") if word.strip()]
    for word in wanted:
        if word not in classes:
            raise InputError(
                f"--label `{name}: {rule}`: there is no class `{word}`.{nearest(word, classes)} "
                f"The classes are {listed(tuple(classes))}. A rule is {_SHAPES}."
            )
    return np.array([known in wanted for known in classes])


def several_targets(dataset: Dataset, task: str) -> Target:
    """Return the targets of a data set as codes: labels where each has two classes, otherwise outputs.

    Raises
    ------
    InputError
        For a target of a single class or of very many, a regression, or targets that do not fit the task asked for.
    """
    _refuse_other_number(dataset, task)
    names = dataset.target_names
    asked = "auto" if task == "auto" else "multiclass"
    each = [
        encode_target(column, asked, f"the target `{name}`", "multioutput")
        for name, column in zip(names, dataset.target.T, strict=True)
    ]
    _refuse_many_classes(names, each)
    codes = np.column_stack([one.codes for one in each])
    large = [place for place, one in enumerate(each) if len(one.classes) > 2]
    if large and task == Task.MULTILABEL:
        place = large[0]
        raise InputError(
            f"--task multilabel needs labels of two classes each, but the target `{names[place]}` has "
            f"{len(each[place].classes)}: {listed(each[place].classes)}. Use --task multioutput."
        )
    if large or task == Task.MULTIOUTPUT:
        outputs = tuple(Output(name, one.classes) for name, one in zip(names, each, strict=True))
        _refuse_repeated(names, "--target")
        return Target(Task.MULTIOUTPUT, tuple(names), codes, outputs)
    labels = [_label_name(name, one.classes) for name, one in zip(names, each, strict=True)]
    _refuse_repeated(labels, "--target")
    outputs = tuple(Output(label, one.classes) for label, one in zip(labels, each, strict=True))
    return Target(Task.MULTILABEL, tuple(labels), codes, outputs)


def _refuse_other_number(dataset: Dataset, task: str) -> None:
    """Refuse a task that needs more targets for each sample than there are, or fewer."""
    if dataset.target.ndim == 1:
        raise InputError(
            f"--task {task} needs several targets for each sample, but there is one. Repeat --target, give a y of "
            "several columns, or make labels with --label."
        )
    if task in (Task.BINARY, Task.MULTICLASS):
        raise InputError(
            f"--task {task} is about one target for each sample, but there are {dataset.target.shape[1]} targets. "
            "Name one, or use --task multilabel or multioutput."
        )


def _refuse_many_classes(names: Sequence[str], each: Sequence[Target]) -> None:
    """Refuse more classes than all scores are kept of: side by side they would fill the memory and the bundle."""
    for name, one in zip(names, each, strict=True):
        if len(one.classes) > MANY_CLASSES:
            raise InputError(
                f"The target `{name}` has {len(one.classes):,} classes; of several targets each may have up to "
                f"{MANY_CLASSES}. Evaluate it by itself, or leave it out."
            )


def _label_name(name: str, classes: tuple[str, ...]) -> str:
    """Return the column's name, with the class that the label stands for unless that is plainly yes."""
    no, yes = classes
    return name if (no.lower(), yes.lower()) in YES_WORDS else f"{name} = {yes}"


def encode_several(dataset: Dataset, config: RunConfig) -> Target:
    """Return the several targets of a data set, from --label or from its targets."""
    if config.positive is not None:
        raise InputError(
            "--positive asks about one class, but each sample has several targets. Leave it out, or name "
            "one target."
        )
    if not config.labels:
        return several_targets(dataset, config.task)
    if config.task not in ("auto", Task.MULTILABEL):
        raise InputError(f"--label makes several labels, which is not --task {config.task}. Leave one out.")
    return label_target(dataset, config.labels)
