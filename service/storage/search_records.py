"""Search records: what full-text search and vector search read of each claim."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.records import SHA256_HEX_LENGTH, Record

# SQLite numbers rows by itself only in a column that is declared INTEGER.
_KEY = BigInteger().with_variant(Integer(), "sqlite")


class ClaimDocumentRecord(Record):
    """The words by which a claim is found; triggers keep it equal to the claim.

    `context` is the quote, the speaker and the article's title. The full-text index is made
    of this table: on SQLite the FTS5 table `claim_full_text`, on PostgreSQL the generated
    column `document`, which neither database shares with the other and no record names.
    """

    __tablename__ = "claim_document"
    __table_args__ = (UniqueConstraint("claim_id"), {"sqlite_autoincrement": True})

    key: Mapped[int] = mapped_column(_KEY, primary_key=True)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"))
    text: Mapped[str]
    context: Mapped[str]


class ClaimVectorRecord(Record):
    """The embedding of a claim's text: float32 numbers, little-endian.

    Another wording gets another row, so that whoever has read all keys up to one needs only
    what is above it: keys grow in the order of commits and are never used twice. `model`
    names the embedder, since vectors of two embedders cannot be compared.
    """

    __tablename__ = "claim_vector"
    __table_args__ = (
        UniqueConstraint("claim_id"),
        Index(None, "model", "key"),
        {"sqlite_autoincrement": True},
    )

    key: Mapped[int] = mapped_column(_KEY, primary_key=True)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"))
    model: Mapped[str] = mapped_column(String(SHA256_HEX_LENGTH))
    vector: Mapped[bytes]
