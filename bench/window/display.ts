/** A screen to open windows on: the user's, or an Xvfb of our own. */
import { spawn } from 'node:child_process'

export interface Display {
  readonly name: string
  close(): void
}

export async function openDisplay(): Promise<Display> {
  const { DISPLAY } = process.env
  if (DISPLAY !== undefined && DISPLAY !== '') return { name: DISPLAY, close: () => undefined }
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp']
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const [, , , numbers] = child.stdio
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${String(code)}`)))
    numbers?.once('data', (data: Buffer) => resolve(data.toString().trim()))
  })
  return { name: `:${number}`, close: () => child.kill() }
}
