"""A unit's filing at the tester's door, from the shell."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.control_filing": ("单位的银行、申报与缴款。", "A unit's bank, returns and payments."),
    "help.control_filing_show": ("查看单位的银行、申报与缴款。", "Show a unit's bank, returns and payments."),
    "help.control_filing_bank": (
        "设置单位的三方协议、余额和下一次扣款结果。",
        "Set a unit's agreement, balance and the next debit's outcome.",
    ),
    "help.control_filing_answer": (
        "设置下一次申报或作废的反馈：填写原因则失败，不填则成功。",
        "Fix the next answer to a return or a voiding: refused with a reason, else accepted.",
    ),
    "help.control_filing_deadline": (
        "设置某一税款所属月份的申报期限，不填日期则恢复公布的期限。",
        "Set until when a month is to be declared; without a day as announced.",
    ),
    "help.control_filing_pay": ("按凭证序号缴款，如同在银行办理。", "Pay a voucher by its number, as at a bank."),
    "help.filing_agreement": ("三方协议：none、valid 或 invalid。", "The agreement: none, valid or invalid."),
    "help.filing_bank": ("开户银行。", "The bank's name."),
    "help.filing_account": ("银行账号。", "The account's number."),
    "help.filing_balance": ("余额，单位元。", "The balance in yuan."),
    "help.filing_next": (
        "下一次扣款结果，取值见使用手册。",
        "The next debit's outcome (docs/commands.md).",
    ),
    "control.filing_bank": (
        "三方协议 {agreement}，{bank} {account}，余额 {balance}",
        "Agreement {agreement}, {bank} {account}, balance {balance}",
    ),
    "control.filing_next": ("下一次扣款：{outcome}", "Next debit: {outcome}"),
    "control.filing_refusal": ("下一次反馈失败：{reason}", "Next answer is a refusal: {reason}"),
    "control.filing_due": ("{month} 的申报期限为 {day}", "{month} is to be declared by {day}"),
    "control.filing_due_announced": ("{month} 的申报期限恢复为 {day}", "{month} is to be declared by {day} again, as announced"),
    "control.filing_month": ("月份", "Month"),
    "control.filing_state": ("状态", "State"),
    "control.filing_tax": ("税额", "Tax"),
    "control.filing_receipt": ("回执", "Receipt"),
    "control.filing_voucher": ("凭证序号", "Voucher"),
    "journal.field.refused_because": ("失败原因", "reason"),
    "journal.field.agreement": ("三方协议", "agreement"),
    "journal.field.bank": ("开户银行", "bank"),
    "journal.field.filed": ("已申报", "filed"),
    "journal.field.incomes": ("收入行", "rows of income"),
    "journal.field.months": ("已填月份", "months"),
    "journal.field.balance": ("余额", "balance"),
    "journal.field.next_outcome": ("下一次扣款结果", "next debit's outcome"),
}
