"""Which pictures quality is measured on."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut_bench.contenders import ALL
from offcut_bench.quality.pictures import Picture, choose, read_index


@pytest.mark.parametrize(("count", "chosen"), [(None, "abcdef"), (9, "abcdef"), (2, "ad")])
def test_few_pictures_come_from_the_whole_list(count: int | None, chosen: str) -> None:
    listed = [Picture(Path(name), Path(name), coarse=False) for name in "abcdef"]
    assert "".join(each.path.name for each in choose(listed, count)) == chosen


def test_the_truth_of_superpixels_counts_for_iou_only(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text(
        '[{"set": "people", "image": "gt/a.jpg", "truth": "gt/a.gt.png"},'
        ' {"set": "pets", "image": "gt/b.jpg", "truth": "gt/b.gt.png"}]'
    )
    people, pets = read_index(tmp_path)
    assert (people.coarse, pets.coarse) == (True, False)
    assert pets.truth == tmp_path / "gt/b.gt.png"


def test_the_contenders_have_names_of_their_own() -> None:
    assert len({str(who) for who in ALL}) == len(ALL) == 6
