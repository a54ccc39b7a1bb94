"""Cells of an office's lists as marshmallow fields.

A cell arrives as trimmed, non-empty text (the reader leaves blank cells out). Every field refuses with a
reason code of problems.py in place of a sentence, so that each reason exists once and in both languages;
`allowed` is what the sentence may name.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from marshmallow import ValidationError, fields

from server.importing.dictionaries import FLAGS, Words

SEPARATORS: Final = re.compile(r"[、，,;；\s]+")
CHINA: Final = {"lat": (18.0, 54.0), "lon": (73.0, 136.0)}
"""Degrees, WGS-84. Enough to catch a swapped pair or a value in minutes; an office knows its own borders."""


class Cell(fields.Field[Any], ABC):
    """A cell that `parse` turns into a value; a blank one is `missing`, unless it has a default."""

    allowed: str = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": "missing"}, **kwargs)

    @abstractmethod
    def parse(self, text: str) -> Any:
        """The value of a cell that is not blank. Raises ValidationError with the code of the problem."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Any:
        return self.parse(str(value))


class Text(Cell):
    """Text of at most `longest` characters."""

    def __init__(self, longest: int = 80, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest
        self.allowed = str(longest)

    def parse(self, text: str) -> str:
        if len(text) > self.longest:
            raise ValidationError("too_long")
        return text


class Code(Cell):
    """A key that may stand in a document id: lower-case letters, digits and hyphens."""

    allowed = "a-z 0-9 -"

    def parse(self, text: str) -> str:
        if not re.fullmatch(r"[a-z0-9-]{2,32}", text):
            raise ValidationError("not_a_code")
        return text


class DivisionCode(Cell):
    """A division as 6, 9 or 12 digits, or padded with zeros as in the statistical lists; loads unpadded."""

    def parse(self, text: str) -> str:
        if not re.fullmatch(r"\d{6}|\d{9}|\d{12}", text):
            raise ValidationError("not_a_division_code")
        village, township = text[9:], text[6:9]
        if village.strip("0"):
            return text
        return text[:9] if township.strip("0") else text[:6]


class Choice(Cell):
    """One of a dictionary, by its code or by its Chinese word; loads the code."""

    def __init__(self, words: Words, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words
        self.allowed = "、".join(f"{word}({code})" for code, word in words.items())
        self._codes = {word: code for code, word in words.items()} | {code: code for code in words}

    def parse(self, text: str) -> str:
        if text not in self._codes:
            raise ValidationError("not_in_dictionary")
        return self._codes[text]


class Flag(Choice):
    """是/否, true/false; loads a boolean."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(FLAGS, **kwargs)

    def parse(self, text: str) -> Any:
        return super().parse(text.lower()) == "true"


class Whole(Cell):
    """A whole number within bounds, both included."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most
        self.allowed = f"{least}-{most}"

    def parse(self, text: str) -> int:
        if not re.fullmatch(r"-?\d{1,12}", text):
            raise ValidationError("not_a_whole_number")
        if not self.least <= int(text) <= self.most:
            raise ValidationError("out_of_range")
        return int(text)


class Degrees(Cell):
    """A latitude or longitude in decimal degrees, WGS-84."""

    def __init__(self, axis: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = CHINA[axis]
        self.allowed = f"{self.least:g}-{self.most:g}"

    def parse(self, text: str) -> float:
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", text):
            raise ValidationError("not_degrees")
        if not self.least <= float(text) <= self.most:
            raise ValidationError("out_of_range")
        return float(text)


class Border(Cell):
    """The corners of an area in their order, as `30.45 114.87; 30.46 114.87; 30.46 114.88`; loads points.

    The last corner meets the first by itself.
    """

    allowed = "30.45 114.87; 30.46 114.87; 30.46 114.88"
    least, most = 3, 500

    def parse(self, text: str) -> list[dict[str, float]]:
        corners = [part.split() for part in re.split(r"[;；]", text.strip(" ;；"))]
        if not self.least <= len(corners) <= self.most or any(len(pair) != 2 for pair in corners):
            raise ValidationError("not_a_border")
        lat, lon = Degrees("lat"), Degrees("lon")
        return [{"lat": lat.parse(north), "lon": lon.parse(east)} for north, east in corners]


class Day(Cell):
    """A day as 2019-11-30 or 2019/11/30; loads ISO text."""

    allowed = "2019-11-30"

    def parse(self, text: str) -> str:
        match = re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text)
        if match is None:
            raise ValidationError("not_a_day")
        try:
            return date(*(int(part) for part in match.groups())).isoformat()
        except ValueError:
            raise ValidationError("not_a_day") from None


class Month(Cell):
    """A month as 1991-03 or 1991/3, or its first day, which is what a spreadsheet makes of a month.

    Another day is refused: the birth day of a member of staff is not ours to know.
    """

    allowed = "1991-03"

    def parse(self, text: str) -> str:
        match = re.fullmatch(r"(\d{4})[-/](\d{1,2})(?:[-/]0?1)?", text)
        if match is None or not 1 <= int(match[2]) <= 12:
            raise ValidationError("not_a_month")
        return f"{match[1]}-{int(match[2]):02}"


class ClockTime(Cell):
    """A time of day as 08:00; 24:00 is the end of the day."""

    allowed = "00:00-24:00"

    def parse(self, text: str) -> str:
        match = re.fullmatch(r"(\d{1,2}):([0-5]\d)(:00)?", text)
        if match is None or int(match[1]) * 60 + int(match[2]) > 24 * 60:
            raise ValidationError("not_a_time")
        return f"{int(match[1]):02}:{match[2]}"


class Weekdays(Cell):
    """Days of the week as 1-7 or 1、3、5, Monday first; loads ascending numbers."""

    allowed = "1-7"

    def parse(self, text: str) -> list[int]:
        days: set[int] = set()
        for part in SEPARATORS.split(text):
            match = re.fullmatch(r"([1-7])(?:-([1-7]))?", part)
            if match is None or int(match[1]) > int(match[2] or match[1]):
                raise ValidationError("not_weekdays")
            days.update(range(int(match[1]), int(match[2] or match[1]) + 1))
        return sorted(days)


class Several(Cell):
    """Several values in one cell, parted by 、 , ; or blanks; loads a list in order, without repeats."""

    def __init__(self, inner: Cell, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner = inner
        self.allowed = inner.allowed

    def parse(self, text: str) -> list[Any]:
        return list(dict.fromkeys(self.inner.parse(part) for part in SEPARATORS.split(text) if part))
