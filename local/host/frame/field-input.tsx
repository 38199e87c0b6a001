import type {FieldKind} from './field-kind'

export type FieldControl = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** A control for a value of some kind. What is typed stays in it: whoever asks reads it from there. */
export function FieldInput({
  id,
  kind: {control, hint},
  text,
  autofocus,
  into,
}: {
  id: string
  kind: FieldKind
  text: string
  autofocus: boolean
  into(control: FieldControl | null): void
}) {
  const common = {id, ref: into, autofocus, ...(hint !== undefined && {'aria-describedby': `${id}-hint`})}
  switch (control) {
    case 'long':
      return <textarea {...common} rows={4} defaultValue={text} />
    case 'json':
      return <textarea {...common} rows={4} class="code" spellcheck={false} defaultValue={text} />
    case 'yes-no':
      return (
        <select {...common}>
          {YES_NO.map(([value, said]) => (
            <option key={value} value={value} selected={value === text}>
              {said}
            </option>
          ))}
        </select>
      )
    case 'text':
      return <input {...common} type="text" autocomplete="off" defaultValue={text} />
    case 'number':
      return <input {...common} type="number" step="any" defaultValue={text} />
    case 'day':
      return <input {...common} type="date" defaultValue={text} />
    case 'date-time':
      return <input {...common} type="datetime-local" step={1} defaultValue={text} />
  }
}

const YES_NO = [
  ['', 'Not set'],
  ['true', 'Yes'],
  ['false', 'No'],
] as const
