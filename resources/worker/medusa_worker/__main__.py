"""`python3 -m medusa_worker --config FILE [--detach | --stop | --status]`.

Exit codes: 0 done (for --status: it runs), 1 did not start / does not run, 75 another one runs with this state
folder, 77 refuses to run as root, 78 the configuration is wrong or readable for others (sysexits.h).
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Optional, Sequence

from . import VERSION, launcher
from .config import Config, ConfigError, load


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        prog='medusa_worker', description="Medusa's worker on a cluster.", allow_abbrev=False
    )
    result.add_argument('--config', default=os.environ.get('MEDUSA_WORKER_CONFIG'), metavar='FILE',
                        help='JSON, mode 0600 (default: $MEDUSA_WORKER_CONFIG)')  # fmt: skip
    result.add_argument('--version', action='version', version=VERSION)
    mode = result.add_mutually_exclusive_group()
    mode.add_argument(
        '--detach', action='store_true', help='into a session of its own; prints the pid when it is connected'
    )
    mode.add_argument('--stop', action='store_true', help='ends the worker of this state folder; attempts go on')
    mode.add_argument('--status', action='store_true', help='says whether the worker of this state folder runs')
    return result


def main(arguments: Optional[Sequence[str]] = None) -> int:
    options = parser().parse_args(arguments)
    if os.geteuid() == 0:
        print(
            'medusa_worker: refuses to run as root: jobs would run as root, too. Use an ordinary user.', file=sys.stderr
        )
        return 77
    if options.config is None:
        print('medusa_worker: name the configuration with --config or MEDUSA_WORKER_CONFIG', file=sys.stderr)
        return 78
    try:
        config = load(options.config)
    except ConfigError as error:
        print(f'medusa_worker: {error}', file=sys.stderr)
        return 78
    os.makedirs(config.stateFolder, mode=0o700, exist_ok=True)
    if options.status:
        return launcher.status(config.stateFolder)
    if options.stop:
        return launcher.stop(config.stateFolder)
    if options.detach:
        return launcher.detach(config.stateFolder, os.path.abspath(options.config))
    return foreground(config)


def foreground(config: Config) -> int:
    lock = launcher.take_lock(config.stateFolder)
    if lock is None:
        print(f'medusa_worker: another worker runs with the state folder {config.stateFolder}', file=sys.stderr)
        return 75
    launcher.record(config.stateFolder, 'starting')
    from .app import run  # Celery is only imported once it is certain that it will run

    try:
        return run(config, lambda: launcher.record(config.stateFolder, 'connected'))
    finally:
        launcher.forget(config.stateFolder)
        os.close(lock)


if __name__ == '__main__':
    sys.exit(main())
