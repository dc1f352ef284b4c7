"""Registration and discovery: a thing is added by one file in its package, or by an entry point.

Each kind of thing has one `Registry`. The modules of its package are imported on the first look-up, and after
them the entry points of the group `reportgen.<kind>`, so that an installed package can add its own.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from inspect import currentframe
from pkgutil import iter_modules
from typing import Generic, Protocol, TypeVar

from reportgen.errors import InputError, nearest

#: What packages add and could not be loaded, with the reason, in the order in which that was found.
NOT_LOADED: dict[str, str] = {}


class Registered(Protocol):
    """What a registry holds: anything with an id that is unique within its kind."""

    @property
    def id(self) -> str:
        """Unique within the kind, snake_case, what a user types."""


def _module_being_imported() -> str:
    """Return the name of the module whose import leads here: things register themselves when theirs is imported."""
    frame = currentframe()
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    return "another module" if frame is None else str(frame.f_globals.get("__name__"))


T = TypeVar("T", bound=Registered)


class Registry(Generic[T]):
    """All things of one kind, by id, in the order in which they are to be listed.

    Parameters
    ----------
    kind : str
        Plural noun: `models`, `metrics`, ... It names the entry-point group `reportgen.<kind>`.
    package : str
        The package whose modules register the built-in things when they are imported.
    sort : callable, optional
        Key of the listing order; by default the order of registration.
    """

    def __init__(self, kind: str, package: str, sort: Callable[[T], object] | None = None) -> None:
        self.kind = kind
        self._package = package
        self._sort = sort
        self._things: dict[str, T] = {}
        self._registered_by: dict[str, str] = {}
        self._discovered = False

    def register(self, thing: T) -> T:
        """Add a thing and return it; a second one with the same id is an InputError that names where both come from."""
        module = _module_being_imported()
        if thing.id in self._things:
            first = self._registered_by.get(thing.id, "another module")
            raise InputError(
                f"{self.kind}: the id `{thing.id}` is registered twice, by {first} and by {module}. "
                "Rename one of them, or uninstall the package that adds it."
            )
        self._things[thing.id] = thing
        self._registered_by[thing.id] = module
        return thing

    def get(self, thing_id: str) -> T:
        """Return the thing with this id; an unknown id is an InputError that suggests the nearest."""
        self._discover()
        if thing_id not in self._things:
            singular = self.kind.removesuffix("s")
            known = ", ".join(self.ids())
            left_out = "".join(f" {said}" for said in NOT_LOADED.values())
            raise InputError(
                f"Unknown {singular} `{thing_id}`.{nearest(thing_id, self.ids())} Known: {known}.{left_out}"
            )
        return self._things[thing_id]

    def ids(self) -> list[str]:
        """Return the ids of all registered things, in listing order."""
        return [thing.id for thing in self]

    def __contains__(self, thing_id: object) -> bool:
        self._discover()
        return thing_id in self._things

    def __iter__(self) -> Iterator[T]:
        self._discover()
        things = list(self._things.values())
        if self._sort is not None:
            things.sort(key=self._sort)  # type: ignore[arg-type]  # a key of mixed types is the caller's error
        return iter(things)

    def _discover(self) -> None:
        if self._discovered:
            return
        self._discovered = True
        package = import_module(self._package)
        for module in iter_modules(package.__path__):
            import_module(f"{self._package}.{module.name}")
        for entry in entry_points(group=f"reportgen.{self.kind}"):
            self._load(entry)

    def _load(self, entry: EntryPoint) -> None:
        """Import what a package adds; one that fails, or wants to exit, is left out, and costs nothing else."""
        try:
            entry.load()
        except InputError:  # an id that is taken: which of the two is meant nobody can tell
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - somebody else's code may raise anything
            why = " ".join(f"{type(error).__name__}: {error}".split())
            NOT_LOADED[entry.value] = f"`{entry.value}`, which adds {self.kind}, could not be loaded ({why})."
