"""The form that asks who someone is, and its lists."""

TEXTS: dict[str, tuple[str, str]] = {
    "choice.mark": ("[选择]", "[Choose]"),
    "choice.none": ("请选择", "please choose"),
    "find.none": ("未找到，请更换关键词", "Nothing found; try other words"),
    "idform.type": ("证件类型", "Document"),
    "idform.number": ("证件号码", "Number"),
    "idform.name": ("姓名", "Name"),
    "idform.nationality": ("国籍（地区）", "Nationality"),
    "idform.nationality_find": ("可输入中文、英文或拼音，如 美国、usa、meiguo", "Type Chinese, English or pinyin: usa, meiguo"),
    "idform.nationality_empty": ("请选择国籍（地区）", "Please choose the nationality"),
    "idform.birth": ("出生日期", "Birth date"),
    "idform.birth_form": ("日期不正确，请按 1990-01-31 的格式填写", "Invalid date; use the form 1990-01-31"),
    "idform.sex": ("性别", "Sex"),
    "idform.right": ("格式正确", "valid"),
    "idform.from_number": ("由证件号码自动带出", "filled in from the number"),
    "idform.hint.name": ("与证件一致；生僻字请按 F7", "As on the document; F7 for rare characters"),
    "idform.hint.nationality": ("与证件一致", "As on the document"),
    "idform.hint.birth": ("选填，格式如 1990-01-31", "Optional, such as 1990-01-31"),
    "idform.hint.sex": ("选填", "Optional"),
    "idform.country": ("{zh}（{en}）", "{en} ({zh})"),
    "idform.and": ("{before}；{after}", "{before}; {after}"),
}
