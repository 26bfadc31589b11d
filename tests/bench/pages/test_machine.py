"""What the machine is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut_bench.pages import machine


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("AMD EPYC 7763 64-Core Processor", "AMD EPYC 7763 64-Core Processor"),
        ("Intel(R) Xeon(R) CPU @ 2.20GHz", "Intel Xeon CPU @ 2.20GHz"),
        ("Intel(R) Xeon(R) Processor", "Intel Xeon Processor, family 6, model 167"),
        ("AMD EPYC", "AMD EPYC, family 6, model 167"),
    ],
)
def test_the_processor_is_called_by_its_name_and_by_its_model_where_that_is_hidden(
    name: str, called: str, tmp_path: Path
) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(
        "processor\t: 0\nvendor_id\t: X\ncpu family\t: 6\nmodel\t\t: 167\n"
        f"model name\t: {name}\ncpu MHz\t\t: 2600.000\n"
    )
    assert machine.processor(cpuinfo) == called


def test_without_the_systems_word_it_is_called_something(tmp_path: Path) -> None:
    assert machine.processor(tmp_path / "none")
