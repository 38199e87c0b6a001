import {h} from './create-element'

/** One question with a destructive answer. Resolves to `true` only when that answer was chosen. */
export function askOnce(question: {title: string; text: string; confirm: string}): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = h('button', {type: 'button', class: 'button', onclick: () => dialog.close()}, 'Cancel')
    const confirm = h(
      'button',
      {type: 'button', class: 'button danger', onclick: () => dialog.close('yes')},
      question.confirm,
    )
    const dialog = h(
      'dialog',
      {'aria-labelledby': 'question-title', 'aria-describedby': 'question-text', class: 'narrow'},
      h('h2', {id: 'question-title'}, question.title),
      h('p', {id: 'question-text'}, question.text),
      h('div', {class: 'actions'}, cancel, confirm),
    )
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    })
    document.body.append(dialog)
    dialog.showModal()
    // The safe answer is the one that Enter gives.
    cancel.focus()
  })
}
