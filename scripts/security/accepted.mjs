/**
 * Findings of electronegativity that were looked at and are right as they are: what it says of which check, and why that is no
 * hole. A finding that stands here no more has to go from here, too.
 *
 * @type {readonly { check: string, in: RegExp, because: string }[]}
 */
export const accepted = [
  {
    check: 'CSP_GLOBAL_CHECK',
    in: /^N\/A$/,
    because:
      'It looks for a policy in HTML and in onHeadersReceived. Ours is a header of every answer of app:// (src/main/security/app-protocol.ts); tests 7 and 18 of test/e2e/security.spec.ts read it.'
  },
  {
    check: 'AUXCLICK_JS_CHECK',
    in: /console-window\.ts$|node\/.*\.js$/,
    because:
      'A click with the middle button opens a window, and the handler of src/main/security/harden.ts denies every window; test 14 clicks so.'
  },
  {
    check: 'PRELOAD_JS_CHECK',
    in: /console-window\.ts$|node\/.*\.js$/,
    because:
      'The preload script has 16 lines: one function a call of the contract, and the payload of events without the event; test 20 counts them.'
  }
]
