/** What is asked before something is changed or taken back: what, and where. Pure. */
import type { StepView } from '@shared/model/setup.js'
import type { Question } from '../../../lib/console-context.js'
import { countedChanges, guideText, stepText } from '../../../text/setup-guide.js'
import { changesByPlace, type Left } from './step-groups.js'

export function applyAllQuestion(environment: string, left: Left): Question {
  const text = guideText.applyAllQuestion
  const places = changesByPlace(left.todo).map(({ where, changes }) =>
    text.place(where, countedChanges(changes))
  )
  const count = left.all - left.inOrder
  return {
    title: text.title(environment),
    text: text.text(places.length === 0 ? text.none : places.join(' '), count - left.todo.length),
    button: text.button(count)
  }
}

export function undoQuestion({ title, undoable, done }: StepView): Question {
  const text = stepText.undoQuestion
  return {
    title: text.title(title),
    text: text.text(undoable, done.length - undoable),
    button: text.button(undoable),
    danger: true
  }
}
