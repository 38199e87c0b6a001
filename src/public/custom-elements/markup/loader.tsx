import './loader.css'

/** The design system's Loader. It says nothing: the words stand beside it. */
export function Loader({size}: {size: 'tiny' | 'small'}) {
  return <span class={`bp-loader bp-loader-${size}`} aria-hidden="true" />
}
