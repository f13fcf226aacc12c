"""Records of the history's chain: one seal for each event of a claim."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.columns import at_least
from service.storage.records import SHA256_HEX_LENGTH, Record


class ClaimEventSealRecord(Record):
    """The place of one event in the chain, in the order of commits.

    `hash` covers the event, its place and `previous_hash`, which is the hash of the seal
    before. Triggers refuse every change of seals and events; a migration that builds one of
    the tables anew has to make them again. No foreign key ties the two tables together: that
    they belong together is what the chain proves.
    """

    __tablename__ = "claim_event_seal"
    __table_args__ = (
        UniqueConstraint("claim_id", "sequence"),
        at_least("position", 1),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    claim_id: Mapped[UUID]
    sequence: Mapped[int]
    previous_hash: Mapped[str] = mapped_column(String(SHA256_HEX_LENGTH))
    hash: Mapped[str] = mapped_column(String(SHA256_HEX_LENGTH))
