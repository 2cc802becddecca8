"""The web portal's pages, where they say another thing than the phone APP's."""

TEXTS: dict[str, tuple[str, str]] = {
    "portal.product": ("个人所得税网站", "The tax portal"),
    "portal.title": ("个人中心", "My account"),
    "portal.what": (
        "本页面为个人所得税网站（模拟）。注册、找回密码、修改密码和绑定手机，在网站和个人所得税APP上均可办理。",
        "This is the web portal (simulated). Register, recover or change the password and bind a number here or in the app.",
    ),
}
