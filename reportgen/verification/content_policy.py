"""The Content-Security-Policy of a page: it has to forbid everything but what the page carries and names by hash."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence

from reportgen.verification.own_scripts import OWN_SCRIPTS

Policy = Mapping[str, Sequence[str]]

_HASH = re.compile(r"'sha(256|384|512)-([A-Za-z0-9+/_-]+={0,2})'")

#: Directives that say from where something may be loaded, and what a report may name there besides hashes.
_SOURCES: dict[str, tuple[str, ...]] = {
    "default-src": (),
    "child-src": (),
    "connect-src": (),
    "fenced-frame-src": (),
    "font-src": ("data:",),
    "frame-src": (),
    "img-src": ("data:",),
    "manifest-src": (),
    "media-src": ("data:",),
    "object-src": (),
    "prefetch-src": (),
    "script-src": (),
    "script-src-attr": (),
    "script-src-elem": (),
    "style-src": ("'unsafe-inline'",),
    "style-src-attr": ("'unsafe-inline'",),
    "style-src-elem": ("'unsafe-inline'",),
    "worker-src": (),
}
_WITH_HASHES = ("script-src", "script-src-elem", "style-src", "style-src-elem")

#: Directives that `default-src` does not stand in for.
_REQUIRED = ("default-src", "base-uri", "form-action")
_REPORTS = ("report-uri", "report-to")


def parsed(text: str) -> Policy:
    """Return a policy by directive; of a directive that is given twice the first counts, as in browsers."""
    found: dict[str, list[str]] = {}
    for directive in text.split(";"):
        name, *sources = directive.split() or [""]
        if name:
            found.setdefault(name.lower(), sources)
    return found


def shortcomings(policy: Policy) -> list[str]:
    """Return what a policy allows that no report needs, and what it fails to forbid."""
    short = [f"the Content-Security-Policy lacks {name} 'none'" for name in _REQUIRED if name not in policy]
    for name, sources in policy.items():
        if name in _REPORTS:
            short.append(f"the Content-Security-Policy has {name}, which sends reports")
        if name not in _SOURCES and name not in _REQUIRED:
            continue
        allowed = ("'none'", *_SOURCES.get(name, ()))
        for source in sources:
            found = _HASH.fullmatch(source) if name in _WITH_HASHES else None
            if found and name.startswith("script") and not _is_own(found):
                short.append(
                    f"the Content-Security-Policy allows a script that is not one of reportgen's: {source[:80]}"
                )
            elif source.lower() not in allowed and not found:
                short.append(f"the Content-Security-Policy allows {source[:80]} in {name}")
    return short


def _is_own(found: re.Match[str]) -> bool:
    return found[1] == "256" and _plain(found[2]) in OWN_SCRIPTS


def _plain(digest: str) -> str:
    """Return a digest in the usual alphabet of base64; policies may have the one for addresses."""
    return digest.replace("-", "+").replace("_", "/")


def allows_script(policy: Policy, text: str) -> bool:
    """Whether a policy names a script by its hash."""
    sources = policy.get("script-src-elem", policy.get("script-src", ()))
    return any(
        _digest(found[1], text) == _plain(found[2])
        for source in sources
        if (found := _HASH.fullmatch(source))
    )


def _digest(size: str, text: str) -> str:
    return base64.b64encode(hashlib.new(f"sha{size}", text.encode()).digest()).decode()
