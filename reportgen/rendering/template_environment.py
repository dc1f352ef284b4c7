"""Jinja2 as templates need it: everything escaped, nothing undefined, a user's templates before ours."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import InputError
from reportgen.wording.numbers import INTERVAL
from reportgen.wording.text import printable

if TYPE_CHECKING:
    from jinja2 import Environment


def own_templates() -> Path:
    """Return the folder of our templates: inside the package where it was installed, else the repository's."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


@cache
def environment(overriding: tuple[Path, ...] = (), added: tuple[Path, ...] = ()) -> "Environment":
    """Return the environment: templates in the folders `overriding` come before ours, those `added` after them."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([str(folder) for folder in (*overriding, own_templates(), *added)]),
        # select_autoescape goes by the file's name and would pass over `.html.j2`.
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.globals["INTERVAL"] = INTERVAL
    return made


def refuse_broken(folder: Path) -> None:
    """Raise an InputError for a template in a folder that cannot be compiled."""
    from jinja2 import TemplateSyntaxError

    made = environment((folder,))
    for file in sorted(folder.rglob("*.j2")):
        try:
            made.parse(file.read_text(encoding="utf-8"), filename=str(file))
        except TemplateSyntaxError as error:
            raise InputError(f"--templates: `{file}`, line {error.lineno}: {error.message}") from error
        except UnicodeDecodeError as error:
            raise InputError(f"--templates: `{file}` is not text in UTF-8.") from error


def _shown(value: Any) -> Any:
    """Take from text what HTML and XML cannot hold; None in a template is a mistake, not an empty cell."""
    if value is None:
        raise TypeError("a template puts out None: the view should say what to show instead")
    if type(value) is str:
        return printable(value)
    return value
