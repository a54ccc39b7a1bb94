"""Errors of the API: small named classes with fields, and the one table that maps them to the wire.

The wire is application/problem+json: {type, title, status, code, detail, errors?}, in the language that
Accept-Language prefers (zh-CN unless English is preferred). Paths under /db answer in CouchDB's way instead.
"""

import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Flask, Request, Response, current_app, jsonify, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from server.access_log import place
from server.field_words import in_chinese
from server.words import ERRORS, LANGUAGES, Words, say


class ApiError(Exception):
    """An answer that is no success; its public fields fill the words of its code."""

    errors: Mapping[str, object] | None = None

    @property
    def code(self) -> str:
        """The code that the wire carries."""
        return WIRE[type(self)][1]

    def fields(self) -> dict[str, object]:
        """The fields that the words may name."""
        return {name: value for name, value in vars(self).items() if name != "errors"}


class BadRequest(ApiError):
    """The body or the query cannot be read at all."""


class BadCredentials(ApiError):
    """User name or password are wrong; never says which."""


class TooManyAttempts(ApiError):
    """Signing in is closed for this user name or address for `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class TooManyWaiting(ApiError):
    """More records of this device wait to be taken in than the server keeps at a time."""


class NotSignedIn(ApiError):
    """No credential, or one that this server did not give."""


class TokenExpired(ApiError):
    """The access token was good and has run out."""


class SessionRevoked(ApiError):
    """The refresh token is unknown, used twice, ended or too old."""


class DeviceRevoked(ApiError):
    """The administrator has revoked the device."""


class AccountUnusable(ApiError):
    """The password is right, but no serving staff record stands behind the account."""


class Forbidden(ApiError):
    """None of the caller's roles gives this right."""


class OutsideArea(ApiError):
    """The division asked for is not in the caller's area."""

    def __init__(self, division: str) -> None:
        super().__init__(division)
        self.division = division


class NotFound(ApiError):
    """There is no such thing, or the caller may not know of it."""


class Conflict(ApiError):
    """The present state does not allow it."""


class TooLarge(ApiError):
    """The body is larger than this address takes."""


class Invalid(ApiError):
    """Fields do not fit: `errors` is {field: [reasons]}, nested as the body is."""

    def __init__(self, errors: Mapping[str, object]) -> None:
        super().__init__(errors)
        self.errors = errors


class FormWrong(ApiError):
    """A workbook of a checklist has problems: `errors.problems` holds all, with sheet, row and words."""

    def __init__(self, problems: Sequence[Mapping[str, object]]) -> None:
        super().__init__(len(problems))
        self.count = len(problems)
        self.errors = {"problems": list(problems)}


class GuardRefused(ApiError):
    """The rules of the subject refuse the action; `guard` is the code of the rule that does."""

    def __init__(self, guard: str, words: Mapping[str, str] | None = None) -> None:
        super().__init__(guard)
        self.guard = guard
        self.errors = {"guard": guard}
        self.words = words

    def fields(self) -> dict[str, object]:
        """The guard in words when it has some."""
        return {"guard": self.words[language_of(request)] if self.words else self.guard}


WIRE: dict[type[ApiError], tuple[int, str]] = {
    BadRequest: (400, "bad_request"),
    BadCredentials: (401, "bad_credentials"),
    NotSignedIn: (401, "not_signed_in"),
    TokenExpired: (401, "token_expired"),
    SessionRevoked: (401, "session_revoked"),
    DeviceRevoked: (401, "device_revoked"),
    AccountUnusable: (403, "account_unusable"),
    Forbidden: (403, "forbidden"),
    OutsideArea: (403, "outside_area"),
    NotFound: (404, "not_found"),
    Conflict: (409, "conflict"),
    GuardRefused: (409, "guard_refused"),
    TooLarge: (413, "too_large"),
    Invalid: (422, "invalid"),
    FormWrong: (422, "form_wrong"),
    TooManyAttempts: (429, "too_many_attempts"),
    TooManyWaiting: (429, "too_many_waiting"),
}

HTTP_CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    503: "unavailable",
}


def language_of(incoming: Request) -> str:
    """The language of the answer: the best of LANGUAGES for Accept-Language, zh-CN by default."""
    return incoming.accept_languages.best_match(LANGUAGES, LANGUAGES[0]) or LANGUAGES[0]


def problem(
    status: int,
    code: str,
    *,
    fields: Mapping[str, object] | None = None,
    errors: Mapping[str, object] | None = None,
    words: Words = ERRORS,
) -> Response:
    """A problem+json answer; `code` must have its words."""
    body: dict[str, object] = {
        "type": f"urn:xunge:problem:{code}",
        "title": HTTP_STATUS_CODES.get(status, code),  # protocols on top of HTTP have codes of their own
        "status": status,
        "code": code,
        "detail": say(words[code], language_of(request), fields),
    }
    if errors is not None:
        body["errors"] = in_chinese(errors) if language_of(request) == "zh-CN" else errors
    answer = jsonify(body)
    answer.status_code = status
    answer.content_type = "application/problem+json"
    return answer


def register_errors(app: Flask) -> None:
    """Make every error of the application leave as problem+json, and none with a traceback."""
    app.register_error_handler(ApiError, _api_error)
    app.register_error_handler(ValidationError, _validation_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _api_error(error: ApiError) -> Response:
    status, code = WIRE[type(error)]
    answer = problem(status, code, fields=error.fields(), errors=error.errors)
    if isinstance(error, TooManyAttempts):
        answer.headers["Retry-After"] = str(error.seconds)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _validation_error(error: ValidationError) -> Response:
    messages = error.messages
    return _api_error(Invalid(messages if isinstance(messages, dict) else {"_schema": messages}))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return Response(status=status, headers=error.get_headers())
    if request.path.startswith("/db"):
        return _couch_error(status, HTTP_CODES.get(status, "internal_error"), error.description or "")
    default = "bad_request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal_error"
    return problem(status, HTTP_CODES.get(status, default))


def _unexpected(error: Exception) -> Response:
    # The message of an error may quote what a person typed: the log keeps its kind and its place only.
    where = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error("%s at %s %s\n%s", type(error).__name__, request.method, place(), where)
    if request.path.startswith("/db"):
        return _couch_error(500, "internal_server_error", "the server failed")
    return problem(500, "internal_error")


def _couch_error(status: int, code: str, reason: str) -> Response:
    answer = jsonify({"error": code, "reason": reason})
    answer.status_code = status
    return answer
