/** Composition root of the window. The engine is loaded when it is asked for, after the first picture. */
import { runConsole } from './console-app.js'

runConsole((choice) => import('./engine-host.js').then((host) => host.engineHost(choice)))
