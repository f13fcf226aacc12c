"""Support format: what a statement is held against, and how branches lie side by side."""

from __future__ import annotations

from service.inference.support_format import Branch, Leaf, choose_evidence
from service.inference.support_packing import lay_out

COUNCIL = "The council of Dorrin closed the northern bridge on Friday."
COST = "Engineers expect repairs to cost the province four million crowns."
ARTICLE = "\n".join((COUNCIL, "Buses will take another road.", "Shops stayed open all week.", COST))


def test_given_evidence_is_enough_where_it_tells_the_statement() -> None:
    evidence = choose_evidence("The council closed the northern bridge.", (COUNCIL,), ARTICLE)

    assert evidence == (COUNCIL,)


def test_more_is_sought_where_much_of_a_statement_stands_elsewhere() -> None:
    joined = "The council closed the bridge, and repairs cost the province four million crowns."

    assert choose_evidence(joined, (COUNCIL,), ARTICLE) == (COST, COUNCIL)


def test_statements_of_one_source_share_its_context() -> None:
    given = (COUNCIL, "Buses will take another road.")

    evidence = {
        choose_evidence(statement, given, ARTICLE)
        for statement in ("The council closed the bridge.", "The bridge closed on Friday.")
    }

    assert evidence == {("Buses will take another road.", COUNCIL)}


def branch(*tokens: int) -> Branch:
    leaf = Leaf(tokens=(*tokens, 90), own=(0, len(tokens)), offsets=((0, 1),) * len(tokens))
    return Branch(evidence=(1, 2, 3), leaves=(leaf,), members=(tokens[0],))


def test_what_a_branch_is_filled_up_with_is_seen_by_nothing_else() -> None:
    branches = [branch(11, 12), branch(21, 22, 23, 24)]
    plain, filled = lay_out(branches), lay_out(branches, 8)

    assert plain.bounds == ((0, 6), (6, 14))
    assert filled.bounds == ((0, 8), (8, 16))
    real = [place for place in range(16) if place not in {6, 7}]
    assert filled.tokens[real].tolist() == plain.tokens.tolist()
    assert filled.positions[real].tolist() == plain.positions.tolist()
    assert filled.sees[real][:, real].tolist() == plain.sees.tolist()
    assert not filled.sees[real][:, [6, 7]].any()
    assert [filled.tokens[place] for place in filled.last] == [90, 90]
    assert filled.tokens[filled.own].tolist() == plain.tokens[plain.own].tolist()


def test_filling_sees_itself_since_attention_to_nothing_is_not_a_number() -> None:
    filled = lay_out([branch(11, 12)], 8)

    assert filled.sees.any(dim=1).all()
