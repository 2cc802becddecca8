"""The client in a browser: the command, and the pages around the terminal."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- help
    "help.web": (
        "在浏览器中使用客户端，最多 8 人，每人一个独立的客户端。",
        "The client in browsers: up to 8 people, each with a client of their own.",
    ),
    "help.web_host": ("监听的地址；本机以外用 https 和加入码。", "Address to listen on; beyond loopback https and a join code."),
    "help.web_port": ("端口。", "Port."),
    "help.web_server": ("客户端连接的服务器，默认为离线演示。", "Server of the clients; the offline demo by default."),
    # --- in the shell
    "web.missing": (
        "尚未安装浏览器组件。请安装后重试：{command}",
        "The part for browsers is not installed. Install it and try again: {command}",
    ),
    "web.pin_alone": ("--pin 须与 --server 一起使用。", "--pin can be used only with --server."),
    "web.ready": ("浏览器地址：{url}", "In the browser: {url}"),
    "web.code": ("加入码：{code}（其他电脑打开网页时输入）", "Join code: {code} (asked for by the page)"),
    "web.places": (
        "最多 {most} 人同时使用；{minutes} 分钟无操作即结束，人数已满时更早。按 Ctrl+C 停止。",
        "Up to {most} people at a time; a visit ends after {minutes} idle minutes, sooner in a full house. Ctrl+C stops.",
    ),
    # --- on the pages
    "web.title": ("扣缴端", "Withholding client"),
    "web.coming": ("正在启动…", "Starting ..."),
    "web.needs_script": ("浏览器未启用脚本，无法显示终端。", "Scripts are off in this browser, so the terminal cannot be shown."),
    "web.over": (
        "已结束：已退出、连接中断、{minutes} 分钟无操作，或人数已满时让给了其他人。",
        "This visit has ended: you quit, the connection was lost, nothing was done for {minutes} minutes, or your place was needed.",
    ),
    "web.again": ("重新开始", "Start again"),
    "web.join.title": ("加入", "Join"),
    "web.join.what": ("请输入启动本服务的电脑上显示的加入码。", "Please enter the join code shown on the computer that runs this service."),
    "web.join.code": ("加入码", "Join code"),
    "web.join.hint": ("8 位字母和数字，不区分大小写", "8 letters and digits, upper or lower case"),
    "web.join.enter": ("进入", "Enter"),
    "web.join.wrong": ("加入码不正确，请核对后重新输入。", "Wrong join code; please check it and enter it again."),
    "web.full.title": ("人数已满", "All places are taken"),
    "web.full": (
        "已有 {most} 人正在使用，人数已满。最早 {minutes} 分钟后可能有空位，请届时重试。",
        "All {most} places are taken. One may be free in {minutes} min at the earliest; please try again then.",
    ),
}
