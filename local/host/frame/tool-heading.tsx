/** Over each local tool, so that nobody takes it for a part of Wix. */
export function ToolHeading({title, text}: {title: string; text: string}) {
  return (
    <div>
      <span class="tag">Local tool, not part of Wix</span>
      <h1>{title}</h1>
      <p class="muted">{text}</p>
    </div>
  )
}
