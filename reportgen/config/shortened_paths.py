"""Paths of the machine as what goes out may name them: the home folder as ~, files elsewhere by their name alone."""

import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

#: An absolute path inside a text: at least two parts, not behind a colon or a slash as in addresses.
_POSIX = re.compile(r"(?<![\w.~:/\\])/(?:[^\s/:;,'\"`<>|(){}\[\]]+/)+([^\s/:;,'\"`<>|(){}\[\]]*)")
_WINDOWS = re.compile(r"(?<![\w])[A-Za-z]:\\(?:[^\s\\:;,'\"`<>|]+\\)+([^\s\\:;,'\"`<>|]*)")


#: Options that are paths.
PATHS = frozenset({
    "dataset", "predictions", "test_data", "baseline", "anchor", "logo", "templates", "output", "cache_dir",
})  # fmt: skip


@cache
def _homes() -> tuple[str, ...]:
    """Return the home folder as it is called and as it is; empty where there is none, or it is the root."""
    try:
        home = Path.home()
    except RuntimeError:  # neither HOME nor an entry for the user
        return ()
    names = dict.fromkeys((str(home), str(home.resolve())))
    return tuple(name for name in names if len(Path(name).parts) > 1)


def shortened(text: str) -> str:
    """Return a text with its paths shortened: `~/data/a.csv` of the home folder's, `a.csv` of those elsewhere."""
    for home in _homes():
        text = re.sub(re.escape(home) + r"(?=[/\\]|$|[\s'\"`:;,)])", "~", text)
    return _WINDOWS.sub(_name, _POSIX.sub(_name, text))


def _name(match: re.Match[str]) -> str:
    return match[1] or "…"


def shortened_path(text: str) -> str:
    """Return a path shortened, blanks in it or not; a relative one and anything else as it is."""
    for home in _homes():
        if text == home or text.startswith((f"{home}/", f"{home}\\")):
            return f"~{text[len(home) :]}"
    return Path(text).name or text if Path(text).is_absolute() else text


def shortened_command(command: str) -> str:
    """Return a command line with the paths among its words shortened, also behind `--option=`."""
    try:
        words = shlex.split(command)
    except ValueError:  # an open quote: no command line of ours
        return shortened(command)
    short = [_word(word) for word in words]
    return command if short == words else " ".join(map(_quoted, short))


def _word(word: str) -> str:
    option, equals, value = word.partition("=")
    if option.startswith("-") and equals:
        return f"{option}={shortened_path(value)}"
    return shortened_path(word)


def _quoted(word: str) -> str:
    """Return a word for a shell, which takes ~ for the home folder only where it is not quoted."""
    return f"~/{shlex.quote(word[2:])}" if word.startswith("~/") and word[2:] else shlex.quote(word)


def shortened_config(config: dict[str, Any]) -> dict[str, Any]:
    """Return a configuration with the options that are paths shortened, those of the analyses of a study too."""
    return {name: _shortened_value(name, value) for name, value in config.items()}


def _shortened_value(name: str, value: Any) -> Any:
    if name == "analysis":
        return [shortened_config(part) for part in value]
    if name not in PATHS:
        return value
    return (
        [shortened_path(each) for each in value]
        if isinstance(value, list)
        else value and shortened_path(value)
    )
