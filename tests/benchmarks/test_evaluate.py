"""The command line: explains itself where the data is missing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.evaluate import TASKS, main

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("arguments", [[], ["--data", "no/such/folder"], ["--task", "claims"]])
def test_without_data_it_explains_itself_and_exits_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr().err
    assert "make eval DATA=folder" in shown
    for task in TASKS:
        assert task in shown


def test_the_explanation_costs_no_network() -> None:
    code = "import sys, benchmarks.evaluate as e; e.main([]); sys.exit('torch' in sys.modules)"
    done = subprocess.run(  # noqa: S603  fixed arguments
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_unknown_task_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--data", ".", "--task", "poetry"])
    assert stopped.value.code == 2
    assert "poetry" in capsys.readouterr().err


def test_every_task_is_a_module_that_runs() -> None:
    for task in TASKS:
        assert importlib.util.find_spec(f"benchmarks.tasks.{task}") is not None
