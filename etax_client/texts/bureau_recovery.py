"""忘记密码 and 找回手机号码 at the Beijing bureau, and what the journal says of them."""

TEXTS: dict[str, tuple[str, str]] = {
    "bureau.forgot.note": (
        "此处找回的是【个人用户密码】，没有设置过的也在此设置。企业密码不在此处找回。",
        "This sets the personal password, also for those who have none yet. No enterprise password is recovered here.",
    ),
    "bureau.forgot.mailbox": ("账户绑定了邮箱的，也可用邮箱验证码。", "A code by e-mail works as well, if the account has a mailbox."),
    "bureau.mobile.note": (
        "请填写注册时的证件，随后验证新号码，并由本人通过人脸识别。",
        "As you registered. Then the number is verified, and your face is checked.",
    ),
    "bureau.mobile.face": (
        "请由本人扫码完成人脸识别。通过后该号码绑定到您的账户，其他账户中的该号码将被置空。",
        "Scan for the face check. The number is then bound to your account, and empty at any other.",
    ),
    "bureau.mobile.hall": (
        "该证件类型不支持人脸识别：绑定过邮箱的，请用邮箱验证码；否则请到办税服务厅办理。",
        "There is no face check for this type of document: use a code by e-mail if a mailbox is bound, else go to a tax hall.",
    ),
    "bureau.mobile.done": ("手机号码 {mobile} 已绑定，请重新登录。", "{mobile} is bound to your account. Please log in again."),
    "journal.why.bureau_mobile.step": ("本步骤符合要求，当前步骤：{step}", "The step is in order; due next: {step}"),
    "journal.why.bureau_mobile.abandoned": ("用户放弃了找回手机号码", "The recovery of the number was given up"),
    "face.back.mobile": ("返回找回手机号码", "Back to the number"),
    "face.back.level": ("返回", "Back"),
    "journal.why.bureau_recovery.step": ("本步骤符合要求，当前步骤：{step}", "The step is in order; due next: {step}"),
    "journal.why.bureau_recovery.abandoned": ("用户放弃了找回密码", "The recovery was given up"),
}
