"""Ugly texts: made-up articles in the shapes that desks paste, the long ones from templates."""

from __future__ import annotations

import random

CAPITALS = """\
NORVIK (AP) - THE PRESIDENT OF CORRIE, ANA LOW, SAID ON MONDAY THAT THE BRIDGE OVER THE ORRIN \
WOULD BE CLOSED FOR TWO YEARS. MS. LOW TOLD REPORTERS THAT 12,000 DRIVERS USE IT EVERY DAY.

"WE HAVE NO CHOICE," SHE SAID. THE U.S. FIRM HALDEN CO. WILL REBUILD IT FOR $4.5 MILLION.

DR. PIET RAO, A PROFESSOR AT THE UNIVERSITY OF NORVIK, SAID THE PIERS WERE SAFE.
"""
LIVE_BLOG = """\
LIVE: Storm Vera hits Norvik

14:32 The harbour of Norvik has been closed to all ships, the port authority says.

14:25
About 4,000 homes are without power in Low Bay, according to the grid operator Nordnet.

2.10pm GMT
Trains between Norvik and Corrie have been cancelled until Friday.

Posted at 13:58
Mayor Ana Low: "Please stay at home."

\u2022 12:15 \u2013 Schools in Corrie will stay shut on Tuesday, the council decided.

Key events
5m ago
Wind of 140 km/h was measured at Halden airport.
"""
RESULTS = """\
Norvik won the league for the third time on Saturday after a 2-1 win at Corrie.

Results
Corrie 1-2 Norvik
Halden 0-0 Low Bay

Team | P | W | D | L | Pts
Norvik | 34 | 22 | 8 | 4 | 74
Halden\t34\t19\t9\t6\t66
Low Bay   34   18   10   6   64

100m final: 1. A. Low (NOR) 9.98; 2. P. Rao (COR) 10.02; 3. J. Marsh (HAL) 10.05.
Scorers: Rao 12, Low 45 (pen); Marsh 78.
"""
SOURCE_OF_A_PAGE = """\
<p>The council of Norvik <strong>voted</strong> on Monday to close the quay.&nbsp;It opened in \
1931.</p>
<div class="ad">Advertisement</div>
<br/>
## What happens next

* **Work** starts in [May](https://norvik.example/may), the mayor said.
* The quay will cost 4&nbsp;million florins.

> "We had no choice," Low said.

![The quay](https://norvik.example/quay.jpg)
The wall fell in 2019&#8212;nobody was hurt. Rao &amp; Sons will rebuild it.
<!-- comment -->
<script>var x = 1;</script>
"""
INVISIBLE = (
    "The quay\u200b of Low\u00a0Bay was\ufeff shut on Mon\u00adday. \u200fAna Low said it\u2060 "
    "would open in May.\n\n\u200b\n\nWork starts in June."
)
CAPTIONS = """\
Mayor Ana Low opened the port of Norvik on Monday.

The new crane is 90 metres tall (Photo: Piet Rao) The port cost 40 million florins.

Scroll down for video Low said the port would pay for itself within ten years.
"""
LISTS = """\
Norvik council has published its plan for the harbour. By 2030 the town will have:

- two new quays
- a ferry to Corrie that runs every hour
* a museum

1. The first quay opens in May
2. The second quay opens in June

The plan costs 40 million florins
The town will pay half of it
"""
NO_OPENING = """\
and was shut on Monday after a storm. She said it would open in May, although the wall had been \
damaged.

The council paid 4 million florins for repairs.
"""
TWO_STORIES = """\
Storm shuts quay of Low Bay

The quay of Low Bay was shut on Monday after a storm. Mayor Ana Low said it would open in May.

Corrie elects first woman as mayor

Voters in Corrie elected Jana Falk as mayor on Sunday with 54 percent of the vote.
"""
LANGUAGES = (
    "The quay of Low Bay was shut on Monday. \u00abLa ville a d\u00e9cid\u00e9 de fermer le quai "
    "pour deux ans.\u00bb Der B\u00fcrgermeister sagte, die Mauer sei nicht sicher. Mayor Ana Low "
    "said it would open in May. \u041c\u044d\u0440 \u0437\u0430\u044f\u0432\u0438\u043b, "
    "\u0447\u0442\u043e \u043f\u0440\u0438\u0447\u0430\u043b \u043e\u0442\u043a\u0440\u043e"
    "\u044e\u0442."
)
CURLY = (
    "\u201cWe had no choice,\u201d Low said. \u2018It\u2019s 90 years old,\u2019 she added, "
    "\u201cand Rao\u2019s report says so.\u201d\n\nThe quay \u2014 shut since May \u2014 cost "
    "4 million florins\u2026 Nobody \u201eknew\u201c that."
)
SHORT_TEXTS = {
    "capitals": CAPITALS,
    "live blog": LIVE_BLOG,
    "results": RESULTS,
    "source of a page": SOURCE_OF_A_PAGE,
    "invisible characters": INVISIBLE,
    "captions": CAPTIONS,
    "lists": LISTS,
    "no opening": NO_OPENING,
    "two stories": TWO_STORIES,
    "languages": LANGUAGES,
    "curly marks": CURLY,
}

_PERSONS = ("Ana Low", "Piet Rao", "Jon Marsh", "Mira Oduya", "Ilse Falk", "Lena Benning")
_PLACES = ("Norvik", "Corrie", "Halden", "Low Bay", "Ardlaw")
_DAYS = ("Monday", "Tuesday", "Friday")
_TURNS = (
    "{speaker}: I told the council of {place} in {year} that the bridge cost {n} million florins.",
    "{speaker}: When did you know that?",
    "{speaker}: The port of {place} handled {n},000 containers, and nobody asked {other} about it.",
    "{speaker}: He said it on {day}, {other}.",
    "[APPLAUSE]",
    "(CROSSTALK)",
    "{speaker}: We closed the quay on {day} because the wall had fallen, and {n} people were hurt.",
    "{speaker}: Thank you, {other}.",
)
_POSTS = (
    "{n} homes in {place} are without power, {other} says.",
    "Trains to {place} have been cancelled until {day}.",
    "{other}: \u201cPlease stay at home.\u201d",
    "The quay of {place} was shut in {year}, and again on {day}.",
)


def transcript(words: int, seed: int = 1) -> str:
    """Return a hearing of at least so many words, a turn a line."""
    return "\n".join(_lines(_TURNS, words, seed))


def live_blog(posts: int, seed: int = 1) -> str:
    """Return a live blog, each post under its clock."""
    chance = random.Random(seed)  # noqa: S311  made-up news needs no secrecy
    lines = [_fill(chance.choice(_POSTS), chance) for _ in range(posts)]
    clocks = (f"{23 - i * 23 // posts:02}:{59 - i % 60:02}" for i in range(posts))
    return "\n\n".join(f"{clock}\n{line}" for clock, line in zip(clocks, lines, strict=True))


def _lines(templates: tuple[str, ...], words: int, seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311  as above
    lines: list[str] = []
    count = 0
    while count < words:
        lines.append(_fill(chance.choice(templates), chance))
        count += len(lines[-1].split())
    return lines


def _fill(template: str, chance: random.Random) -> str:
    speaker, other = chance.sample(_PERSONS, 2)
    return template.format(
        speaker=speaker.upper(),
        other=other,
        place=chance.choice(_PLACES),
        year=chance.randint(1990, 2024),
        n=chance.randint(2, 900),
        day=chance.choice(_DAYS),
    )
