"""T19: the office lowers the risk while a phone raised it offline."""

from tests.support.towns import a_town


def test_the_raise_wins() -> None:
    with a_town() as town:
        grid, deputy = town.phone("grid-a"), town.office("deputy")
        case = grid.reports(risk_level="medium")
        grid.goes_offline(case)
        raised = grid.does(case, "risk_raise", risk_level="high")
        lowered = deputy.does(case, "risk_lower", risk_level="low")
        assert town.state(case)["risk_level"] == "low"
        grid.comes_online()
        assert town.state(case)["risk_level"] == "high"
        assert (town.result(raised), town.result(lowered)) == (("applied", None), ("applied", None))
        deputy.does(case, "risk_lower", risk_level="low")
        assert town.state(case)["risk_level"] == "low", "now it is known"
