"""Run as `reportgen` or `python -m reportgen`."""

import gc

# Most of what a run allocates it keeps: modules, templates, figures' parts. At Python's own threshold of 700 the
# collector walks through all of it again and again for nothing, a tenth of a short run's time.
GARBAGE_THRESHOLD = 100_000


def main() -> None:
    """Run the command line with a garbage collector that fits programs which import much and end soon."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    from reportgen.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
