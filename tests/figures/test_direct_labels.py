"""Labels keep off each other and off what is drawn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportgen.figures.canvas import sheet
from reportgen.figures.direct_labels import (
    Box,
    KeyEntry,
    densified,
    draw_key,
    place_names,
    points_inside,
    points_of,
)
from reportgen.figures.model_identity import Identity

FRAME = (200.0, 150.0)


def test_names_of_points_apart_stand_to_their_right() -> None:
    points = np.array([[20.0, 20.0], [20.0, 120.0]])
    boxes = place_names(points, ["SVC", "Forest"], FRAME, np.column_stack([points[:, 1], points[:, 1]]))
    assert all(box.left > 20 for box in boxes)


@given(st.lists(st.tuples(st.floats(10, 190), st.floats(20, 130)), min_size=1, max_size=5, unique=True))
def test_names_do_not_cover_each_other(places: list[tuple[float, float]]) -> None:
    points = np.array(places)
    boxes = place_names(points, ["abc"] * len(points), FRAME, np.column_stack([points[:, 1], points[:, 1]]))
    for i, box in enumerate(boxes):
        assert all(box.overlap(other) < 20 for other in boxes[i + 1 :])


def test_names_at_the_edge_stay_inside() -> None:
    points = np.array([[195.0, 75.0]])
    (box,) = place_names(points, ["a long name"], FRAME, np.array([[75.0, 75.0]]))
    assert not box.outside(*FRAME)


def test_boxes_know_their_overlap() -> None:
    assert Box(0, 0, 2, 2).overlap(Box(1, 1, 3, 3)) == 1
    assert Box(0, 0, 1, 1).overlap(Box(2, 2, 3, 3)) == 0


def test_long_strokes_are_not_overlooked() -> None:
    line = densified(np.array([[0.0, 0.0], [100.0, 0.0]]))
    assert points_inside(Box(40, -1, 60, 1), line) > 3


def test_the_key_avoids_the_corner_with_the_line() -> None:
    def corner(y: list[float]) -> float:
        with sheet("key", 240, 180) as page:
            page.axes.set_xlim(0, 1)
            page.axes.set_ylim(0, 1)
            x = np.linspace(0, 1, len(y))
            draw_key(page, [KeyEntry(Identity(0), "Model", "0.9")], [points_of(page, x, np.array(y))])
            return float(page.axes.texts[0].xyann[1])

    assert corner([1.0, 1.0]) < corner([0.08, 0.08])
