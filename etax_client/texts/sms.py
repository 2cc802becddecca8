"""What short messages say; each one bears the mark of the simulation (MCK-1)."""

TEXTS: dict[str, tuple[str, str]] = {
    "sms.qr_login": (
        "【模拟环境】您的账号于 {at} 在设备 {device} 上扫码登录扣缴端。如非本人操作，请立即修改密码。",
        "[SIMULATION] Your account logged in by QR code on {device} at {at}. If this was not you, change your password at once.",
    ),
    "sms.login": (
        "【模拟环境】您的账号于 {at} 在设备 {device} 上用密码登录扣缴端。如非本人操作，请立即修改密码。",
        "[SIMULATION] Your account logged in by password on {device} at {at}. If this was not you, change your password at once.",
    ),
    "sms.locked": (
        "【模拟环境】您的账号因密码连续输错，已于 {at} 锁定，{until} 自动解锁。如非本人操作，请修改密码。",
        "[SIMULATION] Your account was locked at {at} for wrong passwords, until {until}. If this was not you, change your password.",
    ),
    "sms.unit_locked": (
        "【模拟环境】{unit} 因申报密码连续输错，已于 {at} 锁定，{until} 自动解锁。如非本单位人员操作，请重置申报密码。",
        "[SIMULATION] {unit} was locked at {at} for wrong passwords, until {until}. If this was none of your staff, reset it.",
    ),
    "sms.authorised.long": (
        "【模拟环境】{unit} 已授予您{permission}，长期，自 {start} 起。如有疑问，请联系该单位。",
        "[SIMULATION] {unit} authorised you ({permission}), long-term, from {start}. Questions? Ask the unit.",
    ),
    "sms.authorised.fixed": (
        "【模拟环境】{unit} 已授予您{permission}，定期，{start} 至 {end}。如有疑问，请联系该单位。",
        "[SIMULATION] {unit} authorised you ({permission}), {start} to {end}. Questions? Ask the unit.",
    ),
    "sms.authorisation_changed.long": (
        "【模拟环境】您在 {unit} 的办税授权已于 {at} 变更为{permission}，长期，自 {start} 起。如有疑问，请联系该单位。",
        "[SIMULATION] {unit} changed your authorisation at {at}: {permission}, long-term, from {start}. Questions? Ask the unit.",
    ),
    "sms.authorisation_changed.fixed": (
        "【模拟环境】您在 {unit} 的办税授权已于 {at} 变更为{permission}，定期，{start} 至 {end}。如有疑问，请联系该单位。",
        "[SIMULATION] {unit} changed your authorisation at {at}: {permission}, {start} to {end}. Questions? Ask the unit.",
    ),
    "sms.authorisation_ended": (
        "【模拟环境】您在 {unit} 的办税授权已于 {at} 解除。如有疑问，请联系该单位。",
        "[SIMULATION] {unit} ended your authorisation at {at}. Questions? Ask the unit.",
    ),
    "sms.authorisation_ends_soon": (
        "【模拟环境】您在 {unit} 的授权将于 {day} 到期，请联系法定代表人或财务负责人续期。",
        "[SIMULATION] Your authorisation for {unit} ends on {day}. Ask the legal representative or finance officer to renew it.",
    ),
    "sms.code.registration": (
        "【模拟环境】注册验证码 {code}，5 分钟内有效，请勿泄露给他人。",
        "[SIMULATION] {code} is your code to register, valid for 5 minutes. Do not share it.",
    ),
    "sms.code.recovery": (
        "【模拟环境】找回密码验证码 {code}，5 分钟内有效，请勿泄露给他人。如非本人操作，请忽略。",
        "[SIMULATION] {code} is your code to recover the password, valid for 5 minutes. Do not share it. Not you? Ignore it.",
    ),
    "sms.code.mobile": (
        "【模拟环境】绑定手机验证码 {code}，5 分钟内有效，请勿泄露给他人。",
        "[SIMULATION] {code} is your code to bind this number, valid for 5 minutes. Do not share it.",
    ),
    "sms.password_reset": (
        "【模拟环境】您的账号密码已于 {at} 重置，原有登录已全部退出。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] Your password was reset at {at}; all sessions have ended. If this was not you, go to a tax hall.",
    ),
    "sms.password_changed": (
        "【模拟环境】您的账号密码已于 {at} 修改，其他设备上的登录已退出。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] Your password was changed at {at}; your other sessions have ended. If this was not you, go to a tax hall.",
    ),
    "sms.mobile_changed": (
        "【模拟环境】您账号绑定的手机号码已于 {at} 更换为 {mobile}。如非本人操作，请携带有效身份证件到办税服务厅处理。",
        "[SIMULATION] The number of your account was changed to {mobile} at {at}. If this was not you, go to a tax hall.",
    ),
    "sms.mobile_bound": (
        "【模拟环境】本号码已于 {at} 绑定到您的账号。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] This number was bound to your account at {at}. If this was not you, go to a tax hall.",
    ),
    "sms.code.declaration_password": (
        "【模拟环境】重置申报密码验证码 {code}，5 分钟内有效，请勿泄露给他人。",
        "[SIMULATION] {code} is your code to reset the declaration password, valid for 5 minutes. Do not share it.",
    ),
    "sms.declaration_password": (
        "【模拟环境】{unit} 的申报密码已于 {at} 重置。如非本人操作，请立即再次重置。",
        "[SIMULATION] The declaration password of {unit} was reset at {at}. If this was not you, reset it again at once.",
    ),
    "sms.registered": (
        "【模拟环境】您已于 {at} 完成实名注册，可以登录。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] You were registered at {at} and may log in now. If this was not you, go to a tax hall.",
    ),
}
