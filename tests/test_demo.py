from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from service.commands.outcomes import ExitCode
from service.demo import _MOVES
from service.domain.claim import WORKFLOW_TRANSITIONS, Workflow

ROOT = Path(__file__).resolve().parent.parent
MINUTES = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def environment(data_dir: Path, port: int, once: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "CLAIMDESK" not in name}
    return {**kept, "CLAIMDESK_DATA_DIR": str(data_dir), "PORT": str(port), "ONCE": once}


def run_once(data_dir: Path, port: int, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "service.demo"],
        cwd=ROOT,
        env={**environment(data_dir, port, "1"), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=10 * MINUTES,
    )


def test_every_status_has_a_move_that_the_tables_allow() -> None:
    assert set(_MOVES) == {str(state) for state in Workflow}
    for before, (after, reason) in _MOVES.items():
        assert Workflow(after) in WORKFLOW_TRANSITIONS[Workflow(before)]
        assert reason


def test_a_busy_port_is_a_message_and_an_exit_code(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run_once(tmp_path, other.getsockname()[1])
    assert done.returncode == ExitCode.PORT_BUSY
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["http", "-1", "70000", "0"])
def test_a_port_that_is_none_is_a_usage_error(tmp_path: Path, port: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "service.demo"],
        cwd=ROOT,
        env={**environment(tmp_path, 1, "1"), "PORT": port},
        capture_output=True,
        text=True,
        check=False,
        timeout=MINUTES,
    )
    assert done.returncode == ExitCode.USAGE
    assert "PORT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.weights
def test_the_demonstration_runs_and_runs_again_on_what_is_there(tmp_path: Path) -> None:
    port = free_port()
    first = run_once(tmp_path, port)
    assert first.returncode == ExitCode.OK, first.stderr
    for part in ("was analysed in", "Summary", "Claims (", "new → triaged", f":{port}/docs"):
        assert part in first.stdout, part
    assert "\x1b" not in first.stdout
    second = run_once(tmp_path, port)
    assert second.returncode == ExitCode.OK, second.stderr
    assert "was stored by an earlier run" in second.stdout
    assert "A status change" in second.stdout


def make_key(data_dir: Path) -> str:
    command = [sys.executable, "-m", "service.cli"]
    for arguments in (["migrate"], ["keys", "create", "demo", "--role", "editor"]):
        done = subprocess.run(  # noqa: S603  this project's own command
            [*command, *arguments],
            cwd=ROOT,
            env=environment(data_dir, 1, "1"),
            capture_output=True,
            text=True,
            check=True,
        )
    return next(word for word in done.stdout.split() if word.startswith("cd_"))


def test_a_database_with_keys_asks_for_one_before_anything_starts(tmp_path: Path) -> None:
    make_key(tmp_path)
    done = run_once(tmp_path, free_port())
    assert done.returncode == ExitCode.USAGE
    assert "claimdesk keys create demo --role editor" in done.stderr
    assert "CLAIMDESK_API_KEY" in done.stderr
    assert not (tmp_path / "service.log").exists()


@pytest.mark.weights
def test_the_demonstration_sends_the_key_that_it_is_given(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    done = run_once(tmp_path, free_port(), CLAIMDESK_API_KEY=key)
    assert done.returncode == ExitCode.OK, done.stderr
    assert "demo  status changed" in done.stdout


@pytest.mark.weights
def test_without_once_the_service_runs_until_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "service.demo"],
        cwd=ROOT,
        env=environment(tmp_path, port, ""),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "until Ctrl-C" in line:
            break
    time.sleep(0.5)
    assert httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).is_success
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=MINUTES)
    assert process.returncode == ExitCode.OK, errors
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{port}/livez", trust_env=False)
