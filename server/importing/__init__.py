"""Import of a district: a folder of lists, as an office keeps them, becomes the reference documents.

The folder is the whole truth about the lists it holds: `divisions` must be there, each other list may be
absent, and then nothing is said of it. Each list is `{name}.csv` (UTF-8) or `{name}.xlsx` (its first sheet);
headings and dictionary words may be Chinese or the code names. All is checked before anything is written.
"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from server.divisions import databases
from server.extensions import services
from server.importing.problems import ImportRefused, Problem
from server.importing.publishing import Counts, WriteFailed, publish
from server.importing.reading import read_district
from sync.store.base import DocumentStore

__all__ = ["Counts", "ImportRefused", "Problem", "WriteFailed", "import_district", "run"]


def run(folder: Path, store: DocumentStore, now: datetime, zone: ZoneInfo) -> Counts:
    """Bring the store's reference documents to what the folder says; a second run changes nothing.

    Raises ImportRefused with every problem of the folder, and then nothing was written; WriteFailed when the
    store refused a document, and then another run goes on from there.
    """
    district = read_district(folder)
    divisions = {entry.values["code"] for entry in district.entries("divisions")}
    active = (entry.values for entry in district.entries("staff"))
    staff = {values["id"] for values in active if values["state"] == "active"}
    databases.prepare(store, divisions, staff)
    return publish(district, store, now, now.astimezone(zone).date())


def import_district(folder: Path) -> None:
    """Run the import for the present application and say what it did; ends with status 1 if it could not."""
    config = services().config
    try:
        counts = run(folder, services().store, config.now(), config.timezone)
    except ImportRefused as refused:
        for problem in refused.problems:
            click.echo(problem.line(), err=True)
        raise click.ClickException(
            f"没有导入：{len(refused.problems)} 处错误 / nothing imported: {len(refused.problems)} wrong"
        ) from None
    except WriteFailed as failed:
        raise click.ClickException(str(failed)) from failed
    click.echo(
        f"新增 {counts.created}，变更 {counts.changed}，停用 {counts.retired}，未变 {counts.unchanged} / "
        f"created {counts.created}, changed {counts.changed}, retired {counts.retired}, "
        f"unchanged {counts.unchanged}"
    )
