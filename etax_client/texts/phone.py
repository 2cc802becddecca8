"""The phone: the APP's pages, its short messages, and the phone beside the client in the demo."""

TEXTS: dict[str, tuple[str, str]] = {
    "sms.qr_login": (
        "【模拟环境】您的账号于 {at} 在「{device}」上扫码登录扣缴端。如非本人操作，请立即修改密码。",
        "[SIMULATION] Your account was used for a QR login on {device} at {at}. If that was not you, change your password at once.",
    ),
}
