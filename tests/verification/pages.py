"""Pages to verify: a good one, and the same with something put into it."""

GOOD_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
DIGEST = "ab" * 32


def page(body: str = "", *, head: str = "", policy: str | None = GOOD_POLICY, before: str = "") -> bytes:
    """Return a small page that is whole, with markup in its head or body."""
    held = "" if policy is None else f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{before}{held}<title>x</title>'
        f'<meta name="results-digest" content="{DIGEST}">{head}</head>'
        f'<body><p>text</p>{body}<p class="digest">{DIGEST}</p></body></html>\n'
    ).encode()
