"""Outputs are written whole or not at all, and never over what is not ours."""

import errno
import os
import stat
from pathlib import Path
from typing import NoReturn

import pytest

from speccnn.backends.script.header import is_unedited, signed
from speccnn.cli import files
from speccnn.cli.console import Console
from speccnn.cli.files import FileProblem
from speccnn.cli.main import run


def write(path: Path, text: str = "new\n", *, replace: bool = True) -> None:
    files.write(path, text, replaceable=lambda _: replace)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def full(*_: object) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_and_its_folders_are_made(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "out.py"
    write(target, "é\r\n")
    assert target.read_bytes() == "é\r\n".encode()
    assert names(target.parent) == ["out.py"]


def test_the_mode_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "out")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640


def test_a_replaceable_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old")
    write(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "new\n"
    assert names(tmp_path) == ["out"]


def test_a_foreign_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old")
    with pytest.raises(FileProblem, match="use --force"):
        write(tmp_path / "out", replace=False)
    assert (tmp_path / "out").read_text() == "old"
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("target", ["file", "nothing"])
def test_no_link_is_followed(target: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    (tmp_path / "out").symlink_to(tmp_path / target)
    with pytest.raises(FileProblem, match="symbolic link"):
        write(tmp_path / "out")
    assert (tmp_path / "file").read_text() == "old"
    assert names(tmp_path) == ["file", "out"]


@pytest.mark.parametrize("path", ["link/out", "link/deep/out", "real/inner/out"])
@pytest.mark.parametrize("is_absolute", [True, False])
def test_no_folder_that_is_a_link_is_followed(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_absolute: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "real").mkdir()
    (tmp_path / "else").mkdir()
    (tmp_path / "link").symlink_to("else")
    (tmp_path / "real" / "inner").symlink_to(tmp_path / "else")
    to = tmp_path / path if is_absolute else Path(path)
    for put in (write, lambda at: files.make(at, Path.mkdir, force=True)):
        with pytest.raises(FileProblem, match="is a symbolic link; name the folder itself"):
            put(to)
    assert names(tmp_path / "else") == []


def test_a_run_is_not_led_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    spec = Path(__file__).parents[2] / "specs" / "digits_cnn.toml"
    (tmp_path / "else").mkdir()
    for link in ("runs", "runs/digits_cnn"):
        Path(link).parent.mkdir(exist_ok=True)
        Path(link).symlink_to(tmp_path / "else")
        assert run(Console(), ["train", str(spec)]) == 2
        assert names(tmp_path / "else") == []
        Path(link).unlink()


def test_folders_and_pipes_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(FileProblem, match="not a regular file"):
            write(tmp_path / name)


@pytest.mark.parametrize(
    "path", ["/proc/nothing/out", "/proc/out", "file/out", "a\0b", "long" * 100]
)
def test_what_cannot_be_written_says_so(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    with pytest.raises(FileProblem):
        write(tmp_path / path)
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("step", ["fsync", "fchmod", "link", "replace"])
def test_a_disk_error_leaves_what_was_there(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exists: bool
) -> None:
    if exists:
        (tmp_path / "out").write_text("old")
    if step == "replace":
        monkeypatch.setattr(Path, "replace", full)
    else:
        monkeypatch.setattr(os, step, full)
    if step == ("link" if exists else "replace"):
        write(tmp_path / "out")
        assert names(tmp_path) == ["out"]
        return
    with pytest.raises(FileProblem, match=r"(?i)no space"):
        write(tmp_path / "out")
    assert names(tmp_path) == (["out"] if exists else [])
    assert not exists or (tmp_path / "out").read_text() == "old"


def test_a_file_that_appears_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def appear(descriptor: int) -> None:
        sync(descriptor)
        (tmp_path / "out").write_text("theirs")

    monkeypatch.setattr(os, "fsync", appear)
    with pytest.raises(FileProblem, match="appeared"):
        write(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "theirs"
    assert names(tmp_path) == ["out"]


def test_an_output_that_cannot_be_written_is_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "link").symlink_to("elsewhere")
    assert run(Console(), ["schema", "-o", str(tmp_path / "link")]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err == f"error: {tmp_path / 'link'}: is a symbolic link; name the file itself\n"


def test_only_unedited_scripts_are_ours() -> None:
    script = signed("print(1)\n", version="0.1.0")
    assert is_unedited(script)
    assert is_unedited(signed("print(1)\n", version=None))
    assert not is_unedited(script.replace("print(1)", "print(2)"))
    assert not is_unedited(script + "\n")
    assert not is_unedited("print(1)\n")
    assert not is_unedited("")
