"""Where files are kept: random names, whole files or none, and no way out of the folder."""

import errno
import io
import os
import stat
from datetime import timedelta

import pytest

from app.core.files.store import FileStore, UnknownFile
from app.core.time import frozen, now


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "attachments")


def kept(tmp_path):
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_was_put_is_read_again(store):
    contents = os.urandom(200_000)
    name = store.put(io.BytesIO(contents))
    with store.open(name) as stream:
        assert stream.read() == contents


def test_only_what_the_stream_still_holds_is_kept(store):
    stream = io.BytesIO(b"head and body")
    stream.seek(9)
    with store.open(store.put(stream)) as kept_file:
        assert kept_file.read() == b"body"


def test_a_stream_that_cannot_go_back_can_be_kept(store):
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(b"enciphered as it goes")
    with os.fdopen(reading, "rb") as pipe, store.open(store.put(pipe)) as kept_file:
        assert kept_file.read() == b"enciphered as it goes"


def test_names_are_random_and_say_nothing(store):
    names = {store.put(io.BytesIO(b"same")) for _ in range(50)}
    assert len(names) == 50
    assert all(len(name) == 32 and set(name) <= set("0123456789abcdef") for name in names)


def test_nobody_else_on_the_machine_may_read(store, tmp_path):
    before = os.umask(0)
    try:
        store.put(io.BytesIO(b"secret"))
    finally:
        os.umask(before)
    (path,) = kept(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (
        stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    )


def test_files_are_spread_over_folders(store, tmp_path):
    name = store.put(io.BytesIO(b"x"))
    assert kept(tmp_path) == [tmp_path / "attachments" / name[:2] / name]


FOREIGN = [
    "",
    ".",
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    "a" * 31,
    "a" * 33,
    "A" * 32,
    "g" * 32,
    "a" * 32 + "\n",
]
FOREIGN += ["a" * 30 + "/b", "a" * 32 + ".partial", "\0" * 32, "٣" * 32]


@pytest.mark.parametrize("name", FOREIGN)
def test_a_name_of_another_pattern_is_unknown(store, name):
    with pytest.raises(UnknownFile):
        store.open(name)
    with pytest.raises(UnknownFile):
        store.remove(name)


def test_a_file_that_is_not_there_is_as_unknown_as_a_foreign_name(store):
    with pytest.raises(UnknownFile) as absent:
        store.open("a" * 32)
    with pytest.raises(UnknownFile) as foreign:
        store.open("../x")
    assert str(absent.value) == str(foreign.value) == ""


def test_a_link_in_the_store_is_not_followed(store, tmp_path):
    name = store.put(io.BytesIO(b"x"))
    (path,) = kept(tmp_path)
    path.unlink()
    path.symlink_to("/etc/passwd")
    with pytest.raises(OSError, match=r"symbolic link|Too many levels"):
        store.open(name)


def test_removing_forgets_and_may_be_repeated(store, tmp_path):
    name, other = store.put(io.BytesIO(b"x")), store.put(io.BytesIO(b"y"))
    store.remove(name)
    store.remove(name)
    with pytest.raises(UnknownFile):
        store.open(name)
    assert [path.name for path in kept(tmp_path)] == [other]


class Breaks(io.RawIOBase):
    """A stream that gives one block and then fails."""

    def __init__(self, error):
        self.error = error
        self.given = False

    def read(self, size=-1):
        if self.given:
            raise self.error
        self.given = True
        return b"half a file"


@pytest.mark.parametrize(
    "error", [OSError(errno.ECONNRESET, "gone"), KeyboardInterrupt(), ValueError("cipher")]
)
def test_a_broken_upload_leaves_nothing(store, tmp_path, error):
    with pytest.raises(type(error)):
        store.put(Breaks(error))
    assert kept(tmp_path) == []


def test_a_full_disk_leaves_nothing_and_is_told(store, tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(io.BytesIO(b"x"))
    assert kept(tmp_path) == []


def test_the_name_appears_only_when_the_file_is_on_the_disk(store, tmp_path, monkeypatch):
    seen = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(handle):
        about = os.fstat(handle)
        seen.append(("folder", about.st_ino) if stat.S_ISDIR(about.st_mode) else ("file", about.st_size))
        real_fsync(handle)

    def replace(source, target):
        seen.append(("named", target.name))
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    name = store.put(io.BytesIO(b"seven b"))
    (path,) = kept(tmp_path)
    root, folder = (("folder", p.stat().st_ino) for p in (path.parent.parent, path.parent))
    assert seen == [root, ("file", 7), ("named", name), folder], (
        "folders too: a name must outlast a loss of power"
    )
    seen.clear()
    store.remove(name)
    assert seen == [folder]


def test_no_handle_is_left_open(store):
    store.remove(store.put(io.BytesIO(b"x")))
    before = len(os.listdir("/dev/fd"))
    for _ in range(5):
        store.remove(store.put(io.BytesIO(b"x")))
    assert len(os.listdir("/dev/fd")) == before


def test_sweeping_deletes_what_a_killed_process_left_and_nothing_else(store, tmp_path):
    name = store.put(io.BytesIO(b"x"))
    (path,) = kept(tmp_path)
    left = path.with_name("b" * 32 + ".partial")
    left.write_bytes(b"half")
    os.utime(
        left, (now().timestamp(), now().timestamp())
    )  # the disk's clock is not turned with the application's
    assert store.sweep() == 0, "it may be an upload under way"
    with frozen(now() + timedelta(days=2)):
        assert store.sweep() == 1
        assert store.sweep() == 0
    assert [p.name for p in kept(tmp_path)] == [name]


def test_a_store_that_was_never_used_has_nothing_to_sweep(store):
    assert store.sweep() == 0
