import './skeleton-line.css'

/** The design system's SkeletonLine: where a text will stand. */
export function SkeletonLine({width}: {width: string}) {
  return <span class="bp-skeleton-line" style={{width}} />
}
