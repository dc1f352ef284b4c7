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


class Redaction(Record, frozen=True, kw_only=True):
    """What was done where a bundle tells of no single sample; `results_digest` of its run stays that of the whole run.

    `digest` is the sha256 that `results_digest` would be if it were taken over what is left: the figures, and the
    curves on a grid.
    """

    digest: str


class Run(Record, frozen=True, kw_only=True):
    """Who, when, how: `created` is UTC in ISO 8601, `command` the command line that makes it again.

    `redaction` is None where the bundle holds all that the run measured.
    """

    id: str
    created: str
    reportgen_version: str
    command: str
    seed: int
    config: dict[str, Any]
    git: Git | None
    environment: Environment
    results_digest: str
    redaction: Redaction | None = None

    @property
    def digest_of_stored(self) -> str:
        """The digest of what the bundle holds: of all results, or of what a redaction left of them."""
        return self.results_digest if self.redaction is None else self.redaction.digest
