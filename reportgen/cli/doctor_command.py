"""`reportgen doctor`: what the examination found, for people."""

import textwrap

from reportgen.cli.exit_codes import OK, WRONG
from reportgen.cli.messages import printable
from reportgen.doctor import Examined
from reportgen.doctor import examine as find
from reportgen.errors import InputError
from reportgen.options import by_name


def examine() -> int:
    """Print every finding and a verdict; return 0 if reports can be made in HTML and PDF, 2 if not."""
    folders, problems = _folders()
    findings = [*find(folders), *problems]
    for finding in findings:
        print(_shown(finding))  # noqa: T201 - this is the output
    missing = sum(finding.status == "missing" for finding in findings)
    if missing:
        print(f"\n{missing} {'thing is' if missing == 1 else 'things are'} missing; see above.")  # noqa: T201
        return WRONG
    print("\nAll well: `reportgen build --format html,pdf` can work here.")  # noqa: T201
    return OK


def _folders() -> tuple[dict[str, str], list[Examined]]:
    """Return the folders that a run here would write to, and what is wrong with the configuration file."""
    known = by_name()
    values = {name: known[name].default for name in ("output", "cache_dir")}
    problems = []
    try:
        from reportgen.config import configure, read_config

        config = configure({}, read_config())
        values = {"output": config.output, "cache_dir": config.cache_dir}
    except InputError as error:
        problems.append(Examined("missing", f"Configuration: {error}"))
    except ImportError:
        pass  # the package is reported as missing
    return {known[name].flag: value for name, value in values.items()}, problems


def _shown(finding: Examined) -> str:
    line = printable(f"{finding.status:8}{finding.text}")
    return f"{line}\n{textwrap.indent(textwrap.dedent(finding.remedy), ' ' * 10)}" if finding.remedy else line
