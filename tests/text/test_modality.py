import pytest

from service.text.modality import lost_hedges


@pytest.mark.parametrize(
    ("sentence", "evidence", "lost"),
    [
        (
            "Ana Low met Piet Rao in Tessmark.",
            "Ana Low said she would be willing to meet Piet Rao in Tessmark.",
            "willing to",
        ),
        (
            "The quay opened to ships from Norvall.",
            "The port offered to open the quay to ships from Norvall.",
            "offered to",
        ),
        ("Low said she would see Kell.", "Low said she would like to see Kell.", "would like to"),
        ("The wall will collapse in winter.", "The wall may collapse in winter.", "may"),
        ("The wall may not hold.", "The wall might not hold, Rao told reporters.", "told"),
        ("The mayor took bribes.", "The mayor allegedly took bribes.", "allegedly"),
        ("The council approved the plan.", "The council has not approved the plan.", "not"),
        ("Rao climbed the tower.", "Rao tried to climb the tower twice.", "tried to"),
        ("The ferry left at noon.", '"The ferry left at noon," Low said.', "said"),
        ("The ferry left at noon.", '"The ferry left at noon," said Ana Low, 41.', "said"),
        ("The ferry left at noon.", "The ferry left at noon, according to Low.", "according to"),
        ("The fair drew 400 people.", "The fair drew nearly 400 people.", "nearly"),
        ("The ship is flying to Kell.", "The ship is scheduled to fly to Kell.", "scheduled to"),
        ("Low did not resign.", "Low resigned on Monday.", "added: not"),
    ],
)
def test_a_dropped_cue_is_named(sentence: str, evidence: str, lost: str) -> None:
    assert lost in lost_hedges(sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        (
            "Ana Low offered to meet Piet Rao.",
            "Ana Low said she would be willing to meet Piet Rao in Tessmark.",
        ),
        ("Low said she wanted to see Kell.", "Low said she would like to see Kell."),
        (
            "Rao's helicopter was grounded by fog.",
            "Rao tried to land, but his helicopter was grounded by fog.",
        ),
        ("Rao failed to climb the tower.", "Rao tried to climb the tower, but slipped."),
        (
            "The plant employs 400 people.",
            "The plant, which may close in June, employs 400 people.",
        ),
        ("Low said the wall could fall in winter.", "The wall might fall in winter, Low said."),
        ("The council rejected the plan.", "The council did not approve the plan."),
        ("The fair drew almost 400 people.", "The fair drew nearly 400 people."),
        ("Work starts in May.", "Work starts in May."),
        (
            "Ana Low runs a farm near Kell.",
            "Ana Low, who runs a farm near Kell, said the storm was the worst in years.",
        ),
    ],
)
def test_a_kept_or_unrelated_cue_is_not_lost(sentence: str, evidence: str) -> None:
    assert lost_hedges(sentence, evidence) == ()


@pytest.mark.parametrize(
    ("evidence", "lost"),
    [
        ("Arne Holm offered to meet the strikers on Friday.", ("offered to",)),
        ("Arne Holm is willing to meet the strikers on Friday.", ("willing to",)),
        (
            "Arne Holm is considering whether to meet the strikers on Friday.",
            ("considering", "whether to"),
        ),
        ("Arne Holm plans to meet the strikers on Friday.", ()),
        ("Arne Holm agreed to meet the strikers on Friday.", ()),
    ],
)
def test_what_somebody_wishes_is_not_what_will_be(evidence: str, lost: tuple[str, ...]) -> None:
    assert lost_hedges("Arne Holm will meet the strikers on Friday.", evidence) == lost
