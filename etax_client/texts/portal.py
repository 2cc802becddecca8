"""The web portal's pages, where they say another thing than the phone APP's."""

TEXTS: dict[str, tuple[str, str]] = {
    "portal.product": ("个人所得税网站", "The tax portal"),
    "portal.title": ("我的账户", "My account"),
    "portal.what": (
        "这里是（模拟的）个人所得税网站。注册、找回密码、修改密码和绑定手机，在这里和在手机APP上办理都一样。",
        "This is the (simulated) web portal. Registration, recovery, password and mobile number: here or in the phone APP, all the same.",
    ),
}
