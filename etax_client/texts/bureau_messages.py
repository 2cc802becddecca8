"""What the Beijing bureau tells by short message and by e-mail; each bears the mark of the simulation (MCK-1)."""

TEXTS: dict[str, tuple[str, str]] = {
    "sms.code.bureau_recovery": (
        "【模拟环境】北京市电子税务局忘记密码验证码 {code}，5 分钟内有效，请勿泄露给他人。如非本人操作，请忽略。",
        "[SIMULATION] {code} is your code to reset the password at the Beijing bureau, valid for 5 minutes. Not you? Ignore it.",
    ),
    "sms.code.bureau_mobile": (
        "【模拟环境】北京市电子税务局手机号码验证码 {code}，5 分钟内有效，请勿泄露给他人。",
        "[SIMULATION] {code} is your code to bind this number at the Beijing bureau, valid for 5 minutes. Do not share it.",
    ),
    "sms.bureau.qr_login": (
        "【模拟环境】您的北京市电子税务局账户于 {at} 在设备 {device} 上扫码登录。如非本人操作，请立即修改密码。",
        "[SIMULATION] Your account at the Beijing bureau logged in by QR code on {device} at {at}. If this was not you, change "
        "your password.",
    ),
    "sms.bureau.registered": (
        "【模拟环境】您已于 {at} 完成北京市电子税务局用户注册，可以登录。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] You were registered at the Beijing bureau at {at}. If this was not you, go to a tax hall.",
    ),
    "sms.bureau.password_reset": (
        "【模拟环境】您在北京市电子税务局的个人用户密码已于 {at} 重置，原有登录已全部退出。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] Your password at the Beijing bureau was reset at {at}; all sessions have ended. Not you? Go to a tax hall.",
    ),
    "sms.bureau.password_changed": (
        "【模拟环境】您在北京市电子税务局的个人用户密码已于 {at} 修改，其他设备上的登录已退出。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] Your password at the Beijing bureau was changed at {at}; other sessions have ended. Not you? Go to a tax hall.",
    ),
    "sms.bureau.mobile_changed": (
        "【模拟环境】您在北京市电子税务局绑定的手机号码已于 {at} 更换为 {mobile}。如非本人操作，请携带有效身份证件到办税服务厅处理。",
        "[SIMULATION] Your number at the Beijing bureau was changed to {mobile} at {at}. If this was not you, go to a tax hall.",
    ),
    "sms.bureau.mobile_bound": (
        "【模拟环境】本号码已于 {at} 绑定到您在北京市电子税务局的账户。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] This number was bound to your account at the Beijing bureau at {at}. If this was not you, go to a tax hall.",
    ),
    "email.code.bureau_recovery": (
        "【模拟环境】北京市电子税务局忘记密码邮箱验证码 {code}，5 分钟内有效，请勿泄露给他人。如非本人操作，请忽略。",
        "[SIMULATION] {code} is your code to reset the password at the Beijing bureau, valid for 5 minutes. Not you? Ignore it.",
    ),
    "email.code.bureau_mobile": (
        "【模拟环境】北京市电子税务局邮箱验证码 {code}，5 分钟内有效，请勿泄露给他人。",
        "[SIMULATION] {code} is your code for the Beijing bureau, valid for 5 minutes. Do not share it.",
    ),
    "email.bureau.email_bound": (
        "【模拟环境】本邮箱已于 {at} 绑定到您在北京市电子税务局的账户。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] This mailbox was bound to your account at the Beijing bureau at {at}. Not you? Go to a tax hall.",
    ),
    "email.bureau.email_changed": (
        "【模拟环境】您在北京市电子税务局绑定的邮箱已于 {at} 更换为 {email}。如非本人操作，请到办税服务厅处理。",
        "[SIMULATION] The mailbox of your account at the Beijing bureau was changed to {email} at {at}. Not you? Go to a tax hall.",
    ),
    "email.bureau.mobile_lost": (
        "【模拟环境】您在北京市电子税务局绑定的手机号码 {mobile} 已于 {at} 被他人使用并确认，您的账户中已置空。如需继续使用，请找回。",
        "[SIMULATION] Someone else has confirmed {mobile} as theirs at {at}; your account at the Beijing bureau has no number now.",
    ),
}
