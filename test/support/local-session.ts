/** {@link RemoteSession} on this machine: the very programs that are run on hosts, without ssh between. */
import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { CommandResult, RemoteSession } from '../../src/engine/ports/remote-shell.js'

export class LocalSession implements RemoteSession {
  readonly alive = true

  /**
   * @param path - of programs, before the system's
   * @param as - words before each command, to be somebody else
   */
  constructor(
    private readonly path = '',
    private readonly as: readonly string[] = []
  ) {}

  run(
    argv: readonly string[],
    { input = '' }: { readonly input?: string } = {}
  ): Promise<CommandResult> {
    const [program = '', ...args] = [...this.as, ...argv]
    return new Promise((resolve) => {
      const env = { ...process.env, PATH: `${this.path}:${process.env['PATH'] ?? ''}` }
      const child = spawn(program, args, { env, stdio: 'pipe' })
      let stdout = ''
      let stderr = ''
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
      child.on('error', (error) => resolve({ exitCode: 127, stdout: '', stderr: error.message }))
      child.on('close', (code) => resolve({ exitCode: code ?? 255, stdout, stderr }))
      child.stdin.on('error', () => undefined) // a program that reads nothing has closed it
      child.stdin.end(input)
    })
  }

  async writeFile(path: string, content: Uint8Array, mode: number): Promise<void> {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content, { mode })
  }

  readFile(path: string): Promise<Uint8Array> {
    return readFile(path)
  }

  shell(): never {
    throw new Error('no terminal here')
  }

  stream(): never {
    throw new Error('no stream here')
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
