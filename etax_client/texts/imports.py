"""Spreadsheets on their way in: what the server says of them, and what the journal does."""

TEXTS: dict[str, tuple[str, str]] = {
    "journal.field.only_right": ("只导入正确的行", "only lines that are right"),
    "journal.unfit.unknown_column": ("模板中没有的列", "a column that the template does not have"),
    "journal.why.import.begun": ("开始导入", "An import started"),
    "journal.why.import.judged": ("收到 {count} 行，其中 {wrong} 行有误", "{count} lines came, {wrong} of them wrong"),
    "journal.why.import.taken": ("导入：新增 {added}，更新 {changed}", "Imported: {added} new, {changed} changed"),
    "journal.why.import.dropped": ("放弃导入，未作修改", "An import given up: nothing changed"),
    "journal.why.import_wrong": ("有错误的行，一行都未导入", "Lines are wrong: none was taken"),
    "journal.decided.import_wrong": ("有错误的行", "wrong lines"),
    "refused.import_wrong": (
        "有错误的行，未导入。请更正后重新导入，或只导入正确的行。",
        "Lines are wrong: nothing imported. Correct them, or import the others only.",
    ),
}
