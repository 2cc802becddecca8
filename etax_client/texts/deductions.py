"""专项附加扣除信息采集: what employees claim, what it comes to, and what a clerk does with it (DED-01, DED-02)."""

TEXTS: dict[str, tuple[str, str]] = {
    "refused.claim_unknown": ("该扣除信息已不存在，请刷新后重试", "This deduction is gone; reload and look again"),
    "refused.claim_listed": ("该子女的同一扣除项目已采集", "This child's deduction is there already"),
    "refused.claims_clash": (
        "住房贷款利息与住房租金不能在同一月份扣除，请先填写其中一项的终止年月",
        "Loan interest and rent cannot be deducted in one month; end one of them first",
    ),
    "journal.field.claim": ("扣除信息", "deduction"),
    "journal.unfit.annual_only": ("大病医疗只在年度汇算时扣除", "illness is deducted in the annual return alone"),
    "journal.unfit.in_future": ("晚于今天", "after today"),
    "journal.unfit.nothing": ("金额为零", "an amount of nothing"),
    "journal.why.claim.unknown": ("该人员没有此扣除信息", "The person has no such deduction"),
    "journal.why.claim.listed": ("该子女已采集", "The child is claimed for already"),
    "journal.why.claim.clash": ("住房贷款与住房租金同月", "A loan and a rent in one month"),
    "journal.why.claim.added": ("采集扣除信息", "A deduction added"),
    "journal.why.claim.changed": ("修改扣除信息", "A deduction changed"),
    "journal.why.claim.removed": ("删除扣除信息", "A deduction removed"),
    "journal.why.claim.downloaded": (
        "下载更新：{people} 人 {claims} 条，{clashing} 条冲突未下载",
        "Downloaded: {claims} deductions of {people} people, {clashing} left as they clash",
    ),
}
