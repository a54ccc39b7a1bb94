"""What is wrong with a field, in Chinese: marshmallow and our own schemas say it in English."""

import re
from collections.abc import Mapping
from typing import Any

CHINESE: tuple[tuple[str, str], ...] = (
    (r"Missing data for required field\.", "此项必填。"),
    (r"Field may not be null\.", "此项不能为空。"),
    (r"Unknown field\.", "没有此项。"),
    (r"Invalid input type\.|Invalid type\.|Not a valid mapping type\.", "格式不正确。"),
    (r"Not a valid string\.", "应为文字。"),
    (r"Not a valid (?:integer|number)\.", "应为数字。"),
    (r"Not a valid boolean\.", "应为是或否。"),
    (r"Not a valid list\.", "应为列表。"),
    (r"Not a valid datetime\.|no such moment", "应为有效的时间。"),
    (r"Must be one of: (.*)\.", r"应为其中之一：\1。"),
    (r"Must be equal to (.*)\.", r"应为 \1。"),
    (
        r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.",
        r"应在 \1 与 \2 之间。",
    ),
    (r"Must be greater than or equal to (\S+)\.", r"不能小于 \1。"),
    (r"Must be less than or equal to (\S+)\.", r"不能大于 \1。"),
    (r"Length must be between (\d+) and (\d+)\.", r"长度应在 \1 与 \2 之间。"),
    (r"Longer than maximum length (\d+)\.", r"长度不能超过 \1。"),
    (r"Shorter than minimum length (\d+)\.", r"长度不能少于 \1。"),
    (r"String does not match expected pattern\.", "格式不正确。"),
    (r"expected 9 digits", "应为 9 位数字。"),
    (r"expected 6, 9 or 12 digits", "应为 6、9 或 12 位数字。"),
    (r"expected a revision such as 1-abc", "版本号格式不正确。"),
    (r"not a database of this server", "服务器没有此数据库。"),
    (r"not JSON text: a lone surrogate, NaN or Infinity in it", "含有无法保存的字符或数值。"),
    (r"no database holds this text: NUL or half a character in it", "含有无法保存的字符。"),
    (r"ends before it starts", "结束早于开始。"),
    (r"no such field", "没有此项。"),
    (r"lies in another township", "不在本乡镇（街道）。"),
    (r"only the server forwards", "只有服务器能转送。"),
    (r"a signed one needs it", "签署前必须填写。"),
    (r"no village, township or district", "不是村（社区）、乡镇（街道）或区。"),
)


def in_chinese(errors: Any) -> Any:
    """The same structure with every known message in Chinese; an unknown one stays as it is."""
    if isinstance(errors, Mapping):
        return {field: in_chinese(inner) for field, inner in errors.items()}
    if isinstance(errors, list):
        return [in_chinese(inner) for inner in errors]
    return _say(errors) if isinstance(errors, str) else errors


def _say(message: str) -> str:
    for english, chinese in CHINESE:
        if found := re.fullmatch(english, message):
            return found.expand(chinese)
    return message
