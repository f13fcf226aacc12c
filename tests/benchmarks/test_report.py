"""The report: runs stand side by side, the newest first, and none is lost."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bootstrap import Figure
from benchmarks.report import SHOWN_RUNS, Run, Section, describe_run, read_runs, render, save_run


def _run(day: int, value: float, title: str = "claims: pipeline") -> Run:
    section = Section(
        title, 27, {"recall": Figure(value, value - 0.1, value + 0.1, 410)}, "A note."
    )
    return Run({"date": f"2026-01-{day:02} 10:00", "commit": "abc1234"}, {"claims": [section]})


def test_a_run_is_read_back_as_it_was_saved(tmp_path: Path) -> None:
    save_run(_run(1, 0.5), tmp_path)
    assert read_runs(tmp_path) == [_run(1, 0.5)]


def test_two_runs_of_one_minute_are_both_kept(tmp_path: Path) -> None:
    assert save_run(_run(1, 0.5), tmp_path) != save_run(_run(1, 0.6), tmp_path)
    assert len(read_runs(tmp_path)) == 2


def test_the_newest_run_has_the_first_column(tmp_path: Path) -> None:
    save_run(_run(2, 0.7), tmp_path)
    save_run(_run(1, 0.5), tmp_path)
    written = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "| recall | 0.700 [0.600, 0.800] | 0.500 [0.400, 0.600] |" in written
    assert "| figure | 2026-01-02 10:00 abc1234 | 2026-01-01 10:00 abc1234 |" in written
    assert "A note." in written


def test_a_label_heads_the_column() -> None:
    run = _run(1, 0.5)
    labelled = Run({**run.about, "label": "second epoch"}, run.tasks)
    assert "| figure | second epoch |" in render([labelled])


def test_older_runs_leave_the_tables_but_stay_listed() -> None:
    runs = [_run(day, day / 10) for day in range(9, 0, -1)]
    written = render(runs)
    line = next(line for line in written.splitlines() if line.startswith("| recall |"))
    assert line.count("[") == SHOWN_RUNS
    assert written.count("commit abc1234") == 9


def test_a_figure_that_one_run_lacks_leaves_its_cell_empty() -> None:
    newer = _run(2, 0.7)
    extra = Section("claims: pipeline", 27, {"f1": Figure(0.4, None, None, 1)})
    written = render([newer, Run(_run(1, 0.5).about, {"claims": [extra]})])
    assert "| recall | 0.700 [0.600, 0.800] |  |" in written
    assert "| f1 |  | 0.400 |" in written


def test_a_run_tells_its_commit_machine_and_settings() -> None:
    about = describe_run({"fold": "validation"})
    assert about["fold"] == "validation"
    assert "cores" in about["machine"]
    assert "torch" in about["versions"]
    assert about["commit"]
