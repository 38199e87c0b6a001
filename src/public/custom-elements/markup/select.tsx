import './select.css'

/** The browser's own list of options. */
export function Select<Value extends string>({
  label,
  dataHook,
  value,
  options,
  onChange,
}: {
  label: string
  dataHook: string
  value: Value
  options: readonly {value: Value; text: string}[]
  onChange(value: Value): void
}) {
  return (
    <span class="bp-select">
      <select
        aria-label={label}
        data-hook={dataHook}
        value={value}
        onChange={({currentTarget}) => {
          const option = options[currentTarget.selectedIndex]
          if (option) onChange(option.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </span>
  )
}
