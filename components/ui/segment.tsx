export interface SegmentOption<Value extends string> {
  value: Value
  label: string
}

/** One of a few, always all in view. A radio group, so the arrow keys move in it. */
export function Segment<Value extends string>({
  name,
  label,
  value,
  options,
  onChange,
}: {
  name: string
  label: string
  value: Value
  options: readonly SegmentOption<Value>[]
  onChange: (value: Value) => void
}) {
  return (
    <fieldset className="relative flex h-[26px] max-lg:h-10 shrink-0 max-sm:min-w-0 max-sm:max-w-full max-sm:overflow-x-auto items-center rounded-card bg-sunken p-0.5 ring-1 ring-edge">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex h-[22px] max-lg:h-9 max-lg:min-w-9 max-sm:shrink-0 justify-center cursor-pointer items-center whitespace-nowrap rounded-small px-2.5 text-meta text-ink-2 hover:text-ink has-checked:bg-card has-checked:font-semibold has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-2 max-sm:has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            value={option.value}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
