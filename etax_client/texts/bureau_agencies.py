"""代理业务 at the Beijing bureau: an agency, and the units that it acts for."""

TEXTS: dict[str, tuple[str, str]] = {
    "bureau.staff.read_only": (
        "当前为代理身份，仅可查看。添加、撤回、删除由法定代表人或财务负责人办理。",
        "You act as an agency: read only. The unit's legal representative or finance officer makes changes.",
    ),
    "bureau.switch.no_principal": ("没有可以切换的委托企业", "There is no client to switch to"),
    "journal.why.agreement.none": ("该代理机构与所选企业没有有效的委托关系", "The agency has no agreement in force with that unit"),
    "trainer.locks.enterprise_password": ("北京电子税务局（企业密码）", "Beijing bureau (enterprise password)"),
    "journal.field.agency": ("代理机构", "agency"),
    "journal.field.principal": ("委托企业", "client of an agency"),
    "journal.field.province": ("省份", "province"),
    "journal.field.authority": ("主管税务机关", "tax authority"),
    "journal.field.enterprise_password": ("企业密码", "enterprise password"),
}
