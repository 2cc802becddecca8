"""忘记密码 and 找回手机号码 at the Beijing bureau, and what the journal says of them."""

TEXTS: dict[str, tuple[str, str]] = {
    "bureau.forgot.note": (
        "此处找回的是【个人用户密码】，没有设置过的也在此设置。企业密码不在此处找回。",
        "This sets the personal password, also for those who have none yet. No enterprise password is recovered here.",
    ),
    "journal.why.bureau_recovery.step": ("本步骤符合要求，当前步骤：{step}", "The step is in order; due next: {step}"),
    "journal.why.bureau_recovery.abandoned": ("用户放弃了找回密码", "The recovery was given up"),
}
