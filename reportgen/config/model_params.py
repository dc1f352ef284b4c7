"""Parameters of models as users write them: `knn.n_neighbors=4`."""

from reportgen.errors import InputError

Scalar = bool | int | float | str | None
ParamValue = Scalar | tuple[Scalar, ...]

_WORDS: dict[str, Scalar] = {"true": True, "false": False, "none": None}


def parse_param(text: str) -> tuple[str, str, ParamValue]:
    """Split `KEY.NAME=VALUE` into model key, parameter name and typed value."""
    key, name, value = split_param(text)
    return key, name, parse_value(value)


def split_param(text: str, flag: str = "--param", example: str = "knn.n_neighbors=4") -> tuple[str, str, str]:
    """Split `KEY.NAME=VALUE` into model key, parameter name and what stands on the right."""
    left, equals, value = text.partition("=")
    key, _, name = left.strip().partition(".")
    if not (equals and key and value.strip() and is_parameter_name(name)):
        raise InputError(f"{flag} `{text}` is not KEY.NAME=VALUE, as in {example}.")
    return key, name, value.strip()


def split_values(text: str) -> list[str]:
    """Split `3,4` at commas, those within brackets excepted: `(50,),(50, 20)` are two."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def is_parameter_name(name: str) -> bool:
    """Whether scikit-learn could have a parameter of this name, such as `n_neighbors` or `base__depth`."""
    return name.isidentifier() and name.isascii()


def parse_value(text: str) -> ParamValue:
    """Read a parameter's value.

    `4` and `0.5` are numbers, `true` and `false` bools, `none` is None, `(50, 20)` or `[50, 20]` a tuple,
    anything else text. Quotes around a text force it: `'4'`.
    """
    if text[:1] + text[-1:] in ("()", "[]"):
        return tuple(_scalar(part.strip()) for part in text[1:-1].split(",") if part.strip())
    return _scalar(text)


def _scalar(text: str) -> Scalar:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else text
