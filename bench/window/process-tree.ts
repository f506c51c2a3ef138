/** Memory of a program with all its children, each shared page counted in parts (PSS), from /proc. */
import { readdir, readFile } from 'node:fs/promises'

/** @returns MiB */
export async function treePss(root: number): Promise<number> {
  const parents = await parentsOfAll()
  const family = new Set([root])
  for (let before = 0; before < family.size;) {
    before = family.size
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid)
  }
  const sizes = await Promise.all([...family].map(pssKibibytes))
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
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
