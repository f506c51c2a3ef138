/** @returns the words of a call; `--quiet` leaves nothing on standard output but the answer */
export const rabbitmqctl = (...words: readonly string[]): readonly string[] => [
  'rabbitmqctl',
  '--quiet',
  ...words
]
