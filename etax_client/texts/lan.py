"""Certificates, pins and what leaves this machine."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- help
    "help.pin": ("服务器密钥的指纹，随加入命令提供。", "Fingerprint of the server's key, from the join command."),
    "help.tls": ("在本机地址上也使用 https。", "Serve https on loopback too."),
    "help.phone": ("同时提供手机网页，仅限本机。", "Serve the phone pages too, on this computer."),
    "help.lan": ("允许局域网中的手机打开，使用 https。", "Serve them to phones in the network, over https."),
    "help.demo_host": ("与 --lan 一起：监听的地址，默认自动选择。", "With --lan: address to listen on; default: found."),
    "help.demo_port": ("手机网页的端口，默认自动选择。", "Port of the phone pages; default: a free one."),
    "help.demo_insecure": ("与 --lan 一起：不加密（http）。", "With --lan: plain HTTP, unencrypted."),
    # --- wrong use
    "pin.malformed": (
        "--pin 格式不正确，应为 sha256: 加 64 位十六进制数字。请从加入命令中完整复制。",
        "Not a pin: it is sha256: and 64 hexadecimal digits. Copy it whole from the join command.",
    ),
    "pin.needs_https": (
        "--pin 只能与 https:// 的服务器地址一起使用。",
        "A pin can be used only with a server address that starts with https://.",
    ),
    "demo.alone": ("{option} 须与 --lan（或 --phone）一起使用。", "{option} can be used only with --lan (or --phone)."),
    "serve.tls_or_clear": ("--tls 和 --insecure-lan 只能选一个。", "Choose either --tls or --insecure-lan."),
    "serve.no_network": (
        "未找到本机在局域网中的地址。请先连接网络，或用 --host 指定地址。",
        "No network address found for this computer. Connect it first, or give its address with --host.",
    ),
    "settings.form_pins": ("主机地址加指纹（https://主机:端口 sha256:…），以逗号分隔", '"https://host:port PIN", separated by commas'),
    # --- what a server says of itself
    "serve.phone": ("手机网页：{url}", "Phone pages: {url}"),
    "serve.pin": ("密钥指纹：{pin}", "Fingerprint: {pin}"),
    "serve.join": ("加入命令：{command}", "Join command: {command}"),
    "serve.in_the_clear": (
        "警告：未加密，同一网络中的人可以看到密码等全部内容。",
        "Warning: nothing is encrypted. Passwords and everything else can be read in this network.",
    ),
    "private.open_to_others": (
        "其他用户也能读取 {path}，未使用该文件。请改为仅本人可读（chmod go=）后重试。",
        "Others may read {path}, so it was not used. Make it private (chmod go=) and try again.",
    ),
    "private.unreadable": ("无法读取 {path}，请检查权限后重试。", "{path} cannot be read. Check its permissions and try again."),
    "private.broken": (
        "{path} 已损坏，未做任何改动。请从备份恢复；如删除，将更换密钥，所有客户端须重新加入。",
        "{path} is damaged and was not changed. Restore a backup; if you delete it, a new key is made, and all clients have to join again.",
    ),
    "private.no_home": (
        "服务器密钥无处保存：当前用户没有主目录。请设置 HOME 后重试。",
        "There is no place for the server's key: this user has no home folder. Set HOME and try again.",
    ),
    "private.not_writable": ("无法写入 {path}，请检查权限和剩余空间。", "{path} cannot be written. Check permissions and free space."),
    # --- on the screen
    "simulated_insecure": ("模拟环境 明文连接", "SIMULATION PLAIN HTTP"),
    "login.pages": ("手机网页：{url}", "Phone pages: {url}"),
    "pages.pin": ("密钥指纹（手机提示证书不受信任时核对）：", "Key fingerprint, to check when the phone distrusts the certificate:"),
    "accident.pin": (
        "服务器密钥与加入时不同，未发送任何内容。请向教师索取新的加入命令（--pin）。",
        "The server's key has changed; nothing was sent. Ask the trainer for a new join command (--pin)",
    ),
    "accident.tls": (
        "服务器证书不受信任，未发送任何内容。请向教师索取加入命令（--pin）。",
        "The certificate is not trusted; nothing was sent. Ask the trainer for the join command (--pin)",
    ),
    "doctor.server_tls": (
        "服务器：{url} 的证书不受信任。自签名证书须用加入命令中的 --pin。",
        "Server: the certificate of {url} is not trusted. A self-signed one needs --pin from the join command.",
    ),
    "doctor.server_pin": (
        "服务器：{url} 的密钥与指纹不符，请勿登录。请向教师索取新的加入命令。",
        "Server: the key of {url} does not match the pin: do not log in. Ask the trainer for the new join command.",
    ),
}
