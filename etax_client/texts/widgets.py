"""The parts that screens are made of."""

TEXTS: dict[str, tuple[str, str]] = {
    "keypad.title": ("软键盘", "Keypad"),
    "keypad.close": ("[关闭]", "[Close]"),
    "keypad.symbols": ("符号", "#+="),
    "keypad.letters": ("字母", "abc"),
    "keypad.upper": ("大写", "ABC"),
    "keypad.lower": ("小写", "abc"),
    "keypad.erase": ("退格", "Del"),
    "keypad.empty": ("清空", "Clear"),
    "keypad.accept": ("确定", "OK"),
    "captcha.ask": ("点击获取验证码", "Click for a captcha"),
    "captcha.garbled": ("验证码无法显示，请点击更换", "The captcha cannot be shown; click for another"),
}
