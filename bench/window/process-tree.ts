/** Memory of a program with all its children, each shared page counted in parts (PSS), and the processor time they used, from /proc. */
import { readdir, readFile } from 'node:fs/promises'

/** Linux counts processor time in ticks of a hundredth of a second, whatever the clock of the kernel. */
const TICKS_A_SECOND = 100

/** @returns MiB */
export async function treePss(root: number): Promise<number> {
  const sizes = await Promise.all([...(await familyOf(root))].map(pssKibibytes))
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}

/** @returns seconds of processor time that all of them have used */
export async function treeSeconds(root: number): Promise<number> {
  const ticks = await Promise.all([...(await familyOf(root))].map(processorTicks))
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_A_SECOND
}

async function familyOf(root: number): Promise<ReadonlySet<number>> {
  const parents = await parentsOfAll()
  const family = new Set([root])
  for (let before = 0; before < family.size;) {
    before = family.size
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid)
  }
  return family
}

async function parentsOfAll(): Promise<ReadonlyMap<number, number>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const entries = await Promise.all(
    pids.map(async (pid): Promise<[number, number]> => {
      const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '') // it ended meanwhile
      // "pid (name) state ppid …"; the name may hold blanks and brackets.
      return [pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)]
    })
  )
  return new Map(entries)
}

async function pssKibibytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => '') // it ended meanwhile
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0)
}

async function processorTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '') // it ended meanwhile
  // After the name: state is the first, utime the twelfth, stime the thirteenth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}
