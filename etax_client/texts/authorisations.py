"""Authorisations: permissions, terms and states, wherever they are shown."""

TEXTS: dict[str, tuple[str, str]] = {
    "authorisation.permission": ("权限类型", "Permission"),
    "authorisation.permission.filing": ("办税权限", "Filing"),
    "authorisation.permission.management": ("管理权限", "Management"),
    "authorisation.term": ("授权期限", "Term"),
    "authorisation.term.long": ("长期，自 {start} 起", "Long-term, from {start}"),
    "authorisation.term.fixed": ("{start} 至 {end}", "{start} to {end}"),
    "authorisation.days_left": ("剩余 {days} 天", "{days} days left"),
    "authorisation.state.valid": ("有效", "Valid"),
    "authorisation.state.not_yet": ("未生效", "Not yet valid"),
    "authorisation.state.expired": ("已到期", "Expired"),
    "authorisation.state.ended": ("已解除", "Ended"),
}
