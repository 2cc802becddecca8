"""Files of this machine: choosing one, saving one."""

TEXTS: dict[str, tuple[str, str]] = {
    "file.parent": ("..（上级文件夹）", ".. (folder above)"),
    "file.empty": ("此文件夹中没有 {endings} 文件", "No {endings} file in this folder"),
    "file.save": ("保存", "Save"),
    "file.save.what": ("文件仅本人可读。请输入路径。", "Only you will be able to read the file. Enter its path."),
    "file.save.path": ("路径", "Path"),
    "file.save.exists": ("{path} 已存在，是否替换？", "{path} already exists. Replace it?"),
    "file.save.replace": ("替换", "Replace"),
    "file.save.handed": ("已交给浏览器下载：{name}", "Handed to your browser as a download: {name}"),
    "file.save.done": ("已保存到 {path}", "Saved to {path}"),
    "file.save.failed": ("无法写入 {path}，请更换位置", "{path} cannot be written; please choose another place"),
}
