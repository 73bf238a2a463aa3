"""Scripts run as their users run them."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path


class Script:
    """A script in a folder of its own, run as its user would."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder = folder
        (folder / "train.py").write_text(text)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "train.py", *arguments],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ,
        )

    def run(self, *arguments: str, code: int = 0) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=300)
        assert process.returncode == code, err
        assert "Traceback" not in err
        return out + err

    def command(self, run: str) -> str:
        """Return the command that continues a run from any folder."""
        words = [sys.executable, str(self.folder / "train.py"), "--run-dir", str(self.folder / run)]
        return shlex.join(words)

    def result(self, run: str) -> dict[str, object]:
        return json.loads((self.folder / run / "result.json").read_text())
