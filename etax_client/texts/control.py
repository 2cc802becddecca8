"""The tester's door, in the shell."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.world": (
        "加入服务器上的一个独立环境（默认 ETAX_WORLD，否则主环境）",
        "join one of the server's worlds (default: ETAX_WORLD, else the main one)",
    ),
    "help.control_door": (
        "打开测试者入口 /control，口令只显示一次",
        "open the tester's door at /control; its token is shown once",
    ),
    "world.malformed": (
        "环境名称只能由小写字母、数字和连字符组成，最多 40 个字符。",
        "A world's name has small letters, digits and hyphens only, at most 40.",
    ),
    "serve.control": ("测试者入口：{url}", "Tester's door: {url}"),
    "serve.token": ("入口口令（只显示这一次）：{token}", "Its token, shown this once: {token}"),
}
