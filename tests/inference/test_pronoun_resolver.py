"""The pronoun resolver: whom an opening "he" is taken to mean, and when nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.domain.analysis import RewriteRequest
from service.domain.errors import WeightsError
from service.inference.pronoun_resolver import PronounResolver

DIRECTOR = "Anton Reisz, who leads the Veterinary Office, took samples from 41 carcasses."
RIVAL = "The farmer Gwen Tarrant said she lost 64 ewes, and Tarrant said they had been well."
WARNING = "He warned farmers not to jump to conclusions about the vaccine."
NAMED = "Anton Reisz warned farmers not to jump to conclusions about the vaccine."


@pytest.fixture(scope="module")
def resolver() -> PronounResolver:
    return PronounResolver.load()


def request(*lines: str) -> RewriteRequest:
    return RewriteRequest(
        lines[-1], lines[:-1][-3:], (), "\n".join(lines), None, lines, len(lines) - 1
    )


def test_a_pronoun_means_the_only_person_named_before(resolver: PronounResolver) -> None:
    assert resolver.resolve(request(DIRECTOR, WARNING), WARNING) == NAMED


def test_a_pronoun_means_nobody_whom_a_title_shows_to_be_of_the_other_gender(
    resolver: PronounResolver,
) -> None:
    farmer = "Gwen Tarrant farms at Arrow Hill."
    title = "Mrs Tarrant lost 64 ewes."

    assert resolver.resolve(request(DIRECTOR, farmer, title, WARNING), WARNING) in {NAMED, None}
    assert resolver.resolve(request(farmer, title, WARNING), WARNING) is None


def test_sentences_about_the_same_person_do_not_push_that_person_away(
    resolver: PronounResolver,
) -> None:
    second = "He found a toxin in 12 of them."

    assert resolver.resolve(request(DIRECTOR, second, WARNING), WARNING) == NAMED


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("His office was closed on Monday.", "Anton Reisz's office was closed on Monday."),
        ("In May he was appointed.", "In May Anton Reisz was appointed."),
        (
            "According to reports, he had left Norvik.",
            "According to reports, Anton Reisz had left Norvik.",
        ),
        ('"The vaccine is safe," he said.', '"The vaccine is safe," Anton Reisz said.'),
    ],
)
def test_the_name_takes_the_form_of_its_place(
    resolver: PronounResolver, sentence: str, named: str
) -> None:
    assert resolver.resolve(request(DIRECTOR, sentence), sentence) == named


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((WARNING,), id="nobody named before"),
        pytest.param(
            ("The vaccine was withdrawn from all clinics in Norvik.", WARNING), id="only a place"
        ),
        pytest.param(
            (DIRECTOR, "Anton Reisz and the farmer Otto Brenn met in Norvik.", WARNING),
            id="two persons together",
        ),
        pytest.param((DIRECTOR, "The vaccine was withdrawn."), id="no pronoun"),
        pytest.param((DIRECTOR, "They warned farmers."), id="several persons"),
        pytest.param((DIRECTOR, "He said she needs another test."), id="another pronoun"),
        pytest.param(
            (
                "Anton Reisz, a doctor in Norvik, saw the scan.",
                "The patient was given another pillow in May.",
                "His symptoms improved within a month.",
            ),
            id="a patient since",
        ),
        pytest.param(
            ("Anton Reisz said the driver was asleep.", "He was taken to hospital in Norvik."),
            id="the one told of",
        ),
        pytest.param(
            (DIRECTOR, "A man of 40 appeared in court on Monday.", "He denied murder."),
            id="who denies is not who spoke before",
        ),
        pytest.param((DIRECTOR, "In May Otto Brenn lost his job in Leeds."), id="named before"),
        pytest.param((DIRECTOR, "Leeds sacked its coach.", "He had come in May."), id="its coach"),
        pytest.param(
            (DIRECTOR, "Two men were shot in Leeds.", "He is in hospital."), id="one of two"
        ),
        pytest.param(
            ("Otto Brenn married Gwen Tarrant in Leeds.", "She was born in Norvik."),
            id="a couple",
        ),
        pytest.param(
            ("Eva Roth opened the school.", "On Monday police arrested her after a fight."),
            id="an object",
        ),
        pytest.param(
            ("Ana Roth, prosecuting, said the victim was asleep.", "She awoke in the night."),
            id="counsel",
        ),
        pytest.param(
            (DIRECTOR, "The victim said Anton Reisz was shouted at.", "She had slept badly."),
            id="the one who tells of a person",
        ),
        pytest.param(
            (DIRECTOR, "Citing his doctor, Karl Voss said the office was closed."),
            id="whom the sentence itself names",
        ),
        pytest.param(
            (DIRECTOR, "He said the trial of Anton Reisz had begun."),
            id="whom the sentence names as another",
        ),
        pytest.param(
            (
                "The Harry Otter author was criticised.",
                "Harry Otter said nothing.",
                "In May she gave to a party.",
            ),
            id="the hero of a book",
        ),
        pytest.param(
            ("He told the Anton Marr Show that he was keen.", "He also said he wanted more."),
            id="a show",
        ),
        pytest.param(
            ("Brand was heckled.", "Brand said nothing.", "He called the journalist a snide."),
            id="nobody named in full",
        ),
    ],
)
def test_nobody_is_named_in_doubt(resolver: PronounResolver, lines: tuple[str, ...]) -> None:
    assert resolver.resolve(request(*lines), lines[-1]) is None


def test_who_leads_by_little_is_believed_of_others_and_not_named(
    resolver: PronounResolver,
) -> None:
    before = ("Anton Reisz leads it.", "Otto Brenn farms.", "The office was closed in May.")
    asked = request(*before, WARNING)

    assert resolver.resolve(asked, WARNING) is None
    assert resolver.guess(asked, WARNING) == WARNING.replace("He", "Otto Brenn")


def test_the_subject_of_the_sentence_before_is_likelier_than_whoever_stands_further_up(
    resolver: PronounResolver,
) -> None:
    assert resolver.resolve(request(RIVAL, DIRECTOR, WARNING), WARNING) == NAMED


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    stored = {"features": ["height"], "weights": [1.0], "intercept": 0, "rival_weight": 0}
    (tmp_path / "pronouns.json").write_text(json.dumps(stored | {"min_lead": 0.5}))

    with pytest.raises(WeightsError, match="train-pronouns"):
        PronounResolver.load(tmp_path)
