"""What may be wrong with an XLSForm: where, why, and what to do about it, in both languages."""

from dataclasses import dataclass
from typing import Final

from server.records.words import said

REASONS: Final = said(
    {
        "unreadable": (
            "无法读取此文件（{value}）。请上传 Excel 另存的 .xlsx 工作簿。",
            "This file cannot be read ({value}). Upload a workbook saved as .xlsx.",
        ),
        "too_large": (
            "文件超过 {allowed}。请删去图片和无关的工作表后再上传。",
            "The file is larger than {allowed}. Remove pictures and sheets that do not belong to it.",
        ),
        "sheet_missing": (
            "缺少工作表“{value}”。请按 XLSForm 的格式增加这个工作表。",
            "The sheet “{value}” is missing. Add it as XLSForm describes.",
        ),
        "sheet_unsupported": (
            "不支持工作表“{value}”。请删除。",
            "The sheet “{value}” is not supported. Delete it.",
        ),
        "column_missing": (
            "缺少列“{value}”。请增加这一列。",
            "The column “{value}” is missing. Add it.",
        ),
        "column_unsupported": (
            "不支持列“{value}”。请清空这一列；可用的列：{allowed}。",
            "The column “{value}” is not supported. Clear it; the columns are {allowed}.",
        ),
        "type_unsupported": (
            "不支持题型“{value}”。请改为：{allowed}。",
            "The question type “{value}” is not supported. Use one of {allowed}.",
        ),
        "name_missing": (
            "没有名称。请在 name 列填写字母开头的名称。",
            "There is no name. Write one that begins with a letter into the column name.",
        ),
        "name_wrong": (
            "名称“{value}”不能用。请用字母开头，由字母、数字、连字符和下划线组成，至多 {allowed} 个字符。",
            "The name “{value}” cannot be used. Begin with a letter; letters, digits, hyphens and "
            "underscores follow; at most {allowed} characters.",
        ),
        "name_twice": (
            "名称“{value}”与第 {allowed} 行重复。请改用另一个名称。",
            "The name “{value}” stands in row {allowed} too. Give one of them another name.",
        ),
        "label_missing": (
            "没有中文题目。请在 label::中文 (zh) 或 label 列填写。",
            "There is no Chinese label. Fill in the column label::中文 (zh), or label.",
        ),
        "label_too_long": (
            "文字超过 {allowed} 个字。请写短一些。",
            "The text has more than {allowed} characters. Make it shorter.",
        ),
        "list_missing": (
            "choices 工作表中没有选项列表“{value}”。请在该表中增加，或改正列表名称。",
            "The sheet choices has no list “{value}”. Add it there, or correct its name here.",
        ),
        "choice_wrong": (
            "选项名称“{value}”不能用。请用字母、数字、点、连字符和下划线，不带空格。",
            "The choice name “{value}” cannot be used. Use letters, digits, points, hyphens and underscores, "
            "without spaces.",
        ),
        "choice_twice": (
            "选项“{value}”与第 {allowed} 行重复。请改用另一个名称。",
            "The choice “{value}” stands in row {allowed} too. Give one of them another name.",
        ),
        "group_open": (
            "分组“{value}”没有结束。请在其最后一题之后增加一行 end group。",
            "The group “{value}” does not end. Add a row end group after its last question.",
        ),
        "group_not_open": (
            "此处结束的分组没有开始。请删除这一行，或在前面增加 begin group。",
            "No group is open here. Delete this row, or add begin group before it.",
        ),
        "groups_too_deep": (
            "分组嵌套超过 {allowed} 层。请减少层次。",
            "Groups lie in each other more than {allowed} deep. Use fewer.",
        ),
        "too_many": (
            "数量超过 {allowed}。请拆分成几份清单。",
            "There are more than {allowed}. Split the checklist.",
        ),
        "nothing_asked": (
            "没有可以回答的题目。请在 survey 工作表中增加题目。",
            "There is no question to answer. Add some to the sheet survey.",
        ),
        "expression_unknown": (
            "表达式中的“{value}”看不懂。请用 ${{名称}}、数字、引号中的文字和支持的函数。",
            "“{value}” in this expression is not understood. Use ${{name}}, numbers, quoted text and the "
            "functions that are supported.",
        ),
        "expression_unfinished": (
            "表达式在“{value}”处不完整。请检查括号和运算符。",
            "The expression breaks off at “{value}”. Check its brackets and operators.",
        ),
        "expression_too_long": (
            "表达式过长。请用 calculate 题拆开。",
            "The expression is too long. Split it with questions of type calculate.",
        ),
        "expression_too_deep": (
            "表达式嵌套过深。请用 calculate 题拆开。",
            "The expression is nested too deep. Split it with questions of type calculate.",
        ),
        "function_unknown": (
            "不支持函数“{value}”。可用的函数：{allowed}。",
            "The function “{value}” is not supported. The functions are {allowed}.",
        ),
        "function_arguments": (
            "函数“{value}”的参数个数不对。请对照 XLSForm 说明改正。",
            "The function “{value}” has too few or too many arguments. Compare it with XLSForm's reference.",
        ),
        "question_unknown": (
            "没有名为“{value}”、可以作答的题目。请改正 ${{…}} 中的名称。",
            "There is no question “{value}” that has an answer. Correct the name in ${{…}}.",
        ),
        "expression_circle": (
            "“{value}”通过其他题目又依赖自身。请去掉其中一个条件。",
            "“{value}” depends on itself by way of other questions. Remove one of the conditions.",
        ),
        "calculation_missing": (
            "calculate 题没有算式。请填写 calculation 列。",
            "A question of type calculate needs the column calculation. Fill it in.",
        ),
        "constraint_without_answer": (
            "此题无须作答，不能设必填或校验。请清空这一格。",
            "Nobody answers this, so it can be neither required nor constrained. Clear the cell.",
        ),
        "owner_unknown": (
            "不认识责任单位“{value}”。请用 {allowed}，多个用空格分开。",
            "The owner “{value}” is not known. Use {allowed}, several with spaces between.",
        ),
        "category_unknown": (
            "不认识隐患类别“{value}”。请用 {allowed}。",
            "The category “{value}” is not known. Use one of {allowed}.",
        ),
        "days_wrong": (
            "期限“{value}”不是 {allowed} 之间的整数。请改正。",
            "The limit “{value}” is no whole number of {allowed}. Correct it.",
        ),
        "only_for_items": (
            "只有选项为 ok、no（和 na）的题才有责任单位、期限和类别。请清空这一格。",
            "Only questions with the choices ok, no (and na) have owner, days and category. Clear the cell.",
        ),
        "xlsform": (
            "表单有误：{value}。请按 XLSForm 的说明改正。",
            "The form is wrong: {value}. Correct it as XLSForm describes.",
        ),
    }
)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong. `row` counts as a spreadsheet does (the heading is 1); 0: the whole sheet or file."""

    sheet: str
    row: int
    column: str
    reason: str
    value: str = ""
    allowed: str = ""

    def words(self, language: str) -> str:
        """Why, and what to do."""
        return REASONS[self.reason][language].format(value=self.value, allowed=self.allowed)


class FormRefused(Exception):
    """The workbook has problems, so nothing of it was taken. `problems` holds every one, in reading order."""

    def __init__(self, problems: "list[Problem]") -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("; ".join(f"{one.sheet}:{one.row} {one.reason}" for one in self.problems))
