"""Run as `reportgen` or `python -m reportgen`."""

import gc
import os
import sys
import warnings

# Most of what a run allocates it keeps: modules, templates, figures' parts. At Python's own threshold of 700 the
# collector walks through all of it again and again for nothing, a tenth of a short run's time.
GARBAGE_THRESHOLD = 100_000


def main() -> None:
    """Run the command line with a garbage collector that fits programs which import much and end soon."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    silence_warnings()
    from reportgen.cli import main as command_line

    command_line()


def silence_warnings() -> None:
    """Print no warning of Python and let none become an error, whatever PYTHONWARNINGS and libraries' filters say.

    What a model's fit warns of is caught there and becomes a note of the model. Nothing else is for users.
    """
    warnings.simplefilter("ignore")
    warnings.showwarning = _forget  # a library that is imported later may put filters of its own before ours


def _forget(*_: object, **__: object) -> None:
    pass


def _forget_working_folder() -> None:
    """Take the working folder from the path, where `python -m` puts it first: modules and plug-ins in it are not ours.

    It stays where it is the folder that this package itself was taken from.
    """
    home = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - as few imports as may be
    first = os.path.realpath(sys.path[0]) if sys.path else home
    if not sys.flags.safe_path and first != home and first == os.path.realpath("."):
        del sys.path[0]


if __name__ == "__main__":
    _forget_working_folder()
    main()
