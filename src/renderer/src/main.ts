import { mount } from 'svelte'
import { api } from './api.js'
import App from './app/App.svelte'
import { adoptStyleElements } from './lib/style-sheets.js'
import './ui/tokens.css'
import './ui/glyphs.css'
import './ui/base.css'
import './ui/shell.css'
import './ui/controls.css'
import './ui/data.css'
import './ui/fields.css'
import './ui/tabs.css'
import './ui/feedback.css'
import './ui/phases.css'

adoptStyleElements()
mount(App, { target: document.body, props: { api: api() } })
