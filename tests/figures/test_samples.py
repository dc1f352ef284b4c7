"""Picture grids hold the images, and only where there are any."""

import io

import numpy as np
import pytest
from PIL import Image

from reportgen.bundle.store import Bundle
from reportgen.figures.samples import GAP, blocks, draw, strip
from tests.bundles import make_bundle


def image_of(bundle: Bundle) -> np.ndarray:
    (plot,) = draw(bundle, bundle.record.analyses[0])
    return np.array(Image.open(io.BytesIO(plot.content)))


def test_every_pixel_of_an_image_is_in_the_grid_unsmoothed() -> None:
    bundle = make_bundle(tuple("0123456789"))
    analysis = bundle.record.analyses[0]
    grid = image_of(bundle)
    first = blocks(analysis, bundle.arrays)[0].images[0][0]
    tile = grid[: 3 * 8 : 3, : 3 * 8 : 3]
    assert grid.dtype == np.uint8
    np.testing.assert_array_equal(tile, 255 - first)  # ink is high: dark on white


@pytest.mark.slow
def test_few_classes_get_several_columns_and_many_get_several_grids() -> None:
    few, many = make_bundle(("a", "b", "c")), make_bundle(tuple(map(str, range(12))))
    (grid,) = blocks(few.record.analyses[0], few.arrays)
    assert grid.codes == (0, 0, 0, 1, 1, 1, 2, 2, 2)
    assert [len(block.codes) for block in blocks(many.record.analyses[0], many.arrays)] == [6, 6]


def test_the_strip_has_one_row_with_all_classes() -> None:
    bundle = make_bundle(tuple("0123456789"))
    found = strip(bundle.record.analyses[0], bundle.arrays)
    assert found is not None
    assert found.codes == tuple(range(10))
    assert all(len(images) == 1 for images in found.images)


def test_tables_have_no_pictures() -> None:
    bundle = make_bundle(kind="table")
    assert draw(bundle, bundle.record.analyses[0]) == []
    assert strip(bundle.record.analyses[0], bundle.arrays) is None


def test_images_keep_a_gap_between_them() -> None:
    grid = image_of(make_bundle(tuple("0123456789")))
    assert (grid[:, 24 : 24 + GAP] == 255).all()
