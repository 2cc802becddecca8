"""Lets an editable install find the package in a folder of any name, by a .pth file of nothing but ASCII.

Python before 3.13 reads such a file in the locale's encoding, and so does not start, or finds nothing, where a folder is called 我的 文档
and the locale is another one. A folder's bytes, spelled out, mean the same to all.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Editable(BuildHookInterface):
    folder: str | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            self.folder = tempfile.mkdtemp()
            signpost = Path(self.folder, "etax_client.pth")
            signpost.write_text(f"import os, sys; sys.path.append(os.fsdecode({os.fsencode(self.root)!r}))\n", encoding="ascii")
            build_data["force_include_editable"] = {str(signpost): signpost.name}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.folder:
            shutil.rmtree(self.folder)
