"""The elements of a page, as an HTML parser reads it; documents carried as data also as XML reads them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from reportgen.verification.examined_file import quoted

#: How deep elements of a page may stand in one another. Browsers stop at 512; a parser takes quadratic time for more.
MOST_NESTED = 512


class NestedTooDeeplyError(RecursionError):
    """Elements stand in one another more than `MOST_NESTED` deep."""


@dataclass(frozen=True)
class PagePart:
    """An element: its name without a namespace, its attributes as the page names them, the text directly in it.

    What may do harm is looked for `under` a name whatever stands before it, as `xlink:href`, and so in all attributes
    of that name; what excuses something, as a policy, only where browsers see it: in `own`.
    """

    name: str
    own: dict[str, str]
    attributes: tuple[tuple[str, str], ...]
    text: str

    def under(self, name: str) -> Iterator[str]:
        """Yield the values of all attributes of a name."""
        return (value for known, value in self.attributes if known == name)

    def shown(self, attribute: str, value: str) -> str:
        """Return the element with one attribute, for a message."""
        return f'<{self.name} {attribute}="{quoted(value)}">'

    @cached_property
    def animated(self) -> frozenset[str]:
        """The attributes that an animation sets."""
        return frozenset(map(local_name, self.under("attributename")))


def page_parts(content: bytes) -> Iterator[PagePart]:
    """Yield all elements, as read with scripts off and, where that differs, as read with scripts on."""
    ways = (False, True) if b"<noscript" in content.lower() else (False,)
    for scripting in ways:
        yield from _parts_of(_parsed(content, scripting=scripting))


def carried_parts(content: bytes) -> Iterator[PagePart]:
    """Yield the elements of a document carried as data, as HTML and, where it is that, as XML.

    XML tells `Href` from `href`, of which HTML keeps the first alone.
    """
    yield from page_parts(content)
    with suppress(ParseError):
        yield from _parts_of(fromstring(content))  # noqa: S314 - expat bounds entities, and fetches nothing


def local_name(name: str) -> str:
    """Return a name without its namespace or prefix, in lower case."""
    return re.split(r"[}:]", name)[-1].lower()


class _BoundedList(list[Any]):
    """The elements that are open: never more than may be nested."""

    def append(self, node: Any) -> None:
        if len(self) >= MOST_NESTED:
            raise NestedTooDeeplyError
        super().append(node)


def _parsed(content: bytes, *, scripting: bool) -> Element:
    from tinyhtml5.parser import HTMLParser

    parser = HTMLParser(namespace_html_elements=False)
    reset = parser.tree.reset

    def reset_bounded() -> None:
        reset()
        parser.tree.open_elements = _BoundedList()

    parser.tree.reset = reset_bounded
    root: Element = parser.parse(content, scripting=scripting)
    return root


def _parts_of(root: Element) -> Iterator[PagePart]:
    for element in root.iter():
        if isinstance(element.tag, str):
            attributes = tuple((local_name(name), value) for name, value in element.attrib.items())
            yield PagePart(local_name(element.tag), element.attrib, attributes, _text_of(element))


def _text_of(element: Element) -> str:
    """Return all text directly in an element, also what follows a child or a comment, as browsers take it."""
    return "".join([element.text or "", *(child.tail or "" for child in element)])
