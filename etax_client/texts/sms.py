"""What short messages say; each one bears the mark of the simulation (MCK-1)."""

TEXTS: dict[str, tuple[str, str]] = {
    "sms.qr_login": (
        "【模拟环境】您的账号于 {at} 在「{device}」上扫码登录扣缴端。如非本人操作，请立即修改密码。",
        "[SIMULATION] Your account was used for a QR login on {device} at {at}. If that was not you, change your password at once.",
    ),
    "sms.code.registration": (
        "【模拟环境】注册验证码 {code}，5 分钟内有效。请勿告诉他人。",
        "[SIMULATION] {code} is your code for registering, good for 5 minutes. Tell it to nobody.",
    ),
    "sms.code.recovery": (
        "【模拟环境】找回密码验证码 {code}，5 分钟内有效。如非本人操作，请忽略。",
        "[SIMULATION] {code} is your code for a new password, good for 5 minutes. If that was not you, ignore it.",
    ),
    "sms.code.mobile": (
        "【模拟环境】绑定手机验证码 {code}，5 分钟内有效。请勿告诉他人。",
        "[SIMULATION] {code} is your code for binding this number, good for 5 minutes. Tell it to nobody.",
    ),
    "sms.password_reset": (
        "【模拟环境】您的账号密码已于 {at} 通过找回密码重设，已有登录全部失效。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] Your password was reset at {at}; every login with the old one is over. If that was not you, go to a tax hall.",
    ),
    "sms.password_changed": (
        "【模拟环境】您的账号密码已于 {at} 在安全中心修改，其他登录已失效。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] Your password was changed at {at}; your other logins are over. If that was not you, go to a tax hall.",
    ),
    "sms.mobile_changed": (
        "【模拟环境】您账号绑定的手机号码已于 {at} 更换为 {mobile}。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] The number of your account was changed to {mobile} at {at}. If that was not you, go to a tax hall.",
    ),
    "sms.mobile_bound": (
        "【模拟环境】本号码已于 {at} 绑定到您的账号。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] This number was bound to your account at {at}. If that was not you, go to a tax hall.",
    ),
    "sms.code.declaration_password": (
        "【模拟环境】重置申报密码验证码 {code}，5 分钟内有效。请勿告诉他人。",
        "[SIMULATION] {code} is your code for a new declaration password, good for 5 minutes. Tell it to nobody.",
    ),
    "sms.declaration_password": (
        "【模拟环境】{unit} 的申报密码已于 {at} 重置。如非本人操作，请立即再次重置。",
        "[SIMULATION] The declaration password of {unit} was reset at {at}. If that was not you, reset it again at once.",
    ),
    "sms.registered": (
        "【模拟环境】您已于 {at} 完成实名注册，可以登录了。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] You were registered at {at} and may log in now. If that was not you, go to a tax hall.",
    ),
}
