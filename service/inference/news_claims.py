"""News claims: the claim rewriter that was trained on annotated news.

It reads the article once and writes the claims of every sentence from there, with their
speakers, or why a sentence holds none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.domain.analysis import ClaimProposal, ModelRun, Rewording, RewriteRequest
from service.domain.claim import Method
from service.domain.collaborators import ClaimRewriter
from service.inference.news_format import CLAIMS_TASK, WrittenClaim, read_answer
from service.inference.news_writer import NewsWriter, Question
from service.text.dates import resolve_relative_dates
from service.text.naming import expand_names
from service.text.words import fold

#: Three claims of 35 words, with their kinds and speakers.
MAX_NEW_TOKENS = 170
#: Longer texts are worded by rules alone: a window takes two cores up to half a minute.
MAX_WINDOWS = 6
#: Other wordings that are drawn for a sentence whose claims failed their checks.
REPAIR_DRAWS = 2
REPAIR_TEMPERATURE = 0.7


class NewsClaimRewriter:
    """Words claims with the news adapter; implements `ClaimRewriter`.

    Attributes:
        careful: Words the sentences for which the adapter found no wording that passes.
    """

    def __init__(self, writer: NewsWriter, careful: ClaimRewriter) -> None:
        self._writer = writer
        self.careful = careful

    def rewrite(self, requests: Sequence[RewriteRequest]) -> tuple[list[Rewording], ModelRun]:
        """Return the unverified wordings of each request, in the same order."""
        answers = self._write(requests)
        rewordings = [
            self._read(request, answer)
            for request, (answer,) in zip(requests, answers, strict=True)
        ]
        # It lets many a sentence go that holds a claim, so rules have their say as well.
        silent = [i for i, rewording in enumerate(rewordings) if not rewording.proposals]
        careful, _ = self.careful.rewrite([requests[i] for i in silent])
        for i, rewording in zip(silent, careful, strict=True):
            rewordings[i] = replace(rewordings[i], proposals=rewording.proposals)
        return rewordings, self._writer.describe(MAX_NEW_TOKENS)

    def repair(
        self, requests: Sequence[RewriteRequest], problems: Sequence[str]
    ) -> list[tuple[ClaimProposal, ...]]:
        """Draw other wordings of each request's claims, the likeliest answer first.

        Only for sentences that rules cannot word: what rules make of the others says all that
        they do, and drawing is costly.

        Args:
            requests: Those of whose proposals some failed.
            problems: What was wrong; the drawing is the same for all.
        """
        del problems
        reworded, _ = self.careful.rewrite(requests)
        found = [list(rewording.proposals) for rewording in reworded]
        open_ones = [i for i, proposals in enumerate(found) if not proposals]
        drawn = self._write([requests[i] for i in open_ones], REPAIR_DRAWS, REPAIR_TEMPERATURE)
        for i, answers in zip(open_ones, drawn, strict=True):
            known: dict[str, ClaimProposal] = {}
            for answer in answers:
                for proposal in self._read(requests[i], answer).proposals:
                    known.setdefault(fold(proposal.text), proposal)
            found[i] = list(known.values())
        return [tuple(proposals) for proposals in found]

    def likely_wordings(self, request: RewriteRequest) -> tuple[str, ...]:
        """Return the sentence with the person whom its pronoun likely means, if there is one."""
        return self.careful.likely_wordings(request)

    def _write(
        self, requests: Sequence[RewriteRequest], draws: int = 1, temperature: float = 0.0
    ) -> list[list[str]]:
        """Return so many answers of the adapter to each request, the likeliest first."""
        answers: list[list[str]] = [[] for _ in requests]
        for lines, members in _by_article(requests):
            line_of = {requests[i].line: i for i in members}
            windows = self._writer.windows(lines)
            if len(windows) > MAX_WINDOWS:
                for i in members:
                    answers[i] = [""] * draws
                continue
            for window in windows:
                places = {line: place for place, line in enumerate(window.lines)}
                due = [line for line in window.own if line in line_of for _ in range(draws)]
                if not due:
                    continue
                written = self._writer.write(
                    [lines[line] for line in window.lines],
                    [Question(CLAIMS_TASK, places[line], temperature) for line in due],
                    MAX_NEW_TOKENS,
                )
                ranked = sorted(
                    zip(due, written, strict=True), key=lambda pair: -pair[1].confidence
                )
                for line, writing in ranked:
                    # What ran out of tokens breaks off within its last line.
                    text = writing.text
                    whole = text if writing.is_whole else text.rpartition("\n")[0]
                    answers[line_of[line]].append(whole)
        return answers

    def _read(self, request: RewriteRequest, answer: str) -> Rewording:
        parsed = read_answer(answer)
        unique = {fold(claim.text): claim for claim in parsed.claims}
        may_name = self._writer.may_name
        proposed = (_propose(request, claim, may_name=may_name) for claim in unique.values())
        return Rewording(tuple(proposed), parsed.skip)


def _by_article(
    requests: Sequence[RewriteRequest],
) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Yield the lines of each article asked about, and its requests' places."""
    members: dict[tuple[str, ...], list[int]] = {}
    for place, request in enumerate(requests):
        members.setdefault(request.lines, []).append(place)
    yield from members.items()


def _propose(request: RewriteRequest, claim: WrittenClaim, *, may_name: bool) -> ClaimProposal:
    text = claim.text if claim.text[-1] in ".!?\"'\u201d\u2019" else f"{claim.text}."
    text = resolve_relative_dates(text, request.published_at, request.preceding) or text
    # Claims are read apart, so each one names people in full.
    text = expand_names(text, request.article)
    verbatim = text == " ".join(request.sentence.split())
    method = Method.EXTRACTIVE if verbatim else Method.ABSTRACTIVE
    return ClaimProposal(text, method, claim.speaker, is_free=not verbatim, may_name=may_name)
