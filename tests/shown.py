"""Examples of the documentation under ids of their own: whoever follows the page here has those that it shows."""

import re


def renamed(code: str, *ids: str) -> str:
    """Return code in which every word that is one of the ids is another, which nobody adds."""
    return re.sub(rf"\b({'|'.join(ids)})\b", r"\1_as_shown", code)
