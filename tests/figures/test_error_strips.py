import io

import numpy as np
import pytest
from PIL import Image

from reportgen.figures.error_strips import COLUMNS, draw, strips
from reportgen.figures.samples import GAP, LEAST_SIDE
from tests.bundles import make_bundle


def test_a_grid_holds_the_pixels_of_its_samples() -> None:
    bundle = make_bundle(n_test=300)
    (analysis,) = bundle.record.analyses
    plots = draw(bundle, analysis)
    assert len({plot.id for plot in plots}) == len(plots)
    first = next(strip for strip in strips(analysis) if strip.samples)
    image = Image.open(io.BytesIO(plots[0].content))
    assert image.mode == "L"
    ids, values = (bundle.arrays[f"main/pixels/errors/{name}"] for name in ("ids", "values"))
    side = LEAST_SIDE
    for column, sample in enumerate(first.samples[:COLUMNS]):
        left = column * (side + GAP)
        shown = np.asarray(image)[:side, left : left + side]
        expected = 255 - values[ids.tolist().index(sample)]  # ink is dark on the page
        assert (shown == np.kron(expected, np.ones((3, 3), dtype=np.uint8))).all()


@pytest.mark.parametrize("kind", ["table", "array"])
def test_other_data_have_no_pictures(kind: str) -> None:
    bundle = make_bundle(kind=kind)
    assert draw(bundle, bundle.record.analyses[0]) == []
