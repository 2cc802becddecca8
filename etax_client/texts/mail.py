"""The simulated mailboxes, as a page of the bureau's APP."""

TEXTS: dict[str, tuple[str, str]] = {
    "mail.title": ("邮箱（模拟）", "Mailbox (simulated)"),
    "mail.what": (
        "登录期间，账户绑定邮箱的邮件显示在此；在本浏览器中通过邮箱注册时，验证码也显示在此。",
        "Mail to your account's address appears here while you are logged in; so do the codes for what you register here.",
    ),
    "mail.number": ("邮箱地址", "E-mail address"),
    "mail.open": (
        "本服务器仅供本机一人使用，可查看任何邮箱的邮件。",
        "This server has one user, on this computer: mail to any address can be read.",
    ),
    "mail.closed": (
        "已被账户使用的邮箱打开后也无法查看邮件，须本人登录后查看。",
        "Mail to an address that an account has is not shown: its owner must log in to read it.",
    ),
    "mail.put_in": ("打开邮箱", "Open the mailbox"),
    "mail.sent": ("验证码已发送至邮箱，请在模拟邮箱中查看邮件。", "Code sent: see the mail in the simulated mailbox."),
    "mail.of": ("发送至 {mobile} 的邮件（模拟），按时间倒序排列。", "Mail to {mobile} (simulated), newest first."),
    "mail.none": ("暂无邮件。", "No mail yet."),
    "journal.why.mail.put_in": ("邮箱已在本手机上打开", "The mailbox is open on this phone now"),
}
