"""How an office keeps its checklist: drafts, uploads, publishing; and who may not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.extensions import services
from sync.errors import NotFound
from tests.support.centre import follow
from tests.support.office import DISTRICT, OTHER_TOWNSHIP, TOWNSHIP, Office, an_office, bearer
from tests.support.workbooks import a_whole_one, of_rows

NAME = {"zh-CN": "清单", "en": "list"}
LINE = {
    "code": "SC01",
    "label": {"zh-CN": "标线", "en": "lines"},
    "category": "traffic",
    "owners": ["PSB"],
    "days": 5,
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path) as office:
        office.load_district()
        office.staff("op", "u-patrol", ["twp_operator"])
        office.staff("auditor", "u-district", ["auditor"])
        yield office


class Desk:
    """Somebody at the console."""

    def __init__(self, office: Office, staff_id: str) -> None:
        self.office, self.session = office, office.signed_in(staff_id)

    def get(self, path: str) -> Any:
        answer = self.office.get(f"/api/{path}", self.session)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def drafts(self, place: str = TOWNSHIP, *lines: dict[str, Any]) -> Any:
        body = {"place": place, "name": NAME, "lines": list(lines) or [LINE]}
        return self.office.client.put("/api/checklists/draft", headers=bearer(self.session), json=body)

    def uploads(self, content: bytes, place: str = TOWNSHIP, language: str = "en") -> Any:
        headers = {**bearer(self.session), "Accept-Language": language}
        return self.office.client.post(
            f"/api/checklists/xlsform?place={place}", headers=headers, data=content
        )

    def publishes(self, code: str, place: str = TOWNSHIP) -> Any:
        return self.office.post(f"/api/checklists/{code}/publish", self.session, {"place": place})

    def versions(self, place: str = TOWNSHIP) -> list[tuple[str, str, bool]]:
        found = self.get(f"checklists?place={place}")["versions"]
        return [(one["code"], one["state"], one["in_force"]) for one in found]


def on_phones(office: Office, code: str, place: str = TOWNSHIP) -> dict[str, Any] | None:
    with office.app.app_context():
        try:
            return services().store.read(f"ref_{place}", f"checklist:{code}")
        except NotFound:
            return None


def test_the_shipped_list_is_there_from_the_start(office: Office) -> None:
    desk = Desk(office, "op")
    assert desk.versions() == [("school-1", "published", True)]
    shown = desk.get(f"checklists/school-1?place={TOWNSHIP}")
    assert (shown["asked"], shown["source"], shown["by"]) == (20, "shipped", None)
    assert shown["questions"][0]["children"][0]["label"]["zh-CN"].startswith("校门口")


def test_a_draft_is_the_offices_until_it_is_published(office: Office) -> None:
    desk = Desk(office, "op")
    assert desk.drafts().get_json()["code"] == "school-2"
    assert desk.versions()[0] == ("school-2", "draft", False)
    assert on_phones(office, "school-2") is None
    assert desk.drafts(TOWNSHIP, LINE, {**LINE, "code": "own_1"}).get_json()["asked"] == 2
    assert desk.publishes("school-2").get_json()["in_force"]
    copy = on_phones(office, "school-2")
    assert copy is not None
    assert [item["name"] for item in copy["questions"][0]["children"]] == ["SC01", "own_1"]
    follow(office.app)


def test_what_is_published_is_never_written_again(office: Office) -> None:
    desk = Desk(office, "op")
    desk.drafts()
    desk.publishes("school-2")
    before = on_phones(office, "school-2")
    assert desk.publishes("school-2").status_code == 409
    assert desk.drafts(TOWNSHIP, {**LINE, "code": "other"}).get_json()["code"] == "school-3"
    desk.publishes("school-3")
    assert on_phones(office, "school-2") == before
    assert desk.versions() == [
        ("school-3", "published", True),
        ("school-2", "published", False),
        ("school-1", "published", False),
    ]


def test_a_crash_between_registry_and_phones_is_made_good(office: Office) -> None:
    desk = Desk(office, "op")
    desk.drafts()
    desk.publishes("school-2")
    with office.app.app_context():
        store = services().store
        copy = store.read(f"ref_{TOWNSHIP}", "checklist:school-2")
        store.write(f"ref_{TOWNSHIP}", [{"_id": copy["_id"], "_rev": copy["_rev"], "_deleted": True}])
    assert desk.publishes("school-2").status_code == 200
    assert on_phones(office, "school-2") is not None


def test_the_districts_list_is_all_townships_and_a_draft_of_theirs_stays(office: Office) -> None:
    desk, district = Desk(office, "op"), Desk(office, "district")
    desk.drafts(TOWNSHIP, {**LINE, "code": "ours"})
    district.drafts(DISTRICT)
    assert district.publishes("school-2", DISTRICT).status_code == 200
    assert on_phones(office, "school-2", OTHER_TOWNSHIP) is not None
    assert desk.versions()[:2] == [("school-3", "published", True), ("school-2", "draft", False)]
    assert desk.publishes("school-2").get_json()["code"] == "school-4"
    assert desk.versions()[0] == ("school-4", "published", True)
    assert [code for code, *_ in desk.versions()] == ["school-4", "school-3", "school-1"]


def test_a_workbook_is_uploaded_as_a_draft(office: Office) -> None:
    answer = Desk(office, "op").uploads(a_whole_one())
    made = answer.get_json()
    assert (answer.status_code, made["source"], made["asked"]) == (200, "xlsform", 6)
    assert made["name"] == {"zh-CN": "消防专项检查", "en": "消防专项检查"}


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "不支持题型"), ("en", "not supported")])
def test_a_broken_workbook_leaves_nothing_and_says_where(office: Office, language: str, word: str) -> None:
    desk = Desk(office, "op")
    answer = desk.uploads(of_rows(("video", "film", "录像", "Film")), language=language)
    told = answer.get_json()
    assert (answer.status_code, told["code"]) == (422, "form_wrong")
    (problem,) = told["errors"]["problems"]
    assert (problem["sheet"], problem["row"], problem["column"]) == ("survey", 2, "type")
    assert word in problem["words"]
    assert len(desk.versions()) == 1


@pytest.mark.parametrize(
    "line",
    [
        {**LINE, "code": "1"},
        {**LINE, "days": 0},
        {**LINE, "owners": []},
        {**LINE, "category": "sea"},
        {**LINE, "label": {"zh-CN": "", "en": "x"}},
    ],
)
def test_a_line_that_does_not_fit(office: Office, line: dict[str, Any]) -> None:
    assert Desk(office, "op").drafts(TOWNSHIP, line).status_code == 422


def test_a_line_stands_there_once(office: Office) -> None:
    assert Desk(office, "op").drafts(TOWNSHIP, LINE, {**LINE, "code": "sc01"}).status_code == 422


@pytest.mark.parametrize(("staff_id", "status"), [("dispatch", 403), ("neighbour", 403), ("member", 403)])
def test_only_the_operators_of_the_place_may_edit(office: Office, staff_id: str, status: int) -> None:
    Desk(office, "op").drafts()
    desk = Desk(office, staff_id)
    assert desk.drafts().status_code == status
    assert desk.uploads(a_whole_one()).status_code == status
    assert desk.publishes("school-2").status_code == status
    assert office.get(f"/api/checklists?place={TOWNSHIP}", desk.session).status_code == (
        200 if staff_id == "dispatch" else status
    )


def test_a_version_that_is_not_there(office: Office) -> None:
    desk = Desk(office, "op")
    assert desk.publishes("school-9").status_code == 404
    assert office.get(f"/api/checklists/school-9?place={TOWNSHIP}", desk.session).status_code == 404


def test_who_drafted_and_published_is_noted(office: Office) -> None:
    desk = Desk(office, "op")
    desk.drafts()
    desk.publishes("school-2")
    notes = Desk(office, "auditor").get("audit")["items"]
    told = [
        (one["what"], one["by"]["id"], one["more"]["place"]) for one in notes if "checklist" in one["what"]
    ]
    assert told == [("checklist_published", "op", TOWNSHIP), ("checklist_drafted", "op", TOWNSHIP)]
