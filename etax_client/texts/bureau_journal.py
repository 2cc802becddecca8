"""What the journal and the trainer's page say of the Beijing bureau."""

TEXTS: dict[str, tuple[str, str]] = {
    "journal.decided.not_registered": ("未注册", "not registered"),
    "journal.decided.slider_required": ("未拖动滑块", "slider not moved"),
    "journal.decided.first_factor": ("第一因子通过", "first factor right"),
    "journal.why.slider.missing": ("滑块未拖动到最右边", "The slider was not dragged to the right end"),
    "journal.why.slider.unknown": ("滑块不存在，或已过期", "No such slider, or it expired"),
    "journal.why.slider.used": ("滑块已使用", "The slider has been used"),
    "journal.why.slider.expired": ("滑块已过期", "The slider has expired"),
    "journal.why.slider.other_client": ("滑块属于另一个浏览器", "The slider belongs to another browser"),
    "journal.why.slider.other_purpose": ("滑块用于其他用途", "The slider was fetched for something else"),
    "journal.why.slider.too_many": ("同一地址获取滑块过于频繁", "Too many sliders from this address"),
    "journal.why.entrance.begun": ("从【{entrance}】入口开始登录", "An attempt by the entrance {entrance}"),
    "journal.why.first.right": ("个人用户密码正确，接下来是第二因子", "The personal password is right; the second factor is due"),
    "journal.why.first.wrong": ("个人用户密码错误，当天第 {count} 次，共 {tries} 次", "Wrong personal password, {count} of {tries} today"),
    "journal.why.first.no_account": ("账号 {account} 不存在", "No such account ({account})"),
    "journal.why.first.locked": (
        "账户自 {since} 起锁定，剩余 {left}，未核对密码",
        "Locked since {since}, {left} left; no password was looked at",
    ),
    "journal.why.lock.password": (
        "当天第 {count} 次密码错误，账户的所有认证方式锁定到次日零时，剩余 {left}",
        "Wrong password number {count} today: locked for every method until midnight, {left} left",
    ),
    "journal.why.lock.code": (
        "当天第 {count} 次验证码错误，账户的所有认证方式锁定到次日零时，剩余 {left}",
        "Wrong code number {count} today: locked for every method until midnight, {left} left",
    ),
    "journal.why.second.locked": (
        "账户自 {since} 起锁定，剩余 {left}，未核对第二因子",
        "Locked since {since}, {left} left; no second factor was looked at",
    ),
    "journal.why.second.no_mobile": ("账户未绑定手机号码", "The account has no number bound"),
    "journal.why.second.right": ("验证码正确，已登录", "The code is right: logged in"),
    "journal.why.second.wrong": ("验证码错误，当天第 {count} 次，共 {tries} 次", "Wrong code, {count} of {tries} today"),
    "journal.why.second.voided_by_password": (
        "个人用户密码输错后，原验证码已作废",
        "A wrong personal password has voided the code",
    ),
    "journal.field.slide": ("滑块位置", "the slider's place"),
    "journal.field.slider": ("滑块编号", "the slider's number"),
    "journal.field.no_password": ("没有设置过密码", "no password was ever set"),
    "journal.field.bureau": ("北京市电子税务局账户", "account at the Beijing bureau"),
    "trainer.locks.bureau_password": ("北京电子税务局（密码）", "Beijing bureau (password)"),
    "trainer.locks.bureau_code": ("北京电子税务局（验证码）", "Beijing bureau (code)"),
    "trainer.channel.bureau": ("北京电子税务局", "Beijing bureau"),
    "control.channel.bureau": ("北京电子税务局", "bureau"),
    "sms.code.bureau_login": (
        "【模拟环境】北京市电子税务局登录验证码 {code}，5 分钟内有效，请勿泄露给他人。",
        "[SIMULATION] {code} is your code to log in to the Beijing bureau, valid for 5 minutes. Do not share it.",
    ),
}
