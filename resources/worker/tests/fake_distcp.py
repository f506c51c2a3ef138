"""What `hadoop distcp` would do, between two paths of one fake cluster. Run by the fake `hadoop`.

The file `distcp` in the root says how it behaves: nothing, `fail`, `unreachable`, `hang` or `corrupt`.
"""

import json
import os
import re
import sys
import time
import urllib.request
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def main(root: str, url: str, *arguments: str) -> int:
    site = ElementTree.parse(os.environ['HADOOP_CONF_DIR'] + '/mapred-site.xml')
    values = {p.findtext('name'): p.findtext('value') for p in site.iter('property')}
    filters = arguments[arguments.index('-filters') + 1]
    # Java's \z is Python's \Z.
    pattern = re.compile(Path(filters).read_text(encoding='utf-8').rstrip('\n').replace(r'\z', r'\Z'))
    with open(root + '/ran', 'a') as file:
        file.write(json.dumps({'argv': arguments, 'values': values}) + '\n')
    how = Path(root + '/distcp').read_text() if os.path.exists(root + '/distcp') else ''
    if how == 'unreachable':
        print('java.net.ConnectException: Call From here/127.0.0.1 to peer:9000 failed on connection exception')
        print('Caused by: java.net.ConnectException: Connection refused', flush=True)
        return -1
    body = json.dumps({'tags': values['mapreduce.job.tags']}).encode()
    app = urllib.request.urlopen(urllib.request.Request(url + '/fake/submit', data=body)).read().decode()
    print('INFO impl.YarnClientImpl: Submitted application ' + app, flush=True)
    if how == 'hang':
        Path(root + '/started').touch()
        time.sleep(60)
    if how == 'fail':
        print('java.io.IOException: Check-sum mismatch between two files', flush=True)
        return 255
    copy(Path(root + '/hdfs'), pattern, *arguments[-2:], how == 'corrupt')
    return 0


def copy(hdfs: Path, pattern: 're.Pattern[str]', source: str, target: str, corrupt: bool) -> None:
    authority = re.match(r'hdfs://[^/]*', source).group()  # type: ignore[union-attr]
    path = re.sub(r'\\(.)', r'\1', source[len(authority) :])
    start, end = Path(f'{hdfs}{path}'), Path(f'{hdfs}{target}')
    assert end.exists() == start.is_file()
    files = [start] if start.is_file() else [file for file in start.rglob('*') if file.is_file()]
    for file in files:
        if pattern.fullmatch(f'{authority}{str(file)[len(str(hdfs)):]}'):
            continue
        to = end / start.name if start.is_file() else end / file.relative_to(start)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(b'x' + file.read_bytes()[1:] if corrupt else file.read_bytes())


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
