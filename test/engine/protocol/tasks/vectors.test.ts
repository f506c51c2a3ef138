/** Golden vectors that console and worker share, made in Python without either's code. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { fileEntrySchema } from '../../../../src/shared/model/manifest.js'
import { manifestOf } from '../../../../src/engine/protocol/tasks/manifest.js'
import { sealKey, sealReply, sealRequest } from '../../../../src/engine/protocol/tasks/seal.js'

const call = { key: z.string(), task: z.string(), id: z.string() }
const vectors = z
  .object({
    requests: z.array(z.object({ ...call, request: z.string(), auth: z.string() })).min(1),
    replies: z.array(z.object({ ...call, text: z.string(), mac: z.string() })).min(1),
    manifests: z
      .array(
        z.object({
          name: z.string(),
          files: z.array(fileEntrySchema),
          sorted: z.array(z.string()),
          manifest: z.string()
        })
      )
      .min(1)
  })
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../../../resources/worker/tests/vectors.json', import.meta.url),
        'utf8'
      )
    )
  )

test.each(vectors.requests)('signs the request $task $id as the worker does', (vector) => {
  expect(sealRequest(sealKey(vector.key), vector.task, vector.id, vector.request)).toBe(vector.auth)
})

test.each(vectors.replies)('signs the reply to $task $id as the worker does', (vector) => {
  expect(sealReply(sealKey(vector.key), vector.task, vector.id, vector.text)).toBe(vector.mac)
})

test.each(vectors.manifests)('digests $name as the worker does', ({ files, sorted, manifest }) => {
  const made = manifestOf(files)
  expect({ sorted: made.files.map(({ path }) => path), manifest: made.digest }).toEqual({
    sorted,
    manifest
  })
})
