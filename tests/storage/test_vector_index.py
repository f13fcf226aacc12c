"""The vector index: always as the committed rows say, whatever happened to its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from service.domain.matching import Embedding
from service.storage import vector_index
from service.storage.unit_of_work import UnitOfWorkFactory
from tests.storage.rows import add_article, make_claim

MODEL = "model"
EAST, NORTH, WEST = (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)


@pytest.fixture
def index_folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def open_store(database_url: str, index_folder: Path) -> Iterator[Callable[[], UnitOfWorkFactory]]:
    """Open the database as another process would, with an index of its own."""
    opened: list[UnitOfWorkFactory] = []

    def open_one() -> UnitOfWorkFactory:
        opened.append(UnitOfWorkFactory(database_url, index_folder))
        return opened[-1]

    yield open_one
    for store in opened:
        store.dispose()


def add(store: UnitOfWorkFactory, vector: tuple[float, float], commit: bool = True) -> UUID:
    with store() as uow:
        article = add_article(uow, f"An article about {vector}.")
        claim = replace(make_claim(article.id), text=f"The claim of {vector}.")
        uow.claims.add(claim)
        uow.claim_vectors.store(claim.id, Embedding(MODEL, vector))
        if commit:
            uow.commit()
    return claim.id


def nearest(store: UnitOfWorkFactory, vector: tuple[float, float], count: int = 1) -> list[UUID]:
    keys = [key for key, _ in store.vector_indexes.get(MODEL, 2).search(vector, count)]
    with store() as uow:
        return uow.claim_search._claims_of(keys)


def file_of(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_a_claim_is_found_as_soon_as_it_is_committed(
    open_store: Callable[[], UnitOfWorkFactory],
) -> None:
    store = open_store()
    east = add(store, EAST)
    assert nearest(store, EAST) == [east]
    north = add(store, NORTH)
    assert nearest(store, (0.1, 0.9)) == [north]


def test_what_was_rolled_back_leaves_no_trace(
    open_store: Callable[[], UnitOfWorkFactory],
) -> None:
    store = open_store()
    east = add(store, EAST)
    add(store, NORTH, commit=False)
    assert nearest(store, NORTH, 5) == [east]
    west = add(store, WEST)
    assert set(nearest(store, NORTH, 5)) == {east, west}


def test_another_process_sees_what_one_has_committed(
    open_store: Callable[[], UnitOfWorkFactory],
) -> None:
    one, other = open_store(), open_store()
    assert nearest(other, EAST) == []
    east = add(one, EAST)
    assert nearest(other, EAST) == [east]


def test_the_file_spares_reading_the_rows_again(
    open_store: Callable[[], UnitOfWorkFactory], index_folder: Path
) -> None:
    store = open_store()
    east = add(store, EAST)
    assert nearest(store, EAST) == [east]
    store.dispose()
    assert file_of(index_folder).stat().st_size > 0
    again = open_store()
    index = again.vector_indexes.get(MODEL, 2)
    with again._engine.connect() as connection:
        snapshot = index._read(connection)
    assert snapshot is not None
    assert len(snapshot.index) == 1
    assert nearest(again, EAST) == [east]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"claimdesk", b"otherdesk")),
        lambda path: path.write_bytes(b"{}\n" + path.read_bytes()),
        lambda path: path.write_bytes(path.read_bytes()[:-8] + b"\x00" * 8),
    ],
    ids=["missing", "empty", "cut", "of another program", "without a header", "altered"],
)
def test_a_missing_or_damaged_file_is_made_anew(
    open_store: Callable[[], UnitOfWorkFactory],
    index_folder: Path,
    damage: Callable[[Path], None],
) -> None:
    store = open_store()
    east, north = add(store, EAST), add(store, NORTH)
    nearest(store, EAST)
    store.dispose()
    damage(file_of(index_folder))
    again = open_store()
    assert nearest(again, EAST, 2) == [east, north]
    again.dispose()
    assert nearest(open_store(), NORTH, 1) == [north]


def test_the_file_of_another_database_is_not_believed(
    open_store: Callable[[], UnitOfWorkFactory],
) -> None:
    store = open_store()
    old = add(store, EAST)
    nearest(store, EAST)
    store.dispose()
    again = open_store()
    with again() as uow:
        uow.articles.delete(uow.claims.get(old).article_id)
        uow.commit()
    new = add(again, WEST)
    assert nearest(again, EAST, 5) == [new]


def test_a_worn_out_index_is_built_anew(
    open_store: Callable[[], UnitOfWorkFactory], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "_SAVE_AFTER", 0)
    store = open_store()
    gone, kept = add(store, EAST), add(store, NORTH)
    nearest(store, EAST)
    store.dispose()
    again = open_store()
    with again() as uow:
        uow.articles.delete(uow.claims.get(gone).article_id)
        uow.commit()
    assert nearest(again, EAST, 5) == [kept]
    assert again.vector_indexes.get(MODEL, 2).catch_up() == 1


def test_a_folder_that_cannot_be_written_stops_nothing(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    store = UnitOfWorkFactory(database_url, blocked / "index")
    east = add(store, EAST)
    assert nearest(store, EAST) == [east]
    store.dispose()
    assert "could not be written" in caplog.text
