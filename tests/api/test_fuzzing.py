"""Schemathesis: no request, alone or after others, is answered by what the document denies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.api.live import live_server

#: `make fuzz` takes longer; the tests as a whole should not.
SECONDS_VARIABLE = "CLAIMDESK_TEST_FUZZ_SECONDS"
DEFAULT_SECONDS = 60
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


def test_schemathesis_finds_no_answer_outside_the_document(
    database_url: str, tmp_path: Path
) -> None:
    seconds = int(os.environ.get(SECONDS_VARIABLE, DEFAULT_SECONDS))
    with live_server(database_url) as (address, token):
        done = subprocess.run(  # noqa: S603  the tool of this environment
            [
                Path(sys.executable).with_name("schemathesis"),
                f"--config-file={CONFIGURATION}",
                "--no-color",
                "run",
                f"{address}/openapi.json",
                f"--header=Authorization: Bearer {token}",
                # It would revoke its own key.
                "--exclude-operation-id=revoke_key",
                "--checks=all",
                "--phases=examples,coverage,fuzzing,stateful",
                "--max-examples=15",
                f"--max-time={seconds}",
                "--seed=1",
                "--request-timeout=30",
                "--continue-on-failure",
            ],
            # It keeps a database of examples where it runs.
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=seconds + 300,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert " generated, " in done.stdout
