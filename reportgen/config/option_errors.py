"""Errors in the values of options, placed by whoever knows where they were written."""

from reportgen.errors import InputError
from reportgen.options import OPTIONS


class OptionError(InputError):
    """The value of one option is wrong. `problem` goes on after the option's name: "is 1: use 2 or more".

    `rule` is the one of several that is wrong.
    """

    def __init__(self, option: str, problem: str, rule: str = "") -> None:
        self.option = option
        self.rule = rule
        self.problem = problem
        flags = {known.name: known.flag for known in OPTIONS}
        super().__init__(f"{flags.get(option, option)} {problem}")


class SameIdError(OptionError):
    """Two analyses of a study have the same id; `place` is that of the second, from 0."""

    def __init__(self, own: str, other: str, place: int) -> None:
        self.place = place
        problem = f"is `{own}` in two analyses: give each its own."
        if own != other:
            problem = f"is `{own}`, too like `{other}` for the names of files: give another."
        super().__init__("id", problem)


def refuse_test_size(test_data: str | None) -> None:
    """Raise an OptionError where a test is given as data, so that its size, which is given too, holds out nothing."""
    if test_data is not None:
        problem = "is the test, so that --test-size holds out nothing. Leave one of them out."
        raise OptionError("test_data", problem)
