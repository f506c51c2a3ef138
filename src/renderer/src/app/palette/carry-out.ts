/** Does what an entry of the palette says. */
import { paletteText as text } from '../../text/shell.js'
import type { ConsoleView } from '../console-view.svelte.js'
import type { PaletteAct } from './entries.js'

export async function carryOut(act: PaletteAct, view: ConsoleView): Promise<void> {
  switch (act.type) {
    case 'go':
      location.hash = act.href
      return
    case 'environment':
      return view.chooseEnvironment(act.name)
    case 'theme':
      return view.chooseTheme(act.theme)
    case 'probe':
      if (await view.probe(act.cluster)) view.toast(text.probed(act.cluster))
      return
    case 'copy':
      if (await view.copy(act.text)) view.toast(text.copied(act.text))
      return
    case 'cancel': {
      const yes = await view.confirm({
        title: text.cancelTitle(act.name),
        text: text.cancelBody,
        button: text.cancelButton,
        keep: text.cancelKeep,
        danger: true
      })
      if (yes && (await view.cancelOrSay(act.run))) view.toast(text.cancelled(act.name))
      return
    }
    case 'open-job-file':
      return view.openJobFile()
    case 'keys':
      view.overlay = 'keys'
  }
}
