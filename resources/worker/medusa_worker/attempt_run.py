"""One attempt: prepare, check the inputs, run the program, digest what it wrote, check the inputs once more.

The inputs have to be what was voted on before the program and after it, for a cloud may swap them.
"""

from __future__ import annotations

from . import cut_program, job_log
from .digest import TreeDigest, digest_trees
from .errors import AttemptFailure
from .hadoop_job import run_hadoop
from .item_run import ItemRun
from .lines import digest_lines
from .manifest import has_part_file, has_success
from .shipping import fetch_all, properties
from .statefolder import now_millis


def perform(run: ItemRun) -> None:
    """Phases preparing → checking → running → digesting. AttemptFailure or HdfsError when it did not succeed."""
    program, output = run.request['program'], run.request['output']
    jar = fetch_all(run) if program['type'] == 'jar' else None
    run.recorder.phase('checking')
    inputs = _checked_inputs(run, 'INPUT_MISSING')
    if run.hdfs.status(output) is not None:
        raise AttemptFailure('OUTPUT_EXISTS', f'{output} was there before the job began')
    run.recorder.phase('running')
    if jar is None:
        cut_program.perform(run, inputs[0])
        run.end['jobFinishedAt'] = now_millis()
    else:
        _job(run, jar)
    run.recorder.phase('digesting')
    _digest_output(run, output)
    _checked_inputs(run, 'INPUT_DIFFERS')


def _checked_inputs(run: ItemRun, code_if_gone: str) -> list[TreeDigest]:
    wanted = run.request['inputs']
    found = digest_trees(run.hdfs, [entry['path'] for entry in wanted], run.recorder.add_bytes)
    run.end['inputs'] = [tree.manifest for tree in found if tree is not None]
    trees: list[TreeDigest] = []
    for entry, tree in zip(wanted, found):
        if tree is None:
            raise AttemptFailure(code_if_gone, f'{entry["path"]} is not there')
        if tree.manifest != entry['manifest']:
            raise AttemptFailure('INPUT_DIFFERS', f'{entry["path"]} is {tree.manifest}, agreed was {entry["manifest"]}')
        trees.append(tree)
    return trees


def _job(run: ItemRun, jar: str) -> None:
    program = run.request['program']
    main = [] if program['main'] is None else [program['main']]
    log = run_hadoop(run, ['jar', jar, *main, *program['args']], properties(run))
    exit_code = run.end['exitCode']
    if exit_code != 0:
        cause = job_log.cause(log) or f'hadoop jar ended with exit code {exit_code} and printed nothing'
        raise AttemptFailure(job_log.failure_code(log), cause)
    run.recorder.percent(100, 100)


def _digest_output(run: ItemRun, output: str) -> None:
    tree = run.tree(output)
    if tree is None or not has_success(tree.files):
        raise AttemptFailure('NO_OUTPUT', f'{output} has no _SUCCESS, although hadoop jar ended with exit code 0')
    if run.request['program']['type'] == 'jar' and not has_part_file(tree.files):
        raise AttemptFailure('NO_OUTPUT', f'{output} has a _SUCCESS, but no part file')
    run.keep(tree)
    if run.request['compare'] == 'lines':
        run.end['lines'] = digest_lines(run.hdfs, tree, run.item.file('sort'), run.recorder.add_bytes)
