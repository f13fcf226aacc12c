"""Word counts: in how many claims the words of a search occur, and which of them to rank by.

Ranking compares each claim that has any of the words, and takes as long as these are many. The
rarest words decide the order; those that a great part of all claims share hardly change it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Integer, String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

MOST_RANKED = 20_000
#: How long a word is taken to be in about as many claims as were counted.
_REMEMBERED_SECONDS = 600.0
#: Words that are in fewer claims are counted each time, which takes no time to speak of.
_LEAST_REMEMBERED = 1_000
_MOST_REMEMBERED = 10_000

_COUNT = {
    "sqlite": text(
        "SELECT count(*) FROM (SELECT 1 FROM claim_full_text "
        "WHERE claim_full_text MATCH '\"' || :word || '\"' LIMIT :most)"
    ).bindparams(bindparam("word", type_=String), bindparam("most", type_=Integer)),
    "postgresql": text(
        "SELECT count(*) FROM (SELECT 1 FROM claim_document "
        "WHERE document @@ to_tsquery('english', :word) LIMIT :most) AS found"
    ).bindparams(bindparam("word", type_=String), bindparam("most", type_=Integer)),
}
#: The lexemes that the database has found to be the commonest, of the words that are asked for.
_ESTIMATES = text(
    """
    SELECT asked.word, max(known.share) * (
        SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'claim_document'::regclass
    ) AS claims
    FROM unnest(:words) AS asked (word)
    CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('english', asked.word))) AS lexeme
    JOIN (
        SELECT unnest(most_common_elems::text::text[]) AS lexeme,
            unnest(most_common_elem_freqs) AS share
        FROM pg_stats
        WHERE schemaname = current_schema() AND tablename = 'claim_document'
            AND attname = 'document'
    ) AS known ON known.lexeme = lexeme.lexeme
    GROUP BY asked.word
    """
).bindparams(bindparam("words", type_=ARRAY(String)))


def choose_words(counts: Mapping[str, int], most: int) -> list[str]:
    """Return the rarest words that occur, as many as are in at most `most` claims together.

    Args:
        counts: In how many claims each word is.
        most: How many claims are to be ranked. Where the rarest word alone is in more, it is
            chosen all the same.
    """
    occurring = sorted((count, word) for word, count in counts.items() if count)
    chosen: list[str] = []
    total = 0
    for count, word in occurring:
        total += count
        if chosen and total > most:
            break
        chosen.append(word)
    return chosen


class WordCounts:
    """Counts the claims that have a word, and remembers the counts of common words for a while.

    One is shared by all units of work on a database. To count a common word takes some
    milliseconds, and the same few are in most searches.

    Args:
        most: At most so many claims are ranked by their words.
        least_remembered: What has been counted is remembered from here on.
        monotonic: Returns seconds.
    """

    def __init__(
        self,
        most: int = MOST_RANKED,
        least_remembered: int = _LEAST_REMEMBERED,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most = most
        self._least_remembered = least_remembered
        self._monotonic = monotonic
        self._remembered: dict[str, tuple[int, float]] = {}

    def choose(self, session: Session, words: Sequence[str]) -> list[str]:
        """Return the words to rank claims by; none where no word occurs."""
        return choose_words(self.count(session, words), self.most)

    def count(self, session: Session, words: Sequence[str]) -> dict[str, int]:
        """Return in how many claims each word is; `most` and 1 stand for all numbers above."""
        above, now = self.most + 1, self._monotonic()
        remembered = {word: self._remembered.get(word, (0, now)) for word in words}
        counts = {word: count for word, (count, until) in remembered.items() if until > now}
        unknown = [word for word in remembered if word not in counts]
        dialect = session.get_bind().dialect.name
        if dialect == "postgresql" and unknown:
            rows = session.execute(_ESTIMATES, {"words": unknown})
            counts |= {row.word: min(above, max(1, round(row.claims))) for row in rows}
        for word in unknown:
            if word not in counts:
                asked = {"word": word, "most": above}
                counts[word] = session.scalar(_COUNT[dialect], asked) or 0
        common = [word for word in unknown if counts[word] >= self._least_remembered]
        if len(self._remembered) + len(common) > _MOST_REMEMBERED:
            self._remembered = {}
        until = now + _REMEMBERED_SECONDS
        self._remembered |= {word: (counts[word], until) for word in common}
        return counts
