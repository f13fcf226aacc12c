"""Analysis: what each stage of the pipeline hands to the next.

Every type here is a frozen dataclass of plain values, so that a stage's result can
be written to the job store as JSON and read back after a crash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.domain.claim import ClaimKind, Method, SkipReason
from service.domain.selector import Selector, Span
from service.domain.staleness import LeftOut


@dataclass(frozen=True, slots=True)
class QuotedSpeech:
    """What a sentence that stands in a quotation owes to the sentences around it.

    Attributes:
        opening: The mark that the quotation opened with in an earlier sentence, or "".
        closing: The mark that it closes with in a later sentence, or "".
        speaker: Who speaks, as the article names them; None where it does not tell.
    """

    opening: str = ""
    closing: str = ""
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article.

    Attributes:
        start: Index of its first code point in the article's text.
        end: Index after its last code point.
        text: `article[start:end]`, unchanged.
        paragraph: Number of its paragraph, from 0, boilerplate not counted.
        skip: Why it can give no claim by its form alone (boilerplate, heading,
            question, instruction …); None where it may give one.
        quoted: Set where the sentence is, all of it or in part, quotation that goes beyond
            it, or all of it quotation.
    """

    start: int
    end: int
    text: str
    paragraph: int
    skip: SkipReason | None = None
    quoted: QuotedSpeech | None = None


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """Stage 1: an article cut into sentences, its boilerplate marked.

    Attributes:
        text: The whole normalised text that all offsets refer to.
        title: The title as submitted, or the headline found in the text, or None.
        published_at: The day that relative dates refer to, or None where unknown.
        sentences: All sentences, boilerplate ones too, in the order of the text.
        boilerplate: The marked spans, in order, without overlap.
    """

    text: str
    title: str | None
    published_at: date | None
    sentences: tuple[Sentence, ...]
    boilerplate: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SentenceAssessment:
    """Stage 2: what a sentence is worth, and what it is if it gives no claim.

    Attributes:
        score: How much it is worth checking, 0 to 1; 0 where its form lets it give no claim.
        skip_reason: Why it would give no claim, where that is sure enough to be told; says
            nothing about a sentence that does give one.
    """

    score: float
    skip_reason: SkipReason | None = None


@dataclass(frozen=True, slots=True)
class RewriteRequest:
    """Stage 3, asked: a sentence to be made into standalone claims.

    Attributes:
        sentence: The sentence as it stands in the article, quotation marks completed.
        preceding: Up to three sentences before it, nearest last.
        opening: The article's title and first sentences, for full names.
        article: The whole article without its boilerplate.
        published_at: The day that relative dates refer to, or None.
        lines: The article sentence by sentence, its title first, without boilerplate; the
            same for all requests of an article.
        line: The place of the sentence among them.
        speaker: Who speaks, where all of the sentence is quotation and the article tells.
    """

    sentence: str
    preceding: tuple[str, ...]
    opening: tuple[str, ...]
    article: str
    published_at: date | None
    lines: tuple[str, ...] = ()
    line: int = 0
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimProposal:
    """One wording that the rewriter proposes.

    Attributes:
        text: The proposed claim.
        method: `abstractive` where the wording differs from the source sentence in
            more than white space and a closing full stop, else `extractive`.
        speaker: Who it takes to have made it; None for nobody, or where it cannot tell.
        is_free: Whether a network worded it freely, so that what it says must be found in
            its sentence alone; what rules reword says nothing else by its making.
        may_name: Whether the network is known to name rightly what a sentence points back at,
            so that a name in the place of "he" or "the resort" is taken from it.
    """

    text: str
    method: Method
    speaker: str | None = None
    is_free: bool = False
    may_name: bool = False


@dataclass(frozen=True, slots=True)
class Rewording:
    """Stage 3, answered: all that the rewriter proposes for one sentence.

    Attributes:
        proposals: Unverified; empty where it sees no claim in the sentence.
        skip: Why it sees none, where it can tell.
    """

    proposals: tuple[ClaimProposal, ...]
    skip: SkipReason | None = None


@dataclass(frozen=True, slots=True)
class ModelRun:
    """Which neural network made something, how, and how long it took.

    Attributes:
        name: The name of the weights.
        revision: The SHA-256 of the weights file.
        parameters: Generation parameters, JSON scalars by name.
        seconds: Wall-clock time of the stage.
    """

    name: str
    revision: str
    parameters: dict[str, str | int | float | bool | None]
    seconds: float


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A verified claim before it is stored.

    Attributes:
        text: The standalone claim.
        selector: The source sentence; its `exact` is the claim's quote.
        speaker: Who the article says made it, by name, or None.
        check_worthiness: 0 to 1.
        support: Probability, 0 to 1, that the article supports it; 1 for its own words.
        embedding: Unit vector of the claim's text; empty until stage 6.
        revises: The claim of the sentence's former wording that it is to be linked to.
        embedding_model: The revision of the embedder that made it.
    """

    text: str
    selector: Selector
    kind: ClaimKind
    speaker: str | None
    check_worthiness: float
    support: float
    method: Method
    embedding: tuple[float, ...] = ()
    revises: UUID | None = None
    embedding_model: str = ""


@dataclass(frozen=True, slots=True)
class SkippedSentence:
    """A sentence that gave no claim, and why."""

    start: int
    end: int
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence of a summary, tied to the article.

    Attributes:
        evidence: The article sentences that it rests on; never empty.
        support: Probability, 0 to 1, that the article supports it; 1 for its own words.
    """

    text: str
    method: Method
    support: float
    evidence: tuple[Selector, ...]


@dataclass(frozen=True, slots=True)
class SummaryDraft:
    """A verified summary before it is stored.

    Attributes:
        headline: At most twelve words, or the article's own, which are whole.
        headline_method: `extractive` where the headline is the article's own.
        sentences: In reading order.
        model: The run that wrote it.
        characters_read: How many code points of the article it was chosen and written
            from; None where that was not counted.
        left_out: The sentences of the article that it was kept from repeating.
    """

    headline: str
    headline_method: Method
    sentences: tuple[SummarySentence, ...]
    model: ModelRun
    characters_read: int | None = None
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the pipeline found in one article, ready to be stored.

    Attributes:
        summary: None where the text holds no sentence to summarise.
        claims: In the order of the text.
        claims_model: The run that worded the claims.
    """

    summary: SummaryDraft | None
    claims: tuple[ClaimDraft, ...]
    skipped: tuple[SkippedSentence, ...]
    claims_model: ModelRun
    boilerplate: tuple[Span, ...] = ()
