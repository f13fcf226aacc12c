"""Jobs that a process holds and does not run."""

from __future__ import annotations

from service.jobs.running_jobs import RunningJobs


def test_a_job_that_is_held_and_not_run_for_two_looks_is_lost_once() -> None:
    jobs = RunningJobs()
    with jobs.noted("busy"):
        assert jobs.find_lost(["busy", "halted"]) == frozenset()
        assert jobs.find_lost(["busy", "halted"]) == {"halted"}
        assert jobs.find_lost(["busy", "halted"]) == frozenset()


def test_a_job_that_begins_between_two_looks_is_not_lost() -> None:
    jobs = RunningJobs()
    assert jobs.find_lost(["job"]) == frozenset()
    with jobs.noted("job"):
        assert jobs.find_lost(["job"]) == frozenset()


def test_a_job_that_runs_twice_here_runs_until_both_have_ended() -> None:
    jobs = RunningJobs()
    with jobs.noted("job"):
        with jobs.noted("job"):
            pass
        for _ in range(3):
            assert jobs.find_lost(["job"]) == frozenset()
