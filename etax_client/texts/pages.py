"""The pages of the mock server."""

TEXTS: dict[str, tuple[str, str]] = {
    "page.language": ("zh-CN", "en"),
    "page.product": ("etax-client 模拟服务器", "etax-client mock server"),
    "page.mark": ("模拟环境", "SIMULATION"),
    "page.insecure": ("连接未加密", "NOT ENCRYPTED"),
    "page.warning": (
        "本站为教学和测试用的模拟环境，与真实税务系统没有任何关联。请勿输入真实密码和证件号码。",
        "A simulation for teaching and testing, not connected to any tax system. Do not enter real passwords or ID numbers.",
    ),
    "page.home.title": ("模拟服务器正在运行", "The mock server is running"),
    "page.home.what": (
        "本服务器为终端客户端 etax-client 提供实名登录、单位管理、单位办税验证和办税首页。"
        "注册、忘记密码和安全中心也可在下列个人所得税APP和网站上办理。",
        "It serves the terminal client etax-client: real-name login, unit list, unit verification and home. "
        "Registration, recovery and the security centre are also in the tax app and on the web portal below.",
    ),
    "page.home.ask": (
        "本连接已加密。请向教师索取加入命令：只有它能证明服务器密钥未被更换。",
        "This connection is encrypted. Ask the trainer for the join command: only it can prove that the server's key was not replaced.",
    ),
    "page.home.how": ("在另一个终端中启动客户端：", "Start the client in another terminal:"),
    "page.home.rules": ("规则：{policy}，阶段：{phase}，版本：{version}", "Rules: {policy}; phase: {phase}; version: {version}"),
    "page.home.more": ("其他页面", "Other pages"),
    "page.home.api": ("接口说明（OpenAPI 3.1）", "API reference (OpenAPI 3.1)"),
    "page.app.title": ("个人所得税APP（模拟）", "The tax app (simulated)"),
    "page.portal.title": ("个人所得税网站（模拟）", "The web portal (simulated)"),
    "page.soon": (
        "长时间未操作，登录将于 {minutes} 分钟后失效。请及时提交已填内容。",
        "Nothing was done for long: your session ends in {minutes} minutes. Send what you have filled in.",
    ),
    "page.soon.go_on": ("继续", "Go on"),
    "page.turned_away.403": ("本次操作未执行", "Nothing was done"),
    "page.turned_away.403.next": (
        "请求来自其他网站的页面。请直接打开本服务器的页面，重新操作。",
        "The request came from another site. Please open this server's own page and try again.",
    ),
    "page.turned_away.421": ("服务器地址不正确", "Wrong server address"),
    "page.turned_away.421.next": (
        "请使用服务器启动时显示的地址。如需使用其他名称，请在启动服务器时指定。",
        "Please use the address that the server shows at start; other names must be given when it is started.",
    ),
}
