"""What can be asked of one picture only."""

from __future__ import annotations

import pytest

from offcut import InvalidOptionError
from offcut.selection.one_picture import refuse_frames
from offcut.selection.point import Point


def test_points_and_subjects_are_refused_where_all_frames_are_worked_on() -> None:
    refuse_frames((), None)
    for points, chosen in (((Point(0.5, 0.5, "drop"),), None), ((), (1,)), ((), ())):
        with pytest.raises(InvalidOptionError, match="are for one picture: take the first frame"):
            refuse_frames(points, chosen)
