"""The pages of the mock server."""

TEXTS: dict[str, tuple[str, str]] = {
    "page.language": ("zh-CN", "en"),
    "page.product": ("etax-client 模拟服务器", "etax-client mock server"),
    "page.mark": ("模拟环境", "SIMULATION"),
    "page.insecure": ("连接未加密", "NOT ENCRYPTED"),
    "page.warning": (
        "这里是教学和测试用的模拟环境，与真实的税务系统没有任何联系。请勿输入真实的密码和证件号码。",
        "This is a simulation for teaching and testing, unconnected with any real tax system. Do not type real passwords or numbers.",
    ),
    "page.home.title": ("模拟服务器正在运行", "The mock server is running"),
    "page.home.what": (
        "它为命令行客户端 etax-client 提供实名登录、单位管理、单位办税验证和办税首页。"
        "注册、找回密码和安全中心在下面的手机APP和网站上也能办理。",
        "It serves the terminal client etax-client: real-name login, unit list, unit verification and home. Registration, recovery and the "
        "security centre are on the pages of the phone APP and the web portal below as well.",
    ),
    "page.home.ask": (
        "这里是加密连接。请向老师要加入命令：只有它能证明服务器的密钥没有被换过。",
        "This connection is encrypted. Ask the trainer for the join line: it alone can vouch for the server's key.",
    ),
    "page.home.how": ("在另一个终端里启动客户端：", "Start the client in another terminal:"),
    "page.home.rules": ("规则：{policy}，阶段：{phase}，版本：{version}", "Rules: {policy}; phase: {phase}; version: {version}"),
    "page.home.more": ("其他页面", "Other pages"),
    "page.home.api": ("接口说明（OpenAPI 3.1）", "The interface (OpenAPI 3.1)"),
    "page.app.title": ("个人所得税APP（模拟）", "The phone APP (simulated)"),
    "page.portal.title": ("个人所得税网站（模拟）", "The web portal (simulated)"),
    "page.turned_away.403": ("这次操作没有进行", "Nothing was done"),
    "page.turned_away.403.next": (
        "请求来自另一个网站的页面。请直接打开本服务器的页面，重新操作。",
        "The request came from another site's page. Please open this server's own page and try again.",
    ),
    "page.turned_away.421": ("服务器不使用这个地址", "The server does not go by this address"),
    "page.turned_away.421.next": (
        "请用服务器启动时显示的地址打开。要使用其他名称，请在启动服务器时指明。",
        "Please use the address that the server shows when it starts; other names have to be given when it is started.",
    ),
}
