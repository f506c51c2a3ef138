"""Mapper: `PAGE<TAB>SECONDS` of each request."""

import re
import sys

for line in sys.stdin:
    found = re.search(r'"\S+ (\S+) [^"]*" .* (\d+\.\d+)$', line)
    if found:
        print('%s\t%s' % found.groups())
