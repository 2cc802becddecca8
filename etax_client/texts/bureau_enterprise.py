"""旧版登录 of units at the Beijing bureau: 企业密码, who acts, and another 企业密码 in place of a forgotten one."""

TEXTS: dict[str, tuple[str, str]] = {
    "bureau.old.enterprise_password": ("企业密码", "Enterprise password"),
    "bureau.old.forgot": ("找回企业密码", "Forgot the enterprise password"),
    "bureau.old.wrong_unit": (
        "纳税人识别号或企业密码不正确，您还有 {tries} 次机会",
        "Wrong taxpayer ID or enterprise password; {tries} tries left",
    ),
    "bureau.old.locked_unit": (
        "企业密码一天内连续错误 5 次，该企业的旧版登录已锁定。请由法定代表人或财务负责人找回企业密码，或等待次日零时解锁（剩余 {left}）",
        "5 wrong enterprise passwords in a row in one day: the old login of this unit is locked. Its legal representative or "
        "finance officer can set a new one, or wait until midnight ({left} left)",
    ),
    "bureau.old.who": ("选择办税人员", "Acting person"),
    "bureau.old.proof": ("办税人员验证", "Verify the acting person"),
    "bureau.old.wrong_own": (
        "个人用户密码不正确，您还有 {tries} 次机会；忘记或未设置过密码的，请点击【忘记密码】",
        "Wrong personal password; {tries} tries left. Forgot it or never set one? Choose Forgot password",
    ),
    "bureau.old.choose": ("请选择本次办税的人员：", "Choose the person who acts for the unit:"),
    "bureau.old.nobody": (
        "该企业没有已确认的办税人员。请先在新版登录的【企业授权管理】中确认。",
        "Nobody is confirmed for this unit. Log in by the new login and confirm the tie first.",
    ),
    "bureau.old.actor": ("办税人员", "Acting person"),
    "bureau.old.another": ("重新选择办税人员", "Choose another person"),
    "bureau.old.by_password": ("个人用户密码登录", "By the personal password"),
    "bureau.old.by_code": ("短信验证码登录", "By SMS code"),
    "bureau.old.no_number": ("未带出手机号码，请使用个人用户密码登录。", "No mobile number is bound: use the personal password."),
    "help.control_bureau_unit": ("查看一个单位在电子税务局的情况。", "Show a unit there."),
    "help.control_bureau_lock_unit": ("锁定一个单位的旧版登录，到次日零时。", "Lock the old login of a unit until midnight."),
    "help.control_bureau_unlock_unit": ("为一个单位的旧版登录解锁。", "Unlock the old login of a unit."),
    "help.control_bureau_agree": ("让代理机构代理一个单位。", "Let an agency act for a unit."),
    "help.control_bureau_end_agreement": ("结束代理机构对一个单位的代理。", "End an agency's agreement with a unit."),
    "control.no_enterprise_password": ("未设置企业密码。", "No enterprise password is set."),
    "control.acts_for": ("代理机构，委托企业：{units}", "An agency for: {units}"),
    "control.agreement_ended": ("已结束代理。", "The agreement has ended."),
    "refused.wrong_enterprise_password": ("纳税人识别号或企业密码不正确", "Wrong taxpayer ID or enterprise password"),
    "journal.decided.wrong_enterprise_password": ("企业密码错误", "wrong enterprise password"),
    "journal.why.wrong.enterprise_password": (
        "企业密码错误，当天第 {count} 次，共 {tries} 次",
        "Wrong enterprise password, {count} of {tries} today",
    ),
    "journal.why.now_locked.enterprise_password": (
        "当天第 {count} 次企业密码错误，该企业的旧版登录锁定到次日零时，剩余 {left}",
        "Wrong enterprise password number {count} today: the old login of the unit is locked until midnight, {left} left",
    ),
    "journal.why.locked.enterprise_password": (
        "该企业的旧版登录自 {since} 起锁定，剩余 {left}，未核对企业密码",
        "The old login of the unit is locked since {since}, {left} left; no enterprise password was looked at",
    ),
    "journal.why.captcha.needed.enterprise_password": (
        "企业密码已错 {count} 次，须先输入验证码",
        "{count} wrong enterprise passwords: a captcha comes first",
    ),
    "journal.why.old.unit": ("企业密码正确，接下来选择办税人员", "The enterprise password is right; the acting person is due"),
    "journal.why.old.who": ("已选择办税人员", "The acting person was chosen"),
    "journal.why.old.entered_unit": (
        "旧版登录：办税人员已验证，以企业身份登录",
        "Old login: the acting person is proved",
    ),
    "bureau.enterprise.note": (
        "由法定代表人或财务负责人办理：填写企业的纳税人识别号和本人证件，再用短信验证码或人脸识别确认是本人。",
        "For the legal representative or the finance officer: the unit's taxpayer ID and your own document, then a code or your face.",
    ),
    "bureau.enterprise.password_note": (
        "请设置新的企业密码，用于旧版登录",
        "Choose a new enterprise password, for the old login",
    ),
    "bureau.enterprise.done": (
        "企业密码已设置，该企业的旧版登录已解锁",
        "The enterprise password is set, the old login unlocked",
    ),
    "bureau.enterprise.done_note": (
        "个人用户密码未改变，已登录的人员不受影响。",
        "Personal passwords are as before, and nobody who is logged in is affected.",
    ),
    "bureau.enterprise.to_login": ("去旧版登录", "To the old login"),
    "face.back.old-password": ("返回找回企业密码", "Back to the enterprise password"),
    "bureau.act.enterprise_password_set": ("设置企业密码", "enterprise password set"),
    "sms.code.bureau_enterprise": (
        "【模拟环境】北京市电子税务局找回企业密码验证码 {code}，5 分钟内有效，请勿泄露给他人。如非本人操作，请忽略。",
        "[SIMULATION] {code} is your code to set an enterprise password at the Beijing bureau, valid for 5 minutes. Not you? Ignore it.",
    ),
    "email.code.bureau_enterprise": (
        "【模拟环境】北京市电子税务局找回企业密码邮箱验证码 {code}，5 分钟内有效，请勿泄露给他人。如非本人操作，请忽略。",
        "[SIMULATION] {code} is your code to set an enterprise password at the Beijing bureau, valid for 5 minutes. Not you? Ignore it.",
    ),
    "sms.bureau.enterprise_password": (
        "【模拟环境】您已于 {at} 设置 {unit} 的企业密码。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] You set the enterprise password of {unit} at {at}. If this was not you, go to a tax hall.",
    ),
    "journal.why.bureau_enterprise.step": ("本步骤符合要求，当前步骤：{step}", "The step is in order; due next: {step}"),
    "journal.why.bureau_enterprise.abandoned": ("用户放弃了找回企业密码", "The recovery was given up"),
    "journal.why.enterprise.not_runner": (
        "本人不是该企业的法定代表人或财务负责人，或关联关系未确认",
        "Neither legal representative nor finance officer of that unit, or the tie is not confirmed",
    ),
}
