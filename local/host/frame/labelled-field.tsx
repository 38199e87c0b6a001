import type {ComponentChildren} from 'preact'

/** A form control under its label, with an optional hint below it, whose `id` is the control's with `-hint`. */
export function LabelledField({
  label,
  id,
  hint,
  children,
}: {
  label: string
  id: string
  hint?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
