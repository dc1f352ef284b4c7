"""Plots of made-up bundles: drawn once, however many tests look at a page with the same plots."""

import pickle
from hashlib import sha256

from reportgen.bundle.store import Bundle
from reportgen.figures.draw import draw_all
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot

_drawn: dict[tuple[str, bool, tuple[FigureSpec, ...]], tuple[Plot, ...]] = {}


def drawn(bundle: Bundle, *, samples: bool = True) -> tuple[Plot, ...]:
    """Return the plots of a bundle as `draw_all` does, whose own tests draw anew."""
    key = (sha256(pickle.dumps(bundle)).hexdigest(), samples, tuple(FIGURES))
    if key not in _drawn:
        _drawn[key] = draw_all(bundle, samples=samples)
    return _drawn[key]
