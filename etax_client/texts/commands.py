"""The shell: help, errors, doctor, settings."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- what click says
    "shell.usage": ("用法：", "Usage: "),
    "shell.options": ("选项：", "Options:"),
    "shell.commands": ("命令：", "Commands:"),
    "shell.arguments": ("参数：", "Arguments:"),
    "shell.some_options": ("[选项]", "[OPTIONS]"),
    "shell.a_command": ("命令", "COMMAND"),
    "shell.some_arguments": ("[参数]", "[ARGS]"),
    "shell.help": ("显示本说明。", "Show this page."),
    "shell.version": ("显示版本。", "Show the version."),
    "shell.lang": ("界面语言：zh 中文，en 英文。", "Language: zh Chinese, en English."),
    "shell.error": ("错误：{text}", "Error: {text}"),
    "shell.try_help": ("请用 {command} --help 查看用法。", "See {command} --help."),
    "shell.no_such_option": ("没有选项 {name}。", "No such option {name}."),
    "shell.option_usage": ("选项 {name} 的用法不正确。", "Option {name} is used wrongly."),
    "shell.missing": ("缺少 {name}。", "{name} is missing."),
    "shell.bad_value": ("{name} 的值不正确，应为{form}。", "The value of {name} is wrong: it should be {form}."),
    "shell.form_choice": ("以下之一：{choices}", "one of: {choices}"),
    "shell.between": ("、", ", "),
    "shell.form_range": (" {low} 至 {high} 的整数", "a whole number from {low} to {high}"),
    "shell.form_other": ("其他写法", "written another way"),
    "shell.no_such_command": ("没有此命令。", "No such command."),
    "shell.too_many": ("参数过多或无法识别。", "Too many or unknown arguments."),
    "shell.stopped": ("已中止。", "Stopped."),
    "shell.crashed": (
        "程序出错，已退出。报告（不含任何输入内容）：{path}",
        "The program failed and has ended. A report without anything you typed is in {path}",
    ),
    "shell.crashed_no_report": ("程序出错，已退出；报告无法写入磁盘。", "The program failed and has ended; no report could be written."),
    "keys.dropped": ("等待期间输入的内容未使用，请重新输入。", "What you typed while waiting was not used; please type it again."),
    "pasted.lines": ("粘贴的内容有多行，只填入了第一行。", "Several lines were pasted; only the first was filled in."),
    "pasted.breaks": ("粘贴的内容有换行，已去除，请核对。", "Line breaks were removed from what was pasted; please check it."),
    "pasted.length": ("粘贴的内容过长，超出部分未填入。", "What was pasted is too long; the rest was left out."),
    "terminal.unreadable": (
        "终端发来无法识别的字符，已忽略。请将终端编码设为 UTF-8；退出后运行 etax-client doctor 可查看原因。",
        "The terminal sent unreadable characters; they were ignored. Set it to UTF-8; after quitting, run etax-client doctor to see why.",
    ),
    # --- help
    "help.program": (
        "自然人电子税务局（扣缴端）终端版。模拟环境，与真实税务系统没有任何关联。",
        "Terminal version of the withholding client. A simulation only.",
    ),
    "help.program_more": (
        "不带命令时启动客户端。初次试用请运行：etax-client demo",
        "Without a command it starts the client. To try it: etax-client demo",
    ),
    "help.server": ("服务器地址，如 http://127.0.0.1:8765", "The server, such as http://127.0.0.1:8765"),
    "help.client_insecure": ("允许用 http 连接其他计算机。", "Allow plain HTTP to other computers."),
    "help.demo": ("离线演示：客户端和模拟服务器在同一进程中运行。", "The offline demo, client and server in one."),
    "help.keep": ("将数据保存在此文件中。", "Keep the data in this file."),
    "help.serve": ("启动模拟服务器。", "Start the mock server."),
    "help.host": ("监听的地址，默认 127.0.0.1；其他地址用 https。", "Address to listen on; others than loopback by https."),
    "help.port": ("监听的端口，默认 8765。", "Port to listen on; default 8765."),
    "help.database": ("数据库文件或地址；默认在用户数据目录。", "Database file or URL; default: user data folder."),
    "help.workers": ("进程数，默认 1。", "Number of processes; default 1."),
    "help.policy": ("national 全国、jiangmen 江门、beijing 北京。", "Rules: national, jiangmen or beijing."),
    "help.phase": ("办税验证：phase-1 或 phase-2 阶段。", "Phase of unit verification: phase-1 or phase-2."),
    "help.serve_insecure": ("对其他计算机不加密（http）。", "Serve other computers in plain HTTP."),
    "help.backup": ("备份数据库，服务器可照常运行。", "Back up the database, also while a server runs."),
    "help.restore": ("用备份恢复数据库，须先停止服务器。", "Restore the database from a backup, with the server stopped."),
    "help.yes": ("不再询问。", "Don't ask."),
    "help.doctor": ("检查终端、钥匙串、设置和服务器。", "Check terminal, keyring, settings and server."),
    "help.config": ("查看和修改设置。", "See and change the settings."),
    "help.config_path": ("显示设置文件的位置。", "Show where the settings file is."),
    "help.config_show": ("显示所有设置。", "Show all settings."),
    "help.config_set": ("修改一项设置，值为空则恢复默认。", "Change a setting; an empty value restores it."),
    # --- starting
    "start.no_server": (
        "尚未设置服务器。可用 --server URL、环境变量 ETAX_SERVER，\n"
        "或 etax-client config set server URL 设置。\n"
        "初次试用请运行：etax-client demo",
        "No server is set. Give one with --server URL, by ETAX_SERVER,\n"
        "or by etax-client config set server URL.\n"
        "To try it first: etax-client demo",
    ),
    "start.demo_instead": ("现在打开离线演示吗？", "Open the offline demo now?"),
    "start.not_a_terminal": (
        "本程序须在终端中运行，输入和输出不能是管道或文件。",
        "This program needs a terminal: input and output cannot be pipes or files.",
    ),
    "start.dumb": (
        "此终端（TERM={name}）无法显示界面。请更换终端，或设置正确的 TERM，如 xterm-256color。",
        "This terminal (TERM={name}) cannot show the screens. Use another one, or set TERM, such as xterm-256color.",
    ),
    "start.small": (
        "终端窗口只有 {columns}x{rows}，至少须为 60x20，建议 80x24。请放大窗口后重试。",
        "The terminal is only {columns}x{rows}: 60x20 is needed, 80x24 is better. Enlarge the window and try again.",
    ),
    "url.malformed": (
        "服务器地址格式不正确，应如 http://127.0.0.1:8765，不带路径。",
        "Not a server address. It should look like http://127.0.0.1:8765, without a path.",
    ),
    "url.scheme": ("服务器地址须以 http:// 或 https:// 开头。", "A server's address must start with http:// or https://."),
    "url.user_info": ("服务器地址中不能含用户名和密码。", "A server's address must not contain a user name or password."),
    "url.real_tax_office": (
        "该地址属于真实税务机关。本程序只连接模拟服务器。",
        "This address belongs to a real tax office. This program connects to mock servers only.",
    ),
    "url.plain_http": (
        "连接其他计算机须用 https。如确需使用不加密的 http（密码会被看到），请加 --insecure-lan。",
        "Other computers need https. For plain http (passwords can be read), add --insecure-lan.",
    ),
    # --- serving
    "serve.port_taken": (
        "端口 {port} 已被占用或无法使用。请用 --port 指定其他端口，或先停止占用它的程序。",
        "Port {port} is taken or not allowed. Choose another with --port, or stop the program that uses it.",
    ),
    "serve.clock_wrong": (
        "本机时间为 {now}，明显有误，未启动。请校准系统时间后重试。",
        "This computer's clock shows {now}, which cannot be right; nothing was started. Set the clock and try again.",
    ),
    "serve.not_here": ("{host} 不是本机的地址。", "{host} is not an address of this computer."),
    "serve.alone": ("仅本机可以连接，短信页可查看任何号码的短信。", "This computer only: the messages page shows messages to any number."),
    "serve.no_home": (
        "数据库无处存放：当前用户没有主目录。请设置 HOME，或用 --database 指定数据库文件。",
        "There is no place for the database: this user has no home folder. Set HOME, or name a file with --database.",
    ),
    "serve.no_folder": (
        "无法在 {path} 中存放数据库。请检查权限，或用 --database 指定其他数据库文件。",
        "The database cannot be kept in {path}. Check permissions, or name another file with --database.",
    ),
    "shell.needs_yes": ("此处无法询问；确定执行的，请加 --yes。", "Cannot ask here; if you are sure, add --yes."),
    "backup.sure": ("确定要覆盖 {path} 吗？", "Replace {path}?"),
    "backup.done": (
        "已备份到 {path}（含各个独立环境），其中不含密钥。",
        "Backed up to {path}, with its named worlds; without the server's key.",
    ),
    "backup.postgresql": (
        "PostgreSQL 请使用自带工具备份：pg_dump --format=custom --file={path} '{database}'",
        "Back up PostgreSQL with its own tool: pg_dump --format=custom --file={path} '{database}'",
    ),
    "restore.sure": (
        "确定要用备份替换 {path} 吗？现有数据将丢失，所有登录将失效。",
        "Replace {path} with the backup? Its current data are lost, and every login ends.",
    ),
    "restore.done": (
        "已恢复：{path}。所有登录已失效，已使用的注册码仍不能再用。",
        "Restored: {path}. Every login has ended; codes that were used stay used.",
    ),
    "restore.postgresql": (
        "PostgreSQL 请使用自带工具恢复：pg_restore --clean --if-exists --dbname='{database}' {path}",
        "Restore PostgreSQL with its own tool: pg_restore --clean --if-exists --dbname='{database}' {path}",
    ),
    "serve.ready": (
        "模拟服务器：{url}（Ctrl+C 停止）\n数据库：{database}",
        "Mock server: {url} (Ctrl+C stops it)\nDatabase: {database}",
    ),
    "store.newer": (
        "数据库由更高版本的程序创建，本版本无法使用。请升级程序，或用 --database 指定其他数据库。",
        "The database was made by a newer version. Upgrade, or choose another one with --database.",
    ),
    "store.foreign": (
        "该数据库属于其他程序。请用 --database 指定其他数据库。",
        "This database belongs to another program. Choose another one with --database.",
    ),
    "store.corrupt": (
        "数据库文件已损坏，未做任何改动。请从备份恢复，或用 --database 指定其他数据库。",
        "The database is damaged; nothing was changed. Restore a backup, or choose another one with --database.",
    ),
    "store.lost": (
        "数据库文件为空或不存在，但最近写入的数据（-wal 文件）仍在，未做任何改动。请从备份恢复，或用 --database 指定其他数据库。",
        "The database file is empty or gone, but its newest writes (-wal) are there; nothing was changed. Restore a "
        "backup, or use --database.",
    ),
    "store.missing": ("未找到该数据库，请检查文件名。", "No such database. Check the file name."),
    "store.not_writable": (
        "数据库无法写入。请检查文件、目录的权限和剩余空间，或用 --database 指定其他数据库。",
        "The database cannot be written. Check permissions and free space, or choose another one with --database.",
    ),
    "store.busy": ("数据库正被其他程序占用。请关闭该程序后重试。", "Another program is using the database. Close it and try again."),
    "store.unreachable": (
        "无法连接或登录数据库服务器。请检查地址、用户名和密码，并确认服务器已启动。",
        "Cannot connect or log in to the database server: check address, user, password, and that it runs.",
    ),
    "store.no_driver": (
        "缺少 PostgreSQL 驱动，请安装：pip install 'etax-client[postgresql]'",
        "The driver for PostgreSQL is missing; install it: pip install 'etax-client[postgresql]'",
    ),
    "store.unsupported": (
        "不支持此类数据库，请用 --database 指定 SQLite 文件。",
        "This kind of database is not supported. Name an SQLite file with --database.",
    ),
    # --- settings
    "settings.broken_line": (
        "设置文件 {path} 第 {line} 行{why}。请修改，或删除该文件恢复默认设置。",
        "Settings file {path}, line {line}: {why}. Fix it, or delete the file for the defaults.",
    ),
    "settings.broken": (
        "设置文件 {path} {why}。请修改，或删除该文件恢复默认设置。",
        "Settings file {path}: {why}. Fix it, or delete the file for the defaults.",
    ),
    "settings.unreadable": ("无法读取", "it cannot be read"),
    "settings.too_large": ("过大", "it is too large"),
    "settings.not_text": ("不是 UTF-8 文字", "this is not UTF-8 text"),
    "settings.syntax": ("不符合 TOML 格式", "this is not TOML"),
    "settings.wrong_value": ("，{name} 的值不正确", "the value of {name} is wrong"),
    "settings.unknown": ("未知的设置，已忽略：{names}", "Unknown settings, ignored: {names}"),
    "settings.no_such_name": ("没有设置 {name}。可用的有：{names}", "No such setting: {name}. Available: {names}"),
    "settings.no_such_value": ("{name} 的值不正确，应为{form}。", "The value of {name} is wrong: it should be {form}."),
    "settings.form_switch": (" true 或 false", "true or false"),
    "settings.form_list": ("以逗号分隔的账号", "accounts separated by commas"),
    "settings.form_text": ("一行文字", "a line of text"),
    "settings.not_saved": ("设置未保存：无法写入 {path}。", "The settings were not saved: {path} cannot be written."),
    "settings.unkept": (
        "设置无法保存，本次的选择仅保留到退出程序。原因可用 etax-client doctor 查看。",
        "Your settings cannot be saved: this choice lasts until you quit. Run etax-client doctor to see why.",
    ),
    "settings.no_home": (
        "设置无处保存：当前用户没有主目录。请设置 HOME，或用 ETAX_CONFIG 指定设置文件。",
        "There is no place for settings: this user has no home folder. Set HOME, or name a file with ETAX_CONFIG.",
    ),
    "settings.saved": ("已保存：{name} = {value}", "Saved: {name} = {value}"),
    # --- doctor
    "doctor.good": ("[正常] {text}", "[ok]   {text}"),
    "doctor.hint": ("[提示] {text}", "[hint] {text}"),
    "doctor.bad": ("[问题] {text}", "[bad]  {text}"),
    "doctor.all_well": ("一切正常。", "All is well."),
    "doctor.not_well": ("存在需要处理的问题，见上。", "Some things need fixing, see above."),
    "doctor.terminal_none": (
        "终端：当前不在终端中。请直接在终端里运行 etax-client doctor。",
        "Terminal: not a terminal. Run etax-client doctor in one, without a pipe.",
    ),
    "doctor.terminal_raw": (
        "终端：不显示输入的内容，系由被强制结束的程序造成。请输入 reset 后按 Enter（输入时不显示）恢复。",
        "Terminal: typing is not shown, because a program was killed. Type reset and press Enter.",
    ),
    "doctor.term": ("终端类型：{name}", "Terminal: {name}"),
    "doctor.term_dumb": (
        "终端类型 {name} 无法显示界面。请更换终端，或设置 TERM=xterm-256color。",
        "Terminal: {name} cannot show the screens. Use another one, or set TERM=xterm-256color.",
    ),
    "doctor.size": ("窗口大小：{columns}x{rows}", "Size: {columns}x{rows}"),
    "doctor.size_tight": ("窗口大小 {columns}x{rows}，可用但较挤，建议 80x24。", "Size: {columns}x{rows} is enough; 80x24 is better."),
    "doctor.size_small": (
        "窗口大小 {columns}x{rows}，过小。至少须为 60x20。",
        "Size: {columns}x{rows} is too small; at least 60x20 is needed.",
    ),
    "doctor.size_unknown": ("窗口大小未知，按 80x24 处理。", "Size: unknown; 80x24 is assumed."),
    "doctor.colours_all": ("颜色：1600 万色", "Colours: 16 million"),
    "doctor.colours_256": ("颜色：256 色", "Colours: 256"),
    "doctor.colours_few": (
        "颜色：可能只有 16 色。可用 etax-client config set theme etax-ansi。",
        "Colours: perhaps only 16. Try etax-client config set theme etax-ansi.",
    ),
    "doctor.colours_off": ("颜色：已被 NO_COLOR 关闭。", "Colours: switched off by NO_COLOR."),
    "doctor.encoding": ("编码：UTF-8", "Encoding: UTF-8"),
    "doctor.encoding_other": (
        "编码为 {name}，中文可能无法显示。请设置 LANG=zh_CN.UTF-8 或 C.UTF-8。",
        "Encoding: {name} may not show Chinese. Set LANG=zh_CN.UTF-8 or C.UTF-8.",
    ),
    "doctor.encoding_unspoken": (
        "编码：终端本身不是 UTF-8（可能是 GBK），中文无法输入和显示。请在终端设置中将字符编码改为 UTF-8。",
        "Encoding: the terminal itself is not set to UTF-8 (perhaps GBK), so Chinese cannot be typed or shown. Change it in its settings.",
    ),
    "doctor.widths": ("字符宽度：汉字 2 格，方块 1 格", "Widths: Chinese 2 cells, blocks 1 cell"),
    "doctor.widths_unknown": ("字符宽度：终端未响应。", "Widths: the terminal does not answer."),
    "doctor.width_han": (
        "字符宽度：汉字占 {cells} 格，应为 2 格。请换用支持中文的终端和字体。",
        "Widths: a Chinese character takes {cells} cells, not 2. Use a terminal and font that support Chinese.",
    ),
    "doctor.width_block": (
        "字符宽度：方块占 {cells} 格，应为 1 格。请在终端中将歧义宽度字符设为窄，或运行 etax-client config set ascii true。",
        "Widths: a block takes {cells} cells, not 1. Make ambiguous characters narrow, or run etax-client config set ascii true.",
    ),
    "doctor.keyring": ("钥匙串：{name}", "Keyring: {name}"),
    "doctor.keyring_none": ("钥匙串：{why}。登录状态仅保留到退出程序。", "Keyring: {why}. You stay logged in until the program ends."),
    "keyring.no_backend": ("本机没有", "none on this computer"),
    "keyring.unsafe_backend": ("只有不安全的，不予使用", "only an unsafe one, which is not used"),
    "keyring.locked": ("已锁定", "it is locked"),
    "keyring.hung": ("未响应", "it does not answer"),
    "keyring.failed": ("无法使用", "it cannot be used"),
    "keyring.not_kept": ("保存后无法读取", "it does not return what was stored"),
    "doctor.settings": ("设置：{path}", "Settings: {path}"),
    "doctor.settings_none": ("设置：全部默认（{path} 尚不存在）", "Settings: all defaults ({path} does not exist yet)"),
    "doctor.settings_fixed": (
        "设置：{path} 无法写入，更改仅保留到退出程序。请检查权限，或用 ETAX_CONFIG 指定其他文件。",
        "Settings: {path} cannot be written, changes last until you quit. Check permissions, or name another file with ETAX_CONFIG.",
    ),
    "doctor.settings_unknown": ("设置：{path} 中有未知的设置，已忽略：{names}", "Settings: {path} has unknown settings, ignored: {names}"),
    "doctor.server": (
        "服务器：{url} 是模拟服务器，版本 {version}，规则 {policy}，阶段 {phase}",
        "Server: {url} is a mock server, version {version}, policy {policy}, {phase}",
    ),
    "doctor.server_none": (
        "服务器：尚未设置。离线演示不需要：etax-client demo",
        "Server: none is set. The offline demo does not need one: etax-client demo",
    ),
    "doctor.server_foreign": (
        "服务器：{url} 不是模拟服务器，请勿登录。请检查地址。",
        "Server: {url} is not a mock server: do not log in there. Check the address.",
    ),
    "doctor.server_refused": (
        "服务器：无法连接 {url}。请检查地址，或先运行 etax-client serve。",
        "Server: cannot connect to {url}. Check the address, or run etax-client serve first.",
    ),
    "doctor.server_timeout": (
        "服务器：{url} 响应超时。请检查网络后重试。",
        "Server: {url} did not answer in time. Check the network and try again.",
    ),
    "doctor.server_lost": ("服务器：与 {url} 的连接中断。请重试。", "Server: the connection to {url} broke. Try again."),
    "doctor.clock": ("时间：与服务器一致", "Clock: same as the server's"),
    "doctor.clock_apart": (
        "时间：服务器与本机相差 {minutes} 分钟。一切以服务器时间为准。",
        "Clock: server and this computer differ by {minutes} minutes. The server's time counts.",
    ),
}
