"""The records of a run: who, when, how, on what machine."""

from typing import Any

from reportgen.bundle.base_record import Record


class Environment(Record, frozen=True, kw_only=True):
    """The machine and versions of a run. `packages` maps distribution names to versions."""

    python: str
    platform: str
    cpu: str | None
    cores: int
    packages: dict[str, str]
    accelerator: str | None = None


class Git(Record, frozen=True, kw_only=True):
    """The state of the working folder's repository."""

    commit: str
    branch: str | None
    dirty: bool


class Run(Record, frozen=True, kw_only=True):
    """Who, when, how: `created` is UTC in ISO 8601, `command` the command line that makes it again."""

    id: str
    created: str
    reportgen_version: str
    command: str
    seed: int
    config: dict[str, Any]
    git: Git | None
    environment: Environment
    results_digest: str
