"""Marks that do not cover each other, and names beside them."""

import numpy as np

from s3analysis.exhibits.charts import labels

CORNERS = np.array([[10.0, 10.0], [10.4, 10.0], [40.0, 40.0]])


def test_marks_that_cover_each_other_are_moved_apart_and_others_stay():
    moved = labels.apart(CORNERS, 2.0)
    assert np.hypot(*(moved[0] - moved[1])) >= 2.0 - 1e-6
    assert moved[2].tolist() == [40.0, 40.0]


def test_marks_on_one_place_are_moved_apart_too():
    moved = labels.apart(np.array([[5.0, 5.0]] * 3), 2.0)
    assert len({tuple(each) for each in moved}) == 3


def test_a_name_stands_to_the_right_unless_it_would_leave_or_cover():
    marks = np.array([[10.0, 50.0], [95.0, 20.0], [10.0, 80.0], [16.0, 80.0]])
    sides = labels.beside(marks, ["Norte", "Norte", "Norte", ""], 1.0, (100.0, 100.0))
    assert [side[2] for side in sides[:3]] == ["left", "right", "center"]
