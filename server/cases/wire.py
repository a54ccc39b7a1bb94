"""What the API of the cases' figures takes and gives."""

from marshmallow import Schema, fields, validate

from server.cases.figures import WHICH
from server.divisions.wire import NamedItem
from server.ids import DIVISION
from server.records.fields import DAY


class FiguresQuery(Schema):
    """Of which area and days; `ids`: also the disputes behind one of the figures."""

    div = fields.String(load_default=None, validate=validate.Regexp(rf"^{DIVISION}\Z"))
    first = fields.String(load_default=None, data_key="from", validate=validate.Regexp(DAY))
    last = fields.String(load_default=None, data_key="to", validate=validate.Regexp(DAY))
    ids = fields.String(load_default=None, validate=validate.OneOf(WHICH))


class FigureItem(Schema):
    """How many were handled, how many effectively; the rate in percent as text, null for none handled."""

    handled = fields.Integer(required=True)
    effective = fields.Integer(required=True)
    not_effective = fields.Integer(required=True)
    effective_rate = fields.String(required=True, allow_none=True)


class AreaFigureItem(FigureItem):
    """The figures of a division below the one asked for."""

    div = fields.Nested(NamedItem, required=True)


class CategoryFigureItem(FigureItem):
    """The figures of a category; null: not set."""

    category = fields.String(required=True, allow_none=True)


class FiguresSchema(FigureItem):
    """The figures as of a moment; `ids` null unless asked for."""

    as_of = fields.String(required=True)
    by_area = fields.List(fields.Nested(AreaFigureItem), required=True)
    by_category = fields.List(fields.Nested(CategoryFigureItem), required=True)
    ids = fields.List(fields.String(), required=True, allow_none=True)
