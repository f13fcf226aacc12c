import pytest

from service.text.introductions import find_introductions
from service.text.mentions import resolve_mentions

ARTICLE = (
    "The river ferry operator Samre Lines raised its fares in May. "
    "The company said fuel had become dearer. "
    "It expects fares to rise again. "
    "Its director, Ana Lowe, defended the plan. "
    "It is unclear who will pay. "
    "The Harbour Agency, which sets the fares, approved them. "
    "The agency's chairman, Piet Rao, voted against. "
    "The ferry Amarante was tied up. "
    "The ferry needs a new engine. "
    "The city of Quill owns the quay. "
    "The city wants it repaired. "
    "Mayor Lena Marsh paid 40 florins. "
    "The mayor called it a bargain. "
    "Low and Marsh, an engineering firm, tested the hull. "
    "The firm found no cracks. "
    "Quill Bank, the largest lender in the region, lent the money. "
    "The lender wants its money back."
)
OPENING = "The river ferry operator Samre Lines raised its fares in May."


@pytest.mark.parametrize(
    ("sentence", "resolved"),
    [
        ("The company said fuel had become dearer.", "Samre Lines said fuel had become dearer."),
        (
            "The agency's chairman, Piet Rao, voted against.",
            "The Harbour Agency's chairman, Piet Rao, voted against.",
        ),
        ("The ferry needs a new engine.", "The ferry Amarante needs a new engine."),
        ("The city wants it repaired.", "The city of Quill wants it repaired."),
        ("The mayor called it a bargain.", "Lena Marsh called it a bargain."),
        ("The lender wants its money back.", "Quill Bank wants its money back."),
    ],
)
def test_a_description_gives_way_to_the_only_name_that_it_can_mean(
    sentence: str, resolved: str
) -> None:
    assert resolve_mentions(sentence, (), ARTICLE) == resolved


@pytest.mark.parametrize(
    ("introduction", "sentence", "resolved"),
    [
        (
            "US President Ana Lowe flew to Quill.",
            "On May 3, the US president said the quay was safe.",
            "On May 3, Ana Lowe said the quay was safe.",
        ),
        (
            "Ana Lowe, 45, swam to Quill.",
            "The 45-year-old was cold.",
            "Ana Lowe was cold.",
        ),
        (
            "The report blamed the operator, Samre Lines, for the delay.",
            "The company dismissed the claim.",
            "Samre Lines dismissed the claim.",
        ),
        (
            "A complaint reached the Ministry of Quays.",
            "The ministry rejected it.",
            "The Ministry of Quays rejected it.",
        ),
        (
            "Low and Rao, an engineering firm, tested the hull.",
            "The firm found no cracks.",
            "Low and Rao found no cracks.",
        ),
    ],
)
def test_apposition_offices_ages_and_names_introduce(
    introduction: str, sentence: str, resolved: str
) -> None:
    assert resolve_mentions(sentence, (introduction,), f"{introduction} {sentence}") == resolved


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("Tessmark Port, an operator, met the bank Low Trust.", "The report said so."),
        ("The carrier Samre Lines sued the airline Quill Air.", "The company said it would win."),
        ("Deputy Mayor Ana Lowe left.", "The mayor stayed."),
        ("US President Ana Lowe met Russian President Piet Rao.", "The president smiled."),
        ("The club hired the striker Jon Marsh.", "The striker scored twice."),
        ("The carrier Samre Lines grew.", "The company car was stolen."),
        ("The carrier Samre Lines grew.", "The company that paid was not named."),
        ("The carrier Samre Lines grew.", '"The company said no.'),
        ("The carrier Samre Lines grew.", "Ana Lowe said the company was sound."),
        ("Farmers complained.", "The company said no."),
    ],
)
def test_a_description_stays_where_there_is_doubt(before: str, sentence: str) -> None:
    assert resolve_mentions(sentence, (before,), f"{before} {sentence}") == sentence


def test_a_name_that_the_article_gives_later_is_not_used() -> None:
    article = "The company said no. The carrier Samre Lines grew."
    assert resolve_mentions("The company said no.", (), article) == "The company said no."


def test_a_sentence_that_is_not_in_the_article_stays() -> None:
    assert resolve_mentions("The company moved.", (), ARTICLE) == "The company moved."


@pytest.mark.parametrize(
    ("sentence", "resolved"),
    [
        ("It expects fares to rise again.", "Samre Lines expects fares to rise again."),
        ("In 2014 it sold a ferry.", "In 2014 Samre Lines sold a ferry."),
        ("It has previously denied that.", "Samre Lines has previously denied that."),
        ("Its director, Ana Lowe, left.", "Samre Lines' director, Ana Lowe, left."),
        ("It is unclear who will pay.", "It is unclear who will pay."),
        ("It was the first time.", "It was the first time."),
        ("It rained.", "It rained."),
        ("Its first findings are due.", "Its first findings are due."),
        ('"It said no," he joked.', '"It said no," he joked.'),
    ],
)
def test_it_becomes_the_body_that_the_sentence_before_is_about(
    sentence: str, resolved: str
) -> None:
    preceding = ("Samre Lines said fuel had become dearer.",)
    assert resolve_mentions(sentence, preceding, ARTICLE) == resolved


def test_it_follows_a_description_that_is_resolved_first() -> None:
    preceding = (OPENING, "The company said fuel had become dearer.")
    resolved = resolve_mentions("It expects fares to rise again.", preceding, ARTICLE)
    assert resolved == "Samre Lines expects fares to rise again."


@pytest.mark.parametrize(
    "before",
    [
        "Ana Lowe defended the plan.",
        "The plan of Samre Lines met protests.",
        "Samre Lines' plan met protests.",
        "Samre Lines and Quill Bank met.",
    ],
)
def test_it_stays_after_a_subject_that_is_no_single_body(before: str) -> None:
    assert resolve_mentions("It said no.", (before,), ARTICLE) == "It said no."


def test_a_country_only_reports() -> None:
    preceding = ("Iran has rejected the plan.",)
    assert resolve_mentions("It said no.", preceding, ARTICLE) == "Iran said no."
    assert resolve_mentions("It sold oil.", preceding, ARTICLE) == "It sold oil."


def test_introductions_tell_noun_name_and_kind() -> None:
    found = {(intro.noun, intro.name, intro.kind) for intro in find_introductions(ARTICLE)}
    assert ("operator", "Samre Lines", "company") in found
    assert ("agency", "Harbour Agency", "body") in found
    assert ("chairman", "Piet Rao", "person") in found
    assert ("city", "city of Quill", "thing") in found
