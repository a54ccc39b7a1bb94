"""T10: an event arrives without the one that its phone wrote before it."""

from tests.support.towns import Phone, Town, a_town


def offline_work(town: Town) -> tuple[Phone, str, str, str]:
    """A mediator took a case and noted something, offline; the note arrives first, or alone."""
    mediator = town.phone("med-a")
    case = town.phone("grid-a").reports()
    town.office("operator").does(case, "accept")
    mediator.goes_offline(case)
    return mediator, case, mediator.does(case, "take"), mediator.does(case, "note")


def test_it_waits_for_the_other_and_then_counts() -> None:
    with a_town() as town:
        mediator, case, took, note = offline_work(town)
        first, second = mediator.unsent
        mediator.unsent = [second]
        mediator.comes_online()
        assert town.result(note) == ("parked", "waits_for_prev")
        assert town.state(case)["state"] == "accepted"
        mediator.unsent = [first]
        mediator.sends()
        assert (town.result(took), town.result(note)) == (("applied", None), ("applied", None))
        assert [one["text"] for one in town.state(case)["notes"]] == ["已电话联系"]


def test_after_72_hours_it_is_looked_at_without_the_other() -> None:
    with a_town() as town:
        mediator, case, _, note = offline_work(town)
        first, second = mediator.unsent
        mediator.unsent = [second]
        mediator.comes_online()
        town.passes(hours=73)
        assert town.result(note) == ("parked", "not_handler")
        assert "gap" in town.state(case)["flags"]
        mediator.unsent = [first]
        mediator.sends()
        assert town.result(note) == ("applied", None), "the take came after all"
