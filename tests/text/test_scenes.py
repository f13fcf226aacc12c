from __future__ import annotations

import pytest

from service.domain.claim import SkipReason
from service.text.preparation import prepare
from service.text.scenes import shows_picture


@pytest.mark.parametrize(
    "sentence",
    [
        "A man rides on a donkey in the village of Halden on November 19, 2019.",
        "Norvik guards pictured with Ana Low at a rally in Halden earlier this month.",
        "Ana Low flexes her arms before her fight with Orla Dun.",
        "Rivals Ana Low and Orla Dun face off during the weigh-in in Halden.",
        "Ana Low celebrates after scoring for Halden.",
    ],
)
def test_what_a_picture_shows_is_no_news(sentence: str) -> None:
    assert shows_picture(sentence)
    prose = "Ana Low won a race in Halden on Sunday. She had trained for nine years."
    prepared = prepare(f"{prose}\n\n{sentence}\n\n{prose}", None, None)
    assert [s.skip for s in prepared.sentences if s.text == sentence] == [SkipReason.NO_FACT]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Low was pictured with guards at a rally in Halden.",
        "Guards pictured with Ana Low at a rally say they were tricked.",
        "Locks are seen as the most costly part of the canal.",
        "Ana Low opened the lock on November 19, 2019.",
        "Ana Low works for the port of Halden.",
        "The dam poses a risk to 4,000 homes.",
        "Norvik holds elections on May 4, 2027.",
        "The car photographed at the scene belongs to Ana Low.",
        "Similar waves of mysterious illnesses have been reported in Halden.",
        "The bank arrived at a value of 4 million kroner.",
    ],
)
def test_what_is_told_of_more_than_a_picture_is_news(sentence: str) -> None:
    assert not shows_picture(sentence)
