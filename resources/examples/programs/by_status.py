"""Mapper: `STATUS<TAB>LINE`, so that Hadoop sorts a web log by status."""

import re
import sys

for line in sys.stdin:
    status = re.search(r'" (\d{3}) ', line)
    if status:
        sys.stdout.write('%s\t%s' % (status.group(1), line))
