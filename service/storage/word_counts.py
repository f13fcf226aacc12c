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
#: How long a word that is in more claims than that is taken to stay so.
_COMMON_SECONDS = 600.0
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
    """Counts the claims that have a word, and remembers for a while which words are common.

    One is shared by all units of work on a database. To count a common word takes some
    milliseconds, and the same few are in most searches.

    Args:
        most: At most so many claims are ranked by their words.
        monotonic: Returns seconds.
    """

    def __init__(
        self, most: int = MOST_RANKED, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.most = most
        self._monotonic = monotonic
        self._common: dict[str, float] = {}

    def choose(self, session: Session, words: Sequence[str]) -> list[str]:
        """Return the words to rank claims by; none where no word occurs."""
        return choose_words(self.count(session, words), self.most)

    def count(self, session: Session, words: Sequence[str]) -> dict[str, int]:
        """Return in how many claims each word is; `most` and 1 stand for all numbers above."""
        above, now = self.most + 1, self._monotonic()
        counts = {word: above for word in words if self._common.get(word, -1.0) > now}
        unknown = [word for word in dict.fromkeys(words) if word not in counts]
        dialect = session.get_bind().dialect.name
        if dialect == "postgresql" and unknown:
            rows = session.execute(_ESTIMATES, {"words": unknown})
            counts |= {row.word: min(above, max(1, round(row.claims))) for row in rows}
        for word in unknown:
            if word not in counts:
                asked = {"word": word, "most": above}
                counts[word] = session.scalar(_COUNT[dialect], asked) or 0
        common = [word for word in unknown if counts[word] == above]
        if len(self._common) + len(common) > _MOST_REMEMBERED:
            self._common = {}
        self._common |= dict.fromkeys(common, now + _COMMON_SECONDS)
        return counts
