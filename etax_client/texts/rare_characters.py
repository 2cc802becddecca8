"""Finding a rare character, in the terminal and on the pages."""

TEXTS: dict[str, tuple[str, str]] = {
    "rare.button": ("录入生僻字", "Rare character"),
    "rare.title": ("录入生僻字", "Enter a rare character"),
    "rare.find": ("查找", "Find"),
    "rare.find_hint": ("拼音、U+编码，或粘贴一个字、部件", "Pinyin, U+ code, or paste a character"),
    "rare.choose_radical": ("请选择部首", "Choose the radical"),
    "rare.of_radical": ("{form} 部：{count} 字", "Radical {form}: {count}"),
    "rare.of_search": ("找到 {count} 字", "Found: {count}"),
    "rare.nothing": ("没有找到，请改用部首查找", "Nothing found: try the radical"),
    "rare.form_strokes": ("{strokes}画", "{strokes}"),
    "rare.all": ("全部 {count}", " all  {count}"),
    "rare.strokes": ("{strokes}画 {count}", "{strokes} st {count}"),
    "rare.count_whole": ("F4 笔画：整字", "F4 Strokes: all"),
    "rare.count_beside": ("F4 笔画：部首外", "F4 Strokes: added"),
    "rare.labels": ("编码代替字形", "Codes for characters"),
    "rare.counting": ("整字或部首外笔画", "Strokes in all or added"),
    "rare.labels_new": ("F3 编码：新字", "F3 Codes: newest"),
    "rare.labels_beyond": ("F3 编码：扩展字", "F3 Codes: most"),
    "rare.labels_none": ("F3 编码：不用", "F3 Codes: none"),
    "rare.radical": ("{form}  {name}  {strokes}画，共 {count} 字", "{form}  {name}  strokes: {strokes}, characters: {count}"),
    "rare.zero": ("数字零", "zero"),
    "rare.number": ("第 {number} 部", "no. {number}"),
    "rare.about": ("{char}  {code}  {pinyin}\n{parts}", "{char}  {code}  {pinyin}\n{parts}"),
    "rare.no_pinyin": ("读音不详", "reading unknown"),
    "rare.parts": ("部首 {radical}，部首外 {beside} 画，整字 {total} 画", "radical {radical}, strokes added: {beside}, in all: {total}"),
    "rare.becomes": ("兼容字：姓名中存为 {code}", "kept in names as {code}"),
    "rare.another_radical": ("换部首", "Other radical"),
    "rare.keys_radicals": ("方向键选择  Enter 选定部首  F2 查找  Esc 返回", "Arrows choose  Enter take radical  F2 find  Esc back"),
    "rare.keys_found": ("方向键选择  Enter 确定  F2 查找  Esc 换部首", "Arrows choose  Enter OK  F2 find  Esc other radical"),
    "help.rare": (
        "选部首，再在左栏按笔画缩小范围，选中汉字后按「确定」。也可在上方输入拼音（如 yan、yan3）、U+编码，或粘贴一个字或部件。"
        "终端无法显示的字可按 F3 改为显示编码。",
        "Choose the radical, narrow down by strokes at the left, choose the character, then OK. Or type pinyin (yan, yan3) or a U+ code "
        "above, or paste a character or a radical. F3 shows codes in place of characters that the terminal cannot draw.",
    ),
}
