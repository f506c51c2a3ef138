"""Mapper: of a web log the requests that went wrong (status 4xx and 5xx), as `STATUS PAGE<TAB>1`."""

import re
import sys

LINE = re.compile(r'"\S+ (?P<page>\S+) [^"]*" (?P<status>[45]\d\d) ')

for line in sys.stdin:
    found = LINE.search(line)
    if found:
        print('%s %s\t1' % (found['status'], found['page']))
