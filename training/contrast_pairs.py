"""Contrast pairs: statements that an article supports, beside altered ones that it does not."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from service.text.evidence import select_evidence
from service.text.facts import content_overlap
from service.text.names import BODY_ENDINGS, CALENDAR_WORDS, ROLE_WORDS, find_names
from service.text.words import words
from training.alterations import ALTERATIONS
from training.material import Material
from training.rewordings import REWORDINGS

PRECEDING = 3
_FEWEST_SENTENCES = 3
OPENING = 2
#: Above this share of words found, what is told without its source may be told elsewhere.
_MAX_TOLD_ELSEWHERE = 0.7
_JOINED_AT_MOST = 45
#: How often what was reworded is reworded once more.
_TWICE = 0.3
MOST_WITHHELD = 6
#: The share of statements whose evidence is found without being given any.
_WITHOUT_GIVEN = 0.35


@dataclass(frozen=True, slots=True)
class Statement:
    """A supported statement and the index of the sentence that it was written from."""

    text: str
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """An article with statements that it supports."""

    sha: str
    sentences: tuple[str, ...]
    statements: tuple[Statement, ...]
    gold: bool = True

    @property
    def text(self) -> str:
        """Return the article as one text."""
        return "\n".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement, what it is held against, and whether that supports it.

    Attributes:
        given: The evidence as the service gives it, the main sentence first; may be empty.
        kind: How the statement was made.
        base: The supported statement that it was made from.
        spans: Where the statement departs from its base; None where that is not known.
        withheld: Sentences that the article is read without, as indexes.
    """

    article_sha: str
    given: tuple[str, ...]
    sentence: str
    supported: bool
    kind: str
    base: str
    spans: tuple[tuple[int, int], ...] | None = ()
    withheld: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Made:
    """A sentence, how it was made, and the supported statement that it was made from."""

    text: str
    kind: str
    base: str


@dataclass(slots=True)
class Amounts:
    """How many pairs are made of one statement.

    Attributes:
        without_source: The share of statements whose source sentence is withheld, of at
            most `MOST_WITHHELD` statements an article.
    """

    rewordings: float = 1.0
    alterations: float = 3.0
    without_source: float = 0.35
    joined: float = 0.3


@dataclass(slots=True)
class PairMaker:
    """Makes contrast pairs of stories, the same ones for the same seed."""

    stories: Sequence[Story]
    seed: int = 7
    rng: random.Random = field(init=False)
    name_types: dict[str, str] = field(init=False)
    pool: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311  no secret hangs on it
        self.name_types = type_names([story.text for story in self.stories])
        self.pool = {}
        for name, kind in self.name_types.items():
            self.pool.setdefault(kind, []).append(name)

    def make(self, amounts: Amounts) -> Iterator[Pair]:
        """Yield the pairs of all stories."""
        for story in self.stories:
            texts = [statement.text for statement in story.statements]
            material = Material(self._names(story), self.pool, self.name_types, texts, self.rng)
            for statement in story.statements:
                yield from self._pairs_of(story, statement, material, amounts)
            yield from self._without_sources(story, amounts.without_source)

    def _pairs_of(
        self, story: Story, statement: Statement, material: Material, amounts: Amounts
    ) -> Iterator[Pair]:
        supported = [("as_written" if story.gold else "verbatim", statement.text)]
        for _ in range(self._times(amounts.rewordings)):
            supported += self._reworded(statement.text)
        if story.gold and self.rng.random() < amounts.joined:
            supported += self._joined(story, statement)
        given = self._given(story, statement)
        for kind, text in {text: (kind, text) for kind, text in supported}.values():
            yield self._supported(story, given, Made(text, kind, statement.text))
        known = {text for _, text in supported} | set(material.others)
        for _ in range(self._times(amounts.alterations)):
            base = self.rng.choice(supported)[1]
            kind, text = self._altered(base, material)
            if text is not None and text not in known:
                known.add(text)
                yield self._unsupported(story, given, Made(text, kind, base))

    def _times(self, mean: float) -> int:
        return int(mean) + (self.rng.random() < mean - int(mean))

    def _reworded(self, text: str) -> list[tuple[str, str]]:
        first = self._reworded_once(text)
        if first and self.rng.random() < _TWICE:
            return [*first, *self._reworded_once(first[0][1])]
        return first

    def _reworded_once(self, text: str) -> list[tuple[str, str]]:
        names = list(REWORDINGS)
        self.rng.shuffle(names)
        for name in names:
            reworded = REWORDINGS[name](text, self.rng)
            if reworded and reworded != text:
                return [(name, reworded)]
        return []

    def _altered(self, text: str, material: Material) -> tuple[str, str | None]:
        left = {name: weight for name, (_, weight) in ALTERATIONS.items()}
        while left:
            name = self.rng.choices(list(left), list(left.values()))[0]
            altered = ALTERATIONS[name][0](text, material)
            if altered and altered != text:
                return name, altered
            del left[name]
        return "", None

    def _joined(self, story: Story, statement: Statement) -> list[tuple[str, str]]:
        """Join a statement with one of its neighbours into one sentence."""
        at = story.statements.index(statement)
        near = story.statements[at + 1 : at + 4]
        if not near:
            return []
        other = self.rng.choice(near).text
        if len(statement.text.split()) + len(other.split()) > _JOINED_AT_MOST:
            return []
        link = self.rng.choice([", and ", ", while ", "; "])
        return [("joined", statement.text.rstrip(".") + link + _lower_first(other))]

    def _given(self, story: Story, statement: Statement) -> tuple[str, ...]:
        """Return the evidence as the service gives it, or none, as a coin decides."""
        if statement.source is None or self.rng.random() < _WITHOUT_GIVEN:
            return ()
        before = story.sentences[max(0, statement.source - PRECEDING) : statement.source]
        return (story.sentences[statement.source], *before, *story.sentences[:OPENING])

    def _without_sources(self, story: Story, share: float) -> Iterator[Pair]:
        """Hold statements against their article without the sentences that they come from."""
        told = [s for s in story.statements if s.source is not None]
        if not told or len(story.sentences) < _FEWEST_SENTENCES:
            return
        count = min(MOST_WITHHELD, self._times(share * len(told)))
        chosen = self.rng.sample(told, count)
        withheld = frozenset(s.source for s in chosen if s.source is not None)
        rest = [text for i, text in enumerate(story.sentences) if i not in withheld]
        for statement in chosen:
            evidence = select_evidence(statement.text, (), "\n".join(rest))
            if content_overlap(statement.text, evidence) < _MAX_TOLD_ELSEWHERE:
                yield Pair(
                    story.sha, (), statement.text, False, "not_told", statement.text, None, withheld
                )
        # Others are told there all the same, or an article with gaps alone would give it away.
        others = [s for s in told if s.source not in withheld]
        for statement in self.rng.sample(others, min(count, len(others))):
            yield Pair(
                story.sha, (), statement.text, True, "as_written", statement.text, (), withheld
            )

    @staticmethod
    def _supported(story: Story, given: tuple[str, ...], made: Made) -> Pair:
        return Pair(story.sha, given, made.text, True, made.kind, made.base)

    @staticmethod
    def _unsupported(story: Story, given: tuple[str, ...], made: Made) -> Pair:
        spans = changed_spans(made.base, made.text)
        return Pair(story.sha, given, made.text, False, made.kind, made.base, spans)

    def _names(self, story: Story) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in dict.fromkeys(name.text for name in find_names(story.text)):
            if name in self.name_types:
                found.setdefault(self.name_types[name], []).append(name)
        return found


_PLACE_BEFORE = re.compile(r"\b(?:in|at|from|near|to|across|outside|around|of) \Z")
_ACTS_AFTER = re.compile(r",? (?:who|said|says|told|added|has|was|had|is|will|and his|and her)\b")


def type_names(texts: Sequence[str]) -> dict[str, str]:
    """Return whether each name is a person's, a place's or a body's, as far as texts tell."""
    seen: dict[str, Counter[str]] = {}
    for text in texts:
        for name in find_names(text):
            if name.opening or all(token in CALENDAR_WORDS for token in name.tokens):
                continue
            seen.setdefault(name.text, Counter())[_guess_type(text, name.start, name.text)] += 1
    return {name: kinds.most_common(1)[0][0] for name, kinds in seen.items()}


def _guess_type(text: str, start: int, name: str) -> str:
    tokens = name.lower().split()
    before, after = text[max(0, start - 16) : start], text[start + len(name) :][:16]
    if tokens[-1] in BODY_ENDINGS or name.isupper() or before.lower().endswith("the "):
        return "body"
    if _PLACE_BEFORE.search(before) and not _ACTS_AFTER.match(after):
        return "place"
    if tokens[0] in ROLE_WORDS or len(tokens) in {2, 3} or _ACTS_AFTER.match(after):
        return "person"
    return "place"


def changed_spans(base: str, altered: str) -> tuple[tuple[int, int], ...]:
    """Return where `altered` departs from `base`, in code points of `altered`."""
    places = [match.span() for match in re.finditer(r"[\w'%$\u00a3\u20ac.-]*\w", altered)]
    old = [match.group().lower() for match in re.finditer(r"[\w'%$\u00a3\u20ac.-]*\w", base)]
    new = [altered[start:end].lower() for start, end in places]
    spans: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag in {"replace", "insert"}:
            spans += places[start:end]
        elif tag == "delete":
            # What stood there is gone: the words that closed up over it are at fault.
            spans += places[max(0, start - 1) : start + 1]
    return tuple(dict.fromkeys(spans))


def _lower_first(text: str) -> str:
    first = words(text)[:1]
    common = {"The", "A", "An", "His", "Her", "Their", "Its", "It", "There", "This", "According"}
    return text[:1].lower() + text[1:] if first and first[0] in common else text
