"""Unit verification by certificate: the dialog, and what can be wrong with a file."""

TEXTS: dict[str, tuple[str, str]] = {
    "key.certificate": ("CA 登录", "Certificate"),
    "key.browse": ("浏览", "Browse"),
    "ca.title": ("CA 登录", "Unit login by certificate"),
    "ca.file": ("证书文件", "File"),
    "ca.file_hint": ("单位证书，扩展名为 .p12 或 .pfx", "The unit's certificate: .p12 or .pfx"),
    "ca.file_demo": ("演示证书已就绪（模拟）", "The demo's certificate (simulated)"),
    "ca.pin": ("PIN", "PIN"),
    "ca.pin_demo": ("演示 PIN：{pin}", "The demo's PIN: {pin}"),
    "ca.waiting": ("正在校验证书", "Verifying"),
    "ca.no_file": ("请选择证书文件，或输入文件路径", "Choose the certificate file, or enter its path"),
    "ca.no_pin": ("请输入证书的 PIN", "Enter the certificate's PIN"),
    "ca.cancelled": ("已取消等待，本次校验结果未知，可重新校验", "Cancelled. This attempt may still have counted; you may try again"),
    "ca.visiting": ("浏览器中无法读取证书文件，请改用申报密码", "Files cannot be read in a browser; use the declaration password"),
    "ca.fault.missing": ("文件不存在，请核对路径，或按 F2 选择", "No such file; check the path, or press F2 to choose"),
    "ca.fault.unreadable": ("无法读取文件，请检查权限，或选择其他文件", "The file cannot be read; check permissions or choose another"),
    "ca.fault.too_large": ("文件超过 1 MB，不是证书文件，请重新选择", "Larger than 1 MB: not a certificate; choose another"),
    "ca.fault.not_pkcs12": ("不是 PKCS#12 证书文件或已损坏，请重新选择", "Not a PKCS#12 file, or damaged; choose another"),
    "ca.fault.no_key": (
        "文件中没有本模拟环境的证书和密钥，请重新选择",
        "The file has no certificate and key of this simulation; choose another",
    ),
    "ca.fault.wrong_pin": ("PIN 不正确，请重新输入（不计次数）", "Wrong PIN; please enter it again (not counted)"),
    "ca.soon": ("证书将于 {day} 到期，请及时更换", "Your certificate expires on {day}: have another one issued"),
    "ca.choose": ("选择证书文件：{folder}", "Choose the file: {folder}"),
    "help.ca": (
        "用单位的 CA 证书代替申报密码（模拟：用文件代替 USB Key）。选择证书文件，输入 PIN；本机用证书签名，PIN "
        "和密钥不会发送给服务器。\n"
        "PIN 输错不计次数。申报密码被锁定时，也可用证书进入。按 F2 选择文件，按 F3 打开软键盘。",
        "Use the unit's certificate in place of its declaration password (simulated: a file stands for the USB key). "
        "Choose the file and enter its PIN; this computer signs, and neither the PIN nor the key is sent.\n"
        "A wrong PIN is not counted, and a certificate works while the password is locked. F2 chooses a file, F3 opens "
        "the keypad.",
    ),
    # --- from the shell
    "help.control_certificate": ("单位的 CA 证书（模拟）。", "The units' certificates (simulated)."),
    "help.control_certificate_issue": (
        "签发证书，写入 PKCS#12 文件（仅本人可读），并显示 PIN。",
        "Issue a certificate into a PKCS#12 file that only you can read, and show its PIN.",
    ),
    "help.control_certificate_list": ("列出单位的证书。", "List a unit's certificates."),
    "help.control_certificate_revoke": ("吊销证书。", "Revoke a certificate."),
    "help.control_certificate_expire": ("使证书到期。", "Expire a certificate."),
    "help.certificate_days": ("有效天数，默认 365。", "Days of validity; default 365."),
    "help.certificate_ask_pin": (
        "自行设置 PIN（不显示）；不设则为随机 6 位数字。",
        "Choose the PIN (not shown); default: six random digits.",
    ),
    "control.certificate_file": ("{path} 已存在，请更换文件名", "{path} already exists; choose another name"),
    "control.certificate_not_written": ("无法写入 {path}", "{path} cannot be written"),
    "control.certificate_issued": (
        "已签发证书 {serial}，有效期至 {until}，PIN {pin}\n已写入 {path}",
        "Certificate {serial}, valid until {until}, PIN {pin}\nWritten to {path}",
    ),
    "control.certificate_now": ("证书 {serial}：{state}", "Certificate {serial}: {state}"),
    "control.serial": ("证书号", "SERIAL"),
    "control.not_before": ("生效", "FROM"),
    "control.not_after": ("到期", "UNTIL"),
    "control.certificate.valid": ("有效", "valid"),
    "control.certificate.not_yet_valid": ("未生效", "not yet valid"),
    "control.certificate.expired": ("已到期", "expired"),
    "control.certificate.revoked": ("已吊销", "revoked"),
    # --- at the hall's counter
    "hall.certificates": ("CA 证书（模拟）", "CA certificates (simulated)"),
    "hall.certificates.what": (
        "为单位签发、吊销 CA 证书，或使证书到期。证书由本环境的模拟 CA 签发，并非真实 CA 证书；文件仅可下载一次。",
        "Issue, revoke or expire a unit's certificate. The CA is simulated; each file can be downloaded once only.",
    ),
    "hall.certificates.look": ("查看", "Show"),
    "hall.certificates.none": ("该单位尚无证书", "This unit has no certificate yet"),
    "hall.certificates.issue": ("签发并下载", "Issue and download"),
    "hall.certificates.revoke": ("吊销", "Revoke"),
    "hall.certificates.expire": ("使其到期", "Expire"),
    "hall.certificates.pin_form": ("PIN 为 4 至 32 位数字、字母或符号", "A PIN is 4 to 32 digits, letters or symbols"),
}
