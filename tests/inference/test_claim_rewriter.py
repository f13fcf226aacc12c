from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from service.domain.analysis import ClaimProposal, RewriteRequest
from service.domain.claim import Method
from service.inference.claim_rewriter import MAX_NEW_TOKENS, PromptedClaimRewriter
from service.inference.generation import GenerationEngine
from service.inference.support import rule_problems
from service.text.clarity import unclear_parts
from service.text.normalization import normalize
from service.text.preparation import prepare
from service.text.splitting import may_be_split
from service.use_cases.read_context import evidence_for, prose, rewrite_requests
from tests.tiny_models import TINY_NAME, TINY_REVISION

STANDALONE = "Norvall Biologics sold about 2.3 million doses of Hepavine-3 in April 2022."
PRONOUN = "He warned farmers not to jump to conclusions about the vaccine."
LOST_PRONOUN = "They were well in the morning and down by night."
SPLITTABLE = (
    "Samre Lines has eleven ferries on the lake and has carried about 1.2 million passengers "
    "a year between the ports of Quill and Dorrin."
)
SAMPLES = ("ferry_inquiry.txt", "harbour_bridge.txt", "vaccine_recall.txt")


def request(sentence: str, *preceding: str, day: date | None = None) -> RewriteRequest:
    article = " ".join((*preceding, sentence))
    return RewriteRequest(sentence, preceding, (), article, day)


def rewrite(
    engine: GenerationEngine, requests: Sequence[RewriteRequest]
) -> list[tuple[ClaimProposal, ...]]:
    rewordings, _ = PromptedClaimRewriter(engine).rewrite(requests)
    return [rewording.proposals for rewording in rewordings]


def test_a_sentence_that_stands_alone_comes_back_as_it_is(tiny_engine: GenerationEngine) -> None:
    assert rewrite(tiny_engine, [request(STANDALONE)]) == [
        (ClaimProposal(STANDALONE, Method.EXTRACTIVE),)
    ]


def test_only_white_space_is_no_rewording(tiny_engine: GenerationEngine) -> None:
    broken = STANDALONE.replace(" doses", "\n  doses")

    assert rewrite(tiny_engine, [request(broken)]) == [
        (ClaimProposal(STANDALONE, Method.EXTRACTIVE),)
    ]


def test_no_requests_give_no_proposals(tiny_engine: GenerationEngine) -> None:
    assert rewrite(tiny_engine, []) == []


def test_a_resolved_pronoun_makes_the_claim_abstractive(tiny_engine: GenerationEngine) -> None:
    before = "Anton Reisz, who leads the Veterinary Office, took samples from 41 carcasses."

    ((proposal,),) = rewrite(tiny_engine, [request(PRONOUN, before)])

    assert proposal == ClaimProposal(PRONOUN.replace("He", "Anton Reisz"), Method.ABSTRACTIVE)


def test_a_resolved_date_makes_the_claim_abstractive(tiny_engine: GenerationEngine) -> None:
    sentence = "Norvall Biologics recalled the vaccine Hepavine-3 on Wednesday."

    ((proposal,),) = rewrite(tiny_engine, [request(sentence, day=date(2024, 11, 21))])

    assert proposal.method is Method.ABSTRACTIVE
    assert "November 20, 2024" in proposal.text


@pytest.mark.parametrize("sentence", [PRONOUN, LOST_PRONOUN])
def test_a_sentence_whose_pronoun_nobody_can_resolve_gives_no_claim(
    tiny_engine: GenerationEngine, sentence: str
) -> None:
    assert rewrite(tiny_engine, [request(sentence)]) == [()]


def test_a_quotation_is_worded_as_what_its_speaker_said(tiny_engine: GenerationEngine) -> None:
    quotation = "\u201cThe lock of Halden stays closed until June.\u201d"
    attributed = replace(request(quotation), speaker="the harbour master of Halden")

    (told,), nobody = rewrite(tiny_engine, [attributed, request(quotation)])

    assert told.text == f"The harbour master of Halden said: {quotation}"
    assert nobody == ()


def test_proposals_keep_the_order_of_their_requests(tiny_engine: GenerationEngine) -> None:
    # Divisible, hopeless and finished sentences take different ways through the rewriter.
    sentences = [SPLITTABLE, LOST_PRONOUN, STANDALONE, f"{SPLITTABLE[:-1]} today.", STANDALONE]

    proposals = rewrite(tiny_engine, [request(sentence) for sentence in sentences])

    assert [bool(proposal) for proposal in proposals] == [True, False, True, True, True]
    assert proposals[0][0].text == SPLITTABLE
    assert proposals[2][0].text == proposals[4][0].text == STANDALONE
    assert "Samre Lines" in proposals[3][0].text


def test_nonsense_from_the_model_leaves_the_sentence_whole(tiny_engine: GenerationEngine) -> None:
    assert may_be_split(SPLITTABLE)

    # The tiny model's answer is random characters: none of it may come through.
    assert rewrite(tiny_engine, [request(SPLITTABLE)]) == [
        (ClaimProposal(SPLITTABLE, Method.EXTRACTIVE),)
    ]


def test_what_a_sentence_became_is_context_for_the_next(tiny_engine: GenerationEngine) -> None:
    first = "Anton Reisz leads the Veterinary Office in Ardlaw."
    second = "He took samples from 41 carcasses near Blackmere."
    third = "He warned farmers not to jump to conclusions."

    alone = rewrite(tiny_engine, [request(third, second)])
    chained = rewrite(
        tiny_engine, [request(first), request(second, first), request(third, first, second)]
    )

    assert alone == [()]
    assert chained[2][0].text == "Anton Reisz warned farmers not to jump to conclusions."


def test_a_repair_words_every_sentence_anew_in_order(tiny_engine: GenerationEngine) -> None:
    requests = [request(STANDALONE), request(SPLITTABLE)]

    repaired = PromptedClaimRewriter(tiny_engine).repair(requests, ["not in the article: x", ""])

    assert [[proposal.text for proposal in proposals] for proposals in repaired] == [
        [STANDALONE],
        [SPLITTABLE],
    ]


def test_the_run_names_the_weights_and_how_they_were_used(tiny_engine: GenerationEngine) -> None:
    run = PromptedClaimRewriter(tiny_engine).rewrite([request(STANDALONE)])[1]

    assert (run.name, run.revision) == (TINY_NAME, TINY_REVISION)
    assert run.parameters == tiny_engine.parameters(MAX_NEW_TOKENS)


@pytest.mark.weights
def test_the_real_model_divides_a_sentence_without_adding_to_it(
    real_engine: GenerationEngine,
) -> None:
    ((*claims,),) = rewrite(real_engine, [request(SPLITTABLE)])

    texts = [claim.text for claim in claims]
    assert len(texts) == 2, texts
    for text in texts:
        assert text.startswith("Samre Lines ")
        assert rule_problems(text, [SPLITTABLE], SPLITTABLE) == ()


@pytest.mark.weights
@pytest.mark.parametrize("sample", SAMPLES)
def test_claims_of_a_sample_stand_alone_and_come_out_the_same_twice(
    real_engine: GenerationEngine, sample: str
) -> None:
    text = normalize(files("service.samples").joinpath(sample).read_text(encoding="utf-8"))
    article = prepare(text, None, date(2024, 11, 21))
    open_indexes = [i for i, sentence in enumerate(article.sentences) if sentence.skip is None]
    requests = rewrite_requests(article, open_indexes)

    proposals = rewrite(real_engine, requests)

    assert rewrite(real_engine, requests) == proposals
    claims = [
        (index, proposal)
        for index, proposed in zip(open_indexes, proposals, strict=True)
        for proposal in proposed
    ]
    # The others point at what only their article explains ("the captains wrote …").
    assert len(claims) >= len(open_indexes) * 0.4
    for index, proposal in claims:
        assert unclear_parts(proposal.text) == (), proposal
        copied = proposal.text == " ".join(article.sentences[index].text.split())
        assert (proposal.method is Method.EXTRACTIVE) == copied, proposal
        found = rule_problems(proposal.text, evidence_for(article, index), prose(article))
        assert not [p for p in found if p.startswith("not in the article")], proposal
