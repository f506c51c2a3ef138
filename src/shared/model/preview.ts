/** The beginning of a file as it can be shown. */
export interface Preview {
  readonly path: string
  /** Bytes of the whole file. */
  readonly length: number
  /** Bytes that were read of it. */
  readonly shown: number
  /** In words when the beginning tells: `gzip archive`, `Hadoop sequence file, keys Text, values IntWritable`. */
  readonly format: string | null
  readonly content:
    | { readonly type: 'text'; readonly text: string }
    /** 16 bytes a row: offset, hexadecimal, what is printable. */
    | { readonly type: 'binary'; readonly rows: readonly string[] }
}

/** Bytes of a preview. */
export const PREVIEW_BYTES = 64 * 1024
