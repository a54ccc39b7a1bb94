"""`/api/cases/figures`: what the cases of an area came to. The cases themselves: server/records/api.py."""

from flask import Blueprint

from server.accounts.access import requires
from server.cases import figures
from server.cases.capability import CASES
from server.cases.figures import Span
from server.cases.wire import FiguresQuery, FiguresSchema
from server.extensions import reading, services
from server.records.api import areas
from server.wire import Answer, Body, asks, gives
from sync import times

bp = Blueprint("case_figures", __name__, url_prefix="/api/cases/figures")


@bp.get("")
@requires(*CASES.readers)
@asks(FiguresQuery)
@gives(FiguresSchema)
def show(query: Body) -> Answer:
    """Count the disputes handled in an area and a period, and those handled effectively."""
    span = Span(areas(CASES.readers, query["div"]), query["first"], query["last"])
    with reading() as session:
        told = figures.figures_of(session, span)
        ids = None if query["ids"] is None else figures.ids_of(session, span, query["ids"])
    return {"as_of": times.utc(services().config.now()), **told, "ids": ids}
