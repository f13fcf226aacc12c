from itertools import pairwise
from pathlib import Path

import pytest

import service.samples
from service.text.boilerplate import find_boilerplate
from service.text.normalization import normalize

PROSE = (
    "The council of Low Bay voted on Monday to rebuild the old quay for 3 million florins.\n\n"
    "Mayor Ana Low said the work would start in May and take about two years to finish.\n\n"
    "Fishermen had asked for the money since a storm broke the northern wall in 2019."
)


def marked(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_boilerplate(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "3. Skip to more Low Bay sites",
        "Read more: Quay wall falls into the sea",
        "READ MORE: Quay wall falls into the sea",
        "Also read: Storm of the century",
        "Image: Dario Mendel/Bay Post",
        "Photo by Dario Mendel",
        "© 2024 Bay Post. All rights reserved.",
        "Getty Images",
        "By Lena Marsh, Staff Writer",
        "kt,mob/re (Reuters, AP)",
        "(Reporting by Lena Marsh in Low Bay; Editing by Piet Rao)",
        "Lena Marsh contributed to this report.",
        "Share on Facebook",
        "Facebook Twitter WhatsApp Email",
        "Sign up for our newsletter",
        "You can sign up here to get the five stories of the day.",
        "https://baypost.example/s/8841",
        "lena.marsh@baypost.example",
        "@baypost",
        "June 3, 2024",
        "Published 3 June 2024 14:05 GMT",
        "Updated: June 3, 2024 at 2:05 PM",
        "Advertisement",
        "12 Comments",
        "Privacy Policy | Terms of Use",
        "Media playback is not supported on this device",
        "Your weather is set to . You can change the location at any time.",
        "Please use Chrome browser for a more accessible video player 1:43 Why tea is good",
        "Follow us on Twitter @baypost and on Instagram",
        "This article was originally published by Bay Post.",
    ],
)
def test_furniture_between_paragraphs_is_marked(line: str) -> None:
    first, rest = PROSE.split("\n\n", 1)
    assert marked(f"{first}\n\n{line}\n\n{rest}") == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "Customers who subscribe to the service today will pay nine florins, the firm said.",
        "By the time the fire was out, four houses on Mill Lane had burned down.",
        "Share prices of the two largest yards fell by 4 percent on Monday.",
        "Images of the wreck were shown to the jury on the second day of the trial.",
        "Read the small print, the regulator told savers after the bank had failed.",
        "Photographs of the minister with the builder were published in May.",
        "Sources close to the talks said that a deal could be signed on June 3.",
        "Follow-up inspections found that 12 of 40 bridges had not been repaired.",
        "Next year the port expects to handle 40,000 containers.",
        "Related costs rose to 2.1 million florins, according to the audit.",
        "Video from the scene showed the roof on fire, police said.",
        "Updated figures show that 41 people were hurt in the crash.",
        "Comments by the mayor led to a protest of some 300 people on Friday.",
        "Trending downwards for years, the price of cod reached 2 florins in May.",
        "May 4 was the hottest day that was ever measured in Low Bay.",
        "Reporting by the newspaper led to two arrests, the prosecutor said.",
    ],
)
def test_news_that_opens_like_furniture_is_kept(sentence: str) -> None:
    assert marked(f"{PROSE}\n\n{sentence}") == []


def test_plain_prose_has_no_boilerplate() -> None:
    assert find_boilerplate(PROSE) == ()


def test_a_page_keeps_its_prose_and_loses_its_menus() -> None:
    menu = "\n".join(["* Home", "* World", "* Sport", "Log in", "Search", "Share"])
    links = "\n".join(["Most read", "1. Cat saves dog", "2. Dog saves cat", "Privacy Policy"])
    text = f"{menu}\n\n{PROSE}\n\n{links}"
    kept = text
    for span in reversed(find_boilerplate(text)):
        kept = kept[: span.start] + kept[span.end :]
    assert kept.split() == PROSE.split()


def test_a_page_without_blank_lines_loses_its_menus_too() -> None:
    text = "\n".join(
        ["Menu", "Search", "Log in", "World", *PROSE.split("\n\n"), "Share", "Most read", "Cat"]
    )
    assert marked(text) == ["Menu", "Search", "Log in", "World", "Share", "Most read", "Cat"]


def test_a_table_of_results_is_no_furniture() -> None:
    table = "\n".join(f"{n}. Runner {n} (Low Bay) 4hrs {n}mins" for n in range(1, 11))
    assert marked(f"{PROSE}\n\nResults:\n{table}") == []


def test_a_caption_above_its_credit_is_marked_but_the_lead_is_not() -> None:
    caption = "The old quay of Low Bay after the storm"
    credit = "Image: Dario Mendel/Bay Post"
    assert marked(f"{PROSE}\n\n{caption}\n{credit}\n\n{PROSE}") == [caption, credit]
    first = PROSE.split("\n\n", maxsplit=1)[0]
    assert marked(f"{first}\n{credit}\n{PROSE}") == [credit]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("LOW BAY (Reuters) - The old quay will be rebuilt by 2026.", ["LOW BAY (Reuters) -"]),
        ("(CNN)The old quay of Low Bay will be rebuilt.", ["(CNN)"]),
        ("LOW BAY, June 3 — The old quay of Low Bay will be rebuilt.", ["LOW BAY, June 3 —"]),
        (
            "The wall fell. Scroll down for video The mayor saw it fall.",
            ["Scroll down for video"],
        ),
        (
            "Media playback is not supported on this deviceThe mayor saw the wall fall.",
            ["Media playback is not supported on this device"],
        ),
        (
            "The wall fell at noon. (Reporting by Lena Marsh; Editing by Piet Rao)",
            ["(Reporting by Lena Marsh; Editing by Piet Rao)"],
        ),
    ],
)
def test_passages_inside_a_paragraph_are_cut_out(line: str, expected: list[str]) -> None:
    assert marked(line) == expected


def test_the_pasted_sample_gives_up_all_its_furniture() -> None:
    path = Path(service.samples.__file__).with_name("ferry_inquiry.txt")
    text = normalize(path.read_text(encoding="utf-8"))
    found = "\n".join(marked(text))
    for piece in ("Skip to", "Log in", "Image:", "Read more", "kt,mob", "Sign up", "Share on"):
        assert piece in found
    assert "87 lives" not in found
    assert "1.2 million people" not in found


def test_spans_are_ordered_and_do_not_overlap() -> None:
    path = Path(service.samples.__file__).with_name("ferry_inquiry.txt")
    spans = find_boilerplate(normalize(path.read_text(encoding="utf-8")))
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_the_lead_is_kept_though_buttons_part_it_from_the_story() -> None:
    lead = "A storm has shut the quay of Low Bay, and nobody knows for how long it will be."
    buttons = "\n".join(["Share", "Facebook", "Twitter", "Email", "Print", "Advertisement"] * 2)
    text = f"Menu\nSearch\nLog in\nStorm shuts quay of Low Bay\n{lead}\n{buttons}\n{PROSE}"
    found = marked(text)
    assert lead not in found
    assert "Storm shuts quay of Low Bay" not in found
    assert "Facebook" in found


def test_wrapped_prose_is_judged_as_one_paragraph() -> None:
    menu = "\n".join(["Menu", "Search", "Log in", "Share", "Home", "Sport", "World"])
    wrapped = (
        "The council of Low Bay voted on Monday to rebuild the old\n"
        "quay for three million florins, although the harbour master\n"
        "had warned that the northern wall may not bear the weight\n"
        "of modern ships."
    )
    assert marked(f"{menu}\n\n{wrapped}\n\n{wrapped}") == menu.split("\n")


def test_a_list_of_teasers_with_bylines_and_times_is_no_part_of_the_story() -> None:
    teaser = (
        "The harbour master of Low Bay said on Monday that nobody had asked him before the "
        "council voted, and that he would have told it of the cracks in the northern wall."
    )
    menu = "Menu\nSearch\nLog in\nStorm shuts quay of Low Bay"
    items = "\n".join(
        f"* Headline number {i} of the bay\nNovember {i}, 2019\n{teaser[:-i]}." for i in range(1, 7)
    )
    found = marked(f"{menu}\n{PROSE}\nShare\n{items}")
    assert "* Headline number 3 of the bay" in found
    assert not set(PROSE.split("\n")) & set(found)


def test_a_caption_that_a_gallery_repeats_is_no_part_of_the_story() -> None:
    caption = "Ann Lee, left, walks along the northern wall of the old quay of Low Bay on Monday."
    menu = "Menu\nSearch\nLog in\nShare\nHome\nSport\nStorm shuts quay of Low Bay"
    first, *rest = PROSE.split("\n")
    text = "\n".join([menu, first, caption, *rest, caption, rest[0] if rest else first, caption])
    assert caption in marked(text)


def test_captions_that_tell_their_place_in_a_gallery_are_no_part_of_the_story() -> None:
    captions = [
        "1 of 3 Moss Bay's Ann Lee walks along the quay of Low Bay on Monday.",
        "2 of 3 A woman walks along the quay of Low Bay on Monday.",
    ]
    text = "\n\n".join([captions[0], PROSE, captions[1]])
    assert set(captions) <= set(marked(text))
    poll = ["9 of 10 Republicans back it.", "3 of 10 Democrats do so.", "2 of 10 Greens do not."]
    assert not set(poll) & set(marked("\n\n".join([PROSE, *poll])))
    alone = "1 of 3 Americans has never seen the sea, the mayor of Low Bay said."
    assert alone not in marked(f"{PROSE}\n\n{alone}")


@pytest.mark.parametrize(
    "line",
    [
        "ImageA woman walks along the quay of Low Bay.",
        "CreditCreditAnn Lee/Low Bay Prize",
        "By Ann Lee - 11/19/19 06:56 AM EST",
        "By Ann Lee2014-12-22 17:43:29 UTC",
        "Monday November 18, 2019 7:45 am PST by Ann Lee",
        "| November 18, 2019 12:26 PM",
        "32m ago",
        "Email Ann Lee at ann@example.org or follow her.",
        "Correspondent Ann Lee may be reached at ann@example.org.",
        "The quay of Low Bay in winter (Image: Ann Lee)",
        "A woman looks at the quay of Low Bay. \u00a9 Ann Lee",
    ],
)
def test_bylines_times_and_captions_of_many_shapes_are_marked(line: str) -> None:
    assert line in marked(f"{PROSE}\n\n{line}")


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday afternoon the crowd in Low Bay had left the quay at 5pm.",
        "The island can be reached on foot at low tide, said Ann Lee of the harbour office.",
        "There was an error in the count of the votes, the mayor of Low Bay said.",
        "Ann Lee is a reporter for the Low Bay Courier, which her mother founded in 1950.",
        "ImageNet is a data set of 14 million pictures of Low Bay and other places.",
        "CreditSights analyst Ann Lee said the bank of Low Bay would close in May.",
        "The council paid 40 florins to the S\u00c3\u00a9lier family, who own the wall.",
    ],
)
def test_prose_that_opens_like_a_credit_is_kept(line: str) -> None:
    assert line not in marked(f"{PROSE}\n\n{line}")
