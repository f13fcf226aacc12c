"""The document is enough to work with: a client generated from it does all of the main flow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.api.live import live_server

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
#: The generator needs an older typer than the service, so that it has an environment of its
#: own; `make test` and `make test-fast` set it up.
GENERATOR = Path(sys.prefix) / "client-generator" / "bin"


def run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(  # noqa: S603  this project's own commands
        command, capture_output=True, text=True, timeout=300, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-5_000:]
    return done.stdout


def test_a_generated_client_carries_a_claim_from_submission_to_publication(
    database_url: str, tmp_path: Path
) -> None:
    assert GENERATOR.is_dir(), "run `make install-dev`: the client generator is not installed"
    run(
        GENERATOR / "openapi-python-client",
        "generate",
        f"--path={ROOT / 'openapi.yaml'}",
        f"--config={HERE / 'generator.yaml'}",
        f"--output-path={tmp_path / 'claimdesk_client'}",
        "--meta=none",
        # What the generator cannot read is a fault of the document.
        "--fail-on-warning",
    )
    with live_server(database_url) as (address, token):
        told = run(
            GENERATOR / "python",
            HERE / "main_flow.py",
            address,
            PYTHONPATH=str(tmp_path),
            CLAIMDESK_TOKEN=token,
        )
    assert told.startswith("published ")
