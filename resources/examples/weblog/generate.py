"""Makes access.log, the web log of the examples: always the same one. Run as `python3 generate.py > access.log`."""

import random

PAGES = ['/', '/docs', '/docs/start', '/download', '/papers/ccgrid16', '/papers/ccgrid17', '/search', '/login', '/missing']
AGENTS = ['curl/8.5', 'Mozilla/5.0 (X11; Linux x86_64)', 'Mozilla/5.0 (Macintosh)', 'python-requests/2.31']


def main():
    dice = random.Random(20161122)
    for second in range(1500):
        host = '192.0.2.%d' % dice.randint(1, 60)
        page = dice.choices(PAGES, weights=[20, 9, 8, 6, 5, 4, 7, 3, 2])[0]
        status = 404 if page == '/missing' else dice.choices([200, 304, 500], weights=[90, 8, 2])[0]
        size = 0 if status == 304 else dice.randint(300, 90000)
        seconds = dice.lognormvariate(-2, 1)
        when = '22/Nov/2016:10:%02d:%02d +0000' % (second // 60, second % 60)
        print('%s - - [%s] "GET %s HTTP/1.1" %d %d "%s" %.6f'
              % (host, when, page, status, size, dice.choice(AGENTS), seconds))


main()
