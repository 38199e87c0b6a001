import {render} from 'preact'
import {Button} from '../../../src/public/custom-elements/markup/button'
import {Dialog} from '../../../src/public/custom-elements/markup/dialog'
import {QuietButton} from './quiet-button'

/** One question with a destructive answer. Resolves to `true` only when that answer was chosen. */
export function askOnce(question: {title: string; text: string; confirm: string}): Promise<boolean> {
  const place = document.body.appendChild(document.createElement('div'))
  return new Promise((resolve) => {
    const answer = (isYes: boolean) => {
      render(null, place)
      place.remove()
      resolve(isYes)
    }
    render(
      <Dialog
        dataHook="question"
        title={question.title}
        width="440px"
        closeLabel="Close this question"
        onDismiss={() => answer(false)}
        footer={
          <>
            {/* The safe answer is the one that Enter gives. */}
            <QuietButton autofocus onClick={() => answer(false)}>
              Cancel
            </QuietButton>
            <Button skin="destructive" size="small" onClick={() => answer(true)}>
              {question.confirm}
            </Button>
          </>
        }
      >
        <p>{question.text}</p>
      </Dialog>,
      place,
    )
  })
}
