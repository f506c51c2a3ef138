/** Which part of Set-up a link names. */
import { linkTo, setupGuideLink } from '../../../lib/links.js'

export type SetupRoute =
  | { readonly type: 'home' }
  | { readonly type: 'new' }
  | { readonly type: 'machines'; readonly environment: string }
  | {
      readonly type: 'guide'
      readonly environment: string
      /** `porto/httpfs`; `null`: all steps. */
      readonly step: string | null
    }

/** @param path - what follows `#/setup` */
export function setupRoute([first, environment, target, step]: readonly string[]): SetupRoute {
  if (first === 'new') return { type: 'new' }
  if (environment === undefined) return { type: 'home' }
  if (first === 'machines') return { type: 'machines', environment }
  if (first !== 'guide') return { type: 'home' }
  const chosen = target === undefined || step === undefined ? null : `${target}/${step}`
  return { type: 'guide', environment, step: chosen }
}

export const newMachinesLink = linkTo('setup', 'new')
export const machinesLink = (environment: string): string =>
  linkTo('setup', 'machines', environment)
export const guideLink = setupGuideLink
