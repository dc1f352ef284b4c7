"""An HTML report: no request can leave it, no script runs but our own that its policy names, and it is whole.

Pages are read by an HTML parser and styles by a CSS parser, both as browsers read them; what `data:` addresses carry is
looked at in the same way.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from reportgen.verification import content_policy
from reportgen.verification.examined_file import Examination, joined, outcome, quoted
from reportgen.verification.own_scripts import is_own
from reportgen.verification.page_parts import PagePart, carried_parts, page_parts
from reportgen.verification.references import addresses_in, candidates, carried, lead

#: Attributes that hold an address, whatever element they are on. Of namespaces and prefixes only the last part counts.
# fmt: off
_ADDRESSES = frozenset((
    "action", "archive", "attributionsrc", "background", "base", "cite", "classid", "code", "codebase",
    "data", "dynsrc", "formaction", "href", "icon", "longdesc", "lowsrc", "manifest", "ping", "poster",
    "profile", "src",
))
# fmt: on
_LISTS = frozenset(("srcset", "imagesrcset"))

#: Attributes whose text is for people or for the page itself, so that an address in it is only text.
_TEXTS = re.compile(r"(data-|aria-).*|alt|title|content|value|label|placeholder|summary|id|class|name")
_MAYBE_STYLE = re.compile(r"\(|\\")

#: Elements that bring another document, or a program, into the page.
_FOREIGN = frozenset(["iframe", "frame", "frameset", "embed", "object", "applet", "portal", "fencedframe"])

#: Elements that may stand before the policy, as nothing is loaded for them.
_HARMLESS = frozenset(("html", "head", "meta", "title"))

#: Types of script elements that browsers run or act on; any other is data.
_RUN = re.compile(
    r"|module|importmap|speculationrules|(text|application)/(x-)?(java|ecma|j|live)script[\d.]*"
)
_ANIMATED = ("to", "from", "by", "values")


#: How deep documents and styles may be carried in one another as data. Each is read up to three times.
_MOST_CARRIED = 3


def examine_page(content: bytes, *, links: bool = False) -> Examination:
    """Look at a page; `links` allows links to elsewhere, which ask for nothing until somebody clicks."""
    return examine_chapters(content, links=links)[0]


def examine_chapters(content: bytes, *, links: bool = False) -> tuple[Examination, int]:
    """Look at a page, and return how many analyses it reports on as well."""
    try:
        parts = list(page_parts(content))
        return _examined(parts, content, links=links), _chapters(parts)
    except RecursionError:
        return outcome("", ["something in it is nested too deeply to be read"]), 1


def _examined(parts: list[PagePart], content: bytes, *, links: bool) -> Examination:
    scripts = [part for part in parts if _is_script(part)]
    return joined(
        _requests(parts, links=links), _policy(parts), _scripts(parts, scripts), _whole(parts, content)
    )


def _chapters(parts: list[PagePart]) -> int:
    return max(1, sum(part.own.get("class") == "chapter" for part in parts))


def _requests(parts: Iterable[PagePart], *, links: bool) -> Examination:
    seen, short, followed = 0, list[str](), 0
    for part in parts:
        seen += len(part.attributes)
        for problem, is_link in _leaving(part):
            if is_link and links:
                followed += 1
            else:
                short.append(problem)
    clicked = f"; {followed} lead elsewhere when a reader clicks them" if followed else ""
    return outcome(
        f"self-contained: no request can leave it ({seen:,} attributes and all styles read{clicked})", short
    )


def _leaving(part: PagePart, carried_in: int = 0) -> Iterator[tuple[str, bool]]:
    """Yield (what leads out of the page or may, whether it is a link that a reader has to click).

    `carried_in` counts the documents and styles that carry this one as data.
    """
    if part.name in _FOREIGN:
        yield f"<{part.name}> brings another document into the page", False
    if part.name == "meta" and any(value.strip().lower() == "refresh" for value in part.under("http-equiv")):
        yield f"{part.shown('http-equiv', 'refresh')} leads to another page by itself", False
    for attribute, value in part.attributes:
        for address in _addresses(part, attribute, value):
            yield from _judged(part, attribute, value, address, carried_in)
    if part.name == "style":
        for address in addresses_in(part.text):
            if lead(address) == "outside":
                yield f"a style asks for {quoted(address)}", False
            yield from _within(address, carried_in)


def _addresses(part: PagePart, attribute: str, value: str) -> Iterator[str]:
    """Yield the addresses that an attribute holds."""
    if attribute in _ADDRESSES:
        yield from value.split() if attribute in ("ping", "archive") else [value]
    elif attribute in _LISTS:
        yield from candidates(value)
    elif attribute in _ANIMATED and part.animated & _ADDRESSES:
        yield from value.split(";")
    elif not _TEXTS.fullmatch(attribute) and _MAYBE_STYLE.search(value):
        yield from addresses_in(value)


def _judged(
    part: PagePart, attribute: str, value: str, address: str, carried_in: int
) -> Iterator[tuple[str, bool]]:
    where = lead(address)
    if part.name == "base":
        yield f"{part.shown(attribute, value)} moves every address of the page", False
    elif where == "script":
        yield f"{part.shown(attribute, value)} runs a script", False
    elif where == "outside":
        is_link = part.name in ("a", "area") and attribute == "href"
        yield f"{part.shown(attribute, value)} {'links' if is_link else 'leads'} out of the file", is_link
    yield from _within(address, carried_in)


def _within(address: str, carried_in: int) -> Iterator[tuple[str, bool]]:
    """Yield what leads out of a document or style that an address carries in itself."""
    if lead(address) != "data":
        return
    media, content = carried(address)
    if carried_in >= _MOST_CARRIED and (media == "text/css" or "xml" in media or "html" in media):
        yield f"documents are carried in one another as data, more than {_MOST_CARRIED} deep", False
    elif media == "text/css":
        for inner in addresses_in(content.decode(errors="replace")):
            if lead(inner) == "outside":
                yield f"a style carried as data asks for {quoted(inner)}", False
            yield from _within(inner, carried_in + 1)
    elif "xml" in media or "html" in media:
        if re.search(rb"<!ENTITY|<\?xml-stylesheet|\bSYSTEM\b|\bPUBLIC\s", content):
            yield f"a document carried as data ({media}) refers to others", False
        for part in carried_parts(content):
            found = _leaving(part, carried_in + 1)
            yield from ((f"in a document carried as data: {said}", False) for said, _ in found)


def _policy(parts: Iterable[PagePart]) -> Examination:
    """Hold the strictest policy against what a report needs; it has to come before all that it is for."""
    found, late = [], False
    for part in parts:
        if part.name == "meta" and _is_policy(part) and not late:
            found.append(content_policy.parsed(part.own.get("content", "")))
        late = late or part.name not in _HARMLESS
    if not found:
        return outcome("", ["there is no Content-Security-Policy at the head of the page"])
    short = min((content_policy.shortcomings(each) for each in found), key=len)
    return outcome("policy: a Content-Security-Policy forbids all that the page does not carry", short)


def _is_policy(part: PagePart) -> bool:
    return part.own.get("http-equiv", "").strip().lower() == "content-security-policy"


def _is_script(part: PagePart) -> bool:
    kind = part.own.get("type", "").strip().lower()
    return part.name == "script" and bool(_RUN.fullmatch(kind))


def _scripts(parts: Iterable[PagePart], scripts: Collection[PagePart]) -> Examination:
    policies = [content_policy.parsed(part.own.get("content", "")) for part in parts if _is_policy(part)]
    short = [
        f"{part.shown(name, value)} runs a script"
        for part in parts
        for name, value in part.attributes
        if name.startswith("on") and len(name) > 2
    ]
    short += [
        f"a script that is not one of reportgen's: {quoted(script.text, 60)}"
        for script in scripts
        if not is_own(script.text)
    ]
    short += [
        f"a script that the policy does not name by its hash: {quoted(script.text, 60)}"
        for script in scripts
        if not any(content_policy.allows_script(each, script.text) for each in policies)
    ]
    number = len({script.text for script in scripts})
    held = f"{number} of reportgen's own, allowed by hash" if number else "no script"
    return outcome(f"scripts: {held}", short)


def _whole(parts: Iterable[PagePart], content: bytes) -> Examination:
    """See that the page ends, and that it says whose results it shows."""
    stated = {
        part.own.get("content", "")
        for part in parts
        if part.name == "meta" and part.own.get("name") == "results-digest"
    }
    printed = {part.text.strip() for part in parts if part.own.get("class") == "digest"}
    short = (
        [] if content.rstrip().lower().endswith(b"</html>") else ["the page does not end: it was cut short"]
    )
    short += _redaction(parts)
    digests = stated | printed
    if not stated or not printed:
        short.append("no results digest is printed in it: it is not a whole report")
    elif len(digests) > 1:
        short.append(
            f"it shows different results digests: {', '.join(sorted(quoted(d, 20) for d in digests))}"
        )
    return outcome(f"whole: results {next(iter(digests), '')}", short)


def _redaction(parts: Iterable[PagePart]) -> list[str]:
    """Say where a page that shows no single samples prints another digest of what is left than it states."""
    stated = {
        part.own.get("content", "")
        for part in parts
        if part.name == "meta" and part.own.get("name") == "redacted-digest"
    }
    printed = {part.text.strip() for part in parts if part.own.get("class") == "digest redacted"}
    if stated == printed:
        return []
    shown = ", ".join(sorted(quoted(digest, 20) for digest in stated | printed))
    return [f"it shows different digests without samples: {shown}"]
