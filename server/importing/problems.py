"""What may be wrong with a folder, and the words for it in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

REASONS: Final[dict[str, dict[str, str]]] = {
    "missing": {"zh-CN": "不能为空", "en": "must not be blank"},
    "too_long": {"zh-CN": "超过 {allowed} 个字", "en": "longer than {allowed} characters"},
    "not_a_code": {
        "zh-CN": "“{value}”不是编号：2 至 32 位小写字母、数字或连字符",
        "en": "“{value}” is no code: 2 to 32 lower-case letters, digits or hyphens",
    },
    "not_a_division_code": {
        "zh-CN": "“{value}”不是 6、9 或 12 位区划代码",
        "en": "“{value}” is no division code of 6, 9 or 12 digits",
    },
    "not_in_dictionary": {"zh-CN": "“{value}”不在 {allowed} 之中", "en": "“{value}” is none of {allowed}"},
    "not_a_whole_number": {"zh-CN": "“{value}”不是整数", "en": "“{value}” is not a whole number"},
    "not_degrees": {"zh-CN": "“{value}”不是十进制度数", "en": "“{value}” is not in decimal degrees"},
    "not_a_border": {
        "zh-CN": "不是边界：至少三对“纬度 经度”，以 ; 隔开，例 {allowed}",
        "en": "is no border: three or more pairs of latitude and longitude parted by ; such as {allowed}",
    },
    "out_of_range": {
        "zh-CN": "“{value}”超出范围 {allowed}",
        "en": "“{value}” is out of the range {allowed}",
    },
    "not_a_day": {"zh-CN": "“{value}”不是日期，例 {allowed}", "en": "“{value}” is no date such as {allowed}"},
    "not_a_month": {
        "zh-CN": "“{value}”不是年月，例 {allowed}",
        "en": "“{value}” is no month such as {allowed}",
    },
    "not_a_time": {"zh-CN": "“{value}”不是时刻 {allowed}", "en": "“{value}” is no time of {allowed}"},
    "not_weekdays": {"zh-CN": "“{value}”不是星期 {allowed}", "en": "“{value}” are no weekdays of {allowed}"},
    "unknown_reference": {
        "zh-CN": "“{value}”在 {allowed} 中不存在",
        "en": "“{value}” does not exist in {allowed}",
    },
    "duplicate": {"zh-CN": "“{value}”与{allowed}重复", "en": "“{value}” repeats {allowed}"},
    "wrong_level": {
        "zh-CN": "代码“{value}”的位数与级别 {allowed} 不符",
        "en": "code “{value}” does not have the digits of level {allowed}",
    },
    "wrong_parent": {"zh-CN": "上级应为 {allowed}", "en": "the parent should be {allowed}"},
    "one_district": {
        "zh-CN": "一个文件夹有且只有一个区，现有 {value} 个",
        "en": "one folder holds one division of level district; here are {value}",
    },
    "no_township": {
        "zh-CN": "“{value}”须属于某个乡镇街道",
        "en": "“{value}” must lie in a township",
    },
    "other_township": {
        "zh-CN": "“{value}”不属于 {allowed}",
        "en": "“{value}” does not belong to {allowed}",
    },
    "not_in_team": {
        "zh-CN": "“{value}”不是队伍 {allowed} 的在岗队员",
        "en": "“{value}” is no active member of team {allowed}",
    },
    "ends_before_start": {"zh-CN": "“{value}”早于 {allowed}", "en": "“{value}” is before {allowed}"},
    "unknown_column": {
        "zh-CN": "没有这一列；可用的列：{allowed}",
        "en": "there is no such column; the columns are {allowed}",
    },
    "repeated_column": {"zh-CN": "同一列出现两次", "en": "the column stands there twice"},
    "missing_column": {"zh-CN": "缺少这一列", "en": "the column is missing"},
    "extra_cell": {"zh-CN": "“{value}”没有对应的列标题", "en": "“{value}” has no column heading"},
    "no_file": {"zh-CN": "缺少文件 {allowed}", "en": "the file {allowed} is missing"},
    "two_files": {"zh-CN": "同时有 {allowed}，只能留一个", "en": "both {allowed} are there; keep one"},
    "unreadable": {
        "zh-CN": "无法读取：{value}；应为 UTF-8 编码的 CSV 或 XLSX",
        "en": "cannot be read: {value}; it should be CSV in UTF-8, or XLSX",
    },
    "empty_file": {"zh-CN": "没有标题行", "en": "there is no heading row"},
}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong. `row` counts as a spreadsheet does (the heading is 1); 0: the whole file."""

    file: str
    row: int
    column: str
    reason: str
    value: str = ""
    allowed: str = ""

    def words(self, language: str) -> str:
        return REASONS[self.reason][language].format(value=self.value, allowed=self.allowed)

    def line(self) -> str:
        """One line for a person: file, row, column, then the reason in Chinese and in English."""
        place = ":".join(str(part) for part in (self.file, self.row or "", self.column) if part)
        return f"{place}: {self.words('zh-CN')} / {self.words('en')}"


class ImportRefused(Exception):
    """The folder has problems, so nothing of it was written. `problems` holds every one, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.line() for problem in self.problems))
