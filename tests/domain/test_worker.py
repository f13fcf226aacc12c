"""When a worker that is silent is taken for dead."""

from __future__ import annotations

from service.domain.worker import SilenceCount


def test_a_worker_whose_count_stands_still_long_enough_is_dead() -> None:
    silence = SilenceCount(patience=3)
    assert silence.look({"a": 7}) == frozenset()
    assert silence.look({"a": 7}) == frozenset()
    assert silence.look({"a": 7}) == frozenset()
    assert silence.look({"a": 7}) == {"a"}


def test_each_sign_of_life_starts_the_count_anew() -> None:
    silence = SilenceCount(patience=2)
    for beats in (1, 1, 2, 2, 3, 3, 4):
        assert silence.look({"a": beats}) == frozenset()
    assert silence.look({"a": 4}) == frozenset()
    assert silence.look({"a": 4}) == {"a"}


def test_one_that_never_said_anything_is_dead_after_as_many_looks() -> None:
    silence = SilenceCount(patience=2)
    looks = [silence.look({"a": None, "b": beats}) for beats in range(3)]
    assert looks == [frozenset(), frozenset(), {"a"}]


def test_one_that_was_forgotten_and_comes_back_is_given_all_the_time_again() -> None:
    silence = SilenceCount(patience=1)
    assert silence.look({"a": 1}) == frozenset()
    assert silence.look({"a": 1}) == {"a"}
    assert silence.look({}) == frozenset()
    assert silence.look({"a": 1}) == frozenset()
