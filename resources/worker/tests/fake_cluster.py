"""A cluster for tests: WebHDFS (NameNode and DataNode), ResourceManager and a `hadoop` program, over a folder.

Real sockets on 127.0.0.1, files of HDFS are files below `root/hdfs`. `faults` make it misbehave: they map an
operation and a path ("OPEN /a/part-0") to a list of what to do, one entry used up a request.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Optional
from urllib.parse import parse_qs, quote, unquote, urlsplit

DISTCP = str(Path(__file__).with_name('fake_distcp.py'))
HADOOP = '''#!{python} -sS
"""What `hadoop jar` would do. The first argument says how the job behaves, the last one is the output."""
import json, os, signal, sys, time, urllib.request, xml.etree.ElementTree as ElementTree
root = {root!r}
if sys.argv[1] == 'distcp':
    os.execv({python!r}, [{python!r}, '-sS', {distcp!r}, root, {url!r}, *sys.argv[1:]])
kind, jar, how, *rest = sys.argv[1:]
output = root + '/hdfs' + rest[-1]
site = ElementTree.parse(os.environ['HADOOP_CONF_DIR'] + '/mapred-site.xml')
values = {{p.findtext('name'): p.findtext('value') for p in site.iter('property')}}
with open(root + '/ran', 'a') as file:
    file.write(json.dumps({{'argv': sys.argv[1:], 'values': values, 'cwd': os.getcwd(), 'jar': open(jar).read(),
                           'shipped': {{path: [open(path[7:]).read(), oct(os.stat(path[7:]).st_mode & 0o777)]
                                       for path in (values.get('tmpfiles', '') + ',' + values.get('tmparchives', '')).split(',')
                                       if path.startswith('file://' + os.getcwd())}},
                           'conf': sorted(os.listdir(os.environ['HADOOP_CONF_DIR'])), 'pythonpath': os.environ.get('PYTHONPATH')}}) + '\\\\n')
def say(text):
    print(text, flush=True)
def submit():
    body = json.dumps({{'tags': values['mapreduce.job.tags']}}).encode()
    return urllib.request.urlopen(urllib.request.Request({url!r} + '/fake/submit', data=body)).read().decode()
def write(name, text):
    os.makedirs(output, exist_ok=True)
    with open(output + '/' + name, 'w') as file:
        file.write(text)
if how == 'fail':
    say('Exception in thread "main" java.lang.RuntimeException: outer')
    say('Caused by: java.lang.IllegalStateException: the inner reason')
    sys.exit(3)
if how == 'exists':
    say('org.apache.hadoop.mapred.FileAlreadyExistsException: Output directory /o already exists')
    sys.exit(1)
if how == 'disk-full':
    say('java.io.IOException: No space left on device')
    sys.exit(1)
if how == 'stubborn':
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.fork() == 0:
        os.setsid()
    open(root + '/started', 'a').close()
    time.sleep(60)
if how == 'late':
    # SIGTERM in the middle of a submission: the ResourceManager has it, the client is gone.
    signal.signal(signal.SIGTERM, lambda *_: (submit(), os._exit(143)))
    open(root + '/started', 'a').close()
    time.sleep(60)
app = submit()
say('INFO impl.YarnClientImpl: Submitted application ' + app)
if how == 'hang':
    open(root + '/started', 'a').close()
    time.sleep(60)
say('INFO mapreduce.Job:  map 100% reduce 0%')
if how == 'swap':
    with open(root + '/hdfs/input/data', 'w') as file:
        file.write('swapped')
if how != 'empty':
    write('part-r-00000', 'word 1\\\\n')
if how != 'no-success':
    write('_SUCCESS', '')
os.makedirs(output + '/_logs', exist_ok=True)
write('_logs/history', 'not part of the output')
write('.part-r-00000.crc', 'nor this')
say('INFO mapreduce.Job: Counters: 2')
say('\\\\tMap-Reduce Framework')
say('\\\\t\\\\tMap input records=7')
say('\\\\tFile Output Format Counters ')
say('\\\\t\\\\tBytes Written=7')
'''


class FakeCluster:
    """`url` + /webhdfs/v1 is HDFS, `url` itself YARN."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.hdfs_folder = root / 'hdfs'
        self.hdfs_folder.mkdir()
        self.faults: dict[str, list[str]] = {}
        self.requests: list[str] = []
        self.listings: dict[str, list[Any]] = {}  # what LISTSTATUS says instead of the truth
        self.apps: list[dict[str, Any]] = []
        self.rename2 = True
        cluster = self

        class Handler(_Handler):
            fake = cluster

        self._server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that were stopped
        self.url = f'http://127.0.0.1:{self._server.server_address[1]}'
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self._make_hadoop()

    def _make_hadoop(self) -> None:
        conf, program = self.root / 'conf', self.root / 'hadoop' / 'bin' / 'hadoop'
        conf.mkdir()
        (conf / 'core-site.xml').write_text('<configuration/>')
        (conf / 'mapred-site.xml').write_text(
            '<configuration><property><name>mapreduce.job.reduces</name><value>1</value><final>true</final></property>'
            '<property><name>mapreduce.job.tags</name><value>site</value></property></configuration>'
        )
        program.parent.mkdir(parents=True)
        # -S -s: starts without looking for packages, in 15 ms.
        text = HADOOP.format(python=sys.executable, root=str(self.root), url=self.url, distcp=DISTCP).replace('\\\\', '\\')
        program.write_text(text)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def write(self, path: str, text: str) -> None:
        file = Path(f'{self.hdfs_folder}{path}')
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def path(self, path: str) -> Path:
        return Path(f'{self.hdfs_folder}{path}')

    def fault(self, operation: str, path: str, *what: str) -> None:
        self.faults[f'{operation} {path}'] = list(what)

    def ran(self) -> list[dict[str, Any]]:
        """What the `hadoop` program was called with, a line a call."""
        file = self.root / 'ran'
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def add_app(self, tags: str, state: str = 'RUNNING') -> str:
        id = f'application_1700000000000_{len(self.apps) + 1:04d}'
        self.apps.append({
            'id': id, 'tags': tags.split(','), 'state': state, 'progress': 50.0, 'startedTime': len(self.apps),
            'memorySeconds': 100, 'vcoreSeconds': 10,
        })  # fmt: skip
        return id


class _Handler(BaseHTTPRequestHandler):
    fake: FakeCluster
    protocol_version = 'HTTP/1.1'
    wbufsize = 65536

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def _answer(self, status: int, value: Any = None, headers: Optional[dict[str, str]] = None) -> None:
        body = b'' if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, text in {'Content-Length': str(len(body)), **(headers or {})}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def _remote(self, status: int, exception: str, message: str) -> None:
        self._answer(status, {'RemoteException': {'exception': exception, 'message': message, 'javaClassName': 'x'}})

    def _handle(self) -> None:
        length = int(self.headers.get('Content-Length') or 0)
        self.body = self.rfile.read(length)
        parts = urlsplit(self.path)
        self.query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith('/webhdfs/v1'):
            path = unquote(parts.path[len('/webhdfs/v1') :]) or '/'
            self._hdfs(self.query['op'], path)
        elif parts.path.startswith('/datanode'):
            (self._datanode if self.command == 'GET' else self._write)(unquote(parts.path[len('/datanode') :]))
        else:
            self._yarn(parts.path)

    do_GET = do_PUT = do_DELETE = do_POST = _handle

    def _hdfs(self, op: str, path: str) -> None:
        self.fake.requests.append(f'{self.command} {op} {path} {self.query.get("user.name")}')
        waiting = self.fake.faults.get(f'{op} {path}')
        what = waiting.pop(0) if waiting else None
        if what == 'standby':
            return self._remote(403, 'StandbyException', 'Operation category READ is not supported in state standby')
        if what == 'denied':
            return self._remote(403, 'AccessControlException', 'Permission denied: user=test')
        if what == 'hang':
            time.sleep(30)
        if what == 'html':
            body = b'<html>'
            self.send_response(502)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return None
        if what == 'lost-answer':
            getattr(self, f'_{op.lower()}')(path, silent=True)
            self.close_connection = True
            return None
        handler = getattr(self, f'_{op.lower()}', None)
        if handler is None:
            return self._remote(400, 'IllegalArgumentException', f'Invalid value for webhdfs parameter "op": {op}')
        handler(path)
        return None

    def _file(self, path: str) -> Path:
        return self.fake.path('' if path == '/' else path)

    def _status(self, file: Path, suffix: str) -> dict[str, Any]:
        folder = file.is_dir()
        return {
            'pathSuffix': suffix,
            'type': 'DIRECTORY' if folder else 'FILE',
            'length': 0 if folder else file.stat().st_size,
        }

    def _missing(self, path: str) -> None:
        self._remote(404, 'FileNotFoundException', f'File does not exist: {path}')

    def _getfilestatus(self, path: str) -> None:
        file = self._file(path)
        self._answer(200, {'FileStatus': self._status(file, '')}) if file.exists() else self._missing(path)

    def _liststatus(self, path: str) -> None:
        file = self._file(path)
        if path in self.fake.listings:
            return self._answer(200, {'FileStatuses': {'FileStatus': self.fake.listings[path]}})
        if not file.exists():
            return self._missing(path)
        names = sorted(os.listdir(file), reverse=True)
        return self._answer(200, {'FileStatuses': {'FileStatus': [self._status(file / name, name) for name in names]}})

    def _getcontentsummary(self, path: str) -> None:
        files = [file for file in self._file(path).rglob('*') if file.is_file()]
        total = sum(file.stat().st_size for file in files)
        self._answer(200, {'ContentSummary': {'length': total, 'fileCount': len(files), 'directoryCount': 1}})

    def _getserverdefaults(self, _: str) -> None:
        self._answer(200, {'FsServerDefaults': {'blockSize': 1024, 'checksumType': 2, 'bytesPerChecksum': 512}})

    def _getstatus(self, _: str) -> None:
        self._answer(200, {'FsStatus': {'capacity': 1000, 'used': 100, 'remaining': 900}})

    def _open(self, path: str) -> None:
        if not self._file(path).is_file():
            return self._missing(path)
        part = ''.join(f'&{name}={self.query[name]}' for name in ('offset', 'length') if name in self.query)
        return self._answer(307, None, {'Location': f'{self.fake.url}/datanode{quote(path)}?op=OPEN{part}'})

    def _create(self, path: str) -> None:
        if self.body:
            return self._remote(400, 'IllegalArgumentException', 'content was not asked for here')
        return self._answer(307, None, {'Location': f'{self.fake.url}/datanode{quote(path)}?op=CREATE'})

    def _write(self, path: str) -> None:
        waiting = self.fake.faults.get(f'WRITE {path}')
        what = waiting.pop(0) if waiting else None
        torn = len(self.body) != int(self.headers['Content-Length'])
        if what == 'full':
            return self._remote(403, 'IOException', 'No space left on device')
        if what == 'lost':
            self.close_connection = True
            return None
        file = self._file(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b'?' + self.body[1:] if what == 'corrupt' else self.body)
        return None if torn else self._answer(201)

    def _datanode(self, path: str) -> None:
        waiting = self.fake.faults.get(f'READ {path}')
        what = waiting.pop(0) if waiting else None
        data = self._file(path).read_bytes()
        start = int(self.query.get('offset', 0))
        data = data[start : start + int(self.query.get('length', len(data)))]
        if what == 'swap':  # of the same length
            data = b'!' + data[1:]
        if what == 'more':
            data += b'+'
        announced = len(data)
        if what == 'torn':  # the connection breaks in the middle
            data = data[:-1]
        if what == 'short':  # a DataNode that says less than the NameNode, and keeps its word
            data = data[:-1]
            announced = len(data)
        self.send_response(200)
        self.send_header('Content-Length', str(announced))
        self.send_header('Connection', 'close')
        self.end_headers()
        if what == 'stall':
            self.wfile.write(data[:-1])
            self.wfile.flush()
            time.sleep(5)
        self.wfile.write(data)
        self.close_connection = True

    def _mkdirs(self, path: str) -> None:
        self._file(path).mkdir(parents=True, exist_ok=True)
        self._answer(200, {'boolean': True})

    def _rename(self, path: str, silent: bool = False) -> None:
        source, target = self._file(path), self._file(self.query['destination'])
        if self.fake.rename2 and target.exists():
            return self._remote(403, 'FileAlreadyExistsException', f'rename destination {target} already exists')
        if not source.exists():
            return self._missing(path)
        if target.is_dir():
            target = target / source.name
        source.rename(target)
        if silent:
            return None
        return self._answer(200) if self.fake.rename2 else self._answer(200, {'boolean': True})

    def _delete(self, path: str) -> None:
        file = self._file(path)
        there = file.exists()
        if there:
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        self._answer(200, {'boolean': there})

    def _yarn(self, path: str) -> None:
        waiting = self.fake.faults.get('YARN')
        if waiting is not None:
            return self._answer(500)
        parts = path.strip('/').split('/')
        if path == '/fake/submit':
            id = self.fake.add_app(json.loads(self.body)['tags'])
            self.send_response(200)
            self.send_header('Content-Length', str(len(id)))
            self.end_headers()
            self.wfile.write(id.encode())
            return None
        if path == '/ws/v1/cluster/apps':
            found = [app for app in self.fake.apps if self.query['applicationTags'] in app['tags']]
            return self._answer(200, {'apps': {'app': found} if found else None})
        if path == '/ws/v1/cluster/info':
            return self._answer(200, {'clusterInfo': {'hadoopVersion': '3.4.2'}})
        if path == '/ws/v1/cluster/metrics':
            return self._answer(200, {'clusterMetrics': {'totalVirtualCores': 4, 'totalMB': 2}})
        if parts[0] == 'proxy':
            return self._answer(200, {'jobs': {'job': [{'mapProgress': 42.5, 'reduceProgress': 7.0}]}})
        if self.command == 'PUT' and parts[-1] == 'state':
            app = next(app for app in self.fake.apps if app['id'] == parts[-2])
            app['state'] = json.loads(self.body)['state']
            return self._answer(202, {'state': 'RUNNING'})
        return self._answer(404)
