"""Inter as the page carries it: `@font-face` rules with the fonts inside."""

from functools import cache

from markupsafe import Markup

from reportgen.rendering.plot_pictures import data_uri
from reportgen.rendering.template_environment import own_templates

WEIGHTS = (400, 600, 700)


@cache
def font_faces() -> Markup:
    """Return the style rules that embed the fonts."""
    folder = own_templates() / "fonts"
    rules = [
        f"@font-face{{font-family:Inter;font-style:normal;font-weight:{weight};font-display:block;"
        f"src:url({data_uri('font/woff2', (folder / f'inter-latin-{weight}-normal.woff2').read_bytes())}) "
        'format("woff2")}'
        for weight in WEIGHTS
    ]
    return Markup("\n".join(rules))  # noqa: S704 - base64 of our own files
