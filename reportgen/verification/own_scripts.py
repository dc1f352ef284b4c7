"""The scripts that reports carry, by their SHA-256. A page that brings another can lead its reader anywhere.

A policy forbids a script to fetch, but no policy forbids it to go to another address, with what the page shows in it.
So a page is only as self-contained as its scripts, whatever its own policy says of them.
"""

import base64
import hashlib

#: Every script that a released version, or this one, puts into its pages: base64 of the SHA-256, as policies have it.
#: After a change of a script in templates/js its new digest is added; the earlier ones stay, for reports made before.
OWN_SCRIPTS = frozenset(("LGm0+vSa5kf9B+elGDeZPH7xtq7gLBXqCMsUQqYWFU0=",))


def is_own(script: str) -> bool:
    """Whether a script is one of reportgen's, to the letter."""
    return script_digest(script) in OWN_SCRIPTS


def script_digest(script: str) -> str:
    """Return the SHA-256 of a script in base64, as policies have it."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
