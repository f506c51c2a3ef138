"""Pulls a data set from another cloud and proves that it is the one asked for.

What comes is hashed on the way and compared with the manifest, then the target is read again: the source may
lie, and so may this side's HDFS. Invariants: the source is reached through a view of its own and never written
to; silence of half a minute on either side is an error; a copy that ended otherwise than well is left behind,
nobody uses that path again.
"""

from __future__ import annotations

import hashlib
from typing import Optional

from . import distcp
from .digest import Listed, list_tree
from .errors import AttemptFailure
from .hdfs import Hdfs, HdfsError, TruncatedRead, WriteError
from .item_run import SILENCE_SECONDS, ItemRun
from .lines import digest_lines
from .manifest import FileEntry, manifest_digest, sort_key
from .parallel import Hand, each


def perform(run: ItemRun) -> None:
    """Phases copying → digesting. AttemptFailure with the code of a copy, or HdfsError of this side."""
    request = run.request
    source, target = request['source'], request['target']
    if run.writable.status(target) is not None:
        raise AttemptFailure('OUTPUT_EXISTS', f'{target} was there before the copy began')
    reader = Hdfs(run.pool, source['url'], source['user'], timeout=SILENCE_SECONDS)
    files = _listed(reader, source['path'])
    _check_size(files, request['bytes'])
    if request['mode'] == 'stream' or not files:
        run.writable.make_folders(target)
        _compare(_stream(run, reader, files, target), request['manifest'])
    else:
        distcp.perform(run, files)
        run.recorder.add_bytes(sum(file.length for file in files))
    run.recorder.phase('digesting')
    _prove(run, target)


def _listed(reader: Hdfs, path: str) -> list[Listed]:
    try:
        files = list_tree(reader, path)
    except HdfsError as error:
        raise _of_source(error) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AttemptFailure('SOURCE_UNREADABLE', f'the source does not speak WebHDFS: {error!r}') from error
    except AttemptFailure as failure:
        code = 'SOURCE_UNREADABLE' if failure.code == 'HDFS_ERROR' else failure.code
        raise AttemptFailure(code, failure.cause) from failure
    if files is None:
        raise AttemptFailure('SOURCE_MISSING', f'{path} is not there')
    return files


def _check_size(files: list[Listed], wanted: Optional[int]) -> None:
    """Before anything is written: a source that lists more than was asked for could fill this side's disks."""
    found = sum(file.length for file in files)
    if wanted is not None and found != wanted:
        raise AttemptFailure('COPY_DIFFERS', f'the source lists {found} bytes, asked for were {wanted}')


def _of_source(error: HdfsError) -> AttemptFailure:
    return AttemptFailure('SOURCE_MISSING' if error.missing else 'SOURCE_UNREADABLE', f'at the source: {error}')


def _stream(run: ItemRun, reader: Hdfs, files: list[Listed], target: str) -> list[FileEntry]:
    """What came, sorted like a manifest."""
    came: list[FileEntry] = []

    def work(file: Listed, hand: Hand) -> None:
        try:
            came.append(reader.retrying(lambda: _file(run, reader, file, f'{target}/{file.name}', hand)))
        except WriteError:
            raise
        except HdfsError as error:
            raise _of_source(error) from error

    # Long files first: a long one begun last would be waited for alone.
    each(sorted(files, key=lambda file: -file.length), work)
    return sorted(came, key=lambda entry: sort_key(entry.path))


def _file(run: ItemRun, reader: Hdfs, file: Listed, target: str, hand: Hand) -> FileEntry:
    digest = hashlib.sha256()
    total = 0
    writer = run.writable.create(target, file.length)

    def sink(data: memoryview) -> None:
        nonlocal total
        hand.go_on()
        total += len(data)
        run.recorder.add_bytes(len(data))
        if total > file.length:
            raise TruncatedRead(file.path, file.length, total)
        digest.update(data)
        writer.write(data)

    try:
        reader.read(file.path, hand.buffer, sink, file.length)
        writer.close()
    except BaseException:
        run.recorder.add_bytes(-total)  # again from the beginning, or not at all
        writer.abort()
        raise
    return FileEntry(file.name, total, digest.hexdigest())


def _compare(came: list[FileEntry], manifest: str) -> None:
    found = manifest_digest(came)
    if found != manifest:
        raise AttemptFailure(
            'COPY_DIFFERS', f'what came is {found}, asked for was {manifest}', [entry.to_json() for entry in came]
        )


def _prove(run: ItemRun, target: str) -> None:
    """The target is read again, whatever way it came."""
    request = run.request
    wanted, lines = request['manifest'], request['lines']
    tree = run.tree(target)
    if tree is None:
        raise AttemptFailure('TARGET_DIFFERS', f'{target} is gone after the copy')
    if tree.manifest != wanted and request['mode'] == 'distcp':
        _compare(list(tree.files), wanted)  # distcp: nobody has seen the bytes before
    if tree.manifest != wanted:
        raise AttemptFailure('TARGET_DIFFERS', f'{target} is {tree.manifest} after {wanted} was written to it')
    run.keep(tree)
    if lines is not None:
        run.end['lines'] = found = digest_lines(run.hdfs, tree, run.item.file('sort'), run.recorder.add_bytes)
        if found['digest'] != lines:
            raise AttemptFailure('LINES_DIFFER', f'the lines of {target} are {found["digest"]}, asked for was {lines}')
